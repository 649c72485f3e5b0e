"""Graph Neural Networks: the same graph as a GraphsTuple."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from runners.exercises.compare import close
from runners.exercises.evidence import row, shape
from runners.exercises.supplied import given, harness
from runners.exercises.topics.gnn.definition import PRACTICAL, TRIANGLE_AND_TAIL
from runners.exercises.topics.making import known
from runners.exercises.values import Arrays, Exercise, Inputs, Observation, On, Output, Property, Trial

_OTHER = -1.0

_PAIRS = sorted((*TRIANGLE_AND_TAIL, *((b, a) for a, b in TRIANGLE_AND_TAIL)))

_FIELDS = ("nodes", "edges", "edges (sender, receiver)", "n_node", "n_edge", "globals")


def graphs_tuple(inputs: Inputs, on: On) -> Arrays:
    """nodes, edges, (sender, receiver) sorted, n_node, n_edge, globals."""
    chosen = TRIANGLE_AND_TAIL if "one_direction" in on else _PAIRS
    pairs = np.array(sorted(chosen), np.float64)
    return (_node_features(on), _edge_features(pairs, on), pairs, *_sizes(pairs, on), _globals(on))


def _node_features(on: On) -> np.ndarray:
    nodes = np.arange(4.0)[:, None]
    changes = {
        "nodes_doubled": 2 * nodes,
        "nodes_doubled:edges_too": 2 * nodes,
        "nodes_from_one": nodes + 1,
        "nodes_from_one:edges_too": nodes + 1,
        "nodes_flat": nodes[:, 0],
        "nodes_in_a_row": nodes.T,
        "nodes_missing": np.zeros(0),
        "nodes_one_hot": np.eye(4),
    }
    return next((value for name, value in changes.items() if name in on), nodes)


def _edge_features(pairs: np.ndarray, on: On) -> np.ndarray:
    first, second = pairs[:, :1], pairs[:, 1:]
    changes = {
        "edges_multiplied": first * second,
        "edges_subtracted": first - second,
        "edges_subtracted:other": second - first,
        "edges_subtracted:size": np.abs(first - second),
        "edges_sender_only": first,
        "edges_receiver_only": second,
        "edges_averaged": (first + second) / 2,
        "edges_flat": (first + second)[:, 0],
        "edges_missing": np.zeros(0),
        "edges_for_half": np.full((4, 1), np.nan),
        "edges_both_ids": pairs,
    }
    sums = first + second
    sums = sums * 2 if "nodes_doubled:edges_too" in on else sums + 2 if "nodes_from_one:edges_too" in on else sums
    return next((value for name, value in changes.items() if name in on), sums)


def _sizes(pairs: np.ndarray, on: On) -> tuple[np.ndarray, np.ndarray]:
    nodes, edges = np.array([4.0]), np.array([float(len(pairs))])
    nodes = np.array([_OTHER]) if "wrong_n_node" in on else nodes
    edges = (
        np.array([4.0]) if "n_edge_of_one_direction" in on else np.array([_OTHER]) if "wrong_n_edge" in on else edges
    )
    return (nodes[0], edges[0]) if "sizes_without_axis" in on else (nodes, edges)


def _globals(on: On) -> np.ndarray:
    return np.zeros(0) if "globals_missing" in on else np.full((1, 1), _OTHER if "wrong_globals" in on else 1.0)


def _read_tuple(inputs: Inputs, arrays: Arrays) -> tuple[Inputs, Arrays]:
    nodes, edges, senders, receivers, n_node, n_edge, context = arrays
    if senders.ndim != 1 or senders.shape != receivers.shape:
        raise ValueError("senders and receivers do not match")
    pairs = np.stack([senders, receivers], 1)
    if len(pairs) == 4:
        pairs = np.sort(pairs, 1)
        senders, receivers = pairs.T
    order = np.lexsort((receivers, senders))
    fitting = edges.ndim >= 1 and len(edges) == len(order)
    n_node, n_edge, context = _one_of(n_node, 4), _one_of(n_edge, 4, 8), _one_of(context, 1)
    return inputs, (nodes, edges[order] if fitting else edges, pairs[order], n_node, n_edge, context)


def _one_of(array: np.ndarray, *usual: float) -> np.ndarray:
    """A single number that is none of the usual ones is one case, whatever it is."""
    return np.full_like(array, _OTHER) if array.size == 1 and float(array.reshape(-1)[0]) not in usual else array


def _field_pair(exercise: Exercise, items: Sequence[Observation]) -> str:
    """The field as it is, and only the shape that it should have: its values are what the task asks for."""
    item = items[0]
    for place, wanted, got in item.pairs():
        if not close(got, wanted):
            values = row(got, 8) if got.size else "None"
            wrong = "" if got.shape == wanted.shape else f", of shape ({shape(got)}); it should be ({shape(wanted)})"
            return f"Your field {_FIELDS[place]} holds {values}{wrong}."
    return ""


_PRINT = "Print each field of your tuple with its shape."

_node = partial(known, "nodes", evidence=_field_pair)

_edge = partial(known, "edges", evidence=_field_pair)

_size = partial(known, "sizes", evidence=_field_pair)

_ID = "Node i has the feature i, and the features have shape (4,1)."

_ADDED = "The feature of an edge is the sum of the features of its two nodes; the features have shape (8,1)."

_TUPLE_SWITCHES = (
    known(
        "direction",
        "one_direction",
        "Each edge is there in one direction only.",
        _PRINT,
        "There are four edges; jraph's graphs are directed, so it takes eight.",
        "Add each edge once more with sender and receiver swapped, and its feature too.",
        _field_pair,
    ),
    *(
        _node(name, "The node features are twice the node's number.", _PRINT, "That is the toy graph.", _ID)
        for name in ("nodes_doubled", "nodes_doubled:edges_too")
    ),
    *(
        _node(name, "The node features count from 1.", _PRINT, "The first node is node 0.", _ID)
        for name in ("nodes_from_one", "nodes_from_one:edges_too")
    ),
    _node("nodes_flat", "The node features have no feature axis.", _PRINT, "The shape is (4,).", _ID),
    _node("nodes_in_a_row", "The node features stand in one row.", _PRINT, "That is one node with four features.", _ID),
    _node("nodes_missing", "There are no node features.", _PRINT, "The field is None.", _ID),
    _node("nodes_one_hot", "The node features are one-hot.", _PRINT, "Each node has four features.", _ID),
    _edge("edges_multiplied", "The node features are multiplied for an edge.", _PRINT, "It takes the product.", _ADDED),
    _edge("edges_subtracted", "The node features are subtracted for an edge.", _PRINT, "It takes differences.", _ADDED),
    _edge(
        "edges_subtracted:other", "The node features are subtracted for an edge.", _PRINT, "There is a minus.", _ADDED
    ),
    _edge(
        "edges_subtracted:size", "The node features are subtracted for an edge.", _PRINT, "There is a minus.", _ADDED
    ),
    _edge("edges_sender_only", "Only the sender counts in the edge features.", _PRINT, "One node is left out.", _ADDED),
    _edge("edges_receiver_only", "Only the receiver counts in the edge features.", _PRINT, "One is left out.", _ADDED),
    _edge("edges_averaged", "The node features are averaged for an edge.", _PRINT, "It is half the sum.", _ADDED),
    _edge("edges_flat", "The edge features have no feature axis.", _PRINT, "The shape is (8,).", _ADDED),
    _edge("edges_missing", "There are no edge features.", _PRINT, "The field is None.", _ADDED),
    _edge(
        "edges_for_half",
        "There are features for four edges only.",
        _PRINT,
        "Eight edges need eight features: both directions have one.",
        _ADDED,
    ),
    _edge("edges_both_ids", "An edge has two features.", _PRINT, "The two numbers stand side by side.", _ADDED),
    _size(
        "n_edge_of_one_direction",
        "n_edge counts each edge once.",
        _PRINT,
        "Both directions count.",
        "There are as many edges as senders.",
    ),
    _size(
        "wrong_n_edge",
        "n_edge is not the number of edges.",
        _PRINT,
        "jraph believes this number.",
        "There are as many edges as senders.",
    ),
    _size(
        "wrong_n_node", "n_node is not the number of nodes.", _PRINT, "jraph believes this number.", "Count the nodes."
    ),
    _size(
        "sizes_without_axis",
        "n_node and n_edge are numbers, not arrays.",
        _PRINT,
        "They have one entry for each graph in a batch.",
        "Make each an array with one entry.",
    ),
    known(
        "globals",
        "globals_missing",
        "The graph has no global feature.",
        _PRINT,
        "The field is None.",
        "Use the global context that the task gives.",
        _field_pair,
    ),
    known(
        "globals",
        "wrong_globals",
        "The global feature is another one.",
        _PRINT,
        "It should be 1, of shape (1,1).",
        "Use the global context that the task gives.",
        _field_pair,
    ),
)


def _misplaced(exercise: Exercise, item: Observation) -> str:
    got, wanted = item.got[1], item.expected[1]
    same = close(item.got[2], item.expected[2]) and got.shape == wanted.shape
    if not same or not close(np.sort(got, 0), np.sort(wanted, 0)):
        return ""
    spot = int(np.abs(got - wanted).sum(-1).argmax())
    a, b = (int(place) for place in item.got[2][spot])
    return f"The edge from {a} to {b} has the feature {row(got[spot])}: which nodes does it join?"


def _other_edges(exercise: Exercise, item: Observation) -> str:
    pairs = item.got[2]
    got = {(int(a), int(b)) for a, b in pairs} if pairs.ndim == 2 and np.isfinite(pairs).all() else set()
    wanted = set(_PAIRS)
    extra, missing = sorted(got - wanted), wanted - got
    if not extra and not missing:
        return ""
    listed = f", such as {extra[0][0]} to {extra[0][1]}" if extra else ""
    return f"{len(extra)} of your edges are not in the picture{listed}; {len(missing)} of the picture's 8 are missing."


_TUPLE_RULES = (
    Property(
        "wrong_edges",
        "The edges are not those of the picture.",
        (_PRINT, "Some edge has another sender or receiver.", "Go through the picture, edge by edge, both directions."),
        _other_edges,
    ),
    Property(
        "edge_features_misplaced",
        "The edge features are right, but stand at the wrong edges.",
        (_PRINT, "Senders, receivers and features must be in the same order.", _ADDED),
        _misplaced,
    ),
)

EXERCISES = (
    Exercise(
        id="gnn.graphs_tuple",
        practical=PRACTICAL,
        function="graph",
        signature="graph = jraph.GraphsTuple(nodes, edges, senders, receivers, n_node, n_edge, globals)",
        task="Build the same graph for jraph, both directions of each edge; a node's feature is its number, an edge's "
        "the sum of its nodes' features.",
        parameters=(),
        outputs=tuple(Output(name, ("row", "feature")) for name in _FIELDS),
        trials=lambda: (Trial("your graph", {}),),
        reference=graphs_tuple,
        switches=_TUPLE_SWITCHES,
        properties=_TUPLE_RULES,
        given=given("graphs"),
        harness=harness("graph_checks", "check_tuple"),
        read=_read_tuple,
        script=True,
        value_is_answer=True,
    ),
)
