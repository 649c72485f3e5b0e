"""Reference experiments: `/run NAME name=value`. Listing and parsing them imports no JAX."""

from runners.experiments.catalogue import about, catalogue, find
from runners.experiments.parameters import Experiment, Parameter, Section, parse_parameters
from runners.experiments.running import run_experiment, run_module

__all__ = [
    "Experiment",
    "Parameter",
    "Section",
    "about",
    "catalogue",
    "find",
    "parse",
    "parse_parameters",
    "run_experiment",
    "run_module",
]


def parse(name: str, words: list[str] | tuple[str, ...]) -> dict[str, int | float | bool | str]:
    """The parameters of experiment `name` from words such as `heads=4`. Raises UsageError with one sentence."""
    return parse_parameters(find(name), words)
