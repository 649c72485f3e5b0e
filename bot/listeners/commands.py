"""Slash commands. One without text opens its form."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.jobs import Job, Kind, natural_key
from bot.listeners import Accept
from bot.listeners.opening import open_form
from bot.views.forms.checking import check_form
from bot.views.forms.place import Place
from bot.views.forms.questions import ask_form, tutor_form
from bot.views.forms.running import run_form
from bot.views.forms.table import Form
from bot.views.text import unescape
from bot.words import words_in


def register(app: App, accept: Accept) -> None:
    words = words_in("en").notice
    _register(app, accept, "/ask", "answer", ask_form, words.ask_usage, private=True)
    _register(app, accept, "/run", "run", run_form, words.run_usage, private=False)
    _register(app, accept, "/check", "check", check_form, words.check_usage, private=True)
    _register(app, accept, "/tutor", "open_ticket", tutor_form, words.tutor_usage, private=False)
    _register_guide(app, accept, "/practicals", "practicals")
    _register_guide(app, accept, "/help", "help")


def _register(app: App, accept: Accept, name: str, kind: Kind, form: Form, usage: str, *, private: bool) -> None:
    """`usage` is said in words when the form does not open."""

    @app.command(name)
    def on_command(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        if command.get("text", "").strip():
            accept(command_job(command, kind, private=private))
            ack()
        elif open_form(client, accept, command, form, Place.of_command(command)):
            ack()
        else:
            ack(text=usage, response_type="ephemeral")


def _register_guide(app: App, accept: Accept, name: str, kind: Kind) -> None:
    @app.command(name)
    def on_guide(ack: Ack, command: dict[str, Any]) -> None:
        accept(command_job(command, kind, private=True))
        ack()


def command_job(command: dict[str, Any], kind: Kind, *, private: bool) -> Job:
    return Job(
        id=natural_key(command["team_id"], command["channel_id"], command["trigger_id"], kind),
        kind=kind,
        team=command["team_id"],
        channel=command["channel_id"],
        user=command["user_id"],
        text=unescape(command.get("text", "")),
        private=private,
        addressed=True,
        data={"response_url": command.get("response_url", "")},
    )
