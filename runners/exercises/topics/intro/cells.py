"""Introduction to ML using JAX: the tasks whose answer is a number, a list or two variables."""

from __future__ import annotations

import numpy as np

from runners.exercises.attempt import Failure
from runners.exercises.scripts import NOTES
from runners.exercises.slips import Alternatives, pick, slips
from runners.exercises.values import NO_MISTAKE, Arrays, Cell, Exercise, Inputs, Observation, On, Output, Trial

_PRACTICAL = "Introduction to ML using JAX"


def cosine(inputs: Inputs, on: On) -> Arrays:
    """100 numbers from -π to π, and their cosine."""
    x = np.linspace(-np.pi, np.pi, 100)
    ranges = {
        "in_degrees": lambda: np.linspace(-180, 180, 100),
        "one_to_hundred": lambda: np.arange(1, 101),
        "zero_to_99": lambda: np.arange(100),
        "one_element_short": lambda: np.linspace(-np.pi, np.pi, 100, endpoint=False),
    }
    x = pick(on, x, ranges)
    curves = {
        "sine_for_cosine": lambda: np.sin(x),
        "tangent": lambda: np.tan(x),
        "cosine_negated": lambda: -np.cos(x),
        "hyperbolic": lambda: np.cosh(x),
        "inverse": lambda: np.arccos(x),
        "cosine_of_degrees": lambda: np.cos(np.deg2rad(x)),
        "x_itself": lambda: x,
    }
    return x, pick(on, np.cos(x), curves)


_COSINE = (
    *slips(
        "x",
        "Print the first two numbers of x, and its shape.",
        (
            "in_degrees",
            "x runs from -180 to 180, in degrees.",
            "The functions of JAX take radians; with such steps the curve is a wild zigzag.",
            "Let x run from minus pi to pi.",
        ),
        ("one_to_hundred", "x counts from 1 to 100.", "The steps are too wide for the curve.", "Space x out to pi."),
        ("zero_to_99", "x counts from 0 to 99.", "The steps are too wide for the curve.", "Space x out to pi."),
        (
            "one_element_short",
            "The last number of x is missing: pi itself.",
            "The end point is left out of the range.",
            "Include both ends.",
        ),
    ),
    *slips(
        "y",
        "What are the cosines of 0 and of pi?",
        ("sine_for_cosine", "It is the sine.", "It is 0 in the middle; the cosine is 1 there.", "Use the cosine."),
        ("tangent", "It is the tangent.", "It leaves the range from -1 to 1.", "Use the cosine."),
        ("cosine_negated", "It is minus the cosine.", "It is -1 in the middle.", "Leave the minus sign out."),
        ("hyperbolic", "It is the hyperbolic cosine.", "It is never below 1.", "Use the plain cosine."),
        ("inverse", "It is the inverse of the cosine.", "It is no number for most of x.", "Use the cosine itself."),
        ("cosine_of_degrees", "x is converted from degrees.", "x is in radians already.", "Leave the conversion out."),
        ("x_itself", "y is x itself.", "It is a straight line.", "Take the cosine of x."),
    ),
)
_COSINE_NOTES = {
    **NOTES,
    "number_of_points": (
        "There are not 100 points.",
        "Print the shapes of x and y.",
        "The third number of the range is the count of points, or the step is given instead.",
        "Ask for 100 numbers.",
    ),
    "lengths_differ": (
        "x and y have different lengths.",
        "Print the shapes of x and y.",
        "Each point needs both.",
        "Compute y from the whole of x.",
    ),
}


def _cosine_line_up(trial: Trial, arrays: Arrays) -> Observation | Failure:
    if len(arrays) < 2:
        return Failure(trial, slug="missing_output", evidence="Only 1 of the variables x and y has a value.")
    x, y = arrays[:2]
    if x.shape != y.shape:
        return Failure(trial, slug="lengths_differ", evidence=f"x has shape {x.shape} and y has shape {y.shape}.")
    if x.shape != (100,):
        return Failure(trial, slug="number_of_points", evidence=f"x has shape {x.shape}; it should be (100,).")
    steps = np.diff(x)
    even = bool(np.allclose(steps, steps[0], atol=1e-4)) and 0.02 < abs(steps[0]) < 0.3
    drawn = bool(np.allclose(y, np.cos(x), atol=1e-3))
    expected = (x, y) if even and drawn else cosine(trial.inputs, NO_MISTAKE)
    return Observation(trial, expected, (x, y), (0, 1))


def _derivative(x: float, order: int) -> float:
    coefficients = np.polyder(np.poly1d([6, 0, 0, -9, 4]), order)
    return float(coefficients(x))


def first_derivative(inputs: Inputs, on: On) -> Arrays:
    """The derivative of 6x⁴ - 9x + 4 at 2."""
    wrong = {
        "function_itself": lambda: _derivative(2, 0),
        "constant_kept": lambda: _derivative(2, 1) + 4,
        "linear_term_dropped": lambda: 24 * 2**3,
        "linear_term_kept": lambda: 24 * 2**3 - 9 * 2,
        "power_not_lowered": lambda: 24 * 2**4 - 9,
        "factor_missing": lambda: 6 * 2**3 - 9,
        "minus_lost": lambda: 24 * 2**3 + 9,
        "at_three": lambda: _derivative(3, 1),
        "second_derivative": lambda: _derivative(2, 2),
        "power_as_product": lambda: 24 * 2 * 3 - 9,
        "at_one": lambda: _derivative(1, 1),
        "not_evaluated_at_all": lambda: 0,
    }
    return (pick(on, _derivative(2, 1), wrong),)


def third_derivative(inputs: Inputs, on: On) -> Arrays:
    """The third derivative of 6x⁴ - 9x + 4 at 2."""
    wrong = {
        "fourth_derivative": lambda: _derivative(2, 4),
        "first_derivative": lambda: _derivative(2, 1),
        "at_three": lambda: _derivative(3, 3),
        "at_one_or_two_derivatives": lambda: 72,
        "power_not_lowered": lambda: 144 * 2**2,
        "cube_of_first": lambda: _derivative(2, 1) ** 3,
        "three_times_first": lambda: 3 * _derivative(2, 1),
        "function_itself": lambda: _derivative(2, 0),
        "not_evaluated_at_all": lambda: 0,
    }
    return (pick(on, _derivative(2, 3), wrong),)


_POWER = "Differentiate each term by itself: the power comes down as a factor, and is lowered by one."
_START = ("not_evaluated_at_all", "The answer is still 0.", "It is the number that the cell starts with.", _POWER)
_FUNCTION = (
    "function_itself",
    "82 is the value of the function, not of its derivative.",
    "The 2 was put in before differentiating.",
    "First the derivative, then the number.",
)
_AT_THREE = ("at_three", "It is the derivative at 3.", "The example above is at 3; the task is at 2.", "Put the 2 in.")
_FIRST = slips(
    "derivative",
    "Write down the derivative of each of the three terms.",
    _FUNCTION,
    ("constant_kept", "The constant is still in it.", "A constant does not change.", "Its derivative is zero."),
    ("linear_term_dropped", "The term with x alone is lost.", "Its slope is its factor.", "Keep that factor."),
    ("linear_term_kept", "The term with x is not differentiated.", "It still has its x.", "Its slope is its factor."),
    ("power_not_lowered", "The power is not lowered.", "The x still has power 4.", _POWER),
    ("factor_missing", "The power did not come down as a factor.", "The factor is still 6.", _POWER),
    ("minus_lost", "A sign is lost.", "The term with x alone is subtracted.", "Keep its minus sign."),
    _AT_THREE,
    ("second_derivative", "It is the second derivative.", "You went one step too far.", "Differentiate once."),
    ("power_as_product", "A power is computed as a product.", "2 to the power of 3 is not 6.", "Multiply it out."),
    ("at_one", "It is the derivative at 1.", "The task is at 2.", "Put the 2 in."),
    _START,
)
_THIRD = slips(
    "derivative",
    "Write down the first, the second and the third derivative.",
    ("fourth_derivative", "It is the fourth derivative.", "You went one step too far.", "Stop after three."),
    ("first_derivative", "It is the first derivative.", "Two more are needed.", "Differentiate three times."),
    _AT_THREE,
    (
        "at_one_or_two_derivatives",
        "72 is the second derivative at 1.",
        "One step is missing.",
        "Do one more step.",
    ),
    ("power_not_lowered", "The last power is not lowered.", "The x still has power 2.", _POWER),
    ("cube_of_first", "The first derivative is taken to the power of 3.", "The marks mean derivatives.", _POWER),
    ("three_times_first", "The first derivative is taken three times.", "The marks mean derivatives.", _POWER),
    _FUNCTION,
    _START,
)


def min_max(inputs: Inputs, on: On) -> Arrays:
    """The smallest and the largest number of the batch 0 ... 14 in three rows."""
    batch = np.arange(15.0).reshape(3, 5)
    wrong: Alternatives = {
        "one_pair_a_row": lambda: np.stack([batch.min(1), batch.max(1)], 1),
        "one_pair_a_column": lambda: np.stack([batch.min(0), batch.max(0)], 1),
        "largest_first": lambda: np.array([14.0, 0]),
        "only_first_row": lambda: np.array([0.0, 4]),
        "only_largest": lambda: 14.0,
        "counted_to_15": lambda: np.array([0.0, 15]),
        "starts_at_one": lambda: np.array([1.0, 15]),
        "last_row": lambda: np.array([10.0, 14]),
    }
    return (pick(on, np.array([0.0, 14]), wrong),)


_MIN_MAX = slips(
    "pairs",
    "Which axis do the minimum and the maximum run over when none is named?",
    (
        "one_pair_a_row",
        "You expect a pair for each row.",
        "Without an axis, minimum and maximum look at all numbers of the batch at once.",
        "How many numbers come out then? Rows by themselves are what vmap is for, in the next cells.",
    ),
    (
        "one_pair_a_column",
        "You expect a pair for each column.",
        "Without an axis, minimum and maximum look at all numbers of the batch at once.",
        "How many numbers come out then?",
    ),
    ("largest_first", "The two numbers are swapped.", "The function puts the minimum first.", "Swap the two numbers."),
    ("only_first_row", "Only the first row is looked at.", "The batch has three rows.", "Look at all of them."),
    ("last_row", "Only the last row is looked at.", "The batch has three rows.", "Look at all of them."),
    ("only_largest", "A number is missing.", "The function gives two numbers.", "Give both of them in a list."),
    ("counted_to_15", "15 is not in the batch.", "It has 15 numbers, counted from 0.", "Look at the last number."),
    ("starts_at_one", "The batch does not start at 1.", "It counts from 0.", "Look at the first and last number."),
)


def _alone() -> tuple[Trial, ...]:
    return (Trial("your cell", {}),)


_POLYNOMIAL = "import jax\nfrom jax import grad\n\ndef f(x):\n    return 6 * x**4 - 9 * x + 4\n\n"

EXERCISES = (
    Exercise(
        id="intro.cosine_plot",
        practical=_PRACTICAL,
        function="",
        signature="x = ..., y = ...",
        task="Make 100 evenly spaced numbers from minus pi to pi, x, and their cosine, y.",
        parameters=(),
        outputs=(Output("x", ("point",)), Output("y", ("point",))),
        trials=_alone,
        reference=cosine,
        switches=_COSINE,
        notes=_COSINE_NOTES,
        cell=Cell(("x", "y"), mark=r"\bcos\b|osine"),
        line_up=_cosine_line_up,
    ),
    Exercise(
        id="intro.derivative_by_hand_1",
        value_is_answer=True,
        practical=_PRACTICAL,
        function="",
        signature="answer = ...",
        task="Compute by hand the derivative of 6x⁴ - 9x + 4 at x = 2.",
        parameters=(),
        outputs=(Output("answer", ()),),
        trials=_alone,
        reference=first_derivative,
        switches=_FIRST,
        notes=NOTES,
        given=_POLYNOMIAL + "dfdx = grad(f)\n",
        cell=Cell(("answer",), mark=r"\bdfdx_2\b|dfdx\("),
    ),
    Exercise(
        id="intro.derivative_by_hand_3",
        value_is_answer=True,
        practical=_PRACTICAL,
        function="",
        signature="answer = ...",
        task="Compute by hand the third derivative of 6x⁴ - 9x + 4 at x = 2.",
        parameters=(),
        outputs=(Output("answer", ()),),
        trials=_alone,
        reference=third_derivative,
        switches=_THIRD,
        notes=NOTES,
        given=_POLYNOMIAL + "d3dx = grad(grad(grad(f)))\n",
        cell=Cell(("answer",), mark=r"\bd3dx"),
    ),
    Exercise(
        id="intro.batch_min_max_question",
        value_is_answer=True,
        practical=_PRACTICAL,
        function="",
        signature="batch_min_max_output = ...",
        task="Say what min_max, which names no axis, gives for the batch of 0 to 14 in three rows.",
        parameters=(),
        outputs=(Output("batch_min_max_output", ("number",)),),
        trials=_alone,
        reference=min_max,
        switches=_MIN_MAX,
        notes=NOTES,
        given="import jax.numpy as jnp\nimport numpy as np\nbatched_x = np.arange(15).reshape((3, -1))\n"
        "def min_max(x):\n    return jnp.array([jnp.min(x), jnp.max(x)])\n",
        cell=Cell(("batch_min_max_output",)),
    ),
)
