"""Message shortcuts: what people choose from a message's menu."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.jobs import Job, Kind, natural_key
from bot.listeners import Accept
from bot.views.text import unescape

_KINDS: dict[str, Kind] = {
    "run_code": "run",
    "check_code": "check",
    "ask_tutor": "open_ticket",
    "escalate_thread": "escalate_thread",
}


def register(app: App, accept: Accept) -> None:
    for callback_id, kind in _KINDS.items():
        _register(app, accept, callback_id, kind)


def _register(app: App, accept: Accept, callback_id: str, kind: Kind) -> None:
    @app.shortcut({"type": "message_action", "callback_id": callback_id})
    def on_shortcut(ack: Ack, shortcut: dict[str, Any]) -> None:
        accept(shortcut_job(shortcut, kind))
        ack()


def shortcut_job(shortcut: dict[str, Any], kind: Kind) -> Job:
    """The job of a shortcut on a message; it belongs to the message's thread."""
    message = shortcut["message"]
    thread = message.get("thread_ts") or message["ts"]
    return Job(
        id=natural_key(shortcut["team"]["id"], shortcut["user"]["id"], shortcut["trigger_id"], kind),
        kind=kind,
        team=shortcut["team"]["id"],
        channel=shortcut["channel"]["id"],
        user=shortcut["user"]["id"],
        text=unescape(message.get("text", "")),
        message=message["ts"],
        thread=thread,
        private=kind == "check",
        addressed=True,
        data={"response_url": shortcut.get("response_url", "")},
    )
