"""Choosing and summing along named axes: gather, take_along_axis, dot_general."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from runners.shapes.arguments import Parameter
from runners.shapes.arrays import Array, Axes, Recorder, broadcast_pair, clash, plural
from runners.shapes.operation import Operation
from runners.values import UsageError


def numbered(rank: int) -> Axes:
    """Axes called by their numbers."""
    return tuple(f"axis {number}" for number in range(rank))


def gather(recorder: Recorder, arguments: Mapping[str, Any]) -> None:
    """Walk through take(x, index, axis): the index's axes stand where the axis was."""
    x = recorder.take(Array("x", arguments["x"], numbered(len(arguments["x"]))))
    index = recorder.take(Array("index", arguments["index"], _index_axes(len(arguments["index"]))), "int32")
    place = _place(x, arguments.get("axis", 0))
    shape = (*x.shape[:place], *index.shape, *x.shape[place + 1 :])
    axes = (*x.axes[:place], *index.axes, *x.axes[place + 1 :])
    recorder.step(f"take(x, index, axis={place})", Array("result", shape, axes))


def take_along_axis(recorder: Recorder, arguments: Mapping[str, Any]) -> None:
    """Walk through take_along_axis(x, index, axis): one choice for each place of the other axes."""
    x = recorder.take(Array("x", arguments["x"], numbered(len(arguments["x"]))))
    index = recorder.take(Array("index", arguments["index"], numbered(len(arguments["index"]))), "int32")
    place = _place(x, arguments.get("axis", -1))
    expression = f"take_along_axis(x, index, axis={place})"
    if len(x.shape) != len(index.shape):
        clash(
            expression,
            (x, index),
            f"x has {plural(len(x.shape), 'axis')} but the index has {plural(len(index.shape), 'axis')}.",
            "Give the index an axis of size 1, for example index[..., None], and squeeze it away afterwards.",
        )
    others = tuple(1 if axis == place else size for axis, size in enumerate(x.shape))
    chosen = tuple(1 if axis == place else size for axis, size in enumerate(index.shape))
    shape, axis = broadcast_pair(others, chosen)
    if shape is None:
        clash(
            expression,
            (x, index),
            f"Axis {axis + len(x.shape)} is {x.shape[axis]} in x but {index.shape[axis]} in the index.",
            f"Only axis {place}, along which it chooses, may differ.",
        )
    sizes = tuple(index.shape[place] if axis == place else size for axis, size in enumerate(shape))
    recorder.step(expression, Array("result", sizes, x.axes))


def dot_general(recorder: Recorder, arguments: Mapping[str, Any]) -> None:
    """Walk through lax.dot_general: batch axes first, then what is left of a, then what is left of b."""
    a, b = (recorder.take(Array(n, arguments[n], _of(n, len(arguments[n])))) for n in ("a", "b"))
    summed = _pairs(a, b, arguments, "contract")
    batch = _pairs(a, b, arguments, "batch")
    expression = f"dot_general(a, b, (({summed[0]}, {summed[1]}), ({batch[0]}, {batch[1]})))"
    for what, (first, second) in (("summed together", summed), ("gone through together", batch)):
        for one, other in zip(first, second, strict=True):
            if a.shape[one] != b.shape[other]:
                clash(
                    expression,
                    (a, b),
                    f"a's axis {one} is {a.shape[one]} but b's axis {other} is {b.shape[other]}: they are {what}.",
                    "Name the axes of a and b that belong together, in the same order.",
                )
    used_a, used_b = {*summed[0], *batch[0]}, {*summed[1], *batch[1]}
    free_a = [axis for axis in range(len(a.shape)) if axis not in used_a]
    free_b = [axis for axis in range(len(b.shape)) if axis not in used_b]
    shape = (*(a.shape[i] for i in (*batch[0], *free_a)), *(b.shape[i] for i in free_b))
    axes = (*(f"batch {i}" for i in range(len(batch[0]))), *(a.axes[i] for i in free_a), *(b.axes[i] for i in free_b))
    recorder.step(expression, Array("result", shape, axes))


def _of(name: str, rank: int) -> Axes:
    return tuple(f"axis {number} of {name}" for number in range(rank))


def _index_axes(rank: int) -> Axes:
    return ("chosen",) if rank == 1 else tuple(f"chosen {number}" for number in range(rank))


def _place(x: Array, axis: int) -> int:
    if not -len(x.shape) <= axis < len(x.shape):
        raise UsageError(f"axis={axis} is outside x: it has {plural(len(x.shape), 'axis')}.")
    return axis % len(x.shape)


def _pairs(a: Array, b: Array, arguments: Mapping[str, Any], what: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    first: Sequence[int] = arguments.get(f"{what}_a", ())
    second: Sequence[int] = arguments.get(f"{what}_b", ())
    if len(first) != len(second):
        raise UsageError(f"{what}_a and {what}_b name axes in pairs: give both the same number of axes.")
    return tuple(_place(a, axis) for axis in first), tuple(_place(b, axis) for axis in second)


OPERATIONS = (
    Operation(
        "gather",
        "take(x, index, axis): rows chosen by an array of whole numbers",
        "gather x=1000,64 index=2,10 axis=0",
        gather,
        (
            Parameter("x", least_axes=1),
            Parameter("index", aliases=("indices",)),
            Parameter("axis", "axis", required=False),
        ),
        ("take", "index"),
    ),
    Operation(
        "take_along_axis",
        "one choice along an axis for each place of the others",
        "take_along_axis x=32,10 index=32,1 axis=1",
        take_along_axis,
        (
            Parameter("x", least_axes=1),
            Parameter("index", least_axes=1, aliases=("indices",)),
            Parameter("axis", "axis", required=False),
        ),
    ),
    Operation(
        "dot_general",
        "lax.dot_general: any axes summed, any axes as a batch",
        "dot_general a=2,10,64 b=2,12,64 contract_a=2 contract_b=2 batch_a=0 batch_b=0",
        dot_general,
        (
            Parameter("a", least_axes=1),
            Parameter("b", least_axes=1),
            Parameter("contract_a", "sizes"),
            Parameter("contract_b", "sizes"),
            Parameter("batch_a", "sizes", required=False),
            Parameter("batch_b", "sizes", required=False),
        ),
        ("tensordot",),
    ),
)
