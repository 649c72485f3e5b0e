"""Layers on graphs: GCN (Kipf and Welling 2017, equation 2) and GAT (Veličković et al. 2018, section 2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runners.shapes.arguments import Parameter
from runners.shapes.arrays import Array, Recorder, clash
from runners.shapes.operation import Operation
from runners.values import UsageError


def gcn(recorder: Recorder, arguments: Mapping[str, Any]) -> None:
    """Walk through a graph convolution with symmetric normalisation; every node gets an edge to itself."""
    nodes, count = _graph(recorder, arguments)
    senders = count + nodes.shape[0]
    recorder.step("senders, receivers, with self edges", Array("senders", (senders,), ("edge",)), "int32")
    recorder.step("degree = segment_sum(ones, receivers)", Array("degree", (nodes.shape[0],), ("node",)))
    features = _projected(recorder, nodes, arguments)
    recorder.step(
        "messages = h[senders] / √(degree[senders] · degree[receivers])",
        Array("messages", (senders, features), ("edge", "features out")),
    )
    out = Array("out", (nodes.shape[0], features), ("node", "features out"))
    recorder.step("out = segment_sum(messages, receivers, number of nodes)", out)


def gat(recorder: Recorder, arguments: Mapping[str, Any]) -> None:
    """Walk through graph attention: one weight for each edge and head, softmaxed over the edges into a node."""
    nodes, count = _graph(recorder, arguments)
    heads, size = arguments.get("heads", 1), nodes.shape[0]
    features = _projected(recorder, nodes, arguments)
    if features % heads:
        clash(
            f"h.reshape({size}, {heads}, -1)",
            (Array("h", (size, features), ("node", "features out")),),
            f"h has {features} features, which {heads} heads can't share evenly.",
            f"Use a number of features that {heads} divides, such as {features + heads - features % heads}.",
        )
    each = features // heads
    recorder.step(
        f"h = h.reshape({size}, {heads}, {each})", Array("h", (size, heads, each), ("node", "head", "features"))
    )
    pairs = Array("pairs", (count, heads, 2 * each), ("edge", "head", "features of both ends"))
    recorder.step("pairs = concatenate([h[senders], h[receivers]], axis=-1)", pairs)
    edge = ("edge", "head")
    recorder.step("scores = leaky_relu(sum(pairs * a, axis=-1))", Array("scores", (count, heads), edge))
    recorder.step("weights = segment_softmax(scores, receivers)", Array("weights", (count, heads), edge))
    messages = Array("messages", (count, heads, each), ("edge", "head", "features"))
    recorder.step("messages = weights[..., None] * h[senders]", messages)
    out = Array("out", (size, heads, each), ("node", "head", "features"))
    recorder.step("out = segment_sum(messages, receivers, number of nodes)", out)
    recorder.step(
        f"out = out.reshape({size}, {features})", Array("out", (size, features), ("node", "features of all heads"))
    )


def _graph(recorder: Recorder, arguments: Mapping[str, Any]) -> tuple[Array, int]:
    """The nodes, and how many edges there are."""
    nodes = recorder.take(Array("nodes", arguments["nodes"], ("node", "features in")))
    senders = Array("senders", (arguments["edges"],), ("edge",))
    if "receivers" in arguments and arguments["receivers"] != arguments["edges"]:
        receivers = Array("receivers", (arguments["receivers"],), ("edge",))
        clash(
            "messages = nodes[senders], to receivers",
            (senders, receivers),
            f"There are {senders.shape[0]} senders but {receivers.shape[0]} receivers: an edge has one of each.",
            "Make senders and receivers equally long.",
        )
    return nodes, arguments["edges"]


def _projected(recorder: Recorder, nodes: Array, arguments: Mapping[str, Any]) -> int:
    """h = nodes @ w; the number of features that come out."""
    if "w" not in arguments and "out" not in arguments:
        raise UsageError("Give w or out as well: w=16,8 (features in, features out), or out=8.")
    shape = arguments.get("w") or (nodes.shape[1], arguments["out"])
    w = recorder.take(Array("w", shape, ("features in", "features out")))
    if nodes.shape[1] != w.shape[0]:
        clash(
            "h = nodes @ w",
            (nodes, w),
            f"A node has {nodes.shape[1]} features, but w expects {w.shape[0]} (its first axis).",
            f"Make w's first axis {nodes.shape[1]}.",
        )
    recorder.step("h = nodes @ w", Array("h", (nodes.shape[0], w.shape[1]), ("node", "features out")))
    return int(w.shape[1])


_PARAMETERS = (
    Parameter("nodes", least_axes=2, most_axes=2),
    Parameter("edges", "count", aliases=("senders",)),
    Parameter("receivers", "count", required=False),
    Parameter("w", required=False, least_axes=2, most_axes=2, aliases=("weights",)),
    Parameter("out", "count", required=False, aliases=("features",)),
)
OPERATIONS = (
    Operation(
        "gcn",
        "a graph convolution, from the graph's sizes",
        "gcn nodes=34,16 edges=156 out=8",
        gcn,
        _PARAMETERS,
        ("graph_convolution", "gcn_layer"),
    ),
    Operation(
        "gat",
        "a graph attention layer, from the graph's sizes",
        "gat nodes=34,16 edges=156 out=8 heads=4",
        gat,
        (*_PARAMETERS, Parameter("heads", "count", required=False)),
        ("graph_attention", "gat_layer"),
    ),
)
