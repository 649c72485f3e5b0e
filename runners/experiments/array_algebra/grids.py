"""Arrays as grids of cells with their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Rectangle

from runners.experiments import pictures

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_CELLS = 6
"""So many cells are drawn along an axis."""
_GAP = 1.3


@dataclass(frozen=True)
class Grid:
    """An array of at most two axes to draw; a vector is a row. `copied` cells are hatched, `marked` ones have a thick
    border; both have the array's shape. `caption` stands below."""

    numbers: np.ndarray
    caption: str
    copied: np.ndarray | None = None
    marked: np.ndarray | None = None


def visible(array: np.ndarray) -> np.ndarray:
    """The part of an array that is drawn: the last two axes, at index 0 of the others, cut to MOST_CELLS."""
    while array.ndim > 2:
        array = array[0]
    return array[tuple(slice(MOST_CELLS) for _ in array.shape)]


def draw_grids(axes: Axes, grids: list[Grid], signs: list[str]) -> None:
    """The grids from left to right with a sign such as + or = before each but the first."""
    shaped = [np.atleast_2d(grid.numbers) for grid in grids]
    height = max(array.shape[0] for array in shaped)
    left = 0.0
    for place, (grid, array) in enumerate(zip(grids, shaped, strict=True)):
        if place:
            axes.text(left - _GAP / 2, height / 2, signs[place - 1], ha="center", va="center", fontsize=16)
        top = (height - array.shape[0]) / 2
        _draw_one(axes, grid, array, left, top)
        axes.text(left + array.shape[1] / 2, height + 0.25, grid.caption, ha="center", va="top", fontsize=10)
        left += max(array.shape[1], 2) + _GAP
    axes.set(xlim=(-1.0, left - _GAP + 1.0), ylim=(height + 1.6, -0.3), aspect="equal")
    axes.set_axis_off()


def _draw_one(axes: Axes, grid: Grid, array: np.ndarray, left: float, top: float) -> None:
    copied = np.zeros(array.shape, bool) if grid.copied is None else np.atleast_2d(grid.copied)
    marked = np.zeros(array.shape, bool) if grid.marked is None else np.atleast_2d(grid.marked)
    for (row, column), number in np.ndenumerate(array):
        place = (left + column, top + row)
        face = "#FFFFFF" if copied[row, column] else "#CFE6F5"
        hatch = "///" if copied[row, column] else None
        axes.add_patch(Rectangle(place, 1, 1, facecolor=face, edgecolor="#999999", linewidth=0.8, hatch=hatch))
        if marked[row, column]:
            border = Rectangle(
                (place[0] + 0.06, place[1] + 0.06), 0.88, 0.88, fill=False, edgecolor=pictures.VERMILION, linewidth=2.5
            )
            axes.add_patch(border)
        size = 11 if len(str(number)) < 4 else 9
        box = {"facecolor": face, "edgecolor": "none", "pad": 1.0} if copied[row, column] else None
        axes.text(place[0] + 0.5, place[1] + 0.5, str(number), ha="center", va="center", fontsize=size, bbox=box)
