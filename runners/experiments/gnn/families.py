"""Three families of small graphs that are built from the same parts, and batches of them.

A graph has h hubs with 4 edges each, m middles with 2 and 2h leaves with 1, so n = 3h + m nodes and as many edges. Like
isomers in chemistry, the families differ only in who is connected to whom:

- ring: hubs and middles make one wide ring, leaves hang on the hubs;
- arms: hubs alone make a small ring, middles lie on the arms between a hub and its leaves;
- bush: hubs make a tree that ends in leaves, and middles close a loop at one of them.

Edges can then be swapped in pairs, (a, b) and (c, d) for (a, d) and (c, b), which leaves every degree as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import jraph
import networkx as nx
import numpy as np

from runners.experiments.gnn.graphs import undirected_graph

FAMILIES = ("ring", "arms", "bush")
DEGREES = 4
"""No node has more edges; a node's features are its degree, one-hot."""


class Sizes(NamedTuple):
    """The least and the most hubs and middles, both included."""

    hubs: tuple[int, int]
    middles: tuple[int, int]

    @property
    def nodes(self) -> tuple[int, int]:
        return 3 * self.hubs[0] + self.middles[0], 3 * self.hubs[1] + self.middles[1]


class Batch(NamedTuple):
    """Graphs, padded to a fixed size, and the family of each: labels (g,), 0 for padding."""

    graphs: jraph.GraphsTuple
    labels: np.ndarray


def family_graph(rng: np.random.Generator, family: int, hubs: int, middles: int) -> np.ndarray:
    """The edges, (n, 2), each once. Nodes are numbered hubs first, then leaves, then middles.

    Needs hubs >= 3 and middles >= 2, so that every ring has at least three nodes.
    """
    leaves, between = hubs + np.arange(2 * hubs), 3 * hubs + np.arange(middles)
    build = (_ring, _arms, _bush)[family]
    return np.array(build(rng, np.arange(hubs), leaves, between))


def _ring(rng: np.random.Generator, hubs: np.ndarray, leaves: np.ndarray, middles: np.ndarray) -> list[list[int]]:
    return _cycle(rng.permutation([*hubs, *middles])) + [
        [leaf // 2, leaf_node] for leaf, leaf_node in enumerate(leaves)
    ]


def _arms(rng: np.random.Generator, hubs: np.ndarray, leaves: np.ndarray, middles: np.ndarray) -> list[list[int]]:
    edges = _cycle(hubs)
    arm_of = rng.integers(len(leaves), size=len(middles))
    for arm, leaf in enumerate(leaves):
        stops = [arm // 2, *middles[arm_of == arm], leaf]
        edges += [list(pair) for pair in zip(stops[:-1], stops[1:], strict=True)]
    return edges


def _bush(rng: np.random.Generator, hubs: np.ndarray, leaves: np.ndarray, middles: np.ndarray) -> list[list[int]]:
    edges = _cycle([hubs[0], *middles])
    free = [0, 0]  # a place for each edge that a hub still has to give
    for hub in hubs[1:]:
        edges.append([free.pop(rng.integers(len(free))), hub])
        free += [hub] * 3
    return edges + [list(pair) for pair in zip(free, leaves, strict=True)]


def _cycle(nodes: Sequence[int] | np.ndarray) -> list[list[int]]:
    return [[nodes[i - 1], nodes[i]] for i in range(len(nodes))]


def swapped(rng: np.random.Generator, pairs: np.ndarray, share: float) -> np.ndarray:
    """The edges after swaps in which about `share` of them take part once. A swap that would make a double edge, or
    cut the graph in two, is left out."""
    edges = {tuple(sorted(pair)) for pair in pairs.tolist()}
    order = rng.permutation(len(pairs))
    for first, second in order[: 2 * int(share * len(pairs) / 2)].reshape(-1, 2):
        (a, b), (c, d) = pairs[first].tolist(), rng.permutation(pairs[second]).tolist()
        old = {tuple(sorted((a, b))), tuple(sorted((c, d)))}
        new = {tuple(sorted((a, d))), tuple(sorted((c, b)))}
        if len({a, b, c, d}) == 4 and not new & edges and nx.is_connected(nx.Graph([*(edges - old), *new])):
            edges = (edges - old) | new
    return np.array(sorted(edges))


def sample_graphs(
    rng: np.random.Generator, count: int, sizes: Sizes, share: float
) -> tuple[list[jraph.GraphsTuple], np.ndarray]:
    """As many graphs of each family, in turn, of sizes that do not depend on the family."""
    labels = np.arange(count) % len(FAMILIES)
    graphs = []
    for label in labels:
        hubs, middles = (int(rng.integers(low, high + 1)) for low, high in sizes)
        graphs.append(_with_degrees(swapped(rng, family_graph(rng, int(label), hubs, middles), share)))
    return graphs, labels


def _with_degrees(pairs: np.ndarray) -> jraph.GraphsTuple:
    degree = np.bincount(pairs.ravel())  # (n,)
    return undirected_graph(pairs, np.eye(DEGREES, dtype=np.float32)[degree - 1])


def batches(graphs: list[jraph.GraphsTuple], labels: np.ndarray, sizes: Sizes, *, size: int) -> Batch:
    """Batches of `size` graphs each, stacked: every array has the number of the batch as its first axis. All are
    padded to the most nodes that `size` graphs can have, so that they fit into one compiled program."""
    most = size * sizes.nodes[1]
    padded = [
        jraph.pad_with_graphs(jraph.batch_np(graphs[i : i + size]), most + 1, 2 * most, size + 1)
        for i in range(0, len(graphs), size)
    ]
    stacked = padded[0]._replace(
        **{
            name: np.stack([getattr(graph, name) for graph in padded])
            for name in ("nodes", "senders", "receivers", "n_node", "n_edge")
        }
    )
    return Batch(stacked, np.pad(labels.reshape(-1, size), ((0, 0), (0, 1))))
