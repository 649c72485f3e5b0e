"""`tutor bench`: the fields of a measure are a contract."""

from __future__ import annotations

import json
import subprocess
import sys


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.cli", "bench", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_a_measure_stands_beside_what_one_would_do_instead() -> None:
    done = bench("accept_question", "--json")
    (measure,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"name", "median_ms", "p95_ms", "baseline", "baseline_ms", "ratio"} <= set(measure)
    assert measure["name"] == "accept_question"
    assert 0 < measure["median_ms"] <= measure["p95_ms"]
    assert measure["ratio"] == round(measure["baseline_ms"] / measure["median_ms"], 1)


def test_a_measure_that_is_not_there_is_met_by_those_that_are() -> None:
    done = bench("speed")
    assert done.returncode != 0
    assert "There is no measure named 'speed'" in done.stderr
    assert "judge_message" in done.stderr and "ask" in done.stderr
