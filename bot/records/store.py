"""The records: plain methods over the tables. Every change is one transaction."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from bot.jobs import Job
from bot.pulse.subjects import subject_of
from bot.records.models import AttemptRow, ExchangeRow, FeedbackRow, PostedRow
from bot.records.values import Posted

_OF_JOB = ("kind", "team", "channel", "thread", "message", "user", "text")


class Records:
    """Questions and answers, posted replies, attempts, feedback. Tickets are in `bot.records.tickets`."""

    def __init__(self, engine: Engine) -> None:
        self.session: sessionmaker[Session] = sessionmaker(engine, expire_on_commit=False)

    def keep_exchange(self, job: Job, result: dict[str, Any]) -> bool:
        """A job and what came of it; a second result for the same job replaces the first.

        False when the one that is there is to a later edit of the message: that one stays.
        """
        edited = str(job.data.get("edited", ""))
        fields = {name: getattr(job, name) for name in _OF_JOB} | vars(subject_of(job.kind, result))
        fields |= {"result": result, "edited": edited}
        mine = update(ExchangeRow).where(ExchangeRow.job_id == job.id, ExchangeRow.edited <= edited)
        try:
            with self.session.begin() as session:
                if not session.execute(mine.values(**fields)).rowcount:  # type: ignore[attr-defined]
                    session.add(ExchangeRow(job_id=job.id, **fields))
        except IntegrityError:
            return False
        return True

    def exchange_of_message(
        self, team: str, channel: str, message: str, kinds: Sequence[str] = ("answer", "run", "check")
    ) -> ExchangeRow | None:
        """The newest answer, run or check that a message led to."""
        rows = select(ExchangeRow).where(
            ExchangeRow.team == team,
            ExchangeRow.channel == channel,
            ExchangeRow.message == message,
            ExchangeRow.kind.in_(kinds),
        )
        with self.session() as session:
            return session.scalars(rows.order_by(ExchangeRow.at.desc())).first()

    def thread_exchanges(self, team: str, channel: str, thread: str) -> list[ExchangeRow]:
        """All that the bot has answered in a thread, in order."""
        rows = select(ExchangeRow).where(
            ExchangeRow.team == team, ExchangeRow.channel == channel, ExchangeRow.thread == thread
        )
        with self.session() as session:
            return list(session.scalars(rows.order_by(ExchangeRow.at)))

    def last_reply(self, team: str, channel: str, thread: str) -> str:
        """The timestamp of the bot's last answer in a thread; empty when it has none."""
        newest = (
            select(func.max(PostedRow.ts))
            .join(ExchangeRow, ExchangeRow.job_id == PostedRow.job_id)
            .where(ExchangeRow.team == team, ExchangeRow.channel == channel, ExchangeRow.thread == thread)
            .where(PostedRow.part == "reply")
        )
        with self.session() as session:
            return session.scalar(newest) or ""

    def note_pressed(self, job_id: str) -> None:
        """Somebody has pressed a button under the reply to a job."""
        with self.session.begin() as session:
            session.execute(update(ExchangeRow).where(ExchangeRow.job_id == job_id).values(pressed=True))

    def forget_exchange(self, job_id: str) -> None:
        with self.session.begin() as session:
            session.execute(delete(ExchangeRow).where(ExchangeRow.job_id == job_id))

    def exchange(self, job_id: str) -> ExchangeRow | None:
        with self.session() as session:
            return session.get(ExchangeRow, job_id)

    def first_exchange(self, channel: str, thread: str, team: str) -> ExchangeRow | None:
        """What the bot answered first in a thread of the workspace `team`."""
        return next(iter(self.thread_exchanges(team, channel, thread)), None)

    def intend_post(self, job_id: str, part: str, channel: str) -> Posted | None:
        """Write down that a part is about to be posted. None when nobody had: the caller posts it."""
        row = PostedRow(job_id=job_id, part=part, channel=channel, since=time.time())
        try:
            with self.session.begin() as session:
                session.add(row)
        except IntegrityError:
            return self.posted(job_id, part)
        return None

    def forget_intent(self, job_id: str, part: str) -> None:
        """A part that was about to be posted was not."""
        gone = delete(PostedRow).where(PostedRow.job_id == job_id, PostedRow.part == part, PostedRow.ts == "")
        with self.session.begin() as session:
            session.execute(gone)

    def posted(self, job_id: str, part: str) -> Posted | None:
        with self.session() as session:
            row = session.get(PostedRow, (job_id, part))
            return Posted(row.channel, row.ts, row.since) if row else None

    def is_posted(self, channel: str, ts: str) -> bool:
        """Whether a message is known as a part of some reply."""
        rows = select(PostedRow.job_id).where(PostedRow.channel == channel, PostedRow.ts == ts)
        with self.session() as session:
            return session.scalars(rows).first() is not None

    def mark_posted(self, job_id: str, part: str, channel: str, ts: str) -> None:
        row = PostedRow(job_id=job_id, part=part, channel=channel, ts=ts, since=time.time())
        with self.session.begin() as session:
            session.merge(row)

    def keep_attempt(self, job: Job, exercise: str, verdict: str, slugs: Sequence[str]) -> None:
        row = AttemptRow(
            job_id=job.id, exercise=exercise, team=job.team, user=job.user, verdict=verdict, slugs=list(slugs)
        )
        with self.session.begin() as session:
            session.merge(row)

    def keep_feedback(self, job_id: str, user: str, helpful: bool) -> None:
        with self.session.begin() as session:
            session.merge(FeedbackRow(job_id=job_id, user=user, helpful=helpful))
