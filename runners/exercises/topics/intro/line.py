"""Introduction to ML using JAX: a line through five houses, found by hand."""

from __future__ import annotations

import numpy as np

from runners.exercises.attempt import Failure
from runners.exercises.evidence import number
from runners.exercises.scripts import NOTES
from runners.exercises.values import Arrays, Cell, Exercise, Inputs, Observation, On, Output, Trial

_PRACTICAL = "Introduction to ML using JAX"


_SIZES, _PRICES = np.array([210.0, 160, 240, 140, 300]), np.array([4, 3.3, 3.7, 2.3, 5.4])


GOOD_FIT = 0.7
"""A mean squared error below this is a good fit; the best line has 0.12, a flat one at least 1.02."""


def fitted_line(inputs: Inputs, on: On) -> Arrays:
    """A line that is near the five houses: bias and weight."""
    weight, bias = np.polyfit(_SIZES, _PRICES, 1)
    return np.asarray(bias), np.asarray(weight)


def _line_up_line(trial: Trial, arrays: Arrays) -> Observation | Failure:
    if len(arrays) < 2 or arrays[0].size != 1 or arrays[1].size != 1:
        return Failure(trial, slug="missing_output", evidence="The line needs 2 numbers, b and w.")
    b, w = (array.reshape(()) for array in arrays[:2])
    errors = w * _SIZES + b - _PRICES
    if (errors**2).mean() <= GOOD_FIT:
        return Observation(trial, (b, w), (b, w), (0, 1))
    evidence = (
        f"Your line misses the prices by {', '.join(number(error) for error in errors)}: a mean squared error "
        f"of {number((errors**2).mean())}. Below {GOOD_FIT} is a good fit."
    )
    return Failure(trial, slug=_line_slug(float(b), float(w), errors), evidence=evidence)


def _line_slug(b: float, w: float, errors: np.ndarray) -> str:
    swapped = b * _SIZES + w - _PRICES
    if abs(w) > 0.5 and (swapped**2).mean() <= GOOD_FIT:
        return "b_and_w_swapped"
    if w <= 0:
        return "slope_negative" if w < 0 else "slope_zero"
    if (errors > 0).all() or (errors < 0).all():
        return "line_too_high" if errors[0] > 0 else "line_too_low"
    return "slope_too_steep" if w > 0.0165 else "slope_too_flat"


_LINE_NOTES = {
    **NOTES,
    "slope_negative": (
        "The line falls, but prices rise with the size of a house.",
        "Look at the line in the plot, from left to right.",
        "The weight is the slope, and yours is negative.",
        "Make the weight positive.",
    ),
    "slope_zero": (
        "The line is flat: every house has the same price.",
        "Look at the line in the plot, from left to right.",
        "The weight is the slope, and yours is 0.",
        "Make the weight a little larger than 0.",
    ),
    "line_too_high": (
        "The whole line lies above the points.",
        "Look at the distance between the line and the points.",
        "The bias moves the line up and down, and the weight tilts it.",
        "Make the bias smaller; if that is not enough, the weight as well.",
    ),
    "line_too_low": (
        "The whole line lies below the points.",
        "Look at the distance between the line and the points.",
        "The bias moves the line up and down, and the weight tilts it.",
        "Make the bias larger; if that is not enough, the weight as well.",
    ),
    "slope_too_steep": (
        "The line is too steep.",
        "Look at the smallest and at the largest house.",
        "Small houses are too cheap, or large ones too dear.",
        "Make the weight smaller and the bias larger.",
    ),
    "slope_too_flat": (
        "The line is too flat.",
        "Look at the smallest and at the largest house.",
        "Small houses are too dear, or large ones too cheap.",
        "Make the weight larger and the bias smaller.",
    ),
    "b_and_w_swapped": (
        "b and w have changed places.",
        "Which of the two is multiplied by the size of a house?",
        "The weight multiplies, the bias is added.",
        "Swap the two numbers.",
    ),
}


EXERCISES = (
    Exercise(
        id="intro.fit_line_by_hand",
        practical=_PRACTICAL,
        function="",
        signature="b = ..., w = ...",
        task="Choose b and w so that the line w x + b is near the five houses.",
        parameters=(),
        outputs=(Output("b", ()), Output("w", ())),
        trials=lambda: (Trial("your cell", {}),),
        reference=fitted_line,
        switches=(),
        notes=_LINE_NOTES,
        given="parameters_list = []\nx_data_list = [210, 160, 240, 140, 300]\ny_data_list = [4, 3.3, 3.7, 2.3, 5.4]\n"
        "def plot_basic_data(*arguments, **named):\n    pass\n",
        cell=Cell(("b", "w"), mark=r"parameters_list|plot_basic_data|slider"),
        line_up=_line_up_line,
    ),
)
