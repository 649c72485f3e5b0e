"""The experiments of the practical Reinforcement Learning, with their parameters."""

from __future__ import annotations

from runners.experiments.parameters import Experiment

PRACTICAL = "Reinforcement Learning"
MATERIAL = "reinforcement-learning.md"

EXPERIMENTS: tuple[Experiment, ...] = ()
