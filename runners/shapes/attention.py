"""Scaled dot-product attention and multi-head attention (Vaswani et al. 2017, section 3.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runners.shapes.arguments import Parameter
from runners.shapes.arrays import Array, Axes, Recorder, broadcast_pair, clash, longer_axes, shape_text
from runners.shapes.operation import Operation
from runners.values import UsageError

_LEADING: dict[int, Axes] = {2: (), 3: ("batch",), 4: ("batch", "head")}


def attend(recorder: Recorder, arguments: Mapping[str, Any]) -> None:
    """Walk from q `[..., T, d_k]`, k `[..., T_key, d_k]` and v `[..., T_key, d_v]` to the values `[..., T, d_v]`."""
    heads = arguments.get("heads")
    query, key, value = _operands(recorder, arguments)
    if heads and len(query.shape) < 4:
        query, key, value = (_split(recorder, array, heads) for array in (query, key, value))
    elif heads and heads != query.shape[1]:
        raise UsageError(f"q={shape_text(query.shape)} has {query.shape[1]} heads already: leave heads={heads} out.")
    scores = _scores(recorder, query, key)
    if "mask" in arguments:
        scores = _masked(recorder, scores, arguments["mask"])
    weights = recorder.step("weights = softmax(scores, axis=-1)", Array("weights", scores.shape, scores.axes))
    out = _mix(recorder, weights, value)
    if heads and len(arguments["q"]) < 4:
        _merge(recorder, out)


def _operands(recorder: Recorder, arguments: Mapping[str, Any]) -> tuple[Array, Array, Array]:
    query = _operand("q", arguments["q"], "query position", "d_k")
    key = _operand("k", arguments["k"], "key position", "d_k")
    value = _operand("v", arguments["v"], "key position", "d_v")
    ranks = {len(query.shape), len(key.shape), len(value.shape)}
    if arguments.get("heads") and 4 in ranks and ranks != {4}:
        raise UsageError("Some of q, k and v have a head axis and some don't: give all three 4 axes, or none.")
    for array in (query, key, value):
        recorder.take(array)
    return query, key, value


def _operand(name: str, shape: tuple[int, ...], position: str, width: str) -> Array:
    return Array(name, shape, (*_LEADING[len(shape)], position, width))


def _split(recorder: Recorder, array: Array, heads: int) -> Array:
    """`[..., T, d]` to `[..., head, T, d/heads]`."""
    *batch, length, width = array.shape
    if width % heads:
        sizes = ", ".join(map(str, (*batch, length, heads, "-1")))
        clash(
            f"{array.name} = {array.name}.reshape({sizes}).swapaxes(-3, -2)",
            (array,),
            f"{array.name}'s last axis is {width}, which {heads} heads can't share evenly.",
            f"Use a number of heads that divides {width}, such as {_nearest_divisor(width, heads)}.",
        )
    split = Array(
        array.name,
        (*batch, heads, length, width // heads),
        (*array.axes[:-2], "head", array.axes[-2], f"{array.axes[-1]} per head"),
    )
    sizes = ", ".join(str(size) for size in (*batch, length, heads, width // heads))
    return recorder.step(f"{array.name} = {array.name}.reshape({sizes}).swapaxes(-3, -2)", split)


def _nearest_divisor(width: int, heads: int, tried: int = 10_000) -> int:
    divisors = [number for number in range(1, min(width, tried) + 1) if width % number == 0]
    return min(divisors, key=lambda number: abs(number - heads))


def _scores(recorder: Recorder, query: Array, key: Array) -> Array:
    expression = "scores = q @ kᵀ / √d_k"
    if query.shape[-1] != key.shape[-1]:
        clash(
            expression,
            (query, key),
            f"q's last axis is {query.shape[-1]} but k's is {key.shape[-1]}: the dot product needs the same d_k.",
            "Project q and k to the same d_k before you multiply them.",
        )
    leading, axes = _leading(expression, query, key)
    shape = (*leading, query.shape[-2], key.shape[-2])
    return recorder.step(expression, Array("scores", shape, (*axes, "query position", "key position")))


def _leading(expression: str, left: Array, right: Array) -> tuple[tuple[int, ...], Axes]:
    shape, axis = broadcast_pair(left.shape[:-2], right.shape[:-2])
    if shape is None:
        first, second = left.shape[:-2][axis], right.shape[:-2][axis]
        name = longer_axes(left.axes[:-2], right.axes[:-2])[axis]
        clash(
            expression,
            (left, right),
            f"The {name} axes differ: {left.name} has {first} and {right.name} has {second}.",
            f"Give {left.name} and {right.name} the same {name} size, or size 1 where one is shared by all.",
        )
    return shape, longer_axes(left.axes[:-2], right.axes[:-2])


def _masked(recorder: Recorder, scores: Array, shape: tuple[int, ...]) -> Array:
    names = ("batch", "head", "query position", "key position") if len(shape) == 4 else scores.axes
    mask = Array("mask", shape, _right(names, len(shape)))
    recorder.take(mask, "bool")
    expression = "scores = where(mask, scores, -inf)"
    result, axis = broadcast_pair(scores.shape, shape)
    if result is None:
        cause, fix = _mask_advice(scores, mask, axis)
        clash(expression, (mask, scores), cause, fix)
    return recorder.step(expression, Array("scores", result, _right(longer_axes(scores.axes, mask.axes), len(result))))


def _right(names: Axes, rank: int) -> Axes:
    """The last `rank` names; what is further left is called "extra"."""
    return ("extra",) * (rank - len(names)) + names[max(0, len(names) - rank) :]


def _mask_advice(scores: Array, mask: Array, axis: int) -> tuple[str, str]:
    name, queries, keys = scores.axes[axis], *scores.shape[-2:]
    cause = f"The mask has {mask.shape[axis]} along the {name} axis where the scores have {scores.shape[axis]}."
    if len(scores.shape) == 4 and len(mask.shape) == 3 and mask.shape[-2:] == (queries, keys):
        return cause, "Give the mask a head axis of size 1: mask[:, None]."
    if mask.shape[-2:] == (keys, queries) and keys != queries:
        return cause, "Swap the mask's last two axes: queries are rows, keys are columns."
    if len(mask.shape) == 2 and mask.shape == (scores.shape[0], keys):
        return cause, f"This is one row of keys for each item of the batch: index it as {_padding_index(scores)}."
    if len(mask.shape) > 1 and mask.shape[-2] >= queries and mask.shape[-1] >= keys and name.endswith("position"):
        return cause, f"Cut the mask to the scores: mask[..., :{queries}, :{keys}]."
    return cause, f"Make the mask {shape_text((queries, keys))}: one row a query, one column a key."


def _padding_index(scores: Array) -> str:
    return f"mask[:, {'None, ' * (len(scores.shape) - 2)}:]"


def _mix(recorder: Recorder, weights: Array, value: Array) -> Array:
    expression = "values = weights @ v"
    if weights.shape[-1] != value.shape[-2]:
        clash(
            expression,
            (weights, value),
            f"There are weights for {weights.shape[-1]} keys but v has {value.shape[-2]} positions: "
            "each key needs one value.",
            f"Make v as long as k: {weights.shape[-1]} along its axis {len(value.shape) - 2}.",
        )
    leading, axes = _leading(expression, weights, value)
    shape = (*leading, weights.shape[-2], value.shape[-1])
    return recorder.step(expression, Array("values", shape, (*axes, "query position", value.axes[-1])))


def _merge(recorder: Recorder, values: Array) -> Array:
    *batch, heads, length, width = values.shape
    merged = Array("values", (*batch, length, heads * width), (*values.axes[:-3], "query position", "d_v"))
    sizes = ", ".join(str(size) for size in merged.shape)
    return recorder.step(f"values = values.swapaxes(-3, -2).reshape({sizes})", merged)


OPERATIONS = (
    Operation(
        "attention",
        "scaled dot-product attention; heads= splits it, mask= hides keys, k and v of another length make it cross",
        "attention q=2,10,64 k=2,12,64 v=2,12,64 heads=8 mask=10,12",
        attend,
        (
            Parameter("q", least_axes=2, most_axes=4, aliases=("query",)),
            Parameter("k", least_axes=2, most_axes=4, aliases=("key",)),
            Parameter("v", least_axes=2, most_axes=4, aliases=("value",)),
            Parameter("heads", "count", required=False, aliases=("num_heads", "n_heads", "h")),
            Parameter("mask", required=False, least_axes=1, most_axes=4),
        ),
        ("multi_head_attention", "multihead_attention", "self_attention", "cross_attention", "masked_attention", "mha"),
    ),
)
