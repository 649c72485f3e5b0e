"""Array Algebra: positions, shapes, and the order of axes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import product

import numpy as np

from runners.exercises.attempt import Failure
from runners.exercises.scripts import NOTES
from runners.exercises.slips import pick
from runners.exercises.topics.array_algebra.lookup import letters
from runners.exercises.topics.array_algebra.lookup_switches import (
    CHANNELS,
    FLOORS,
    INDEX_NOTES,
    POSITIONS,
    SCALAR_POSITIONS,
    SHAPE_NOTES,
)
from runners.exercises.values import (
    NO_MISTAKE,
    Arrays,
    Cell,
    Exercise,
    Inputs,
    Observation,
    On,
    Output,
    Parameter,
    Trial,
)

_PRACTICAL = "Array Algebra"


_STREETS = np.array([[[1, 2], [1, 2], [2, 0]], [[3, 2], [0, 3], [4, 1]]])
"""The neighbourhood with the axes street, house and floor."""


def _fixed(right: np.ndarray, wrong: Mapping[str, Callable[[], np.ndarray | float]]) -> Callable[[Inputs, On], Arrays]:
    return lambda inputs, on: (pick(on, right, wrong),)


def _grid(*sizes: int, start: int = 0) -> np.ndarray:
    return np.array(list(product(*(range(start, start + size) for size in sizes))), float)


def _alone() -> tuple[Trial, ...]:
    return (Trial("your cell", {}),)


_positions = _fixed(
    _grid(2, 3, 2),
    {
        "unchanged": lambda: _grid(1, 1, 1),
        "counted_from_one": lambda: _grid(2, 3, 2, start=1),
        "axes_reordered": lambda: _grid(2, 2, 3),
        "axes_reordered:house first": lambda: _grid(3, 2, 2),
        "sizes_for_positions": lambda: np.array([[2.0, 3, 2]]),
        "one_too_many": lambda: _grid(3, 4, 3),
        "floor_axis_missing": lambda: _grid(2, 3),
        "largest_index_only": lambda: np.array([[1.0, 2, 1]]),
        "equal_sizes": lambda: _grid(2, 2, 2),
        "equal_sizes:3": lambda: _grid(3, 3, 3),
    },
)


_no_positions = _fixed(
    np.zeros((1, 0)),
    {
        "unchanged": lambda: np.zeros((1, 3)),
        "one_axis_left": lambda: np.zeros((1, 1)),
        "two_axes_left": lambda: np.zeros((1, 2)),
        "no_positions": lambda: np.zeros(0),
        "value_for_position": lambda: np.array(0.0),
        "value_for_position:list": lambda: np.zeros(1),
    },
)


_FLOORS_FIRST = _STREETS.transpose(2, 0, 1).astype(float)


def _second_floor(changed: np.ndarray) -> np.ndarray:
    return np.stack([_FLOORS_FIRST[0], changed])


_floors = _fixed(
    _FLOORS_FIRST,
    {
        "nines_left": lambda: _second_floor(np.full((2, 3), 9.0)),
        "streets_swapped": lambda: _second_floor(_FLOORS_FIRST[1][::-1]),
        "first_floor_repeated": lambda: _second_floor(_FLOORS_FIRST[0]),
        "houses_mirrored": lambda: _second_floor(_FLOORS_FIRST[1][:, ::-1]),
        "filled_down_the_columns": lambda: _second_floor(_FLOORS_FIRST[1].T.reshape(2, 3)),
        "old_order_kept": lambda: _STREETS.astype(float),
        "reshaped": lambda: _STREETS.reshape(2, 2, 3).astype(float),
        "floors_swapped": lambda: _FLOORS_FIRST[::-1],
        "house_before_street": lambda: _STREETS.transpose(2, 1, 0).astype(float),
        "house_first": lambda: _STREETS.transpose(1, 0, 2).astype(float),
    },
)


def _floors_line_up(trial: Trial, arrays: Arrays) -> Observation | Failure:
    got = arrays[0]
    expected = _floors(trial.inputs, NO_MISTAKE)
    wanted_4 = got.shape == (2, 2, 3) and got[1, 0, 2] == 4 and np.array_equal(got[0], _FLOORS_FIRST[0])
    if wanted_4:
        evidence = "You put 4 at floor 2, street 1, house 3, where nobody lives: the task's text is wrong there."
        return Failure(trial, slug="made_to_print_4", evidence=evidence)
    return Observation(trial, expected, (got,), (0,))


_CUBE = np.dstack(
    (
        [[0, 0, 0], [0, 0, 1], [0, 1, 1]],
        [[0, 1, 1], [0, 0, 1], [0, 0, 0]],
        [[1, 1, 0], [1, 0, 0], [0, 0, 0]],
    )
).astype(float)
"""The picture of the practical: rows, columns, channels."""


_EXAMPLE = np.array([[[0, 1, 0]] * 3, [[1, 1, 1], [0, 0, 0], [0, 0, 0]], [[0, 0, 0], [0, 0, 0], [1, 1, 1]]], float)
"""The practical's example of the order channels, rows, columns, which is another picture."""


def _channels(inputs: Inputs, on: On) -> Arrays:
    """Channels, columns, rows."""
    wrong: dict[str, Callable[[], np.ndarray]] = {
        "rows_before_columns": lambda: _CUBE.transpose(2, 0, 1),
        "rows_before_columns:example": lambda: _EXAMPLE,
        "channels_last": lambda: _CUBE,
        "channels_last:columns first": lambda: _CUBE.transpose(1, 0, 2),
        "columns_first": lambda: _CUBE.transpose(1, 2, 0),
        "rows_first": lambda: _CUBE.transpose(0, 2, 1),
        "channels_reversed": lambda: _CUBE.transpose(2, 1, 0)[::-1],
        "mirrored": lambda: _CUBE.transpose(2, 1, 0)[:, :, ::-1],
        "mirrored:columns": lambda: _CUBE.transpose(2, 1, 0)[:, ::-1],
    }
    wrong |= {f"only_some_turned:{number}": partial(_partly_turned, number) for number in range(1, 7)}
    return (pick(on, _CUBE.transpose(2, 1, 0), wrong),)


def _partly_turned(number: int) -> np.ndarray:
    """The example with those matrices turned whose bit is set in `number`."""
    return np.stack([matrix.T if number >> place & 1 else matrix for place, matrix in enumerate(_EXAMPLE)])


def _channels_line_up(trial: Trial, arrays: Arrays) -> Observation:
    """The answer for the picture of the practical is right, and so is that for the example's."""
    example = _EXAMPLE.transpose(0, 2, 1)
    right = arrays[0] if np.array_equal(arrays[0], example) else _channels(trial.inputs, NO_MISTAKE)[0]
    return Observation(trial, (right,), arrays[:1], (0,))


def _shape(inputs: Inputs, on: On) -> Arrays:
    return (np.array([3.0]),)


def _shape_line_up(trial: Trial, arrays: Arrays) -> Observation | Failure:
    got = tuple(int(size) for size in np.concatenate([array.reshape(-1) for array in arrays]))
    if got == (3,):
        return Observation(trial, (np.array([3.0]),), (np.array([3.0]),), (0,))
    slugs = {(1, 3, 1): "indexed_axes_kept", (4,): "stop_included", (5, 4, 3): "shape_of_whole_array"}
    slug = slugs.get(got, "scalar_shape" if not got else "wrong_number_of_axes" if len(got) > 1 else "wrong_size")
    return Failure(trial, slug=slug, evidence=f"You predict {got}; the number of axes is {len(got)}.")


EXERCISES = (
    Exercise(
        id="array_algebra.floor_street_house",
        value_is_answer=True,
        practical=_PRACTICAL,
        function="",
        signature="matrix = np.array(...)",
        task="Build the neighbourhood's array with the axes in the order floor, street, house.",
        parameters=(),
        outputs=(Output("matrix", ("floor", "street", "house")),),
        trials=_alone,
        reference=_floors,
        switches=FLOORS,
        notes={**NOTES, **INDEX_NOTES},
        given=f"import numpy as np\nmatrix = np.array({_STREETS.tolist()})\n",
        cell=Cell(("matrix",), mark=r"floor"),
        line_up=_floors_line_up,
        stops={"inhomogeneous": "ragged_lists"},
    ),
    Exercise(
        id="array_algebra.positions_3array",
        value_is_answer=True,
        practical=_PRACTICAL,
        function="",
        signature="list(itertools.product(...))",
        task="List the 12 positions of the neighbourhood: street, house, floor, counted from 0.",
        parameters=(),
        outputs=(Output("list of positions", ("position", "axis")),),
        trials=_alone,
        reference=_positions,
        switches=POSITIONS,
        notes=NOTES,
        given="import itertools\n",
        cell=Cell(),
    ),
    Exercise(
        id="array_algebra.positions_scalar",
        value_is_answer=True,
        practical=_PRACTICAL,
        function="",
        signature="list(itertools.product(...))",
        task="List the one position of a scalar, which has no axes.",
        parameters=(),
        outputs=(Output("list of positions", ("position", "axis")),),
        trials=_alone,
        reference=_no_positions,
        switches=SCALAR_POSITIONS,
        notes=NOTES,
        given="import itertools\n",
        cell=Cell(),
    ),
    Exercise(
        id="array_algebra.predict_slice_shape",
        value_is_answer=True,
        practical=_PRACTICAL,
        function="",
        signature="a tuple",
        task="Predict the shape of f_array[2, 0:3, 2], where f_array has shape (5, 4, 3).",
        parameters=(Parameter("f_array"),),
        outputs=(Output("shape", ("axis",)),),
        trials=lambda: letters()[2:],
        reference=_shape,
        switches=(),
        notes={**NOTES, **SHAPE_NOTES},
        given="import numpy as np\n",
        cell=Cell(),
        line_up=_shape_line_up,
    ),
    Exercise(
        id="array_algebra.channels_columns_rows",
        value_is_answer=True,
        practical=_PRACTICAL,
        function="",
        signature="np.array([...])",
        task="Build the picture's array, (3, 3, 3), with the axes in the order channels, columns, rows.",
        parameters=(Parameter("cubic_array"),),
        outputs=(Output("picture", ("channel", "column", "row")),),
        trials=lambda: (Trial("the picture of the practical", {"cubic_array": _CUBE.astype(int)}),),
        reference=_channels,
        switches=CHANNELS,
        notes=NOTES,
        given="import numpy as np\n"
        "cubic_array_r, cubic_array_g, cubic_array_b = (cubic_array[..., channel] for channel in range(3))\n",
        cell=Cell(),
        line_up=_channels_line_up,
    ),
)
