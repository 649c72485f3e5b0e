"""Sentences that show a mistake with the learner's own numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from runners.exercises.compare import close, is_right
from runners.exercises.values import Exercise, Observation


def number(value: float) -> str:
    return f"{value:.3g}"


def row(values: np.ndarray, most: int = 6) -> str:
    flat = values.reshape(-1)
    shown = " ".join(number(float(value)) for value in flat[:most])
    return f"[{shown}{' ...' if flat.size > most else ''}]"


def shape(array: np.ndarray) -> str:
    return ",".join(str(size) for size in array.shape) or "scalar"


def first_wrong(observations: Sequence[Observation]) -> Observation:
    return next((item for item in observations if not is_right(item)), observations[0])


def side_by_side(exercise: Exercise, observations: Sequence[Observation]) -> str:
    """The first wrong row of the first wrong output, beside the right one."""
    item = first_wrong(observations)
    if exercise.value_is_answer:
        shown = ", ".join(row(got, 12) if got.ndim else number(float(got)) for got in item.got)
        return f"Your value is {shown}{f', of shape ({shape(item.got[0])})' * bool(item.got[0].ndim)}."
    for place, expected, got in item.pairs():
        differing = shapes_differ(exercise, item) if exercise.outputs[place].fact else ""
        if differing:
            return differing
        if got.shape == expected.shape and not close(got, expected):
            return f"With {item.trial.name}, {_row_pair(exercise.outputs[place].name, expected, got)}."
    return shapes_differ(exercise, item)


def _row_pair(name: str, expected: np.ndarray, got: np.ndarray) -> str:
    if expected.ndim == 0:
        return f"your {name} is {number(float(got))}; it should be {number(float(expected))}"
    with np.errstate(invalid="ignore", over="ignore"):
        error = np.nan_to_num(np.abs(got - expected), nan=np.inf)
    spot = np.unravel_index(int(error.argmax()), error.shape)[:-1]
    index = f"[{', '.join(str(int(i)) for i in spot)}]" if spot else ""
    return f"your {name}{index} is {row(got[spot])}; it should be {row(expected[spot])}"


def shapes_differ(exercise: Exercise, item: Observation) -> str:
    for place, expected, got in item.pairs():
        if got.shape != expected.shape:
            output = exercise.outputs[place]
            axes = ", ".join(f"{name} {size}" for name, size in zip(output.axes, expected.shape, strict=False))
            return (
                f"With {item.trial.name}, your {output.name} has shape ({shape(got)}); "
                f"it should be ({shape(expected)}){': ' * bool(axes)}{axes}."
            )
    return ""


def which_are_right(exercise: Exercise, observations: Sequence[Observation]) -> str:
    """Which outputs, and which inputs, the answer gets right: where not to look."""
    right = [
        output.name
        for place, output in enumerate(exercise.outputs)
        if all(close(got, expected) for item in observations for i, expected, got in item.pairs() if i == place)
        and any(place in item.compared for item in observations)
    ]
    good = [item.trial.name for item in observations if is_right(item)]
    parts = [f"Your {' and '.join(right)} agree{'s' if len(right) == 1 else ''} with the reference."] if right else []
    if good and not right:
        parts.append(f"It is right with {', '.join(good)}.")
    return " ".join(parts)


def sums_to_one(weights: np.ndarray) -> list[int]:
    """The axes over which `weights` sum to one everywhere."""
    return [
        axis for axis in range(weights.ndim) if weights.shape[axis] > 1 and np.allclose(weights.sum(axis), 1, atol=1e-3)
    ]


def sums_over_axes(exercise: Exercise, observations: Sequence[Observation], place: int) -> str:
    """Over which axis output number `place` sums to one, and that it should over its last."""
    axes = exercise.outputs[place].axes
    last = len(axes) - 1
    for item in observations:
        for number_of, expected, got in item.pairs():
            if number_of != place or got.shape != expected.shape or got.ndim != len(axes):
                continue
            over, sums = sums_to_one(got), got.sum(-1)
            where = f"sum to 1 over axis {over[0]} ({axes[over[0]]})" if over else "sum to 1 over no single axis"
            return (
                f"With {item.trial.name}, your {exercise.outputs[place].name} {where}; they should over axis {last} "
                f"({axes[last]}), where your sums run from {number(float(sums.min()))} to {number(float(sums.max()))}."
            )
    return side_by_side(exercise, observations)
