"""Records as the rest of the bot sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

TicketState = Literal["open", "claimed", "answered", "waiting", "resolved", "reopened", "snoozed", "escalated"]
"""`waiting`: for the learner. `reopened` behaves as open."""

Snooze = Literal["quarter", "hour", "morning"]
"""For fifteen minutes, for an hour, until tomorrow morning."""

ASKER, TUTOR = "asker", "tutor"
"""The actors of a change that are no user's id: who asked without a name, and the bot itself."""


MAYBE_RELATED = "Maybe related: "
"""How the records mark a section that the bot did not answer from, whatever language it is shown in."""


@dataclass(frozen=True)
class Ticket:
    """A question that waits for a person. `channel` and `thread` are where the learner asked.

    `asker` is empty while the ticket is `anonymous`. `cited` is the section that the bot found, `exchange` what it
    had answered, `exercise` the one that the code is an attempt at. A ticket that is answered together with another
    has that one's number as its `head`, 0 otherwise. Times are in UTC.
    """

    number: int
    team: str
    channel: str
    thread: str
    asker: str
    question: str
    state: TicketState
    bot_answer: str = ""
    confidence: float | None = None
    cited: str = ""
    link: str = ""
    tutor: str = ""
    escalated_by: str = ""
    exchange: str = ""
    exercise: str = ""
    anonymous: bool = False
    head: int = 0
    snoozed_until: datetime | None = None
    at: datetime | None = None

    @property
    def section(self) -> str:
        """The section that the bot found, whether it answers or may only be related."""
        return self.cited.removeprefix(MAYBE_RELATED)

    @property
    def is_erased(self) -> bool:
        """Whether its asker has deleted their data: every other ticket has a link to its thread."""
        return not (self.asker or self.question or self.link)


@dataclass(frozen=True)
class TicketChange:
    """One change of a ticket, and when (UTC)."""

    actor: str
    change: str
    note: str
    at: datetime


@dataclass(frozen=True)
class Asker:
    """Who asked, and the exchange with the bot that it came from; known of an anonymous ticket too."""

    user: str
    exchange: str = ""


@dataclass(frozen=True)
class Posted:
    """Where a part of a job's reply stands in Slack; `ts` is empty while it is only intended."""

    channel: str
    ts: str
    since: float


@dataclass(frozen=True)
class Attempt:
    """One attempt of a learner: the verdict, the slugs of the mistakes that were named, and when (UTC)."""

    exercise: str
    verdict: str
    slugs: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class Stumble:
    """A mistake and how many learners of the room made it; of those, `open` have not solved the exercise yet."""

    exercise: str
    slug: str
    learners: int
    open: int


@dataclass(frozen=True)
class Person:
    """`language` is a two-letter code, empty while nothing is chosen; who is `anonymous` asks tutors without a name."""

    language: str = ""
    anonymous: bool = False
