"""Arrays without numbers: a name, a shape and the axes' names, and what NumPy would make of two of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod
from typing import NoReturn

from runners.values import ShapeProblem, ShapeStep

Shape = tuple[int, ...]
Axes = tuple[str, ...]
UNKNOWN = "?"
"""The name of an axis of which no name is known."""


def shape_text(shape: Sequence[int]) -> str:
    """`(2, 10, 64)` as `(2,10,64)`, and one axis as `(3,)`."""
    inside = ",".join(str(size) for size in shape)
    return f"({inside},)" if len(shape) == 1 else f"({inside})"


@dataclass(frozen=True)
class Array:
    """A named shape. `axes` has one name for each axis."""

    name: str
    shape: Shape
    axes: Axes

    def __post_init__(self) -> None:
        if len(self.shape) != len(self.axes):
            raise ValueError(
                f"{self.name}: {len(self.shape)} axes {self.shape}, but {len(self.axes)} names {self.axes}"
            )

    def __str__(self) -> str:
        return f"{self.name} {shape_text(self.shape)}"

    def called(self, what: str) -> str:
        """`x.T`, `x[None]`; with brackets around a name that is an expression of operators."""
        name = self.name if re.fullmatch(r"[\w.]+(?:[(\[][^()\[\]]*[)\]])*", self.name) else f"({self.name})"
        return f"{name}{what}" if what.startswith("[") else f"{name}.{what}"

    @property
    def elements(self) -> int:
        return prod(self.shape)


class Clash(Exception):
    """The step that can't be done; it ends a walk and becomes its problem."""

    def __init__(self, problem: ShapeProblem) -> None:
        super().__init__(problem.cause)
        self.problem = problem


@dataclass
class Recorder:
    """Collects the steps of one walk."""

    steps: list[ShapeStep] = field(default_factory=list)

    def take(self, array: Array, dtype: str = "float32") -> Array:
        """Record an operand as it was given."""
        return self.step(array.name, array, dtype)

    def step(self, expression: str, array: Array, dtype: str = "float32") -> Array:
        self.steps.append(ShapeStep(None, expression, array.shape, dtype, array.axes))
        return array


def clash(expression: str, operands: Sequence[Array], cause: str, fix: str) -> NoReturn:
    raise Clash(ShapeProblem(None, expression, tuple(str(operand) for operand in operands), cause, fix))


def broadcast_pair(first: Shape, second: Shape) -> tuple[Shape | None, int]:
    """The broadcast shape of two shapes, aligned at their last axes, and 0; or None and the
    first clashing axis, counted from the right as -1, -2, ..."""
    rank = max(len(first), len(second))
    left, right = pad(first, rank), pad(second, rank)
    for axis in range(-1, -rank - 1, -1):
        if left[axis] != right[axis] and 1 not in (left[axis], right[axis]):
            return None, axis
    return tuple(b if a == 1 else a for a, b in zip(left, right, strict=True)), 0


def pad(shape: Shape, rank: int) -> Shape:
    return (1,) * (rank - len(shape)) + shape


def longer_axes(first: Axes, second: Axes) -> Axes:
    return first if len(first) >= len(second) else second


def plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {'axes' if noun == 'axis' else noun + 's'}"
