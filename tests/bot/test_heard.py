"""What was heard, in the database: out of order, twice, and only of its own workspace."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.jobs import Job
from bot.records.heard import Heard
from bot.records.store import Records

JOB = Job("j1", "heard", "T1", "C1", "U1", text="why?", message="2.0", thread="1.0")
ANSWER = Job("a1", "answer", "T1", "C1", "U1", text="why?", message="2.0", thread="2.0")


def answer(number: int) -> dict[str, Any]:
    """A result that can be told from others."""
    return {"type": "answer", "value": {"answer": f"answer {number}"}}


@pytest.fixture
def heard(records: Records) -> Heard:
    return Heard(records)


def test_a_message_is_heard_once_however_often_it_is_noted(heard: Heard) -> None:
    for _ in range(2):
        heard.note(JOB, tutor=True, answers=True)
    (row,) = heard.in_thread(JOB, "1.0", "")
    assert (row.user, row.tutor, row.answers, row.deleted) == ("U1", True, True, False)
    assert heard.in_thread(JOB, "1.0", "2.0") == []
    assert heard.in_thread(replace(JOB, team="T2"), "1.0", "") == []


def test_a_deletion_that_comes_first_is_kept(heard: Heard) -> None:
    heard.note_deleted(JOB)
    heard.note(JOB, tutor=False, answers=False)
    row = heard.of(JOB)
    assert row is not None and row.deleted and row.user == "U1"
    assert heard.in_thread(JOB, "1.0", "") == []


def test_only_the_latest_edit_is_answered(heard: Heard) -> None:
    assert heard.note_answering(JOB, "3.0")
    assert not heard.note_answering(JOB, "2.5")
    assert not heard.note_answering(JOB, "3.0")
    assert heard.note_answering(JOB, "4.0")
    heard.note_deleted(JOB)
    assert not heard.note_answering(JOB, "5.0")


def test_an_answer_to_earlier_words_does_not_replace_one_to_later_words(records: Records) -> None:
    later = replace(ANSWER, text="how?", data={"edited": "3.0"})
    assert records.keep_exchange(later, answer(2))
    assert not records.keep_exchange(ANSWER, answer(1))
    kept = records.exchange("a1")
    assert kept is not None and (kept.text, kept.result) == ("how?", answer(2))
    assert records.keep_exchange(replace(later, data={"edited": "4.0"}), answer(3))


def test_the_newest_exchange_of_a_message_by_kind_and_workspace(records: Records) -> None:
    records.keep_exchange(ANSWER, answer(1))
    records.keep_exchange(replace(ANSWER, id="r1", kind="run"), {"type": "run", "value": 1})

    def found(team: str, *kinds: str) -> str | None:
        row = records.exchange_of_message(team, "C1", "2.0", kinds or ("answer", "run", "check"))
        return row.job_id if row else None

    assert (found("T1"), found("T1", "answer"), found("T1", "check"), found("T2")) == ("r1", "a1", None, None)


def test_a_press_and_the_last_reply_are_remembered(records: Records) -> None:
    records.keep_exchange(ANSWER, answer(1))
    assert records.last_reply("T1", "C1", "2.0") == ""
    records.mark_posted("a1", "reply", "C1", "9.0")
    records.note_pressed("a1")
    kept = records.exchange("a1")
    assert kept is not None and kept.pressed
    assert (records.last_reply("T1", "C1", "2.0"), records.last_reply("T2", "C1", "2.0")) == ("9.0", "")
    records.forget_exchange("a1")
    assert records.exchange("a1") is None
