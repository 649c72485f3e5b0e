"""The reference experiments with their defaults: from `/run NAME` to the posted picture, their memory, their end when
they are stopped, and how many environment steps the reinforcement learning ones take."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.bench import codes
from bot.bench.measure import Measure, measured, times
from bot.bench.room import Room
from runners.experiments import catalogue, run_module

_PREFIX = "experiment_"
_REPEATS = 3

_STEPS = "cartpole_million_steps"
_STOP = "stop_experiment"
_ENVIRONMENTS = 256
_SECONDS = 2.0

NAMES = (*(_PREFIX + experiment.name for experiment in catalogue()), _STOP, _STEPS)


def run_measures(room: Room, folder: Path, names: Sequence[str]) -> Iterator[Measure]:
    """The measures of these names. The baseline starts the same in a fresh process."""
    for name in names:
        if name == _STEPS:
            yield _steps()
            continue
        if name == _STOP:
            yield measured(name, [room.stop("cartpole_dqn") for _ in range(_REPEATS)], detail="cartpole_dqn")
            continue
        experiment = name.removeprefix(_PREFIX)
        taken = times(lambda _, experiment=experiment: room.run(experiment), _REPEATS)  # type: ignore[misc]
        seconds, peak = _in_a_fresh_process(experiment, folder)
        detail = f"peak memory {peak / 2**20:.0f} MB"
        yield measured(name, taken, f"tutor run {experiment} in a fresh process", [1000 * seconds], detail)


def _in_a_fresh_process(experiment: str, folder: Path) -> tuple[float, int]:
    """Seconds, and the bytes that the run used at most. Raises CalledProcessError when it fails."""
    command = [sys.executable, "-m", "bot.cli", "run", experiment, "--json", "--out", str(folder)]
    started = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=180)
    return time.perf_counter() - started, int(json.loads(done.stdout)["memory_bytes"])


def _steps() -> Measure:
    """Milliseconds for a million environment steps of CartPole with a network that acts: in one compiled loop, and in
    gymnasium with a network of the same size in NumPy."""
    from runners.sandbox import Sandbox

    parameters = {"environments": _ENVIRONMENTS, "seconds": _SECONDS, "seed": 0}
    with Sandbox(size=1) as sandbox:
        result = run_module(sandbox, "runners.experiments.rl.throughput", parameters, seconds=60.0)
    numbers = dict(line.split(": ") for line in (result.result or "").splitlines())
    ours = float(numbers["steps"]) / float(numbers["seconds"])
    command = [sys.executable, "-c", codes.GYMNASIUM]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    theirs = codes.GYMNASIUM_STEPS / float(done.stdout)
    detail = f"{ours:,.0f} steps a second in {_ENVIRONMENTS} environments, gymnasium {theirs:,.0f}"
    return measured(_STEPS, [1e9 / ours], "gymnasium, the same network in NumPy", [1e9 / theirs], detail)
