"""From a learner's code to its shape walk."""

from __future__ import annotations

import ast
from typing import Protocol

from runners.exercises.imports import prelude
from runners.run import without_magics
from runners.sandbox.values import WalkReport
from runners.shapes.code.axes import AxesOf, name_axes
from runners.shapes.code.problems import make_problem
from runners.shapes.code.source import Source
from runners.shapes.code.steps import make_steps
from runners.values import ShapeWalk, UsageError


class Walker(Protocol):
    """What is needed of a sandbox."""

    def walk(self, code: str, *, prelude: str = "") -> WalkReport: ...


def walk_code(sandbox: Walker, code: str, *, most_steps: int = 60, max_characters: int = 100_000) -> ShapeWalk:
    """Run the code and tell the shapes that its lines give, up to its end or to the expression that fails.

    Raises `UsageError` for no code, for more than `max_characters` of it, and for code that runs without
    making an array."""
    if not code.strip():
        raise UsageError("There is no code to walk through: put some lines that make arrays after the word shapes.")
    if len(code) > max_characters:
        raise UsageError(f"The code has {len(code):,} characters: send at most {max_characters:,}.")
    cleaned = without_magics(code)
    source = Source.read(cleaned)
    report = sandbox.walk(cleaned, prelude=prelude(cleaned))
    axes = name_axes(source, report.sightings) if source else AxesOf({}, {})
    steps, left_out = make_steps(source, report.sightings, axes, most=most_steps) if source else ((), 0)
    problem = make_problem(source, report, axes)
    if source and not steps and not problem:
        raise UsageError(_nothing_seen(source))
    return ShapeWalk(steps, problem, left_out=left_out)


def _nothing_seen(source: Source) -> str:
    """The sentence for code without a call, or without arrays."""
    defined = [node for node in source.tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    if not defined:
        return "This code makes no array: send lines that make some, for example x = jnp.ones((2, 3))."
    last = defined[-1]
    if isinstance(last, ast.ClassDef):
        return f"This code defines {last.name} but does not use it: add a line that calls it with arrays."
    arguments = ", ".join(argument.arg for argument in [*last.args.posonlyargs, *last.args.args])
    return (
        f"This code defines {last.name} but does not call it: add a line that calls {last.name}({arguments}) with "
        "arrays of the shapes you mean."
    )
