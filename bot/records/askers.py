"""Who asked, also without a name: read to reach them, and to know their own from others'."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from bot.records.models import PostedRow, TicketAskerRow, TicketRow
from bot.records.store import Records
from bot.records.ticket_rows import count, logged
from bot.records.values import Asker, Ticket

RELAY = "relay"
"""What the part of a message to an anonymous asker starts with."""


def ticket_key(number: int) -> str:
    """What a ticket's messages in Slack are posted under."""
    return f"ticket-{number}"


class Askers:
    """The askers of tickets."""

    def __init__(self, records: Records) -> None:
        self._session = records.session

    def of(self, ticket: Ticket) -> Asker:
        """Who asked; with an empty user when nobody knows any more."""
        if not ticket.anonymous:
            return Asker(ticket.asker, ticket.exchange)
        with self._session() as session:
            row = session.get(TicketAskerRow, ticket.number)
            return Asker(row.user, row.exchange) if row else Asker("")

    def is_asker(self, ticket: Ticket, user: str) -> bool:
        return bool(user) and self.of(ticket).user == user

    def reveal(self, ticket: Ticket) -> Ticket | None:
        """Put the asker's name into their ticket; None when it was there already."""
        asker = self.of(ticket)
        with self._session.begin() as session:
            changed = session.execute(
                update(TicketRow)
                .where(TicketRow.number == ticket.number, TicketRow.anonymous.is_(True))
                .values(anonymous=False, asker=asker.user, exchange=asker.exchange)
            )
            if not count(changed):
                return None
            session.execute(delete(TicketAskerRow).where(TicketAskerRow.number == ticket.number))
            return logged(session, ticket.number, asker.user, "revealed")

    def ticket_of_relay(self, team: str, channel: str, ts: str) -> int:
        """The number of the ticket that a message to its asker is about; 0 for any other message."""
        rows = select(PostedRow.job_id).where(
            PostedRow.ts == ts, PostedRow.channel == channel, PostedRow.part.startswith(RELAY)
        )
        with self._session() as session:
            key = session.scalars(rows).first()
            number = int(key.rpartition("-")[2]) if key else 0
            row = session.get(TicketRow, number) if number else None
            return number if row and row.team == team else 0
