"""Reading the pulse from the records: a few queries over narrow columns, counted here."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, distinct, func, select
from sqlalchemy.orm import Session

from bot.pulse import counting
from bot.pulse.counting import Asked, Wait
from bot.pulse.mistakes import in_words
from bot.pulse.periods import Period, aware, bins_between
from bot.pulse.values import Gap, MistakeCount, Pulse, SectionCount, Timeline, Totals
from bot.records.attempts import Attempts
from bot.records.models import ExchangeRow, FeedbackRow, TicketEventRow, TicketRow
from bot.records.store import Records

_TOLD_BY_TEXT = ("not_covered", "logistics", "failed")
Conditions = list[ColumnElement[bool]]


class PulseReader:
    """Reads one room's pulse. `most_mistakes` are shown at most."""

    def __init__(self, records: Records, *, most_mistakes: int = 500) -> None:
        self._records = records
        self._most_mistakes = most_mistakes

    def read(self, team: str, period: Period) -> Pulse:
        since = period.since.astimezone(UTC) if period.since else None
        within = [ExchangeRow.team == team, ExchangeRow.at <= period.until.astimezone(UTC)]
        within += [ExchangeRow.at >= since] if since else []
        with self._records.session() as session:
            waits = counting.waits_of(_changes(session, team), period.until)
            begun = [wait for wait in waits if since is None or wait.began >= since]
            open_now = sorted((wait for wait in waits if not wait.over), key=lambda wait: -wait.seconds)
            return Pulse(
                period=period.name,
                until=period.until.timestamp(),
                totals=_totals(session, within),
                queue=_queue(session, team),
                answered=counting.spread([wait.seconds for wait in begun if wait.over]),
                waiting=counting.spread([wait.seconds for wait in open_now]),
                tickets=tuple((wait.ticket, wait.seconds) for wait in open_now),
                sections=tuple(_sections(session, within)),
                mistakes=self._mistakes(team, since),
                gaps=tuple(_gaps(session, within)),
                timeline=_timeline(session, within, begun, period.until),
            )

    def _mistakes(self, team: str, since: datetime | None) -> tuple[MistakeCount, ...]:
        found = Attempts(self._records).stumbles(team, since=since, most=self._most_mistakes)
        return tuple(
            MistakeCount(one.exercise, in_words(one.exercise, one.slug), one.learners, one.open) for one in found
        )


def _totals(session: Session, within: Conditions) -> Totals:
    rows = select(ExchangeRow.kind, ExchangeRow.declined, func.count()).where(*within)
    kinds: Counter[str] = Counter()
    declined: Counter[str] = Counter()
    for kind, reason, count in session.execute(rows.group_by(ExchangeRow.kind, ExchangeRow.declined)):
        kinds[kind] += count
        if reason:
            declined[reason] += count
    learners = select(func.count(distinct(ExchangeRow.user))).where(*within, _is_question())
    verdicts = (
        select(FeedbackRow.helpful, func.count())
        .join(ExchangeRow, ExchangeRow.job_id == FeedbackRow.job_id)
        .where(*within)
        .group_by(FeedbackRow.helpful)
    )
    helped = {bool(helpful): int(count) for helpful, count in session.execute(verdicts)}
    return Totals(
        questions=kinds["answer"],
        learners=session.scalar(learners) or 0,
        declined=dict(declined),
        helpful=helped.get(True, 0),
        not_helpful=helped.get(False, 0),
        runs=kinds["run"],
        checks=kinds["check"],
    )


def _sections(session: Session, within: Conditions) -> list[SectionCount]:
    subject = (ExchangeRow.practical, ExchangeRow.section)
    rows = (
        select(
            *subject,
            func.count(),
            func.count(distinct(ExchangeRow.user)),
            func.sum(case((ExchangeRow.declined == "", 0), else_=1)),
        )
        .where(*within, _is_question(), ExchangeRow.practical != "")
        .group_by(*subject)
        .order_by(func.count().desc(), *subject)
    )
    unhelpful = (
        select(*subject, func.count())
        .join(FeedbackRow, ExchangeRow.job_id == FeedbackRow.job_id)
        .where(*within, FeedbackRow.helpful.is_(False))
        .group_by(*subject)
    )
    marked = {(practical, section): count for practical, section, count in session.execute(unhelpful)}
    return [
        SectionCount(practical, section, questions, learners, declined, marked.get((practical, section), 0))
        for practical, section, questions, learners, declined in session.execute(rows)
    ]


def _gaps(session: Session, within: Conditions) -> list[Gap]:
    shown = (ExchangeRow.text, ExchangeRow.user, ExchangeRow.section)
    declined = select(*shown).where(*within, _is_question(), ExchangeRow.declined.in_(_TOLD_BY_TEXT))
    unhelpful = (
        select(*shown)
        .join(FeedbackRow, ExchangeRow.job_id == FeedbackRow.job_id)
        .where(*within, _is_question(), ExchangeRow.declined == "", FeedbackRow.helpful.is_(False))
    )
    return [
        *counting.gaps("declined", (Asked(*row) for row in session.execute(declined))),
        *counting.gaps("not_helpful", (Asked(*row) for row in session.execute(unhelpful))),
    ]


def _timeline(session: Session, within: Conditions, begun: list[Wait], until: datetime) -> Timeline | None:
    rows = select(ExchangeRow.practical, ExchangeRow.declined, ExchangeRow.at).where(*within, _is_question())
    asked = [("" if reason else practical, aware(at)) for practical, reason, at in session.execute(rows)]
    moments = [at for _, at in asked] + [wait.began for wait in begun]
    return counting.timeline(bins_between(min(moments), until), asked, begun) if moments else None


def _queue(session: Session, team: str) -> dict[str, int]:
    rows = select(TicketRow.state, func.count()).where(TicketRow.team == team, TicketRow.state != "resolved")
    return {row[0]: row[1] for row in session.execute(rows.group_by(TicketRow.state))}


def _changes(session: Session, team: str) -> list[tuple[int, str, datetime]]:
    rows = (
        select(TicketEventRow.number, TicketEventRow.change, TicketEventRow.at)
        .join(TicketRow, TicketRow.number == TicketEventRow.number)
        .where(TicketRow.team == team)
        .order_by(TicketEventRow.number, TicketEventRow.id)
    )
    return [(number, change, aware(at)) for number, change, at in session.execute(rows)]


def _is_question() -> Any:
    return ExchangeRow.kind == "answer"
