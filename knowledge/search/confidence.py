"""The probability that the sections found answer the question: a logistic regression on the evidence.

The coefficients stand in `calibration.json`, fitted by `python -m knowledge.evaluation ... --fit` on the fit half of
the benchmark's questions: whether a right section was among the first three. Hosmer and Lemeshow, "Applied Logistic
Regression", chapter 1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from knowledge.search.features import EVIDENCE

__all__ = ["Calibration", "fit", "packaged"]

CALIBRATION = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True)
class Calibration:
    """Coefficients by the name of the evidence; below `threshold` the tutor does not answer.

    `ranking` has the coefficients by which the first candidates are ordered, by the name of the feature.
    """

    bias: float
    weights: dict[str, float]
    threshold: float
    ranking: dict[str, float] = field(default_factory=dict)

    def probability(self, evidence: Mapping[str, float]) -> float:
        """In (0, 1)."""
        logit = self.bias + sum(weight * evidence.get(name, 0.0) for name, weight in self.weights.items())
        return float(1 / (1 + np.exp(-logit)))


@cache
def packaged() -> Calibration:
    return Calibration(**json.loads(CALIBRATION.read_text("utf-8")))


def fit(
    evidence: Sequence[Mapping[str, float]], answered: Sequence[bool], *, ridge: float = 3.0, threshold: float = 0.5
) -> Calibration:
    """Maximum likelihood by Newton's method, with an L2 penalty of `ridge` on the coefficients of the standardised
    evidence; the coefficients returned are for the evidence as it is."""
    names = list(EVIDENCE)
    features = np.array([[each.get(name, 0.0) for name in names] for each in evidence])
    mean, scale = features.mean(axis=0), np.maximum(features.std(axis=0), 1e-6)
    design = np.column_stack([(features - mean) / scale, np.ones(len(features))])
    target = np.array(answered, dtype=float)
    penalty = np.diag([ridge] * len(names) + [0.0])
    coefficients = np.zeros(design.shape[1])
    for _ in range(50):
        probability = 1 / (1 + np.exp(-design @ coefficients))
        gradient = design.T @ (probability - target) + penalty @ coefficients
        curvature = (design.T * (probability * (1 - probability))) @ design + penalty
        step = np.linalg.solve(curvature + 1e-9 * np.eye(len(penalty)), gradient)
        coefficients -= step
        if np.abs(step).max() < 1e-8:
            break
    weights = coefficients[:-1] / scale
    bias = float(coefficients[-1] - weights @ mean)
    rounded = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
    return Calibration(round(bias, 3), rounded, threshold)
