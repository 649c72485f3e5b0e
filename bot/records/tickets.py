"""Tickets in the database: who may change what from which state, and one row for every change."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.records.models import TicketEventRow, TicketRow
from bot.records.store import Records
from bot.records.values import Ticket, TicketState

_OPEN_STATES = ("open", "claimed", "answered")


class Tickets:
    """The tickets of all threads."""

    def __init__(self, records: Records) -> None:
        self._session = records.session

    def open(self, ticket: Ticket) -> tuple[Ticket, bool]:
        """The thread's ticket, and whether it is new. A resolved one is opened again."""
        fields = {name: value for name, value in vars(ticket).items() if name != "number"}
        try:
            with self._session.begin() as session:
                row = TicketRow(**fields)
                session.add(row)
                session.flush()
                session.add(TicketEventRow(number=row.number, actor=ticket.asker, change="open"))
                return _value(row), True
        except IntegrityError:
            existing = self.of_thread(ticket.channel, ticket.thread, ticket.team)
            assert existing is not None
            reopened = self.reopen(existing.number, ticket.asker)
            return reopened or existing, False

    def claim(self, number: int, tutor: str) -> Ticket | None:
        """The ticket, claimed; None when somebody else was first."""
        return self._change(number, tutor, ("open",), "claimed", tutor=tutor)

    def answer(self, number: int, tutor: str) -> Ticket | None:
        """The ticket, answered by `tutor`; None when it had been answered already."""
        return self._change(number, tutor, ("open", "claimed"), "answered", tutor=tutor)

    def resolve(self, number: int, actor: str) -> Ticket | None:
        ticket = self.get(number)
        tutor = (ticket.tutor if ticket else "") or actor
        return self._change(number, actor, _OPEN_STATES, "resolved", tutor=tutor)

    def reopen(self, number: int, actor: str) -> Ticket | None:
        return self._change(number, actor, ("resolved",), "open", tutor="")

    def escalate(self, number: int, actor: str) -> Ticket | None:
        """Mark the ticket as handed on; None when it was already."""
        with self._session.begin() as session:
            changed = session.execute(
                update(TicketRow)
                .where(TicketRow.number == number, TicketRow.escalated_by == "")
                .values(escalated_by=actor)
            )
            return _logged(session, number, actor, "escalated") if _count(changed) else None

    def get(self, number: int) -> Ticket | None:
        with self._session() as session:
            row = session.get(TicketRow, number)
            return _value(row) if row else None

    def of_thread(self, channel: str, thread: str, team: str | None = None) -> Ticket | None:
        """The thread's ticket. Ids of channels are sure to differ only within one workspace, `team`."""
        of_team = [] if team is None else [TicketRow.team == team]
        return self._first(TicketRow.channel == channel, TicketRow.thread == thread, *of_team)

    def queue(self, team: str) -> list[Ticket]:
        """What is not resolved yet, oldest first."""
        return self._list(TicketRow.team == team, TicketRow.state.in_(_OPEN_STATES))

    def of_asker(self, team: str, user: str) -> list[Ticket]:
        return self._list(TicketRow.team == team, TicketRow.asker == user)[::-1]

    def history(self, number: int) -> list[tuple[str, str]]:
        """Each change as (actor, change), in order."""
        rows = select(TicketEventRow).where(TicketEventRow.number == number).order_by(TicketEventRow.id)
        with self._session() as session:
            return [(row.actor, row.change) for row in session.scalars(rows)]

    def _change(
        self, number: int, actor: str, allowed: tuple[str, ...], state: TicketState, tutor: str
    ) -> Ticket | None:
        with self._session.begin() as session:
            changed = session.execute(
                update(TicketRow)
                .where(TicketRow.number == number, TicketRow.state.in_(allowed))
                .values(state=state, tutor=tutor)
            )
            return _logged(session, number, actor, state) if _count(changed) else None

    def _first(self, *conditions: object) -> Ticket | None:
        found = self._list(*conditions)
        return found[0] if found else None

    def _list(self, *conditions: object) -> list[Ticket]:
        with self._session() as session:
            rows = select(TicketRow).where(*conditions).order_by(TicketRow.number)  # type: ignore[arg-type]
            return [_value(row) for row in session.scalars(rows)]


def _count(result: object) -> int:
    return int(getattr(result, "rowcount", 0))


def _logged(session: Session, number: int, actor: str, change: str) -> Ticket:
    session.add(TicketEventRow(number=number, actor=actor, change=change))
    row = session.get(TicketRow, number, populate_existing=True)
    assert row is not None
    return _value(row)


def _value(row: TicketRow) -> Ticket:
    read: Callable[[str], object] = row.__getattribute__
    return Ticket(**{name: read(name) for name in Ticket.__dataclass_fields__})  # type: ignore[arg-type]
