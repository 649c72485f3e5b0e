"""Trigger ids: the right to open one view, for three seconds after a person did something."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from secrets import randbelow, token_hex

from bot.standin.errors import SlackError


@dataclass
class _Trigger:
    user: str
    expires: float
    used: bool = False


@dataclass
class Triggers:
    seconds: float = 3.0
    issued: dict[str, _Trigger] = field(default_factory=dict)

    def issue(self, user: str) -> str:
        trigger_id = f"{randbelow(10**12)}.{randbelow(10**12)}.{token_hex(16)}"
        self.issued[trigger_id] = _Trigger(user, time.monotonic() + self.seconds)
        return trigger_id

    def exchange(self, trigger_id: str) -> str:
        """The person who caused the trigger. Raises SlackError when it is unknown, too old or used before."""
        trigger = self.issued.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() > trigger.expires:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger.user
