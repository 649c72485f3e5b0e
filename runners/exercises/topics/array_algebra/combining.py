"""Array Algebra: combining and aggregating arrays, and the step size of a slice."""

from __future__ import annotations

import numpy as np

from runners.exercises.scripts import NOTES
from runners.exercises.slips import pick, slips
from runners.exercises.values import (
    Arrays,
    Cell,
    Exercise,
    Inputs,
    On,
    Output,
    Parameter,
    Trial,
)

_PRACTICAL = "Array Algebra"
_UNCHANGED = ("unchanged", "This is still the code of the cell.", "Nothing was changed yet.", "Change the expression.")


def subtract_tenth(inputs: Inputs, on: On) -> Arrays:
    """r - b / 10."""
    r, b = (np.asarray(inputs[name], np.float64) for name in ("r", "b"))
    wrong = {
        "unchanged": lambda: r + b,
        "tenth_added": lambda: r + b / 10,
        "all_of_b_subtracted": lambda: r - b,
        "roles_swapped": lambda: b - r / 10,
        "order_swapped": lambda: b / 10 - r,
        "tenth_of_the_difference": lambda: (r - b) / 10,
        "tenth_of_r": lambda: r / 10 - b,
        "ten_times_b": lambda: r - b * 10,
        "hundredth_of_b": lambda: r - b / 100,
        "tenth_only": lambda: b / 10,
        "number_for_vector": lambda: r - 0.1,
        "whole_division": lambda: r - b // 10,
        "whole_division:100": lambda: r - b // 100,
        "summed_up": lambda: (r - b / 10).sum(),
    }
    return (pick(on, r - b / 10, wrong),)


_TENTH = slips(
    "expression",
    "Do it by hand for the first number of each vector.",
    _UNCHANGED,
    ("tenth_added", "The tenth is added.", "The sign is wrong.", "Subtract it."),
    ("all_of_b_subtracted", "All of b is subtracted.", "The tenth is missing.", "Divide b first."),
    ("roles_swapped", "The vectors have changed places.", "A tenth of r is subtracted from b.", "Swap the two."),
    ("order_swapped", "The difference is the wrong way round.", "The signs are turned.", "r comes first."),
    (
        "tenth_of_the_difference",
        "The whole difference is divided.",
        "The brackets reach too far.",
        "Divide only b.",
    ),
    ("tenth_of_r", "r is divided instead of b.", "The tenth belongs to b.", "Divide only b."),
    ("ten_times_b", "Ten times b is subtracted.", "It is multiplied.", "A tenth is a division."),
    ("hundredth_of_b", "A hundredth of b is subtracted.", "The divisor is 100.", "A tenth needs 10."),
    ("tenth_only", "r is not used.", "It is only the tenth of b.", "Subtract it from r."),
    ("number_for_vector", "A tenth of 1 is subtracted, not of b.", "b is not used.", "Take the tenth of b."),
    (
        "whole_division",
        "The division gives whole numbers only.",
        "What is behind the point is lost.",
        "Use the division with one slash.",
    ),
    ("whole_division:100", "b is divided by 100, in whole numbers.", "Both are not meant.", "Divide by 10."),
    ("summed_up", "All is summed up.", "One number comes back.", "Keep the vector."),
)


def _vectors() -> tuple[Trial, ...]:
    pairs = {
        "other vectors": ([5, -3, 8, 2], [15, 42, -7, 30]),
        "the vectors of the task": ([1, 2, 3, 4], [10, 20, 30, 40]),
    }
    return tuple(Trial(name, {"r": np.array(r), "b": np.array(b)}) for name, (r, b) in pairs.items())


def add_matrices(inputs: Inputs, on: On) -> Arrays:
    """rm + bm."""
    rm, bm, r, b = (np.asarray(inputs[name], np.float64) for name in ("rm", "bm", "r", "b"))
    wrong = {
        "unchanged": lambda: r + b,
        "matrix_product": lambda: rm @ bm,
        "matrix_product:swapped": lambda: bm @ rm,
        "multiplied": lambda: rm * bm,
        "subtracted": lambda: rm - bm,
        "subtracted:swapped": lambda: bm - rm,
        "same_matrix_twice": lambda: rm + rm,
        "same_matrix_twice:bm": lambda: bm + bm,
        "transposed": lambda: rm.T + bm,
        "transposed:bm": lambda: rm + bm.T,
        "joined": lambda: np.concatenate([rm, bm]),
        "joined:columns": lambda: np.concatenate([rm, bm], 1),
        "joined:stacked": lambda: np.stack([rm, bm]),
        "summed_up": lambda: (rm + bm).sum(),
        "rows_summed": lambda: (rm + bm).sum(0),
    }
    return (pick(on, rm + bm, wrong),)


_ADD = slips(
    "sum",
    "Add the numbers in the top left corners by hand.",
    ("unchanged", "The vectors from before are added.", "The names are still the old ones.", "Use both matrices."),
    ("matrix_product", "It is the matrix product.", "Rows meet columns there.", "Add cell by cell."),
    ("matrix_product:swapped", "It is the matrix product.", "Rows meet columns there.", "Add cell by cell."),
    ("multiplied", "The cells are multiplied.", "A sum is asked for.", "Add cell by cell."),
    ("subtracted", "The cells are subtracted.", "A sum is asked for.", "Add cell by cell."),
    ("subtracted:swapped", "The cells are subtracted.", "A sum is asked for.", "Add cell by cell."),
    ("same_matrix_twice", "The red matrix is added to itself.", "The blue one is missing.", "Use both."),
    ("same_matrix_twice:bm", "The blue matrix is added to itself.", "The red one is missing.", "Use both."),
    ("transposed", "One matrix is transposed.", "Its cells changed places.", "Add them as they are."),
    ("transposed:bm", "One matrix is transposed.", "Its cells changed places.", "Add them as they are."),
    ("joined", "The matrices are joined.", "Nothing is added.", "Add cell by cell."),
    ("joined:columns", "The matrices are joined.", "Nothing is added.", "Add cell by cell."),
    ("joined:stacked", "The matrices are stacked.", "Nothing is added.", "Add cell by cell."),
    ("summed_up", "All is summed up.", "One number comes back.", "Keep the matrix."),
    ("rows_summed", "The rows are summed up.", "A vector comes back.", "Keep the matrix."),
)


def _pairs() -> tuple[Trial, ...]:
    vectors = {"r": np.array([1, 2, 3, 4]), "b": np.array([10, 20, 30, 40])}
    cases = {
        "the matrices of the task": ([[1, 2], [3, 4]], [[1, 0], [0, 1]]),
        "other matrices": ([[5, -2], [7, 1]], [[3, 4], [-6, 2]]),
    }
    return tuple(Trial(name, {"rm": np.array(rm), "bm": np.array(bm), **vectors}) for name, (rm, bm) in cases.items())


def sum_twice(inputs: Inputs, on: On) -> Arrays:
    """The sum over the rows, then the total."""
    matrix = np.asarray(inputs["matrix"], np.float64)
    rows, columns, total = matrix.sum(0), matrix.sum(1), np.asarray(matrix.sum())
    wrong = {
        "columns_first": (columns, total),
        "total_at_once": (total, total),
        "second_sum_missing": (rows, rows),
        "second_sum_missing:columns first": (columns, columns),
        "second_sum_of_the_matrix": (rows, columns),
        "mean_for_sum": (matrix.mean(0), matrix.mean(0).mean()),
        "mean_for_sum:second": (rows, rows.mean()),
        "mean_for_sum:first": (matrix.mean(0), matrix.mean(0).sum()),
        "largest_for_sum": (matrix.max(0), matrix.max()),
        "largest_for_sum:second": (rows, rows.max()),
        "axis_kept": (matrix.sum(0, keepdims=True), matrix.sum(keepdims=True)[0]),
        "axis_kept:both": (matrix.sum(0, keepdims=True), matrix.sum(keepdims=True)),
        "started_from_zero_rows": (matrix[0], matrix[0].sum()),
    }
    found = next((pair for name, pair in wrong.items() if name in on), (rows, total))
    return tuple(np.asarray(array) for array in found)


_SUMS = slips(
    "sums",
    "Print summed after each line, with its shape.",
    (
        "columns_first",
        "The columns are summed first.",
        "The first result has a number for each row.",
        "The rows go first: a number for each column is left.",
    ),
    ("total_at_once", "All is summed at once.", "No axis is named in the first sum.", "Sum one axis, then the other."),
    ("second_sum_missing", "The second sum is missing.", "A vector is left.", "Sum the one axis that is left."),
    ("second_sum_missing:columns first", "The second sum is missing.", "And the columns went first.", "Rows first."),
    (
        "second_sum_of_the_matrix",
        "The second sum starts from the matrix again.",
        "It should go on with the first result.",
        "Sum the vector that the first sum has left.",
    ),
    ("mean_for_sum", "It is a mean.", "Sums are asked for.", "Use sums for both steps."),
    ("mean_for_sum:second", "The second step is a mean.", "A sum is asked for.", "Use sums for both steps."),
    ("mean_for_sum:first", "The first step is a mean.", "A sum is asked for.", "Use sums for both steps."),
    ("largest_for_sum", "It is a maximum.", "Sums are asked for.", "Use sums for both steps."),
    ("largest_for_sum:second", "The second step is a maximum.", "A sum is asked for.", "Use sums for both steps."),
    ("axis_kept", "The summed axis is kept.", "The result is still a matrix.", "Let the axis go."),
    ("axis_kept:both", "The summed axes are kept.", "The result is still a matrix.", "Let the axes go."),
    ("started_from_zero_rows", "Only the first row is used.", "A row is picked, not summed.", "Sum over all rows."),
)
_SUM_NOTES = {
    **NOTES,
    "axis_gone": (
        "The second sum names an axis that is not there any more.",
        "Print the shape after the first sum.",
        "A sum takes its axis away, and the axes behind it move up.",
        "Only one axis is left: how is it counted?",
    ),
    "missing_output": (
        "The variable summed gets only one value.",
        "Count the sums in your cell.",
        "First the rows are summed, and then the columns of that result.",
        "Give both results to summed, one after the other.",
    ),
}


def _sum_trials() -> tuple[Trial, ...]:
    note = "Your cell fits the matrix of the task only. A sum over an axis works with any number of rows and columns."
    return (
        Trial("the matrix of the task", {"matrix": np.array([[0, 1, 2, 3], [10, 11, 12, 13]])}),
        Trial(
            "a matrix with three rows",
            {"matrix": np.array([[4, -1, 7, 2, 5], [3, 8, -6, 1, 9], [2, 6, 4, 7, -3]])},
            advisory=True,
            note=note,
        ),
    )


EXERCISES = (
    Exercise(
        id="array_algebra.subtract_tenth",
        practical=_PRACTICAL,
        function="",
        signature="an expression of r and b",
        task="Subtract a tenth of the vector b from the vector r.",
        parameters=(Parameter("r"), Parameter("b")),
        outputs=(Output("difference", ("row",)),),
        trials=_vectors,
        reference=subtract_tenth,
        switches=_TENTH,
        notes=NOTES,
        given="import numpy as np\na = r\n",
        cell=Cell(),
    ),
    Exercise(
        id="array_algebra.add_matrices",
        practical=_PRACTICAL,
        function="",
        signature="an expression of rm and bm",
        task="Add the matrices rm and bm.",
        parameters=(Parameter("rm"), Parameter("bm"), Parameter("r"), Parameter("b")),
        outputs=(Output("sum", ("row", "column")),),
        trials=_pairs,
        reference=add_matrices,
        switches=_ADD,
        notes=NOTES,
        given="import numpy as np\n",
        cell=Cell(),
    ),
    Exercise(
        id="array_algebra.sum_rows_then_columns",
        practical=_PRACTICAL,
        function="",
        signature="summed = ..., twice",
        task="Sum the rows of the matrix, and then the columns of that result, both into summed.",
        parameters=(Parameter("matrix"),),
        outputs=(Output("first sum", ("column",)), Output("second sum", ())),
        trials=_sum_trials,
        reference=sum_twice,
        switches=_SUMS,
        notes=_SUM_NOTES,
        given="import numpy as np\n",
        cell=Cell(("summed",), history=True),
        stops={"AxisError": "axis_gone"},
    ),
)
