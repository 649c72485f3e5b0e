"""The deep GCN is the reference GCN at every depth; the experiment's claims, and its picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jax
import jax.numpy as jnp
import matplotlib.pyplot as plt
import numpy as np
import pytest

from runners.experiments import find, parse, run_experiment
from runners.experiments.gnn import deep_gcn, gcn, gcn_karate
from runners.experiments.gnn.deep_gcn import FEATURES, DeepGCN, Trained
from runners.experiments.gnn.karate import STARTS, karate_club, loss_of, right, who_is_wrong
from runners.sandbox import Sandbox

CLUB = karate_club()
MIXING = gcn.normalised(CLUB.graph)


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def trained() -> Trained:
    return deep_gcn.train_both(layers=2, hidden=16, steps=60, learning_rate=0.01, seed=0)


def _network(layers: int, hidden: int) -> tuple[DeepGCN, list[jax.Array]]:
    """The same weights for the deep network and for the reference."""
    network = jax.jit(deep_gcn.init)(jax.random.key(3), jnp.array(layers), jnp.array(hidden))
    sizes = [FEATURES, *[hidden] * (layers - 1), 2]
    return network, [weight[: sizes[i], : sizes[i + 1]] for i, weight in enumerate(_each(network.weights)[:layers])]


def _each(weights: tuple[jax.Array, jax.Array]) -> list[jax.Array]:
    return [weights[0], *weights[1]]


@pytest.mark.parametrize(("layers", "hidden"), [(1, 7), (4, 7)])
def test_equal_to_the_reference_gcn_with_its_gradient(layers: int, hidden: int) -> None:
    network, weights = _network(layers, hidden)

    def deep(values: tuple[jax.Array, jax.Array]) -> jax.Array:
        return loss_of(deep_gcn.forward(network._replace(weights=values), MIXING, CLUB.graph.nodes)[-1, :, :2])

    def plain(values: list[jax.Array]) -> tuple[jax.Array, jax.Array]:
        logits = gcn.gcn(values, CLUB.graph).nodes
        return loss_of(logits), logits

    theirs, expected = jax.jit(jax.grad(plain, has_aux=True))(weights)
    np.testing.assert_allclose(
        jax.jit(deep_gcn.forward)(network, MIXING, CLUB.graph.nodes)[-1, :, :2], expected, atol=1e-5
    )
    ours = _each(jax.jit(jax.grad(deep))(network.weights))
    for layer, gradient in enumerate(theirs):
        f, g = gradient.shape
        np.testing.assert_allclose(ours[layer][:f, :g], gradient, atol=1e-5)
        assert float(jnp.abs(ours[layer]).sum()) == pytest.approx(float(jnp.abs(gradient).sum()), rel=1e-3)


def test_glorot_limits_follow_the_size_of_each_layer() -> None:
    network, weights = _network(3, 10)
    for weight in weights:
        limit = np.sqrt(6 / sum(weight.shape))
        assert 0.8 * limit < float(jnp.abs(weight).max()) <= limit
    assert sum(int((weight != 0).sum()) for weight in network.weights) == 34 * 10 + 10 * 10 + 10 * 2


def test_similarity_is_the_mean_cosine_of_all_pairs() -> None:
    vectors = np.random.default_rng(0).normal(size=(5, 3))
    vectors[2] = 0.0
    unit = np.delete(vectors, 2, axis=0) / np.linalg.norm(np.delete(vectors, 2, axis=0), axis=1, keepdims=True)
    pairs = [unit[i] @ unit[j] for i in range(4) for j in range(4) if i != j]
    assert float(deep_gcn.similarity(jnp.asarray(vectors))) == pytest.approx(np.mean(pairs), abs=1e-6)
    assert np.isnan(deep_gcn.similarity(jnp.zeros((5, 3))))
    assert float(deep_gcn.similarity(jnp.ones((5, 3)))) == pytest.approx(1.0)


def test_the_club_is_the_one_in_the_books() -> None:
    assert CLUB.graph.nodes.shape == (34, 34) and CLUB.pairs.shape == (78, 2) and len(CLUB.graph.senders) == 156
    assert CLUB.labels.sum() == 17 and CLUB.labels[0] == 0 and CLUB.labels[33] == 1
    degree = np.bincount(CLUB.graph.receivers)
    assert degree[0] == 16 and degree[33] == 17


def test_the_loss_sees_the_two_leaders_only() -> None:
    logits = np.random.default_rng(1).normal(size=(34, 2))
    changed = logits.copy()
    changed[1:33] += np.array([5.0, -5.0])
    assert float(loss_of(jnp.asarray(changed))) == float(loss_of(jnp.asarray(logits)))
    assert float(loss_of(jnp.zeros((34, 2)))) == pytest.approx(np.log(2))


def test_training_lowers_the_loss_and_finds_the_sides(trained: Trained) -> None:
    assert trained.loss.shape == (60, STARTS) and trained.loss[0].mean() > 0.5 > 0.1 > trained.loss[-1].mean()
    accuracy = right(trained.logits, CLUB.labels).mean(axis=1)
    assert accuracy.mean() > 0.94 and accuracy.min() > 0.88
    assert right(trained.compared, CLUB.labels).mean() < accuracy.mean()


def test_a_start_alone_is_the_same_as_among_others(trained: Trained) -> None:
    network = jax.jit(deep_gcn.init)(jax.random.fold_in(jax.random.key(0), 3), jnp.array(2), jnp.array(16))
    _, similar = jax.jit(deep_gcn.similarities)(network, MIXING, CLUB.graph.nodes)
    np.testing.assert_allclose(trained.before[3], similar, atol=1e-5)


def test_vectors_become_alike_with_depth() -> None:
    network, _ = _network(16, 16)
    _, similar = jax.jit(deep_gcn.similarities)(network, MIXING, CLUB.graph.nodes)
    assert float(similar[0]) == pytest.approx(0.0, abs=1e-6) and float(similar[1]) < 0.6 and float(similar[15]) > 0.9


def test_who_is_wrong_counts_friends_across() -> None:
    correct = np.ones(34, bool)
    assert who_is_wrong(CLUB, correct) == "nobody is on the wrong side"
    correct[8] = False
    assert who_is_wrong(CLUB, correct) == "only member 8 is wrong, who has 3 of 5 friends on the other side"
    correct[[2, 9]] = False
    assert who_is_wrong(CLUB, correct) == "members 2, 8 and 9 are wrong"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("layers=5", "over-smoothing"),
        ("layers=16 hidden=1 steps=20", "the network is dead"),
        ("layers=1 learning_rate=0.0001 steps=20", "not trained yet"),
        ("layers=2 learning_rate=0.3 hidden=16 steps=20", "So few layers"),
    ],
)
def test_the_reading_tells_what_was_found(words: str, expected: str) -> None:
    reading = gcn_karate.run(**parse("gcn_karate", words.split()))  # type: ignore[arg-type]
    assert expected in reading.text and "seed 0" in reading.text and "nan" not in reading.text + str(reading.numbers)
    assert len(re.findall(r"\.(?:\s|$)", reading.text)) == 3 and len(reading.alts[0]) < 400


def test_stopped_after_the_first_chunk() -> None:
    values = {**find("gcn_karate").defaults(), "steps": 400}
    reading = gcn_karate.run(**values, progress=lambda done, text: False)  # type: ignore[arg-type]
    assert "after 20 of 400 steps (stopped)" in reading.text and len(plt.get_fignums()) == 1


def test_the_experiment_in_the_sandbox(sandbox: Sandbox) -> None:
    told: list[str] = []
    result = run_experiment(
        sandbox, "gcn_karate", {"layers": 3, "steps": 20, "seed": 7}, on_progress=lambda _, text: told.append(text)
    )
    assert result.status == "ok" and result.error is None
    (figure,) = result.figures
    assert figure.width == 840 and 800 < figure.height < 1100 and "karate club" in figure.alt
    assert "seed 7" in result.stdout and len(re.findall(r"\.(?:\s|$)", result.stdout)) == 3
    assert told[0].startswith("step 20 of 20, loss ")


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("gcn_karate")
    assert experiment.module == gcn_karate.__name__
    assert set(experiment.defaults()) == set(gcn_karate.run.__annotations__) - {"progress", "return"}
