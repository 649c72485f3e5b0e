"""Graph Neural Networks: a graph in networkx."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from itertools import permutations

import numpy as np

from runners.exercises.evidence import row
from runners.exercises.supplied import given, harness
from runners.exercises.topics.making import known
from runners.exercises.values import Arrays, Exercise, Inputs, Observation, On, Output, Trial

PRACTICAL = "Graph Neural Networks"

TRIANGLE_AND_TAIL = ((0, 1), (0, 2), (2, 3), (0, 3))

_GRAPHS: dict[str, tuple[int, tuple[tuple[int, int], ...]]] = {
    "square": (4, ((0, 1), (1, 2), (2, 3), (3, 0))),
    "edge_missing:path": (4, ((0, 1), (1, 2), (2, 3))),
    "edge_missing:star": (4, ((0, 1), (0, 2), (0, 3))),
    "edge_missing:tail": (4, ((0, 2), (2, 3), (0, 3))),
    "node_missing": (3, ((0, 1), (1, 2), (2, 0))),
    "extra_edge": (4, ((0, 1), (0, 2), (2, 3), (0, 3), (1, 2))),
    "extra_edge:all": (4, ((0, 1), (0, 2), (2, 3), (0, 3), (1, 2), (1, 3))),
    "extra_edge:loop": (4, (*TRIANGLE_AND_TAIL, (1, 1))),
    "extra_node": (5, TRIANGLE_AND_TAIL),
    "no_edges": (4, ()),
    "empty_graph": (0, ()),
}


def definition(inputs: Inputs, on: On) -> Arrays:
    """The adjacency matrix in its canonical order, and whether the graph is directed."""
    nodes, edges = next((graph for name, graph in _GRAPHS.items() if name in on), (4, TRIANGLE_AND_TAIL))
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

EXERCISES = (
    Exercise(
        id="gnn.graph_definition",
        practical=PRACTICAL,
        function="G",
        signature="G = nx.Graph() ...",
        task="Build the graph of the picture with networkx: four nodes, a triangle with a tail.",
        parameters=(),
        outputs=(Output("adjacency", ("node", "node"), fact=True), Output("directed", (), fact=True)),
        trials=lambda: (Trial("your graph", {}),),
        reference=definition,
        switches=_DEFINITION_SWITCHES,
        given=given("graphs"),
        harness=harness("graph_checks", "check_definition"),
        read=_read_definition,
        script=True,
        value_is_answer=True,
    ),
)
