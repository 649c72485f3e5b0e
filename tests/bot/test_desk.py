"""The desk against the stand-in, in a workspace that is not set up as it should be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.jobs import Job
from bot.records.database import open_database
from bot.records.store import Records
from bot.replies.client import make_client
from bot.replies.desk import Desk
from bot.settings import read_settings
from bot.standin import Standin

AMINA = "U0AMINA001"
GRACE = "U0GRACE001"


@pytest.fixture
def desk(slack: Standin, tmp_path: Path) -> Iterator[Desk]:
    settings = read_settings(
        slack_bot_token=slack.bot_token, slack_api_url=slack.api_url, data=tmp_path, tutors_channel="nowhere"
    )
    engine = open_database(settings.database)
    yield Desk(make_client(settings), Records(engine), settings, lambda job: None)
    engine.dispose()


def test_without_a_tutors_channel_the_learner_is_told_that_nobody_was_asked(slack: Standin, desk: Desk) -> None:
    desk.act(Job("j1", "open_ticket", "T1", "C0PRACTICE", AMINA, text="help me", addressed=True))
    assert "nobody was asked yet" in slack.ephemerals("amina", "practicals")[-1]["text"]


def test_without_a_tutors_channel_the_home_tab_is_a_learners(slack: Standin, desk: Desk) -> None:
    desk.act(Job("j2", "home", "T1", "", AMINA))
    assert "I help with the practicals" in str(slack.home("amina"))


def test_only_a_tutor_withdraws_an_answer(slack: Standin, tmp_path: Path) -> None:
    settings = read_settings(slack_bot_token=slack.bot_token, slack_api_url=slack.api_url, data=tmp_path)
    engine = open_database(settings.database)
    accepted: list[Job] = []
    desk = Desk(make_client(settings), Records(engine), settings, accepted.append)
    press = {"entry": "T1-ticket-1"}
    desk.act(Job("j1", "withdraw_entry", "T1", "C0PRACTICE", AMINA, data=press))
    assert accepted == []
    assert "Only tutors" in slack.ephemerals("amina", "practicals")[-1]["text"]
    desk.act(Job("j2", "withdraw_entry", "T1", "C0PRACTICE", GRACE, data=press))
    assert [(job.kind, job.data) for job in accepted] == [("drop_entry", press)]
    engine.dispose()
