"""Message shortcuts: what people choose from a message's menu."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.jobs import Job, Kind, natural_key
from bot.listeners import Accept
from bot.listeners.files import code_files
from bot.listeners.opening import opened
from bot.views.forms.notes import loading_form
from bot.views.forms.place import Place
from bot.views.text import unescape
from runners.messages import holds_code

_KINDS: dict[str, Kind] = {"ask_tutor": "open_ticket", "escalate_thread": "escalate_thread"}
_ON_CODE: dict[str, Kind] = {"run_code": "run", "check_code": "check"}


def register(app: App, accept: Accept) -> None:
    for callback_id, kind in _KINDS.items():
        _register(app, accept, callback_id, kind)
    for callback_id, kind in _ON_CODE.items():
        _register_on_code(app, accept, callback_id, kind)


def _register(app: App, accept: Accept, callback_id: str, kind: Kind) -> None:
    @app.shortcut({"type": "message_action", "callback_id": callback_id})
    def on_shortcut(ack: Ack, shortcut: dict[str, Any]) -> None:
        accept(shortcut_job(shortcut, kind))
        ack()


def _register_on_code(app: App, accept: Accept, callback_id: str, kind: Kind) -> None:
    @app.shortcut({"type": "message_action", "callback_id": callback_id})
    def on_code(ack: Ack, shortcut: dict[str, Any], client: WebClient) -> None:
        message = shortcut["message"]
        files = code_files(message)
        if holds_code(unescape(message.get("text", ""))):
            accept(shortcut_job(shortcut, kind))
        elif not files:
            accept(shortcut_job(shortcut, "no_code"))
        elif files[0]["name"].lower().endswith(".ipynb"):
            place = Place(shortcut["channel"]["id"])
            view = opened(client, shortcut["trigger_id"], loading_form(place, place.words.forms.cells_title))
            accept(_file_job(shortcut, "open_notebook", files[0]["id"], view=view.get("id", "")))
        else:
            accept(_file_job(shortcut, "take_file", files[0]["id"], way=kind))
        ack()


def _file_job(shortcut: dict[str, Any], kind: Kind, file: str, **data: Any) -> Job:
    job = shortcut_job(shortcut, kind)
    return Job(**{**job.to_dict(), "data": {**job.data, **data, "subject": f"{file} {job.thread}"}})


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
