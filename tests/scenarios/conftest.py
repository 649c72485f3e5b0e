"""The whole tutor, once for all scenarios: the stand-in, the real bot, a real broker, real workers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from bot.records.database import open_database
from bot.records.store import Records
from bot.records.tickets import Tickets
from bot.records.values import TUTOR
from bot.records.workspaces import Setup, Workspaces
from bot.settings import Settings, read_settings
from bot.standin import Standin
from bot.standin.settings import TEAM_ID
from tests.support import eventually, shown_text
from workers.dispatch import make_redis
from workers.ledger import Ledger
from workers.machine import Machine

MANIFEST = Path(__file__).parents[2] / "bot" / "manifest.json"
Json = dict[str, Any]
SLIPS = {
    "invalid_arguments",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_metadata_format",
    "missing_scope",
    "msg_too_long",
    "no_text",
    "unknown_method",
    "view_too_large",
}
"""What Slack answers to a call that is wrong in itself: in no scenario may the tutor make one."""


@dataclass
class Tutor:
    """The running tutor, as the people in the workspace and its database see it."""

    slack: Standin
    machine: Machine
    settings: Settings
    records: Records

    @property
    def ledger(self) -> Ledger:
        return Ledger(make_redis(self.machine.broker_url))

    def process(self, name: str) -> psutil.Process:
        """A part of the machine as it runs now; another one after a restart."""
        child = self.machine.child(name).process
        assert child is not None
        return psutil.Process(child.pid)

    @contextmanager
    def paused(self, name: str) -> Iterator[None]:
        """A part of the machine stands still: what people do meanwhile waits for it."""
        process = self.process(name)
        process.suspend()
        try:
            yield
        finally:
            process.resume()

    def broker_pid(self) -> int:
        about: dict[str, int] = make_redis(self.machine.broker_url).info("server")  # type: ignore[assignment]
        return about["process_id"]

    @property
    def tickets(self) -> Tickets:
        return Tickets(self.records)

    def set_up(self, **fields: Any) -> None:
        """The workspace's settings, all others as they are by default."""
        Workspaces(self.records).save(TEAM_ID, Setup(**fields), "")

    def replies(self, ts: str, channel: str = "practicals") -> list[Json]:
        """The bot's messages in a thread, without those that stand only until the result is there."""
        return [m for m in self._messages_of_bot(ts, channel) if not m["text"].startswith("⏳")]

    def waits(self, ts: str, channel: str = "practicals") -> list[Json]:
        """The messages in a thread that say that it takes long."""
        return [m for m in self._messages_of_bot(ts, channel) if m["text"].startswith("⏳")]

    def _messages_of_bot(self, ts: str, channel: str) -> list[Json]:
        return [m for m in self.slack.messages(channel, ts) if m.get("bot_id") and m["ts"] != ts]

    def reply(self, ts: str, channel: str = "practicals", seconds: float = 60) -> Json:
        return eventually(lambda: self.replies(ts, channel), seconds=seconds)[0]

    def whisper(self, user: str, channel: str, before: int, seconds: float = 60) -> Json:
        """What only `user` sees, after the first `before` of it."""
        return eventually(lambda: self.slack.ephemerals(user, channel)[before:], seconds=seconds)[0]

    def home(self, user: str, shown: str, seconds: float = 60) -> Json:
        """A person's Home tab, once this stands on it: one that was published before may be there already."""

        def published() -> Json | None:
            view = self.slack.home(user)
            return view if view and shown in shown_text(view) else None

        return eventually(published, seconds=seconds)

    def find(self, channel: str, matches: Callable[[Json], bool], seconds: float = 60) -> Json:
        """The newest message in a channel that matches."""
        return eventually(lambda: [m for m in self.slack.messages(channel) if matches(m)], seconds=seconds)[-1]


@contextmanager
def running_tutor(data: Path) -> Iterator[Tutor]:
    """A whole tutor with its data in a folder; what else is set is in the environment."""
    with Standin(port=0, manifest=MANIFEST) as slack:
        settings = read_settings(
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_signing_secret=slack.signing_secret,
            slack_api_url=slack.api_url,
            data=data,
            redis_url="",
            database_url="",
        )
        said: list[str] = []
        machine = Machine(settings, said.append)
        try:
            machine.start()
            threading.Thread(target=machine.watch, daemon=True).start()
            engine = open_database(settings.database)
            yield Tutor(slack, machine, settings, Records(engine))
            engine.dispose()
            assert [(call["method"], call["response"]) for call in slack.calls() if call["error"] in SLIPS] == []
        finally:
            machine.stop()


@pytest.fixture(scope="session")
def tutor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tutor]:
    with running_tutor(tmp_path_factory.mktemp("tutor")) as running:
        yield running


@pytest.fixture(autouse=True)
def as_it_was(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test the workspace is set up as before, and nobody waits: a ticket that was left open would call for the
    tutors minutes later, in the midst of another test."""
    yield
    if "tutor" in request.fixturenames:
        tutor: Tutor = request.getfixturevalue("tutor")
        tutor.set_up()
        for ticket in tutor.tickets.queue(TEAM_ID):
            tutor.tickets.resolve(ticket.number, TUTOR)
