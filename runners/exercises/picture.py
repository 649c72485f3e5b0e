"""A picture of the expected numbers beside the learner's, where looking is quicker than reading.

Wrong cells have a thick frame and a cross in the corner, so that they are seen without colour. Only outputs are
shown, and none of a task whose answer is a number itself.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from runners.exercises.compare import ATOL, RTOL, is_right
from runners.exercises.values import Exercise, Observation
from runners.values import Figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH = 800
_MOST_CELLS = 12
_FEWEST_CELLS = 4
_NARROW = 6
_WRONG = "#D55E00"
_LOCK = threading.Lock()


@dataclass(frozen=True)
class Panel:
    """Two matrices to compare, what they are, and the names of their axes (rows, columns)."""

    title: str
    axes: tuple[str, str]
    expected: np.ndarray
    got: np.ndarray
    wrong: np.ndarray


def draw(exercise: Exercise, observations: Sequence[Observation]) -> Figure | None:
    """The first wrong output that is small enough, as a PNG 800 pixels wide; None when no picture helps.

    Safe to call from several threads; matplotlib is imported at the first call."""
    panel = choose(exercise, observations)
    if panel is None:
        return None
    with _LOCK:
        data, height = _render(panel)
    return Figure(_WIDTH, height, describe(panel), data)


def choose(exercise: Exercise, observations: Sequence[Observation]) -> Panel | None:
    """What is worth a picture: equal shapes, 4 to 12 x 12 numbers; of several outputs the smallest."""
    if not exercise.parameters or exercise.value_is_answer or exercise.line_up:
        return None
    for item in (item for item in observations if not is_right(item)):
        panels = [
            panel
            for place, expected, got in item.pairs()
            if not exercise.outputs[place].fact
            if got.shape == expected.shape and expected.ndim and np.isfinite(expected).all()
            if (panel := _slice(exercise, item.trial.name, place, expected, got))
        ]
        if panels:
            return min(panels, key=lambda panel: panel.wrong.size)
    return None


def _slice(exercise: Exercise, trial: str, place: int, expected: np.ndarray, got: np.ndarray) -> Panel | None:
    """The two last axes, at the place in front of them that is most wrong."""
    wrong = _differs(expected, got)
    if not wrong.any() or max(expected.shape[-2:]) > _MOST_CELLS or int(np.prod(expected.shape[-2:])) < _FEWEST_CELLS:
        return None
    output = exercise.outputs[place]
    front = expected.shape[:-2]
    counts = wrong.reshape(*front, -1).sum(-1)
    spot = tuple(int(i) for i in np.unravel_index(int(counts.argmax()), front)) if front else ()
    names = output.axes if len(output.axes) == expected.ndim else ("",) * expected.ndim
    where = [f"{name} {index}" if name else str(index) for name, index in zip(names, spot, strict=False)]
    title = ", ".join([f"{output.name} with {trial}", *where])
    axes = ("", names[0]) if expected.ndim == 1 else (names[-2], names[-1])
    part = tuple(np.atleast_2d(array[spot]) for array in (expected, got, wrong))
    return Panel(title, axes, *part)


def _differs(expected: np.ndarray, got: np.ndarray) -> np.ndarray:
    scale = max(1.0, float(np.abs(expected).mean()))
    with np.errstate(invalid="ignore", over="ignore"):
        return np.asarray(~(np.abs(got - expected) <= ATOL * scale + RTOL * np.abs(expected)))


def describe(panel: Panel, limit: int = 1900) -> str:
    """The picture in words: how many numbers differ, where most, and the rows of both."""
    count, total = int(panel.wrong.sum()), panel.wrong.size
    with np.errstate(invalid="ignore", over="ignore"):
        error = np.nan_to_num(np.abs(panel.got - panel.expected), nan=np.inf)
    row, column = (int(i) for i in np.unravel_index(int(error.argmax()), error.shape))
    most = f"{_number(panel.got[row, column])} instead of {_number(panel.expected[row, column])}"
    spot = f"column {column}" if panel.expected.shape[0] == 1 else f"row {row}, column {column}"
    head = (
        f"Two tables side by side: {panel.title}. {count} of {total} numbers differ and are framed and crossed. "
        f"The largest difference is at {spot}: {most}."
    )
    rows = [
        f"Row {place}: expected {_row(expected)}, yours {_row(got)}."
        for place, (expected, got) in enumerate(zip(panel.expected, panel.got, strict=True))
    ]
    return " ".join([head, *rows])[:limit]


def _row(values: np.ndarray) -> str:
    return " ".join(_number(value) for value in values)


def _number(value: float) -> str:
    return f"{float(value):.3g}"


def _render(panel: Panel) -> tuple[bytes, int]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas

    rows, columns = panel.expected.shape
    beside = columns <= _NARROW
    cell = 52 if beside else 44
    height = 70 + (rows * cell + 82) * (1 if beside else 2)
    figure = Canvas(figsize=(_WIDTH / 100, height / 100), dpi=100, facecolor="white")
    FigureCanvasAgg(figure)
    figure.text(0.02, 1 - 16 / height, panel.title, fontsize=_fit(panel.title, 760, 15), weight="bold", va="top",
                parse_math=False)  # fmt: skip
    left = 70 if panel.axes[0] else 30
    width = 400 - left - 15 if beside else _WIDTH - left - 20
    for number, (name, values) in enumerate((("expected", panel.expected), ("yours", panel.got))):
        x = left + (400 * number if beside else 0)
        y = 70 + 26 if beside or number == 0 else 70 + 26 + rows * cell + 82
        area = (x / _WIDTH, 1 - (y + rows * cell) / height, width / _WIDTH, rows * cell / height)
        axes = figure.add_axes(area)
        _table(axes, panel, values, name, width / columns, mark=number == 1)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=100)
    return buffer.getvalue(), height


def _table(axes: Axes, panel: Panel, values: np.ndarray, name: str, width: float, *, mark: bool) -> None:
    low, high = float(panel.expected.min()), float(panel.expected.max())
    shown = np.clip(np.nan_to_num(values, nan=low), low, high)
    span = high - low or 1.0
    axes.imshow(shown, cmap="Blues", vmin=low - 0.1 * span, vmax=high + 0.8 * span, aspect="auto")
    longest = max((_number(value) for value in values.flat), key=len)
    size = _fit(longest, width - 16, 13)
    for (row, column), value in np.ndenumerate(values):
        weight = "bold" if mark and panel.wrong[row, column] else "normal"
        axes.text(column, row + 0.08, _number(value), ha="center", va="center", fontsize=size, weight=weight,
                  parse_math=False)  # fmt: skip
    if mark:
        _mark(axes, np.argwhere(panel.wrong))
    axes.set_title("yours  (framed and crossed: differs)" if mark else name, fontsize=12, loc="left", pad=5)
    axes.set_xlabel(panel.axes[1], fontsize=11)
    axes.set_ylabel(panel.axes[0], fontsize=11)
    axes.set_xticks(range(values.shape[1]))
    axes.set_yticks(range(values.shape[0]) if values.shape[0] > 1 else [])
    axes.tick_params(length=0, labelsize=10)


def _mark(axes: Axes, spots: np.ndarray) -> None:
    """A frame around each cell, and a cross in its upper right corner."""
    from matplotlib.collections import LineCollection

    rows, columns = spots[:, 0], spots[:, 1]
    square = np.array([(-0.46, -0.46), (0.46, -0.46), (0.46, 0.46), (-0.46, 0.46), (-0.46, -0.46)])
    strokes = np.array([[(0.25, -0.41), (0.39, -0.21)], [(0.25, -0.21), (0.39, -0.41)]])
    centres = np.stack([columns, rows], axis=-1)[:, None]
    frames = list(centres + square)
    crosses = [*(centres + strokes[0]), *(centres + strokes[1])]
    axes.add_collection(LineCollection(frames, colors=_WRONG, linewidths=2.5), autolim=False)
    axes.add_collection(LineCollection(crosses, colors=_WRONG, linewidths=2), autolim=False)


def _fit(text: str, width: float, size: float) -> float:
    """The font size in points at which `text` stays inside `width` pixels."""
    return min(size, width / (0.85 * max(1, len(text))))
