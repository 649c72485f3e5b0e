"""A new ticket that asks the same as one that waits is put together with it by the bot."""

from __future__ import annotations

from typing import Any

import pytest

from bot.jobs import Job
from bot.records.values import Ticket
from bot.replies.tickets.folding import Folding
from bot.replies.tickets.room import TicketRoom
from bot.views.tickets import ticket_link
from tests.bot.tickets.conftest import GRACE, PRACTICALS, YOUSSEF, Room
from tests.support import shown_text

FIRST, SAME = "my causal mask has the wrong shape", "wrong shape of the causal mask"


def comparisons(room: Room) -> list[Job]:
    return [job for job in room.accepted if job.kind == "find_same_ticket"]


def found(room: Room, head: Ticket | None) -> None:
    """What the last comparison found."""
    room.desk.deliver(comparisons(room)[-1], {"type": "same_ticket", "value": head.number if head else None})


def folded(room: Room) -> tuple[Ticket, Ticket]:
    head, ticket = room.asked("amina", FIRST), room.asked("thabo", SAME)
    found(room, head)
    return head, ticket


def test_a_new_question_is_compared_with_those_that_wait(room: Room) -> None:
    head = room.asked("amina", FIRST)
    room.asked("chidi", "how do I pad the graphs in a batch?")
    assert comparisons(room) == []
    ticket = room.asked("thabo", SAME)
    (asked,) = comparisons(room)
    assert (asked.text, asked.data) == (SAME, {"ticket": str(ticket.number), "others": [[head.number, FIRST]]})


def test_it_is_put_under_the_older_one_and_can_be_taken_out(room: Room) -> None:
    head, ticket = folded(room)
    assert room.now(ticket).head == head.number
    assert room.tickets.history(ticket.number)[-1] == ("tutor", "grouped")
    line, own, first = shown_text(room.card(ticket)), ticket_link(ticket), ticket_link(head)
    assert f"Ticket {own} is answered together with {first}" in line
    assert "Answer on its own" in line
    assert own in shown_text(room.card(head))
    room.wrote("grace", "Give it the shape (q, k).", head)
    assert any("Give it the shape (q, k)." in shown_text(one) for one in room.in_thread(ticket))
    assert room.press("ungroup_ticket", YOUSSEF, ticket).head == 0


def test_what_a_tutor_took_out_stays_out_when_the_learner_presses_again(room: Room) -> None:
    _, ticket = folded(room)
    room.press("ungroup_ticket", GRACE, ticket)
    before = len(comparisons(room))
    room.act("open_ticket", "U0THABO001", PRACTICALS, text=SAME, message=ticket.thread, thread=ticket.thread)
    assert len(comparisons(room)) == before
    assert room.now(ticket).head == 0


def test_who_has_claimed_the_older_one_has_both(room: Room) -> None:
    head, ticket = room.asked("amina", FIRST), room.asked("thabo", SAME)
    room.press("claim_ticket", GRACE, head)
    found(room, head)
    assert (room.now(ticket).head, room.now(ticket).tutor) == (head.number, GRACE)


@pytest.mark.parametrize("result", [{"type": "same_ticket", "value": None}, {"type": "failed", "value": "killed"}])
def test_a_question_that_is_like_no_other_stays_on_its_own(room: Room, result: dict[str, Any]) -> None:
    room.asked("amina", FIRST)
    ticket = room.asked("thabo", SAME)
    room.desk.deliver(comparisons(room)[-1], result)
    assert room.now(ticket).head == 0


def test_a_person_who_was_faster_is_not_disturbed(room: Room) -> None:
    head, ticket = room.asked("amina", FIRST), room.asked("thabo", SAME)
    room.press("claim_ticket", YOUSSEF, ticket)
    found(room, head)
    assert (room.now(ticket).head, room.now(ticket).tutor) == (0, YOUSSEF)


@pytest.mark.parametrize("written", ["Give it the shape (q, k).", "Which shape does it have?"])
def test_nothing_joins_a_question_that_was_answered_meanwhile(room: Room, written: str) -> None:
    head, ticket = room.asked("amina", FIRST), room.asked("thabo", SAME)
    room.wrote("grace", written, head)
    found(room, head)
    assert room.now(ticket).head == 0
    before = len(comparisons(room))
    third = room.asked("chidi", SAME)
    assert [number for number, _ in comparisons(room)[-1].data["others"]] == [ticket.number]
    assert len(comparisons(room)) == before + 1
    assert room.now(third).head == 0


def test_code_is_never_put_together(room: Room) -> None:
    room.asked("amina", FIRST)
    room.asked("thabo", f"{SAME}\n```\nmask = jnp.tril(x)\n```")
    assert comparisons(room) == []


def test_a_workspace_can_do_without(room: Room) -> None:
    room.desk._context.workspaces.change("T0INDABA01", {"fold": False}, "U0FATOU001")
    room.asked("amina", FIRST)
    ticket = room.asked("thabo", SAME)
    assert comparisons(room) == []
    assert "Answer together with" in shown_text(room.card(ticket))


def test_an_older_one_is_not_put_under_a_newer_one(room: Room) -> None:
    older, newer = room.asked("amina", FIRST), room.asked("thabo", SAME)
    before = len(room.accepted)
    press = Job("press", "open_ticket", "T0INDABA01", PRACTICALS, "U0AMINA001", text=FIRST)
    Folding(TicketRoom(room.desk._context)).compare(press, older)
    assert len(room.accepted) == before
    assert room.now(newer).head == room.now(older).head == 0
