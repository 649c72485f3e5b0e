"""What both layers do with a `jraph.GraphsTuple`: self edges, sums and softmaxes over the edges into each node.

Axes: n nodes, e edges, f features. Edges run from `senders` to `receivers`; an undirected edge is stored twice.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
import jraph
import numpy as np


def undirected_graph(pairs: np.ndarray, nodes: np.ndarray) -> jraph.GraphsTuple:
    """One graph from undirected edges, pairs (e, 2), each given once. nodes: (n, f)."""
    both_ways = np.concatenate([pairs, pairs[:, ::-1]]).astype(np.int32)  # (2e, 2)
    return jraph.GraphsTuple(
        nodes=nodes,
        edges=None,
        senders=both_ways[:, 0],
        receivers=both_ways[:, 1],
        n_node=np.array([len(nodes)], np.int32),
        n_edge=np.array([len(both_ways)], np.int32),
        globals=None,
    )


def with_self_edges(graph: jraph.GraphsTuple) -> tuple[jax.Array, jax.Array]:
    """Senders and receivers, each (e + n,), with an edge from every node to itself: A + I.

    The self edges come last, so in a batch the edges are no longer in the order of the graphs; a sum over the
    edges into a node does not mind.
    """
    itself = jnp.arange(len(graph.nodes))  # (n,)
    return jnp.concatenate([graph.senders, itself]), jnp.concatenate([graph.receivers, itself])


def segment_softmax(scores: jax.Array, receivers: jax.Array, num_nodes: int) -> jax.Array:
    """Softmax over the edges into the same node. scores (e, ...) -> (e, ...), which sums to one at each receiver."""
    highest = jax.ops.segment_max(scores, receivers, num_nodes)  # (n, ...), so that exp can't overflow
    exponentials = jnp.exp(scores - highest[receivers])  # (e, ...)
    sums = jax.ops.segment_sum(exponentials, receivers, num_nodes)  # (n, ...)
    return exponentials / sums[receivers]  # (e, ...)


def glorot(
    key: jax.Array, shape: tuple[int, ...], *, fan_in: jax.typing.ArrayLike, fan_out: jax.typing.ArrayLike
) -> jax.Array:
    """Uniform from -limit to limit, limit = sqrt(6 / (fan_in + fan_out)): Glorot and Bengio (2010), equation 16."""
    limit = jnp.sqrt(6.0 / (jnp.asarray(fan_in) + fan_out))
    return jax.random.uniform(key, shape, minval=-limit, maxval=limit)
