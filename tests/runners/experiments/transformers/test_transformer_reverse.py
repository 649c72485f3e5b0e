"""The encoder-decoder: what it sees, what it learns, and the experiment's picture."""

from __future__ import annotations

import re
from functools import partial

import jax
import jax.numpy as jnp
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from runners.experiments import find, run_experiment
from runners.experiments.reading import Reading
from runners.experiments.transformers import transformer_reverse
from runners.experiments.transformers.seq2seq import (
    Seq2Seq,
    decode,
    encode,
    greedy,
    init_seq2seq,
    shift_right,
    teacher_forced,
)
from runners.experiments.transformers.transformer_reverse import Result, evaluate, fit, sequences
from runners.sandbox import Sandbox
from runners.values import RunResult

LENGTH, SYMBOLS, D_M, HEADS = 4, 5, 8, 2
encode_with, decode_with = (jax.jit(partial(part, heads=HEADS)) for part in (encode, decode))
SHORT = {"length": 5, "symbols": 6, "d_model": "16", "heads": "1", "steps": 10, "seed": 3}
DEFAULT_SIZES = {"steps": 10, "seed": 3}  # their programs are kept; others take long to compile


@pytest.fixture(scope="module")
def model() -> Seq2Seq:
    init = partial(init_seq2seq, symbols=SYMBOLS, d_m=D_M, layers=1)
    return jax.jit(init)(jax.random.key(0))


@pytest.fixture(scope="module")
def source() -> jax.Array:
    return sequences(jax.random.key(1), count=3, length=LENGTH, symbols=SYMBOLS, held_out=False)


@pytest.fixture(scope="module")
def short_run(sandbox: Sandbox) -> RunResult:
    return run_experiment(sandbox, "transformer_reverse", DEFAULT_SIZES)


def test_training_never_sees_what_is_held_out() -> None:
    draw = partial(sequences, jax.random.key(2), count=4000, length=4, symbols=5)
    learned, held_out = np.asarray(draw(held_out=False)), np.asarray(draw(held_out=True))
    assert (held_out.sum(axis=1) % 5 == 0).all() and (learned.sum(axis=1) % 5 != 0).all()
    for drawn, how_many in ((held_out, 5**3), (learned, 5**4 - 5**3)):
        assert drawn.min() == 0 and drawn.max() == 4
        different, counts = np.unique(drawn, axis=0, return_counts=True)
        assert len(different) > 0.99 * how_many
        statistic = ((counts - 4000 / how_many) ** 2 / (4000 / how_many)).sum()
        assert statistic < how_many + 5 * np.sqrt(2 * how_many)  # chi-squared, if all are equally likely


def test_shifted_by_hand() -> None:
    shifted = shift_right(jnp.array([[3, 1, 2], [0, 4, 4]]), start=9)
    np.testing.assert_array_equal(shifted, [[9, 3, 1], [9, 0, 4]])


def test_the_loss_equals_torch(model: Seq2Seq, source: jax.Array) -> None:
    target = source[:, ::-1]
    loss, accuracy = jax.jit(partial(teacher_forced, heads=HEADS))(model, source, target)
    logits, _ = decode_with(model, encode_with(model, source), shift_right(target, model.start))
    flat, labels = torch.tensor(np.array(logits)).reshape(-1, SYMBOLS), torch.tensor(np.array(target, np.int64))
    assert float(loss) == pytest.approx(torch.nn.functional.cross_entropy(flat, labels.reshape(-1)).item(), rel=1e-5)
    assert float(accuracy) == pytest.approx((flat.argmax(dim=1) == labels.reshape(-1)).float().mean().item())


def test_the_decoder_sees_no_later_symbol(model: Seq2Seq, source: jax.Array) -> None:
    memory = encode_with(model, source)
    shifted = shift_right(source, model.start)
    before, _ = decode_with(model, memory, shifted)
    after, _ = decode_with(model, memory, shifted.at[:, 2].set((shifted[:, 2] + 1) % SYMBOLS))
    np.testing.assert_array_equal(before[:, :2], after[:, :2])
    assert (np.abs(before - after)[:, 2:].max(axis=-1) > 1e-5).all()


def test_greedy_equals_a_loop_that_grows(model: Seq2Seq, source: jax.Array) -> None:
    written, weights = jax.jit(partial(greedy, length=LENGTH, heads=HEADS))(model, source)
    memory = encode_with(model, source)
    grown = jnp.full((len(source), 1), model.start)
    for _ in range(LENGTH):
        logits, looked = decode_with(model, memory, grown)
        grown = jnp.concatenate([grown, logits[:, -1:].argmax(axis=-1)], axis=1)
    np.testing.assert_array_equal(written, grown[:, 1:])
    np.testing.assert_allclose(weights, looked, atol=1e-5)


def test_it_learns_to_reverse_what_it_never_saw() -> None:
    for_fit, for_test = jax.random.split(jax.random.key(0))
    model, losses, _ = fit(for_fit, length=6, symbols=8, d_m=32, heads=2, layers=1, learning_rate=0.005, steps=150)
    assert losses[-10:].mean() < 0.1 < 1.5 < losses[:10].mean()
    result = evaluate(model, for_test, length=6, heads=2)
    assert (result.source.sum(axis=1) % 8 == 0).all()
    assert result.sequence_accuracy > 0.99 and result.is_anti_diagonal


def test_what_is_counted_by_hand() -> None:
    source = np.array([[0, 1, 2], [2, 2, 1]])
    even = np.full((3, 3), 1 / 3)
    result = Result(source, np.array([[2, 1, 0], [1, 2, 0]]), np.stack([even, np.eye(3)[::-1]]))
    assert result.symbol_accuracy == pytest.approx(5 / 6) and result.sequence_accuracy == 0.5
    assert result.clearest_head == 1 and result.anti_diagonal == 1.0 and result.is_anti_diagonal
    assert result.examples[0] == "ccb → bca (1 wrong)" and result.examples[2] == "abc → cba (right)"


def test_the_experiment_in_the_sandbox(short_run: RunResult) -> None:
    assert short_run.status == "ok" and short_run.error is None
    (figure,) = short_run.figures
    assert figure.data.startswith(b"\x89PNG") and 600 <= figure.width <= 1400 and figure.height >= 400
    assert "heat map of cross-attention" in figure.alt and len(figure.alt) < 400
    assert "seed 3" in short_run.stdout and len(re.findall(r"\.(?:\s|$)", short_run.stdout)) in (2, 3)
    assert short_run.result is not None and "example 1: " in short_run.result


def test_same_seed_same_picture(sandbox: Sandbox, short_run: RunResult) -> None:
    again = run_experiment(sandbox, "transformer_reverse", DEFAULT_SIZES)
    assert again.figures[0].data == short_run.figures[0].data


def test_stopped_it_shows_what_there_is() -> None:
    told: list[str] = []

    def stop(done: float, text: str) -> bool:
        told.append(text)
        return len(told) < 2

    values = {**find("transformer_reverse").defaults(), **SHORT, "steps": 200}
    reading = transformer_reverse.run(**values, progress=stop)
    plt.close("all")
    assert isinstance(reading, Reading) and "stopped at step 20 of 200" in reading.text
    assert re.fullmatch(r"step 10 of 200, loss \d\.\d+, \d+% right", told[0])


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("transformer_reverse")
    assert experiment.module == transformer_reverse.__name__
    assert set(experiment.defaults()) == set(transformer_reverse.run.__annotations__) - {"progress", "return"}
