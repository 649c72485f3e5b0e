"""Thirty replies to one channel at once: all come, in Slack's pace, and nobody else waits for them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis import Redis

from bot.jobs import Job
from bot.standin import Standin
from tests.scenarios.conftest import MANIFEST
from tests.scenarios.test_workspaces import running
from tests.support import eventually
from workers.celeryapp import configure
from workers.dispatch import Dispatcher
from workers.ledger import Ledger
from workers.worker import ready_key

MANY = 30


@dataclass
class Room:
    slack: Standin
    ledger: Ledger
    dispatcher: Dispatcher

    def answer(self, number: int, channel: str, name: str) -> str:
        """A question, and a reply to it that only needs posting."""
        ts = self.slack.post("amina", name, f"question {number}")
        job = Job(f"job-{name}-{number}", "answer", "T0INDABA01", channel, "U0AMINA001", message=ts)
        self.ledger.accept(job)
        this_try = self.ledger.claim(job.id, "here")
        self.ledger.finish(job.id, this_try, {"type": "usage", "value": f"Reply {number}."})
        self.dispatcher.reply(job.id)
        return ts

    def replies(self, ts: str, name: str) -> list[str]:
        return [message["ts"] for message in self.slack.messages(name, ts)]


@pytest.fixture
def room(redis: Redis, broker: str, tmp_path: Path) -> Iterator[Room]:
    with Standin(manifest=MANIFEST, limits=True) as slack:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "TUTOR_"))},
            "SLACK_BOT_TOKEN": slack.bot_token,
            "TUTOR_SLACK_API_URL": slack.api_url,
            "TUTOR_REDIS_URL": broker,
            "TUTOR_DATA": str(tmp_path),
        }
        with running(["workers", "--queues", "replies", "--concurrency", "4"], environment):
            eventually(lambda: redis.exists(ready_key("replies")), seconds=60)
            ledger = Ledger(redis)
            yield Room(slack, ledger, Dispatcher(configure(broker), ledger))


def test_a_burst_in_one_channel_is_paced_and_keeps_nobody_else_waiting(room: Room) -> None:
    asked = [room.answer(number, "C0PRACTICE", "practicals") for number in range(MANY)]
    elsewhere = room.answer(0, "C0GENERAL1", "general")
    eventually(lambda: all(room.replies(ts, "practicals") for ts in asked), seconds=120)

    calls = room.slack.calls("chat.postMessage")
    refused = [call for call in calls if call["status"] == 429]
    posted = [call["at"] for call in calls if call["ok"] and call["args"]["channel"] == "C0PRACTICE"]
    (other,) = [call["at"] for call in calls if call["ok"] and call["args"]["channel"] == "C0GENERAL1"]
    print(f"{posted[-1] - posted[0]:.1f} s for {MANY}, {len(refused)} refused, elsewhere {other - posted[0]:.1f} s")
    assert [len(room.replies(ts, "practicals")) for ts in asked] == [1] * MANY
    assert len(room.replies(elsewhere, "general")) == 1
    assert len(refused) <= 2
    assert sum(at < other for at in posted) <= MANY // 2
    eventually(lambda: room.ledger.open() == [])
