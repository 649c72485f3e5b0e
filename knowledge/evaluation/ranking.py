"""Fitting the order of the candidates: ListNet's top-one loss (Cao et al., 2007) of a linear model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.search.features import FEATURES

__all__ = ["fit_ranking"]

Floats = NDArray[np.float64]
PRIOR = {
    "lexical": 1.6, "dense": 2.4, "sentence": 0.4, "multilingual": 1.6, "exercise": -0.4, "code": -0.2,
    "wrap_up": -0.6, "defines": 0.4, "heading_share": 0.3, "late": 1.0,
}  # fmt: skip


def fit_ranking(
    questions: Sequence[tuple[NDArray[np.float32], NDArray[np.bool_]]], *, ridge: float = 3.0, steps: int = 3000
) -> dict[str, float]:
    """The coefficients by feature that put right sections first, by gradient descent with an L2 pull to the fusion.

    Each question has the features [candidates, features] and which candidates are right [candidates].
    """
    prior = np.array([PRIOR.get(name, 0.0) for name in FEATURES])
    used = [(features.astype(np.float64), right) for features, right in questions if right.any() and not right.all()]
    coefficients, speed = prior.copy(), np.zeros(len(prior))
    for _ in range(steps):
        gradient = ridge * (coefficients - prior) + sum((_gradient(coefficients, *each) for each in used), start=0.0)
        speed = 0.9 * speed - 0.02 * gradient / max(len(used), 1)
        coefficients = coefficients + speed
    return {name: round(float(value), 3) for name, value in zip(FEATURES, coefficients, strict=True)}


def _gradient(coefficients: Floats, features: Floats, right: NDArray[np.bool_]) -> Floats:
    """Of the negative logarithm of the probability, by softmax, that a right candidate is first."""
    logits = features @ coefficients
    chances = np.exp(logits - logits.max())
    chances /= chances.sum()
    target = np.where(right, chances, 0.0)
    target /= target.sum()
    return np.asarray((chances - target) @ features)
