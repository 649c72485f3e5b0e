"""From Slack's payloads to jobs: the same act is the same job, and nobody's business is no job."""

from __future__ import annotations

from typing import Any

import pytest

from bot.jobs import natural_key
from bot.listeners.actions import offer_job
from bot.listeners.events import message_job
from bot.listeners.files import file_job

BOT = "U0BOT"


def event(**changes: Any) -> dict[str, Any]:
    return {"type": "message", "channel": "C1", "user": "U1", "ts": "1.5", "text": "why is that?", **changes}


def job(**changes: Any) -> Any:
    return message_job(event(**changes), "T1", BOT)


def test_the_same_message_is_the_same_job_however_it_arrives() -> None:
    text = f"<@{BOT}> why is that?"
    assert job(text=text).id == job(type="app_mention", text=text, client_msg_id="x").id
    assert job(ts="1.6").id != job().id


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "B1"},
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


def test_what_is_said_in_a_channel_is_heard_with_a_verdict() -> None:
    heard = job()
    assert (heard.kind, heard.data) == ("heard", {"verdict": "ask", "parent": ""})
    assert not heard.addressed
    assert job(text=f"<@{BOT}> the scaling factor").addressed


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


def test_what_is_said_to_the_bot_alone_is_answered() -> None:
    private = job(text="the scaling factor", channel_type="im")
    assert (private.kind, private.id) == ("answer", natural_key("T1", "C1", "1.5", "message"))


def test_talk_in_a_thread_is_heard_for_it_may_be_an_answer() -> None:
    heard = job(text="Look at the axis.", thread_ts="1.0", parent_user_id="U9")
    assert (heard.kind, heard.thread) == ("heard", "1.0")
    assert heard.data == {"verdict": "leave", "parent": "U9"}


def changed(before: str, after: str, **changes: Any) -> dict[str, Any]:
    message = {"type": "message", "user": "U1", "ts": "1.5", "text": after, "edited": {"user": "U1", "ts": "2.0"}}
    previous = {"type": "message", "user": "U1", "ts": "1.5", "text": before}
    fields = {"subtype": "message_changed", "ts": "2.1", "previous_message": previous}
    return event(message={**message, **changes}, **fields)


def test_an_edit_is_a_job_of_the_message_with_its_new_words() -> None:
    edit = message_job(changed("helo", "why is that?"), "T1", BOT)
    assert edit is not None
    assert (edit.kind, edit.message, edit.thread, edit.text) == ("message_edited", "1.5", "", "why is that?")
    assert edit.data == {"verdict": "ask", "parent": "", "edited": "2.0"}
    again = message_job(changed("helo", "why?", edited={"user": "U1", "ts": "3.0"}), "T1", BOT)
    assert again is not None and again.id != edit.id


def test_the_first_message_of_a_thread_is_edited_outside_of_it() -> None:
    edit = message_job(changed("helo", "why is that?", thread_ts="1.5"), "T1", BOT)
    assert edit is not None and edit.thread == ""


@pytest.mark.parametrize(
    "change",
    [
        changed("same?", "same?", attachments=[{"title": "a preview"}]),
        changed("a", "why is that?", bot_id="B1"),
        changed("a", ""),
    ],
)
def test_changes_that_no_person_made_are_nobodys_business(change: dict[str, Any]) -> None:
    assert message_job(change, "T1", BOT) is None


def test_a_deleted_message_is_a_job_also_when_its_thread_leaves_a_tombstone() -> None:
    previous = {"type": "message", "user": "U1", "ts": "1.5", "text": "why?"}
    gone = message_job(event(subtype="message_deleted", deleted_ts="1.5", previous_message=previous), "T1", BOT)
    left = message_job(changed("why?", "This message was deleted.", subtype="tombstone"), "T1", BOT)
    assert gone is not None and gone == left
    assert (gone.kind, gone.message, gone.user) == ("message_deleted", "1.5", "U1")
    bots = {**previous, "bot_id": "B1"}
    assert message_job(event(subtype="message_deleted", deleted_ts="1.5", previous_message=bots), "T1", BOT) is None


def test_a_press_on_an_offer_is_about_the_message_that_it_was_for() -> None:
    body = {"team": {"id": "T1"}, "user": {"id": "U1"}, "channel": {"id": "C1"}, "container": {"message_ts": "9.9"}}
    press = offer_job(body, {"value": "1.5 fr", "action_ts": "3.0"}, "offer_taken")
    assert (press.message, press.thread, press.data["language"]) == ("1.5", "", "fr")
