"""Telling how far an experiment has come: what is kept, who is told, and how often."""

from __future__ import annotations

import time

import pytest
from redis import Redis

from bot.jobs import Job
from runners.values import Progress
from workers.dispatch import make_redis
from workers.ledger import Ledger
from workers.progress import ProgressTeller

HALF = Progress(0.5, "step 1 of 2", 3.0)


class Told(list[str]):
    def tell_wait(self, job_id: str) -> None:
        self.append(job_id)


@pytest.fixture
def ledger(redis: Redis) -> Ledger:
    return Ledger(redis)


def running(ledger: Ledger, name: str) -> int:
    ledger.accept(Job(id=name, kind="run", team="T1", channel="C1", user=name), learner=name, most_waiting=5)
    taken = ledger.take_turn("node")
    assert taken is not None and taken[0] == name
    return taken[1]


def test_the_latest_progress_stands_with_the_job(ledger: Ledger) -> None:
    this_try = running(ledger, "a")
    assert ledger.note_progress("a", this_try, Progress(0.1, "first"))
    ledger.note_progress("a", this_try, HALF)
    entry = ledger.entry("a")
    assert entry is not None
    assert (entry.progress, entry.told) == (HALF, True)


def test_edits_of_all_runs_together_stay_apart(ledger: Ledger) -> None:
    tries = {name: running(ledger, name) for name in "abc"}
    told = [ledger.note_progress(name, tries[name], HALF, apart=0.2) for name in "abcabc"]
    assert told == [True] + 5 * [False]
    time.sleep(0.25)
    assert ledger.note_progress("b", tries["b"], HALF)


def test_a_job_that_is_over_or_tried_again_hears_nothing_of_an_old_try(ledger: Ledger) -> None:
    this_try = running(ledger, "a")
    assert not ledger.note_progress("a", this_try + 1, HALF)
    ledger.finish("a", this_try, {"type": "run", "value": {}})
    assert not ledger.note_progress("a", this_try, HALF)
    ledger.close("a")
    assert not ledger.note_progress("a", this_try, HALF)
    assert ledger.entry("a") is None


def test_what_is_soon_over_is_not_told(ledger: Ledger) -> None:
    told = Told()
    this_try = running(ledger, "a")
    quick = ProgressTeller(ledger, told, "a", this_try, quiet=60.0)  # type: ignore[arg-type]
    for done in range(1, 11):
        quick(done / 10, "drawing")
    assert told == []


def test_a_run_goes_on_without_its_broker() -> None:
    gone = Ledger(make_redis("redis://127.0.0.1:1/0"))
    told = Told()
    ProgressTeller(gone, told, "a", 1, quiet=0.0)(0.5, "half")  # type: ignore[arg-type]
    assert told == []


def test_many_reports_are_told_once_with_the_time_left(ledger: Ledger) -> None:
    told = Told()
    this_try = running(ledger, "a")
    slow = ProgressTeller(ledger, told, "a", this_try, quiet=0.0)  # type: ignore[arg-type]
    time.sleep(0.1)
    for _ in range(50):
        slow(0.25, "step 1 of 4")
    entry = ledger.entry("a")
    assert told == ["a"]
    assert entry is not None and entry.progress is not None
    assert 0.3 <= entry.progress.seconds_left < 3.0
