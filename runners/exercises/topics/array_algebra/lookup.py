"""Array Algebra: looking up cells, rows and channels, and the order of axes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from runners.exercises.scripts import NOTES
from runners.exercises.topics.array_algebra.lookup_switches import (
    BLUE,
    CORNER,
    GREEN,
    GREEN_ROW,
    INDEX_NOTES,
    INDEX_STOPS,
    TOP_LEFT,
)
from runners.exercises.values import (
    Arrays,
    Cell,
    Exercise,
    Inputs,
    On,
    Output,
    Parameter,
    Reference,
    Switch,
    Trial,
)

_PRACTICAL = "Array Algebra"

Lookup = Callable[[np.ndarray], np.ndarray]


def _reference(name: str, right: Lookup, wrong: Mapping[str, Lookup]) -> Reference:
    """The reference of an expression of one array."""

    def reference(inputs: Inputs, on: On) -> Arrays:
        array = np.asarray(inputs[name], np.float64)
        look_up = next((wrong[key] for key in wrong if key in on), right)
        return (np.asarray(look_up(array)),)

    return reference


def _matrices() -> tuple[Trial, ...]:
    return (
        Trial("the matrix of the task", {"matrix": np.array([[1, 2, 2], [3, 0, 4]])}),
        Trial("another matrix", {"matrix": np.array([[7, 5, 3], [6, 9, 8]])}),
    )


def letters() -> tuple[Trial, ...]:
    """The letter F of the practical, and two arrays of its shape in which no two numbers are alike."""
    red = np.array([[1, 1, 1, 0], [1, 0, 0, 0], [1, 1, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]])
    other = np.zeros((5, 4), int)
    other[2, 3] = other[4, 3] = 1
    mixed = [np.random.default_rng(seed).permutation(60).reshape(5, 4, 3) for seed in (71, 72)]
    return (
        Trial("an array of different numbers", {"f_array": mixed[0]}),
        Trial("another one", {"f_array": mixed[1]}),
        Trial("the letter F", {"f_array": np.dstack((red, other, other))}),
    )


def _lookup(
    id: str, task: str, outputs: Output, right: Lookup, wrong: Mapping[str, Lookup], switches: tuple[Switch, ...]
) -> Exercise:
    name = "matrix" if id == "array_algebra.top_left_cell" else "f_array"
    return Exercise(
        id=id,
        practical=_PRACTICAL,
        function="",
        signature=f"an expression of {name}",
        task=task,
        parameters=(Parameter(name),),
        outputs=(outputs,),
        trials=_matrices if name == "matrix" else letters,
        reference=_reference(name, right, wrong),
        switches=switches,
        notes={**NOTES, **INDEX_NOTES},
        given="import numpy as np\n",
        cell=Cell(),
        stops=INDEX_STOPS,
    )


_LOOKUPS = (
    _lookup(
        "array_algebra.top_left_cell",
        "Look up the top left cell of the matrix.",
        Output("value", ()),
        lambda a: a[0, 0],
        {
            "unchanged": lambda a: a[1, 2],
            "counted_from_one": lambda a: a[1, 1],
            "top_right": lambda a: a[0, -1],
            "bottom_left": lambda a: a[-1, 0],
            "second_column": lambda a: a[0, 1],
            "whole_row": lambda a: a[0],
            "whole_column": lambda a: a[:, 0],
            "slices_for_indices": lambda a: a[:1, :1],
            "list_for_indices": lambda a: a[[0, 0]],
        },
        TOP_LEFT,
    ),
    _lookup(
        "array_algebra.green_channel",
        "Take the green channel of f_array, (5, 4, 3).",
        Output("green channel", ("row", "column")),
        lambda a: a[:, :, 1],
        {
            "red_channel": lambda a: a[:, :, 0],
            "blue_channel": lambda a: a[:, :, 2],
            "column_for_channel": lambda a: a[:, 1, :],
            "row_for_channel": lambda a: a[1],
            "axis_kept": lambda a: a[:, :, 1:2],
            "several_channels": lambda a: a[:, :, :2],
            "several_channels:after": lambda a: a[:, :, 1:],
            "transposed": lambda a: a[:, :, 1].T,
        },
        GREEN,
    ),
    _lookup(
        "array_algebra.green_second_last_row",
        "Take the green channel of the second-to-last row of f_array, (5, 4, 3).",
        Output("vector", ("column",)),
        lambda a: a[-2, :, 1],
        {
            "unchanged": lambda a: a[0, :, 0],
            "last_row": lambda a: a[-1, :, 1],
            "second_row": lambda a: a[1, :, 1],
            "third_last_row": lambda a: a[-3, :, 1],
            "first_row": lambda a: a[0, :, 1],
            "last_two_rows": lambda a: a[-2:, :, 1],
            "row_axis_kept": lambda a: a[-2:-1, :, 1],
            "column_for_row": lambda a: a[:, -2, 1],
            "red_channel": lambda a: a[-2, :, 0],
            "blue_channel": lambda a: a[-2, :, 2],
            "all_channels": lambda a: a[-2],
            "column_for_channel": lambda a: a[-2, 1, :],
            "both_last:red": lambda a: a[-1, :, 0],
        },
        GREEN_ROW,
    ),
    _lookup(
        "array_algebra.bottom_right_pixel",
        "Take the colours of the bottom right pixel of f_array, (5, 4, 3).",
        Output("pixel", ("channel",)),
        lambda a: a[-1, -1],
        {
            "unchanged": lambda a: a[2, 2],
            "bottom_left": lambda a: a[-1, 0],
            "top_right": lambda a: a[0, -1],
            "one_off": lambda a: a[-2, -2],
            "one_off:row": lambda a: a[-2, -1],
            "one_off:column": lambda a: a[-1, -2],
            "axes_kept": lambda a: a[-1:, -1:],
            "whole_row": lambda a: a[-1],
            "whole_column": lambda a: a[:, -1],
            "one_channel": lambda a: a[-1, -1, -1],
            "channel_for_column": lambda a: a[-1, :, -1],
        },
        CORNER,
    ),
    _lookup(
        "array_algebra.blue_top_left",
        "Take the blue value of the top left pixel of f_array, (5, 4, 3).",
        Output("value", ()),
        lambda a: a[0, 0, 2],
        {
            "unchanged": lambda a: a[2, 1, 0],
            "green_channel": lambda a: a[0, 0, 1],
            "red_channel": lambda a: a[0, 0, 0],
            "all_channels": lambda a: a[0, 0],
            "counted_from_one": lambda a: a[1, 1, 2],
            "channel_first": lambda a: a[2, 0, 0],
            "column_for_channel": lambda a: a[0, 2, 0],
            "top_right": lambda a: a[0, -1, 2],
            "bottom_left": lambda a: a[-1, 0, 2],
            "axis_kept": lambda a: a[0, 0, 2:],
            "whole_channel": lambda a: a[:, :, 2],
        },
        BLUE,
    ),
)


EXERCISES = (*_LOOKUPS,)
