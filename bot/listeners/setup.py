"""The forms in which admins set a workspace up."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.jobs import Job, natural_key
from bot.listeners import Accept
from bot.listeners.actions import press_job
from bot.views.setup import FORMS
from bot.views.setup_forms import SETUP_FORM
from bot.views.setup_values import read_setup_form


def register(app: App, accept: Accept) -> None:
    for name in FORMS:
        _register_button(app, accept, name)

    @app.view(SETUP_FORM)
    def on_save(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        changes, errors = read_setup_form(view)
        if errors:
            ack(response_action="errors", errors=errors)
            return
        accept(save_job(body, view, changes))
        ack()


def _register_button(app: App, accept: Accept, name: str) -> None:
    @app.action(f"setup_{name}")
    def on_press(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        accept(press_job(body, action, "edit_setup", {"form": name}))
        ack()


def save_job(body: dict[str, Any], view: dict[str, Any], changes: dict[str, Any]) -> Job:
    """The job of a form sent: the same form sent again is the same job."""
    team, user = body["team"]["id"], body["user"]["id"]
    key = natural_key(team, user, "save_setup", view["id"])
    return Job(id=key, kind="save_setup", team=team, channel="", user=user, data={"changes": changes})
