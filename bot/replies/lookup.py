"""What Slack says of channels, groups and people, remembered for a while."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.replies.memory import Memory

log = logging.getLogger(__name__)

_NO_GROUPS = ("plan_upgrade_required", "missing_scope")


class Lookup:
    """Asks Slack through `client`; `members`, `group` and `person` are remembered for `ttl` seconds."""

    def __init__(self, client: WebClient, *, ttl: float) -> None:
        self._client = client
        self.members = Memory(self._members, ttl=ttl)
        self.group = Memory(self._group, ttl=ttl)
        self.person = Memory(self._person, ttl=ttl)

    def channels(self) -> Iterator[dict[str, Any]]:
        """The channels that the bot sees: the public ones, and the private ones that it is in."""
        pages = self._client.conversations_list(
            types="public_channel,private_channel", exclude_archived=True, limit=200
        )
        for page in pages:
            yield from page["channels"]

    def joined(self) -> list[dict[str, Any]]:
        """The channels that the bot is in."""
        return [channel for channel in self.channels() if channel.get("is_member")]

    def groups(self) -> list[tuple[str, str]] | None:
        """The workspace's user groups as (id, handle); None where its plan has none."""
        try:
            answer = self._client.usergroups_list()
        except SlackApiError as refused:
            if refused.response["error"] not in _NO_GROUPS:
                raise
            return None
        return [(group["id"], group["handle"]) for group in answer["usergroups"]]

    def _members(self, channel: str) -> frozenset[str]:
        pages = self._client.conversations_members(channel=channel, limit=200)
        return frozenset(member for page in pages for member in page["members"])

    def _group(self, group: str) -> frozenset[str] | None:
        """The members of a user group; None when Slack has no such group."""
        try:
            return frozenset(self._client.usergroups_users_list(usergroup=group)["users"])
        except SlackApiError as refused:
            if refused.response["error"] not in ("no_such_subteam", *_NO_GROUPS):
                raise
            log.error("The tutors' user group %s can't be read: %s", group, refused.response["error"])
            return None

    def _person(self, user: str) -> dict[str, Any]:
        """The user object; empty when Slack does not show it."""
        try:
            person: dict[str, Any] = self._client.users_info(user=user)["user"]
        except SlackApiError as refused:
            if refused.response["error"] not in ("user_not_found", "user_not_visible", "missing_scope"):
                raise
            log.error("Slack does not say who %s is: %s", user, refused.response["error"])
            return {}
        return person
