"""Who is who, against the stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.records.database import open_database
from bot.records.store import Records
from bot.records.workspaces import Setup, Slot, Workspaces
from bot.replies.directory import Directory
from bot.replies.memory import Memory
from bot.standin import Standin
from bot.standin.settings import TEAM_ID

AMINA, GRACE, YOUSSEF, FATOU = "U0AMINA001", "U0GRACE001", "U0YOUSSEF1", "U0FATOU001"


@pytest.fixture(scope="module")
def slack() -> Iterator[Standin]:
    with Standin(port=0) as running:
        yield running


@pytest.fixture
def workspaces(tmp_path: Path) -> Iterator[Workspaces]:
    engine = open_database(f"sqlite:///{tmp_path / 'tutor.db'}")
    yield Workspaces(Records(engine))
    engine.dispose()


@pytest.fixture
def directory(slack: Standin, workspaces: Workspaces) -> Directory:
    client = WebClient(token=slack.bot_token, base_url=slack.api_url)
    return Directory(client, practicals="practicals", tutors="tutors", workspaces=workspaces)


def configure(workspaces: Workspaces, setup: Setup) -> None:
    workspaces.save(TEAM_ID, setup, FATOU)


def test_without_a_setup_the_settings_name_the_channels_and_the_tutors(directory: Directory) -> None:
    assert directory.practicals == "C0PRACTICE"
    assert directory.practicals_channels == ("C0PRACTICE",)
    assert directory.tutors == directory.tutors_if_seen == "C0TUTORS01"
    assert directory.is_tutor(GRACE)
    assert not directory.is_tutor(AMINA)
    assert directory.lacking() == []


def test_a_setup_has_its_effect_at_once(directory: Directory, workspaces: Workspaces) -> None:
    assert directory.is_tutor(YOUSSEF)
    configure(workspaces, Setup(practicals_channels=("general", "C0PRACTICE"), tutors_channel="C0TUTORS01"))
    assert directory.practicals_channels == ("C0GENERAL1", "C0PRACTICE")
    assert directory.practicals == "C0GENERAL1"


def test_tutors_are_the_members_of_the_user_group(slack: Standin, directory: Directory, workspaces: Workspaces) -> None:
    configure(workspaces, Setup(tutors_group="S0TUTORS01", tutors_channel="general"))
    assert directory.is_tutor(GRACE)
    assert not directory.is_tutor(AMINA), "she is in the channel, and not in the group"


def test_a_group_that_is_gone_leaves_the_members_of_the_channel(directory: Directory, workspaces: Workspaces) -> None:
    configure(workspaces, Setup(tutors_group="S0NOTTHERE"))
    assert directory.is_tutor(GRACE)
    assert not directory.is_tutor(AMINA)


def test_channels_that_the_bot_is_not_in(directory: Directory, workspaces: Workspaces) -> None:
    configure(workspaces, Setup(practicals_channels=("C0ELSEWHERE", "nowhere"), tutors_channel="nowhere"))
    assert directory.practicals_channels == ()
    assert directory.tutors_if_seen == ""
    assert directory.lacking() == ["practicals", "tutors"]
    assert directory.not_in(["C0PRACTICE", "C0ELSEWHERE"]) == ["C0ELSEWHERE"]
    assert not directory.is_tutor(GRACE)
    with pytest.raises(LookupError, match="Set up on the bot's Home tab"):
        _ = directory.tutors


def test_admins_and_those_whom_slack_does_not_know(directory: Directory) -> None:
    assert directory.is_admin(FATOU)
    assert not directory.is_admin(GRACE)
    assert not directory.is_admin("U0NOBODY01")


def test_leads_and_the_practical_that_is_on(directory: Directory, workspaces: Workspaces) -> None:
    slot = Slot("Array Algebra", "2026-08-22T09:00:00+00:00", "2026-08-22T12:00:00+00:00")
    configure(workspaces, Setup(leads={"Array Algebra": (GRACE,), "": (YOUSSEF,)}, schedule=(slot,)))
    assert directory.leads("Array Algebra") == (GRACE, YOUSSEF)
    assert directory.is_lead(YOUSSEF, "Graph Neural Networks")
    assert not directory.is_lead(GRACE, "Graph Neural Networks")
    assert directory.practical_now(datetime(2026, 8, 22, 10, tzinfo=UTC)) == "Array Algebra"
    assert directory.practical_now(datetime(2026, 8, 22, 13, tzinfo=UTC)) == ""


def test_user_groups_are_offered_where_the_plan_has_them(slack: Standin, directory: Directory) -> None:
    assert directory.lookup.groups() == [("S0TUTORS01", "tutors")]


def test_what_slack_said_is_remembered_for_a_while() -> None:
    asked: list[str] = []
    now = [0.0]

    def look_up(key: str) -> int:
        asked.append(key)
        return len(asked)

    memory = Memory(look_up, ttl=60, clock=lambda: now[0])
    assert [memory.get("a"), memory.get("b"), memory.get("a")] == [1, 2, 1]
    now[0] = 60.0
    assert memory.get("a") == 3
