"""Opening a form while its trigger lives."""

from __future__ import annotations

import logging
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.jobs import Job, natural_key
from bot.listeners import Accept
from bot.views.forms.fields import View
from bot.views.forms.place import Place
from bot.views.forms.table import Form

log = logging.getLogger(__name__)

_SECONDS = 2


def opened(client: WebClient, trigger: str, view: View) -> dict[str, Any]:
    """Open a form; what Slack made of it, empty when it could not be opened (a late trigger, a lost connection)."""
    try:
        return dict(_hasty(client).views_open(trigger_id=trigger, view=view)["view"])
    except (SlackApiError, OSError) as refused:
        log.warning("The form %s could not be opened: %s", view["callback_id"], refused)
        return {}


def open_form(client: WebClient, accept: Accept, body: dict[str, Any], form: Form, place: Place) -> bool:
    """Open one of the forms at once, and have it put into the person's language; whether it is open."""
    view = opened(client, body["trigger_id"], form(place))
    if view:
        accept(_translation(body, view, place))
    return bool(view)


def _hasty(client: WebClient) -> WebClient:
    """The same client without its patience: the trigger and the acknowledgement live no longer than three seconds."""
    return WebClient(token=client.token, base_url=client.base_url, timeout=_SECONDS, retry_handlers=[])


def team_of(body: dict[str, Any]) -> str:
    """The workspace of a command or of an interaction."""
    return str(body.get("team_id") or body["team"]["id"])


def user_of(body: dict[str, Any]) -> str:
    return str(body.get("user_id") or body["user"]["id"])


def _translation(body: dict[str, Any], view: dict[str, Any], place: Place) -> Job:
    team, user = team_of(body), user_of(body)
    return Job(
        id=natural_key(team, user, "translate_form", view["id"]),
        kind="translate_form",
        team=team,
        channel=place.channel,
        user=user,
        data={name: view[name] for name in ("id", "hash", "callback_id", "private_metadata")},
    )
