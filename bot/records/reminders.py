"""Which tickets wait, and of what somebody was reminded: each step of a wait once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.records.models import ReminderRow, TicketEventRow, TicketRow
from bot.records.store import Records
from bot.records.tickets import Tickets
from bot.records.values import Ticket
from bot.records.waiting import UNANSWERED, UNCLAIMED, WITHOUT_AN_ANSWER, Step, Waiting

_OPENINGS = ("open", "reopened")
_CLAIM = "claimed"


class Reminders:
    """The waits of all tickets."""

    def __init__(self, records: Records) -> None:
        self._session = records.session
        self._tickets = Tickets(records)

    def teams(self) -> list[str]:
        """The workspaces in which a ticket waits for a person, or was put off."""
        rows = select(TicketRow.team).where(TicketRow.state.in_((*UNCLAIMED, *UNANSWERED, "snoozed"))).distinct()
        with self._session() as session:
            return list(session.scalars(rows))

    def waiting(self, team: str) -> list[Waiting]:
        """A workspace's tickets that wait for a person, the oldest first. One that is answered together with another
        that waits is not named: one answer ends both waits."""
        queue = self._tickets.queue(team)
        heads = {one.number for one in queue if one.state in WITHOUT_AN_ANSWER}
        tickets = [one for one in queue if one.state in UNCLAIMED + UNANSWERED and one.head not in heads]
        events = self._events([ticket.number for ticket in tickets])
        return [_waiting(ticket, events[ticket.number]) for ticket in tickets if events[ticket.number]]

    def steps_since(self, team: str, then: datetime) -> set[str]:
        """The steps that a workspace was reminded of after `then`."""
        rows = select(ReminderRow.step).join(TicketRow, TicketRow.number == ReminderRow.number)
        with self._session() as session:
            return set(session.scalars(rows.where(TicketRow.team == team, ReminderRow.at > then)))

    def begin(self, job_id: str, due: Iterable[tuple[Waiting, Step]], now: datetime) -> dict[int, Step]:
        """Write down which steps this round reminds of, of those that none has yet. Returns each ticket's last step;
        the same again when the round is carried out again."""
        for waiting, step in due:
            self._note(job_id, waiting, step, now)
        rows = select(ReminderRow.number, ReminderRow.step).where(ReminderRow.job_id == job_id)
        with self._session() as session:
            noted = session.execute(rows).all()
        order: tuple[Step, ...] = ("unclaimed", "unanswered", "escalate")
        return {number: step for wanted in order for number, step in noted if step == wanted}

    def _note(self, job_id: str, waiting: Waiting, step: Step, now: datetime) -> None:
        row = ReminderRow(number=waiting.ticket.number, opening=waiting.opening, step=step, job_id=job_id, at=now)
        try:
            with self._session.begin() as session:
                if session.get(ReminderRow, (row.number, row.opening, step)) is None:
                    session.add(row)
        except IntegrityError:
            return

    def _events(self, numbers: Sequence[int]) -> dict[int, list[tuple[str, datetime]]]:
        """The openings and the claims of tickets, in order."""
        rows = select(TicketEventRow).where(
            TicketEventRow.number.in_(numbers), TicketEventRow.change.in_((*_OPENINGS, _CLAIM))
        )
        found: dict[int, list[tuple[str, datetime]]] = {number: [] for number in numbers}
        with self._session() as session:
            for row in session.scalars(rows.order_by(TicketEventRow.id)):
                found[row.number].append((row.change, _aware(row.at)))
        return found


def _waiting(ticket: Ticket, events: Sequence[tuple[str, datetime]]) -> Waiting:
    opened = [at for change, at in events if change in _OPENINGS]
    claims = [at for change, at in events if change == _CLAIM]
    return Waiting(ticket, len(opened), opened[-1] if opened else events[0][1], claims[-1] if claims else None)


def _aware(at: datetime) -> datetime:
    """SQLite gives times back without their zone, which is UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
