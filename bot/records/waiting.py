"""How long a ticket has waited, and which steps of its wait are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.records.hours import office_minutes
from bot.records.setup import Setup
from bot.records.values import Ticket

Step = Literal["unclaimed", "unanswered", "escalate"]

UNCLAIMED = ("open", "reopened")
UNANSWERED = ("claimed",)
WITHOUT_AN_ANSWER = (*UNCLAIMED, *UNANSWERED, "escalated")


@dataclass(frozen=True)
class Waiting:
    """A ticket that waits for a person. `opening` counts how often it was opened, `since` is the last time, and
    `claimed` when a tutor took it."""

    ticket: Ticket
    opening: int
    since: datetime
    claimed: datetime | None = None

    def minutes(self, now: datetime, setup: Setup) -> float:
        """How long the learner has waited, within office hours."""
        return office_minutes(self.since, now, setup)


def due_steps(waiting: Waiting, setup: Setup, now: datetime) -> list[Step]:
    """The steps that the wait has come to, the mildest first. A tutor who has only just claimed is left in peace for
    as long as a question may stay unclaimed."""
    minutes, state = waiting.minutes(now, setup), waiting.ticket.state
    in_peace = waiting.claimed is not None and state in UNANSWERED and (
        office_minutes(waiting.claimed, now, setup) < setup.unclaimed_minutes
    )  # fmt: skip
    if in_peace or state not in UNCLAIMED + UNANSWERED:
        return []
    first: Step = "unclaimed" if state in UNCLAIMED else "unanswered"
    after = {"unclaimed": setup.unclaimed_minutes, "unanswered": setup.unanswered_minutes}
    steps: list[Step] = [first] if minutes >= after[first] else []
    if minutes >= setup.escalate_minutes and not waiting.ticket.escalated_by:
        steps.append("escalate")
    return steps
