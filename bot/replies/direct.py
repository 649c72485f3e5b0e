"""Writing to one person directly."""

from __future__ import annotations

from slack_sdk import WebClient


def direct_channel(client: WebClient, user: str) -> str:
    """The channel of the direct messages between a person and the bot."""
    return str(client.conversations_open(users=user)["channel"]["id"])
