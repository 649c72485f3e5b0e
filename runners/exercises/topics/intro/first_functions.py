"""Introduction to ML using JAX: ReLU, with and without jit, and the squared error of a line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from runners.exercises.inputs import normal
from runners.exercises.values import CALLED, Arrays, Exercise, Inputs, On, Output, Parameter, Switch, Trial

_PRACTICAL = "Introduction to ML using JAX"


def relu(inputs: Inputs, on: On) -> Arrays:
    """max(x, 0), element by element."""
    x = np.asarray(inputs["x"], np.float64)
    for name, change in _RELUS.items():
        if name in on:
            return (np.asarray(change(x)),)
    return (np.maximum(x, 0),)


_RELUS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "identity": lambda x: x,
    "absolute_value": np.abs,
    "condition_inverted": lambda x: np.where(x > 0, 0, x),
    "leaky:0.01": lambda x: np.where(x > 0, x, 0.01 * x),
    "leaky:0.1": lambda x: np.where(x > 0, x, 0.1 * x),
    "step_function": lambda x: (x > 0) * 1.0,
    "always_zero": np.zeros_like,
    "one_below_zero": lambda x: np.where(x > 0, x, 1),
    "minus_one_below_zero": lambda x: np.where(x > 0, x, -1),
    "wrong_threshold": lambda x: np.where(x > 1, x, 0),
    "clipped_at_one": lambda x: np.maximum(x, 1),
    "clipped_to_unit": lambda x: np.clip(x, 0, 1),
    "softplus": lambda x: np.logaddexp(x, 0),
    "largest_only": lambda x: np.maximum(x.max(), 0),
}


def _relu_switch(name: str, message: str, what: str) -> Switch:
    hints = (
        "Try one negative and one positive number by hand.",
        what,
        "Positive numbers come back as they are, all others become 0.",
    )
    return Switch(name.partition(":")[0], message, hints, "relu", name)


_RELU_SWITCHES = (
    _relu_switch("identity", "Negative numbers come back as they are.", "Both branches return the input."),
    _relu_switch("absolute_value", "It computes the absolute value.", "Negative numbers change their sign."),
    _relu_switch("condition_inverted", "The two cases are swapped.", "Positive numbers become 0, negative ones stay."),
    _relu_switch("leaky:0.01", "It is a leaky ReLU.", "Negative numbers become small instead of 0."),
    _relu_switch("leaky:0.1", "It is a leaky ReLU.", "Negative numbers become small instead of 0."),
    _relu_switch("step_function", "It returns 1 for every positive number.", "The comparison itself comes back."),
    _relu_switch("always_zero", "It returns 0 for every number.", "Positive numbers are lost."),
    _relu_switch("one_below_zero", "Negative numbers become 1.", "The other branch returns 1."),
    _relu_switch("minus_one_below_zero", "Negative numbers become -1.", "The other branch returns -1."),
    _relu_switch("wrong_threshold", "Numbers between 0 and 1 become 0.", "The comparison is with 1 instead of 0."),
    _relu_switch("clipped_at_one", "Everything below 1 becomes 1.", "The larger of x and 1 comes back."),
    _relu_switch("clipped_to_unit", "Large numbers are cut to 1.", "There is an upper limit that ReLU does not have."),
    _relu_switch("softplus", "It is softplus, a smooth relative of ReLU.", "Small negative numbers stay above 0."),
    _relu_switch("largest_only", "Only the largest number comes back.", "The maximum is taken over the whole array."),
)


def _scalar_trials() -> tuple[Trial, ...]:
    return tuple(Trial(f"x = {x}", {"x": x}) for x in (-3.5, -1, 0, 0.25, 2, 7.5))


def _array_trials() -> tuple[Trial, ...]:
    x = normal(200, 2, 3, scale=3)
    row = np.array([-2.0, 0.0, 0.5, 4.0, -7.0], np.float32)
    return (
        Trial("a negative number", {"x": -3.5, "how": "eager"}),
        Trial("a positive number", {"x": 2.0, "how": "eager"}),
        Trial("a row of numbers under jit", {"x": row, "how": "jit"}, sole_failure="not_jittable"),
        Trial("a matrix under jit", {"x": x, "how": "jit"}, sole_failure="not_jittable"),
    )


_JIT_HARNESS = f"""
def {CALLED}(x, how):
    import jax
    return jax.jit({{function}})(x) if how == "jit" else {{function}}(x)
"""

_NOT_JITTABLE = (
    "The function can't be compiled with jit.",
    "Look for an if on the value of x, and for functions of NumPy.",
    "Under jit, x has a shape but no value yet: Python can't decide on it, and NumPy can't compute with it.",
    "Choose between the two cases for all elements at once, with functions of jax.numpy.",
)


def squared_error(inputs: Inputs, on: On) -> Arrays:
    """(w x + b - y)²."""
    b, w, x, y = (np.asarray(inputs[name], np.float64) for name in ("b", "w", "x", "y"))
    if "b_and_w_swapped" in on:
        b, w = w, b
    if "x_and_y_swapped" in on:
        x, y = y, x
    line = w * x + (0 if "bias_missing" in on else b)
    if "bias_subtracted" in on:
        line = w * x - b
    if "bias_inside" in on:
        line = w * (x + b)
    if "weight_missing" in on:
        line = x + b
    difference = line + y if "target_added" in on else line - y
    return (np.asarray(_error(difference, line, y, on)),)


def _error(difference: np.ndarray, line: np.ndarray, y: np.ndarray, on: On) -> np.ndarray:
    changes = {
        "not_squared": difference,
        "not_squared:negative": -difference,
        "absolute_error": np.abs(difference),
        "halved": difference**2 / 2,
        "difference_of_squares": line**2 - y**2,
        "difference_of_squares:negative": y**2 - line**2,
        "doubled": difference * 2,
        "prediction_squared": line**2,
        "prediction_returned": line,
        "square_then_sum": line**2 + y**2,
        "cubed": difference**3,
    }
    return next((value for name, value in changes.items() if name in on), difference**2)


def _error_switch(name: str, message: str, what: str, fix: str, group: str) -> Switch:
    return Switch(name.partition(":")[0], message, ("Compute one point by hand.", what, fix), group, name)


_squared = partial(_error_switch, fix="Square the difference of prediction and y.", group="square")
_line = partial(_error_switch, fix="The prediction is the weight times x, plus the bias.", group="line")
_ERROR_SWITCHES = (
    _squared("not_squared", "The difference is not squared.", "The result can be negative."),
    _squared("not_squared:negative", "The difference is not squared.", "The result can be negative."),
    _squared("absolute_error", "It is the absolute error.", "The size of the difference comes back, not its square."),
    _squared("halved", "The squared error is halved.", "There is a factor of one half that the task does not have."),
    _squared("doubled", "The difference is doubled, not squared.", "Times 2 stands where to the power of 2 is meant."),
    _squared("cubed", "The difference is taken to the power of 3.", "The power is 3."),
    _squared("difference_of_squares", "Prediction and y are squared one by one.", "The squares are subtracted."),
    _squared("difference_of_squares:negative", "Prediction and y are squared one by one.", "They are subtracted."),
    _squared("square_then_sum", "The squares are added.", "Prediction and y are squared one by one, and added."),
    _squared("prediction_squared", "y is not used.", "The square of the prediction comes back."),
    _squared("prediction_returned", "The prediction comes back, not its error.", "y is not used."),
    _line("bias_missing", "The bias b is left out.", "The prediction lacks b."),
    _line("bias_subtracted", "The bias b is subtracted.", "b has the wrong sign."),
    _line("bias_inside", "The bias is multiplied by the weight.", "Brackets stand around x and b."),
    _line("weight_missing", "The weight w is left out.", "x is not multiplied by w."),
    _line("b_and_w_swapped", "b and w have changed places.", "b multiplies x and w is added."),
    _line("x_and_y_swapped", "x and y have changed places.", "The prediction is made from y."),
    _error_switch(
        "target_added",
        "y is added to the prediction instead of subtracted.",
        "The sign before y is wrong.",
        "The error is the difference of prediction and y.",
        "target",
    ),
)


def _error_trials() -> tuple[Trial, ...]:
    points = [(3.77, 0.05, 210.0, 4.0), (-1.5, 2.0, 3.0, 7.25), (0.5, -0.75, -4.0, 1.0), (2.0, 1.25, 0.5, -3.0)]
    trials = [Trial(f"b = {b}, w = {w}, x = {x}, y = {y}", {"b": b, "w": w, "x": x, "y": y}) for b, w, x, y in points]
    surface = {"b": normal(210, 3), "w": normal(211, 3), "x": 1.5, "y": -0.5}
    note = "With arrays of b and w, as in the picture of the loss, your function does not give one error for each pair."
    return (*trials, Trial("arrays of b and w", surface, advisory=True, note=note))


EXERCISES = (
    Exercise(
        id="intro.relu_python",
        practical=_PRACTICAL,
        function="relu",
        signature="relu(x)",
        task="Return x when it is positive, and 0 otherwise; x is one number.",
        parameters=(Parameter("x"),),
        outputs=(Output("result", ()),),
        trials=_scalar_trials,
        reference=relu,
        switches=_RELU_SWITCHES[:-1],
    ),
    Exercise(
        id="intro.relu_jit",
        practical=_PRACTICAL,
        function="relu",
        signature="relu(x)",
        task="The same for numbers and arrays, in a way that jax.jit can compile.",
        parameters=(Parameter("x"), Parameter("how")),
        outputs=(Output("result", ("element",)),),
        trials=_array_trials,
        reference=relu,
        switches=_RELU_SWITCHES,
        notes={"not_jittable": _NOT_JITTABLE},
        harness=_JIT_HARNESS,
    ),
    Exercise(
        id="intro.squared_error",
        practical=_PRACTICAL,
        function="squared_error",
        signature="squared_error(b, w, x, y)",
        task="Predict with the line w x + b, and return the squared difference from y.",
        parameters=(Parameter("b"), Parameter("w"), Parameter("x"), Parameter("y")),
        outputs=(Output("error", ()),),
        trials=_error_trials,
        reference=squared_error,
        switches=_ERROR_SWITCHES,
    ),
)
