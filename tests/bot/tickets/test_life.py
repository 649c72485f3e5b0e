"""What may become of a ticket, and who may do it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.jobs import Job
from bot.records.models import TicketRow
from bot.records.values import Ticket
from bot.records.workspaces import Setup
from bot.replies.tickets.snoozing import until
from bot.standin import conversation
from tests.bot.tickets.conftest import AMINA, GRACE, PRACTICALS, THABO, TUTORS, YOUSSEF, Room
from tests.support import eventually, shown_text


def test_an_older_state_is_not_drawn_over_a_newer_one(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = room.asked("amina", "my mask has the wrong shape")
    client = room.desk._context.client
    update, drawn, held, go_on = client.chat_update, [], threading.Event(), threading.Event()

    def slow(**call: Any) -> Any:
        if "is looking at this" in call["text"]:
            held.set()
            assert go_on.wait(30)
        drawn.append(call["text"])
        return update(**call)

    monkeypatch.setattr(client, "chat_update", slow)
    claims = threading.Thread(target=room.press, args=("claim_ticket", GRACE, ticket))
    claims.start()
    assert held.wait(30)
    answers = threading.Thread(target=room.wrote, args=("grace", "Add an axis.", ticket))
    answers.start()
    eventually(lambda: room.now(ticket).state == "answered")
    answers.join(0.5)
    go_on.set()
    claims.join(30)
    answers.join(30)
    claimed = ["is looking at this" in text for text in drawn if text.startswith(("🙋", "💬"))]
    assert claimed[0] and len(claimed) > 1 and not any(claimed[1:])


def test_a_question_of_the_tutor_waits_for_the_learner(room: Room) -> None:
    ticket = room.asked("amina", "my mask has the wrong shape")
    room.wrote("grace", "Which shape does it have?", ticket)
    assert (room.now(ticket).state, room.now(ticket).tutor) == ("waiting", GRACE)
    assert "needs something from you" in shown_text(room.in_thread(ticket)[-1])
    room.wrote("thabo", "I have the same", ticket)
    assert room.now(ticket).state == "waiting"
    room.wrote("amina", "It is (2, 10)", ticket)
    assert (room.now(ticket).state, room.now(ticket).tutor) == ("claimed", GRACE)
    assert "The learner has written" in shown_text(room.under_card(ticket)[-1])
    room.wrote("grace", "Then add an axis.", ticket)
    assert room.now(ticket).state == "answered"
    assert [change for _, change in room.tickets.history(ticket.number)] == [
        "open",
        "waiting",
        "claimed",
        "answered",
    ]


def test_a_tutor_says_that_it_waits_for_the_learner(room: Room) -> None:
    ticket = room.asked("amina", "my mask has the wrong shape")
    room.press("claim_ticket", GRACE, ticket)
    assert room.press("wait_ticket", GRACE, ticket).state == "waiting"
    assert "Waits for the learner (<@U0GRACE001>)" in shown_text(room.card(ticket))


def test_whoever_answers_first_has_the_ticket(room: Room) -> None:
    ticket = room.asked("amina", "my mask has the wrong shape")
    room.press("claim_ticket", GRACE, ticket)
    room.wrote("youssef", "Add an axis.", ticket)
    assert (room.now(ticket).state, room.now(ticket).tutor) == ("answered", YOUSSEF)
    room.wrote("grace", "Yes, what Youssef says.", ticket)
    assert room.now(ticket).tutor == YOUSSEF
    assert len(room.tickets.history(ticket.number)) == 3


def test_a_ticket_is_given_back_by_the_one_who_has_it(room: Room) -> None:
    ticket = room.asked("amina", "my mask has the wrong shape")
    room.press("claim_ticket", GRACE, ticket)
    assert room.press("unclaim_ticket", YOUSSEF, ticket).state == "claimed"
    assert "no longer possible" in room.told("youssef")
    given = room.press("unclaim_ticket", GRACE, ticket)
    assert (given.state, given.tutor) == ("open", "")
    assert room.press("claim_ticket", YOUSSEF, ticket).tutor == YOUSSEF


def test_the_askers_mark_resolves_and_nobody_elses(room: Room) -> None:
    ticket = room.asked("amina", "my mask has the wrong shape")
    answer = room.wrote("grace", "Add an axis.", ticket)
    thanks = room.wrote("amina", "thanks, it works now!", ticket)
    assert room.now(ticket).state == "answered"
    room.act("reaction", THABO, PRACTICALS, message=answer)
    room.act("reaction", GRACE, PRACTICALS, message=answer)
    room.act("reaction", AMINA, PRACTICALS, message=thanks)
    room.act("reaction", AMINA, PRACTICALS, message="1.000000")
    assert room.now(ticket).state == "answered"
    room.act("reaction", AMINA, PRACTICALS, message=answer)
    assert (room.now(ticket).state, room.now(ticket).tutor) == ("resolved", GRACE)
    assert "Resolved by <@U0GRACE001>" in shown_text(room.card(ticket))


def test_an_answer_that_did_not_help_brings_the_ticket_back_to_its_tutor(room: Room) -> None:
    ticket = room.asked("amina", "my mask has the wrong shape")
    room.wrote("grace", "Add an axis.", ticket)
    assert room.press("reopen_ticket", AMINA, ticket, PRACTICALS).state == "claimed"
    assert room.press("resolve_ticket", AMINA, ticket, PRACTICALS).state == "resolved"
    again = room.press("reopen_ticket", AMINA, ticket, PRACTICALS)
    assert (again.state, again.tutor) == ("reopened", "")
    assert "Open again" in shown_text(room.card(ticket))
    assert room.press("claim_ticket", YOUSSEF, ticket).state == "claimed"


def _put_off(room: Room, ticket: Ticket, when: datetime) -> None:
    with room.records.session.begin() as session:
        row = session.get(TicketRow, ticket.number)
        assert row is not None
        row.snoozed_until = when


def test_what_was_put_off_comes_back_when_it_is_due(room: Room) -> None:
    ticket = room.asked("amina", "my mask has the wrong shape")
    room.press("claim_ticket", GRACE, ticket)
    snoozed = room.press("snooze_ticket", GRACE, ticket, **{"for": "quarter"})
    assert snoozed.state == "snoozed" and snoozed.snoozed_until is not None
    now = datetime.now(UTC)
    assert timedelta(minutes=14) < snoozed.snoozed_until - now < timedelta(minutes=16)
    assert "Put off until <!date^" in shown_text(room.card(ticket))
    assert room.tickets.due_snoozes(now) == []
    assert room.press("wake_ticket", "", ticket).state == "snoozed"
    _put_off(room, ticket, now - timedelta(seconds=1))
    assert [one.number for one in room.tickets.due_snoozes(now)] == [ticket.number]
    assert room.press("wake_ticket", "", ticket).state == "open"
    assert room.tickets.history(ticket.number)[-1] == ("tutor", "open")
    assert [one.number for one in room.tickets.queue(ticket.team)] == [ticket.number]


def test_what_was_put_off_comes_back_when_the_learner_writes(room: Room) -> None:
    ticket = room.asked("amina", "my mask has the wrong shape")
    room.press("snooze_ticket", GRACE, ticket, **{"for": "morning"})
    room.wrote("amina", "I still have it", ticket)
    back = room.now(ticket)
    assert (back.state, back.snoozed_until) == ("open", None)


def test_the_morning_is_the_workspaces_own() -> None:
    evening = datetime(2026, 11, 26, 21, 30, tzinfo=UTC)
    assert until("morning", Setup(), evening) == datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
    nairobi = Setup(timezone="Africa/Nairobi", opens="09:00")
    assert until("morning", nairobi, evening) == datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
    assert until("morning", Setup(timezone="Nowhere/Land"), evening) == datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
    night = Setup(opens="18:00", closes="02:00")
    for hour, day in ((23, 27), (25, 27), (27, 28)):
        now = datetime(2026, 11, 26, tzinfo=UTC) + timedelta(hours=hour)
        assert until("morning", night, now) == datetime(2026, 11, day, 18, 0, tzinfo=UTC)
    assert until("hour", Setup(), evening) == evening + timedelta(hours=1)


ONLY_FOR_TUTORS = [
    "claim_ticket",
    "unclaim_ticket",
    "wait_ticket",
    "snooze_ticket",
    "escalate_ticket",
    "group_ticket",
    "ungroup_ticket",
    "edit_entry",
]


@pytest.mark.parametrize("kind", ONLY_FOR_TUTORS)
def test_a_learner_cannot_do_what_is_the_tutors(room: Room, kind: str) -> None:
    ticket, other = room.asked("amina", "my mask has the wrong shape"), room.asked("amina", "my mask is too wide")
    before = room.tickets.history(ticket.number)
    room.press(kind, AMINA, ticket, PRACTICALS, **{"for": "hour", "head": str(other.number)})
    assert room.tickets.history(ticket.number) == before
    assert "Only tutors" in room.told("amina", "practicals")


@pytest.mark.parametrize("kind", ["resolve_ticket", "reopen_ticket", "show_name"])
def test_another_learner_cannot_do_what_is_the_askers(room: Room, kind: str) -> None:
    ticket = room.asked("amina", "my mask has the wrong shape")
    room.wrote("grace", "Add an axis.", ticket)
    room.press(kind, THABO, ticket, PRACTICALS)
    assert room.now(ticket).state == "answered"
    assert "for the tutors and for who asked" in room.told("thabo", "practicals")


def test_a_press_in_another_workspace_changes_nothing(room: Room) -> None:
    ticket = room.asked("amina", "my mask has the wrong shape")
    room.desk.act(Job("x", "claim_ticket", "T0OTHER001", "C0TUTORS01", GRACE, data={"ticket": str(ticket.number)}))
    assert room.now(ticket).state == "open"
    room.desk.act(Job("y", "claim_ticket", ticket.team, "C0TUTORS01", GRACE, data={"ticket": "999"}))


def test_a_deleted_card_and_a_deleted_notice_stop_nothing(room: Room) -> None:
    ticket = room.asked("amina", "my mask has the wrong shape")
    workspace = room.slack._slack.workspace
    card, notice = room.card(ticket)["ts"], room.in_thread(ticket)[-1]["ts"]
    for name, ts in (("tutors", card), ("practicals", notice)):
        room.slack._do(lambda name=name, ts=ts: conversation.delete(room.slack._slack, workspace.channel(name), ts))
    assert room.press("claim_ticket", GRACE, ticket).state == "claimed"
    room.wrote("grace", "Add an axis.", ticket)
    assert room.now(ticket).state == "answered"


@pytest.mark.parametrize(
    ("kind", "user", "shows"),
    [
        ("claim_ticket", GRACE, "Claimed by <@U0GRACE001>"),
        ("wait_ticket", GRACE, "Waits for the learner"),
        ("resolve_ticket", AMINA, "Resolved by"),
    ],
)
def test_a_change_that_slack_did_not_take_is_shown_when_it_is_tried_again(
    room: Room, kind: str, user: str, shows: str
) -> None:
    ticket = room.asked("amina", "my mask has the wrong shape")
    job = Job("again", kind, ticket.team, TUTORS, user, data={"ticket": str(ticket.number)})  # type: ignore[arg-type]
    room.slack.fault("api", "ratelimit", "chat.update", times=5, seconds=0)
    with pytest.raises(SlackApiError):
        room.desk.act(job)
    room.slack.clear()
    assert shows not in shown_text(room.card(ticket))
    room.desk.act(job)
    assert shows in shown_text(room.card(ticket))
    assert room.told("grace") == ""
    assert len(room.tickets.history(ticket.number)) == 2
