"""Messages, mentions, and the Home tab."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_bolt import App

from bot.jobs import Job, natural_key
from bot.listeners import Accept
from bot.listeners.files import file_job
from bot.listeners.questions import looks_like_question, without_mention
from bot.views.text import unescape

_SPOKEN = (None, "file_share", "thread_broadcast")


def register(app: App, accept: Accept) -> None:
    @app.event("message")
    def on_message(event: dict[str, Any], context: dict[str, Any]) -> None:
        job = message_job(event, str(context["team_id"]), str(context.get("bot_user_id", "")))
        if job:
            for one in with_thread(job):
                accept(one)
        offer = file_job(event, str(context["team_id"]))
        if offer:
            accept(offer)

    @app.event("app_mention")
    def on_mention(event: dict[str, Any], context: dict[str, Any]) -> None:
        job = message_job(event, str(context["team_id"]), str(context.get("bot_user_id", "")))
        if job:
            accept(job)

    @app.event("app_home_opened")
    def on_home(event: dict[str, Any], body: dict[str, Any], context: dict[str, Any]) -> None:
        if event.get("tab") == "home":
            key = natural_key(str(body.get("event_id", event.get("event_ts", ""))), "home")
            accept(Job(key, "home", str(context["team_id"]), event.get("channel", ""), event["user"]))


def with_thread(job: Job) -> list[Job]:
    """The job of a message, and before it what its thread makes of it: a ticket may wait for it."""
    if not job.thread or job.kind == "thread_message":
        return [job]
    return [replace(job, id=natural_key(job.id, "thread"), kind="thread_message"), job]


def message_job(event: dict[str, Any], team: str, bot_user: str) -> Job | None:
    """The job of a message: to answer it, or to see whether it answers a ticket. None when it is nobody's business."""
    if event.get("bot_id") or event.get("subtype") not in _SPOKEN or not event.get("user"):
        return None
    text = unescape(event.get("text", ""))
    mentioned = f"<@{bot_user}>" in text
    addressed = mentioned or event.get("channel_type") == "im"
    question = without_mention(text, bot_user)
    thread = event.get("thread_ts", "")
    if not question:
        return None
    if addressed or looks_like_question(question):
        kind = "answer"
    elif thread:
        kind = "thread_message"
    else:
        return None
    return Job(
        id=natural_key(team, event["channel"], event["ts"], "message"),
        kind=kind,  # type: ignore[arg-type]
        team=team,
        channel=event["channel"],
        user=event["user"],
        text=question,
        message=event["ts"],
        thread=thread,
        addressed=addressed,
    )
