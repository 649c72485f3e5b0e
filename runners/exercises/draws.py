"""Exercises that draw random numbers: many calls in one case, and what must hold whatever the key is.

What comes back is counted or measured and compared with the distribution, within five standard errors."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from runners.exercises.attempt import Failure
from runners.exercises.evidence import first_wrong, number, row
from runners.exercises.values import (
    NO_MISTAKE,
    Arrays,
    Evidence,
    Exercise,
    LineUp,
    Observation,
    Property,
    Reference,
    Switch,
    Trial,
)

_REPEATS = 12


def draws_for_check(draw: Callable[[Any], Any], seed: int, many: int = 8192, few: int = 300) -> Any:
    """What `draw` gives for many keys, or for few where it can't be traced, and for one key several times."""
    import jax
    import jax.numpy
    import numpy

    keys = jax.random.split(jax.random.PRNGKey(seed), many)
    first_keys = [jax.numpy.asarray(key) for key in numpy.asarray(keys[:few])]
    first = [draw(first_keys[0]) for _ in range(12)]
    if first[0] is None:
        return None
    again = numpy.stack([numpy.asarray(value) for value in first])
    try:
        return numpy.asarray(jax.lax.map(draw, keys)), again
    except Exception:
        return numpy.stack([numpy.asarray(draw(key)) for key in first_keys]), again


HARNESS = inspect.getsource(draws_for_check).replace("Callable[[Any], Any]", "object").replace("-> Any", "-> object")
"""Defines `draws_for_check` in the sandbox."""

NOTES = {
    "not_reproducible": (
        "The same key gives different results.",
        "Call your function twice with the same key.",
        "The random numbers do not come from the key: NumPy and Python keep a hidden state of their own.",
        "Draw with the functions of jax.random, from the key that the function is given.",
    ),
    "one_number_for_all": (
        "One number is drawn and used for all weights.",
        "Print the weights that one key gives.",
        "Each weight needs a number of its own.",
        "Give the random function the shape of the weights.",
    ),
    "action_has_axes": (
        "The action is an array with an axis, not a single number.",
        "Print the shape of what you return.",
        "One action is a scalar: its shape is empty.",
        "Ask the random function for a result of empty shape, or leave the shape out.",
    ),
    "not_an_integer": (
        "The action is not a whole number.",
        "Print what comes back for a few keys.",
        "A continuous distribution gives numbers between the actions.",
        "Draw from the whole numbers that name the actions.",
    ),
    "action_out_of_range": (
        "Some actions do not exist.",
        "Print the smallest and the largest action over many keys.",
        "Actions are counted from 0, so the last one is one less than their number.",
        "Check both limits of the draw; the upper limit is not drawn itself.",
    ),
}


def _unlike(trial: Trial, again: np.ndarray) -> Failure | None:
    if (again == again[0]).all():
        return None
    shown = ", ".join(number(float(value)) for value in again.reshape(len(again), -1)[:4, 0])
    return Failure(trial, slug="not_reproducible", evidence=f"With one and the same key I got {shown}.")


def counted(reference: Reference, actions: Callable[[Trial], int]) -> LineUp:
    """Compare how often each action is chosen with its probability, `(actions,)`, which `reference` gives."""

    def line_up(trial: Trial, arrays: Arrays) -> Observation | Failure:
        draws, again = arrays
        count = actions(trial)
        failure = _unlike(trial, again) or _no_actions(trial, draws, count)
        if failure:
            return failure
        shares = np.bincount(draws.astype(int), minlength=count) / len(draws)
        tolerance = 5 * math.sqrt(0.25 / len(draws))
        return Observation(trial, _expected(reference, trial), (shares,), (0,), tolerance)

    return line_up


def _no_actions(trial: Trial, draws: np.ndarray, count: int) -> Failure | None:
    if draws.ndim != 1:
        evidence = f"With {trial.name}, the shape of one action is {draws.shape[1:]}; it should be ()."
        return Failure(trial, slug="action_has_axes", evidence=evidence)
    if (draws != np.round(draws)).any():
        return Failure(trial, slug="not_an_integer", evidence=f"With {trial.name}, {number(draws[0])} came back.")
    if draws.min() < 0 or draws.max() >= count:
        evidence = (
            f"With {trial.name}, your actions run from {int(draws.min())} to {int(draws.max())}; "
            f"the {count} actions are 0 to {count - 1}."
        )
        return Failure(trial, slug="action_out_of_range", evidence=evidence)
    return None


def measured(reference: Reference) -> LineUp:
    """Compare the smallest and largest number, the mean and the standard deviation of each entry, `(entries, 4)`,
    with what `reference` gives."""

    def line_up(trial: Trial, arrays: Arrays) -> Observation | Failure:
        draws, again = arrays
        wanted = np.shape(trial.inputs["old_weights"])
        if draws.shape[1:] != wanted:
            evidence = f"With {trial.name}, your weights have shape {draws.shape[1:]}; the old ones have {wanted}."
            return Failure(trial, slug="wrong_weights_shape", evidence=evidence)
        failure = _unlike(trial, again)
        if failure:
            return failure
        flat = draws.reshape(len(draws), -1)
        if flat.shape[1] > 1 and (flat == flat[:, :1]).all():
            evidence = f"With {trial.name}, all {flat.shape[1]} weights of a draw are the same number."
            return Failure(trial, slug="one_number_for_all", evidence=evidence)
        measures = np.stack([flat.min(0), flat.max(0), flat.mean(0), flat.std(0)], axis=-1)
        expected = _expected(reference, trial)
        tolerance = 5 * float(expected[0][:, 3].max()) / math.sqrt(len(draws))
        return Observation(trial, expected, (measures,), (0,), tolerance)

    return line_up


def _expected(reference: Reference, trial: Trial) -> Arrays:
    expected = reference(trial.inputs, NO_MISTAKE)
    assert expected is not None
    return expected


def one_for_all_keys(is_constant: Callable[[Observation], bool], drawn: str) -> Property:
    """The mistake that every key gives the same."""

    def broken(exercise: Exercise, item: Observation) -> str:
        return f"With {item.trial.name}, 300 keys and more all gave the same {drawn}." if is_constant(item) else ""

    return Property(
        "key_not_used",
        "The key makes no difference: every key gives the same.",
        (
            "Call your function with two different keys.",
            "The key that the function is given is not what the random numbers come from.",
            "Pass on the key from the argument; make no key of your own inside.",
        ),
        broken,
    )


def showing(evidence: Evidence, switches: Sequence[Switch]) -> tuple[Switch, ...]:
    """The switches with this evidence."""
    return tuple(replace(switch, evidence=evidence) for switch in switches)


def shares_shown(exercise: Exercise, observations: Sequence[Observation]) -> str:
    """How often each action comes, and how often it should."""
    item = first_wrong(observations)
    got, expected = (row(array) for array in (item.got[0], item.expected[0]))
    return f"With {item.trial.name}, your actions come in shares of {got}; it should be {expected}."


def range_shown(exercise: Exercise, observations: Sequence[Observation]) -> str:
    """From where to where the first wrong weight runs, and from where to where it should."""
    item = first_wrong(observations)
    got, expected = item.got[0], item.expected[0]
    entry = int(np.abs(got - expected).sum(-1).argmax())
    return (
        f"With {item.trial.name}, your weight number {entry + 1} runs {_run(got[entry])}; "
        f"it should run {_run(expected[entry])}."
    )


def _run(measures: np.ndarray) -> str:
    low, high, mean, spread = (number(float(value)) for value in measures)
    return f"from {low} to {high}, with a mean of {mean} and a standard deviation of {spread}"


def constant_shares(item: Observation) -> bool:
    return bool(np.isclose(item.got[0].max(), 1) and not np.isclose(item.expected[0].max(), 1))


def constant_measures(item: Observation) -> bool:
    return bool(np.allclose(item.got[0][:, 3], 0))


def probabilities(weights: Sequence[float] | np.ndarray) -> np.ndarray:
    """The weights divided by their sum."""
    array = np.asarray(weights, np.float64)
    return np.asarray(array / array.sum())
