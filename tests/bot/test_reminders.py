"""Reminders: who is reminded of what, when, and never twice. The clock is the test's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.jobs import Job
from bot.records.database import open_database
from bot.records.groups import Groups
from bot.records.models import TicketEventRow
from bot.records.setup import Setup
from bot.records.store import Records
from bot.records.values import TUTOR, Person, Ticket
from bot.records.waiting import Waiting, due_steps
from bot.replies.client import make_client
from bot.replies.context import Context, make_context
from bot.replies.reminders import ReminderActs
from bot.replies.tickets import TicketDesk
from bot.settings import read_settings
from bot.standin import Standin
from bot.standin.settings import TEAM_ID
from tests.support import shown_text

AMINA, GRACE, YOUSSEF, FATOU = "U0AMINA001", "U0GRACE001", "U0YOUSSEF1", "U0FATOU001"
NOON = datetime(2026, 8, 22, 12, tzinfo=UTC)
TICKET = Ticket(7, "T1", "C1", "1.0", AMINA, "why?", "open")


def minutes(count: float) -> datetime:
    return NOON + timedelta(minutes=count)


@pytest.mark.parametrize(
    ("state", "claimed", "waited", "steps"),
    [
        ("open", None, 4.9, []),
        ("open", None, 5, ["unclaimed"]),
        ("open", None, 29, ["unclaimed"]),
        ("open", None, 30, ["unclaimed", "escalate"]),
        ("reopened", None, 5, ["unclaimed"]),
        ("claimed", 1, 14, []),
        ("claimed", 1, 15, ["unanswered"]),
        ("claimed", 14, 18, []),
        ("claimed", 14, 19, ["unanswered"]),
        ("claimed", 29, 33, []),
        ("claimed", 29, 34, ["unanswered", "escalate"]),
        ("answered", 1, 60, []),
        ("snoozed", None, 60, []),
        ("waiting", 1, 60, []),
        ("resolved", 1, 60, []),
    ],
)
def test_the_steps_of_a_wait(state: Any, claimed: float | None, waited: float, steps: list[str]) -> None:
    held = None if claimed is None else minutes(claimed)
    waiting = Waiting(replace(TICKET, state=state), 1, NOON, held)
    assert due_steps(waiting, Setup(), minutes(waited)) == steps


def test_an_escalated_ticket_is_not_escalated_again() -> None:
    waiting = Waiting(replace(TICKET, escalated_by=GRACE), 1, NOON)
    assert due_steps(waiting, Setup(), minutes(60)) == ["unclaimed"]


def test_the_minutes_are_settings_and_count_in_office_hours_only() -> None:
    setup = Setup(unclaimed_minutes=2, opens="09:00", closes="12:05")
    waiting = Waiting(TICKET, 1, minutes(4))
    assert due_steps(waiting, setup, minutes(60)) == []
    assert due_steps(waiting, setup, datetime(2026, 8, 23, 9, 1, tzinfo=UTC)) == ["unclaimed"]


@dataclass
class Room:
    """A workspace with tickets, and a clock that the test moves."""

    slack: Standin
    context: Context
    engine: Any
    now: datetime = NOON
    rounds: int = 0
    acts: ReminderActs = field(init=False)

    def __post_init__(self) -> None:
        self.acts = ReminderActs(self.context, TicketDesk(self.context).hand_on, clock=lambda: self.now)

    def configure(self, **changes: Any) -> None:
        self.context.workspaces.change(TEAM_ID, changes, FATOU)

    def ask(self, question: str = "why is my loss nan?", cited: str = "") -> int:
        """A learner's ticket, opened now, with its card."""
        thread = self.slack.post("amina", "practicals", question)
        drawn = replace(TICKET, team=TEAM_ID, channel="C0PRACTICE", thread=thread, question=question, cited=cited)
        ticket, _ = self.context.tickets.open(drawn)
        self.at_this_time(ticket.number, "open")
        card = self.slack.post("grace", "tutors", f"card of {ticket.number}")
        self.context.records.mark_posted(f"ticket-{ticket.number}", "card", "C0TUTORS01", card)
        return ticket.number

    def claim(self, number: int, tutor: str) -> None:
        self.context.tickets.claim(number, tutor)
        self.at_this_time(number, "claimed")

    def at_this_time(self, number: int, change: str) -> None:
        with self.engine.begin() as connection:
            same = (TicketEventRow.number == number, TicketEventRow.change == change)
            connection.execute(update(TicketEventRow).where(*same).values(at=self.now))

    def after(self, count: float) -> None:
        """Let minutes pass, and remind."""
        self.now += timedelta(minutes=count)
        self.rounds += 1
        self.remind()

    def remind(self) -> None:
        self.acts.remind(Job(f"round-{self.rounds}", "remind", TEAM_ID, "", ""))

    def said(self, channel: str = "tutors", **place: str) -> list[str]:
        return [str(m["text"]) for m in self.slack.messages(channel, **place) if m.get("bot_id")]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with Standin(port=0) as slack:
        settings = read_settings(slack_bot_token=slack.bot_token, slack_api_url=slack.api_url, data=tmp_path)
        engine = open_database(settings.database)
        context = make_context(make_client(settings), Records(engine), settings, lambda job: None)
        yield Room(slack, context, engine)
        engine.dispose()


def test_one_that_is_answered_with_another_is_not_named_while_that_waits(room: Room) -> None:
    tickets = room.context.tickets
    head, member = room.ask("why is it nan?"), room.ask("why is my loss nan?")
    joined = [tickets.get(number) for number in (member, head)]
    Groups(room.context.records).join(*joined, GRACE)  # type: ignore[arg-type]
    room.after(5)
    assert "why is it nan?" in shown_text(room.slack.messages("tutors")[-1])
    assert "why is my loss nan?" not in shown_text(room.slack.messages("tutors")[-1])
    tickets.escalate(head, GRACE)
    room.after(5)
    assert "why is my loss nan?" not in str([shown_text(one) for one in room.slack.messages("tutors")])
    tickets.resolve(head, GRACE)
    room.after(5)
    assert "why is my loss nan?" in shown_text(room.slack.messages("tutors")[-1])


def test_nobody_claimed_for_five_minutes(room: Room) -> None:
    room.ask()
    room.after(4)
    assert room.said() == []
    room.after(1)
    assert "waited *5 minutes*" in room.said()[0]
    assert "why is my loss nan?" in str(room.slack.messages("tutors")[-1]["blocks"])
    for _ in range(3):
        room.after(5)
    assert len(room.said()) == 1


def test_all_tutors_are_reminded_in_the_language_of_the_workspace(room: Room) -> None:
    """The tutor who claimed is spoken to in their own."""
    room.configure(language="fr", unclaimed_minutes=5)
    room.context.people.save(TEAM_ID, GRACE, Person(language="en"))
    claimed, _ = room.ask(), room.ask("why is it slow?")
    room.after(1)
    room.claim(claimed, GRACE)
    room.after(15)
    assert "On attend depuis *16 minutes*" in room.said()[0]
    assert "You claimed this question" in room.said("dm", user="grace")[0]
    room.after(20)
    assert "sans responsable" in room.said()[-1]


def test_several_questions_are_one_message(room: Room) -> None:
    for number in range(3):
        room.ask(f"question {number} <!channel>")
    room.after(6)
    assert len(room.said()) == 1
    assert "*3 questions*" in room.said()[0]
    assert "<!channel>" not in str(room.slack.messages("tutors")[-1])


def test_in_a_full_room_reminders_are_two_minutes_apart(room: Room) -> None:
    for _ in range(6):
        room.ask()
        room.after(0.5)
    room.after(3)
    assert "*3 questions*" in room.said()[0]
    for _ in range(3):
        room.after(0.5)
    assert len(room.said()) == 1
    room.after(0.5)
    assert len(room.said()) == 2
    assert "*3 questions*" in room.said()[1]


def test_the_tutor_who_claimed_is_reminded_alone_and_once(room: Room) -> None:
    first, second = room.ask("one?"), room.ask("two?")
    room.claim(first, GRACE)
    room.claim(second, GRACE)
    room.after(16)
    told = room.slack.messages("dm", user="grace")
    assert len(told) == 1
    assert "You claimed *2 questions*" in told[0]["text"]
    assert room.said() == []
    room.after(5)
    assert len(room.slack.messages("dm", user="grace")) == 1


def test_a_tutor_who_has_left_keeps_nobody_from_being_reminded(room: Room) -> None:
    room.claim(room.ask("one?"), "U0LEFT0001")
    room.claim(room.ask("two?"), GRACE)
    room.after(16)
    assert len(room.slack.messages("dm", user="grace")) == 1
    room.after(15)
    assert "*2 questions*" in room.said()[0]


def test_after_half_an_hour_the_leads_are_called_under_the_card(room: Room) -> None:
    room.configure(leads={"Array Algebra": [YOUSSEF], "": [GRACE]})
    number = room.ask(cited="Array Algebra › Broadcasting")
    room.after(6)
    room.after(25)
    card = room.context.records.posted(f"ticket-{number}", "card")
    assert card is not None
    called = room.said(thread_ts=card.ts)
    assert len(called) == 1
    assert f"<@{YOUSSEF}>, <@{GRACE}>" in called[0]
    assert (TUTOR, "escalated") in room.context.tickets.history(number)
    room.after(30)
    assert len(room.said(thread_ts=card.ts)) == 1


def test_without_leads_the_channel_is_asked(room: Room) -> None:
    room.ask("one?")
    room.ask("two?")
    room.after(31)
    assert len(room.said()) == 1, "the reminder of five minutes is not sent with the call"
    assert "no lead is set" in room.said()[0]
    room.after(5)
    assert len(room.said()) == 1


def test_nobody_is_reminded_outside_office_hours(room: Room) -> None:
    room.configure(opens="09:00", closes="12:03")
    room.ask()
    room.after(60)
    room.after(600)
    assert room.said() == []
    room.now = datetime(2026, 8, 23, 9, 0, tzinfo=UTC)
    room.after(2)
    assert "waited *5 minutes*" in room.said()[0]


def test_a_question_that_is_opened_again_waits_anew(room: Room) -> None:
    number = room.ask()
    room.after(6)
    room.context.tickets.resolve(number, GRACE)
    room.after(60)
    room.context.tickets.reopen(number, AMINA)
    with room.engine.begin() as connection:
        last = update(TicketEventRow).where(TicketEventRow.number == number, TicketEventRow.change == "reopened")
        connection.execute(last.values(at=room.now))
    room.after(4)
    assert len(room.said()) == 1
    room.after(1)
    assert len(room.said()) == 2


def test_a_round_that_dies_is_finished_and_says_nothing_twice(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """It dies after the steps are written down and before, or after, the message is out."""
    room.ask()
    poster = room.context.poster
    dying: list[Callable[..., str]] = [poster.post_once]

    def die(*_: object) -> str:
        raise ConnectionError

    monkeypatch.setattr(poster, "post_once", die)
    with pytest.raises(ConnectionError):
        room.after(6)
    monkeypatch.setattr(poster, "post_once", dying[0])
    assert room.said() == []
    room.remind()
    room.remind()
    assert len(room.said()) == 1
    room.after(1)
    assert len(room.said()) == 1


def test_another_workspace_is_not_reminded_of_it(room: Room) -> None:
    room.ask()
    room.now = minutes(6)
    room.acts.remind(Job("other", "remind", "T0OTHER001", "", ""))
    assert room.said() == []


def test_a_workspace_without_a_tutors_channel_is_left_alone(room: Room) -> None:
    room.configure(tutors_channel="nowhere")
    room.ask()
    room.after(60)
    assert room.said() == []
