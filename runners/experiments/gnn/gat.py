"""The graph attention network (GAT).

Veličković et al., "Graph Attention Networks" (2018), section 2.1. With z_j = W h_j, the edge from j to i has the
score LeakyReLU(a · [z_i ‖ z_j]) (equation 3) with slope 0.2; a softmax over the edges into i, its self edge among
them, makes the weight alpha_ij (equation 2); the output is sum_j alpha_ij z_j (equation 4), for each of k heads.
Hidden layers join the heads (equation 5) after an ELU, the last layer takes their mean (equation 6).

Departures: `a` is kept as two halves, one for each end of the edge, which is the same sum; no dropout and no weight
decay.

Axes: n nodes, e edges, k heads, f features in, g features out of each head.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import jax
import jax.numpy as jnp
import jraph

from runners.experiments.gnn.graphs import glorot, segment_softmax, with_self_edges

NEGATIVE_SLOPE = 0.2


class Heads(NamedTuple):
    """The parameters of one layer. W: (f, k, g); a_receiver and a_sender, the halves of a: (k, g)."""

    W: jax.Array
    a_receiver: jax.Array
    a_sender: jax.Array


class Attended(NamedTuple):
    """What a layer gives: nodes (n, k, g), and alpha (e + n, k), the self edges last."""

    nodes: jax.Array
    alpha: jax.Array


def attend(graph: jraph.GraphsTuple, heads: Heads) -> Attended:
    """One layer without its nonlinearity, the heads still apart. graph.nodes: (n, f)."""
    n = len(graph.nodes)
    senders, receivers = with_self_edges(graph)
    z = jnp.einsum("nf,fkg->nkg", graph.nodes, heads.W)  # (n, k, g)
    from_receiver = jnp.sum(z * heads.a_receiver, axis=-1)  # (n, k)
    from_sender = jnp.sum(z * heads.a_sender, axis=-1)  # (n, k)
    scores = jax.nn.leaky_relu(from_receiver[receivers] + from_sender[senders], NEGATIVE_SLOPE)  # (e + n, k)
    alpha = segment_softmax(scores, receivers, n)  # (e + n, k)
    messages = alpha[:, :, None] * z[senders]  # (e + n, k, g)
    return Attended(jax.ops.segment_sum(messages, receivers, n), alpha)  # (n, k, g)


def init_gat(key: jax.Array, sizes: Sequence[int], *, heads: int) -> tuple[Heads, ...]:
    """The parameters of each layer, from sizes[0] features to sizes[-1]; a hidden layer has sizes[l] features a head,
    so the next one gets heads times as many."""
    joined = [sizes[0], *(heads * size for size in sizes[1:-1])]
    layers = enumerate(zip(joined, sizes[1:], strict=True))
    return tuple(_init_heads(jax.random.fold_in(key, layer), f, g, heads) for layer, (f, g) in layers)


def _init_heads(key: jax.Array, f: int, g: int, k: int) -> Heads:
    for_w, for_receiver, for_sender = jax.random.split(key, 3)
    return Heads(
        W=glorot(for_w, (f, k, g), fan_in=f, fan_out=g),
        a_receiver=glorot(for_receiver, (k, g), fan_in=2 * g, fan_out=1),
        a_sender=glorot(for_sender, (k, g), fan_in=2 * g, fan_out=1),
    )


def gat(layers: Sequence[Heads], graph: jraph.GraphsTuple) -> tuple[jraph.GraphsTuple, tuple[jax.Array, ...]]:
    """The graph with the logits of each node, (n, g), and the weights alpha of each layer, (e + n, k)."""
    nodes, weights = graph.nodes, []
    for heads in layers[:-1]:
        attended = attend(graph._replace(nodes=nodes), heads)  # (n, k, g)
        nodes = jax.nn.elu(attended.nodes).reshape(len(nodes), -1)  # (n, k * g)
        weights.append(attended.alpha)
    last = attend(graph._replace(nodes=nodes), layers[-1])  # (n, k, g)
    return graph._replace(nodes=last.nodes.mean(axis=1)), (*weights, last.alpha)  # (n, g)
