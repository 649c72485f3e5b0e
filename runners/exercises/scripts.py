"""Tasks for a cell of statements: the code that runs such a cell, and the exercise that its variables name."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from runners.exercises.outline import parse
from runners.exercises.values import CALLED, Cell, Exercise
from runners.values import UsageError

NOTES = {
    "returns_nothing": (
        "The cell ends without a value to look at.",
        "Look at the last line of the cell.",
        "The last line is what a notebook shows, and what is checked.",
        "End the cell with the expression that the task asks for, or give its value to the task's variable.",
    ),
    "returns_no_array": (
        "What the cell gives is no number and no array.",
        "Look at the last line of the cell.",
        "Print the type of your value.",
        "Give the number, the list or the array that the task asks for.",
    ),
    "missing_output": (
        "A variable of the task has no value.",
        "Compare the names in your cell with the names in the task.",
        "A variable that the task names is never set.",
        "Give each variable of the task a value, under its own name.",
    ),
}
"""Words for what may be wrong with any cell."""

_CALL = """

_INPUTS, _NAMES, _HISTORY, _PICTURE = {settings!r}
_FILENAME, _SOURCE, _PREFIX = {filename!r}, {source!r}, {prefix!r}


def {called}(*values):
    import jax
    import numpy

    given = [numpy.array(value) if isinstance(value, jax.Array) else value for value in values]
    namespace = dict(zip(_INPUTS, given), __name__="__main__")
    exec(_PREFIX, namespace)
    known = run(_SOURCE, _FILENAME, namespace, _NAMES)
    if _HISTORY and len(known[_NAMES[0]]) == 1:
        known[_NAMES[0]] += known[""][-1:]
    values = known[_NAMES[0]] if _HISTORY else [known[name][-1] for name in _NAMES or ("",) if known[name]]
    values = [last_picture() or value for value in values] if _PICTURE else values
    result = tuple(numbers(value) for value in values)
    result = result[0] if len(result) == 1 else result or None
    return finish(result, namespace) if "finish" in globals() and result is not None else result
"""


def assembled(exercise: Exercise, cell: Cell, source: str) -> str:
    """Code that defines `CALLED`, which runs `source` as a cell on the exercise's inputs."""
    from runners.sandbox.execution import FILENAME

    inputs = tuple(parameter.name for parameter in exercise.parameters)
    call = _CALL.format(
        settings=(inputs, cell.names, cell.history, cell.picture),
        filename=FILENAME,
        source=source,
        prefix=exercise.given,
        called=CALLED,
    )
    return f"{_cell()}\n\n{exercise.harness}{call}"


@cache
def _cell() -> str:
    return Path(__file__).with_name("cell.py").read_text("utf-8")


def find_by_variables(code: str, exercises: Sequence[Exercise]) -> Exercise | None:
    """The exercise whose variables the code sets, if there is one. Raises `UsageError` where several fit."""
    set_names = _assigned(code)
    fitting = [(e, e.cell) for e in exercises if e.cell and e.cell.names and set(e.cell.names) <= set_names]
    marked = [exercise for exercise, cell in fitting if re.search(cell.mark, code)]
    if len(marked) == 1:
        return marked[0]
    if len(fitting) > 1:
        ids = " or ".join(exercise.id for exercise, _ in fitting)
        raise UsageError(f"Several exercises ask for these variables: name the one you mean, {ids}.")
    return None


def _assigned(code: str) -> set[str]:
    tree = parse(code)
    assignments = [node for node in tree.body if isinstance(node, ast.Assign)] if tree else []
    return {
        node.id
        for statement in assignments
        for t in statement.targets
        for node in ast.walk(t)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
