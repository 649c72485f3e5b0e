"""Layers: linear, layer normalisation, embedding lookup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runners.shapes.arguments import Parameter
from runners.shapes.arrays import Array, Axes, Recorder, broadcast_pair, clash, longer_axes
from runners.shapes.operation import Operation
from runners.values import UsageError


def leading_axes(rank: int, last: str) -> Axes:
    """Names for `[batch, position, ..., last]`."""
    names = {0: (), 1: ("batch",), 2: ("batch", "position")}
    before = names.get(rank - 1, ("batch", *(f"axis {number}" for number in range(1, rank - 1))))
    return (*before, last)


def linear(recorder: Recorder, arguments: Mapping[str, Any]) -> None:
    """Walk through x @ w + b, with x `[..., features in]` and w `[features in, features out]`."""
    x = recorder.take(Array("x", arguments["x"], leading_axes(len(arguments["x"]), "features in")))
    w = recorder.take(_weights(x, arguments))
    if x.shape[-1] != w.shape[0]:
        _linear_clash(x, w)
    y = Array("y", (*x.shape[:-1], w.shape[1]), (*x.axes[:-1], "features out"))
    recorder.step("y = x @ w", y)
    if "b" in arguments:
        _add(recorder, y, Array("b", arguments["b"], _last(y.axes, len(arguments["b"]))), "y = y + b")


def _weights(x: Array, arguments: Mapping[str, Any]) -> Array:
    if "w" not in arguments and "out" not in arguments:
        raise UsageError("linear needs w or out: add w=64,10 (features in, features out), or out=10.")
    shape = arguments.get("w") or (x.shape[-1], arguments["out"])
    return Array("w", shape, ("features in", "features out"))


def _linear_clash(x: Array, w: Array) -> None:
    turned = x.shape[-1] == w.shape[1]
    clash(
        "y = x @ w",
        (x, w),
        f"x has {x.shape[-1]} features on its last axis but w expects {w.shape[0]} (its first axis).",
        "Transpose w: w.T." if turned else f"Make w's first axis {x.shape[-1]}, the number of features that come in.",
    )


def _last(axes: Axes, rank: int) -> Axes:
    return ("extra",) * (rank - len(axes)) + axes[max(0, len(axes) - rank) :]


def _add(recorder: Recorder, left: Array, right: Array, expression: str) -> Array:
    """`left` and `right` broadcast against each other, recorded as `expression`."""
    recorder.take(right)
    shape, axis = broadcast_pair(left.shape, right.shape)
    if shape is None:
        name = longer_axes(left.axes, right.axes)[axis]
        clash(
            expression,
            (left, right),
            f"Along the {name} axis {left.name} has {left.shape[axis]} and {right.name} has {right.shape[axis]}.",
            f"Give {right.name} the size {left.shape[axis]} or 1 on that axis.",
        )
    result = Array(left.name, shape, _last(longer_axes(left.axes, right.axes), len(shape)))
    return recorder.step(expression, result)


def layer_norm(recorder: Recorder, arguments: Mapping[str, Any]) -> None:
    """Walk through layer normalisation over one axis (Ba et al. 2016, section 3)."""
    x = recorder.take(Array("x", arguments["x"], leading_axes(len(arguments["x"]), "features")))
    axis = arguments.get("axis", -1)
    if not -len(x.shape) <= axis < len(x.shape):
        raise UsageError(f"axis={axis} is outside x: it has {len(x.shape)} axes, so give {-len(x.shape)} to -1.")
    kept = list(x.shape)
    kept[axis] = 1
    for name, expression in (("mean", "x.mean"), ("variance", "x.var")):
        recorder.step(f"{name} = {expression}({axis}, keepdims=True)", Array(name, tuple(kept), x.axes))
    y = recorder.step("y = (x - mean) / sqrt(variance + 1e-5)", Array("y", x.shape, x.axes))
    for name, expression in (("scale", "y = y * scale"), ("offset", "y = y + offset")):
        if name in arguments:
            part = Array(name, arguments[name], _last(y.axes, len(arguments[name])))
            y = _add(recorder, y, part, expression)


def embedding(recorder: Recorder, arguments: Mapping[str, Any]) -> None:
    """Walk through a lookup of integer ids in a table `[vocabulary, d_model]`, and added positions."""
    ids_axes = leading_axes(len(arguments["ids"]) + 1, "d_model")[:-1]
    table = recorder.take(Array("table", arguments["table"], ("vocabulary", "d_model")))
    ids = recorder.take(Array("ids", arguments["ids"], ids_axes), "int32")
    x = Array("x", (*ids.shape, table.shape[1]), (*ids_axes, "d_model"))
    recorder.step("x = table[ids]", x)
    if "positions" in arguments:
        shape = arguments["positions"]
        _add(recorder, x, Array("positions", shape, _last(x.axes, len(shape))), "x = x + positions")


OPERATIONS = (
    Operation(
        "linear",
        "a linear layer, x @ w + b",
        "linear x=32,784 w=784,10 b=10",
        linear,
        (
            Parameter("x", least_axes=1),
            Parameter("w", required=False, least_axes=2, most_axes=2, aliases=("weights", "kernel")),
            Parameter("b", required=False, aliases=("bias",)),
            Parameter("out", "count", required=False, aliases=("output_size",)),
        ),
        ("dense",),
    ),
    Operation(
        "layer_norm",
        "layer normalisation over one axis",
        "layer_norm x=2,10,64 scale=64 offset=64",
        layer_norm,
        (
            Parameter("x", least_axes=1),
            Parameter("scale", required=False, aliases=("gamma",)),
            Parameter("offset", required=False, aliases=("beta", "bias")),
            Parameter("axis", "axis", required=False),
        ),
        ("layernorm",),
    ),
    Operation(
        "embedding",
        "embedding lookup, and positions added to it",
        "embedding table=1000,64 ids=2,10 positions=10,64",
        embedding,
        (
            Parameter("table", least_axes=2, most_axes=2, aliases=("embeddings", "vocab")),
            Parameter("ids", most_axes=6, aliases=("tokens",)),
            Parameter("positions", required=False),
        ),
        ("embed", "lookup"),
    ),
)
