"""What people have chosen for themselves: their language, and whether tutors see their name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select

from bot.records.models import ExchangeRow, PersonRow
from bot.records.store import Records
from bot.records.values import Person


class People:
    """People's choices, by workspace and user."""

    def __init__(self, records: Records) -> None:
        self._session = records.session

    def of(self, team: str, user: str) -> Person:
        """What a person has chosen; the defaults for somebody who has chosen nothing."""
        with self._session() as session:
            row = session.get(PersonRow, (team, user))
            return Person(row.language, row.anonymous) if row else Person()

    def language(self, team: str, user: str) -> str:
        """The language to speak with a person: the one they chose, else that of their last questions; empty
        while there are none."""
        return self.of(team, user).language or self._asked_in(team, user)

    def _asked_in(self, team: str, user: str, *, last: int = 4) -> str:
        answers = (ExchangeRow.team == team, ExchangeRow.user == user, ExchangeRow.kind == "answer")
        rows = select(ExchangeRow.result["value"]["language"].as_string()).where(*answers)
        with self._session() as session:
            found = session.scalars(rows.order_by(ExchangeRow.at.desc()).limit(last))
            return _mostly([language for language in found if language])

    def save(self, team: str, user: str, person: Person) -> None:
        with self._session.begin() as session:
            session.merge(PersonRow(team=team, user=user, language=person.language, anonymous=person.anonymous))


def _mostly(languages: Sequence[str]) -> str:
    """English is also what a question in doubt is taken for, so another language needs only half of them."""
    if not languages:
        return ""
    others = Counter(language for language in languages if language != "en")
    return others.most_common(1)[0][0] if others and 2 * others.total() >= len(languages) else "en"
