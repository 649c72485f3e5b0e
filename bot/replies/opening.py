"""Opening a form from an act, while the trigger of the press lives."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

_MISSED = ("expired_trigger_id", "exchanged_trigger_id")


def open_view(client: WebClient, trigger: str, view: dict[str, Any]) -> str:
    """The id of the open form; empty when the three seconds of its trigger are over, or it was used."""
    try:
        opened = client.views_open(trigger_id=trigger, view=view)
    except SlackApiError as refused:
        if refused.response["error"] not in _MISSED:
            raise
        return ""
    return str(opened["view"]["id"])
