"""From Slack's payloads to jobs: the same act is the same job, and nobody's business is no job."""

from __future__ import annotations

from typing import Any

import pytest

from bot.listeners.events import message_job
from bot.listeners.files import file_job
from bot.listeners.questions import looks_like_question

BOT = "U0BOT"
QUESTIONS = [
    "why do we divide by sqrt(d_k)?",
    "how do i write a causal mask",
    "What's the difference between vmap and pmap",
    "Pourquoi divise-t-on par la racine de d_k ?",
    "comment utiliser vmap",
    "ValueError: Incompatible shapes for broadcasting: (2, 3) and (4,)",
    'Traceback (most recent call last):\n  File "x.py", line 1',
    "in exercise 2, should the mask be 0 or 1?",
]
STATEMENTS = [
    "Thanks, that was a good session.",
    "Good morning everybody!",
    "I fixed it.",
    "```\nx = a if b else c  # why?\n```",
    "see https://example.org/search?q=jax",
    "<@U123> thank you",
    "Merci beaucoup !",
]


def event(**changes: Any) -> dict[str, Any]:
    return {"type": "message", "channel": "C1", "user": "U1", "ts": "1.5", "text": "why is that?", **changes}


def job(**changes: Any) -> Any:
    return message_job(event(**changes), "T1", BOT)


@pytest.mark.parametrize("text", QUESTIONS)
def test_questions(text: str) -> None:
    assert looks_like_question(text)


@pytest.mark.parametrize("text", STATEMENTS)
def test_statements(text: str) -> None:
    assert not looks_like_question(text)


def test_the_same_message_is_the_same_job_however_it_arrives() -> None:
    text = f"<@{BOT}> why is that?"
    assert job(text=text).id == job(type="app_mention", text=text, client_msg_id="x").id
    assert job(ts="1.6").id != job().id


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"subtype": "channel_join"},
        {"user": ""},
        {"text": ""},
        {"text": f"<@{BOT}>"},
        {"text": "Nice."},
    ],
)
def test_nobodys_business(changes: dict[str, Any]) -> None:
    assert job(**changes) is None


def test_code_arrives_as_it_was_typed() -> None:
    assert job(text="why is `a &lt; b &amp;&amp; c`?").text == "why is `a < b && c`?"


def test_a_statement_is_answered_when_the_bot_is_addressed() -> None:
    assert job(text=f"<@{BOT}> the scaling factor").kind == "answer"
    assert job(text="the scaling factor", channel_type="im").kind == "answer"


def test_talk_in_a_thread_may_be_a_tutors_answer() -> None:
    assert job(text="Look at the axis.", thread_ts="1.0").kind == "thread_message"


FILES = [{"id": "F1", "name": "a.PY"}, {"id": "F2", "name": "b.ipynb"}, {"id": "F3", "name": "c.txt"}, {"id": "F4"}]


def test_code_files_are_offered_once_however_the_message_arrives() -> None:
    shared = file_job(event(subtype="file_share", files=FILES), "T1")
    assert shared is not None
    assert [file["id"] for file in shared.data["files"]] == ["F1", "F2"]
    assert file_job(event(type="app_mention", files=FILES), "T1") == shared


@pytest.mark.parametrize(
    "changes",
    [
        {"files": FILES[2:]},
        {"files": []},
        {"files": FILES, "bot_id": "B1"},
        {"files": FILES, "subtype": "message_changed"},
        {"files": FILES, "user": ""},
    ],
)
def test_other_files_and_other_senders_are_left_alone(changes: dict[str, Any]) -> None:
    assert file_job(event(**changes), "T1") is None
