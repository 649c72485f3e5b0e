"""Comparing arrays that were computed in float32 with a reference in float64."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from runners.exercises.values import Arrays, Observation

RTOL, ATOL = 2e-4, 2e-5


def as_numbers(array: np.ndarray) -> np.ndarray | None:
    """The array in float64, or None when it holds no real numbers."""
    return array.astype(np.float64) if array.dtype.kind in "fiub" else None


def close(
    got: np.ndarray, expected: np.ndarray, rtol: float = RTOL, atol: float = ATOL, tolerance: float = 0.0
) -> bool:
    """Equal shapes, and every number within float32 rounding of `expected`, small ones measured against
    the typical size, and `tolerance` more. NaN in `expected` stands for any number."""
    if got.shape != expected.shape:
        return False
    known = ~np.isnan(expected)
    wanted, given = expected[known], got[known]
    if not np.isfinite(wanted).all():
        return bool(np.array_equal(wanted, given))
    scale = max(1.0, float(np.abs(wanted).mean())) if wanted.size else 1.0
    with np.errstate(invalid="ignore", over="ignore"):
        return bool(np.all(np.abs(given - wanted) <= tolerance + atol * scale + rtol * np.abs(wanted)))


def matches(observation: Observation, outputs: Arrays | None) -> bool:
    """Does a hypothesis' `outputs` agree with everything the learner returned?"""
    if outputs is None:
        return False
    return all(
        number < len(outputs) and close(got, outputs[number], tolerance=observation.tolerance)
        for number, got in zip(observation.compared, observation.got, strict=True)
    )


def is_right(observation: Observation) -> bool:
    return matches(observation, observation.expected)


def all_right(observations: Sequence[Observation]) -> bool:
    return all(is_right(observation) for observation in observations)


def max_abs_error(observation: Observation) -> float | None:
    """The largest difference over all outputs; None where a shape differs or a number is not finite."""
    largest = 0.0
    for _, expected, got in observation.pairs():
        if got.shape != expected.shape:
            return None
        with np.errstate(invalid="ignore", over="ignore"):
            largest = float(np.maximum(largest, np.abs(got - expected).max(initial=0.0)))
    return largest if np.isfinite(largest) else None
