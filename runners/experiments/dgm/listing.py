"""The experiments of the practical Deep Generative Models, with their parameters."""

from __future__ import annotations

from runners.experiments.parameters import Experiment

PRACTICAL = "Deep Generative Models"
MATERIAL = "deep-generative-models.md"

EXPERIMENTS: tuple[Experiment, ...] = ()
