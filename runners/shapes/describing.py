"""A shape walk in words: the alt text of its picture."""

from __future__ import annotations

from runners.shapes.arrays import UNKNOWN
from runners.shapes.shortening import left_out_text, shorten
from runners.values import ShapeStep, ShapeWalk


def describe(walk: ShapeWalk, title: str, limit: int = 1900) -> str:
    """The walk in words. Over `limit` characters fewer steps are told, and the text says how many are left out."""
    text = ""
    for most in (len(walk.steps), 12, 8, 5, 3):
        text = _told(walk, title, most)
        if len(text) <= limit:
            return text
    return text[:limit]


def _told(walk: ShapeWalk, title: str, most: int) -> str:
    shown = shorten(walk, most)
    gap = [left_out_text(shown.left_out)] if shown.left_out else []
    end = ["The walk ends without a clash."]
    if walk.problem:
        operands = " and ".join(walk.problem.operands)
        where = f" on line {walk.problem.line}" if walk.problem.line else ""
        between = f", between {operands}" if operands else ""
        end = [f"Clash at {walk.problem.expression}{where}{between}.", walk.problem.cause, walk.problem.fix]
    return " ".join([f"Shape walk: {title}.", *map(_step, shown.first), *gap, *map(_step, shown.last), *end])


def _step(step: ShapeStep) -> str:
    where = f"Line {step.line}: " if step.line else ""
    if step.dtype == "tree":
        return f"{where}{step.expression} is a {step.note}."
    return f"{where}{step.expression} has shape {_named(step)}."


def _named(step: ShapeStep) -> str:
    if not step.shape:
        return "() (a scalar)"
    if all(name == UNKNOWN for name in step.axes):
        return "(" + ", ".join(map(str, step.shape)) + ")"
    pairs = zip(step.axes, step.shape, strict=True)
    return ", ".join(str(size) if name == UNKNOWN else f"{name} {size}" for name, size in pairs)
