"""Array Algebra: the step size that leaves at most so many pixels."""

from __future__ import annotations

import math

import numpy as np

from runners.exercises.attempt import Failure
from runners.exercises.values import (
    CALLED,
    Arrays,
    Exercise,
    Inputs,
    Observation,
    On,
    Output,
    Parameter,
    Trial,
)

_PRACTICAL = "Array Algebra"


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
