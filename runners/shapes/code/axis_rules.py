"""How operations carry the names of axes along. A rule that is not certain says `?`."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from runners.sandbox.values import Seen
from runners.shapes.arrays import UNKNOWN, Axes
from runners.shapes.code.operations import Operand, Operation, Operations

_SAME = frozenset((
    "exp", "log", "log2", "log10", "log1p", "expm1", "sqrt", "rsqrt", "cbrt", "square", "abs", "absolute",
    "negative", "sign", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan", "sigmoid",
    "relu", "gelu", "silu", "swish", "elu", "selu", "softplus", "leaky_relu", "relu6", "softmax", "log_softmax",
    "standardize", "normalize", "clip", "round", "floor", "ceil", "isnan", "isfinite", "isinf", "logical_not",
    "cumsum", "cumprod", "sort", "argsort", "flip", "roll", "astype", "copy", "array", "asarray",
    "ascontiguousarray", "zeros_like", "ones_like", "full_like", "empty_like", "tril", "triu", "nan_to_num", "real",
    "imag", "stop_gradient", "block_until_ready", "device_put", "conj", "update", "dropout", "positive",
    "reciprocal", "tile", "repeat",
))  # fmt: skip
_ELEMENTWISE = frozenset((
    "elementwise", "add", "subtract", "multiply", "divide", "true_divide", "floor_divide", "power", "pow", "mod",
    "remainder", "maximum", "minimum", "where", "equal", "not_equal", "greater", "less", "greater_equal",
    "less_equal", "logical_and", "logical_or", "logical_xor", "arctan2", "fmax", "fmin", "logaddexp", "hypot",
))  # fmt: skip
_REDUCING = frozenset((
    "sum", "mean", "max", "min", "var", "std", "prod", "any", "all", "argmax", "argmin", "median", "nanmean",
    "nansum", "nanmax", "nanmin", "logsumexp", "amax", "amin", "average", "count_nonzero", "ptp", "norm",
))  # fmt: skip
_MADE = {
    "zeros": 0, "ones": 0, "empty": 0, "full": 0, "normal": 1, "uniform": 1, "bernoulli": 2, "randint": 1, "gamma": 2,
    "truncated_normal": 3, "gumbel": 1, "categorical": 3, "exponential": 1, "laplace": 1,
}  # fmt: skip
_NUMPY_SIZE = frozenset(("normal", "uniform", "randint", "integers", "random", "standard_normal", "choice", "poisson"))


class Names(Protocol):
    """What gives the names of an operand's axes."""

    def of(self, operand: Operand) -> Axes: ...


Rule = Callable[[Names, Operations, Operation, Seen], Axes]


def result(names: Names, operations: Operations, operation: Operation, seen: Seen) -> Axes:
    """The names of the axes of what an operation gave; () when nothing is known."""
    try:
        return _result(names, operations, operation, seen)
    except (IndexError, ValueError, ZeroDivisionError):
        return ()  # what a child tells need not fit together


def _result(names: Names, operations: Operations, operation: Operation, seen: Seen) -> Axes:
    if operation.name in _SAME and operation.arrays:
        first = operation.arrays[0]
        return names.of(first) if first.shape == seen.shape else ()
    if operation.name in _ELEMENTWISE:
        return broadcast([(operand.shape, names.of(operand)) for operand in operation.arrays], seen.shape)
    if operation.name in _REDUCING:
        return _reduced(names, operations, operation, seen)
    if operation.name in _MADE or operation.name in _NUMPY_SIZE:
        return _made(operations, operation, seen)
    rule = _RULES.get(operation.name)
    return rule(names, operations, operation, seen) if rule else ()


def broadcast(operands: Sequence[tuple[tuple[int, ...], Axes]], shape: tuple[int, ...]) -> Axes:
    """An axis keeps its name where all operands of its full size that name it agree."""
    found = []
    for axis in range(-len(shape), 0):
        here = {a[axis] for s, a in operands if len(s) >= -axis and s[axis] == shape[axis] and len(a) == len(s)}
        here.discard(UNKNOWN)
        found.append(here.pop() if len(here) == 1 else UNKNOWN)
    return tuple(found)


def sizes(operations: Operations, nodes: Sequence[ast.AST], shape: tuple[int, ...]) -> Axes:
    """Sizes that are written as names, or as a short product of names, name their axes."""
    if len(nodes) != len(shape):
        return ()
    return tuple(_size_name(operations.operand(node), size) for node, size in zip(nodes, shape, strict=True))


def _size_name(operand: Operand, size: int) -> str:
    text = operand.text
    is_name = re.fullmatch(r"[A-Za-z_]\w{0,20}(?: ?(?:\*|//) ?\w{1,20})?", text) is not None
    return text if is_name and operand.whole() == size else UNKNOWN


def _parts(operand: Operand | None) -> list[ast.AST]:
    if operand is None:
        return []
    return list(operand.node.elts) if isinstance(operand.node, ast.Tuple | ast.List) else [operand.node]


def _made(operations: Operations, operation: Operation, seen: Seen) -> Axes:
    by_size = operation.name in _NUMPY_SIZE and not operation.library.startswith("jax")
    operand = operation.keywords.get("size" if by_size else "shape")
    if operand is None and not by_size:
        operand = operation.argument(_MADE.get(operation.name, 99))
    return sizes(operations, _parts(operand), seen.shape)


def _counted(names: Names, operations: Operations, operation: Operation, seen: Seen) -> Axes:
    """`arange(T)`, `eye(N)`, `randn(n, d)`, `rand(n, d)`."""
    nodes = [operand.node for operand in operation.operands]
    if operation.name in ("eye", "identity"):
        nodes = nodes[:1] * 2
    return sizes(operations, nodes, seen.shape)


def _reduced(names: Names, operations: Operations, operation: Operation, seen: Seen) -> Axes:
    if not operation.operands or not operation.operands[0].is_array:
        return ()
    axes = names.of(operation.operands[0])
    axis = operation.argument(1, "axis")
    kept = operation.keywords.get("keepdims")
    if kept is not None and isinstance(kept.node, ast.Constant) and kept.node.value is True:
        return axes
    places = axis.wholes() if axis is not None else None
    if places is None:
        return ()
    gone = {place % len(axes) for place in places if axes}
    return tuple(name for place, name in enumerate(axes) if place not in gone)


def _matmul(names: Names, operations: Operations, operation: Operation, seen: Seen) -> Axes:
    if len(operation.arrays) != 2:
        return ()
    left, right = operation.arrays
    a, b = names.of(left), names.of(right)
    batch = seen.shape[: len(seen.shape) - (len(a) > 1) - (len(b) > 1)]
    leading = broadcast([(left.shape[:-2], a[:-2]), (right.shape[:-2], b[:-2])], batch)
    return (*leading, *a[-2:-1], *(b[-1:] if len(b) > 1 else ()))


def _dot(names: Names, operations: Operations, operation: Operation, seen: Seen) -> Axes:
    small = all(len(operand.shape) < 3 for operand in operation.arrays)
    return _matmul(names, operations, operation, seen) if small else ()


def _turned(names: Names, operations: Operations, operation: Operation, seen: Seen) -> Axes:
    axes = names.of(operation.operands[0]) if operation.operands else ()
    if operation.name == ".mT":
        return (*axes[:-2], axes[-1], axes[-2])
    rest = operation.operands[1:] or tuple(operation.keywords[k] for k in ("axes",) if k in operation.keywords)
    if operation.name == ".T" or not rest or rest[0].is_none:
        return axes[::-1]
    numbers = [operand.wholes() for operand in rest]
    order = [place for several in numbers if several is not None for place in several]
    return tuple(axes[place] for place in order) if _is_order(order, len(axes)) else ()


def _is_order(order: Sequence[int], rank: int) -> bool:
    return all(-rank <= place < rank for place in order) and len({place % rank for place in order}) == rank


def _swapped(names: Names, operations: Operations, operation: Operation, seen: Seen) -> Axes:
    axes = list(names.of(operation.operands[0])) if operation.operands else []
    places = [operand.whole() for operand in operation.operands[1:3]]
    if len(places) != 2 or any(place is None or not -len(axes) <= place < len(axes) for place in places):
        return ()
    first, second = places
    assert first is not None and second is not None
    if operation.name == "moveaxis":
        axes.insert(second % len(axes), axes.pop(first % len(axes)))
    else:
        axes[first], axes[second] = axes[second], axes[first]
    return tuple(axes)


def _reshaped(names: Names, operations: Operations, operation: Operation, seen: Seen) -> Axes:
    """Axes in front and behind whose sizes stay keep their names; the sizes' own names go first."""
    operand = operation.operands[0]
    given = operation.operands[1:] or tuple(
        operation.keywords[k] for k in ("shape", "newshape") if k in operation.keywords
    )
    nodes = _parts(given[0]) if len(given) == 1 else [one.node for one in given]
    written = sizes(operations, nodes, seen.shape) or (UNKNOWN,) * len(seen.shape)
    old, axes = operand.shape, names.of(operand)
    found = [UNKNOWN] * len(seen.shape)
    for step, start in ((1, 0), (-1, -1)):
        place = start
        while -len(old) <= place < len(old) and -len(found) <= place < len(found) and old[place] == seen.shape[place]:
            found[place] = axes[place]
            place += step
    return tuple(a if a != UNKNOWN else b for a, b in zip(written, found, strict=True))


def _indexed(names: Names, operations: Operations, operation: Operation, seen: Seen) -> Axes:
    """Slices keep an axis, numbers remove it, `None` adds one, one array of whole numbers puts its own axes there."""
    if not isinstance(operation.node, ast.Subscript) or not operation.operands[0].is_array:
        return ()
    axes = list(names.of(operation.operands[0]))
    part = operation.node.slice
    indexes = list(part.elts) if isinstance(part, ast.Tuple) else [part]
    used = sum(not _adds_axis(index) and not _is_ellipsis(index) for index in indexes)
    found: list[str] = []
    arrays = 0
    for index in indexes:
        operand = operations.operand(index)
        if _adds_axis(index):
            found.append(UNKNOWN)
        elif _is_ellipsis(index):
            rest = max(len(axes) - used, 0)
            found += axes[:rest]
            del axes[:rest]
        elif not axes:
            return ()
        else:
            name = axes.pop(0)
            used -= 1
            if isinstance(index, ast.Slice):
                found.append(name)
            elif operand.is_array and operand.seen and "bool" not in operand.seen.dtype:
                arrays += 1
                found += names.of(operand)
            elif operand.whole() is None:
                return ()
    return (*found, *axes) if arrays < 2 else ()


def _adds_axis(node: ast.AST) -> bool:
    return (isinstance(node, ast.Constant) and node.value is None) or (
        isinstance(node, ast.Attribute) and node.attr == "newaxis"
    )


def _is_ellipsis(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is Ellipsis


def _taken(names: Names, operations: Operations, operation: Operation, seen: Seen) -> Axes:
    table, ids, axis = operation.operands[0], operation.argument(1, "indices"), operation.argument(2, "axis")
    place = axis.whole() if axis else None
    if ids is None or not ids.is_array or place is None:
        return ()
    axes = names.of(table)
    place %= max(len(axes), 1)
    return (*axes[:place], *names.of(ids), *axes[place + 1 :])


def _joined(names: Names, operations: Operations, operation: Operation, seen: Seen) -> Axes:
    parts = operations.elements(operation.operands[0]) if operation.operands else ()
    every = [names.of(part) for part in parts]
    if not every or any(len(axes) != len(every[0]) for axes in every):
        return ()
    agreed = tuple(column[0] if len(set(column)) == 1 else UNKNOWN for column in zip(*every, strict=True))
    if operation.name != "stack":
        return agreed
    axis = operation.argument(1, "axis")
    place = (axis.whole() or 0) % len(seen.shape) if axis and seen.shape else 0
    return (*agreed[:place], UNKNOWN, *agreed[place:])


def _expanded(names: Names, operations: Operations, operation: Operation, seen: Seen) -> Axes:
    axis = operation.argument(1, "axis")
    place = axis.whole() if axis else None
    if place is None or not operation.operands or not seen.shape:
        return ()
    axes = names.of(operation.operands[0])
    place %= len(seen.shape)
    return (*axes[:place], UNKNOWN, *axes[place:])


def _squeezed(names: Names, operations: Operations, operation: Operation, seen: Seen) -> Axes:
    if not operation.operands:
        return ()
    operand, axis = operation.operands[0], operation.argument(1, "axis")
    places = axis.wholes() if axis else None
    gone = {place % max(len(operand.shape), 1) for place in places or ()}
    kept = [
        name
        for place, (name, size) in enumerate(zip(names.of(operand), operand.shape, strict=False))
        if (place not in gone if gone else size != 1)
    ]
    return tuple(kept)


def _stretched(names: Names, operations: Operations, operation: Operation, seen: Seen) -> Axes:
    operand = operation.operands[0]
    written = sizes(operations, _parts(operation.argument(1, "shape")), seen.shape) or (UNKNOWN,) * len(seen.shape)
    carried = broadcast([(operand.shape, names.of(operand))], seen.shape)
    return tuple(a if a != UNKNOWN else b for a, b in zip(carried, written, strict=True))


def _einsum(names: Names, operations: Operations, operation: Operation, seen: Seen) -> Axes:
    """A letter stands for the name that an operand's axis has, else for itself."""
    equation = operation.operands[0].string() if operation.operands else None
    if equation is None or "." in equation or "->" not in equation:
        return ()
    terms, _, result = equation.replace(" ", "").partition("->")
    known: dict[str, set[str]] = {}
    for term, operand in zip(terms.split(","), operation.operands[1:], strict=False):
        for letter, name in zip(term, names.of(operand), strict=False):
            known.setdefault(letter, set()).add(name)
    return tuple(_letter(letter, known) for letter in result)


def _letter(letter: str, known: Mapping[str, set[str]]) -> str:
    names = known.get(letter, set()) - {UNKNOWN}
    return names.pop() if len(names) == 1 else letter


def _one_hot(names: Names, operations: Operations, operation: Operation, seen: Seen) -> Axes:
    count = operation.argument(1, "num_classes")
    if count is None or not operation.operands or not seen.shape:
        return ()
    return (*names.of(operation.operands[0]), _size_name(count, seen.shape[-1]))


def _layer(names: Names, operations: Operations, operation: Operation, seen: Seen) -> Axes:
    """`hk.Linear(n)(x)` changes the last axis only; `vmap` puts the axis that it walked along in front."""
    if not operation.operands or not operation.maker:
        return ()
    axes = names.of(operation.operands[0])
    if operation.name == "vmap":
        plain = not operation.maker.keywords and len(operation.maker.operands) < 2
        return (*axes[:1], *((UNKNOWN,) * (len(seen.shape) - 1))) if plain and seen.shape else ()
    if operation.name == "Linear":
        sizes_given = operation.maker.operands[:1]
        return (*axes[:-1], _size_name(sizes_given[0], seen.shape[-1]) if sizes_given and seen.shape else UNKNOWN)
    return axes if operation.operands[0].shape == seen.shape else ()


_RULES: dict[str, Rule] = {
    "matmul": _matmul, "dot": _dot, "transpose": _turned, "permute_dims": _turned, ".T": _turned, ".mT": _turned,
    "matrix_transpose": _turned, "swapaxes": _swapped, "moveaxis": _swapped, "reshape": _reshaped, "index": _indexed,
    "take": _taken, "concatenate": _joined, "stack": _joined, "expand_dims": _expanded, "squeeze": _squeezed,
    "broadcast_to": _stretched, "einsum": _einsum, "one_hot": _one_hot, "arange": _counted, "eye": _counted,
    "identity": _counted, "randn": _counted, "rand": _counted, "vmap": _layer, "Linear": _layer, "LayerNorm": _layer,
}  # fmt: skip
