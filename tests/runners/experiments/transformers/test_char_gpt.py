"""The small GPT: what it sees, how it writes, and the bars it has to pass."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import partial

import jax
import matplotlib.pyplot as plt
import numpy as np
import pytest
import scipy.special
import scipy.stats
import torch

from runners.experiments import find, run_experiment
from runners.experiments.transformers import char_gpt, counting
from runners.experiments.transformers.char_gpt import bars, cut, fit, load
from runners.experiments.transformers.fables import passages
from runners.experiments.transformers.gpt import GPT, init_gpt, logits_after, next_character_loss, sample
from runners.sandbox import Sandbox
from runners.values import RunResult

V, CONTEXT, D_M, HEADS = 7, 4, 8, 2
logits_of = jax.jit(partial(logits_after, heads=HEADS))
SHORT = {"steps": 10, "context": 8, "layers": 1, "d_model": "16", "heads": "1", "seed": 3}
DEFAULT_SIZES = {"steps": 10, "seed": 3}  # their programs are kept; others take long to compile


@pytest.fixture(scope="module")
def model() -> GPT:
    init = partial(init_gpt, characters=V, context=CONTEXT, d_m=D_M, layers=1)
    return jax.jit(init)(jax.random.key(0))


@pytest.fixture(scope="module")
def short_run(sandbox: Sandbox) -> RunResult:
    return run_experiment(sandbox, "char_gpt", DEFAULT_SIZES)


def test_the_text() -> None:
    lines = passages()
    assert len(lines) == len(set(lines)) == 48
    assert all(line.isascii() and "\n" not in line and "  " not in line for line in lines)
    assert 8_000 < sum(map(len, lines)) < 20_000


def test_a_sixth_of_the_passages_is_held_out() -> None:
    text = load()
    learned, held_out = text.decode(text.train).split("\n")[1:], text.decode(text.held_out).split("\n")[1:]
    assert len(held_out) == 8 and not set(learned) & set(held_out)
    assert sorted(learned + held_out) == sorted(passages())


def test_pieces_cover_each_character_once() -> None:
    pieces = cut(np.arange(11), 3)
    np.testing.assert_array_equal(pieces, [[0, 1, 2, 3], [3, 4, 5, 6], [6, 7, 8, 9]])


def test_entropies_equal_scipy() -> None:
    ids = load().train
    pairs = np.array(list(Counter(zip(ids[:-1].tolist(), ids[1:].tolist(), strict=True)).values()))
    firsts = np.array(list(Counter(ids[:-1].tolist()).values()))
    assert counting.unigram_entropy(ids) == pytest.approx(scipy.stats.entropy(np.bincount(ids)))
    given = scipy.stats.entropy(pairs) - scipy.stats.entropy(firsts)  # the chain rule: H(b | a) = H(a, b) - H(a)
    assert counting.bigram_entropy(ids, ids.max() + 1) == pytest.approx(given)


def test_bigram_probabilities_by_hand() -> None:
    ids = np.array([0, 1, 0, 1, 1])
    alone = np.array([3, 4, 1]) / 8  # one more than seen, of three characters
    np.testing.assert_allclose(counting.unigram(ids, 3), alone)
    pairs = np.array([[0, 2, 0], [1, 1, 0], [0, 0, 0]])
    expected = (pairs + counting.PRIOR * alone) / (pairs.sum(axis=1, keepdims=True) + counting.PRIOR)
    np.testing.assert_allclose(counting.bigram(ids, 3), expected)


def test_the_bigram_bar_is_not_made_low(monkeypatch: pytest.MonkeyPatch) -> None:
    text = load()
    pieces = cut(text.held_out, 48)

    def loss(prior: float) -> float:
        monkeypatch.setattr(counting, "PRIOR", prior)
        return counting.cross_entropies(text.train, pieces, len(text.characters))[1]

    assert loss(counting.PRIOR) < min(loss(prior) for prior in (0.1, 0.5, 1.0, 2.0, 10.0, 30.0)) + 0.01


def test_the_loss_equals_torch(model: GPT) -> None:
    pieces = jax.random.randint(jax.random.key(1), (3, CONTEXT + 1), 0, V)
    logits = np.array(logits_of(model, pieces[:, :-1])).reshape(-1, V)
    labels = torch.tensor(np.array(pieces[:, 1:], np.int64)).reshape(-1)
    expected = torch.nn.functional.cross_entropy(torch.tensor(logits), labels).item()
    assert float(jax.jit(partial(next_character_loss, heads=HEADS))(model, pieces)) == pytest.approx(expected, rel=1e-5)


def test_no_character_sees_a_later_one(model: GPT) -> None:
    ids = np.array([[1, 2, 3, 4]])
    before, after = (np.asarray(logits_of(model, one)) for one in (ids, np.where(ids == 3, 6, ids)))
    np.testing.assert_array_equal(before[:, :2], after[:, :2])
    assert (np.abs(before - after)[:, 2:].max(axis=-1) > 1e-5).all()


def test_cold_samples_are_the_likeliest_characters_of_the_last_window(model: GPT) -> None:
    count = 9  # more than the context, so that the window moves on
    written = jax.jit(partial(sample, count=count, heads=HEADS))(model, jax.random.key(5), 2, 1e-6)
    grown = [2]
    for _ in range(count):
        grown.append(int(np.asarray(logits_of(model, np.array([grown[-CONTEXT:]])))[0, -1].argmax()))
    assert np.asarray(written).tolist() == grown[1:]


def test_warm_samples_come_as_often_as_their_probabilities(model: GPT) -> None:
    keys = jax.random.split(jax.random.key(6), 4000)
    temperature = 2.0
    draw = jax.jit(jax.vmap(lambda key: sample(model, key, 2, temperature, count=1, heads=HEADS)[0]))
    counts = np.bincount(np.asarray(draw(keys)), minlength=V)
    expected = scipy.special.softmax(np.asarray(logits_of(model, np.array([[2]])), np.float64)[0, 0] / temperature)
    assert scipy.stats.chisquare(counts, 4000 * expected).pvalue > 1e-4


def test_it_passes_both_bars_on_text_it_never_saw() -> None:
    text = load()
    _, losses, tests = fit(
        jax.random.key(0), text, context=32, d_m=32, heads=4, layers=1, learning_rate=0.01, steps=200
    )
    passed = bars(text, 32)
    assert tests[0] > passed.bigram > tests[-1]
    assert losses[-20:].mean() < tests[-1] < math.log(len(text.characters))
    assert tests[-1] < min(passed.unigram, passed.unigram_entropy, passed.bigram_entropy)


def test_the_experiment_in_the_sandbox(short_run: RunResult) -> None:
    assert short_run.status == "ok" and short_run.error is None
    (figure,) = short_run.figures
    assert figure.data.startswith(b"\x89PNG") and 600 <= figure.width <= 1400 and figure.height >= 400
    assert "Loss against training steps" in figure.alt and len(figure.alt) < 400
    assert "seed 3" in short_run.stdout and len(re.findall(r"\.(?:\s|$)", short_run.stdout)) in (2, 3)
    assert short_run.result is not None and re.search(r"sample: .{150,}", short_run.result)


def test_same_seed_same_picture(sandbox: Sandbox, short_run: RunResult) -> None:
    assert run_experiment(sandbox, "char_gpt", DEFAULT_SIZES).figures[0].data == short_run.figures[0].data


def test_stopped_it_shows_what_there_is() -> None:
    told: list[str] = []

    def stop(done: float, text: str) -> bool:
        told.append(text)
        return len(told) < 2

    values = {**find("char_gpt").defaults(), **SHORT, "steps": 200}
    reading = char_gpt.run(**values, progress=stop)
    plt.close("all")
    assert "stopped at step 20 of 200" in reading.text
    assert re.fullmatch(r"step 10 of 200, loss \d\.\d\d, on held-out text \d\.\d\d", told[0])


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("char_gpt")
    assert experiment.module == char_gpt.__name__
    assert set(experiment.defaults()) == set(char_gpt.run.__annotations__) - {"progress", "return"}
