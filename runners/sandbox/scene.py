"""Where an exception was raised, inside the child: the failing expression and the arrays that its names held."""

from __future__ import annotations

import ast
import builtins
import linecache
import types
from difflib import get_close_matches
from itertools import islice
from typing import Any

_MOST = 6


def describe(raised: BaseException, filename: str) -> dict[str, Any]:
    """The innermost expression of the learner's file under way; {} where that can't be told."""
    try:
        return _described(raised, filename)
    except Exception:
        return {}


def _described(raised: BaseException, filename: str) -> dict[str, Any]:
    found = None
    step = raised.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == filename:
            found = step
        step = step.tb_next
    if found is None:
        return {}
    frame = found.tb_frame
    expression = _expression(found, filename)
    return {
        "expression": expression,
        "operands": _operands(expression, {**frame.f_globals, **frame.f_locals}),
        "near": _near(raised, frame),
    }


def _expression(step: types.TracebackType, filename: str) -> str:
    """The source text that the failing instruction was compiled from, on one line."""
    positions = next(islice(step.tb_frame.f_code.co_positions(), step.tb_lasti // 2, None))
    first, last, start, end = positions
    if first is None or last is None or start is None or end is None or last - first > 5:
        return ""
    lines = [linecache.getline(filename, number).encode() for number in range(first, last + 1)]
    lines[-1] = lines[-1][:end]
    lines[0] = lines[0][start:]
    return " ".join(b" ".join(lines).decode("utf-8", "replace").split())[:120]


def _operands(expression: str, names: dict[str, Any]) -> list[list[str]]:
    """Each array that a name, `self.w` or `params['w']` of the expression stands for."""
    try:
        tree = ast.parse(expression.removeprefix("return "), mode="eval")
    except SyntaxError:
        return []
    told: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
            words = _words(_value(node, names))
            if words:
                told[ast.unparse(node)] = words
    return [[name, words] for name, words in told.items()][:_MOST]


def _value(node: ast.expr, names: dict[str, Any]) -> Any:
    """The value of a name, of an attribute that is no property, or of a constant index in a container."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        return getattr(_value(node.value, names), "__dict__", {}).get(node.attr)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        owner, index = _value(node.value, names), node.slice.value
        if type(owner) is dict:
            return owner.get(index)
        if type(owner) in (list, tuple) and type(index) is int and 0 <= index < len(owner):
            return owner[index]
    return None


def _words(value: Any) -> str:
    import jax
    import numpy as np

    if not isinstance(value, jax.Array | np.ndarray | np.generic):
        return ""
    sizes = ", ".join(map(str, value.shape)) + ("," if len(value.shape) == 1 else "")
    told = f"has shape ({sizes}), {value.dtype}" if value.shape else f"is one number, {value.dtype}"
    return f"{told}, traced: it has no value yet" if isinstance(value, jax.core.Tracer) else told


def _near(raised: BaseException, frame: types.FrameType) -> list[str]:
    """Names that look like the one that was not found."""
    name, cutoff = getattr(raised, "name", None), 0.75
    if isinstance(raised, NameError):
        known = {*frame.f_locals, *frame.f_globals, *dir(builtins)}
    elif isinstance(raised, AttributeError):
        known = set(dir(raised.obj))
    elif isinstance(raised, KeyError) and raised.args and isinstance(raised.args[0], str):
        name, cutoff = raised.args[0], 0.5
        known = {key for value in frame.f_locals.values() if type(value) is dict for key in value if type(key) is str}
    else:
        return []
    if not isinstance(name, str):
        return []
    return get_close_matches(name, [one for one in known if not one.startswith("_")], n=2, cutoff=cutoff)
