"""The desks: one for each workspace, with its own token."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from redis import Redis

from bot.jobs import Job
from bot.settings import Settings
from workers.turns import ChannelTurns

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.replies.desk import Desk

log = logging.getLogger(__name__)


class NotInstalled(LookupError):
    """A workspace has no token: it took the tutor out, or never had it."""


class Desks:
    """Opens a desk for each workspace at its first job. `accept` takes the jobs that an act leads to."""

    def __init__(self, settings: Settings, engine: Engine, redis: Redis, accept: Callable[[Job], None]) -> None:
        from bot.installations import Installations
        from bot.records.seed import read_seed
        from bot.records.store import Records

        read_seed(settings.setup)  # one that can't be used ends the start, not the first job
        many = settings.many_workspaces
        self._settings = settings
        self._records = Records(engine)
        self._installations = Installations(settings.slack_client_id, engine) if many else None
        self._redis = redis
        self._accept = accept
        self._desks: dict[str, tuple[str, Desk]] = {}
        self._opening = threading.Lock()

    def of(self, team: str) -> Desk:
        """The desk of a workspace, with the token that it has now. Raises `NotInstalled`."""
        token = self._token(team)
        with self._opening:
            known = self._desks.get(team)
            if known is None or known[0] != token:
                known = self._desks[team] = (token, self._open(team, token))
        return known[1]

    def teams_waiting(self) -> list[str]:
        """The workspaces in which a learner waits for a person, and which have the tutor."""
        from bot.records.reminders import Reminders

        installed = self._installations
        waiting = Reminders(self._records).teams()
        return [team for team in waiting if installed is None or installed.bot_of(team)]

    def revoked(self, team: str) -> None:
        """Slack says that the token of a workspace is dead: forget it."""
        token, _ = self._desks.pop(team, ("", None))
        if self._installations and token:
            self._installations.forget_token(token)

    def _token(self, team: str) -> str:
        if self._installations is None:
            return self._settings.slack_bot_token
        bot = self._installations.bot_of(team)
        if bot is None:
            self._desks.pop(team, None)
            raise NotInstalled(f"The tutor is not installed in workspace {team}.")
        return str(bot.bot_token)

    def _open(self, team: str, token: str) -> Desk:
        from bot.replies.client import make_client
        from bot.replies.desk import Desk

        client = make_client(self._settings, token=token)
        turns = ChannelTurns(self._redis, team)
        return Desk(client, self._records, self._settings, self._accept, turns)
