"""The pulse: its command, and the buttons under it and on the Home tab."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App

from bot.jobs import Job, Kind
from bot.listeners import Accept
from bot.listeners.actions import press_job
from bot.listeners.commands import command_job
from bot.pulse.periods import PERIODS


def register(app: App, accept: Accept) -> None:
    @app.command("/pulse")
    def on_command(ack: Ack, command: dict[str, Any]) -> None:
        accept(pulse_job(command))
        ack()

    for period in PERIODS:
        _register(app, accept, f"pulse_{period}", "pulse")
    _register(app, accept, "pulse_csv", "pulse_csv")


def _register(app: App, accept: Accept, action_id: str, kind: Kind) -> None:
    @app.action(action_id)
    def on_press(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        accept(pulse_press(body, action, kind))
        ack()


def pulse_job(command: dict[str, Any]) -> Job:
    """The job of `/pulse`, with or without the name of a period."""
    job = command_job({**command, "text": command.get("text", "")}, "pulse", private=True)
    return replace(job, data={**job.data, "period": job.text.strip().lower()})


def pulse_press(body: dict[str, Any], action: dict[str, Any], kind: Kind) -> Job:
    """The job of a button. `shown` says where it was: in a message that only the tutor sees, in one that stays, or
    on the Home tab."""
    container = body.get("container", {})
    shown = "home" if container.get("type") == "view" else "whisper" if container.get("is_ephemeral") else "message"
    return press_job(body, action, kind, {"period": action["value"], "shown": shown})
