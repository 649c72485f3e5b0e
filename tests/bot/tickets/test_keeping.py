"""Keeping an answer as knowledge: the form that a tutor gets, from every kind of ticket."""

from __future__ import annotations

from bot.records.values import Ticket
from tests.bot.tickets.conftest import AMINA, GRACE, Json, Room


def trigger(room: Room) -> str:
    return room.slack._do(lambda: room.slack._slack.triggers.issue(GRACE))


def form(room: Room, ticket: Ticket) -> dict[str, str]:
    """What stands in the form that Grace gets."""
    room.press("edit_entry", GRACE, ticket, trigger=trigger(room), name="grace")
    view: Json = room.slack.views("grace")[-1]
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    return {block["block_id"]: block["element"].get("initial_value", "") for block in inputs}


def test_the_form_has_the_question_and_what_tutors_wrote(room: Room) -> None:
    ticket = room.asked("amina", "my mask has the wrong shape")
    room.wrote("amina", "it is (2, 10)", ticket)
    room.wrote("grace", "Add an axis.", ticket)
    room.wrote("youssef", "With None.", ticket)
    shown = form(room, ticket)
    assert shown == {
        "question": "my mask has the wrong shape",
        "answer": "Add an axis.\n\nWith None.",
        "author": "Grace Mensah",
    }


def test_an_anonymous_question_is_kept_without_the_learner(room: Room) -> None:
    ticket = room.asked_without_name("amina", "my mask has the wrong shape")
    room.wrote("grace", "Add an axis.", ticket)
    shown = form(room, ticket)
    assert (shown["question"], shown["answer"]) == ("my mask has the wrong shape", "Add an axis.")
    assert AMINA not in str(room.slack.views("grace"))


def test_a_ticket_that_was_answered_with_another_has_that_answer(room: Room) -> None:
    head = room.asked("amina", "my causal mask has the wrong shape")
    member = room.asked("thabo", "wrong shape of the causal mask")
    room.press("group_ticket", GRACE, member, head=str(head.number))
    room.wrote("grace", "Add an axis.", head)
    shown = form(room, member)
    assert (shown["question"], shown["answer"]) == ("wrong shape of the causal mask", "Add an axis.")


def test_a_form_that_came_too_late_is_told(room: Room) -> None:
    ticket = room.asked("amina", "my mask has the wrong shape")
    used = trigger(room)
    for _ in range(2):
        room.press("edit_entry", GRACE, ticket, trigger=used, name="grace")
    assert "Please press the button once more" in room.told("grace")
