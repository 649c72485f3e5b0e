"""A learner in a running demo: sends, and waits until the reply stands in the page's workspace."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import app
from bot.settings import Settings, read_settings
from bot.standin import Standin

LEARNER = "amina"
CHANNEL = "practicals"
MANIFEST = Path(__file__).parents[1] / "manifest.json"


@dataclass
class Room:
    """The stand-in and how to wait in it; times out after `patience` seconds."""

    slack: Standin
    patience: float = 60.0

    def ask(self, question: str) -> None:
        ts = self.slack.post(LEARNER, CHANNEL, question)
        self._wait_for_reply(ts)

    def run(self, text: str) -> None:
        self._wait_for_reply(self._send_run(text))

    def stop(self, run: str = "while True: pass") -> float:
        """Milliseconds from the press of *Stop*, on a run that takes long, to the reply."""
        thread = self._send_run(run)
        button = self.slack.wait_for(lambda: self._replies(thread), self.patience)[0]["ts"]
        started = time.perf_counter()
        self.slack.press(LEARNER, CHANNEL, button, "stop_run")
        self.slack.wait_for(lambda: [m for m in self._replies(thread) if m["ts"] != button], self.patience)
        return (time.perf_counter() - started) * 1000

    def check(self, text: str) -> None:
        known = len(self.slack.ephemerals(LEARNER, CHANNEL))
        self.slack.command(LEARNER, CHANNEL, "/check", text)
        self.slack.wait_for(lambda: self.slack.ephemerals(LEARNER, CHANNEL)[known:], self.patience)

    def open_home(self) -> None:
        before = (self.slack.home(LEARNER) or {}).get("hash")
        self.slack.open_home(LEARNER)
        self.slack.wait_for(lambda: (self.slack.home(LEARNER) or {}).get("hash") != before, self.patience)

    def _wait_for_reply(self, ts: str) -> None:
        """Until there is one that does not only say that it takes long."""
        self.slack.wait_for(lambda: [m for m in self._replies(ts) if not m["text"].startswith("⏳")], self.patience)

    def _send_run(self, text: str) -> str:
        """`/run`; the thread for its reply."""
        known = {message["ts"] for message in self.slack.messages(CHANNEL)}
        self.slack.command(LEARNER, CHANNEL, "/run", text)
        request = self.slack.wait_for(
            lambda: [m for m in self.slack.messages(CHANNEL) if m["ts"] not in known], self.patience
        )
        return str(request[0]["ts"])

    def _replies(self, thread: str) -> list[dict[str, Any]]:
        return [m for m in self.slack.messages(CHANNEL, thread) if m["ts"] != thread]


@contextmanager
def open_room(settings: Settings, data: Path) -> Iterator[tuple[Room, float]]:
    """A running tutor with its data in `data`, and the seconds it took to start."""
    with Standin(port=0, manifest=MANIFEST) as slack:
        local = read_settings(
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_api_url=slack.api_url,
            data=data,
            redis_url=settings.redis_url,
        )
        started = time.perf_counter()
        with app.machine(local, lambda line: None):
            yield Room(slack), time.perf_counter() - started


@contextmanager
def empty_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="tutor-bench-") as folder:
        yield Path(folder)
