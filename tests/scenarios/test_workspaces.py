"""Two workspaces and one installation: each is answered with its own token, and knows nothing of the other."""

from __future__ import annotations

import html
import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from redis import Redis
from sqlalchemy import create_engine, text

from bot.jobs import Job
from bot.standin import Standin
from knowledge.index.building import build_index
from tests.scenarios.conftest import MANIFEST
from tests.scenarios.routing import OPENER, one_address
from tests.support import eventually, shown_text
from workers.celeryapp import configure
from workers.dispatch import Dispatcher
from workers.ledger import Ledger

MATERIAL = Path(__file__).parents[1] / "knowledge" / "material"
SECRET = "0123456789abcdef"
QUESTION = "my kite laptop overheats when the training loop runs for an hour, what can I do?"
ADVICE = "Close the other notebooks and put the laptop on a hard table."


@dataclass
class Installation:
    """The bot's address, the two workspaces, and what is behind."""

    bot: str
    here: Standin
    there: Standin
    database: str
    ledger: Ledger
    dispatcher: Dispatcher
    log: Path

    def install(self, slack: Standin) -> str:
        """What a person sees who installs the tutor in a workspace."""
        with OPENER.open(f"{self.bot}/slack/install?team={slack.settings.team_id}", timeout=10) as page:
            cookie = str(page.headers["Set-Cookie"]).partition(";")[0]
            found = re.search(r'href="([^"]+authorize[^"]+)"', page.read().decode())
        assert found
        back = _redirection(html.unescape(found[1]))
        request = urllib.request.Request(back, headers={"Cookie": cookie})
        with OPENER.open(request, timeout=10) as done:
            return str(done.read().decode())

    def tokens(self) -> set[str]:
        engine = create_engine(self.database)
        tables = ("slack_bots", "slack_installations")
        with engine.connect() as connection:
            found = [connection.execute(text(f"select bot_token from {table}")).scalars().all() for table in tables]
        engine.dispose()
        return {token for tokens in found for token in tokens}

    def ask(self, slack: Standin, question: str) -> str:
        """The first reply to a learner's question."""
        ts = slack.post("amina", "practicals", question)

        def replies() -> list[dict[str, Any]]:
            return [message for message in slack.messages("practicals", ts) if message.get("bot_id")]

        return shown_text(eventually(replies, seconds=60)[0])


def _redirection(address: str) -> str:
    try:
        OPENER.open(address, timeout=10)
    except urllib.error.HTTPError as moved:
        with moved:
            assert moved.code == 302
            return str(moved.headers["Location"])
    raise AssertionError(f"{address} sends nobody on")


@contextmanager
def running(
    arguments: Sequence[str], environment: Mapping[str, str], log: BinaryIO | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", *arguments], env=environment, stderr=log or None)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def installation(redis: Redis, broker: str, tmp_path: Path) -> Iterator[Installation]:
    bot = f"http://127.0.0.1:{(port := free_port())}"
    index = tmp_path / "index"
    build_index([MATERIAL], index)
    common = {
        "manifest": MANIFEST,
        "signing_secret": SECRET,
        "events_url": f"{bot}/slack/events",
        "redirect_url": f"{bot}/slack/oauth_redirect",
    }
    with ExitStack() as stack:
        log = stack.enter_context((tmp_path / "log").open("wb"))
        here = stack.enter_context(Standin(**common, bot_token="xoxb-here"))
        there = stack.enter_context(
            Standin(**common, bot_token="xoxb-there", team_id="T0INDABAX1", team_name="IndabaX")
        )
        address = stack.enter_context(one_address([here, there]))
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "TUTOR_"))},
            "SLACK_CLIENT_ID": here.settings.client_id,
            "SLACK_CLIENT_SECRET": here.settings.client_secret,
            "SLACK_SIGNING_SECRET": SECRET,
            "TUTOR_SLACK_API_URL": f"{address}/api/",
            "TUTOR_REDIS_URL": broker,
            "TUTOR_DATA": str(tmp_path),
            "TUTOR_INDEX": str(index),
        }
        stack.enter_context(running(["bot.cli", "serve", "--http", f"127.0.0.1:{port}"], environment, log))
        for queue in ("answers", "replies"):
            stack.enter_context(running(["workers", "--queues", queue, "--concurrency", "2"], environment, log))
        ledger = Ledger(redis)
        running_bot = Installation(
            bot,
            here,
            there,
            f"sqlite:///{tmp_path / 'tutor.db'}",
            ledger,
            Dispatcher(configure(broker), ledger),
            tmp_path / "log",
        )
        eventually(lambda: OPENER.open(f"{bot}/slack/install", timeout=5).status == 200, seconds=60)
        yield running_bot


def test_two_workspaces_share_an_installation_and_nothing_else(installation: Installation) -> None:
    here, there = installation.here, installation.there
    for slack in (here, there):
        assert "Thank you" in installation.install(slack)
    assert installation.tokens() == {"xoxb-here", "xoxb-there"}

    assert "kite" in installation.ask(here, "why does a kite stay in the air?").lower()
    assert "kite" in installation.ask(there, "why does a kite stay in the air?").lower()

    keep(installation, here)
    eventually(lambda: ADVICE in installation.ask(here, QUESTION), seconds=60)
    assert ADVICE not in installation.ask(there, QUESTION)

    there.uninstall()
    eventually(lambda: installation.tokens() == {"xoxb-here"})
    late = Job("late", "answer", "T0INDABAX1", "C0PRACTICE", "U0AMINA001", text="what is a kite?", message="1.2")
    installation.dispatcher.accept(late)
    eventually(lambda: installation.ledger.entry("late") is None, seconds=60)
    assert "kite" in installation.ask(here, "what is the bridle of a kite for?").lower()

    said = installation.log.read_text()
    assert "not installed in workspace T0INDABAX1" in said
    assert "xoxb-" not in said

    assert "Thank you" in installation.install(there)
    assert "kite" in installation.ask(there, "what is the bridle of a kite for?").lower()


def keep(installation: Installation, slack: Standin) -> None:
    data = {
        "entry": f"{slack.settings.team_id}-ticket-1",
        "question": QUESTION,
        "answer": ADVICE,
        "author": "Grace",
        "day": "2026-11-26",
        "link": "",
    }
    team = slack.settings.team_id
    job = Job("keep", "keep_entry", team, "C0TUTORS01", "U0GRACE001", text=QUESTION, thread="", private=True, data=data)
    installation.dispatcher.accept(job)
    eventually(lambda: installation.ledger.entry("keep") is None, seconds=60)
