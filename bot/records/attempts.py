"""What the record of attempts tells: a learner's own way, and the mistakes of a whole room without names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from bot.jobs import Job
from bot.records.models import AttemptRow
from bot.records.store import Records
from bot.records.values import Attempt, Stumble


class Attempts:
    """Reads the attempts that `Records.keep_attempt` has kept."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def of(self, team: str, user: str, exercise: str | None = None) -> list[Attempt]:
        """A learner's attempts, the oldest first; only those at one exercise where it is named."""
        rows = select(AttemptRow).where(AttemptRow.team == team, AttemptRow.user == user)
        if exercise:
            rows = rows.where(AttemptRow.exercise == exercise)
        with self._records.session() as session:
            found = session.scalars(rows.order_by(AttemptRow.at, AttemptRow.job_id))
            return [Attempt(row.exercise, row.verdict, tuple(row.slugs), row.at) for row in found]

    def times_before(self, job: Job, exercise: str, slug: str) -> int:
        """How many attempts in a row, just before this job's, had this as their first mistake."""
        rows = select(AttemptRow).where(
            AttemptRow.team == job.team,
            AttemptRow.user == job.user,
            AttemptRow.exercise == exercise,
        )
        with self._records.session() as session:
            own = session.get(AttemptRow, (job.id, exercise))
            if own:
                rows = rows.where(AttemptRow.job_id != job.id, AttemptRow.at <= own.at)
            earlier = session.scalars(rows.order_by(AttemptRow.at.desc(), AttemptRow.job_id)).all()
        count = 0
        for row in earlier:
            if row.slugs[:1] != [slug]:
                break
            count += 1
        return count

    def stumbles(self, team: str, *, since: datetime | None = None, most: int = 20) -> list[Stumble]:
        """The mistakes that most learners of a room made, `since` then, without names, the most frequent first."""
        wanted = select(AttemptRow).where(AttemptRow.team == team)
        if since:
            wanted = wanted.where(AttemptRow.at >= since)
        with self._records.session() as session:
            rows = session.scalars(wanted).all()
        return _counted(rows)[:most]


def _counted(rows: Sequence[AttemptRow]) -> list[Stumble]:
    made: dict[tuple[str, str], set[str]] = defaultdict(set)
    solved: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.verdict == "correct":
            solved[row.exercise].add(row.user)
        for slug in row.slugs:
            made[(row.exercise, slug)].add(row.user)
    found = [
        Stumble(exercise, slug, len(users), len(users - solved[exercise])) for (exercise, slug), users in made.items()
    ]
    return sorted(found, key=lambda one: (-one.learners, one.exercise, one.slug))
