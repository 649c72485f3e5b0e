"""A picture of a shape walk: one box a step, its axes as named cells, the clash with a dashed border and a cross."""

from __future__ import annotations

import re
import textwrap
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from runners.shapes.arrays import UNKNOWN
from runners.shapes.canvas import Canvas, fitting_size, tint, width_of
from runners.shapes.describing import describe
from runners.shapes.shortening import left_out_text, shorten
from runners.values import Figure, ShapeProblem, ShapeStep, ShapeWalk

# Okabe and Ito's colour-blind safe palette; each meaning also has a shape of its own.
_INPUT, _STEP, _RESULT, _CLASH = "#56B4E9", "#999999", "#009E73", "#D55E00"
_OPERANDS, _GREY = "#8A3D00", "#555555"
_WIDTH, _MARGIN, _PAD, _GAP, _CLOSE = 800, 24, 18, 30, 10
_TITLE, _CODE, _SIZE, _NAME, _TEXT = 28, 21, 25, 18, 20
_LINE, _TEXT_LINE = 28, 27
_LEFT, _RIGHT = _MARGIN + _PAD, _WIDTH - _MARGIN - _PAD
_MOST_BOXES, _MOST_LINES = 14, 9
_LOCK = threading.Lock()


def draw(walk: ShapeWalk, title: str) -> Figure:
    """The walk as a PNG, 800 pixels wide, with alt text that says all that is in it.

    Of a long walk the steps before the clash are drawn, or the first and the last ones. Safe to call from
    several threads."""
    blocks = _blocks(walk, title)
    height = sum(block.height + block.gap for block in blocks) + 2 * _MARGIN
    with _LOCK:
        data = _render(blocks, height)
    return Figure(_WIDTH, height, describe(walk, title), data)


@dataclass(frozen=True)
class Block:
    """One part of the picture: its height, the space above it (with an arrow unless it is an operand),
    and the function that draws it from a given y down. All in pixels."""

    height: int
    paint: Callable[[Canvas, int], None]
    gap: int = _GAP

    @property
    def has_arrow(self) -> bool:
        return self.gap == _GAP


def _blocks(walk: ShapeWalk, title: str) -> list[Block]:
    is_code = any(step.line is not None for step in walk.steps)
    shown = shorten(walk, _MOST_LINES if is_code else _MOST_BOXES)
    blocks = [_title(title), *(_step(step, walk) for step in shown.first)]
    if shown.left_out:
        blocks.append(_left_out(shown.left_out))
    blocks += [_step(step, walk) for step in shown.last]
    if walk.problem:
        blocks.append(_clash_box(walk.problem))
    return [blocks[0], *(replace(block, gap=_CLOSE) for block in blocks[1:2]), *blocks[2:]]


def _step(step: ShapeStep, walk: ShapeWalk) -> Block:
    if walk.problem is None and step is walk.steps[-1]:
        return _box(step, _RESULT)
    is_input = re.fullmatch(r"\w+", step.expression) is not None
    return _box(step, _INPUT if is_input else _STEP)


def _render(blocks: list[Block], height: int) -> bytes:
    canvas = Canvas(_WIDTH, height)
    top = _MARGIN
    for block in blocks:
        top += block.gap
        if block.has_arrow:
            canvas.arrow(_WIDTH // 2, top - _GAP + 3, top - 2, "#444444")
        block.paint(canvas, top)
        top += block.height
    return canvas.png()


def _title(text: str) -> Block:
    lines = textwrap.wrap(text, 42)[:3] or [""]
    size = fitting_size(max(lines, key=len), _WIDTH - 2 * _MARGIN, "Sans-Bold", _TITLE)

    def paint(canvas: Canvas, top: int) -> None:
        for number, line in enumerate(lines):
            canvas.text(_MARGIN, top + 36 * number, line, size, "Sans-Bold")

    return Block(36 * len(lines), paint, gap=0)


def _left_out(count: int) -> Block:
    def paint(canvas: Canvas, top: int) -> None:
        canvas.text(_WIDTH // 2, top + 14, left_out_text(count), _TEXT, colour=_GREY, anchor="mm")

    return Block(28, paint, gap=_CLOSE)


def _box(step: ShapeStep, colour: str) -> Block:
    code = _code_lines(step.expression, 42 if step.line else 54)
    note = _note(step)
    has_cells = bool(step.shape)
    named = any(name != UNKNOWN for name in step.axes)
    cells = (70 if named else 44) if has_cells else 0
    height = 26 + _LINE * len(code) + cells + (30 if note else 0)

    def paint(canvas: Canvas, top: int) -> None:
        width = 6 if colour == _RESULT else 3
        canvas.box(_MARGIN, top, _WIDTH - _MARGIN, top + height, "#FBFBFB", colour, width)
        if step.line is not None:
            dtype = "" if step.dtype == "tree" else f"{step.dtype} · "
            canvas.text(_RIGHT, top + 13, f"{dtype}line {step.line}", _NAME, colour=_GREY, anchor="ra")
        _code(canvas, top + 12, code)
        below = top + 16 + _LINE * len(code)
        if has_cells:
            _cells(canvas, below, step, colour, cells)
        if note:
            canvas.text(_LEFT, below + cells + 6, note, _NAME, colour=_GREY)

    return Block(height, paint, _CLOSE if colour == _INPUT else _GAP)


def _note(step: ShapeStep) -> str:
    """What the cells do not say."""
    if step.dtype == "tree":
        return _cut(step.note)
    scalar = "" if step.shape else "() one number, no axes"
    return _cut(" · ".join(filter(None, (scalar, step.note))))


def _cut(text: str) -> str:
    return text if len(text) <= 66 else text[:65] + "…"


def _code_lines(text: str, width: int = 54) -> list[str]:
    lines = textwrap.wrap(text, width, subsequent_indent="    ") or [""]
    return lines if len(lines) <= 3 else [*lines[:2], lines[2][: width - 1] + "…"]


def _code(canvas: Canvas, top: int, lines: list[str], colour: str = "black") -> None:
    for number, line in enumerate(lines):
        size = fitting_size(line, _RIGHT - _LEFT, "SansMono", _CODE)
        canvas.text(_LEFT, top + _LINE * number, line, size, "SansMono", colour)


def _cells(canvas: Canvas, top: int, step: ShapeStep, colour: str, height: int) -> None:
    count = len(step.shape)
    names = step.axes or ("",) * count
    width = (_RIGHT - _LEFT - 8 * (count - 1)) / max(count, 3)
    for number, (size, name) in enumerate(zip(step.shape, names, strict=True)):
        left = round(_LEFT + number * (width + 8))
        middle = left + width / 2
        canvas.box(left, top, round(left + width), top + height, tint(colour, 0.18), colour, 2)
        label = "" if name == UNKNOWN else name
        canvas.text(middle, top + 22, f"{size:,}", fitting_size(f"{size:,}", width - 8, "Sans-Bold", _SIZE),
                    "Sans-Bold", anchor="mm")  # fmt: skip
        _label(canvas, middle, top + 42, label, width - 8)


def _label(canvas: Canvas, middle: float, top: int, name: str, width: float) -> None:
    """On one line, smaller where it must be, and on two where that is too small to read."""
    size = fitting_size(name, width, "Sans", _NAME)
    lines = [name] if size >= 13 else textwrap.wrap(name, max(4, len(name) // 2 + 1))[:2]
    size = _NAME if len(lines) < 2 else 13
    for number, line in enumerate(lines):
        down = 8 if len(lines) < 2 else 15 * number
        canvas.text(middle, top + down, line, fitting_size(line, width, "Sans", size), anchor="mm")


def _wrap(text: str, width: int, face_width: float) -> list[str]:
    """Lines of words that stay inside `width` pixels."""
    return textwrap.wrap(text, max(10, int(width / face_width)))


def _clash_box(problem: ShapeProblem) -> Block:
    code = _code_lines(problem.expression, 44)
    operands = [line for operand in problem.operands for line in _code_lines(operand)]
    room = _RIGHT - _LEFT
    average = width_of("the shapes of an average sentence in Sans, 50 letters", "Sans", _TEXT) / 50
    cause = _wrap(f"Cause: {problem.cause}", room, average * 1.13)
    fix = _wrap(f"Fix: {problem.fix}", room, average * 1.03)
    height = 34 + _LINE * (len(code) + len(operands)) + _TEXT_LINE * (len(cause) + len(fix)) + 26
    where = [f"line {problem.line}"] if problem.line else []

    def paint(canvas: Canvas, top: int) -> None:
        canvas.dashed_box(_MARGIN, top, _WIDTH - _MARGIN, top + height, "#FFF4EC", _CLASH, 5)
        canvas.cross(_RIGHT - 16, top + 36, 16, _CLASH)
        for text in where:
            canvas.text(_RIGHT - 46, top + 36, text, _NAME, colour=_OPERANDS, anchor="rm")
        _code(canvas, top + 18, code)
        _code(canvas, top + 18 + _LINE * len(code), operands, _OPERANDS)
        below = top + 30 + _LINE * (len(code) + len(operands))
        for number, line in enumerate(cause):
            size = fitting_size(line, room, "Sans-Bold", _TEXT)
            canvas.text(_LEFT, below + _TEXT_LINE * number, line, size, "Sans-Bold")
        below += _TEXT_LINE * len(cause) + 8
        for number, line in enumerate(fix):
            canvas.text(_LEFT, below + _TEXT_LINE * number, line, fitting_size(line, room, "Sans", _TEXT))

    return Block(height, paint)
