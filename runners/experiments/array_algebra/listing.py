"""The experiments of the practical Array Algebra, with their parameters."""

from __future__ import annotations

from runners.experiments.parameters import Experiment

PRACTICAL = "Array Algebra"
MATERIAL = "array-algebra.md"

EXPERIMENTS: tuple[Experiment, ...] = ()
