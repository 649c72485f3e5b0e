"""Files with code that people send."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.jobs import Job, natural_key
from bot.listeners import Accept
from bot.listeners.actions import press_job

_ENDINGS = (".py", ".ipynb")
_MOST_FILES = 5


def register(app: App, accept: Accept) -> None:
    for action_id, way in (("run_file", "run"), ("check_file", "check")):
        _register(app, accept, action_id, way)


def _register(app: App, accept: Accept, action_id: str, way: str) -> None:
    @app.action(action_id)
    def on_press(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        accept(press_job(body, action, "take_file", {"subject": action["value"], "way": way, "offered": True}))
        ack()


def code_files(message: dict[str, Any]) -> list[dict[str, str]]:
    """Id and name of the Python files and notebooks of a message."""
    found = [file for file in message.get("files") or () if str(file.get("name", "")).lower().endswith(_ENDINGS)]
    return [{"id": file["id"], "name": file["name"]} for file in found[:_MOST_FILES]]


def file_job(event: dict[str, Any], team: str) -> Job | None:
    """The job of a message with code files: to offer what can be done with them. None for any other message."""
    files = code_files(event)
    if event.get("bot_id") or not event.get("user") or not files or event.get("subtype") not in (None, "file_share"):
        return None
    return Job(
        id=natural_key(team, event["channel"], event["ts"], "offer_files"),
        kind="offer_files",
        team=team,
        channel=event["channel"],
        user=event["user"],
        message=event["ts"],
        thread=event.get("thread_ts", ""),
        data={"files": files},
    )
