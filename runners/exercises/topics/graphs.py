"""Graph Neural Networks: a graph in networkx, the same as a GraphsTuple, and a module that adds a number."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from itertools import permutations

import numpy as np

from runners.exercises.compare import close
from runners.exercises.evidence import row, shape
from runners.exercises.inputs import normal
from runners.exercises.supplied import given, harness
from runners.exercises.topics.making import known
from runners.exercises.values import Arrays, Exercise, Inputs, Observation, On, Output, Parameter, Property, Trial

PRACTICAL = "Graph Neural Networks"
_TRIANGLE_AND_TAIL = ((0, 1), (0, 2), (2, 3), (0, 3))
_GRAPHS: dict[str, tuple[int, tuple[tuple[int, int], ...]]] = {
    "square": (4, ((0, 1), (1, 2), (2, 3), (3, 0))),
    "edge_missing:path": (4, ((0, 1), (1, 2), (2, 3))),
    "edge_missing:star": (4, ((0, 1), (0, 2), (0, 3))),
    "edge_missing:tail": (4, ((0, 2), (2, 3), (0, 3))),
    "node_missing": (3, ((0, 1), (1, 2), (2, 0))),
    "extra_edge": (4, ((0, 1), (0, 2), (2, 3), (0, 3), (1, 2))),
    "extra_edge:all": (4, ((0, 1), (0, 2), (2, 3), (0, 3), (1, 2), (1, 3))),
    "extra_edge:loop": (4, (*_TRIANGLE_AND_TAIL, (1, 1))),
    "extra_node": (5, _TRIANGLE_AND_TAIL),
    "no_edges": (4, ()),
    "empty_graph": (0, ()),
}


def definition(inputs: Inputs, on: On) -> Arrays:
    """The adjacency matrix in its canonical order, and whether the graph is directed."""
    nodes, edges = next((graph for name, graph in _GRAPHS.items() if name in on), (4, _TRIANGLE_AND_TAIL))
    return _canonical(_adjacency(nodes, edges)), np.asarray(1.0 if "directed_graph" in on else 0.0)


@cache
def _adjacency_bytes(nodes: int, edges: tuple[tuple[int, int], ...]) -> bytes:
    matrix = np.zeros((nodes, nodes))
    for a, b in edges:
        matrix[a, b] = matrix[b, a] = 1
    return matrix.tobytes()


def _adjacency(nodes: int, edges: tuple[tuple[int, int], ...]) -> np.ndarray:
    return np.frombuffer(_adjacency_bytes(nodes, edges)).reshape(nodes, nodes)


def _canonical(matrix: np.ndarray, most: int = 6) -> np.ndarray:
    """The same for all graphs that differ only in the order of their nodes; a large one stays as it is."""
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not 0 < len(matrix) <= most:
        return matrix
    orders = (matrix[np.ix_(order, order)] for order in permutations(range(len(matrix))))
    return max(orders, key=lambda array: array.tolist())


def _read_definition(inputs: Inputs, arrays: Arrays) -> tuple[Inputs, Arrays]:
    matrix, directed = arrays
    both = np.maximum(matrix, matrix.T) if matrix.ndim == 2 and matrix.shape[0] == matrix.shape[1] else matrix
    return inputs, (_canonical(both), directed)


def _degrees(exercise: Exercise, items: Sequence[Observation]) -> str:
    (got, directed), (wanted, _) = items[0].got, items[0].expected
    kind = "directed" if float(directed) else "undirected"
    return (
        f"Your graph is {kind}, with {len(got)} nodes and {int(np.triu(got).sum())} edges; the nodes' degrees are "
        f"{row(np.sort(got.sum(0))[::-1])}. The picture has 4 nodes and 4 edges, degrees {row(wanted.sum(0))}."
    )


_DRAW = "Draw your graph, and go through the edges of the picture one by one."
_PICTURE = "The picture has four nodes: three form a triangle, and the fourth hangs on one of them."
_graph = partial(known, "graph", evidence=_degrees)
_DEFINITION_SWITCHES = (
    _graph("square", "Your graph is a square.", _DRAW, "Four edges in a ring have no triangle.", _PICTURE),
    _graph("edge_missing:path", "An edge is missing: your graph is a path.", _DRAW, "The triangle is open.", _PICTURE),
    _graph("edge_missing:star", "An edge is missing: your graph is a star.", _DRAW, "The triangle is open.", _PICTURE),
    _graph("edge_missing:tail", "The tail is missing: one node has no edge.", _DRAW, "A node is alone.", _PICTURE),
    _graph("node_missing", "The fourth node is missing.", _DRAW, "Only the triangle is there.", _PICTURE),
    _graph("extra_edge", "There is an edge too many.", _DRAW, "There are two triangles.", _PICTURE),
    _graph("extra_edge:all", "There are edges too many.", _DRAW, "Every node meets every other.", _PICTURE),
    _graph("extra_edge:loop", "A node has an edge to itself.", _DRAW, "The picture has no self edge.", _PICTURE),
    _graph(
        "extra_node",
        "There is a node too many, without an edge.",
        _DRAW,
        "An edge with a new label makes a new node: did you count from 0 in one place and from 1 in another?",
        _PICTURE,
    ),
    _graph("no_edges", "The graph has nodes, but no edges.", _DRAW, "Only nodes were added.", _PICTURE),
    _graph("empty_graph", "The graph is empty.", _DRAW, "Neither nodes nor edges were added.", _PICTURE),
    known(
        "kind",
        "directed_graph",
        "The graph is directed.",
        "Look at the line that makes the graph.",
        "In the picture the edges have no arrows.",
        "Make an undirected graph.",
        _degrees,
    ),
)

_OTHER = -1.0
_PAIRS = sorted((*_TRIANGLE_AND_TAIL, *((b, a) for a, b in _TRIANGLE_AND_TAIL)))
_FIELDS = ("nodes", "edges", "edges (sender, receiver)", "n_node", "n_edge", "globals")


def graphs_tuple(inputs: Inputs, on: On) -> Arrays:
    """nodes, edges, (sender, receiver) sorted, n_node, n_edge, globals."""
    chosen = _TRIANGLE_AND_TAIL if "one_direction" in on else _PAIRS
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
    item = items[0]
    for place, wanted, got in item.pairs():
        if not close(got, wanted):
            shapes = f"has shape ({shape(got)}): {row(got, 8) if got.size else 'None'}"
            return f"Your {_FIELDS[place]} {shapes}; it should be ({shape(wanted)}): {row(wanted, 8)}."
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
    return f"The edge from {a} to {b} has the feature {row(got[spot])}; it should have {row(wanted[spot])}."


def _other_edges(exercise: Exercise, item: Observation) -> str:
    got = {(int(a), int(b)) for a, b in item.got[2]} if item.got[2].ndim == 2 else set()
    wanted = set(_PAIRS)
    extra, missing = sorted(got - wanted), sorted(wanted - got)
    parts = [f"not in the picture: {extra[:4]}"] if extra else []
    parts += [f"missing: {missing[:4]}"] if missing else []
    return f"Edges {'; '.join(parts)}. Written as (sender, receiver)." if parts else ""


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


def add(inputs: Inputs, on: On) -> Arrays:
    """x + number, from a module without parameters."""
    x, number = np.asarray(inputs["x"], np.float64), float(inputs["number"])
    changes = {
        "number_fixed": x + 3,
        "multiplied": x * number,
        "subtracted": x - number,
        "subtracted:other": number - x,
        "nothing_added": x,
        "x_not_used": np.full_like(x, number),
        "number_alone": np.asarray(number),
        "added_twice": x + 2 * number,
        "summed": np.asarray(x.sum() + number),
        "first_row_only": np.concatenate([x[:1] + number, x[1:]]),
        "first_column_only": np.concatenate([x[..., :1] + number, x[..., 1:]], -1),
    }
    found = next((value for name, value in changes.items() if name in on), x + number)
    return found, np.asarray(1.0 if "number_as_parameter" in on else 0.0)


def _parameters(exercise: Exercise, items: Sequence[Observation]) -> str:
    return f"Your module has {int(items[0].got[1])} parameter; a fixed number needs 0."


_TRY = "Try it on one number with two different values of number_to_add."
_PLUS = "Keep the number in the module when it is made, and add it to everything that comes in."
_add = partial(known, "add")
_ADD_SWITCHES = (
    _add("number_fixed", "It always adds 3.", _TRY, "The number that is handed in has no influence.", _PLUS),
    _add("multiplied", "It multiplies instead of adding.", _TRY, "There is a product.", _PLUS),
    _add("subtracted", "It subtracts instead of adding.", _TRY, "There is a minus.", _PLUS),
    _add("subtracted:other", "It subtracts x from the number.", _TRY, "There is a minus.", _PLUS),
    _add("nothing_added", "x comes back as it was.", _TRY, "The sum is not returned.", _PLUS),
    _add("x_not_used", "Only the number comes back.", _TRY, "x has no influence.", _PLUS),
    _add("number_alone", "Only the number comes back.", _TRY, "x has no influence.", _PLUS),
    _add("added_twice", "The number is added twice.", _TRY, "It is added in two places.", _PLUS),
    _add("summed", "The features are summed up.", _TRY, "One number comes back.", _PLUS),
    _add("first_row_only", "Only the first node changes.", _TRY, "The other rows stay as they were.", _PLUS),
    _add("first_column_only", "Only the first feature changes.", _TRY, "The other columns stay.", _PLUS),
    known(
        "parameter",
        "number_as_parameter",
        "The number is a parameter of the module.",
        "Print the parameters.",
        "A parameter is learned in training, and would not stay as it is.",
        _PLUS,
        _parameters,
    ),
)


def _add_trials() -> tuple[Trial, ...]:
    return (
        Trial("four nodes, 3 added", {"x": np.array([[0.0], [2.0], [4.0], [6.0]], np.float32), "number": 3}),
        Trial("two nodes with three features", {"x": normal(500, 2, 3), "number": -2.5}),
        Trial("one node with five features", {"x": normal(501, 1, 5), "number": 40}),
    )


EXERCISES = (
    Exercise(
        id="gnn.graph_definition",
        practical=PRACTICAL,
        function="G",
        signature="G = nx.Graph() ...",
        task="Build the graph of the picture with networkx: four nodes, a triangle with a tail.",
        parameters=(),
        outputs=(Output("adjacency", ("node", "node")), Output("directed", ())),
        trials=lambda: (Trial("your graph", {}),),
        reference=definition,
        switches=_DEFINITION_SWITCHES,
        given=given("graphs"),
        harness=harness("graph_checks", "check_definition"),
        read=_read_definition,
        script=True,
    ),
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
    ),
    Exercise(
        id="gnn.add_module",
        practical=PRACTICAL,
        function="Add",
        signature="class Add(hk.Module): __init__(number_to_add), __call__(x)",
        task="Write a module that adds the number to everything in x.",
        parameters=(Parameter("x"), Parameter("number")),
        outputs=(Output("result", ("node", "feature")), Output("parameters", ())),
        trials=_add_trials,
        reference=add,
        switches=_ADD_SWITCHES,
        given=given("graphs") + "graph = build_toy_graph()\n",
        harness=harness("graph_checks", "check_add"),
    ),
)
