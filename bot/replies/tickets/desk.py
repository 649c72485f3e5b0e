"""All that is done with tickets, by kind of job."""

from __future__ import annotations

from typing import Any

from bot.jobs import Job
from bot.records.values import Ticket
from bot.replies.context import Act, Context
from bot.replies.tickets.escalation import Escalation, Outcome
from bot.replies.tickets.folding import Folding
from bot.replies.tickets.groups import GroupActs
from bot.replies.tickets.keeping import KeepingActs
from bot.replies.tickets.life import LifeActs
from bot.replies.tickets.opening import OpeningActs
from bot.replies.tickets.relay import RelayActs
from bot.replies.tickets.room import TicketRoom
from bot.replies.tickets.threads import ThreadActs


class TicketDesk:
    """Carries out what learners and tutors do with tickets."""

    def __init__(self, context: Context) -> None:
        room = TicketRoom(context)
        self._folding = Folding(room)
        opening = OpeningActs(room, self._folding)
        self._keeping = KeepingActs(room)
        self._escalation = Escalation(room, opening)
        others = (LifeActs(room), ThreadActs(room), RelayActs(room), GroupActs(room), self._keeping)
        self._rooms = (opening, self._escalation, *others)

    def acts(self) -> dict[str, Act]:
        return {kind: act for room in self._rooms for kind, act in room.acts().items()}

    def show_earlier(self, job: Job, result: dict[str, Any]) -> None:
        """Show a tutor who is about to keep an answer the one that was kept to nearly the same question."""
        self._keeping.show_earlier(job, result)

    def fold(self, job: Job, result: dict[str, Any]) -> None:
        """Put a new ticket together with the older one that was found to ask the same."""
        self._folding.fold(job, result)

    def hand_on(self, ticket: Ticket, actor: str) -> Outcome:
        """Hand a ticket on to its practical's leads, once; `actor` is a tutor's id, or `TUTOR` for the bot itself."""
        return self._escalation.hand_on(ticket, actor)
