"""Runs an experiment in a child of the sandbox, so that no long-lived process starts XLA."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from runners.experiments.catalogue import catalogue, find
from runners.experiments.parameters import Value, parse_parameters, shown
from runners.sandbox import Experiment as Work
from runners.sandbox import Limits, Sandbox
from runners.values import RunResult

_FOLDER = Path(__file__).parent
_PACKAGE = "runners.experiments"


def run_experiment(
    sandbox: Sandbox,
    name: str,
    parameters: Mapping[str, Value] | None = None,
    *,
    limits: Limits | None = None,
    on_progress: Callable[[float, str], None] | None = None,
) -> RunResult:
    """Figures, and a short reading of them as stdout.

    Parameters that are not given have their defaults. Raises UsageError on a wrong name or value, and SandboxError
    when the experiment itself fails.
    """
    experiment = find(name)
    values = parse_parameters(experiment, [f"{key}={shown(value)}" for key, value in (parameters or {}).items()])
    limits = limits or replace(sandbox.limits, seconds=experiment.seconds)
    return sandbox.run_trusted(_sources(), experiment.module, values, limits=limits, on_progress=on_progress)


def by_default() -> list[Work]:
    """Every experiment with the parameters that it has when none are given."""
    return [Work(_sources(), experiment.module, experiment.defaults()) for experiment in catalogue()]


def _sources() -> dict[str, str]:
    """The experiments' source text by module name; the package itself is empty inside the child."""
    texts = {f"{_PACKAGE}.{path.stem}": path.read_text("utf-8") for path in sorted(_FOLDER.glob("*.py"))}
    return {**texts, "runners": "", _PACKAGE: ""}
