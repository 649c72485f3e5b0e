"""Why a line failed: the failing expression, its operands' shapes, one cause and one way out."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import replace

from runners.errors import explain
from runners.sandbox.values import Seen, Sighting, WalkReport
from runners.shapes.arrays import UNKNOWN, Clash, shape_text
from runners.shapes.code import causes
from runners.shapes.code.axes import AxesOf
from runners.shapes.code.operations import Operand, Operation, Operations
from runners.shapes.code.source import Source, one_line
from runners.values import ErrorReport, ShapeProblem

_OPERAND_CHARACTERS = 48
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z`])")
_ELSEWHERE = "Look at the shapes of the steps before this line, and compare them with what you meant."


def make_problem(source: Source | None, report: WalkReport, axes: AxesOf) -> ShapeProblem | None:
    """The problem of a walk that did not come to its end; None for one that did."""
    error = report.error
    if error is None:
        return None
    node = source.at(report.spots[-1]) if source and report.spots else None
    if source is None or node is None:
        return _plain(error, _line_text(source, error), ())
    line = report.spots[-1].line
    operations = Operations(source, _latest(report.sightings))
    operation = _operation(source, operations, node)
    operands = _shown(source, operations, operation, axes) if operation else ()
    whole = operation.node if operation else (source.statement(node) or node)
    expression = source.text(whole)
    error = replace(error, line=line)
    if operation is not None:
        try:
            causes.look_for_cause(operations, operation, expression, error)
        except Clash as clash:
            found = clash.problem
            return ShapeProblem(line, expression, operands, found.cause, found.fix)
    return _plain(error, expression, operands)


def _latest(sightings: Sequence[Sighting]) -> dict[int, Seen]:
    """What each node gave last."""
    return {sighting.node: sighting.seen for sighting in sightings}


def _operation(source: Source, operations: Operations, node: ast.AST) -> Operation | None:
    """The failing operation. An unpacking fails at the names on its left."""
    statement = source.parents.get(node)
    if isinstance(statement, ast.Assign) and node in statement.targets:
        value = operations.operand(statement.value)
        if isinstance(node, ast.Subscript):
            return Operation("set_index", statement, (operations.operand(node.value), value))
        sizes_of = (operations.operand(value.node.value),) if isinstance(value.node, ast.Attribute) else ()
        return Operation("unpack", statement, (value, *sizes_of))
    if isinstance(node, ast.Attribute | ast.Name):
        return None
    return operations.read(node)


def _shown(source: Source, operations: Operations, operation: Operation, axes: AxesOf) -> tuple[str, ...]:
    """`q (2,10,64) B, T, D`: each array that takes part, also those in a list."""
    found: list[str] = []
    for operand in (*operation.operands, *operation.keywords.values()):
        parts = [operand] if operand.is_array else operations.elements(operand)
        found += [_operand(source, part, axes) for part in parts if part.is_array]
    return tuple(dict.fromkeys(found))[:8]


def _operand(source: Source, operand: Operand, axes: AxesOf) -> str:
    assert operand.seen is not None
    names = axes.at(source.numbers.get(operand.node, -1), 0, operand.seen)
    named = f" {', '.join(names)}" if names and UNKNOWN not in names else ""
    inside = f" inside {operand.seen.inside}" if operand.seen.inside in ("vmap", "grad") else ""
    return f"{one_line(operand.text, _OPERAND_CHARACTERS)} {shape_text(operand.shape)}{named}{inside}"


def _plain(error: ErrorReport, expression: str, operands: tuple[str, ...]) -> ShapeProblem:
    """Without a cause of our own: the explanation of the exception, or its message."""
    known = explain(error.type, error.message).explanation or error.explanation
    message = one_line(error.message, 300)
    if error.type in ("TimeLimit", "MemoryLimit", "OutputLimit", "ThreadLimit", "Crash", "CodeTooLong"):
        return ShapeProblem(None, "the whole code", (), message, known or "Try smaller arrays, or fewer steps.")
    first, _, rest = _SENTENCE.sub("\n", known).partition("\n")
    said = f"{error.type}: {message}" if message else error.type
    in_their_words = error.type == "AssertionError" and bool(message)
    told = first and rest and not in_their_words
    cause = first if told else said if said.endswith((".", "!", "?")) else f"{said}."
    fix = rest.replace("\n", " ") if rest else (first or _ELSEWHERE)
    return ShapeProblem(error.line, expression, operands, cause, fix)


def _line_text(source: Source | None, error: ErrorReport) -> str:
    lines = error.excerpt.split("\n")
    marked = next((line for line in lines if line.startswith(">")), "")
    return one_line(marked.partition("|")[2]) or error.type
