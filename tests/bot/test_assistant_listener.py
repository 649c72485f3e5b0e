"""What is written in the assistant pane, as jobs; and that nobody else hears it too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient

from bot.jobs import Job
from bot.listeners import register
from bot.listeners.assistant import opened_job, pane_job
from bot.standin import Standin

CODE = "```\nx = 1\n```"


def event(text: str = "why is that?", **changes: Any) -> dict[str, Any]:
    place = {"channel": "D1", "channel_type": "im", "thread_ts": "1.0"}
    return {"type": "message", **place, "user": "U1", "ts": "1.5", "text": text, **changes}


@pytest.mark.parametrize(
    ("text", "kind", "kept"),
    [
        ("why is a &lt; b?", "answer", "why is a < b?"),
        (CODE, "offer_code", CODE),
        (f"  {CODE}\n", "offer_code", CODE),
        (f"what does this do? {CODE}", "answer", f"what does this do? {CODE}"),
        (f"{CODE} and {CODE}", "answer", f"{CODE} and {CODE}"),
        ("run gcn_karate", "run", "gcn_karate"),
        ("/run gcn_karate steps=50", "run", "gcn_karate steps=50"),
        ("run to the hills", "answer", "run to the hills"),
        ("run nothing_known", "answer", "run nothing_known"),
        ("check attention q=2,10,64 k=2,12,64", "check", "attention q=2,10,64 k=2,12,64"),
        ("check my understanding of vmap", "answer", "check my understanding of vmap"),
    ],
)
def test_a_message_of_the_pane(text: str, kind: str, kept: str) -> None:
    job = pane_job(event(text), "T1")
    assert job is not None
    assert (job.kind, job.text, job.thread, job.message, job.addressed, job.in_pane) == (
        kind,
        kept,
        "1.0",
        "1.5",
        True,
        True,
    )


@pytest.mark.parametrize("message", [event(""), event("  "), event(user=None)])
def test_what_is_nobodys_business(message: dict[str, Any]) -> None:
    assert pane_job(message, "T1") is None


def test_a_thread_is_opened_once() -> None:
    thread = {"user_id": "U1", "channel_id": "D1", "thread_ts": "1.0", "context": {}}
    job = opened_job(thread, "T1")
    assert (job.kind, job.channel, job.thread, job.user) == ("open_pane", "D1", "1.0", "U1")
    assert opened_job(thread, "T1") == job


@pytest.fixture
def heard() -> Iterator[tuple[App, list[Job], Standin]]:
    with Standin(port=0) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        app = App(client=client, process_before_response=True, token_verification_enabled=False, signing_secret="x")
        jobs: list[Job] = []
        register(app, jobs.append)
        yield app, jobs, slack


def deliver(app: App, inner: dict[str, Any]) -> int:
    body = {"type": "event_callback", "team_id": "T1", "event": inner, "event_id": "Ev1"}
    return app.dispatch(BoltRequest(body=body, mode="socket_mode")).status


def test_a_message_of_the_pane_is_heard_once_and_without_a_call_to_slack(
    heard: tuple[App, list[Job], Standin],
) -> None:
    app, jobs, slack = heard
    slack.clear()
    assert deliver(app, event()) == 200
    assert [(job.kind, job.in_pane) for job in jobs] == [("thread_message", True), ("answer", True)]
    thread = {"user_id": "U1", "channel_id": "D1", "thread_ts": "1.0", "context": {"channel_id": "C1"}}
    assert deliver(app, {"type": "assistant_thread_started", "assistant_thread": thread}) == 200
    assert deliver(app, {"type": "assistant_thread_context_changed", "assistant_thread": thread}) == 200
    assert [job.kind for job in jobs] == ["thread_message", "answer", "open_pane"]
    assert {call["method"] for call in slack.calls()} <= {"auth.test"}


def test_messages_elsewhere_go_on_to_the_other_listeners(heard: tuple[App, list[Job], Standin]) -> None:
    app, jobs, _ = heard
    deliver(app, event(thread_ts=None))
    deliver(app, event(channel="C1", channel_type="channel"))
    deliver(app, event(subtype="file_share"))
    assert [job.kind for job in jobs] == ["answer", "heard", "thread_message", "answer"]
    assert not any(job.in_pane for job in jobs)


def test_the_bots_own_messages_are_nobodys_business(heard: tuple[App, list[Job], Standin]) -> None:
    app, jobs, _ = heard
    deliver(app, event(bot_id="B1"))
    deliver(app, event("", subtype="message_changed", message=event(bot_id="B1"), previous_message=event(bot_id="B1")))
    assert jobs == []
