"""The reference experiments with their defaults: from `/run NAME` to the posted picture, and their memory."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.bench.measure import Measure, measured, times
from bot.bench.room import Room
from runners.experiments import catalogue

_PREFIX = "experiment_"
_REPEATS = 3

NAMES = tuple(_PREFIX + experiment.name for experiment in catalogue())


def run_measures(room: Room, folder: Path, names: Sequence[str]) -> Iterator[Measure]:
    """The measures of these names. The baseline starts the same in a fresh process."""
    for name in names:
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
