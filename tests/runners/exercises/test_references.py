"""References against something independent of them: closed forms, another library, brute force."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations

import networkx
import numpy as np
import pytest

from runners.exercises import find
from runners.exercises.topics.bayes.elbo import expectation
from runners.exercises.topics.transformers.doubles import frequencies
from runners.exercises.values import NO_MISTAKE, Inputs

POSTERIOR, LEAST, NORMALIZE, GRAPH = (
    find(name)
    for name in (
        "bayes.blr_posterior",
        "bayes.regularised_least_squares",
        "gnn.asymmetric_normalization",
        "gnn.graph_definition",
    )
)


def _evidence(X: np.ndarray, y: np.ndarray, alpha: float) -> float:
    """log N(y; 0, I + X Xᵀ / alpha), Bishop 2006, section 3.5.1."""
    covariance = np.eye(len(y)) + X @ X.T / alpha
    return float(
        -0.5 * (y @ np.linalg.solve(covariance, y) + np.linalg.slogdet(covariance)[1] + len(y) * np.log(2 * np.pi))
    )


def _variational(mean: np.ndarray, covariance: np.ndarray, X: np.ndarray, y: np.ndarray, alpha: float) -> Inputs:
    root = np.linalg.cholesky(covariance)
    return {"w": mean, "L_o": np.tril(root, -1), "sig": np.log(np.diag(root)), "X": X, "y": y, "alpha": alpha,
            "likelihood": "gaussian_ll"}  # fmt: skip


@pytest.mark.parametrize("trial", POSTERIOR.trials(), ids=lambda trial: trial.name)
def test_the_elbo_of_the_exact_posterior_is_the_evidence_and_any_other_is_below(trial) -> None:  # type: ignore[no-untyped-def]
    X, y, alpha = (np.asarray(trial.inputs[name], np.float64) for name in ("X", "y", "alpha"))
    outputs = POSTERIOR.reference(trial.inputs, NO_MISTAKE)
    assert outputs is not None
    mean, covariance = outputs
    evidence = _evidence(X, y, float(alpha))
    assert expectation(_variational(mean, covariance, X, y, float(alpha))) == pytest.approx(evidence, abs=1e-6)
    assert expectation(_variational(mean + 0.1, covariance, X, y, float(alpha))) < evidence
    assert expectation(_variational(mean, covariance * 1.5, X, y, float(alpha))) < evidence


@pytest.mark.parametrize("trial", LEAST.trials(), ids=lambda trial: trial.name)
def test_regularised_weights_are_the_least_squares_of_the_data_with_alpha_as_more_data(trial) -> None:  # type: ignore[no-untyped-def]
    X, y, alpha = (np.asarray(trial.inputs[name], np.float64) for name in ("X", "y", "alpha"))
    width = X.shape[1]
    wanted = np.linalg.lstsq(np.vstack([X, np.sqrt(alpha) * np.eye(width)]), np.append(y, np.zeros(width)), rcond=None)
    (weights,) = LEAST.reference(trial.inputs, NO_MISTAKE) or ()
    assert weights == pytest.approx(wanted[0], abs=1e-9)


def test_the_bernoulli_expectation_is_that_of_many_samples() -> None:
    inputs = find("bayes.gaussian_elbo").trials()[1].inputs
    draws = np.random.default_rng(0)
    root = np.tril(inputs["L_o"], -1) + np.diag(np.exp(inputs["sig"]))
    weights = inputs["w"] + draws.standard_normal((400_000, len(inputs["w"]))) @ root.T
    logits = weights @ inputs["X"].T
    fit = inputs["y"] * logits - np.logaddexp(0, logits)
    covariance, alpha = root @ root.T, inputs["alpha"]
    width = len(inputs["w"])
    spread = alpha * (np.trace(covariance) + inputs["w"] @ inputs["w"])
    divergence = 0.5 * (spread - width - width * np.log(alpha) - np.linalg.slogdet(covariance)[1])
    assert expectation(inputs) == pytest.approx(fit.sum(1).mean() - divergence, abs=0.01)


def test_the_convolution_is_a_product_with_the_row_normalised_adjacency() -> None:
    for trial in NORMALIZE.trials()[:3]:
        inputs = trial.inputs
        size = len(inputs["nodes"])
        adjacency = np.zeros((size, size))
        for sender, receiver in zip(inputs["senders"], inputs["receivers"], strict=True):
            adjacency[receiver, sender] += 1
        adjacency += np.eye(size) * inputs["self_edges"]
        wanted = adjacency / np.maximum(adjacency.sum(1, keepdims=True), 1) @ inputs["nodes"] @ inputs["matrix"]
        (nodes,) = NORMALIZE.reference(inputs, NO_MISTAKE) or ()
        assert nodes == pytest.approx(wanted, abs=1e-5)


_JRAPH = """
import sys, json, jax, jraph, numpy as np
cases = json.loads(sys.stdin.read())
for case in cases:
    arrays = {k: np.array(v) for k, v in case.items()}
    graph = jraph.GraphsTuple(nodes=arrays["nodes"], edges=None, globals=None, senders=arrays["senders"],
        receivers=arrays["receivers"], n_node=arrays["n_node"], n_edge=arrays["n_edge"])
    layer = jraph.GraphConvolution(lambda n: n @ arrays["matrix"], add_self_edges=bool(arrays["self_edges"]))
    print(json.dumps(np.asarray(layer(graph).nodes).tolist()))
"""


def test_the_symmetric_mistake_is_what_jraphs_own_layer_computes() -> None:
    import json

    trials = NORMALIZE.trials()[:3]
    names = ("nodes", "senders", "receivers", "n_node", "n_edge", "matrix", "self_edges")
    cases = json.dumps([{n: np.asarray(t.inputs[n]).tolist() for n in names} for t in trials])
    done = subprocess.run([sys.executable, "-c", _JRAPH], input=cases, capture_output=True, text=True, check=True)
    for trial, line in zip(trials, done.stdout.splitlines(), strict=True):
        (nodes,) = NORMALIZE.reference(trial.inputs, frozenset({"symmetric"})) or ()
        assert nodes == pytest.approx(np.array(json.loads(line)), abs=1e-5)


def test_two_graphs_are_the_same_to_us_when_they_are_isomorphic() -> None:
    wanted = networkx.Graph([(1, 0), (0, 2), (2, 3), (3, 0)])
    (adjacency, directed) = GRAPH.reference({}, NO_MISTAKE) or ()
    assert GRAPH.read is not None and not float(directed)
    pairs = list(combinations(range(4), 2))
    for edges in (edges for count in (3, 4, 5) for edges in combinations(pairs, count)):
        graph = networkx.Graph(edges)
        graph.add_nodes_from(range(4))
        _, (found, _) = GRAPH.read({}, (networkx.to_numpy_array(graph), np.asarray(0.0)))
        assert np.array_equal(found, adjacency) == networkx.is_isomorphic(graph, wanted)


def test_frequencies_by_hand() -> None:
    table = frequencies(5, 6)
    for position in range(5):
        for i in range(3):
            angle = position / 10000 ** (2 * i / 6)
            assert table[position, 2 * i : 2 * i + 2] == pytest.approx([np.sin(angle), np.cos(angle)])


def test_the_score_is_the_slope_of_the_log_density() -> None:
    score = find("dgm.score_fn")
    for trial in score.trials():
        x, step = trial.inputs["x"].astype(np.float64), 1e-5
        logs = [
            [float((score.reference({"x": x + sign * step * e}, frozenset({"log_density_returned"})) or ())[0])
             for sign in (1, -1)]
            for e in np.eye(2)
        ]  # fmt: skip
        slope = np.array([(up - down) / (2 * step) for up, down in logs])
        (found,) = score.reference(trial.inputs, NO_MISTAKE) or ()
        assert found == pytest.approx(slope, rel=1e-4)
