"""Deep Generative Models: the noise schedule (Ho et al. 2020, section 4)."""

from __future__ import annotations

from functools import partial

import numpy as np

from runners.exercises.topics.making import known
from runners.exercises.values import Arrays, Exercise, Inputs, On, Output, Parameter, Trial

PRACTICAL = "Deep Generative Models"

_START, _END = 1e-4, 0.02


def schedule(inputs: Inputs, on: On) -> Arrays:
    """`timesteps` numbers at equal distances, from 0.0001 to 0.02."""
    steps = int(inputs["timesteps"])
    steps += 1 if "one_too_many" in on else -1 if "one_too_few" in on and steps > 1 else 0
    start = 0.0 if "starts_at_zero" in on else _START
    factor = 1000 / steps if "scaled_by_timesteps" in on else 1.0
    place = np.linspace(0, 1, steps, endpoint="end_left_out" not in on)
    if "starts_one_step_late" in on:
        place = (np.arange(steps) + 1) / steps
    first, last = (_END, start) if "reversed" in on else (start, _END)
    betas = _curve(factor * first, factor * last, place, on)
    if "alphas_returned" in on:
        betas = 1 - betas
    if "summed_up" in on:
        betas = np.cumsum(betas)
    if "products_of_alphas" in on:
        betas = np.cumprod(1 - betas)
    return (betas,)


def _curve(start: float, end: float, place: np.ndarray, on: On) -> np.ndarray:
    if "curved:root" in on:
        return np.asarray((start**0.5 + (end**0.5 - start**0.5) * place) ** 2)
    if "curved:square" in on:
        return np.asarray(start + (end - start) * place**2)
    if "curved:geometric" in on and start > 0:
        return np.asarray(start * (end / start) ** place)
    if "curved:cosine" in on:
        return np.asarray(start + (end - start) * (1 - np.cos(np.pi * place)) / 2)
    if "constant" in on:
        return np.full_like(place, end)
    if "end_added" in on:
        return np.asarray(start + end * place)
    return np.asarray(start + (end - start) * place)


_SMALL = "Write down the schedule for 5 time steps by hand, and compare it number by number."

_EQUAL = "From the first number to the last, every step has the same size; both ends are part of it."

_curved = partial(known, "curve")

_ends = partial(known, "ends")

_SCHEDULE_SWITCHES = (
    _curved("curved:root", "The schedule is curved.", _SMALL, "The roots are equally spaced, not the betas.", _EQUAL),
    _curved("curved:square", "The schedule is curved.", _SMALL, "The steps grow: time is squared.", _EQUAL),
    _curved("curved:geometric", "The schedule is curved.", _SMALL, "The logarithms are equally spaced.", _EQUAL),
    _curved("curved:cosine", "The schedule is curved.", _SMALL, "It is a cosine schedule.", _EQUAL),
    _curved("constant", "All betas are the same.", _SMALL, "There is no step from one to the next.", _EQUAL),
    _curved(
        "end_added",
        "The schedule ends above the last value.",
        _SMALL,
        "The whole end value is added to the start.",
        "The way to go is the difference of end and start.",
    ),
    known(
        "count",
        "one_too_many",
        "There is one beta too many.",
        _SMALL,
        "Both ends count.",
        "There are as many betas as time steps.",
    ),
    known(
        "count",
        "one_too_few",
        "There is one beta too few.",
        _SMALL,
        "Both ends count.",
        "There are as many betas as time steps.",
    ),
    _ends("starts_at_zero", "The schedule starts at 0.", _SMALL, "The start value is not used.", _EQUAL),
    _ends("end_left_out", "The last value is never reached.", _SMALL, "The end is left out of the range.", _EQUAL),
    _ends("starts_one_step_late", "The first value is left out.", _SMALL, "It starts one step late.", _EQUAL),
    known(
        "order",
        "reversed",
        "The schedule runs backwards.",
        _SMALL,
        "It starts at the largest beta.",
        "Noise grows with time: start small.",
    ),
    known(
        "scale",
        "scaled_by_timesteps",
        "The betas are scaled by the number of steps.",
        _SMALL,
        "There is a factor of 1000 over the number of steps.",
        "Use both end values as they are.",
    ),
    known(
        "result",
        "alphas_returned",
        "The alphas come back, not the betas.",
        _SMALL,
        "It is 1 minus beta.",
        "Leave out the last subtraction.",
    ),
    known(
        "result",
        "summed_up",
        "The betas are summed up.",
        _SMALL,
        "Each number holds all that came before.",
        "Leave out the running sum.",
    ),
    known(
        "result",
        "products_of_alphas",
        "The products of the alphas come back.",
        _SMALL,
        "That is what the practical computes from the betas later.",
        "Return the betas themselves.",
    ),
)


def _schedule_trials() -> tuple[Trial, ...]:
    note = "With a single time step your schedule is not a number: does a division by one less than the steps fail?"
    return (
        Trial("5 time steps", {"timesteps": 5}),
        Trial("200 time steps", {"timesteps": 200}),
        Trial("31 time steps", {"timesteps": 31}),
        Trial("1 time step", {"timesteps": 1}, advisory=True, note=note),
    )


EXERCISES = (
    Exercise(
        id="dgm.linear_beta_schedule",
        practical=PRACTICAL,
        function="linear_beta_schedule",
        signature="linear_beta_schedule(timesteps)",
        task="Return timesteps betas at equal distances, from 0.0001 to 0.02.",
        parameters=(Parameter("timesteps"),),
        outputs=(Output("betas", ("time step",)),),
        trials=_schedule_trials,
        reference=schedule,
        switches=_SCHEDULE_SWITCHES,
    ),
)
