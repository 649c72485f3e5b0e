"""A ticket's row as a value, and the row of a change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from bot.records.models import TicketEventRow, TicketRow
from bot.records.values import Ticket


def count(result: object) -> int:
    """How many rows an update changed."""
    return int(getattr(result, "rowcount", 0))


def logged(session: Session, number: int, actor: str, change: str, note: str = "") -> Ticket:
    """Write the change down; returns the ticket as it is now."""
    session.add(TicketEventRow(number=number, actor=actor, change=change, note=note[:200]))
    row = session.get(TicketRow, number, populate_existing=True)
    assert row is not None
    return ticket_of(row)


def ticket_of(row: TicketRow) -> Ticket:
    read: Callable[[str], object] = row.__getattribute__
    fields = {name: read(name) for name in Ticket.__dataclass_fields__}
    times = {name: in_utc(value) for name, value in fields.items() if isinstance(value, datetime)}
    return Ticket(**{**fields, **times})  # type: ignore[arg-type]


def in_utc(at: datetime) -> datetime:
    """SQLite gives times back without their zone."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
