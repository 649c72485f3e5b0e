"""One measure, and how times are taken."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Measure:
    """Times in milliseconds; `ratio` is how many times longer the baseline takes, None without one. `detail` says
    what is no time, such as memory."""

    name: str
    median_ms: float
    p95_ms: float
    baseline: str | None = None
    baseline_ms: float | None = None
    detail: str = ""

    @property
    def ratio(self) -> float | None:
        return round(self.baseline_ms / self.median_ms, 1) if self.baseline_ms else None

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio}


def times(action: Callable[[int], object], repeats: int) -> list[float]:
    """The milliseconds that each of `repeats` calls takes; the call gets its number."""
    return [_timed(action, number) for number in range(repeats)]


def _timed(action: Callable[[int], object], number: int) -> float:
    started = time.perf_counter()
    action(number)
    return (time.perf_counter() - started) * 1000


def measured(
    name: str, taken: Sequence[float], baseline: str | None = None, instead: Sequence[float] = (), detail: str = ""
) -> Measure:
    ranked = sorted(taken)
    p95 = ranked[min(len(ranked) - 1, round(0.95 * (len(ranked) - 1)))]
    baseline_ms = _rounded(statistics.median(instead)) if instead else None
    return Measure(name, _rounded(statistics.median(ranked)), _rounded(p95), baseline, baseline_ms, detail)


def _rounded(milliseconds: float) -> float:
    return round(milliseconds, 1 if milliseconds >= 10 else 3)


def run_python(*arguments: str, seconds: float = 120.0) -> None:
    """A fresh interpreter, as a user would start it.

    Raises `CalledProcessError` when it fails, `TimeoutExpired` when it takes longer than `seconds`.
    """
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, timeout=seconds)
