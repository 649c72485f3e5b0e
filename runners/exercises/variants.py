"""Answers that are right in another way than the reference's first: another order, another activation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from runners.exercises.compare import all_right
from runners.exercises.explain import foreseen, unforeseen
from runners.exercises.values import NO_MISTAKE, Arrays, Exercise, Inputs, Observation, On, Variant
from runners.values import Mistake


def fitting(exercise: Exercise, observations: Sequence[Observation]) -> Variant | None:
    """The right answer that all the observations are, the first if several."""
    every = (Variant(NO_MISTAKE), *exercise.variants)
    seen = ((variant, under(exercise, observations, variant)) for variant in every)
    return next((variant for variant, items in seen if items and all_right(items)), None)


def under(exercise: Exercise, observations: Sequence[Observation], variant: Variant) -> tuple[Observation, ...]:
    """The observations beside the outputs of this right answer; () where it has no outputs for one of them."""
    if not variant.on:
        return tuple(observations)
    outputs = [exercise.reference(item.trial.inputs, variant.on) for item in observations]
    pairs = zip(observations, outputs, strict=True)
    found = tuple(replace(item, expected=expected) for item, expected in pairs if expected is not None)
    return found if len(found) == len(observations) else ()


def explained(exercise: Exercise, observations: Sequence[Observation]) -> tuple[Mistake, ...]:
    """The mistakes, measured against the right answer that they explain best."""
    found = foreseen(exercise, observations)
    for variant in exercise.variants if not found else ():
        items = under(exercise, observations, variant)
        found = found or (foreseen(_shifted(exercise, variant), items) if items else ())
    return found or (unforeseen(exercise, observations),)


def _shifted(exercise: Exercise, variant: Variant) -> Exercise:
    def reference(inputs: Inputs, on: On) -> Arrays | None:
        return exercise.reference(inputs, on | variant.on)

    return replace(exercise, reference=reference)
