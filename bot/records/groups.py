"""Tickets that are answered together: one is the head, the others point to it."""

from __future__ import annotations

from sqlalchemy import select, update

from bot.records.models import TicketRow
from bot.records.store import Records
from bot.records.ticket_rows import count, logged, ticket_of
from bot.records.values import Ticket


class Groups:
    """Which tickets are answered together."""

    def __init__(self, records: Records) -> None:
        self._session = records.session

    def members(self, head: int) -> list[Ticket]:
        """The tickets that are answered together with `head`, oldest first, without itself."""
        rows = select(TicketRow).where(TicketRow.head == head).order_by(TicketRow.number)
        with self._session() as session:
            return [ticket_of(row) for row in session.scalars(rows)] if head else []

    def join(self, ticket: Ticket, head: Ticket, actor: str) -> list[Ticket]:
        """Put `ticket`, and those that it heads, under `head`; returns those that were moved.

        Empty when they are together already, or of two workspaces.
        """
        top = head.head or head.number
        if ticket.team != head.team or ticket.number == top:
            return []
        with self._session.begin() as session:
            moving = session.scalars(select(TicketRow.number).where(TicketRow.head == ticket.number)).all()
            moved = []
            for number in (ticket.number, *moving):
                put = update(TicketRow).where(TicketRow.number == number, TicketRow.head != top).values(head=top)
                if count(session.execute(put)):
                    moved.append(logged(session, number, actor, "grouped", f"with {top}"))
            return moved

    def leave(self, number: int, actor: str) -> Ticket | None:
        """Take a ticket out of its group; None when it is in none."""
        with self._session.begin() as session:
            out = update(TicketRow).where(TicketRow.number == number, TicketRow.head != 0).values(head=0)
            return logged(session, number, actor, "ungrouped") if count(session.execute(out)) else None
