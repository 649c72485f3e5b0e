"""Who may set a workspace up, and what a form that came too late is answered with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.jobs import Job
from bot.records.database import open_database
from bot.records.people import People
from bot.records.store import Records
from bot.records.values import Person
from bot.records.workspaces import Setup, Workspaces
from bot.replies.client import make_client
from bot.replies.desk import Desk
from bot.settings import read_settings
from bot.standin import Standin
from bot.standin.settings import TEAM_ID

AMINA, GRACE, FATOU = "U0AMINA001", "U0GRACE001", "U0FATOU001"


@dataclass
class Office:
    slack: Standin
    desk: Desk
    records: Records
    accepted: list[Job]

    @property
    def setup(self) -> Setup:
        return Workspaces(self.records).setup(TEAM_ID)

    def do(self, kind: Any, user: str, **data: Any) -> None:
        self.desk.act(Job(f"{kind}-{user}", kind, TEAM_ID, "", user, data=data))

    def told(self, name: str) -> str:
        return str(self.slack.messages("dm", user=name)[-1]["text"])


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Standin(port=0) as slack:
        settings = read_settings(slack_bot_token=slack.bot_token, slack_api_url=slack.api_url, data=tmp_path)
        engine = open_database(settings.database)
        accepted: list[Job] = []
        desk = Desk(make_client(settings), Records(engine), settings, accepted.append)
        yield Office(slack, desk, Records(engine), accepted)
        engine.dispose()


@pytest.mark.parametrize(("user", "name"), [(AMINA, "amina"), (GRACE, "grace")])
def test_only_an_admin_opens_a_form(office: Office, user: str, name: str) -> None:
    office.do("edit_setup", user, form="behaviour", trigger="1.2.x")
    assert "Only admins" in office.told(name)
    assert office.slack.calls("views.open") == []


def test_only_an_admin_saves(office: Office) -> None:
    office.do("save_setup", GRACE, changes={"quiet": True})
    assert "Only admins" in office.told("grace")
    assert office.setup == Setup()
    assert office.accepted == []


def test_who_is_no_admin_any_more_is_told_in_their_language(office: Office) -> None:
    People(office.records).save(TEAM_ID, AMINA, Person(language="fr"))
    office.do("save_setup", AMINA, changes={"quiet": True})
    assert "Seuls les administrateurs" in office.told("amina")


def test_an_admin_saves_is_told_and_sees_it_on_the_home_tab(office: Office) -> None:
    office.do("save_setup", FATOU, changes={"quiet": True})
    assert office.setup == Setup(quiet=True)
    assert "*Quiet mode*: off → on" in office.told("fatou")
    assert [(job.kind, job.user) for job in office.accepted] == [("home", FATOU)]


def test_the_same_form_sent_twice_is_told_once(office: Office) -> None:
    office.do("save_setup", FATOU, changes={"quiet": True})
    office.do("save_setup", FATOU, changes={"quiet": True})
    assert len(office.slack.messages("dm", user="fatou")) == 1


def test_a_channel_that_the_bot_is_not_in_is_said(office: Office) -> None:
    office.do("save_setup", FATOU, changes={"practicals_channels": ["C0PRACTICE", "C0PRIVATE01"]})
    message = office.slack.messages("dm", user="fatou")[-1]
    assert "I am not in <#C0PRIVATE01> yet" in str(message["blocks"])


def test_a_form_that_comes_too_late_is_asked_for_again(office: Office) -> None:
    trigger = office.slack._slack.triggers.issue(FATOU)
    office.do("edit_setup", FATOU, form="channels", trigger=trigger)
    assert office.slack.views("fatou")[-1]["title"]["text"] == "Channels and tutors"
    office.do("edit_setup", FATOU, form="leads", trigger=trigger)
    assert "press the button once more" in office.told("fatou")


def test_an_admin_sees_first_what_is_lacking(office: Office) -> None:
    Workspaces(office.records).save(TEAM_ID, Setup(tutors_channel="C0NOTHERE1"), FATOU)
    office.do("home", FATOU)
    home = office.slack.home("fatou")
    assert home is not None
    assert "Set up this workspace" in str(home["blocks"][0])
    assert "I am in no channel of tutors yet" in str(home["blocks"][1])
    office.do("home", AMINA)
    assert "Set up" not in str(office.slack.home("amina"))
