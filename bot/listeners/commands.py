"""Slash commands."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.jobs import Job, Kind, natural_key
from bot.listeners import Accept
from bot.views.text import unescape
from bot.words import words_in


def register(app: App, accept: Accept) -> None:
    words = words_in("en").notice
    _register(app, accept, "/ask", "answer", words.ask_usage, private=True)
    _register(app, accept, "/run", "run", words.run_usage, private=False)
    _register(app, accept, "/check", "check", words.check_usage, private=True)
    _register(app, accept, "/tutor", "open_ticket", words.tutor_usage, private=False)


def _register(app: App, accept: Accept, name: str, kind: Kind, usage: str, *, private: bool) -> None:
    @app.command(name)
    def on_command(ack: Ack, command: dict[str, Any]) -> None:
        if not command.get("text", "").strip():
            ack(text=usage, response_type="ephemeral")
            return
        accept(command_job(command, kind, private=private))
        ack()


def command_job(command: dict[str, Any], kind: Kind, *, private: bool) -> Job:
    return Job(
        id=natural_key(command["team_id"], command["channel_id"], command["trigger_id"], kind),
        kind=kind,
        team=command["team_id"],
        channel=command["channel_id"],
        user=command["user_id"],
        text=unescape(command["text"]),
        private=private,
        addressed=True,
        data={"response_url": command.get("response_url", "")},
    )
