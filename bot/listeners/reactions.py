"""Marks that people put on messages."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.jobs import Job, natural_key
from bot.listeners import Accept

CHECK_MARKS = frozenset({"white_check_mark", "heavy_check_mark", "ballot_box_with_check"})


def register(app: App, accept: Accept) -> None:
    @app.event("reaction_added")
    def on_reaction(event: dict[str, Any], context: dict[str, Any]) -> None:
        job = reaction_job(event, str(context["team_id"]))
        if job:
            accept(job)


def reaction_job(event: dict[str, Any], team: str) -> Job | None:
    """The job of a check mark on a message; None for any other reaction."""
    item, name = event["item"], event["reaction"].partition("::")[0]
    if item["type"] != "message" or name not in CHECK_MARKS:
        return None
    key = natural_key(team, item["channel"], item["ts"], event["user"], name, event["event_ts"])
    return Job(key, "reaction", team, item["channel"], event["user"], message=item["ts"])
