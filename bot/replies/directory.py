"""Who is who in the workspace: channels by name, and who is a tutor."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator

from slack_sdk import WebClient

log = logging.getLogger(__name__)


class Directory:
    """Looks up channels and the tutors (the members of the tutors' channel); remembers for `ttl` seconds."""

    def __init__(self, client: WebClient, *, practicals: str, tutors: str, ttl: float = 60.0) -> None:
        self._client = client
        self._names = {"practicals": practicals, "tutors": tutors}
        self._ttl = ttl
        self._channels: dict[str, str] = {}
        self._members: frozenset[str] = frozenset()
        self._members_until = 0.0

    @property
    def practicals(self) -> str:
        return self._channel("practicals")

    @property
    def tutors(self) -> str:
        return self._channel("tutors")

    def is_tutor(self, user: str) -> bool:
        """Nobody is, while there is no tutors' channel."""
        if time.monotonic() >= self._members_until:
            self._members = frozenset(self._read_members())
            self._members_until = time.monotonic() + self._ttl
        return user in self._members

    def _channel(self, role: str) -> str:
        """The channel's id; its setting may be an id or a name.

        Raises `LookupError` when the bot sees no such channel.
        """
        wanted = self._names[role]
        if role not in self._channels:
            found = next((c["id"] for c in self._all_channels() if wanted in (c["id"], c["name"])), None)
            if found is None:
                setting = f"TUTOR_{role.upper()}_CHANNEL"
                raise LookupError(f"There is no channel #{wanted} that the bot can see. Invite it, or set {setting}.")
            self._channels[role] = found
        return self._channels[role]

    def _all_channels(self) -> Iterator[dict[str, str]]:
        pages = self._client.conversations_list(
            types="public_channel,private_channel", exclude_archived=True, limit=200
        )
        for page in pages:
            yield from page["channels"]

    def _read_members(self) -> Iterator[str]:
        try:
            channel = self.tutors
        except LookupError as missing:
            log.error("%s", missing)
            return
        for page in self._client.conversations_members(channel=channel, limit=200):
            yield from page["members"]
