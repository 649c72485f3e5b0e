"""Graph Neural Networks: a module that adds a number."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from runners.exercises.inputs import normal
from runners.exercises.supplied import given, harness
from runners.exercises.topics.gnn.definition import PRACTICAL
from runners.exercises.topics.making import known
from runners.exercises.values import Arrays, Exercise, Inputs, Observation, On, Output, Parameter, Trial


def add(inputs: Inputs, on: On) -> Arrays:
    """x + number, from a module without parameters."""
    x, number = np.asarray(inputs["x"], np.float64), float(inputs["number"])
    changes = {
        "number_fixed": x + 3,
        "multiplied": x * number,
        "subtracted": x - number,
        "subtracted:other": number - x,
        "nothing_added": x,
        "x_not_used": np.full_like(x, number),
        "number_alone": np.asarray(number),
        "added_twice": x + 2 * number,
        "summed": np.asarray(x.sum() + number),
        "first_row_only": np.concatenate([x[:1] + number, x[1:]]),
        "first_column_only": np.concatenate([x[..., :1] + number, x[..., 1:]], -1),
    }
    found = next((value for name, value in changes.items() if name in on), x + number)
    return found, np.asarray(1.0 if "number_as_parameter" in on else 0.0)


def _parameters(exercise: Exercise, items: Sequence[Observation]) -> str:
    return f"Your module has {int(items[0].got[1])} parameter; a fixed number needs 0."


_TRY = "Try it on one number with two different values of number_to_add."

_PLUS = "Keep the number in the module when it is made, and add it to everything that comes in."

_add = partial(known, "add")

_ADD_SWITCHES = (
    _add("number_fixed", "It always adds 3.", _TRY, "The number that is handed in has no influence.", _PLUS),
    _add("multiplied", "It multiplies instead of adding.", _TRY, "There is a product.", _PLUS),
    _add("subtracted", "It subtracts instead of adding.", _TRY, "There is a minus.", _PLUS),
    _add("subtracted:other", "It subtracts x from the number.", _TRY, "There is a minus.", _PLUS),
    _add("nothing_added", "x comes back as it was.", _TRY, "The sum is not returned.", _PLUS),
    _add("x_not_used", "Only the number comes back.", _TRY, "x has no influence.", _PLUS),
    _add("number_alone", "Only the number comes back.", _TRY, "x has no influence.", _PLUS),
    _add("added_twice", "The number is added twice.", _TRY, "It is added in two places.", _PLUS),
    _add("summed", "The features are summed up.", _TRY, "One number comes back.", _PLUS),
    _add("first_row_only", "Only the first node changes.", _TRY, "The other rows stay as they were.", _PLUS),
    _add("first_column_only", "Only the first feature changes.", _TRY, "The other columns stay.", _PLUS),
    known(
        "parameter",
        "number_as_parameter",
        "The number is a parameter of the module.",
        "Print the parameters.",
        "A parameter is learned in training, and would not stay as it is.",
        _PLUS,
        _parameters,
    ),
)


def _add_trials() -> tuple[Trial, ...]:
    return (
        Trial("four nodes, 3 added", {"x": np.array([[0.0], [2.0], [4.0], [6.0]], np.float32), "number": 3}),
        Trial("two nodes with three features", {"x": normal(500, 2, 3), "number": -2.5}),
        Trial("one node with five features", {"x": normal(501, 1, 5), "number": 40}),
    )


EXERCISES = (
    Exercise(
        id="gnn.add_module",
        practical=PRACTICAL,
        function="Add",
        signature="class Add(hk.Module): __init__(number_to_add), __call__(x)",
        task="Write a module that adds the number to everything in x.",
        parameters=(Parameter("x"), Parameter("number")),
        outputs=(Output("result", ("node", "feature")), Output("parameters", (), fact=True)),
        trials=_add_trials,
        reference=add,
        switches=_ADD_SWITCHES,
        given=given("graphs") + "graph = build_toy_graph()\n",
        harness=harness("graph_checks", "check_add"),
    ),
)
