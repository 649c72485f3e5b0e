"""What people have chosen for themselves: their language, and whether tutors see their name."""

from __future__ import annotations

from dataclasses import dataclass

from bot.records.models import PersonRow
from bot.records.store import Records


@dataclass(frozen=True)
class Person:
    """`language` is a two-letter code, empty while nothing is chosen; who is `anonymous` asks tutors without a name."""

    language: str = ""
    anonymous: bool = False


class People:
    """People's choices, by workspace and user."""

    def __init__(self, records: Records) -> None:
        self._session = records.session

    def of(self, team: str, user: str) -> Person:
        """What a person has chosen; the defaults for somebody who has chosen nothing."""
        with self._session() as session:
            row = session.get(PersonRow, (team, user))
            return Person(row.language, row.anonymous) if row else Person()

    def save(self, team: str, user: str, person: Person) -> None:
        with self._session.begin() as session:
            session.merge(PersonRow(team=team, user=user, language=person.language, anonymous=person.anonymous))
