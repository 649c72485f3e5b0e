"""The experiments of the practical Bayesian Deep Learning, with their parameters."""

from __future__ import annotations

from runners.experiments.parameters import Experiment

PRACTICAL = "Bayesian Deep Learning"
MATERIAL = "bayesian-deep-learning.md"

EXPERIMENTS: tuple[Experiment, ...] = ()
