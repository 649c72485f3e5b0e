"""Writing to one person directly."""

from __future__ import annotations

import logging

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

log = logging.getLogger(__name__)

_GONE = ("user_not_found", "users_not_found", "user_disabled", "user_not_visible", "cannot_dm_bot")


def direct_channel(client: WebClient, user: str) -> str:
    """The channel of the direct messages between a person and the bot; empty for who can't be written to."""
    try:
        return str(client.conversations_open(users=user)["channel"]["id"])
    except SlackApiError as refused:
        if refused.response["error"] not in _GONE:
            raise
        log.warning("Nobody can write to %s: %s", user, refused.response["error"])
        return ""
