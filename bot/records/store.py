"""The records: plain methods over the tables. Every change is one transaction."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from bot.jobs import Job
from bot.pulse.subjects import subject_of
from bot.records.models import AttemptRow, ExchangeRow, FeedbackRow, PostedRow
from bot.records.values import Posted


class Records:
    """Questions and answers, posted replies, attempts, feedback. Tickets are in `bot.records.tickets`."""

    def __init__(self, engine: Engine) -> None:
        self.session: sessionmaker[Session] = sessionmaker(engine, expire_on_commit=False)

    def keep_exchange(self, job: Job, result: dict[str, Any]) -> None:
        """A job and what came of it; a second result for the same job replaces the first."""
        row = ExchangeRow(
            job_id=job.id,
            kind=job.kind,
            team=job.team,
            channel=job.channel,
            thread=job.thread,
            message=job.message,
            user=job.user,
            text=job.text,
            result=result,
            **vars(subject_of(job.kind, result)),
        )
        with self.session.begin() as session:
            session.merge(row)

    def exchange(self, job_id: str) -> ExchangeRow | None:
        with self.session() as session:
            return session.get(ExchangeRow, job_id)

    def first_exchange(self, channel: str, thread: str, team: str | None = None) -> ExchangeRow | None:
        """What the bot answered first in a thread of the workspace `team`."""
        rows = select(ExchangeRow).where(ExchangeRow.channel == channel, ExchangeRow.thread == thread)
        if team is not None:
            rows = rows.where(ExchangeRow.team == team)
        with self.session() as session:
            return session.scalars(rows.order_by(ExchangeRow.at)).first()

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

    def take_back_post(self, job_id: str, part: str) -> None:
        """The part was not posted: forget that anybody meant to."""
        with self.session.begin() as session:
            session.execute(delete(PostedRow).where(PostedRow.job_id == job_id, PostedRow.part == part))

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
