"""The part of a long walk that is shown: the steps before the clash, or the first and the last ones."""

from __future__ import annotations

from dataclasses import dataclass

from runners.values import ShapeStep, ShapeWalk


@dataclass(frozen=True)
class ShownSteps:
    """`first`, then the number that is `left_out`, then `last`."""

    first: tuple[ShapeStep, ...]
    left_out: int
    last: tuple[ShapeStep, ...]


def shorten(walk: ShapeWalk, most: int) -> ShownSteps:
    """At most `most` steps. Before a clash the last ones matter; without one a third of them are the first."""
    steps = walk.steps
    if len(steps) <= most:
        front = len(steps) // 3 if walk.left_out else 0
        return ShownSteps(steps[:front], walk.left_out, steps[front:])
    front = 0 if walk.problem else most // 3
    left_out = len(steps) - most + walk.left_out
    return ShownSteps(steps[:front], left_out, steps[front - most :])


def left_out_text(count: int) -> str:
    return f"… {count:,} {'step is' if count == 1 else 'steps are'} left out here …"
