"""Snippets in the sandbox alone, from the task's start to its result, beside a Python that runs the same code."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bench import codes
from bot.bench.measure import Measure, measured, run_python, times

if TYPE_CHECKING:
    from runners.sandbox import Sandbox

_BASELINE_REPEATS = 3
_LEARNERS = 8
_EACH = 8
_LIBRARIES = (
    "import numpy, scipy.stats, jax, matplotlib.pyplot, haiku, optax, jraph, networkx, einops, seaborn, numpyro"
)
_CODES = {
    "snippet_empty": "",
    "snippet_array": codes.ARRAY,
    "snippet_figure": codes.FIGURE,
    "snippet_grad": codes.GRAD,
    "snippet_grad_jit": codes.JITTED_GRAD,
    "snippet_new_shape": codes.NEW_SHAPE,
    "snippet_training": codes.TRAINING,
}
NAMES = ("pool_start", *_CODES, "snippet_eight")


def run_measures(names: Sequence[str], repeats: int) -> Iterator[Measure]:
    """The measures of these names. The sandbox has its default size, and is warm for each of them."""
    from runners.sandbox import Sandbox

    if not names:
        return
    started = time.perf_counter()
    with Sandbox() as sandbox:
        seconds = time.perf_counter() - started
        if "pool_start" in names:
            yield _start(sandbox, seconds)
        for name in names:
            if name in _CODES:
                yield _warm(sandbox, name, _CODES[name], repeats)
        if "snippet_eight" in names:
            yield _eight_learners(sandbox)


def _start(sandbox: Sandbox, seconds: float) -> Measure:
    instead = times(lambda _: run_python("-c", _LIBRARIES), _BASELINE_REPEATS)
    wait_until_warm(sandbox)
    detail = f"{_idle_mb(sandbox.zygote_pid):.0f} MB when idle (proportional set size)"
    return measured("pool_start", [seconds * 1000], "python -c, importing the same", instead, detail)


def _warm(sandbox: Sandbox, name: str, code: str, repeats: int) -> Measure:
    taken = [_one(sandbox, code.replace("{number}", str(number + 2))) for number in range(repeats)]
    instead = times(lambda _: run_python("-c", code.replace("{number}", "2")), _BASELINE_REPEATS)
    return measured(name, taken, "python -c, the same code", instead)


def _one(sandbox: Sandbox, code: str) -> float:
    wait_until_warm(sandbox)
    return _timed_run(sandbox, code)


def _eight_learners(sandbox: Sandbox) -> Measure:
    """Each sends one snippet after another; arrays, figures and gradients in turn."""
    sent = [codes.ARRAY, codes.FIGURE, codes.GRAD, ""]
    started = time.perf_counter()
    with ThreadPoolExecutor(_LEARNERS) as learners:
        work = [sent[number % len(sent)] for number in range(_LEARNERS * _EACH)]
        taken = list(learners.map(lambda code: _timed_run(sandbox, code), work))
    rate = len(taken) / (time.perf_counter() - started)
    instead = times(lambda _: run_python("-c", codes.ARRAY), _BASELINE_REPEATS)
    return measured("snippet_eight", taken, "python -c, one array alone", instead, f"{rate:.1f} a second, none failed")


def _timed_run(sandbox: Sandbox, code: str) -> float:
    """Milliseconds. Raises RuntimeError when the snippet fails: a measure of failures is none."""
    started = time.perf_counter()
    result = sandbox.run(code)
    taken = (time.perf_counter() - started) * 1000
    if result.status != "ok":
        raise RuntimeError(f"a snippet that is measured failed: {result.status}, {result.error}")
    return taken


def wait_until_warm(sandbox: Sandbox) -> None:
    """Two processes wait, and nothing is refilled behind."""
    give_up = time.monotonic() + 60
    while sandbox.waiting < 2 and time.monotonic() < give_up:
        time.sleep(0.02)
    time.sleep(0.1)


def _idle_mb(zygote: int) -> float:
    """Of the zygote and all below it."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = dict(line.split() for line in listed.splitlines())
    pids = {str(zygote)}
    while more := {pid for pid, parent in parents.items() if parent in pids} - pids:
        pids |= more
    lines = [line for pid in pids for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
