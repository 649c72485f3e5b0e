"""The layers against jraph's own, against dense matrices, and on awkward graphs."""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
import jraph
import numpy as np
import pytest

from runners.experiments.gnn import gat, gcn
from runners.experiments.gnn.graphs import segment_softmax, undirected_graph, with_self_edges

Layer = Callable[[jraph.GraphsTuple], np.ndarray]
N, F, G, HEADS = 6, 3, 4, 2


def _graph(pairs: list[tuple[int, int]], n: int = N) -> jraph.GraphsTuple:
    nodes = np.random.default_rng(n).normal(size=(n, F)).astype(np.float32)
    return undirected_graph(np.array(pairs, int).reshape(-1, 2), nodes)


SOME = _graph([(0, 1), (0, 2), (0, 3), (3, 4), (1, 2)])  # node 5 has no edge
NO_EDGES, ONE_NODE = _graph([], 4), _graph([], 1)
DIRECTED = SOME._replace(senders=np.array([0, 0, 1, 4, 3]), receivers=np.array([1, 2, 2, 0, 0]), n_edge=np.array([5]))
GRAPHS = pytest.mark.parametrize("graph", [SOME, DIRECTED, NO_EDGES, ONE_NODE], ids=["some", "directed", "none", "one"])
(WEIGHT,) = gcn.init_gcn(jax.random.key(1), (F, G))
HIDDEN, LAST = gat.init_gat(jax.random.key(2), (F, G, 2), heads=HEADS)


def gcn_nodes(graph: jraph.GraphsTuple) -> np.ndarray:
    return np.asarray(gcn.gcn_layer(graph, WEIGHT).nodes)


def gat_nodes(graph: jraph.GraphsTuple) -> np.ndarray:
    return np.asarray(gat.attend(graph, HIDDEN).nodes)


LAYERS = pytest.mark.parametrize("layer", [gcn_nodes, gat_nodes])


def adjacency(graph: jraph.GraphsTuple) -> np.ndarray:
    """A + I, row the sender and column the receiver."""
    matrix = np.eye(len(graph.nodes))
    np.add.at(matrix, (graph.senders, graph.receivers), 1.0)
    return matrix


@GRAPHS
def test_gcn_equals_jraph(graph: jraph.GraphsTuple) -> None:
    theirs = jraph.GraphConvolution(lambda nodes: nodes @ WEIGHT, add_self_edges=True)(graph)
    np.testing.assert_allclose(gcn_nodes(graph), theirs.nodes, atol=1e-6)


@GRAPHS
def test_gcn_equals_the_dense_formula(graph: jraph.GraphsTuple) -> None:
    a = adjacency(graph)
    out, into = np.diag(a.sum(axis=1) ** -0.5), np.diag(a.sum(axis=0) ** -0.5)
    np.testing.assert_allclose(gcn_nodes(graph), (out @ a @ into).T @ graph.nodes @ np.asarray(WEIGHT), atol=1e-6)


def test_gcn_weights_worked_by_hand() -> None:
    path = _graph([(0, 1), (1, 2)], 3)  # degrees with self edges: 2, 3, 2
    mixing = gcn.normalised(path)
    matrix = np.zeros((3, 3))
    matrix[mixing.receivers, mixing.senders] = mixing.weight
    root = 1 / np.sqrt(6)
    np.testing.assert_allclose(matrix, [[1 / 2, root, 0], [root, 1 / 3, root], [0, root, 1 / 2]], atol=1e-6)


def test_a_network_is_its_layers_with_relu_between() -> None:
    weights = gcn.init_gcn(jax.random.key(0), (F, G, 2))
    first = jraph.GraphConvolution(lambda nodes: nodes @ weights[0], add_self_edges=True)(SOME)
    first = first._replace(nodes=jnp.maximum(first.nodes, 0.0))
    theirs = jraph.GraphConvolution(lambda nodes: nodes @ weights[1], add_self_edges=True)(first)
    np.testing.assert_allclose(gcn.gcn(weights, SOME).nodes, theirs.nodes, atol=1e-6)


def jraph_gat(graph: jraph.GraphsTuple, heads: gat.Heads) -> np.ndarray:
    """jraph's GAT leaves self edges to the caller, and wants the heads last: (n, g, k)."""
    senders, receivers = with_self_edges(graph)

    def scores(sent: jax.Array, received: jax.Array, _: None) -> jax.Array:
        both = jnp.einsum("egk,kg->ek", received, heads.a_receiver) + jnp.einsum("egk,kg->ek", sent, heads.a_sender)
        return jax.nn.leaky_relu(both, 0.2)[:, None, :]

    layer = jraph.GAT(lambda nodes: jnp.einsum("nf,fkg->ngk", nodes, heads.W), scores, lambda nodes: nodes)
    return np.swapaxes(layer(graph._replace(senders=senders, receivers=receivers)).nodes, 1, 2)


@GRAPHS
def test_gat_equals_jraph(graph: jraph.GraphsTuple) -> None:
    np.testing.assert_allclose(gat_nodes(graph), jraph_gat(graph, HIDDEN), atol=1e-6)


@GRAPHS
def test_gat_equals_masked_attention(graph: jraph.GraphsTuple) -> None:
    z = np.einsum("nf,fkg->kng", graph.nodes, HIDDEN.W)
    received, sent = (np.einsum("kng,kg->kn", z, a) for a in (HIDDEN.a_receiver, HIDDEN.a_sender))
    scores = received[:, :, None] + sent[:, None, :]  # (k, receiver, sender)
    scores = np.where(scores > 0, scores, 0.2 * scores)
    weights = np.exp(scores) * adjacency(graph).T
    weights /= weights.sum(axis=-1, keepdims=True)
    np.testing.assert_allclose(gat_nodes(graph), np.swapaxes(weights @ z, 0, 1), atol=1e-5)


def test_a_gat_joins_the_heads_and_takes_their_mean_at_the_end() -> None:
    hidden = jax.nn.elu(jraph_gat(SOME, HIDDEN)).reshape(N, HEADS * G)
    theirs = jraph_gat(SOME._replace(nodes=hidden), LAST).mean(axis=1)
    ours, alphas = gat.gat((HIDDEN, LAST), SOME)
    np.testing.assert_allclose(ours.nodes, theirs, atol=1e-6)
    assert [alpha.shape for alpha in alphas] == [(10 + N, HEADS)] * 2


@GRAPHS
def test_the_weights_into_each_node_sum_to_one(graph: jraph.GraphsTuple) -> None:
    _, receivers = with_self_edges(graph)
    sums = np.zeros((len(graph.nodes), HEADS))
    np.add.at(sums, np.asarray(receivers), np.asarray(gat.attend(graph, HIDDEN).alpha))
    np.testing.assert_allclose(sums, 1.0, atol=1e-6)


def test_segment_softmax_equals_jraph_and_does_not_overflow() -> None:
    scores, receivers = jnp.array([1.0, 2.0, 3.0, 500.0, 501.0]), jnp.array([0, 0, 1, 3, 3])
    ours = segment_softmax(scores, receivers, 4)
    np.testing.assert_allclose(ours, jraph.segment_softmax(scores, receivers, 4), rtol=1e-6)
    np.testing.assert_allclose(ours[2:], [1.0, 1 / (1 + np.e), np.e / (1 + np.e)], rtol=1e-5)


@LAYERS
def test_renumbered_nodes_have_renumbered_outputs(layer: Layer) -> None:
    order = np.array([3, 0, 5, 1, 4, 2])  # new node i is old node order[i]
    name = np.argsort(order)
    renamed = DIRECTED._replace(
        nodes=DIRECTED.nodes[order], senders=name[DIRECTED.senders], receivers=name[DIRECTED.receivers]
    )
    np.testing.assert_allclose(layer(renamed), layer(DIRECTED)[order], atol=1e-6)
    assert not np.allclose(layer(renamed), layer(DIRECTED), atol=1e-3)


@LAYERS
def test_the_order_of_the_edges_does_not_matter(layer: Layer) -> None:
    order = np.random.default_rng(0).permutation(10)
    mixed = SOME._replace(senders=SOME.senders[order], receivers=SOME.receivers[order])
    np.testing.assert_allclose(layer(mixed), layer(SOME), atol=1e-6)


@LAYERS
def test_an_edge_carries_its_sender_to_its_receiver_only(layer: Layer) -> None:
    changed = DIRECTED.nodes.copy()
    changed[4] += 1.0  # its only edge goes to node 0
    moved = np.abs(layer(DIRECTED._replace(nodes=changed)) - layer(DIRECTED)).reshape(N, -1).max(axis=1) > 1e-6
    assert np.flatnonzero(moved).tolist() == [0, 4]


@LAYERS
def test_padding_changes_nothing(layer: Layer) -> None:
    both = jraph.batch_np([SOME, NO_EDGES])
    padded = jraph.pad_with_graphs(both, n_node=16, n_edge=20, n_graph=4)
    found = layer(padded)
    np.testing.assert_allclose(found[:N], layer(SOME), atol=1e-6)
    np.testing.assert_allclose(found[N : N + 4], layer(NO_EDGES), atol=1e-6)
    assert np.isfinite(found).all()


@LAYERS
@pytest.mark.parametrize("graph", [SOME, ONE_NODE])
def test_a_node_without_friends_hears_itself(layer: Layer, graph: jraph.GraphsTuple) -> None:
    alone = graph.nodes[-1]
    itself = np.einsum("f,fkg->kg", alone, HIDDEN.W) if layer is gat_nodes else alone @ np.asarray(WEIGHT)
    np.testing.assert_allclose(layer(graph)[-1], itself, atol=1e-6)


def test_same_with_jit() -> None:
    plain, attended = gcn.gcn_layer(SOME, WEIGHT).nodes, gat.attend(SOME, HIDDEN)
    np.testing.assert_allclose(jax.jit(gcn.gcn_layer)(SOME, WEIGHT).nodes, plain, atol=1e-6)
    for ours, theirs in zip(jax.jit(gat.attend)(SOME, HIDDEN), attended, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-6)
