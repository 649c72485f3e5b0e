"""Messages, edits, deletions, mentions, and the Home tab."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_bolt import App

from bot.jobs import Job, natural_key
from bot.listeners import Accept
from bot.listeners.files import file_job
from bot.listening import judge
from bot.views.text import unescape

_HEARD = ("heard", "message_edited", "message_deleted")
_SPOKEN = (None, "file_share", "thread_broadcast")
_TOMBSTONE = "tombstone"


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
    """The job of a message to the bot alone, and before it what its thread makes of it: a ticket may wait for it. What
    is heard in a channel goes to both by itself."""
    if not job.thread or job.kind in _HEARD:
        return [job]
    return [replace(job, id=natural_key(job.id, "thread"), kind="thread_message"), job]


def message_job(event: dict[str, Any], team: str, bot_user: str) -> Job | None:
    """The job of a message, its edit or its deletion. None when it is nobody's business.

    What is said to the bot in private is answered. What is said in a channel is heard: what comes of it is decided
    where the records are. A statement outside of threads is let go at once.
    """
    if event.get("subtype") == "message_deleted":
        return _deleted_job(event, event.get("previous_message", {}), event["deleted_ts"], team)
    if event.get("subtype") == "message_changed":
        return _changed_job(event, team, bot_user)
    if not _by_a_person(event):
        return None
    job = _spoken_job(event, event, team, bot_user)
    if job is None or (not job.thread and not job.addressed and job.data["verdict"] == "leave"):
        return None
    return job


def without_mention(text: str, bot_user: str) -> str:
    """The message without the mention of the bot."""
    return text.replace(f"<@{bot_user}>", " ").strip() if bot_user else text.strip()


def _by_a_person(message: dict[str, Any]) -> bool:
    return bool(message.get("user")) and not message.get("bot_id") and message.get("subtype") in _SPOKEN


def _spoken_job(event: dict[str, Any], message: dict[str, Any], team: str, bot_user: str) -> Job | None:
    """The job of what is said in `message`, about which `event` tells."""
    text = unescape(message.get("text", ""))
    said = without_mention(text, bot_user)
    if not said:
        return None
    private, thread = event.get("channel_type") == "im", _thread(message)
    return Job(
        id=natural_key(team, event["channel"], message["ts"], "message" if private else "heard"),
        kind="answer" if private else "heard",
        team=team,
        channel=event["channel"],
        user=message["user"],
        text=said,
        message=message["ts"],
        thread=thread,
        addressed=private or f"<@{bot_user}>" in text,
        data={"verdict": judge(said, in_thread=bool(thread)), "parent": message.get("parent_user_id", "")},
    )


def _changed_job(event: dict[str, Any], team: str, bot_user: str) -> Job | None:
    """An edit of the words. Slack also tells of changes that people don't make: previews, replies, tombstones."""
    message, before = event.get("message", {}), event.get("previous_message", {})
    if message.get("subtype") == _TOMBSTONE:
        return _deleted_job(event, before, message["ts"], team)
    if not _by_a_person(message) or message.get("text", "") == before.get("text", ""):
        return None
    job = _spoken_job(event, message, team, bot_user)
    if job is None:
        return None
    edited = str(message.get("edited", {}).get("ts") or event["ts"])
    key = natural_key(team, job.channel, job.message, edited, "edited")
    return replace(job, id=key, kind="message_edited", data={**job.data, "edited": edited})


def _deleted_job(event: dict[str, Any], message: dict[str, Any], ts: str, team: str) -> Job | None:
    if not _by_a_person(message):
        return None
    return Job(
        id=natural_key(team, event["channel"], ts, "deleted"),
        kind="message_deleted",
        team=team,
        channel=event["channel"],
        user=message["user"],
        message=ts,
        thread=_thread(message),
    )


def _thread(message: dict[str, Any]) -> str:
    """The thread that a reply stands in; the first message of a thread stands in none."""
    thread = str(message.get("thread_ts") or "")
    return "" if thread == message["ts"] else thread
