"""The causes of failing operations, found from the operands' shapes. Each finder raises `Clash`, or finds nothing."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Callable, Sequence

from runners.shapes import algebra, einsum
from runners.shapes.arrays import UNKNOWN, Array, broadcast_pair, clash, plural, shape_text
from runners.shapes.code.messages import look_in_message
from runners.shapes.code.operations import Operand, Operation, Operations
from runners.values import ErrorReport, UsageError

Finder = Callable[[Operations, Operation, str], None]
_REDUCING = "sum mean max min var std prod any all argmax argmin median logsumexp softmax log_softmax cumsum sort flip"
_ELEMENTWISE = (
    "elementwise add subtract multiply divide true_divide power mod maximum minimum where equal greater less"
    " greater_equal less_equal logical_and logical_or arctan2 allclose isclose"
)


def look_for_cause(operations: Operations, operation: Operation, expression: str, error: ErrorReport) -> None:
    """Raises `Clash` when the shapes of the operands explain why the operation failed."""
    finder = _FINDERS.get(operation.name)
    if finder is not None and (operation.operands or operation.keywords):
        # What a child tells need not fit together.
        with contextlib.suppress(UsageError, IndexError, ValueError):
            finder(operations, operation, expression)
    look_in_message(expression, [as_array(operand) for operand in operation.arrays], error.message)


def as_array(operand: Operand) -> Array:
    """The operand as a shape that is called by its own text."""
    return Array(operand.text, operand.shape, (UNKNOWN,) * len(operand.shape))


def _elementwise(operations: Operations, operation: Operation, expression: str) -> None:
    so_far: Array | None = None
    for operand in operation.arrays:
        array = as_array(operand)
        if so_far is not None:
            _kept_axis(operation, expression)
            shape = algebra.stretch(expression, so_far, array)
            array = array if shape == array.shape else Array(so_far.name, shape, (UNKNOWN,) * len(shape))
        so_far = array


def _kept_axis(operation: Operation, expression: str) -> None:
    """`x - x.mean(axis=1)`: the axis that was averaged away is missing."""
    for reduced in operation.arrays:
        node = reduced.node
        if not isinstance(node, ast.Call) or not node.args + node.keywords or "keepdims" in reduced.text:
            continue
        for other in operation.arrays:
            if len(other.shape) != len(reduced.shape) + 1 or broadcast_pair(other.shape, reduced.shape)[0] is not None:
                continue
            places = [p for p in range(len(other.shape)) if other.shape[:p] + other.shape[p + 1 :] == reduced.shape]
            if places and isinstance(node.func, ast.Attribute) and node.func.attr in _REDUCING.split():
                clash(
                    expression,
                    (as_array(other), as_array(reduced)),
                    f"{reduced.text} has lost the axis that it went over: {shape_text(reduced.shape)} does not line up "
                    f"with {shape_text(other.shape)} from the right.",
                    f"Keep that axis with size 1: {reduced.text[:-1]}, keepdims=True).",
                )


def _matmul(operations: Operations, operation: Operation, expression: str) -> None:
    if len(operation.operands) < 2:
        return
    a, b = operation.operands[:2]
    if a.is_array and b.is_array:
        for one, other in ((a, b), (b, a)):
            if not one.shape:
                clash(
                    expression,
                    (as_array(a), as_array(b)),
                    f"{one.text} is one number without axes, and a matrix product needs axes to sum over.",
                    f"Multiply by a number with *: {other.text} * {one.text}.",
                )
        algebra.multiply(expression, as_array(a), as_array(b))


def _dot(operations: Operations, operation: Operation, expression: str) -> None:
    """`dot` and `tensordot` of small arrays are products; more axes follow other rules."""
    if all(len(operand.shape) < 3 for operand in operation.arrays):
        _matmul(operations, operation, expression)
        return
    a, b = operation.operands[:2]
    if a.shape[-1] != b.shape[-2]:
        clash(
            expression,
            (as_array(a), as_array(b)),
            f"{a.text}'s last axis is {a.shape[-1]} but {b.text}'s axis -2 is {b.shape[-2]}: dot sums over these two.",
            "Use @ or einsum for arrays with a batch axis: dot does not go through batches.",
        )


def _einsum(operations: Operations, operation: Operation, expression: str) -> None:
    equation = operation.operands[0].string()
    arrays = [as_array(operand) for operand in operation.operands[1:] if operand.is_array]
    if equation is None or not arrays:
        return
    terms = equation.replace(" ", "").partition("->")[0].split(",")
    if len(terms) != len(arrays):
        clash(
            expression,
            arrays,
            f"The equation names {plural(len(terms), 'operand')}, but {len(arrays)} were given.",
            "Write one group of letters for each array, with a comma between.",
        )
    if "." not in equation:
        einsum.parse(equation, [len(array.shape) for array in arrays])
        einsum.letter_sizes(expression, arrays, terms)


def _reshape(operations: Operations, operation: Operation, expression: str) -> None:
    x = operation.operands[0]
    given = operation.operands[1:] or tuple(operation.keywords.values())
    sizes = given[0].wholes() if len(given) == 1 else tuple(one.whole() or 0 for one in given)
    if x.is_array and sizes is not None and list(sizes).count(-1) < 2:
        algebra.regroup(expression, as_array(x), sizes)


def _transpose(operations: Operations, operation: Operation, expression: str) -> None:
    x = operation.operands[0]
    given = operation.operands[1:] or tuple(operation.keywords.values())
    several = [operand.wholes() for operand in given]
    order = [place for places in several if places is not None for place in places]
    if x.is_array and order:
        algebra.reorder(expression, as_array(x), order)


def _axes_exist(operations: Operations, operation: Operation, expression: str) -> None:
    """Whatever takes an axis, or two of them."""
    x = operation.operands[0]
    given = (
        *operation.operands[1:],
        *(operation.keywords[k] for k in ("axis", "axis1", "axis2") if k in operation.keywords),
    )
    rank = len(x.shape)
    for operand in given:
        for axis in operand.wholes() or ():
            if x.is_array and not -rank <= axis < rank:
                clash(
                    expression,
                    (as_array(x),),
                    f"There is no axis {axis}: {x.text} has {plural(rank, 'axis')}, {shape_text(x.shape)}.",
                    f"Axes count from 0, so the last one is {rank - 1}, or -1." if rank else "It is one number.",
                )


def _squeeze(operations: Operations, operation: Operation, expression: str) -> None:
    _axes_exist(operations, operation, expression)
    x, axis = operation.operands[0], operation.argument(1, "axis")
    for place in (axis.wholes() if axis else None) or ():
        if x.shape[place] != 1:
            clash(
                expression,
                (as_array(x),),
                f"Axis {place} of {x.text} has size {x.shape[place]}, and squeeze removes only axes of size 1.",
                "Choose an axis of size 1, or sum, average or index the axis away.",
            )


def _concatenate(operations: Operations, operation: Operation, expression: str) -> None:
    parts = [as_array(part) for part in operations.elements(operation.operands[0]) if part.is_array]
    axis = operation.argument(1, "axis")
    place = axis.whole() if axis else 0
    if operation.name == "hstack":
        place = 1 if all(len(part.shape) > 1 for part in parts) else 0
    for part in parts:
        if not part.shape:
            clash(
                expression,
                parts,
                f"{part.name} is one number without axes, so there is no axis to join it along.",
                "Use stack, which makes a new axis.",
            )
    if place is None or not parts:
        return
    if not -len(parts[0].shape) <= place < len(parts[0].shape):
        clash(
            expression,
            parts[:2],
            f"There is no axis {place}: {parts[0].name} has {plural(len(parts[0].shape), 'axis')}.",
            "Use stack for a new axis, or join along an axis that is there.",
        )
    for part in parts[1:]:
        algebra.same_elsewhere(expression, parts[0], part, place % len(parts[0].shape))


def _stack(operations: Operations, operation: Operation, expression: str) -> None:
    parts = [as_array(part) for part in operations.elements(operation.operands[0]) if part.is_array]
    for part in parts[1:]:
        if part.shape != parts[0].shape:
            clash(
                expression,
                (parts[0], part),
                f"{parts[0].name} is {shape_text(parts[0].shape)} but {part.name} is {shape_text(part.shape)}: stack "
                "puts arrays of one shape side by side.",
                "Make the shapes equal, or use concatenate to join along an axis that is there.",
            )


def _broadcast_to(operations: Operations, operation: Operation, expression: str) -> None:
    x, to = operation.operands[0], operation.argument(1, "shape")
    shape = to.wholes() if to else None
    if x.is_array and shape is not None and broadcast_pair(x.shape, shape)[0] != shape:
        clash(
            expression,
            (as_array(x),),
            f"{shape_text(x.shape)} does not stretch to {shape_text(shape)}: from the right, each size must be equal, "
            f"or 1 in {x.text}.",
            "Add an axis of size 1 where one is missing, for example x[:, None].",
        )


def _index(operations: Operations, operation: Operation, expression: str) -> None:
    x, node = operation.operands[0], operation.node
    if not x.is_array or not isinstance(node, ast.Subscript):
        return
    parts = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
    indexes = [operations.operand(part) for part in parts if not _is_new_or_rest(part)]
    if len(indexes) > len(x.shape):
        clash(
            expression,
            (as_array(x),),
            f"{x.text} has {plural(len(x.shape), 'axis')}, but there are {plural(len(indexes), 'index')}.".replace(
                "indexs", "indexes"
            ),
            f"Give at most {len(x.shape)}, one for each axis of {shape_text(x.shape)}.",
        )
    for axis, index in enumerate(indexes):
        _index_fits(expression, x, axis, index)


def _index_fits(expression: str, x: Operand, axis: int, index: Operand) -> None:
    size, place = x.shape[axis], index.whole()
    if place is not None and not -size <= place < size:
        clash(
            expression,
            (as_array(x),),
            f"Axis {axis} of {x.text} has size {size}, so there is no place {place} on it.",
            f"Places count from 0, so the last one is {size - 1}, or -1.",
        )
    if index.is_array and index.seen and index.seen.dtype == "bool" and index.shape[:1] != x.shape[axis : axis + 1]:
        clash(
            expression,
            (as_array(x), as_array(index)),
            f"The condition has {index.shape[0]} entries, but axis {axis} of {x.text} has {size}.",
            "A condition needs one True or False for each place on the axis that it chooses from.",
        )
    if index.is_array and index.seen and index.seen.dtype.startswith("float"):
        clash(
            expression,
            (as_array(x), as_array(index)),
            f"{index.text} holds {index.seen.dtype} numbers, and places are whole numbers.",
            f"Turn it into whole numbers: {as_array(index).called('astype(int)')}.",
        )


def _is_new_or_rest(node: ast.AST) -> bool:
    constant = isinstance(node, ast.Constant) and (node.value is None or node.value is Ellipsis)
    return constant or (isinstance(node, ast.Attribute) and node.attr == "newaxis")


def _set_index(operations: Operations, operation: Operation, expression: str) -> None:
    x, value = operation.operands
    if not x.is_array or (x.seen and (x.seen.inside or "key" in x.seen.dtype)):
        return
    target = operation.node.targets[0] if isinstance(operation.node, ast.Assign) else None
    if isinstance(target, ast.Subscript):
        _index(operations, Operation("index", target, (x,)), expression)


def _update(operations: Operations, operation: Operation, expression: str) -> None:
    function = operation.node.func if isinstance(operation.node, ast.Call) else None
    place = function.value if isinstance(function, ast.Attribute) else None
    if isinstance(place, ast.Subscript):
        _index(operations, Operation("index", place, operation.operands[:1]), expression)


def _unpack(operations: Operations, operation: Operation, expression: str) -> None:
    value, statement = operation.operands[0], operation.node
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    if not isinstance(target, ast.Tuple | ast.List) or value.seen is None:
        return
    names = len(target.elts)
    if isinstance(value.node, ast.Attribute) and value.node.attr == "shape" and value.seen.kind == "sequence":
        array = operations.operand(value.node.value)
        clash(
            expression,
            (as_array(array),),
            f"{array.text} has {plural(len(array.shape), 'axis')}, {shape_text(array.shape)}, but "
            f"{plural(names, 'name')} stand on the left.",
            f"Write {plural(len(array.shape), 'name')}, one an axis, or give {array.text} the axis that is missing.",
        )
    if value.is_array and value.shape and value.shape[0] != names:
        clash(
            expression,
            (as_array(value),),
            f"Unpacking goes along the first axis, which has size {value.shape[0]}, but {plural(names, 'name')} stand "
            "on the left.",
            f"If you want the shape, write {value.text}.shape.",
        )


def _vmap(operations: Operations, operation: Operation, expression: str) -> None:
    axes = _in_axes(operations, operation)
    if axes and len(axes) != len(operation.operands):
        clash(
            expression,
            [as_array(operand) for operand in operation.arrays],
            f"in_axes has {plural(len(axes), 'place')}, but vmap's function is given "
            f"{plural(len(operation.operands), 'argument')}.",
            "Give in_axes one entry for each argument: an axis, or None for one that is the same for all.",
        )
    walked: list[tuple[Operand, int]] = []
    for place, operand in enumerate(operation.operands):
        axis = axes[place] if axes and place < len(axes) else 0 if not axes else None
        if axis is None or not (operand.is_array or (operand.seen and operand.seen.kind == "int")):
            continue
        if not -len(operand.shape) <= axis < len(operand.shape):
            clash(
                expression,
                (as_array(operand),),
                f"vmap walks along axis {axis} of {operand.text}, which has {plural(len(operand.shape), 'axis')}.",
                "Say None for it in in_axes when it is the same for all, for example in_axes=(0, None).",
            )
        walked.append((operand, operand.shape[axis]))
    for operand, size in walked[1:]:
        first, wanted = walked[0]
        if size != wanted:
            clash(
                expression,
                (as_array(first), as_array(operand)),
                f"vmap walks along all of them together, but {first.text} has {wanted} entries there and "
                f"{operand.text} has {size}.",
                "Set in_axes: the axis to walk along for each argument, and None for one that is the same for all.",
            )


def _in_axes(operations: Operations, operation: Operation) -> Sequence[int | None]:
    """An axis for each argument; () for the first axis of every one."""
    maker = operation.maker
    given = maker.argument(1, "in_axes") if maker else None
    if given is None:
        return ()
    if isinstance(given.node, ast.Tuple | ast.List):
        return [operations.operand(node).whole() for node in given.node.elts]
    return [given.whole()] * len(operation.operands)


def _split(operations: Operations, operation: Operation, expression: str) -> None:
    _axes_exist(operations, Operation(operation.name, operation.node, operation.operands[:1], operation.keywords), "")
    x, count, axis = operation.operands[0], operation.argument(1, "indices_or_sections"), operation.argument(2, "axis")
    parts, place = count.whole() if count else None, (axis.whole() if axis else 0) or 0
    if parts and x.shape[place] % parts:
        clash(
            expression,
            (as_array(x),),
            f"Axis {place} of {x.text} has size {x.shape[place]}, which can't be split into {parts} equal parts.",
            f"Use a number of parts that divides {x.shape[place]}, or array_split for parts of unequal size.",
        )


def _linear(operations: Operations, operation: Operation, expression: str) -> None:
    """`hk.Linear(n)(x)` on one number."""
    x = operation.operands[0]
    if x.is_array and not x.shape:
        clash(
            expression,
            (as_array(x),),
            f"{x.text} is one number without axes, and a linear layer works on the last axis.",
            f"Give it an axis: {as_array(x).called('reshape(1)')}.",
        )


def _convolution(operations: Operations, operation: Operation, expression: str) -> None:
    """`hk.Conv2D(...)(x)`: x needs a channel axis, and may have a batch axis."""
    x, spatial = operation.operands[0], int(operation.name[4])
    if x.is_array and len(x.shape) not in (spatial + 1, spatial + 2):
        wanted = ("batch", "height", "width", "channels") if spatial == 2 else ("batch", "length", "channels")
        clash(
            expression,
            (as_array(x),),
            f"{operation.name} reads [{', '.join(wanted)}], but {x.text} has {plural(len(x.shape), 'axis')}.",
            f"Add what is missing, for example the channels: {as_array(x).called('[..., None]')}."
            if len(x.shape) <= spatial
            else "Put the axes that are too many into the batch axis with reshape.",
        )


_FINDERS: dict[str, Finder] = {
    **dict.fromkeys(_ELEMENTWISE.split(), _elementwise),
    **dict.fromkeys((*_REDUCING.split(), "swapaxes", "moveaxis", "expand_dims", "repeat"), _axes_exist),
    "matmul": _matmul, "dot": _dot, "einsum": _einsum, "reshape": _reshape, "transpose": _transpose,
    "permute_dims": _transpose, "squeeze": _squeeze, "concatenate": _concatenate, "hstack": _concatenate,
    "stack": _stack, "broadcast_to": _broadcast_to, "index": _index, "set_index": _set_index, "update": _update,
    "unpack": _unpack, "vmap": _vmap, "split": _split, "Linear": _linear, "Conv1D": _convolution,
    "Conv2D": _convolution,
}  # fmt: skip
