"""How far the answers that are shown while they are written have come."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from bot.records.models import StreamRow
from bot.records.store import Records


@dataclass(frozen=True)
class Stream:
    """What Slack was sent of an answer; it is not `sure` while a call that sent some of it has not returned."""

    sent: str = ""
    sure: bool = False


class Streams:
    """One row for each answer that a stream was meant for, by the job's id."""

    def __init__(self, records: Records, *, lease: float = 10.0) -> None:
        self._session = records.session
        self._lease = lease

    def of(self, job_id: str) -> Stream | None:
        with self._session() as session:
            row = session.get(StreamRow, job_id)
            return Stream(row.sent, row.sure) if row else None

    def begin(self, job_id: str) -> None:
        """Write down that a stream is meant for this answer."""
        try:
            with self._session.begin() as session:
                session.add(StreamRow(job_id=job_id))
        except IntegrityError:
            return

    def note(self, job_id: str, stream: Stream) -> None:
        row = update(StreamRow).where(StreamRow.job_id == job_id)
        with self._session.begin() as session:
            session.execute(row.values(sent=stream.sent, sure=stream.sure))

    @contextmanager
    def held(self, job_id: str) -> Iterator[bool]:
        """Whether this process alone writes to the stream now; who died with it in hand loses it after the lease."""
        now = time.time()
        mine = StreamRow.job_id == job_id
        with self._session.begin() as session:
            taken = update(StreamRow).where(mine, StreamRow.held_until < now).values(held_until=now + self._lease)
            held = bool(session.execute(taken).rowcount)  # type: ignore[attr-defined]
        try:
            yield held
        finally:
            if held:
                with self._session.begin() as session:
                    session.execute(update(StreamRow).where(mine).values(held_until=0.0))
