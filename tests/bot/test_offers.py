"""An offer is gone once it is taken, and what was offered once is done once, however often its button is pressed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.jobs import Job
from bot.records.database import open_database
from bot.records.store import Records
from bot.replies.client import make_client
from bot.replies.desk import Desk
from bot.settings import read_settings
from bot.standin import Standin
from bot.standin.response_urls import Origin

AMINA, PLACE = "U0AMINA001", "C0PRACTICE"
EDITED = Job("r1", "run", "T1", PLACE, AMINA, "print(1)", "1.0")


@dataclass
class Room:
    slack: Standin
    records: Records
    desk: Desk
    accepted: list[Job] = field(default_factory=list)

    def address(self, ts: str) -> str:
        """What Slack gives with each press in a message of Amina's."""
        inside = self.slack._slack
        return inside.url + inside.response_urls.issue(Origin(AMINA, PLACE, ts))

    def press(self, number: int, kind: str, ts: str, **data: object) -> Job:
        """Amina's press number `number` on the offer at `ts`."""
        found = {"response_url": self.address(ts), **data}
        return Job(f"p{number}", kind, "T1", PLACE, AMINA, message=ts, data=found)  # type: ignore[arg-type]

    def whispers(self) -> list[str]:
        return [message["text"] for message in self.slack.ephemerals("amina", "practicals")]

    def send(self, **files: bytes) -> list[tuple[str, str]]:
        """Amina sends files; the timestamp of the offer for each, and what its buttons are about."""
        ts = self.slack.post(
            "amina", "practicals", "", uploads={name.replace("_", "."): b for name, b in files.items()}
        )
        sent = [{"id": file["id"], "name": file["name"]} for file in self.slack.message("practicals", ts)["files"]]
        before = len(self.whispers())
        self.desk.act(Job("offer", "offer_files", "T1", PLACE, AMINA, message=ts, data={"files": sent}))
        offers = self.slack.ephemerals("amina", "practicals")[before:]
        return [(offer["ts"], offer["blocks"][1]["elements"][0]["value"]) for offer in offers]

    def take(self, number: int, offer: tuple[str, str], way: str = "run") -> Job:
        ts, subject = offer
        return self.press(number, "take_file", ts, subject=subject, way=way, offered=True)

    def edit(self) -> str:
        """Amina edits code that ran; the timestamp of the offer to run it again."""
        root = self.slack.post("amina", "practicals", "print(1)")
        self.records.keep_exchange(replace(EDITED, thread=root), {"type": "run", "value": {}})
        edit = replace(EDITED, id="e1", kind="code_edited", text="print(2)", data={"exchange": "r1"})
        self.desk.act(edit)
        return str(self.slack.ephemerals("amina", "practicals")[-1]["ts"])

    def carry_out(self, presses: list[Job], *, expired: bool) -> None:
        """What the desk does after all presses; `expired`: their addresses are no longer known to Slack."""
        if expired:
            self.slack._slack.response_urls.issued.clear()
        for press in presses:
            self.desk.act(press)

    def works(self) -> set[tuple[str, str]]:
        """What came of the presses: the same job twice is nothing new."""
        return {(job.id, job.kind) for job in self.accepted}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with Standin(port=0) as slack:
        settings = read_settings(slack_bot_token=slack.bot_token, slack_api_url=slack.api_url, data=tmp_path)
        engine = open_database(settings.database)
        records, accepted = Records(engine), list[Job]()
        yield Room(slack, records, Desk(make_client(settings), records, settings, accepted.append), accepted)
        engine.dispose()


def test_of_several_files_only_the_offer_for_the_one_that_is_taken_goes(room: Room) -> None:
    first, second = room.send(one_py=b"print(1)", two_py=b"print(2)")
    room.desk.act(room.take(1, second))
    (left,) = room.whispers()
    assert "one.py" in left
    assert "print(2)" in room.accepted[-1].text
    room.desk.act(room.take(2, first))
    assert room.whispers() == []
    assert len(room.works()) == 2


def test_a_file_that_is_sent_twice_by_the_same_delivery_is_offered_once(room: Room) -> None:
    offers = room.send(one_py=b"print(1)", two_ipynb=b"{}")
    assert len(offers) == 2
    data = {"files": [{"id": offer[1].split()[0], "name": "one.py"} for offer in offers]}
    room.desk.act(Job("offer", "offer_files", "T1", PLACE, AMINA, message="1.0", data=data))
    assert len(room.whispers()) == 2


@pytest.mark.parametrize("expired", [False, True])
def test_a_file_is_run_once_however_often_it_is_pressed(room: Room, expired: bool) -> None:
    (offer,) = room.send(one_py=b"print(1)")
    room.carry_out([room.take(number, offer) for number in range(3)], expired=expired)
    assert len(room.accepted) == 3 and len(room.works()) == 1
    assert len(room.whispers()) == (1 if expired else 0)


def test_what_is_done_again_from_a_messages_menu_is_meant(room: Room) -> None:
    """The address that comes with a choice from a menu is not that of an offer."""
    (offer,) = room.send(one_py=b"print(1)")
    for number in range(2):
        job = room.take(number, offer)
        room.desk.act(replace(job, data={name: value for name, value in job.data.items() if name != "offered"}))
    assert len(room.works()) == 2
    assert len(room.whispers()) == 1


def test_a_file_that_slack_does_not_give_out_now_can_be_taken_once_more(room: Room) -> None:
    (offer,) = room.send(one_py=b"print(1)")
    file = room.slack._slack.workspace.file(offer[1].split()[0])
    file.content = None
    room.desk.act(room.take(1, offer))
    assert ["couldn't get" in text for text in room.whispers()] == [False, True]
    assert room.accepted == []
    file.content = b"print(1)"
    room.desk.act(room.take(2, offer))
    assert len(room.works()) == 1
    assert ["couldn't get" in text for text in room.whispers()] == [True]


def test_in_the_place_of_an_offer_for_a_file_that_is_no_use_stands_why(room: Room) -> None:
    (offer,) = room.send(one_py=b" ")
    for number in range(2):
        room.desk.act(room.take(number, offer))
    (told,) = room.whispers()
    assert "is empty" in told
    assert room.accepted == []


@pytest.mark.parametrize("expired", [False, True])
def test_edited_code_is_run_once_however_often_it_is_pressed(room: Room, expired: bool) -> None:
    ts = room.edit()
    room.carry_out([room.press(number, "run_again", ts, exchange="e1") for number in range(3)], expired=expired)
    assert len(room.accepted) == 3 and len(room.works()) == 1
    assert len(room.whispers()) == (1 if expired else 0)


def test_in_the_place_of_an_offer_for_code_that_is_gone_stands_that_it_is(room: Room) -> None:
    ts = room.edit()
    room.records.forget_exchange("e1")
    room.desk.act(room.press(1, "run_again", ts, exchange="e1"))
    (told,) = room.whispers()
    assert "no longer have this code" in told
    assert room.accepted == []


def offered_in_the_pane(room: Room) -> str:
    """Code alone in a thread of the pane: the timestamp of the message that offers to run it."""
    root = room.slack.post("amina", "practicals", "hello")
    room.desk.act(Job("c1", "offer_code", "T1", PLACE, AMINA, "```print(1)```", root, root, data={"pane": True}))
    return str(room.slack.messages("practicals", root)[-1]["ts"])


@pytest.mark.parametrize("kind", ["run_offered", "check_offered"])
def test_an_offer_that_is_a_message_goes_too(room: Room, kind: str) -> None:
    ts = offered_in_the_pane(room)
    presses = [room.press(number, kind, ts, exchange="c1") for number in range(2)]
    for press in presses:
        room.desk.act(press)
    with pytest.raises(Exception, match="message_not_found"):
        room.slack.message("practicals", ts)
    assert len(room.accepted) == 2 and len(room.works()) == 1
