"""Times of JAX calls, as fair as a shared machine allows: results are waited for, and the median is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jax
import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEAST_REPEATS = 3


@dataclass(frozen=True)
class Timing:
    """Seconds of a call: the median of its repeats, and the quartiles that half of them lie between."""

    median: float
    low: float
    high: float

    def is_clear_of(self, other: Timing) -> bool:
        """Whether the middle halves of both do not overlap: less is within what a busy machine changes by itself."""
        return self.high < other.low or other.high < self.low


def once(call: Callable[[], Any]) -> float:
    """Seconds until the result is there."""
    start = time.perf_counter()
    jax.block_until_ready(call())  # type: ignore[no-untyped-call]
    return time.perf_counter() - start


def repeated(call: Callable[[], Any], repeats: int, *, seconds: float = 0.3) -> Timing:
    """After one call that is not counted, `repeats` calls, but no more than fit into `seconds`."""
    once(call)
    taken = [once(call) for _ in range(LEAST_REPEATS)]
    while len(taken) < repeats and sum(taken) < seconds:
        taken.append(once(call))
    low, median, high = np.quantile(taken, [0.25, 0.5, 0.75])
    return Timing(float(median), float(low), float(high))


def until_return(call: Callable[[], Any], repeats: int) -> float:
    """Median seconds until the call returns, when its result may not be there yet."""
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = call()
        taken.append(time.perf_counter() - start)
        jax.block_until_ready(result)  # type: ignore[no-untyped-call]
    return float(np.median(taken))


def shown(seconds: float) -> str:
    """With the unit that reads best: 12 µs, 3.4 ms, 1.2 s."""
    for factor, unit in ((1e6, "µs"), (1e3, "ms"), (1.0, "s")):
        if seconds * factor < 999.5:
            value = seconds * factor
            return f"{value:.2g} {unit}" if value < 9.95 else f"{value:.0f} {unit}"
    return f"{seconds:,.0f} s"


def times_as(ratio: float) -> str:
    """`2.5` or `41`: how many times."""
    return f"{ratio:.1f}" if ratio < 9.95 else f"{ratio:,.0f}"


def relative(difference: float) -> str:
    """A tiny part of something: 3e-07, or 0."""
    return f"{difference:.0e}" if difference else "0"


def draw_timings(axes: Axes, x: list[int], timings: list[Timing], style: str, colour: str, label: str) -> None:
    """A line of the medians in milliseconds, and a band for the quartiles."""
    low, median, high = zip(*((1e3 * each.low, 1e3 * each.median, 1e3 * each.high) for each in timings), strict=True)
    axes.plot(x, median, style, color=colour, label=label)
    axes.fill_between(np.asarray(x), low, high, color=colour, alpha=0.25, linewidth=0)
