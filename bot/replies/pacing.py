"""When a message may be posted: Slack takes one a second in a channel, and short bursts."""

from __future__ import annotations

import time
from typing import Protocol

from slack_sdk.errors import SlackApiError

AT_ONCE = 0.2
"""A wait that is no wait: it is shorter than to come back."""
IN_PLACE = 60.0
"""The longest wait of somebody who has begun something that should be ended."""


class Later(RuntimeError):
    """A channel takes no more messages for now. Try again after `seconds`; the turn is kept until then."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The channel takes no more messages for {seconds:.1f} s.")
        self.seconds = seconds


class Turns(Protocol):
    """Whose turn it is in each channel of one workspace."""

    def wait(self, channel: str, key: str) -> float:
        """The seconds until what `key` names may be posted. The same key has the same turn."""

    def hold(self, channel: str, seconds: float) -> None:
        """Slack has refused: nothing more in this channel for so many seconds."""


class NoTurns:
    """Everything may be posted at once."""

    def wait(self, channel: str, key: str) -> float:
        return 0.0

    def hold(self, channel: str, seconds: float) -> None:
        pass


def take_turn(turns: Turns, channel: str, key: str, *, most: float) -> None:
    """Return when it is the turn of `key`. Raises `Later` when that is not within `most` seconds."""
    wait = turns.wait(channel, key)
    if wait > most:
        raise Later(wait)
    time.sleep(wait)


def seconds_to_wait(refused: SlackApiError) -> float | None:
    """What Slack's refusal says of when to come back; None when it is not about too many calls."""
    if getattr(refused.response, "status_code", 200) != 429:
        return None
    named = {name.lower(): value for name, value in refused.response.headers.items()}
    value = named.get("retry-after", "1")
    return float(value[0] if isinstance(value, list) else value)
