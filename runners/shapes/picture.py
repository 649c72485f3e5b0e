"""A picture of a shape walk: one box a step, its axes as named cells, the clash with a dashed border and a cross."""

from __future__ import annotations

import io
import re
import textwrap
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runners.values import Figure, ShapeProblem, ShapeStep, ShapeWalk

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Okabe and Ito's colour-blind safe palette; each meaning also has a shape of its own.
_INPUT, _STEP, _RESULT, _CLASH = "#56B4E9", "#999999", "#009E73", "#D55E00"
_WIDTH, _MARGIN, _GAP, _CLOSE = 800, 24, 34, 8
_TITLE, _CODE, _SIZE, _NAME, _TEXT = 21, 16, 19, 13, 15.5
_LOCK = threading.Lock()


def draw(walk: ShapeWalk, title: str) -> Figure:
    """The walk as a PNG, 800 pixels wide, with alt text that says all that is in it.

    Safe to call from several threads; matplotlib is imported at the first call."""
    blocks = _blocks(walk, title)
    height = sum(block.height + block.gap for block in blocks) + 2 * _MARGIN
    with _LOCK:
        data = _render(blocks, height)
    return Figure(_WIDTH, height, describe(walk, title), data)


def describe(walk: ShapeWalk, title: str, limit: int = 1900) -> str:
    """The walk in words. Over `limit` characters the middle steps are left out."""
    steps = [f"{step.expression} has shape {_named(step)}." for step in walk.steps]
    end = ["The walk ends without a clash."]
    if walk.problem:
        operands = " and ".join(walk.problem.operands)
        end = [f"Clash at {walk.problem.expression}, between {operands}.", walk.problem.cause, walk.problem.fix]
    text = " ".join([f"Shape walk: {title}.", *steps, *end])
    if len(text) <= limit or len(steps) < 3:
        return text[:limit]
    tail = " ".join([steps[-1], *end])
    return f"Shape walk: {title}. {steps[0]} {len(steps) - 2} steps are left out here. {tail}"[:limit]


def _named(step: ShapeStep) -> str:
    if not step.shape:
        return "() (a scalar)"
    return ", ".join(f"{name} {size}" for name, size in zip(step.axes, step.shape, strict=True))


@dataclass(frozen=True)
class Block:
    """One part of the picture: its height, the space above it (with an arrow unless it is an operand),
    and the function that draws it from a given y down. All in pixels."""

    height: int
    paint: Callable[[Axes, int], None]
    gap: int = _GAP

    @property
    def has_arrow(self) -> bool:
        return self.gap == _GAP


def _blocks(walk: ShapeWalk, title: str) -> list[Block]:
    blocks: list[Block] = [_title(title)]
    for number, step in enumerate(walk.steps):
        last = number == len(walk.steps) - 1 and walk.problem is None
        blocks.append(_box(step, _RESULT if last else _INPUT if _is_input(step) else _STEP))
    if walk.problem:
        blocks.append(_clash_box(walk.problem))
    return blocks


def _is_input(step: ShapeStep) -> bool:
    return re.fullmatch(r"\w+", step.expression) is not None


def _render(blocks: list[Block], height: int) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas

    figure = Canvas(figsize=(_WIDTH / 100, height / 100), dpi=100, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, _WIDTH), ylim=(height, 0))
    axes.set_axis_off()
    top = _MARGIN
    for block in blocks:
        top += block.gap
        if block.has_arrow:
            _arrow(axes, top - _GAP)
        block.paint(axes, top)
        top += block.height
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=100)
    return buffer.getvalue()


def _arrow(axes: Axes, top: int) -> None:
    tip = {"arrowstyle": "-|>", "lw": 2.5, "color": "#444444", "mutation_scale": 18, "shrinkA": 3, "shrinkB": 2}
    axes.annotate("", xy=(_WIDTH / 2, top + _GAP), xytext=(_WIDTH / 2, top), arrowprops=tip)


def _title(text: str) -> Block:
    lines = textwrap.wrap(text, 42)[:3] or [""]
    size = _fit(max(lines, key=len), _WIDTH - 2 * _MARGIN, _TITLE)

    def paint(axes: Axes, top: int) -> None:
        axes.text(_MARGIN, top, "\n".join(lines), fontsize=size, weight="bold", va="top", parse_math=False)

    return Block(36 * len(lines), paint, gap=0)


def _box(step: ShapeStep, colour: str) -> Block:
    code = _code_lines(step.expression)
    height = 26 + 28 * len(code) + 96

    def paint(axes: Axes, top: int) -> None:
        _frame(axes, top, height, colour, width=5 if colour == _RESULT else 2.5)
        _lines(axes, top + 14, code)
        _cells(axes, top + 20 + 28 * len(code), step, colour)

    return Block(height, paint, _CLOSE if colour == _INPUT else _GAP)


def _code_lines(text: str, width: int = 53) -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent="    ") or [""]


def _lines(axes: Axes, top: float, lines: list[str], colour: str = "black") -> None:
    for number, line in enumerate(lines):
        axes.text(
            _MARGIN + 18, top + 28 * number, line, fontsize=_CODE, family="monospace", va="top", color=colour,
            parse_math=False,
        )  # fmt: skip


def _frame(axes: Axes, top: int, height: int, colour: str, width: float, dashed: bool = False) -> None:
    from matplotlib.patches import FancyBboxPatch

    axes.add_patch(
        FancyBboxPatch(
            (_MARGIN + 6, top + 6), _WIDTH - 2 * _MARGIN - 12, height - 12, boxstyle="round,pad=6,rounding_size=10",
            facecolor="#FFF4EC" if dashed else "#FBFBFB", edgecolor=colour, linewidth=width,
            linestyle=(0, (4, 2)) if dashed else "-",
        )
    )  # fmt: skip


def _cells(axes: Axes, top: float, step: ShapeStep, colour: str, height: int = 88) -> None:
    from matplotlib.patches import Rectangle

    if not step.shape:
        axes.text(_MARGIN + 18, top + height / 2, "() one number, no axes", fontsize=_NAME + 2, va="center")
        return
    count = len(step.shape)
    width = (_WIDTH - 2 * _MARGIN - 36 - 10 * (count - 1)) / max(count, 3)
    for number, (size, name) in enumerate(zip(step.shape, step.axes, strict=True)):
        left = _MARGIN + 18 + number * (width + 10)
        axes.add_patch(Rectangle((left, top), width, height, facecolor=colour, alpha=0.18, edgecolor="none"))
        axes.add_patch(Rectangle((left, top), width, height, facecolor="none", edgecolor=colour, linewidth=1.5))
        axes.text(left + width / 2, top + 25, f"{size:,}", fontsize=_fit(f"{size:,}", width, _SIZE), weight="bold",
                  ha="center", va="center")  # fmt: skip
        label = textwrap.wrap(name, max(6, int(width / 10)))[:2]
        longest = max(label, key=len)
        axes.text(left + width / 2, top + 62, "\n".join(label), fontsize=_fit(longest, width, _NAME), ha="center",
                  va="center", linespacing=1.0, parse_math=False)  # fmt: skip


def _fit(text: str, width: float, size: int) -> float:
    """The font size in points at which `text` stays inside `width` pixels, about 0.9 pixels a point and letter."""
    return min(size, (width - 8) / (0.92 * max(1, len(text))))


def _clash_box(problem: ShapeProblem) -> Block:
    code = _code_lines(problem.expression, 44)
    operands = [line for operand in problem.operands for line in _code_lines(operand)]
    cause, fix = textwrap.wrap(f"Cause: {problem.cause}", 50), textwrap.wrap(f"Fix: {problem.fix}", 57)
    height = 34 + 28 * (len(code) + len(operands)) + 26 * (len(cause) + len(fix)) + 24

    def paint(axes: Axes, top: int) -> None:
        _frame(axes, top, height, _CLASH, width=5, dashed=True)
        _cross(axes, _WIDTH - _MARGIN - 40, top + 38)
        _lines(axes, top + 16, code)
        _lines(axes, top + 16 + 28 * len(code), operands, colour="#8A3D00")
        below = top + 28 + 28 * (len(code) + len(operands))
        for text, weight in ((cause, "bold"), (fix, "normal")):
            axes.text(_MARGIN + 18, below, "\n".join(text), fontsize=_TEXT, weight=weight, va="top", linespacing=1.15,
                      parse_math=False)  # fmt: skip
            below += 26 * len(text) + 8

    return Block(height, paint)


def _cross(axes: Axes, x: float, y: float, arm: int = 16) -> None:
    for direction in (1, -1):
        axes.plot([x - arm, x + arm], [y - direction * arm, y + direction * arm], color=_CLASH, linewidth=7,
                  solid_capstyle="round")  # fmt: skip
