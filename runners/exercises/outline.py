"""Reading a learner's code without running it: its functions, and the places still to be filled in."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

_PLACEHOLDER = re.compile(
    r"#.*\b(fin[is]{1,3}h\s+me|your\s+(code|answer|solution)|fill\s+(this|it|me)?\s*in|complete\s+(this|me)|to\s*do\b|todo)",
    re.IGNORECASE,
)
_EMPTY_RIGHT_SIDE = re.compile(r"^\s*[\w\[\], .*()]+(?<![=!<>])=\s*(#.*)?$")
_BARE_RETURN = re.compile(r"^\s*return\s*(#.*)$")


@dataclass(frozen=True)
class Parameter:
    """A parameter of the learner's function."""

    name: str
    has_default: bool


@dataclass(frozen=True)
class Gap:
    """A place that is still to be filled in: its 1-based line and that line's text."""

    line: int
    text: str


def parse(code: str) -> ast.Module | None:
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def functions(code: str) -> tuple[str, ...]:
    """The names that the code gives to functions and classes, in order."""
    tree = parse(code)
    if tree is None:
        return tuple(dict.fromkeys(re.findall(r"^(?:def|class)\s+(\w+)", code, re.MULTILINE)))
    names = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda | ast.Call | ast.Attribute):
            names += [target.id for target in node.targets if isinstance(target, ast.Name)]
    return tuple(dict.fromkeys(names))


def parameters(code: str, function: str) -> tuple[Parameter, ...]:
    """The parameters of a top-level function, `lambda`, or `jit(f)` of one; () when it can't be told."""
    tree = parse(code)
    found = definition(tree, function) if tree else None
    if found is None:
        return ()
    arguments = found.args
    positional = [*arguments.posonlyargs, *arguments.args]
    required = len(positional) - len(arguments.defaults)
    named = [Parameter(argument.arg, place >= required) for place, argument in enumerate(positional)]
    keywords = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return (*named, *(Parameter(argument.arg, default is not None) for argument, default in keywords))


def definition(tree: ast.Module, name: str, depth: int = 4) -> ast.FunctionDef | ast.Lambda | None:
    """The last `def` or `lambda` that gives this name its value, through `jit(...)` and other names."""
    for node in reversed(tree.body):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            value = node.value
            while isinstance(value, ast.Call) and value.args:
                value = value.args[0]
            if isinstance(value, ast.Lambda):
                return value
            if isinstance(value, ast.Name) and value.id != name and depth:
                return definition(tree, value.id, depth - 1)
    return None


def gaps(code: str, function: str) -> tuple[Gap, ...]:
    """The places still to be filled in, in order. A comment left behind on a finished line is none."""
    lines = code.splitlines()
    tree = parse(code)
    numbers = _blank_lines(lines) if tree is None else _unfinished(tree, lines, function)
    return tuple(Gap(number, lines[number - 1].strip()) for number in sorted(set(numbers)))


def _blank_lines(lines: list[str]) -> list[int]:
    """In code that Python can't read: `x = # FINISH ME`, `x =`, `return # FINISH ME`."""
    return [
        number
        for number, line in enumerate(lines, 1)
        if (_EMPTY_RIGHT_SIDE.match(line) and not _continues(lines, number))
        or (_BARE_RETURN.match(line) and _PLACEHOLDER.search(line))
    ]


def _continues(lines: list[str], number: int) -> bool:
    """A keyword argument inside an open bracket may end in `=`; an assignment does not."""
    before = "\n".join(lines[: number - 1])
    return before.count("(") + before.count("[") > before.count(")") + before.count("]")


def _unfinished(tree: ast.Module, lines: list[str], function: str) -> list[int]:
    numbers = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.stmt) and _is_gap(node, lines)]
    for node in ast.walk(tree):
        named = isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == function
        if named and isinstance(node, ast.FunctionDef) and _is_empty(node.body):
            marked = [n for n in range(node.lineno, (node.end_lineno or 0) + 2) if n <= len(lines)]
            spots = [n for n in marked if _PLACEHOLDER.search(lines[n - 1])]
            numbers.append(spots[0] if spots else node.body[-1].lineno)
    return numbers


def _is_gap(node: ast.stmt, lines: list[str]) -> bool:
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.Return):
        return _is_ellipsis(node.value) or (_is_nothing(node.value) and _marked(lines, node.lineno))
    return isinstance(node, ast.Pass) and _marked(lines, node.lineno)


def _marked(lines: list[str], number: int) -> bool:
    """A placeholder stands on the line, or alone on the next one."""
    below = lines[number].strip() if number < len(lines) else ""
    return bool(_PLACEHOLDER.search(lines[number - 1]) or (below.startswith("#") and _PLACEHOLDER.search(below)))


def _is_ellipsis(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is Ellipsis


def _is_nothing(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _is_empty(body: list[ast.stmt]) -> bool:
    """Only a docstring, `pass`, `...` or `raise NotImplementedError`."""
    return all(
        isinstance(node, ast.Pass)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or (isinstance(node, ast.Raise) and node.exc is not None and "NotImplemented" in ast.dump(node.exc))
        for node in body
    )
