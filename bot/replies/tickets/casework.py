"""What is known about a ticket: code, what the bot found in it, attempts, and similar tickets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.records.askers import Askers
from bot.records.groups import Groups
from bot.records.models import ExchangeRow
from bot.records.values import Attempt, Ticket
from bot.replies.context import Context
from bot.replies.tickets.similarity import similar
from bot.views.summaries import what_was_found
from bot.views.tickets import CardFacts
from bot.words.values import FoundWords

_LATELY = timedelta(hours=12)


class Casework:
    """Gathers what tutors need to know, from the records as they are now."""

    def __init__(self, context: Context, askers: Askers, groups: Groups) -> None:
        self._context = context
        self._askers = askers
        self._groups = groups

    def facts(self, ticket: Ticket, words: FoundWords) -> CardFacts:
        """All of it; `words` are those to say what was found in."""
        own = self._context.records.exchange(self._askers.of(ticket).exchange)
        shown = own if own and what_was_found(own.result, words) else self._latest_in_thread(ticket)
        return CardFacts(
            code=_code(shown.text) if shown and shown is not own else "",
            found=what_was_found(shown.result, words) if shown else (),
            attempts=self._attempts(ticket),
            similar=self.similar(ticket),
            members=self._groups.members(ticket.number),
            head=self._context.tickets.get(ticket.head) if ticket.head else None,
        )

    def similar(self, ticket: Ticket) -> list[Ticket]:
        """Tickets that ask nearly the same and are not resolved, the oldest first; heads stand for their groups."""
        if ticket.state == "resolved" or ticket.head:
            return []
        others = [other for other in self._context.tickets.queue(ticket.team) if not other.head]
        return [other for other in others if other.number != ticket.number and similar(ticket, other)]

    def _latest_in_thread(self, ticket: Ticket) -> ExchangeRow | None:
        """The asker's latest run or check in the thread."""
        user = self._askers.of(ticket).user
        rows = select(ExchangeRow).where(
            ExchangeRow.team == ticket.team,
            ExchangeRow.channel == ticket.channel,
            ExchangeRow.thread == ticket.thread,
            ExchangeRow.user == user,
            ExchangeRow.kind.in_(("run", "check")),
        )
        with self._context.records.session() as session:
            return session.scalars(rows.order_by(ExchangeRow.at.desc())).first()

    def _attempts(self, ticket: Ticket) -> list[Attempt]:
        """Those at the ticket's exercise; without one, at the exercise that the asker tried last that day. What else an
        anonymous asker does could tell who they are."""
        user = self._askers.of(ticket).user
        made = self._context.attempts.of(ticket.team, user) if user else []
        if ticket.exercise:
            return [one for one in made if one.exercise == ticket.exercise]
        if ticket.anonymous:
            return []
        asked = ticket.at or datetime.now(UTC)
        lately = [one for one in made if asked - one.at.replace(tzinfo=UTC) < _LATELY]
        return [one for one in lately if one.exercise == lately[-1].exercise]


def _code(text: str) -> str:
    """The code in a message, or all of one that is code."""
    _, fence, rest = text.partition("```")
    return (rest.partition("```")[0] if fence else text).strip("\n")
