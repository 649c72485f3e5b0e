"""Which experiments there are."""

from __future__ import annotations

from runners.experiments.array_algebra import listing as array_algebra
from runners.experiments.bayes import listing as bayes
from runners.experiments.dgm import listing as dgm
from runners.experiments.gnn import listing as gnn
from runners.experiments.intro import listing as intro
from runners.experiments.parameters import Experiment, Section, unknown
from runners.experiments.rl import listing as rl
from runners.experiments.transformers import listing as transformers
from runners.values import UsageError

_PRACTICALS = (intro, array_algebra, rl, gnn, dgm, transformers, bayes)
EXPERIMENTS: tuple[Experiment, ...] = tuple(one for practical in _PRACTICALS for one in practical.EXPERIMENTS)


def catalogue() -> tuple[Experiment, ...]:
    """All experiments, in the order of the practicals."""
    return EXPERIMENTS


def find(name: str) -> Experiment:
    """The experiment of that name. Raises UsageError, which names the nearest one."""
    for experiment in EXPERIMENTS:
        if experiment.name == name:
            return experiment
    names = [experiment.name for experiment in EXPERIMENTS]
    everything = "`/run help` and `tutor experiments` list them all."
    raise UsageError(unknown(name, names, what="an experiment", otherwise=everything))


def about(section: Section) -> Experiment | None:
    """The first experiment that shows what a section of the built-in material teaches."""
    return next((experiment for experiment in EXPERIMENTS if experiment.section == section), None)
