"""Slack's rate limits: so many calls of a method a minute, and one message a second a channel with short bursts.

https://docs.slack.dev/apis/web-api/rate-limits has the tiers; each method's own page says which is its.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

POSTS = "chat.postMessage"
POSTS_A_SECOND = 1.0
BURST = 5
PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
_TIER_2 = (
    "chat.startStream",
    "chat.stopStream",
    "conversations.list",
    "reactions.remove",
    "usergroups.list",
    "usergroups.users.list",
    "users.list",
)
_TIER_3 = (
    "bots.info",
    "chat.delete",
    "chat.update",
    "conversations.history",
    "conversations.info",
    "conversations.join",
    "conversations.open",
    "conversations.replies",
    "files.delete",
    "reactions.add",
    "team.info",
    "users.lookupByEmail",
)
_TIER_4 = (
    "chat.appendStream",
    "chat.postEphemeral",
    "conversations.members",
    "files.completeUploadExternal",
    "files.getUploadURLExternal",
    "files.info",
    "users.info",
    "views.open",
    "views.publish",
    "views.push",
    "views.update",
)


def _tiers(*methods: Iterable[str]) -> dict[str, int]:
    return {name: tier for tier, names in enumerate(methods, start=2) for name in names}


TIERS = _tiers(_TIER_2, _TIER_3, _TIER_4)


@dataclass
class Limits:
    """What has been called lately. With `on` false nothing is ever too much."""

    on: bool = False
    clock: Callable[[], float] = time.monotonic
    calls: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    channels: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait(self, method: str, channel: str | None) -> int:
        """Count a call. The seconds of `Retry-After` when it is one too many, which is then not counted; else 0."""
        if not self.on:
            return 0
        if method == POSTS:
            return self._post(channel or "")
        return self._tier(method) if method in TIERS else 0

    def _post(self, channel: str) -> int:
        now = self.clock()
        left, since = self.channels.get(channel, (float(BURST), now))
        left = min(BURST, left + (now - since) * POSTS_A_SECOND)
        if left < 1:
            self.channels[channel] = (left, now)
            return math.ceil((1 - left) / POSTS_A_SECOND)
        self.channels[channel] = (left - 1, now)
        return 0

    def _tier(self, method: str) -> int:
        now, lately = self.clock(), self.calls[method]
        while lately and lately[0] <= now - 60:
            lately.popleft()
        if len(lately) >= PER_MINUTE[TIERS[method]]:
            return math.ceil(lately[0] + 60 - now)
        lately.append(now)
        return 0
