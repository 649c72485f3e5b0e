"""Graph Neural Networks: a convolution that normalises by incoming edges (Kipf and Welling 2017)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from runners.exercises.inputs import normal
from runners.exercises.supplied import given, harness
from runners.exercises.topics.gnn.definition import PRACTICAL
from runners.exercises.topics.making import known
from runners.exercises.values import (
    Arrays,
    Exercise,
    Inputs,
    Observation,
    On,
    Output,
    Parameter,
    Probe,
    Property,
    Trial,
)


def convolution(inputs: Inputs, on: On) -> Arrays | None:
    """D⁻¹ A (X W), where D counts the edges that come in; a node without any keeps 0."""
    nodes = inputs["nodes"].astype(np.float64)
    updated = nodes if "update_skipped" in on else nodes @ inputs["matrix"].astype(np.float64)
    senders, receivers = (inputs[name].astype(int) for name in ("senders", "receivers"))
    loops = np.arange(len(nodes))
    all_senders, all_receivers = senders, receivers
    if inputs["self_edges"] and "self_edges_left_out" not in on:
        all_senders, all_receivers = np.append(senders, loops), np.append(receivers, loops)
    if "direction_reversed" in on:
        all_senders, all_receivers = all_receivers, all_senders
    if not inputs["normalization"] and "always_normalised" not in on:
        return (_gather(updated, all_senders, all_receivers, inputs["aggregate"]),)
    counted = (senders, receivers) if "self_edges_not_counted" in on else (all_senders, all_receivers)
    return _normalised(updated, all_senders, all_receivers, counted, inputs, on)


def _gather(nodes: np.ndarray, senders: np.ndarray, receivers: np.ndarray, how: str) -> np.ndarray:
    result = np.full(nodes.shape, -np.inf) if how == "max" else np.zeros(nodes.shape)
    (np.maximum if how == "max" else np.add).at(result, receivers, nodes[senders])
    return result


def _normalised(
    nodes: np.ndarray,
    senders: np.ndarray,
    receivers: np.ndarray,
    counted: tuple[np.ndarray, np.ndarray],
    inputs: Inputs,
    on: On,
) -> Arrays | None:
    size = len(nodes)
    coming, going = (np.bincount(ends, minlength=size).astype(np.float64) for ends in (counted[1], counted[0]))
    coming, going = np.maximum(coming, 1), np.maximum(going, 1)
    before, after = _factors(coming, going, on)
    aggregate = "sum" if "aggregate_not_used" in on else inputs["aggregate"]
    axis = (None, slice(None)) if "degree_along_features" in on else (slice(None), None)
    if "degree_along_features" in on and nodes.shape[1] != size:
        return None
    total = _gather(nodes * before[axis], senders, receivers, aggregate)
    if "not_gathered" in on:
        total = nodes
    if "node_added" in on:
        total = total + nodes
    return (total * after[axis],)


def _factors(coming: np.ndarray, going: np.ndarray, on: On) -> tuple[np.ndarray, np.ndarray]:
    """What the nodes are multiplied with before and after they are gathered."""
    one = np.ones_like(coming)
    pairs: dict[str, tuple[np.ndarray, np.ndarray]] = {
        "symmetric": (going**-0.5, coming**-0.5),
        "root_of_degree": (one, coming**-0.5),
        "root_of_degree:before": (coming**-0.5, one),
        "out_degree": (one, 1 / going),
        "divided_before_sending": (1 / going, one),
        "divided_before_sending:in_degree": (1 / coming, one),
        "not_normalised": (one, one),
        "multiplied_by_degree": (one, coming),
        "divided_twice": (one, coming**-2.0),
        "both_degrees": (1 / going, 1 / coming),
        "both_in_degrees": (coming**-0.5, coming**-0.5),
        "degree_plus_one": (one, 1 / (coming + 1)),
        "divided_by_nodes": (one, one / len(one)),
        "both_ends_counted": (one, 1 / np.maximum(coming + going, 1)),
    }
    return next((pair for name, pair in pairs.items() if name in on), (one, 1 / coming))


_SMALL = "Take node 0 of a graph with three nodes, and compute its new features by hand."

_DIVIDE = "Add up what comes in, and divide by the number of edges that come in."

_factor = partial(known, "factor")

_CONVOLUTION_SWITCHES = (
    _factor(
        "symmetric",
        "This is the symmetric normalisation.",
        _SMALL,
        "Both ends are divided by the root of their degree.",
        _DIVIDE,
    ),
    _factor(
        "root_of_degree",
        "It divides by the root of the degree.",
        _SMALL,
        "The result is too large by the root of the degree.",
        _DIVIDE,
    ),
    _factor(
        "root_of_degree:before",
        "It divides by the root of the degree.",
        _SMALL,
        "There is a root, and it comes before the sum.",
        _DIVIDE,
    ),
    _factor(
        "out_degree", "It divides by the number of edges that go out.", _SMALL, "The senders are counted.", _DIVIDE
    ),
    _factor(
        "divided_before_sending",
        "Each node is divided by its outgoing edges before it is sent.",
        _SMALL,
        "The columns of A are normalised instead of its rows.",
        _DIVIDE,
    ),
    _factor(
        "divided_before_sending:in_degree",
        "Each node is divided before it is sent, not after.",
        _SMALL,
        "The degree that counts is the receiver's.",
        _DIVIDE,
    ),
    _factor("not_normalised", "Nothing is divided.", _SMALL, "It is the plain sum.", _DIVIDE),
    _factor("multiplied_by_degree", "It multiplies with the degree.", _SMALL, "The result grows with it.", _DIVIDE),
    _factor("divided_twice", "It divides by the degree twice.", _SMALL, "The result is too small.", _DIVIDE),
    _factor("both_degrees", "It divides by the degrees of both ends.", _SMALL, "One division is enough.", _DIVIDE),
    _factor(
        "both_in_degrees",
        "It divides by roots of the incoming degree on both sides.",
        _SMALL,
        "The sender's degree has an influence.",
        _DIVIDE,
    ),
    _factor("degree_plus_one", "It divides by the degree plus 1.", _SMALL, "Self edges are already counted.", _DIVIDE),
    _factor(
        "divided_by_nodes", "It divides by the number of nodes.", _SMALL, "Every node has the same factor.", _DIVIDE
    ),
    _factor(
        "both_ends_counted",
        "It counts the edges that come in and those that go out.",
        _SMALL,
        "The degree is too large.",
        _DIVIDE,
    ),
    known(
        "axis",
        "degree_along_features",
        "The degrees lie along the features instead of the nodes.",
        "Print the shapes of the nodes and of the degrees.",
        "Shapes (N,F) and (N,) are lined up at their last axes: it runs only when N and F are equal.",
        "Give the degrees a second axis of size 1.",
    ),
    known(
        "loops",
        "self_edges_not_counted",
        "The degree does not count the self edges.",
        _SMALL,
        "The sum has them, the degree has not.",
        "Count the edges that the sum uses.",
    ),
    known(
        "loops",
        "self_edges_left_out",
        "The self edges have no influence.",
        _SMALL,
        "Neither sum nor degree has them.",
        "Use the edges with the self edges added.",
    ),
    known(
        "direction",
        "direction_reversed",
        "The messages run from receivers to senders.",
        _SMALL,
        "The two ends of the edges are swapped.",
        "Take the senders' nodes, and add them up at the receivers.",
    ),
    known(
        "gather",
        "not_gathered",
        "The nodes are divided, but nothing is gathered.",
        _SMALL,
        "A node does not see its neighbours.",
        _DIVIDE,
    ),
    known("gather", "node_added", "Each node is added once more.", _SMALL, "Self edges already do that.", _DIVIDE),
    known(
        "update",
        "update_skipped",
        "update_node_fn has no influence.",
        _SMALL,
        "The raw features are sent.",
        "Pass the nodes through it first.",
    ),
    known(
        "option",
        "always_normalised",
        "It normalises even with normalization=False.",
        "Look at both branches.",
        "The option has no influence.",
        "Without it, return the plain sum.",
    ),
    known(
        "aggregate",
        "aggregate_not_used",
        "aggregate_nodes_fn has no influence.",
        "Look at how messages are gathered.",
        "The sum is fixed.",
        "Gather with the function that is handed in.",
    ),
)


def _not_a_number(exercise: Exercise, item: Observation) -> str:
    nodes, wanted = item.got[0], item.expected[0]
    if nodes.shape != wanted.shape or np.isfinite(nodes).all():
        return ""
    alone = [int(node) for node in np.flatnonzero(~np.isfinite(nodes).all(-1))]
    return f"With {item.trial.name}, the nodes {alone} are not numbers; no edge comes in there."


_CONVOLUTION_RULES = (
    Property(
        "no_guard",
        "A node without incoming edges becomes not a number.",
        (
            "Look at a node that nobody sends to.",
            "Its degree is 0, and 0 over 0 is not a number.",
            "Divide by at least 1.",
        ),
        _not_a_number,
    ),
)


def _edges(
    seed: int, nodes: int, width: int, out: int, pairs: Sequence[tuple[int, int]], **options: object
) -> dict[str, object]:
    senders, receivers = np.array(pairs, np.int32).T
    return {
        "nodes": normal(seed, nodes, width),
        "senders": senders,
        "receivers": receivers,
        "n_node": np.array(options.pop("n_node", [nodes]), np.int32),
        "n_edge": np.array(options.pop("n_edge", [len(pairs)]), np.int32),
        "matrix": normal(seed + 1, width, out),
        "self_edges": False,
        "normalization": True,
        "aggregate": "sum",
        **options,
    }


_LOPSIDED = ((0, 1), (2, 1), (3, 1), (1, 0), (3, 0), (3, 2), (0, 2), (4, 1))

_TWO_GRAPHS = ((0, 1), (1, 2), (0, 2), (2, 0), (3, 4), (4, 3), (5, 3), (4, 3))


def _convolution_trials() -> tuple[Trial, ...]:
    note = "Your layer always adds the messages up: gather them with aggregate_nodes_fn, and it works for others too."
    return (
        Trial("a lopsided graph", _edges(510, 6, 3, 4, _LOPSIDED)),
        Trial("the same with self edges", _edges(510, 6, 3, 4, _LOPSIDED, self_edges=True)),
        Trial(
            "two graphs in a batch", _edges(512, 6, 3, 4, _TWO_GRAPHS, self_edges=True, n_node=[3, 3], n_edge=[4, 4])
        ),
        Trial("without normalization", _edges(514, 6, 3, 4, _LOPSIDED, normalization=False)),
        Trial(
            "with another aggregation",
            _edges(516, 6, 3, 4, _LOPSIDED, self_edges=True, aggregate="max"),
            advisory=True,
            note=note,
        ),
    )


def _convolution_probes() -> tuple[Probe, ...]:
    inputs = _edges(520, 5, 3, 5, _LOPSIDED, self_edges=True)
    return (Probe(Trial("as many features as nodes", inputs), "needs_equal_sizes"),)


EXERCISES = (
    Exercise(
        id="gnn.asymmetric_normalization",
        practical=PRACTICAL,
        function="GraphConvolutionNormalize",
        signature="GraphConvolutionNormalize(update_node_fn, aggregate_nodes_fn, add_self_edges, normalization)",
        task="Make a layer that normalises by the incoming edges only: D⁻¹ A H.",
        parameters=tuple(
            Parameter(name)
            for name in (
                "nodes",
                "senders",
                "receivers",
                "n_node",
                "n_edge",
                "matrix",
                "self_edges",
                "normalization",
                "aggregate",
            )
        ),
        outputs=(Output("nodes", ("node", "feature")),),
        trials=_convolution_trials,
        reference=convolution,
        switches=_CONVOLUTION_SWITCHES,
        probes=_convolution_probes,
        properties=_CONVOLUTION_RULES,
        given=given("graphs"),
        harness=harness("graph_checks", "check_convolution"),
    ),
)
