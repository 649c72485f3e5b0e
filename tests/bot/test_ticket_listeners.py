"""What is pressed on cards and marked on messages, as jobs."""

from __future__ import annotations

from typing import Any

import pytest

from bot.jobs import Job
from bot.listeners.actions import press_job
from bot.listeners.events import with_thread
from bot.listeners.reactions import CHECK_MARKS, reaction_job

BODY: dict[str, Any] = {
    "team": {"id": "T1"},
    "user": {"id": "U1", "name": "grace"},
    "channel": {"id": "C1"},
    "container": {"message_ts": "5.0"},
    "message": {},
}


def _reaction(name: str, kind: str = "message", event_ts: str = "9.0") -> dict[str, Any]:
    item = {"type": kind, "channel": "C1", "ts": "5.0"}
    return {"type": "reaction_added", "user": "U1", "reaction": name, "item": item, "event_ts": event_ts}


@pytest.mark.parametrize("name", [*sorted(CHECK_MARKS), "white_check_mark::skin-tone-3"])
def test_a_check_mark_is_a_job(name: str) -> None:
    job = reaction_job(_reaction(name), "T1")
    assert job is not None
    assert (job.kind, job.team, job.channel, job.user, job.message) == ("reaction", "T1", "C1", "U1", "5.0")


@pytest.mark.parametrize("event", [_reaction("eyes"), _reaction("x"), _reaction("white_check_mark", "file")])
def test_other_marks_are_nobodys_business(event: dict[str, Any]) -> None:
    assert reaction_job(event, "T1") is None


def test_a_mark_that_is_delivered_twice_is_one_job_and_one_set_again_another() -> None:
    first, again = (reaction_job(_reaction("white_check_mark"), "T1") for _ in range(2))
    later = reaction_job(_reaction("white_check_mark", event_ts="10.0"), "T1")
    assert first == again
    assert first and later and first.id != later.id


def test_each_choice_of_a_menu_is_a_press_of_its_own() -> None:
    def chosen(value: str) -> Job:
        action = {"action_ts": "7.0", "selected_option": {"value": value}}
        return press_job(BODY, action, "snooze_ticket", {"ticket": "7", "for": value.rpartition(" ")[2]})

    hour, morning = chosen("7 snooze hour"), chosen("7 snooze morning")
    assert hour.id != morning.id
    assert hour == chosen("7 snooze hour")
    assert hour.data["for"] == "hour"


def test_what_is_asked_in_a_thread_is_also_told_to_its_ticket() -> None:
    question = Job("j1", "answer", "T1", "C1", "U1", text="why?", message="6.0", thread="5.0")
    first, second = with_thread(question)
    assert (first.kind, second) == ("thread_message", question)
    assert first.id != question.id
    assert with_thread(Job("j2", "answer", "T1", "C1", "U1", message="6.0")) == [
        Job("j2", "answer", "T1", "C1", "U1", message="6.0")
    ]
