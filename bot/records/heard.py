"""What the bot has heard in channels: who wrote when in which thread, not what."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.jobs import Job
from bot.records.models import HeardRow
from bot.records.store import Records


class Heard:
    """The messages that may ask or answer something, of all workspaces."""

    def __init__(self, records: Records) -> None:
        self._session = records.session

    def note(self, job: Job, *, tutor: bool, answers: bool) -> None:
        """A message; one that was known by an edit or a deletion alone keeps these."""
        self._upsert(job, thread=job.thread, user=job.user, tutor=tutor, answers=answers)

    def note_deleted(self, job: Job) -> None:
        self._upsert(job, deleted=True)

    def note_declined(self, job: Job) -> None:
        """Who wrote a message does not want the bot to look."""
        self._upsert(job, user=job.user, declined=True)

    def note_answering(self, job: Job, edited: str) -> bool:
        """The edit that is now being answered. False when a later one is, or the message is gone."""
        self._upsert(job)
        newer = self._rows(job).where(HeardRow.answering < edited, HeardRow.deleted.is_(False))
        with self._session.begin() as session:
            return bool(session.execute(newer.values(answering=edited)).rowcount)  # type: ignore[attr-defined]

    def of(self, job: Job) -> HeardRow | None:
        """What is known of the message that a job is about."""
        with self._session() as session:
            return session.get(HeardRow, (job.team, job.channel, job.message))

    def in_thread(self, job: Job, thread: str, after: str) -> list[HeardRow]:
        """Who has written in a thread after the timestamp `after`, in order; deleted messages do not count."""
        rows = select(HeardRow).where(
            HeardRow.team == job.team,
            HeardRow.channel == job.channel,
            HeardRow.thread == thread,
            HeardRow.message > after,
            HeardRow.deleted.is_(False),
        )
        with self._session() as session:
            return list(session.scalars(rows.order_by(HeardRow.message)))

    def has_declined(self, job: Job, after: str) -> bool:
        """Whether who wrote a message has declined an offer in its channel, to one written after that timestamp."""
        rows = select(HeardRow.message).where(
            HeardRow.team == job.team,
            HeardRow.channel == job.channel,
            HeardRow.message > after,
            HeardRow.user == job.user,
            HeardRow.declined,
        )
        with self._session() as session:
            return session.scalars(rows.limit(1)).first() is not None

    def _rows(self, job: Job):  # type: ignore[no-untyped-def]
        return update(HeardRow).where(
            HeardRow.team == job.team, HeardRow.channel == job.channel, HeardRow.message == job.message
        )

    def _upsert(self, job: Job, **fields: object) -> None:
        key = {"team": job.team, "channel": job.channel, "message": job.message}
        try:
            with self._session.begin() as session:
                if session.get(HeardRow, tuple(key.values())) is None:
                    session.add(HeardRow(**key, **fields))
                    return
        except IntegrityError:
            pass
        if fields:
            with self._session.begin() as session:
                self._change(session, job, fields)

    def _change(self, session: Session, job: Job, fields: dict[str, object]) -> None:
        session.execute(self._rows(job).values(**fields))
