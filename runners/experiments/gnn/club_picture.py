"""The karate club as a picture: every member always in the same place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from runners.experiments.gnn.karate import LEADERS, SIDES, Club
from runners.experiments.pictures import BLACK, ORANGE, SKY

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS, MARKERS = (SKY, ORANGE), ("o", "s")
"""Of each side. Both are light, so that black numbers can be read on them."""
PLACES = np.array([
    (3.4, 3.9), (4.1, 4.9), (5.4, 2.5), (4.0, 2.8), (2.4, 3.1), (1.3, 3.0), (1.8, 4.1), (4.3, 1.7), (6.2, 4.1),
    (6.5, 2.7), (2.2, 1.9), (1.9, 5.3), (3.2, 1.4), (5.1, 3.6), (7.5, 6.0), (8.6, 6.0), (0.0, 3.6), (3.1, 5.5),
    (9.4, 5.1), (5.2, 5.7), (10.0, 4.2), (4.1, 6.0), (9.4, 3.1), (8.0, 1.0), (7.2, 0.0), (5.7, 0.1), (10.0, 2.1),
    (6.5, 0.9), (7.2, 1.8), (8.9, 1.7), (6.4, 5.6), (5.4, 1.4), (7.3, 4.9), (8.1, 2.5),
])  # fmt: skip
"""(n, 2). From Kamada and Kawai's layout, turned so that the leaders stand left and right, and with members that
would cover each other moved apart."""


def draw_club(axes: Axes, club: Club, predicted: np.ndarray) -> None:
    """Members with colour and marker of the predicted side, (n,); a thick black edge where it is wrong."""
    axes.add_collection(LineCollection(PLACES[club.pairs], colors="#bbbbbb", linewidths=0.8, zorder=1))
    draw_members(axes, club, predicted)


def draw_members(axes: Axes, club: Club, predicted: np.ndarray) -> None:
    wrong = predicted != club.labels
    for side, (colour, marker) in enumerate(zip(COLOURS, MARKERS, strict=True)):
        for mistaken, edge, width in ((False, "#555555", 0.8), (True, BLACK, 3.5)):
            places = PLACES[(predicted == side) & (wrong == mistaken)]
            axes.scatter(
                places[:, 0], places[:, 1], s=300, c=colour, marker=marker, edgecolors=edge, linewidths=width, zorder=2
            )
    for member, (x, y) in enumerate(PLACES):
        weight = "bold" if member in LEADERS else "normal"
        axes.text(x, y - 0.02, str(member), ha="center", va="center", fontsize=10, fontweight=weight, zorder=3)
    for side, leader in enumerate(LEADERS):
        x, y = PLACES[leader]
        beside, side_of = ((x - 0.3, y + 0.5), "center") if side == 0 else ((x + 0.33, y), "left")
        axes.text(*beside, SIDES[side], ha=side_of, va="center", fontsize=11, fontweight="bold", zorder=1.5,
                  bbox={"boxstyle": "round,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.8})  # fmt: skip
    axes.set(xlim=(-0.4, 10.4), ylim=(-0.45, 6.4))
    axes.set_axis_off()


def legend_handles(*, wrong: bool) -> list[Line2D]:
    """What the marks mean, for `axes.legend`."""
    shapes = [(f"predicted: {side}", COLOURS[i], MARKERS[i], "#555555", 0.8) for i, side in enumerate(SIDES)]
    if wrong:
        shapes.append(("thick edge: wrong", "white", "o", BLACK, 3.0))
    return [
        Line2D([], [], marker=marker, color="none", markerfacecolor=colour, markeredgecolor=edge, markeredgewidth=width,
               markersize=10, label=label)
        for label, colour, marker, edge, width in shapes
    ]  # fmt: skip


def draw_logits(axes: Axes, club: Club, logits: np.ndarray) -> None:
    """Each member at its two logits, (n, 2), with colour and marker of the side that it took. Above the dashed line
    John A's side is predicted."""
    for side, (colour, marker) in enumerate(zip(COLOURS, MARKERS, strict=True)):
        x, y = logits[club.labels == side].T
        axes.scatter(x, y, s=55, c=colour, marker=marker, edgecolors=BLACK, linewidths=0.7, label=f"took {SIDES[side]}")
    low, high = float(logits.min()), float(logits.max())
    room = 0.12 * (high - low) + 0.05
    axes.plot([low - room, high + room], [low - room, high + room], "--", color="#777777", linewidth=1.2)
    axes.set(xlim=(low - room, high + room), ylim=(low - room, high + room))
    axes.set(xlabel=f"logit of {SIDES[0]}", ylabel=f"logit of {SIDES[1]}")
    axes.set_title("vectors of the last layer", fontsize=11)
    axes.legend(loc="best", handletextpad=0.1, borderpad=0.3)
