"""Answers that are shown while they are written: what is kept, and how often it is shown."""

from __future__ import annotations

import time

import pytest
from redis import Redis

from bot.jobs import Job
from workers.dispatch import make_redis
from workers.ledger import Ledger
from workers.streaming import AnswerTeller


class Shown(list[str]):
    def show_partial(self, job_id: str) -> None:
        self.append(job_id)


@pytest.fixture
def ledger(redis: Redis) -> Ledger:
    return Ledger(redis)


def running(ledger: Ledger, name: str, team: str = "T1") -> tuple[Job, int]:
    job = Job(id=name, kind="answer", team=team, channel="D1", user="U1", data={"pane": True})
    ledger.accept(job)
    return job, ledger.claim(name, "node")


def test_the_latest_text_stands_with_the_job_and_is_shown_once_a_second(ledger: Ledger) -> None:
    job, this_try = running(ledger, "a")
    assert ledger.note_partial(job, this_try, "One.", apart=0.2)
    assert not ledger.note_partial(job, this_try, "One. Two.", apart=0.2)
    entry = ledger.entry("a")
    assert entry is not None and entry.partial == "One. Two."
    time.sleep(0.25)
    assert ledger.note_partial(job, this_try, "One. Two. Three.", apart=0.2)


def test_a_workspace_starts_no_more_than_slack_takes_and_another_has_its_own(ledger: Ledger) -> None:
    jobs = [running(ledger, name) for name in "abc"]
    assert [ledger.note_partial(job, this_try, "One.", starts=2) for job, this_try in jobs] == [True, True, False]
    other, this_try = running(ledger, "d", team="T2")
    assert ledger.note_partial(other, this_try, "One.", starts=2)


def test_a_workspace_adds_no_more_than_slack_takes(ledger: Ledger) -> None:
    job, this_try = running(ledger, "a")
    shown = []
    for written in ("One.", "One. Two.", "One. Two. Three."):
        shown.append(ledger.note_partial(job, this_try, written, apart=0.001, appends=1))
        time.sleep(0.01)
    assert shown == [True, True, False]


def test_a_job_that_is_over_or_tried_again_shows_nothing_of_an_old_try(ledger: Ledger) -> None:
    job, this_try = running(ledger, "a")
    assert not ledger.note_partial(job, this_try + 1, "Old.")
    ledger.finish("a", this_try, {"type": "answer", "value": {}})
    assert not ledger.note_partial(job, this_try, "Late.")
    ledger.close("a")
    assert not ledger.note_partial(job, this_try, "Later.")
    assert ledger.entry("a") is None


def test_a_lost_broker_does_not_end_the_answer(ledger: Ledger) -> None:
    job, this_try = running(ledger, "a")
    shown = Shown()
    AnswerTeller(ledger, shown, job, this_try)("One.")  # type: ignore[arg-type]
    assert shown == ["a"]
    nowhere = Ledger(make_redis("redis+socket:///nowhere/at/all"))
    AnswerTeller(nowhere, shown, job, this_try)("One. Two.")  # type: ignore[arg-type]
    assert shown == ["a"]
