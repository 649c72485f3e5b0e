"""How often the diagnosis is right, on attempts whose mistakes are known.

    python -m tests.runners.exercises.measure [test|fit|all] [--json]

reads `unseen/*.jsonl` and prints the shares, by practical and together. The half of an attempt is given by
the hash of its id: what went wrong in `fit` is listed and may be learnt from, `test` only counted.
"""

from __future__ import annotations

import hashlib
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from runners.check import check
from runners.sandbox import Sandbox
from runners.values import CheckResult

ATTEMPTS = Path(__file__).parent / "unseen"


@dataclass(frozen=True)
class Known:
    """An attempt: `slugs` has those that name each of its mistakes, any one of a group; empty for a right one."""

    id: str
    exercise: str
    code: str
    right: bool
    slugs: tuple[str, ...]

    @property
    def half(self) -> str:
        return "test" if hashlib.sha256(self.id.encode()).digest()[0] % 2 else "fit"


def known(folder: Path = ATTEMPTS) -> Iterator[Known]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            wire = json.loads(line)
            yield Known(wire["id"], wire["exercise"], wire["code"], wire["right"], tuple(wire["slugs"]))


def outcome(one: Known, result: CheckResult) -> str:
    """`first`: the right slug first; `second`: among the first two; `other`: another one; `untold`: only "wrong"."""
    if one.right:
        return "accepted" if result.verdict == "correct" else "false alarm"
    if result.verdict == "correct":
        return "missed"
    named = [mistake.slug for mistake in result.mistakes]
    if named[:1] and named[0] in one.slugs:
        return "first"
    if set(named[:2]) & set(one.slugs):
        return "second"
    if not named:
        return "error explained" if result.error and result.error.explanation else "untold"
    return "other"


def main(half: str = "all", *options: str) -> int:
    attempts = [one for one in known() if half in ("all", one.half)]
    with Sandbox(size=3) as sandbox, ThreadPoolExecutor(2) as threads:
        results = list(threads.map(lambda one: _checked(sandbox, one), attempts))
    rows = [(one, outcome(one, result), result) for one, (result, _) in zip(attempts, results, strict=True)]
    summary = {
        name: _shares(rows, name) for name in ("", *sorted({one.exercise.partition(".")[0] for one in attempts}))
    }
    taken = sorted(seconds for _, seconds in results)
    latency = {
        "median_ms": round(1000 * statistics.median(taken)),
        "p95_ms": round(1000 * taken[int(0.95 * len(taken))]),
    }
    for name, shares in summary.items():
        print(name or "all", json.dumps(shares))
    print("latency", json.dumps(latency))
    for one, how, result in rows:
        if one.half == "fit" and how not in ("first", "accepted"):
            print(f"{one.id}: {how}; wanted {one.slugs}, got {[m.slug for m in result.mistakes]}, {result.verdict}")
    return 0


def _checked(sandbox: Sandbox, one: Known) -> tuple[CheckResult, float]:
    started = time.perf_counter()
    result = check(sandbox, one.exercise, one.code, id=one.id)
    return result, time.perf_counter() - started


def _shares(rows: list[tuple[Known, str, CheckResult]], practical: str) -> dict[str, float]:
    mine = [(one, how) for one, how, _ in rows if one.exercise.startswith(practical)]
    wrong = Counter(how for one, how in mine if not one.right)
    right = Counter(how for one, how in mine if one.right)
    of_wrong, of_right = max(1, wrong.total()), max(1, right.total())
    return {
        "wrong": wrong.total(),
        "right slug first": round(wrong["first"] / of_wrong, 3),
        "among the first two": round((wrong["first"] + wrong["second"]) / of_wrong, 3),
        "another slug": round(wrong["other"] / of_wrong, 3),
        "error explained": round(wrong["error explained"] / of_wrong, 3),
        'only "wrong"': round(wrong["untold"] / of_wrong, 3),
        "taken for right": round(wrong["missed"] / of_wrong, 3),
        "right": right.total(),
        "false alarms": round(right["false alarm"] / of_right, 3),
    }


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
