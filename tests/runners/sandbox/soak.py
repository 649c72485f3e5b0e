"""Many snippets in a row, every seventh hostile: nothing may grow.

    python -m tests.runners.sandbox.soak [SNIPPETS] [MINUTES] [SECONDS]

runs each snippet for at most SECONDS, and prints one line for each tenth part and a summary as JSON. Its exit code
is 1 when something grew.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from runners.sandbox import Limits, Sandbox

KIND = (
    ("1 + 1", "ok"),
    ("import jax.numpy as jnp\nprint(jnp.arange(3) + 1)", "ok"),
    ("import numpy as np\nx = np.ones((100, 100))\nx.sum()", "ok"),
    ("open('notes.txt', 'w').write('x' * 10_000)\nprint('written')", "ok"),
    ("import matplotlib.pyplot as plt\nplt.plot([1, 2])", "ok"),
    ("import jax, jax.numpy as jnp\njax.grad(lambda x: (x ** 2).sum())(jnp.ones(3))", "ok"),
)
HOSTILE = (
    ("import os\nos._exit(3)", "crashed"),
    ("import ctypes\nctypes.string_at(0)", "crashed"),
    ("1 / 0", "error"),
    ("import os\nos.fork()", "error"),
    ("import os\nfor _ in range(300):\n    os.mkdir('d'); os.chdir('d')", "ok"),
    ("import os\nos.closerange(0, 100)\nx = 1", "crashed"),
    ("x = 'a'\nwhile True: x += x", "memory"),
    ("while True: print('x' * 10_000)", "output_limit"),
    ("while True: pass", "timeout"),
    ("import threading as t, time\nfor n in range(15): t.Thread(target=time.sleep, args=(9,)).start()", "ok"),
    ("for n in range(500): open(f'{n}', 'w').write('x')", "ok"),
    ("import socket\nsocket.create_connection(('127.0.0.1', 80))", "error"),
)  # fmt: skip
LIMITS = Limits(seconds=3.0, memory_bytes=256 << 20)


@dataclass(frozen=True)
class State:
    """What a sandbox holds while nobody uses it. Memory counts the supervisor and the zygote, in MB; shared memory
    of a browser is that of another test."""

    processes: int
    supervisor_descriptors: int
    zygote_descriptors: int
    folders: int
    supervisor_mb: float
    zygote_mb: float
    shared_memory_entries: int


def snippets(count: int) -> Iterator[tuple[str, str]]:
    for number in range(count):
        source = HOSTILE if number % 7 == 6 else KIND
        yield source[(number // 7 if source is HOSTILE else number) % len(source)]


def settled(sandbox: Sandbox) -> State:
    """The state once the pool is full again and everything behind is cleared up."""
    give_up = time.monotonic() + 30
    while sandbox.waiting < 2 and time.monotonic() < give_up:
        time.sleep(0.05)
    time.sleep(1.0)
    zygote = sandbox.zygote_pid
    assert sandbox._folder is not None
    return State(
        processes=len(_descendants(zygote)),
        supervisor_descriptors=len(os.listdir("/proc/self/fd")),
        zygote_descriptors=len(os.listdir(f"/proc/{zygote}/fd")),
        folders=len(list(sandbox._folder.glob("run-*"))),
        supervisor_mb=_private_mb(os.getpid()),
        zygote_mb=_private_mb(zygote),
        shared_memory_entries=len([name for name in os.listdir("/dev/shm") if "chromium" not in name]),
    )


def grown(first: State, last: State) -> list[str]:
    """What grew by more than noise explains."""
    slack = {"supervisor_mb": 30.0, "zygote_mb": 30.0}
    before, after = asdict(first), asdict(last)
    return [
        f"{name}: {before[name]} → {after[name]}" for name in before if after[name] > before[name] + slack.get(name, 2)
    ]


def soak(sandbox: Sandbox, count: int, minutes: float, limits: Limits = LIMITS) -> dict[str, object]:
    """Run up to `count` snippets on two threads; statuses that were not expected, and what grew."""
    _run(sandbox, list(snippets(28)), limits)
    first, started = settled(sandbox), time.monotonic()
    everything, done = list(snippets(count)), 0
    unexpected: Counter[str] = Counter()
    taken: list[float] = []
    part = max(1, count // 10)
    for place in range(0, count, part):
        for (code, wanted), (status, seconds) in _run(sandbox, everything[place : place + part], limits):
            done += 1
            taken.append(seconds)
            if status != wanted:
                unexpected[f"{wanted} wanted, {status} came of {code[:60]!r}"] += 1
        print(f"{done} snippets, {time.monotonic() - started:.0f} s, {settled(sandbox)}", flush=True)
        if time.monotonic() - started > 60 * minutes:
            break
    last = settled(sandbox)
    return {
        "snippets": done,
        "per_second": round(done / (time.monotonic() - started), 2),
        "median_ms": round(1000 * statistics.median(taken), 1),
        "unexpected": dict(unexpected),
        "grown": grown(first, last),
        "first": asdict(first),
        "last": asdict(last),
    }


def _run(
    sandbox: Sandbox, batch: list[tuple[str, str]], limits: Limits
) -> list[tuple[tuple[str, str], tuple[str, float]]]:
    def one(code: str) -> tuple[str, float]:
        result = sandbox.run(code, limits=limits)
        return result.status, result.seconds.total

    with ThreadPoolExecutor(2) as threads:
        return list(zip(batch, threads.map(lambda item: one(item[0]), batch), strict=True))


def _descendants(pid: int) -> list[str]:
    found = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = dict(line.split() for line in found.splitlines())
    of = {str(pid)}
    while more := {child for child, parent in parents.items() if parent in of} - of:
        of |= more
    return sorted(of)


def _private_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return round(sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024, 1)


def main(count: str = "10000", minutes: str = "600", seconds: str = "3") -> int:
    limits = replace(LIMITS, seconds=float(seconds))
    with Sandbox(limits, size=2) as sandbox:
        summary = soak(sandbox, int(count), float(minutes), limits)
    print(json.dumps(summary, ensure_ascii=False))
    return 1 if summary["grown"] or summary["unexpected"] else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
