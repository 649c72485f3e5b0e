"""Reading what a Haiku module gave: outputs, parameters, and how widely the parameters were spread at the start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from runners.exercises.values import Arrays

PLAIN_LINEAR = 0.88
"""The spread of Haiku's own start for a linear layer: a normal distribution cut at two deviations."""


@dataclass(frozen=True)
class Tried:
    outputs: Arrays
    parameters: Arrays
    spreads: tuple[float, ...]

    @property
    def weights(self) -> list[np.ndarray]:
        return [value for value in self.parameters if value.ndim == 2]

    @property
    def layers(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Each matrix with the bias of its width that follows or goes before it, 0 when there is none."""
        vectors = [value for value in self.parameters if value.ndim == 1]
        found = []
        for matrix in self.weights:
            place = next((i for i, vector in enumerate(vectors) if len(vector) == matrix.shape[1]), None)
            found.append((matrix, vectors.pop(place) if place is not None else np.zeros(matrix.shape[1])))
        return found

    def weight_spreads(self, known: Sequence[float]) -> list[float]:
        """The spread of each matrix, as the nearest known one if that is near."""
        spreads = [s for value, s in zip(self.parameters, self.spreads, strict=True) if value.ndim == 2]
        if not any(spreads):
            return [0.0]
        near = [min(known, key=lambda one, s=spread: abs(one - s)) for spread in spreads]  # type: ignore[misc]
        return [n if abs(n - s) < 0.15 * n else s for n, s in zip(near, spreads, strict=True)]


def taken_apart(arrays: Arrays) -> Tried:
    """Raises ValueError when this is not what `inside/module_checks.py` sends."""
    if arrays[0].shape != (2,):
        raise ValueError("no counts")
    outputs, parameters = (int(count) for count in arrays[0])
    if len(arrays) != 1 + outputs + 2 * parameters:
        raise ValueError("the counts do not fit")
    first, second = 1 + outputs, 1 + outputs + parameters
    spreads = tuple(float(value) for value in arrays[second:] if value.ndim == 0)
    return Tried(arrays[1:first], arrays[first:second], spreads)
