"""*Delete my data*: what the records hold of one person, taken out of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Table, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from bot.records.models import (
    AttemptRow,
    Base,
    ExchangeRow,
    FeedbackRow,
    PostedRow,
    TicketAskerRow,
    TicketEventRow,
    TicketRow,
)
from bot.records.store import Records

_REMEMBERED = timedelta(days=2)


@dataclass(frozen=True)
class Erased:
    """How many of each were taken out, by name; the numbers of the `tickets` that are without their asker now, and
    the [channel, thread] pairs in which the person asked lately, whose earlier questions the workers remember."""

    counts: dict[str, int]
    tickets: tuple[int, ...] = ()
    threads: tuple[tuple[str, str], ...] = ()


def erase(records: Records, team: str, user: str) -> Erased:
    """Take out all that is kept of a person in a workspace, in one transaction. A second time there is nothing left.

    What somebody did for others as a tutor or an admin stays: claims, answers, the set-up."""
    with records.session.begin() as session:
        exchanges = select(ExchangeRow.job_id).where(ExchangeRow.team == team, ExchangeRow.user == user)
        tickets = _tickets(session, team, user)
        found = Erased(_counts(session, team, user, len(tickets)), tickets, _threads(session, team, user))
        _erase_votes(session, team, user)
        for table in _of_exchanges():
            session.execute(delete(table).where(table.c.job_id.in_(exchanges)))
        _erase_from_tickets(session, tickets, user)
        for table in _of_people():
            session.execute(delete(table).where(table.c.team == team, table.c.user == user))
    return found


def _of_people() -> list[Table]:
    """The tables whose rows each belong to one person."""
    return [table for table in Base.metadata.sorted_tables[::-1] if {"team", "user"} <= set(table.c.keys())]


def _of_exchanges() -> list[Table]:
    """The tables with what became of an exchange."""
    people = _of_people()
    return [table for table in Base.metadata.sorted_tables if "job_id" in table.c and table not in people]


def _tickets(session: Session, team: str, user: str) -> tuple[int, ...]:
    """Those that the person opened, also without their name."""
    hidden = select(TicketAskerRow.number).where(TicketAskerRow.team == team, TicketAskerRow.user == user)
    own = or_(and_(TicketRow.asker == user, TicketRow.asker != ""), TicketRow.number.in_(hidden))
    return tuple(session.scalars(select(TicketRow.number).where(TicketRow.team == team, own)))


def _counts(session: Session, team: str, user: str, tickets: int) -> dict[str, int]:
    own = (ExchangeRow.team == team, ExchangeRow.user == user)
    asked = select(func.count()).select_from(ExchangeRow).where(*own, ExchangeRow.kind == "answer")
    ran = select(func.count()).select_from(ExchangeRow).where(*own, ExchangeRow.kind != "answer")
    tried = select(func.count()).select_from(AttemptRow).where(AttemptRow.team == team, AttemptRow.user == user)
    voted = select(func.count()).select_from(FeedbackRow).where(*_voted(team, user))
    counted = {"questions": asked, "runs": ran, "attempts": tried, "votes": voted}
    return {**{name: session.scalar(query) or 0 for name, query in counted.items()}, "tickets": tickets}


def _threads(session: Session, team: str, user: str) -> tuple[tuple[str, str], ...]:
    rows = select(ExchangeRow.channel, ExchangeRow.thread, ExchangeRow.message).where(
        ExchangeRow.team == team,
        ExchangeRow.user == user,
        ExchangeRow.kind == "answer",
        ExchangeRow.at >= datetime.now(UTC) - _REMEMBERED,
    )
    pairs = {(channel, thread or message) for channel, thread, message in session.execute(rows)}
    return tuple(sorted(pair for pair in pairs if pair[1]))


def _voted(team: str, user: str) -> tuple[ColumnElement[bool], ...]:
    exchanges = select(ExchangeRow.job_id).where(ExchangeRow.team == team)
    return FeedbackRow.user == user, FeedbackRow.job_id.in_(exchanges)


def _erase_votes(session: Session, team: str, user: str) -> None:
    session.execute(delete(FeedbackRow).where(*_voted(team, user)))


def _erase_from_tickets(session: Session, numbers: Sequence[int], user: str) -> None:
    """A ticket without its asker is over. Where its messages in private were posted is forgotten as well."""
    for number in numbers:
        private = (PostedRow.job_id == f"ticket-{number}", PostedRow.channel.startswith("D"))
        session.execute(delete(PostedRow).where(*private))
        own = (TicketEventRow.number == number, TicketEventRow.actor == user)
        session.execute(update(TicketEventRow).where(*own).values(actor=""))
        row = session.get_one(TicketRow, number)
        row.asker = row.question = row.bot_answer = row.link = ""
        row.tutor = "" if row.tutor == user else row.tutor
        if row.state != "resolved":
            row.state = "resolved"
            session.add(TicketEventRow(number=number, actor="", change="resolved"))
