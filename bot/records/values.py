"""Records as the rest of the bot sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TicketState = Literal["open", "claimed", "answered", "resolved"]


@dataclass(frozen=True)
class Ticket:
    """A question that waits for a person. `channel` and `thread` are where the learner asked;
    `card_channel` and `card` where the tutors see it; `notice` the bot's message in the thread."""

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


@dataclass(frozen=True)
class Posted:
    """Where a part of a job's reply stands in Slack; `ts` is empty while it is only intended."""

    channel: str
    ts: str
    since: float
