"""The set-ups of all workspaces, as their admins have made them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from bot.records.models import WorkspaceRow
from bot.records.setup import Setup, Slot
from bot.records.store import Records

__all__ = ["Setup", "Slot", "Workspaces"]


class Workspaces:
    """The set-ups. A workspace that nobody has configured in Slack has `seed`."""

    def __init__(self, records: Records, seed: Setup | None = None) -> None:
        self._session = records.session
        self._seed = seed or Setup()

    def setup(self, team: str) -> Setup:
        with self._session() as session:
            return self._read(session, team)

    def save(self, team: str, setup: Setup, changed_by: str) -> None:
        with self._session.begin() as session:
            session.merge(WorkspaceRow(team=team, setup=setup.to_dict(), changed_by=changed_by))

    def change(self, team: str, changes: Mapping[str, Any], changed_by: str) -> tuple[Setup, Setup]:
        """Change some fields, given as JSON. Returns the set-up before and after."""
        with self._session.begin() as session:
            before = self._read(session, team, lock=True)
            after = Setup.from_dict({**before.to_dict(), **changes})
            session.merge(WorkspaceRow(team=team, setup=after.to_dict(), changed_by=changed_by))
        return before, after

    def _read(self, session: Session, team: str, *, lock: bool = False) -> Setup:
        row = session.get(WorkspaceRow, team, with_for_update=lock)
        return Setup.from_dict(row.setup) if row else self._seed
