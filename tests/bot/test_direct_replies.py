"""What is asked for in no channel, on the Home tab, is answered in direct messages, once, whatever dies in between."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.jobs import Job
from bot.records.database import open_database
from bot.records.models import PostedRow
from bot.records.store import Records
from bot.replies.client import make_client
from bot.replies.desk import Desk
from bot.replies.posting import Busy
from bot.settings import read_settings
from bot.standin import Standin
from runners.values import CheckResult
from tests.support import shown_text

CHECK = Job("c1", "check", "T1", "", "U0AMINA001", "intro.relu_jit", private=True, addressed=True)
VERDICT = {"type": "check", "value": CheckResult("c1", "intro.relu_jit", "correct").to_dict()}


@dataclass
class Room:
    slack: Standin
    records: Records
    desk: Desk

    def direct(self) -> list[str]:
        return [shown_text(message) for message in self.slack.messages("dm", user="amina")]

    def set_back(self, *, seconds: float) -> None:
        """What a worker leaves that died `seconds` ago between posting a part and writing down where it stands."""
        with self.records.session.begin() as session:
            session.execute(update(PostedRow).values(ts="", since=time.time() - seconds))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with Standin(port=0) as slack:
        settings = read_settings(slack_bot_token=slack.bot_token, slack_api_url=slack.api_url, data=tmp_path)
        engine = open_database(settings.database)
        records = Records(engine)
        yield Room(slack, records, Desk(make_client(settings), records, settings, lambda job: None))
        engine.dispose()


def test_a_verdict_that_is_delivered_twice_is_there_once(room: Room) -> None:
    for _ in range(2):
        room.desk.deliver(CHECK, VERDICT)
    (verdict,) = room.direct()
    assert "Correct" in verdict


def test_a_verdict_whose_worker_died_after_posting_it_is_found_again(room: Room) -> None:
    room.desk.deliver(CHECK, VERDICT)
    room.set_back(seconds=60)
    room.desk.deliver(CHECK, VERDICT)
    assert len(room.direct()) == 1
    assert len(room.slack.calls("chat.postMessage")) == 1


def test_a_verdict_whose_worker_died_before_posting_it_is_posted(room: Room) -> None:
    room.records.intend_post("c1", "reply", "D0AMINA001")
    room.set_back(seconds=60)
    room.desk.deliver(CHECK, VERDICT)
    assert len(room.direct()) == 1


def test_a_verdict_that_another_worker_is_posting_is_left_to_it(room: Room) -> None:
    room.records.intend_post("c1", "reply", "D0AMINA001")
    with pytest.raises(Busy):
        room.desk.deliver(CHECK, VERDICT)
    assert room.direct() == []


def test_that_it_takes_long_is_told_once_and_the_verdict_comes_after_it(room: Room) -> None:
    for _ in range(2):
        room.desk.tell_wait(CHECK, before=3)
    room.desk.deliver(CHECK, VERDICT, told=True)
    told, verdict = room.direct()
    assert told.startswith("⏳") and "Correct" in verdict


def test_nobody_is_written_to_who_is_not_there(room: Room) -> None:
    gone = Job(**{**CHECK.to_dict(), "user": "U0NOBODY01"})
    room.desk.deliver(gone, VERDICT)
    assert room.slack.calls("chat.postMessage") == []
