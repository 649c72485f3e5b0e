"""Runs an experiment in a child of the sandbox, so that no long-lived process starts XLA."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from runners.experiments.catalogue import catalogue, find
from runners.experiments.parameters import Experiment, Value, parse_parameters, shown
from runners.sandbox import Experiment as Work
from runners.sandbox import Limits, Sandbox
from runners.values import RunResult

_FOLDER = Path(__file__).parent
_PACKAGE = "runners.experiments"
_MEMORY_BYTES = 1_536 << 20


def run_experiment(
    sandbox: Sandbox,
    name: str,
    parameters: Mapping[str, Value] | None = None,
    *,
    limits: Limits | None = None,
    on_progress: Callable[[float, str], None] | None = None,
) -> RunResult:
    """Figures, and a short reading of them as stdout; the numbers, a line each, as `result`.

    Parameters that are not given have their defaults. Raises UsageError on a wrong name or value, and SandboxError
    when the experiment itself fails.
    """
    experiment = find(name)
    values = parse_parameters(experiment, [f"{key}={shown(value)}" for key, value in (parameters or {}).items()])
    limits = limits or replace(sandbox.limits, seconds=experiment.seconds, memory_bytes=_MEMORY_BYTES)
    return sandbox.run_trusted(
        _sources(experiment.module),
        experiment.module,
        values,
        data=_data(experiment),
        limits=limits,
        on_progress=on_progress,
    )


def run_module(sandbox: Sandbox, module: str, parameters: Mapping[str, Value], *, seconds: float) -> RunResult:
    """`run` of a module beside the experiments that is none, such as a measurement. Raises SandboxError when it
    fails."""
    limits = replace(sandbox.limits, seconds=seconds, memory_bytes=_MEMORY_BYTES)
    return sandbox.run_trusted(_sources(module), module, parameters, limits=limits)


def by_default() -> list[Work]:
    """Every experiment as it compiles the programs that it needs with the parameters that it has when none are
    given."""
    return [
        Work(
            _sources(experiment.module),
            experiment.module,
            {**experiment.defaults(), **experiment.compiling},
            _data(experiment),
        )
        for experiment in catalogue()
    ]


def _sources(module: str) -> dict[str, str]:
    """The source texts that a module may import, by module name: those of its practical, and those that all
    share. The packages are empty inside the child."""
    practical, folder = _practical(module)
    shared = {f"{_PACKAGE}.{path.stem}": path for path in _FOLDER.glob("*.py")}
    own = {f"{practical}.{path.stem}": path for path in folder.glob("*.py")}
    texts = {name: path.read_text("utf-8") for name, path in sorted({**shared, **own}.items())}
    return {**texts, "runners": "", _PACKAGE: "", practical: ""}


def _data(experiment: Experiment) -> dict[str, str]:
    """Its data files by name, in base64."""
    _, folder = _practical(experiment.module)
    return {name: base64.b64encode((folder / name).read_bytes()).decode("ascii") for name in experiment.data}


def _practical(module: str) -> tuple[str, Path]:
    """The package that the module is in, and its folder."""
    package = module.rpartition(".")[0]
    return package, _FOLDER / package.rpartition(".")[2]
