"""The graph convolutional network (GCN).

H' = sigma(D^(-1/2) (A + I) D^(-1/2) H W), Kipf and Welling, "Semi-Supervised Classification with Graph Convolutional
Networks" (2017), section 2, equation 2, with D the degrees of A + I. A message from node j to node i is so weighted
with 1 / sqrt(d_j d_i). Written with sums over edges, memory grows with the edges and not with n².

Departures: in a directed graph, where the paper says nothing, d_j counts the edges that leave the sender and d_i
those that arrive at the receiver, as `jraph.GraphConvolution` does; no dropout and no weight decay.

Axes: n nodes, e edges, f features in, g features out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import jax
import jax.numpy as jnp
import jraph

from runners.experiments.gnn.graphs import glorot, with_self_edges


class Mixing(NamedTuple):
    """The matrix D^(-1/2) (A + I) D^(-1/2) as a list of its entries: from, to and weight, each (e + n,)."""

    senders: jax.Array
    receivers: jax.Array
    weight: jax.Array


def normalised(graph: jraph.GraphsTuple) -> Mixing:
    """Self edges and the weights 1 / sqrt(d_j d_i). They depend on the edges only, so one call serves all layers."""
    n = len(graph.nodes)
    senders, receivers = with_self_edges(graph)
    ones = jnp.ones(senders.shape)  # (e + n,)
    sent = jax.ops.segment_sum(ones, senders, n)  # (n,), at least 1 thanks to the self edge
    received = jax.ops.segment_sum(ones, receivers, n)  # (n,)
    return Mixing(senders, receivers, jax.lax.rsqrt(sent[senders] * received[receivers]))


def convolve(mixing: Mixing, nodes: jax.Array, weight: jax.Array) -> jax.Array:
    """One layer without its nonlinearity: (n, f), (f, g) -> (n, g)."""
    transformed = nodes @ weight  # (n, f) @ (f, g) -> (n, g)
    messages = mixing.weight[:, None] * transformed[mixing.senders]  # (e + n, g)
    return jax.ops.segment_sum(messages, mixing.receivers, len(nodes))  # (n, g)


def gcn_layer(graph: jraph.GraphsTuple, weight: jax.Array) -> jraph.GraphsTuple:
    """The same graph with new node features, (n, f) -> (n, g)."""
    return graph._replace(nodes=convolve(normalised(graph), graph.nodes, weight))


def init_gcn(key: jax.Array, sizes: Sequence[int]) -> tuple[jax.Array, ...]:
    """A weight matrix for each layer, from sizes[l] features to sizes[l + 1]."""
    layers = enumerate(zip(sizes[:-1], sizes[1:], strict=True))
    return tuple(glorot(jax.random.fold_in(key, layer), (f, g), fan_in=f, fan_out=g) for layer, (f, g) in layers)


def gcn(weights: Sequence[jax.Array], graph: jraph.GraphsTuple) -> jraph.GraphsTuple:
    """All layers, with a ReLU between them and none after the last, whose features are the logits of each node."""
    mixing, nodes = normalised(graph), graph.nodes
    for layer, weight in enumerate(weights):
        nodes = convolve(mixing, jax.nn.relu(nodes) if layer else nodes, weight)  # (n, f) -> (n, g)
    return graph._replace(nodes=nodes)
