"""What the GAT experiment measures on its weights, its claims, and its picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jax
import matplotlib.pyplot as plt
import numpy as np
import pytest

from runners.experiments import find, parse, run_experiment
from runners.experiments.gnn import gat, gat_karate
from runners.experiments.gnn.karate import STARTS, karate_club, right
from runners.experiments.reading import silent
from runners.experiments.training import train
from runners.sandbox import Sandbox

CLUB = karate_club()


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def trained() -> tuple[gat_karate.Run, np.ndarray]:
    """With the programs of the default parameters."""
    start = gat_karate.begin(0, 0.01, heads=8, hidden=8)
    return train(gat_karate.step, start, 60, chunk=gat_karate.CHUNK, progress=silent)


def test_training_lowers_the_loss_and_finds_the_sides(trained: tuple[gat_karate.Run, np.ndarray]) -> None:
    end, loss = trained
    assert loss.shape == (60, STARTS) and loss[0].mean() > 0.5 > 0.1 > loss[-1].mean()
    logits, _ = gat_karate.measure(end.layers)
    accuracy = right(np.asarray(logits), CLUB.labels).mean(axis=1)
    assert accuracy.mean() > 0.92 and accuracy.min() > 0.8


def test_starts_side_by_side_equal_a_start_alone(trained: tuple[gat_karate.Run, np.ndarray]) -> None:
    end, _ = trained
    logits, alphas = gat_karate.measure(end.layers)
    alone, weights = jax.jit(gat.gat)(jax.tree.map(lambda array: array[3], end.layers), CLUB.graph)
    np.testing.assert_allclose(logits[3], alone.nodes, atol=1e-4)
    for layer in range(2):
        np.testing.assert_allclose(alphas[layer][3], weights[layer].mean(axis=-1), atol=1e-5)


def test_even_weights_are_one_even_share() -> None:
    into = np.bincount(CLUB.graph.receivers) + 1
    alpha = np.concatenate([1 / into[CLUB.graph.receivers], 1 / into])[None]
    times = gat_karate.multiples(CLUB, alpha)
    np.testing.assert_allclose(times, np.ones((1, 156)))
    np.testing.assert_allclose(gat_karate.attention_received(CLUB, times), np.ones((1, 34)))


def test_attention_received_is_a_mean_over_friends() -> None:
    times = np.zeros((1, 156))
    times[0, (CLUB.graph.senders == 11) & (CLUB.graph.receivers == 0)] = 4.0  # 0 is the only friend of 11
    times[0, (CLUB.graph.senders == 12) & (CLUB.graph.receivers == 3)] = 4.0  # 12 has 0 and 3
    received = gat_karate.attention_received(CLUB, times)[0]
    assert received[11] == 4.0 and received[12] == 2.0 and received.sum() == 6.0


def test_agreement_of_equal_and_of_random_weights() -> None:
    rng = np.random.default_rng(0)
    assert gat_karate.agreement(np.tile(rng.normal(size=156), (5, 1))) == pytest.approx(1.0)
    assert abs(gat_karate.agreement(rng.normal(size=(20, 156)))) < 0.05


@pytest.mark.parametrize(
    ("words", "expected"),
    [("steps=60", "is learned and not left over"), ("steps=20 learning_rate=0.0001", "still almost even")],
)
def test_the_reading_tells_what_was_found(words: str, expected: str) -> None:
    reading = gat_karate.run(**parse("gat_karate", words.split()))  # type: ignore[arg-type]
    assert expected in reading.text and "seed 0" in reading.text and "nan" not in reading.text + str(reading.numbers)
    assert len(re.findall(r"\.(?:\s|$)", reading.text)) == 3 and len(reading.alts[0]) < 400


def test_stopped_after_the_first_chunk() -> None:
    values = {**find("gat_karate").defaults(), "layer": 1, "steps": 400}
    reading = gat_karate.run(**values, progress=lambda done, text: False)  # type: ignore[arg-type]
    assert "after 20 of 400 steps (stopped)" in reading.text and "In layer 1" in reading.text


def test_the_experiment_in_the_sandbox(sandbox: Sandbox) -> None:
    result = run_experiment(sandbox, "gat_karate", {"heads": 1, "hidden": 2, "steps": 20, "seed": 7})
    assert result.status == "ok" and result.error is None
    (figure,) = result.figures
    assert figure.width == 840 and 800 < figure.height < 1100 and "attention of layer 2" in figure.alt
    assert "seed 7" in result.stdout and len(re.findall(r"\.(?:\s|$)", result.stdout)) == 3


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("gat_karate")
    assert experiment.module == gat_karate.__name__
    assert set(experiment.defaults()) == set(gat_karate.run.__annotations__) - {"progress", "return"}
