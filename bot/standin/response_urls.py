"""Response addresses: up to five answers in thirty minutes to one interaction."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from secrets import token_urlsafe

from bot.standin.errors import SlackError


@dataclass
class Origin:
    """Where the interaction happened; `ts` names the message that held the pressed element, if there was one."""

    user: str
    channel: str
    ts: str | None = None
    thread_ts: str | None = None
    expires: float = 0.0
    uses: int = 0


@dataclass
class ResponseUrls:
    uses: int = 5
    seconds: float = 1800.0
    issued: dict[str, Origin] = field(default_factory=dict)

    def issue(self, origin: Origin) -> str:
        """The path of a new response address."""
        token = token_urlsafe(18)
        origin.expires = time.monotonic() + self.seconds
        self.issued[token] = origin
        return f"/response/{token}"

    def use(self, token: str) -> Origin:
        """Raises SlackError when the address is unknown, too old or used up."""
        origin = self.issued.get(token)
        if origin is None:
            raise SlackError("invalid_url")
        if time.monotonic() > origin.expires:
            raise SlackError("expired_url")
        if origin.uses >= self.uses:
            raise SlackError("used_url")
        origin.uses += 1
        return origin
