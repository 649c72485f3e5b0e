"""Runs the statements of a learner's cell one by one and gathers their values.

The source of this file is sent into the sandbox, so it stands on its own and knows nothing of any exercise.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from typing import Any


def run(source: str, filename: str, namespace: dict[str, Any], names: tuple[str, ...]) -> dict[str, list[Any]]:
    """Every value that each of `names` had, in order; under `""` the values of expressions, of assignments
    and of what was printed.

    Statements that give a name of `namespace` anew are left out (an earlier cell that was pasted along), and so
    is an import that fails. An exception is raised as it is, unless an expression or an assertion raises it
    after all the names have a value: what they hold can be judged."""
    given = set(namespace) - set(names)
    known: dict[str, list[Any]] = {name: [] for name in ("", *names)}
    namespace["print"] = _recording(known[""])
    for statement in ast.parse(source, filename).body:
        if _restates(statement, given):
            continue
        try:
            value = _step(statement, filename, namespace)
        except Exception as raised:
            if _may_fail(statement, raised, bool(names) and all(known[name] for name in names)):
                continue
            raise
        if value is not None:
            known[""].append(value)
        _note(known, names, namespace)
    return known


def _recording(printed: list[Any]) -> Callable[..., None]:
    def print_and_record(*values: Any, **options: Any) -> None:
        printed.extend(values[-1:])
        getattr(builtins, "print")(*values, **options)  # noqa: B009

    return print_and_record


def _restates(statement: ast.stmt, given: set[str]) -> bool:
    if not isinstance(statement, ast.Assign):
        return False
    targets = {target.id for target in statement.targets if isinstance(target, ast.Name)}
    used = {node.id for node in ast.walk(statement.value) if isinstance(node, ast.Name)}
    return bool(targets) and targets <= given and not used & targets


def _step(statement: ast.stmt, filename: str, namespace: dict[str, Any]) -> Any:
    """Run one statement; the value of an expression, or what was assigned to a name."""
    if isinstance(statement, ast.Expr):
        return eval(compile(ast.Expression(statement.value), filename, "eval", dont_inherit=True), namespace)
    exec(compile(ast.Module([statement], []), filename, "exec", dont_inherit=True), namespace)
    target = statement.targets[-1] if isinstance(statement, ast.Assign) else None
    return namespace.get(target.id) if isinstance(target, ast.Name) else None


def _may_fail(statement: ast.stmt, raised: Exception, complete: bool) -> bool:
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return isinstance(raised, ImportError)
    return complete and isinstance(statement, ast.Expr | ast.Assert)


def _note(known: dict[str, list[Any]], names: tuple[str, ...], namespace: dict[str, Any]) -> None:
    for name in names:
        if name in namespace and not (known[name] and known[name][-1] is namespace[name]):
            known[name].append(namespace[name])


def last_picture() -> Any:
    """The numbers of the last picture drawn with imshow, as shown, or None."""
    from matplotlib import pyplot

    for number in reversed(pyplot.get_fignums()):
        images = [image for axes in pyplot.figure(number).axes for image in axes.images]
        if images:
            return images[-1]
    return None


def numbers(value: Any) -> Any:
    """A picture, a list, a tuple or an iterator as an array where it is one; anything else as it is."""
    import numpy

    if hasattr(value, "get_array"):
        value = value.get_array()
    if hasattr(value, "__next__"):
        value = list(value)
    if not isinstance(value, list | tuple):
        return value
    try:
        return numpy.asarray(value)
    except ValueError:
        return value
