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

    found = learner[name]
    if not isinstance(found, nx.Graph):
        return found
    return nx.to_numpy_array(found, weight=None, dtype=np.float64), float(found.is_directed())


def check_tuple(learner: dict[str, Any], name: str) -> Any:
    """The seven fields of a GraphsTuple, an empty array for one that is None."""
    found = learner[name]
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

    transformed: Any = hk.without_apply_rng(hk.transform(call))
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
    network: Any = hk.without_apply_rng(hk.transform(layer))
    return _nodes(network.apply({}, graph))


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
    """The shape of the new nodes of a path, how far a node reaches, layers made, layers used, and whether a
    graph came back."""
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
        network: Any = hk.without_apply_rng(hk.transform(lambda nodes: learner[name](_path(nodes))))
        start = jax.eval_shape(network.init, jax.random.PRNGKey(0), jnp.eye(size))
        made, used = counts["made"], counts["used"]
        kinds: list[bool] = []

        def apply(params: Any, nodes: Any) -> Any:
            result = network.apply(params, nodes)
            kinds.append(isinstance(result, jraph.GraphsTuple))
            return _nodes(result)

        shape = getattr(jax.eval_shape(apply, start, jnp.eye(size)), "shape", None)
        if shape is None:
            return None
        reach = _reach(apply, start, size)
    finally:
        learner["GraphConvolution"] = original
    return np.array(shape, np.float32), reach, float(made), float(used), float(kinds[0])


def _positive(start: Any) -> Any:
    """Small positive parameters, which keep every ReLU open; their random sizes keep differences from cancelling."""
    draws = np.random.default_rng(1)
    return jax.tree.map(lambda leaf: draws.uniform(0.02, 0.15, leaf.shape).astype(np.float32), start)


def _reach(apply: Any, start: Any, size: int) -> float:
    """The largest distance over which a change of one node's features changes another node's result."""
    params, x = _positive(start), np.random.default_rng(2).uniform(0.02, 0.15, (size, size)).astype(np.float32)
    changed = np.stack([x, *(x + 0.5 * (np.arange(size) == node)[:, None] for node in range(size))]).astype(np.float32)
    results = np.asarray(jax.jit(jax.vmap(lambda x: apply(params, x)))(changed)).reshape(size + 1, size, -1)
    moved = np.abs(results[1:] - results[0]).max(-1) > 0
    places = np.arange(size)
    return float((np.abs(places[:, None] - places[None]) * moved).max(initial=0))


def check_attention(learner: dict[str, Any], name: str, size: int) -> Any:
    """The shape of the new nodes of a path, layers used, and in how many of them the attention's logits move
    when the receivers' features do, and when the senders' do."""
    shift: list[Any] = [None]
    seen: list[Any] = []
    original = learner["GAT"]

    def watched(attention_query_fn: Any, attention_logit_fn: Any, *rest: Any, **named: Any) -> Any:
        def logits(sent: Any, received: Any, edges: Any) -> Any:
            wave = jnp.cos(jnp.arange(sent.size)).reshape(sent.shape)
            by = shift[0][len(seen)]
            seen.append(attention_logit_fn(sent + by[0] * wave, received + by[1] * wave, edges))
            return seen[-1]

        return original(attention_query_fn, logits, *rest, **named)

    def forward(nodes: Any, by: Any) -> Any:
        shift[0] = by
        seen.clear()
        return _nodes(learner[name](_path(nodes))), tuple(seen)

    learner["GAT"] = watched
    try:
        network: Any = hk.without_apply_rng(hk.transform(forward))
        x, still = jnp.eye(size), jnp.zeros((8, 2))
        params = _positive(jax.eval_shape(network.init, jax.random.PRNGKey(0), x, still))
        run = jax.jit(network.apply)
        nodes, base = run(params, x, still)
        if nodes is None:
            return None
        moved = [[_moves(run(params, x, still.at[i, k].set(1.0))[1][i], base[i]) for i in range(len(base))]
                 for k in range(2)]  # fmt: skip
    finally:
        learner["GAT"] = original
    return np.array(np.shape(nodes), np.float32), float(len(base)), float(sum(moved[1])), float(sum(moved[0]))


def _moves(logits: Any, base: Any) -> bool:
    return float(jnp.abs(logits - base).max()) > 1e-6
