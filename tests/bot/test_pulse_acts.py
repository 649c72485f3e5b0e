"""The pulse's acts against the stand-in: who may see it, what failed, and what is sent once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.jobs import Job
from bot.listeners.pulse import pulse_job, pulse_press
from bot.records.database import open_database
from bot.records.store import Records
from bot.replies.client import make_client
from bot.replies.desk import Desk
from bot.settings import read_settings
from bot.standin import Standin

AMINA, GRACE = "U0AMINA001", "U0GRACE001"
ANSWER = {"type": "answer", "value": {"abstained": False, "passages": [{"source": "a", "heading": ["A", "B"]}]}}


class Office:
    """A desk with an empty database; what its acts lead to is kept in `accepted`."""

    def __init__(self, slack: Standin, data: Path) -> None:
        settings = read_settings(slack_bot_token=slack.bot_token, slack_api_url=slack.api_url, data=data)
        self.slack, self.accepted = slack, list[Job]()
        self.engine = open_database(settings.database)
        self.records = Records(self.engine)
        self.desk = Desk(make_client(settings), self.records, settings, self.accepted.append)

    def sent(self) -> list[str]:
        return [
            file["name"] for message in self.slack.messages("dm", user="grace") for file in message.get("files", ())
        ]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Standin(port=0) as slack:
        office = Office(slack, tmp_path)
        yield office
        office.engine.dispose()


def job(kind: str = "pulse", user: str = GRACE, **data: str) -> Job:
    return Job("j1", kind, "T1", "C0PRACTICE", user, data={"period": "all", **data})  # type: ignore[arg-type]


def test_a_room_where_nothing_happened_needs_no_plot(office: Office) -> None:
    office.desk.act(job())
    assert office.accepted == []
    assert "No questions and no tickets yet" in office.slack.ephemerals("grace", "practicals")[-1]["text"]


@pytest.mark.parametrize("kind", ["pulse", "pulse_csv"])
@pytest.mark.parametrize("shown", ["", "whisper", "message", "home"])
def test_who_is_no_tutor_gets_nothing_whatever_they_press(office: Office, kind: str, shown: str) -> None:
    office.records.keep_exchange(Job("q", "answer", "T1", "C1", AMINA, text="why?"), ANSWER)
    office.desk.act(job(kind, AMINA, shown=shown))
    assert office.accepted == []
    assert office.slack.calls("files.completeUploadExternal") == []
    assert [message["text"] for message in office.slack.ephemerals("amina", "practicals")] == [
        "Only tutors and admins see the pulse of the room."
    ]


def test_a_press_on_a_home_tab_that_is_out_of_date_is_left(office: Office) -> None:
    office.desk.act(replace(job(user=AMINA, shown="home"), channel=""))
    assert office.accepted == []
    assert office.slack.calls("chat.postEphemeral") == []


def test_what_the_drawing_worker_gets_names_nobody(office: Office) -> None:
    office.records.keep_exchange(Job("q", "answer", "T1", "C1", AMINA, text="I am Amina, why?"), ANSWER)
    office.desk.act(job())
    (drawing,) = office.accepted
    assert drawing.kind == "draw_pulse"
    assert AMINA not in str(drawing.data) and "Amina" not in str(drawing.data)


def test_numbers_are_told_even_when_the_drawing_failed(office: Office) -> None:
    office.records.keep_exchange(Job("q", "answer", "T1", "C1", AMINA, text="why?"), ANSWER)
    office.desk.act(job())
    office.desk.deliver(office.accepted[0], {"type": "failed", "value": "It broke."})
    shown = str(office.slack.ephemerals("grace", "practicals")[-1])
    assert "Questions: *1*" in shown
    assert "could not be drawn" in shown


def test_the_tables_are_sent_once_for_each_press(office: Office) -> None:
    office.desk.act(job("pulse_csv"))
    office.desk.act(job("pulse_csv"))
    assert len(office.sent()) == 4
    office.desk.act(replace(job("pulse_csv"), id="j2"))
    assert len(office.sent()) == len(set(office.sent())) == 8


def test_tables_that_were_sent_just_before_the_worker_died_are_found(office: Office) -> None:
    office.desk.act(job("pulse_csv"))
    office.records.mark_posted("j1", "tables", "D0GRACE001", "")
    office.desk.act(job("pulse_csv"))
    assert len(office.sent()) == 4


def test_the_command_names_the_period() -> None:
    command = {"team_id": "T1", "channel_id": "C1", "trigger_id": "1", "user_id": "U1", "text": " Hour "}
    assert pulse_job(command).data["period"] == "hour"
    assert pulse_job({**command, "text": ""}).data["period"] == ""


@pytest.mark.parametrize(
    ("container", "shown"),
    [
        ({"type": "view", "view_id": "V1"}, "home"),
        ({"type": "message", "message_ts": "1.0", "is_ephemeral": True}, "whisper"),
        ({"type": "message", "message_ts": "1.0"}, "message"),
    ],
)
def test_a_press_knows_where_it_was(container: dict[str, object], shown: str) -> None:
    body = {"team": {"id": "T1"}, "user": {"id": "U1"}, "container": container}
    press = pulse_press(body, {"value": "all", "action_ts": "2.0"}, "pulse")
    assert (press.data["shown"], press.data["period"]) == (shown, "all")
