"""Forms that people send."""

from __future__ import annotations

import json
from typing import Any

from slack_bolt import Ack, App

from bot.jobs import Job, natural_key
from bot.listeners import Accept
from bot.views.entries import KEEP_FORM, form_errors, form_values


def register(app: App, accept: Accept) -> None:
    @app.view(KEEP_FORM)
    def on_keep(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        values = form_values(view)
        errors = form_errors(values)
        if errors:
            ack(response_action="errors", errors=errors)
            return
        accept(keep_job(body, view, values))
        ack()


def keep_job(body: dict[str, Any], view: dict[str, Any], values: dict[str, str]) -> Job:
    """The job of a form sent: the same form sent again is the same job."""
    meta = json.loads(view["private_metadata"])
    team, user = body["team"]["id"], body["user"]["id"]
    return Job(
        id=natural_key(team, user, "keep_entry", view["id"]),
        kind="keep_entry",
        team=team,
        channel=meta["channel"],
        user=user,
        text=values["question"],
        thread=meta["thread"],
        data={**values, "entry": meta["entry"], "link": meta["link"], "day": meta["day"]},
    )
