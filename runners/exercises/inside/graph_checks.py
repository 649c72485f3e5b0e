"""How the tasks of Graph Neural Networks are called; graphs go in and come out as arrays."""

from __future__ import annotations

from typing import Any

import haiku as hk
import jax
import jax.numpy as jnp
import jraph
import numpy as np


def check_definition(learner: dict[str, Any], name: str) -> Any:
    """The adjacency matrix of a networkx graph, with multiple edges counted, and whether it is directed."""
    import networkx as nx

    found = learner.get(name)
    if not isinstance(found, nx.Graph):
        return found
    return nx.to_numpy_array(found, weight=None, dtype=np.float64), float(found.is_directed())


def check_tuple(learner: dict[str, Any], name: str) -> Any:
    """The seven fields of a GraphsTuple, an empty array for one that is None."""
    found = learner.get(name)
    if not isinstance(found, jraph.GraphsTuple) or not isinstance(found.senders, jax.Array | np.ndarray | list):
        return None if found is None else "no GraphsTuple"
    order = ("nodes", "edges", "senders", "receivers", "n_node", "n_edge", "globals")
    values = [getattr(found, field) for field in order]
    return tuple(np.zeros((0,)) if value is None else np.asarray(value) for value in values)


def check_add(learner: dict[str, Any], name: str, x: Any, number: Any) -> Any:
    """What the module returns, and how many parameters it has."""

    def call(x: Any) -> Any:
        try:
            module = learner[name](number_to_add=number)
        except TypeError:
            module = learner[name](number)
        return module(x)

    transformed = hk.without_apply_rng(hk.transform(call))
    params = transformed.init(jax.random.PRNGKey(0), x)
    result = transformed.apply(params, x)
    return None if result is None else (result, float(len(jax.tree.leaves(params))))


def check_convolution(
    learner: dict[str, Any], name: str, nodes: Any, senders: Any, receivers: Any, n_node: Any, n_edge: Any, matrix: Any,
    self_edges: bool, normalization: bool, aggregate: str,
) -> Any:  # fmt: skip
    """The new nodes of a layer whose update is a product with `matrix`."""
    layer = learner[name](
        update_node_fn=lambda n: n @ matrix,
        aggregate_nodes_fn={"sum": jax.ops.segment_sum, "max": jax.ops.segment_max}[aggregate],
        add_self_edges=self_edges,
        normalization=normalization,
    )
    if not callable(layer):
        return layer
    graph = jraph.GraphsTuple(
        nodes=nodes, edges=None, globals=None, senders=senders, receivers=receivers, n_node=n_node, n_edge=n_edge
    )
    return _nodes(hk.without_apply_rng(hk.transform(layer)).apply({}, graph))


def _nodes(result: Any) -> Any:
    """The nodes of a graph; what is no graph stays as it is."""
    return result.nodes if isinstance(result, jraph.GraphsTuple) else result


def _path(nodes: Any) -> Any:
    """A path of as many nodes as there are rows, its edges in both directions."""
    size = nodes.shape[0]
    forth, back = jnp.arange(size - 1), jnp.arange(1, size)
    return jraph.GraphsTuple(
        nodes=nodes,
        edges=None,
        globals=None,
        senders=jnp.concatenate([forth, back]),
        receivers=jnp.concatenate([back, forth]),
        n_node=jnp.array([size]),
        n_edge=jnp.array([2 * (size - 1)]),
    )


def check_layers(learner: dict[str, Any], name: str, size: int) -> Any:
    """The new nodes of a path, how far a node reaches, layers made, layers used, and whether a graph came back."""
    counts = {"made": 0, "used": 0}
    original = learner["GraphConvolution"]

    def counted(*arguments: Any, **named: Any) -> Any:
        counts["made"] += 1
        layer = original(*arguments, **named)

        def apply(graph: Any) -> Any:
            counts["used"] += 1
            return layer(graph)

        return apply

    learner["GraphConvolution"] = counted
    try:
        network = hk.without_apply_rng(hk.transform(lambda nodes: learner[name](_path(nodes))))
        start = network.init(jax.random.PRNGKey(0), jnp.eye(size))
        made, used = counts["made"], counts["used"]
        result = network.apply(start, jnp.eye(size))
        nodes = _nodes(result)
        if nodes is None or not isinstance(nodes, jax.Array):
            return nodes
        reach = _reach(lambda params, x: _nodes(network.apply(params, x)), start, size)
    finally:
        learner["GraphConvolution"] = original
    return nodes, reach, float(made), float(used), float(isinstance(result, jraph.GraphsTuple))


def _reach(apply: Any, start: Any, size: int) -> float:
    """The largest distance over which one node's features move another node's result.

    Positive weights and features keep every ReLU open; their random sizes keep differences from cancelling."""
    leaves, tree = jax.tree.flatten(start)
    keys = jax.random.split(jax.random.PRNGKey(1), len(leaves) + 1)
    params = jax.tree.unflatten(
        tree, [jax.random.uniform(k, x.shape, minval=0.2, maxval=1.0) for k, x in zip(keys, leaves, strict=False)]
    )
    x = jax.random.uniform(keys[-1], (size, size), minval=0.2, maxval=1.0)
    slopes = np.abs(np.asarray(jax.jit(jax.jacrev(lambda x: apply(params, x).sum(-1)))(x))).sum(-1)
    relevant = slopes > 1e-9 * slopes.max()
    places = np.arange(size)
    return float((np.abs(places[:, None] - places[None]) * relevant).max(initial=0))


def check_attention(learner: dict[str, Any], name: str, size: int) -> Any:
    """The new nodes of a path, layers used, and how much the logits of each layer move with receivers and senders."""
    moved: list[tuple[float, float]] = []
    original = learner["GAT"]

    def watched(attention_query_fn: Any, attention_logit_fn: Any, *rest: Any, **named: Any) -> Any:
        def logits(sent: Any, received: Any, edges: Any) -> Any:
            out = attention_logit_fn(sent, received, edges)
            if not isinstance(out, jax.core.Tracer):
                moved.append(_moves(out, sent, received, edges))
            return out

        def _moves(out: Any, sent: Any, received: Any, edges: Any) -> tuple[float, float]:
            return 0.0, 0.0

        return original(attention_query_fn, logits, *rest, **named)

    learner["GAT"] = watched
    try:
        network = hk.without_apply_rng(hk.transform(lambda nodes: learner[name](_path(nodes))))
        params = network.init(jax.random.PRNGKey(0), jnp.eye(size))
        nodes = _nodes(network.apply(params, jnp.eye(size)))
    finally:
        learner["GAT"] = original
    return nodes if nodes is None else (nodes, float(len(moved)))
