"""The experiments of the practical Introduction to ML using JAX, with their parameters."""

from __future__ import annotations

from runners.experiments.parameters import Experiment

PRACTICAL = "Introduction to ML using JAX"
MATERIAL = "introduction-to-ml-using-jax.md"

EXPERIMENTS: tuple[Experiment, ...] = ()
