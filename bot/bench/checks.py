"""Checks of attempts as the worker makes them, without Slack around: one after another, and a batch."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from bot.bench import codes
from bot.bench.measure import Measure, measured, run_python, times
from bot.bench.snippets import wait_until_warm

if TYPE_CHECKING:
    from runners.sandbox import Sandbox

NAMES = ("check_function", "check_batch")
_EXERCISE = "transformers.scaled_dot_product_attention"
_BATCH = 100
_AT_ONCE = 2
_BASELINE_REPEATS = 3


def run_measures(names: Sequence[str], repeats: int) -> Iterator[Measure]:
    """The measures of these names, in a sandbox of the default size."""
    from runners.sandbox import Sandbox

    if not names:
        return
    with Sandbox() as sandbox:
        _check(sandbox, 0)
        if "check_function" in names:
            yield _one_by_one(sandbox, repeats)
        if "check_batch" in names:
            yield _batch(sandbox)


def _one_by_one(sandbox: Sandbox, repeats: int) -> Measure:
    """A wrong attempt with its picture and a right one in turn, each with warm processes waiting."""

    taken = []
    for number in range(repeats):
        wait_until_warm(sandbox)
        taken += times(lambda _, number=number: _check(sandbox, number), 1)  # type: ignore[misc]
    instead = times(lambda _: run_python("-c", codes.ATTEMPT + codes.OWN_CHECK), _BASELINE_REPEATS)
    return measured("check_function", taken, "python -c with a check cell (right or wrong, no diagnosis)", instead)


def _batch(sandbox: Sandbox) -> Measure:
    """As `tutor check --batch` does: two at a time, without pictures."""
    started = time.perf_counter()
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        taken = list(
            threads.map(lambda number: times(lambda _: _check(sandbox, number, draw=False), 1)[0], range(_BATCH))
        )
    seconds = time.perf_counter() - started
    return measured("check_batch", taken, detail=f"{_BATCH} attempts in {seconds:.1f} s, {_AT_ONCE} at a time")


def _check(sandbox: Sandbox, number: int, *, draw: bool = True) -> None:
    """Raises RuntimeError when the verdict is another one than it should be: a measure of failures is none."""
    from runners.check import check

    code, wanted = ((codes.ATTEMPT, "incorrect"), (codes.RIGHT_ATTEMPT, "correct"))[number % 2]
    result = check(sandbox, _EXERCISE, code, draw=draw)
    if result.verdict != wanted:
        raise RuntimeError(f"a check that is measured failed: {result.verdict}, {result.error}")
