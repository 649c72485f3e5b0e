"""The experiments of the practical Graph Neural Networks, with their parameters."""

from __future__ import annotations

from runners.experiments.parameters import Experiment

PRACTICAL = "Graph Neural Networks"
MATERIAL = "graph-neural-networks.md"

EXPERIMENTS: tuple[Experiment, ...] = ()
