"""Array algebra: matmul, broadcasting, reshape, transpose, concatenate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import Any

from runners.shapes import einsum
from runners.shapes.arguments import Parameter
from runners.shapes.arrays import Array, Axes, Recorder, Shape, broadcast_pair, clash, plural, shape_text
from runners.shapes.choosing import numbered
from runners.shapes.operation import Operation
from runners.values import UsageError


def from_right(rank: int) -> Axes:
    """Axes called by their numbers from the right, as broadcasting counts them."""
    return tuple(f"axis {number}" for number in range(-rank, 0))


def matmul(recorder: Recorder, arguments: Mapping[str, Any]) -> None:
    """Walk through a @ b as `numpy.matmul` defines it, 1-D operands and broadcast batches included."""
    a = recorder.take(Array("a", arguments["a"], _matrix_axes(len(arguments["a"]), ("rows of a", "inner"), "inner")))
    b = recorder.take(Array("b", arguments["b"], _matrix_axes(len(arguments["b"]), ("inner", "columns of b"), "inner")))
    recorder.step("a @ b", multiply("a @ b", a, b))


def multiply(expression: str, a: Array, b: Array) -> Array:
    """The matrix product of two arrays. Raises `Clash`."""
    inner = -2 if len(b.shape) > 1 else -1
    if a.shape[-1] != b.shape[inner]:
        clash(
            expression,
            (a, b),
            f"{a.name}'s last axis is {a.shape[-1]} but {b.name}'s axis {inner} is {b.shape[inner]}: they are summed "
            "together, so they must be the same size.",
            _matmul_fix(a, b),
        )
    batch = _batch(expression, a, b)
    rows, columns = slice(-2, -1), slice(-1, None) if len(b.shape) > 1 else slice(0, 0)
    names = (*_batch_names(len(batch)), *a.axes[rows], *b.axes[columns])
    return Array("result", (*batch, *a.shape[rows], *b.shape[columns]), names)


def _matrix_axes(rank: int, last_two: tuple[str, str], only: str) -> Axes:
    return (only,) if rank == 1 else (*_batch_names(rank - 2), *last_two)


def _batch_names(rank: int) -> Axes:
    return ("batch",) if rank == 1 else tuple(f"batch {number}" for number in range(rank))


def _batch(expression: str, a: Array, b: Array) -> tuple[int, ...]:
    batch, axis = broadcast_pair(a.shape[:-2], b.shape[:-2])
    if batch is None:
        first, second = a.shape[:-2][axis], b.shape[:-2][axis]
        clash(
            expression,
            (a, b),
            f"The batch axes differ: {a.name} has {first} where {b.name} has {second}.",
            f"Give {a.name} and {b.name} the same batch size, or size 1 where one is shared by all.",
        )
    return batch


def _matmul_fix(a: Array, b: Array) -> str:
    if len(b.shape) > 1 and a.shape[-1] == b.shape[-1]:
        return f"Swap {b.name}'s last two axes: {b.called('swapaxes(-2, -1)')}."
    if len(a.shape) > 1 and a.shape[-2] == b.shape[-2 if len(b.shape) > 1 else -1]:
        return f"Swap {a.name}'s last two axes: {a.called('swapaxes(-2, -1)')}."
    return "Make the two inner axes the same size; check which axis of each you meant to sum over."


def broadcast(recorder: Recorder, shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Walk through broadcasting any number of shapes, two at a time."""
    if len(shapes) < 2:
        raise UsageError("broadcast needs at least two shapes: for example broadcast 4,1,3 5,3.")
    arrays = [recorder.take(Array(name, shape, from_right(len(shape)))) for name, shape in shapes.items()]
    so_far = arrays[0]
    for array in arrays[1:]:
        expression = f"{so_far.name} with {array.name}"
        shape = stretch(expression, so_far, array)
        name = f"{so_far.name}, {array.name}"
        so_far = recorder.step(expression, Array(name, shape, from_right(len(shape))))


def stretch(expression: str, left: Array, right: Array) -> Shape:
    """The shape that two arrays broadcast to. Raises `Clash`."""
    shape, axis = broadcast_pair(left.shape, right.shape)
    if shape is None:
        first, second = left.shape[axis], right.shape[axis]
        clash(
            expression,
            (left, right),
            f"Aligned at the right, axis {axis} has {first} and {second}: they must be equal, or one of them 1.",
            _broadcast_fix(left, right),
        )
    return shape


def _broadcast_fix(left: Array, right: Array) -> str:
    """Look for a place where one more axis of size 1 makes the shapes fit."""
    for array, other in ((right, left), (left, right)):
        for place in range(1, len(array.shape) + 1):
            wider = (*array.shape[:place], 1, *array.shape[place:])
            if len(wider) <= max(len(other.shape), 2) and broadcast_pair(wider, other.shape)[0] is not None:
                index = ", ".join([":"] * place + ["None"] + [":"] * (len(array.shape) - place))
                return f"Did you mean {array.called(f'[{index}]')}? Its shape {shape_text(wider)} broadcasts."
    return "Reshape or transpose one of them so that the axes which belong together line up from the right."


def reshape(recorder: Recorder, arguments: Mapping[str, Any]) -> None:
    """Walk through x.reshape(to), where one size may be -1."""
    x = recorder.take(Array("x", arguments["x"], numbered(len(arguments["x"]))))
    to: tuple[int, ...] = arguments["to"]
    expression = f"x.reshape({', '.join(map(str, to))})"
    if to.count(-1) > 1 or any(size < 1 and size != -1 for size in to):
        raise UsageError(f"to={','.join(map(str, to))} can't be: sizes are 1 or more, and at most one may be -1.")
    shape = regroup(expression, x, to)
    recorder.step(expression, Array("result", shape, numbered(len(shape))))


def regroup(expression: str, x: Array, to: Sequence[int]) -> Shape:
    """The shape that x gets when it is reshaped, with at most one -1. Raises `Clash`."""
    known = prod(size for size in to if size != -1)
    if x.elements % max(known, 1) if -1 in to else x.elements != known:
        clash(
            expression,
            (x,),
            f"{x.name} holds {x.elements:,} numbers; the new shape holds "
            f"{'a multiple of ' if -1 in to else ''}{known:,}.",
            "Reshaping keeps every number: the products of the sizes must be equal.",
        )
    return tuple(x.elements // max(known, 1) if size == -1 else size for size in to)


def transpose(recorder: Recorder, arguments: Mapping[str, Any]) -> None:
    """Walk through x.transpose(axes); without axes, all are reversed."""
    x = recorder.take(Array("x", arguments["x"], numbered(len(arguments["x"]))))
    order: tuple[int, ...] = arguments.get("axes") or tuple(reversed(range(len(x.shape))))
    expression = f"x.transpose({', '.join(map(str, order))})"
    recorder.step(expression, reorder(expression, x, order))


def reorder(expression: str, x: Array, order: Sequence[int]) -> Array:
    """x with its axes in another order. Raises `Clash`."""
    places = [axis + len(x.shape) if axis < 0 else axis for axis in order]
    if sorted(places) != list(range(len(x.shape))):
        wanted = ", ".join(map(str, range(len(x.shape))))
        clash(
            expression,
            (x,),
            f"{x.name} has {plural(len(x.shape), 'axis')}, so the order must name each of {wanted} exactly once.",
            f"Give {plural(len(x.shape), 'number')}: the old axis that comes first, the one that comes second, ...",
        )
    return Array("result", tuple(x.shape[i] for i in places), tuple(x.axes[i] for i in places))


def concatenate(recorder: Recorder, arguments: Mapping[str, Any]) -> None:
    """Walk through concatenating a and b along one axis."""
    a, b = (recorder.take(Array(name, arguments[name], numbered(len(arguments[name])))) for name in ("a", "b"))
    axis = arguments.get("axis", 0)
    if not -len(a.shape) <= axis < len(a.shape):
        raise UsageError(f"axis={axis} is outside a: it has {plural(len(a.shape), 'axis')}.")
    place = axis % len(a.shape)
    expression = f"concatenate([a, b], axis={axis})"
    same_elsewhere(expression, a, b, place)
    sizes = [size + b.shape[i] if i == place else size for i, size in enumerate(a.shape)]
    recorder.step(expression, Array("result", tuple(sizes), a.axes))


def same_elsewhere(expression: str, a: Array, b: Array, place: int) -> None:
    """Raises `Clash` when a and b can't be joined along the axis at `place`."""
    if len(a.shape) != len(b.shape):
        clash(
            expression,
            (a, b),
            f"{a.name} has {plural(len(a.shape), 'axis')} and {b.name} has {plural(len(b.shape), 'axis')}.",
            f"Give the smaller one an axis of size 1, for example {min(a, b, key=_rank).called('[None]')}.",
        )
    wrong = [i for i, size in enumerate(a.shape) if i != place and size != b.shape[i]]
    if wrong:
        first = wrong[0]
        clash(
            expression,
            (a, b),
            f"Only axis {place} may differ, but axis {first} has {a.shape[first]} in {a.name} and "
            f"{b.shape[first]} in {b.name}.",
            f"Join along axis {first} instead, or make that axis equal." if len(wrong) == 1 else "Make them equal.",
        )


def _rank(array: Array) -> int:
    return len(array.shape)


OPERATIONS = (
    Operation(
        "matmul",
        "matrix product a @ b, batches included",
        "matmul a=2,10,64 b=64,5",
        matmul,
        (Parameter("a", least_axes=1), Parameter("b", least_axes=1)),
        ("dot",),
    ),
    Operation(
        "broadcast", "broadcasting of any set of shapes", "broadcast 4,1,3 5,3", broadcast, (), ("broadcasting",)
    ),
    Operation(
        "einsum",
        "einsum of any operands",
        "einsum equation=bqd,bkd->bqk 2,10,64 2,12,64",
        einsum.einsum,
        einsum.PARAMETERS,
    ),
    Operation(
        "reshape",
        "x.reshape(to), one size may be -1",
        "reshape x=2,10,64 to=2,10,8,-1",
        reshape,
        (Parameter("x"), Parameter("to", "sizes", aliases=("shape",))),
    ),
    Operation(
        "transpose",
        "x.transpose(axes); without axes all are reversed",
        "transpose x=2,10,8,8 axes=0,2,1,3",
        transpose,
        (Parameter("x"), Parameter("axes", "sizes", required=False)),
        ("swapaxes", "permute"),
    ),
    Operation(
        "concatenate",
        "two arrays joined along an axis",
        "concatenate a=2,10,64 b=2,5,64 axis=1",
        concatenate,
        (Parameter("a", least_axes=1), Parameter("b", least_axes=1), Parameter("axis", "axis", required=False)),
        ("concat",),
    ),
)
