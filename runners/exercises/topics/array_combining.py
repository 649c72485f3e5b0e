"""Array Algebra: combining and aggregating arrays, and the step size of a slice."""

from __future__ import annotations

import math

import numpy as np

from runners.exercises.attempt import Failure
from runners.exercises.scripts import NOTES
from runners.exercises.slips import pick, slips
from runners.exercises.values import (
    CALLED,
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
    return (
        Trial("the matrix of the task", {"matrix": np.array([[0, 1, 2, 3], [10, 11, 12, 13]])}),
        Trial("a matrix with three rows", {"matrix": np.array([[4, -1, 7, 2, 5], [3, 8, -6, 1, 9], [2, 6, 4, 7, -3]])}),
    )


def step_size(inputs: Inputs, on: On) -> Arrays:
    """The smallest step that leaves at most d pixels of m x n."""
    m, n, d = (int(inputs[name]) for name in ("m", "n", "d"))
    step = 1
    while pixels(m, n, step) > d:
        step += 1
    return (np.array(float(step)),)


def pixels(m: int, n: int, step: int) -> int:
    """The pixels left of m x n with this step on both axes."""
    return math.ceil(m / step) * math.ceil(n / step)


def _step_line_up(trial: Trial, arrays: Arrays) -> Observation | Failure:
    m, n, d = (int(trial.inputs[name]) for name in ("m", "n", "d"))
    if arrays[0].size != 1 or len(arrays) < 2:
        return Failure(trial, slug="step_not_whole", evidence=f"With {trial.name}, {arrays[0].size} numbers came back.")
    step, wanted = float(arrays[0].reshape(())), step_size(trial.inputs, frozenset())
    slug = _step_slug(m, n, d, step, float(wanted[0])) or ("" if arrays[1] else "step_is_float")
    if not slug:
        return Observation(trial, wanted, (arrays[0].reshape(()),), (0,))
    left = pixels(m, n, int(step)) if step >= 1 else "no"
    evidence = f"With {trial.name}, your step is {step:g}; in whole steps, {left} pixels are left."
    return Failure(trial, slug=slug, evidence=evidence)


def _step_slug(m: int, n: int, d: int, step: float, wanted: float) -> str:
    root = math.sqrt(m * n / d)
    if step != round(step):
        return "root_not_rounded" if math.isclose(step, root, rel_tol=1e-4) else "step_not_whole"
    if step == wanted:
        return ""
    if step in (math.ceil(m * n / d), m * n // d):
        return "root_missing"
    if d < 5000 and step == pixels(m, n, d):
        return "pixels_for_step"
    if step > wanted:
        return "larger_than_needed"
    return "rounded_down" if step == int(root) else "too_many_pixels"


_STEP_NOTES = {
    "root_not_rounded": (
        "The step is not a whole number.",
        "Try your step in a slice.",
        "A slice takes whole steps only, and rounding down leaves too many pixels.",
        "Round it up.",
    ),
    "step_not_whole": (
        "The step is not one whole number.",
        "Try your step in a slice.",
        "A slice takes one whole step for an axis.",
        "Return one whole number.",
    ),
    "step_is_float": (
        "The step has the right size, but it is a float.",
        "Try your step in a slice.",
        "Python takes no float for a step, even a whole one.",
        "Turn it into an int.",
    ),
    "root_missing": (
        "The step is far too large: it is right for one axis only.",
        "How many pixels are left when both axes take this step?",
        "A step on both axes divides the pixels by its square.",
        "Take the square root before you round up.",
    ),
    "pixels_for_step": (
        "This is the number of pixels for a step of d.",
        "What is d in the second part of the task?",
        "There, d is the most pixels that may be left, and the step is asked for.",
        "Turn the formula round: solve it for the step.",
    ),
    "larger_than_needed": (
        "The step is larger than it needs to be.",
        "Try a step that is one smaller.",
        "It already leaves few enough pixels.",
        "Return the smallest step that is large enough.",
    ),
    "rounded_down": (
        "The step is rounded down, so too many pixels are left.",
        "Count the pixels that your step leaves.",
        "A smaller step leaves more pixels.",
        "Round up instead.",
    ),
    "too_many_pixels": (
        "Your step leaves too many pixels.",
        "Count the pixels that your step leaves, along both axes.",
        "It must be larger.",
        "A step on both axes divides the pixels by its square: work back from that.",
    ),
}


def _step_trials() -> tuple[Trial, ...]:
    sizes = ((90, 40, 130), (30, 20, 7), (100, 100, 2500), (60, 90, 600), (120, 80, 150), (100, 50, 5000))
    note = (
        "A picture of 5 x 5 pixels and at most 3: your step leaves more, or is larger than it needs to be. A last, "
        "incomplete step counts as a pixel."
    )
    edge = Trial("m = 5, n = 5 and d = 3", {"m": 5, "n": 5, "d": 3}, advisory=True, note=note)
    return (*(Trial(f"m = {m}, n = {n} and d = {d}", {"m": m, "n": n, "d": d}) for m, n, d in sizes), edge)


_STEP_HARNESS = f"""
def {CALLED}(m, n, d):
    import operator
    _answer = {{function}}(m, n, d)
    if _answer is None:
        return None
    try:
        operator.index(_answer)
    except TypeError:
        return _answer, 0
    return _answer, 1
"""

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
        remarks=("The text of the task calls the first vector a; r is meant.",),
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
    Exercise(
        id="array_algebra.step_size_function",
        practical=_PRACTICAL,
        function="step_size",
        signature="a function of (m, n, d), under any name",
        task="Return the smallest step for both axes that leaves at most d pixels of a picture of m x n.",
        parameters=(Parameter("m"), Parameter("n"), Parameter("d")),
        outputs=(Output("step", ()),),
        trials=_step_trials,
        reference=step_size,
        switches=(),
        notes=_STEP_NOTES,
        harness=_STEP_HARNESS,
        line_up=_step_line_up,
    ),
)
