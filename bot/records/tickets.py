"""Tickets in the database: what may become of each from which state, and one row for every change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.records.models import TicketAskerRow, TicketEventRow, TicketRow
from bot.records.store import Records
from bot.records.ticket_rows import count, in_utc, logged, ticket_of
from bot.records.values import ASKER, TUTOR, Asker, Ticket, TicketChange, TicketState

FREE: tuple[TicketState, ...] = ("open", "reopened", "snoozed", "escalated")
"""What a tutor may claim."""
TAKEN: tuple[TicketState, ...] = ("claimed", "answered", "waiting")
WITH_A_TUTOR: tuple[TicketState, ...] = (*TAKEN, "escalated")
"""What a tutor and the learner may be talking about."""
UNRESOLVED: tuple[TicketState, ...] = (*FREE, *TAKEN)


class Tickets:
    """The tickets of all threads. A change returns the ticket, or None when its state does not allow it."""

    def __init__(self, records: Records) -> None:
        self._session = records.session

    def open(self, ticket: Ticket, asker: Asker | None = None) -> tuple[Ticket, bool]:
        """The thread's ticket, and whether it is new. A resolved one is opened again.

        `asker` is who asks without their name: it is kept apart from the ticket.
        """
        fields = {name: value for name, value in vars(ticket).items() if name not in ("number", "at")}
        try:
            with self._session.begin() as session:
                row = TicketRow(**fields)
                session.add(row)
                session.flush()
                if asker:
                    hidden = TicketAskerRow(
                        number=row.number, team=ticket.team, user=asker.user, exchange=asker.exchange
                    )
                    session.add(hidden)
                session.add(TicketEventRow(number=row.number, actor=ticket.asker or ASKER, change="open"))
                return ticket_of(row), True
        except IntegrityError:
            existing = self.of_thread(ticket.channel, ticket.thread, team=ticket.team)
            assert existing is not None
            reopened = self.reopen(existing.number, ticket.asker or ASKER)
            return reopened or existing, False

    def claim(self, number: int, tutor: str) -> Ticket | None:
        """None when somebody else was first."""
        return self._change(number, tutor, FREE, "claimed", tutor=tutor, snoozed_until=None)

    def give_back(self, number: int, tutor: str) -> Ticket | None:
        """The tutor who has the ticket leaves it to another."""
        holder = TicketRow.tutor == tutor
        return self._change(number, tutor, TAKEN, "open", holder, note="given back", tutor="")

    def answer(self, number: int, tutor: str) -> Ticket | None:
        """None when it had been answered already."""
        allowed: tuple[TicketState, ...] = (*FREE, "claimed", "waiting")
        return self._change(number, tutor, allowed, "answered", tutor=tutor, snoozed_until=None)

    def wait(self, number: int, tutor: str) -> Ticket | None:
        """The tutor needs something from the learner first."""
        allowed: tuple[TicketState, ...] = (*FREE, "claimed", "answered")
        return self._change(number, tutor, allowed, "waiting", tutor=tutor, snoozed_until=None)

    def learner_wrote(self, number: int, asker: str) -> Ticket | None:
        """The asker's message brings back what waited for them or was put off."""
        back = self._change(number, asker, ("waiting",), "claimed", note="the learner wrote")
        return back or self._change(
            number, asker, ("snoozed",), "open", note="the learner wrote", tutor="", snoozed_until=None
        )

    def snooze(self, number: int, tutor: str, until: datetime) -> Ticket | None:
        note = f"until {until:%Y-%m-%d %H:%M} UTC"
        return self._change(number, tutor, UNRESOLVED, "snoozed", note=note, snoozed_until=until)

    def wake(self, number: int, actor: str, now: datetime) -> Ticket | None:
        """What was put off until now is open again; None when it was put off further, or is no longer."""
        due = TicketRow.snoozed_until <= now
        return self._change(number, actor, ("snoozed",), "open", due, tutor="", snoozed_until=None)

    def resolve(self, number: int, actor: str) -> Ticket | None:
        ticket = self.get(number)
        tutor = (ticket.tutor if ticket else "") or ("" if actor == ASKER else actor)
        return self._change(number, actor, UNRESOLVED, "resolved", tutor=tutor, snoozed_until=None)

    def reopen(self, number: int, actor: str) -> Ticket | None:
        return self._change(number, actor, ("resolved",), "reopened", tutor="")

    def not_solved(self, number: int, actor: str) -> Ticket | None:
        """The answer did not help: the tutor who gave it has the ticket again."""
        return self._change(number, actor, ("answered", "waiting"), "claimed", note="not solved yet")

    def escalate(self, number: int, actor: str, note: str = "") -> Ticket | None:
        """Mark the ticket as handed on; None when it was already, or is resolved. Without an `actor` it is the bot."""
        once, by = TicketRow.escalated_by == "", actor or TUTOR
        return self._change(number, by, UNRESOLVED, "escalated", once, note=note, escalated_by=by, snoozed_until=None)

    def just_done(self, number: int, actor: str, state: TicketState, *, seconds: float = 120.0) -> bool:
        """Whether this was the ticket's last change, a moment ago: then what follows from it may be left to do."""
        last = self.changes(number)[-1:]
        earliest = datetime.now(UTC) - timedelta(seconds=seconds)
        return any((one.actor, one.change) == (actor, state) and one.at > earliest for one in last)

    def get(self, number: int) -> Ticket | None:
        with self._session() as session:
            row = session.get(TicketRow, number)
            return ticket_of(row) if row else None

    def of_thread(self, channel: str, thread: str, *, team: str) -> Ticket | None:
        """The thread's ticket. Ids of channels are sure to differ only within one workspace, `team`."""
        return self._first(TicketRow.channel == channel, TicketRow.thread == thread, TicketRow.team == team)

    def queue(self, team: str) -> list[Ticket]:
        """What is not resolved yet, oldest first."""
        return self._list(TicketRow.team == team, TicketRow.state.in_(UNRESOLVED))

    def due_snoozes(self, now: datetime) -> list[Ticket]:
        """Those of every workspace that were put off until `now` or earlier."""
        return self._list(TicketRow.state == "snoozed", TicketRow.snoozed_until <= now)

    def of_asker(self, team: str, user: str) -> list[Ticket]:
        """A person's own tickets, the newest first; also those that they opened without their name."""
        hidden = select(TicketAskerRow.number).where(TicketAskerRow.team == team, TicketAskerRow.user == user)
        own = or_(TicketRow.asker == user, TicketRow.number.in_(hidden))
        return self._list(TicketRow.team == team, own)[::-1]

    def history(self, number: int) -> list[tuple[str, str]]:
        """Each change as (actor, change), in order."""
        return [(one.actor, one.change) for one in self.changes(number)]

    def changes(self, number: int) -> list[TicketChange]:
        rows = select(TicketEventRow).where(TicketEventRow.number == number).order_by(TicketEventRow.id)
        with self._session() as session:
            return [TicketChange(row.actor, row.change, row.note, in_utc(row.at)) for row in session.scalars(rows)]

    def _change(
        self,
        number: int,
        actor: str,
        allowed: Iterable[TicketState],
        state: TicketState,
        *conditions: object,
        note: str = "",
        **values: object,
    ) -> Ticket | None:
        with self._session.begin() as session:
            changed = session.execute(
                update(TicketRow)
                .where(TicketRow.number == number, TicketRow.state.in_(tuple(allowed)), *conditions)  # type: ignore[arg-type]
                .values(state=state, **values)
            )
            return logged(session, number, actor, state, note) if count(changed) else None

    def _first(self, *conditions: object) -> Ticket | None:
        found = self._list(*conditions)
        return found[0] if found else None

    def _list(self, *conditions: object) -> list[Ticket]:
        with self._session() as session:
            return _listed(session, *conditions)


def _listed(session: Session, *conditions: object) -> list[Ticket]:
    rows = select(TicketRow).where(*conditions).order_by(TicketRow.number)  # type: ignore[arg-type]
    return [ticket_of(row) for row in session.scalars(rows)]
