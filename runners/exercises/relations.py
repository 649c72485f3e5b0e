"""Relations between the learner's outputs and the right ones, for mistakes that no switch foresees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import permutations

import numpy as np

from runners.exercises.compare import RTOL, close
from runners.exercises.evidence import number, shape, side_by_side
from runners.exercises.values import Arrays, Exercise, Observation
from runners.values import Mistake

Rearrangement = tuple[str, Callable[[Arrays], Arrays]]


def rearrangements(exercise: Exercise, expected: Arrays) -> Iterator[Rearrangement]:
    """Ways to hand over right numbers in the wrong order: outputs swapped, axes permuted."""
    asked = [place for place, output in enumerate(exercise.outputs) if not output.fact]
    for order in list(permutations(asked))[1:]:
        yield "outputs_swapped", partial(_reordered, order=order)
    for place, array in enumerate(expected[: len(asked)]):
        for axes in list(permutations(range(array.ndim)))[1:] if array.ndim <= 4 else []:
            yield "axes_permuted", partial(_permuted, place=place, axes=axes)


def _reordered(outputs: Arrays, order: tuple[int, ...]) -> Arrays:
    return (*(outputs[i] for i in order), *outputs[len(order) :])


def _permuted(outputs: Arrays, place: int, axes: tuple[int, ...]) -> Arrays:
    if outputs[place].ndim != len(axes):
        return outputs
    return (*outputs[:place], outputs[place].transpose(axes), *outputs[place + 1 :])


def rearranged(exercise: Exercise, slug: str, item: Observation) -> Mistake:
    names = " and ".join(output.name for output in exercise.outputs if not output.fact)
    got = ", ".join(f"({shape(array)})" for array in item.got)
    wanted = ", ".join(f"({shape(item.expected[i])})" for i in item.compared)
    evidence = f"With {item.trial.name}, you return shapes {got}; they should be {wanted}, for {names}."
    if slug == "outputs_swapped":
        return Mistake(
            slug,
            "The right outputs come back in the wrong order.",
            evidence,
            (
                "Look at the return line, and at the order that the task asks for.",
                "Each output is right, but they are swapped.",
                f"Return them in this order: {names}.",
            ),
        )
    return Mistake(
        slug,
        "The numbers are right, but the axes of an output are in another order.",
        evidence,
        (
            "Look at the shape of what you return, axis by axis.",
            "An output is transposed: two of its axes changed places.",
            "Keep the axes in the order that the task gives, or swap them back at the end.",
        ),
    )


def arithmetic(exercise: Exercise, observations: Sequence[Observation]) -> Mistake | None:
    """A constant factor, a factor that is the size of an axis, a sign, or a constant shift, in all outputs that
    are wrong."""
    wrong = [
        (place, expected, got)
        for item in observations
        for place, expected, got in item.pairs()
        if got.shape == expected.shape and not close(got, expected)
    ]
    facts = any(exercise.outputs[place].fact for place, _, _ in wrong)
    if not wrong or facts or any(g.shape != e.shape for item in observations for _, e, g in item.pairs()):
        return None
    names = " and ".join(dict.fromkeys(exercise.outputs[place].name for place, _, _ in wrong))
    factors = [_factor(expected, got) for _, expected, got in wrong]
    shifts = [_shift(expected, got) for _, expected, got in wrong]
    found = _factor_mistake(names, factors, observations) or _shift_mistake(names, shifts)
    if found and found.slug != "wrong_sign" and sum(expected.size for _, expected, _ in wrong) < 2:
        return None
    return replace(found, evidence=f"{found.evidence} {side_by_side(exercise, observations)}") if found else None


def _factor(expected: np.ndarray, got: np.ndarray) -> float | None:
    square = float((expected * expected).sum())
    if square == 0 or not np.isfinite(got).all():
        return None
    factor = float((expected * got).sum()) / square
    return factor if factor and close(got, expected * factor, rtol=5 * RTOL) else None


def _shift(expected: np.ndarray, got: np.ndarray) -> float | None:
    if not np.isfinite(got).all():
        return None
    shift = float((got - expected).mean())
    return shift if close(got, expected + shift) else None


def _factor_mistake(names: str, found: list[float | None], observations: Sequence[Observation]) -> Mistake | None:
    factors = [factor for factor in found if factor is not None]
    if len(factors) < len(found):
        return None
    if np.allclose(factors, -1, rtol=1e-3):
        evidence = f"Your {names} are minus the right ones."
        return _mistake("wrong_sign", f"The sign of your {names} is wrong.", evidence, "a minus sign")
    if np.allclose(factors, factors[0], rtol=1e-3):
        evidence = f"Your {names} are {number(factors[0])} times the right ones, in every case."
        return _mistake("constant_factor", f"Your {names} are off by a constant factor.", evidence, "a factor")
    sizes = [{size for value in item.trial.inputs.values() for size in np.shape(value)} for item in observations]
    if len(factors) == len(sizes) and all(_is_size(f, s) for f, s in zip(factors, sizes, strict=True)):
        listed = ", ".join(number(factor) for factor in factors)
        evidence = f"Your {names} are {listed} times the right ones: these are the sizes of an axis of the inputs."
        message = "A sum was taken where a mean was meant, or the other way round."
        return _mistake("sum_or_mean", message, evidence, "a sum or a mean")
    return None


def _is_size(factor: float, sizes: set[int]) -> bool:
    return any(np.isclose(factor, value, rtol=1e-3) for size in sizes if size > 1 for value in (size, 1 / size))


def _shift_mistake(names: str, shifts: list[float | None]) -> Mistake | None:
    shift = shifts[0]
    if shift is None or not all(s is not None and np.isclose(s, shift, rtol=1e-3, atol=1e-4) for s in shifts):
        return None
    evidence = f"Your {names} are {number(shift)} {'above' if shift > 0 else 'below'} the right ones, everywhere."
    return _mistake("constant_shift", f"Your {names} are off by a constant.", evidence, "something added")


def _mistake(slug: str, message: str, evidence: str, thing: str) -> Mistake:
    return Mistake(
        slug,
        message,
        evidence,
        (
            "Look at the formula once more, term by term.",
            f"Everything is right except for {thing}.",
            f"Find {thing} that the formula has and your code does not, or the other way round.",
        ),
    )
