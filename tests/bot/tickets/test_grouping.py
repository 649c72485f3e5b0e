"""Similar tickets are put together by a tutor; one answer goes to all of their threads."""

from __future__ import annotations

from bot.records.values import Ticket
from tests.bot.tickets.conftest import AMINA, GRACE, PRACTICALS, YOUSSEF, Room
from tests.support import shown_text

QUESTIONS = (
    "my causal mask has the wrong shape",
    "wrong shape of the causal mask",
    "the causal mask: wrong shape again",
)


def three(room: Room) -> list[Ticket]:
    return [room.asked(name, text) for name, text in zip(("amina", "thabo", "chidi"), QUESTIONS, strict=True)]


def together(room: Room) -> list[Ticket]:
    """The first of three heads the others."""
    head, *others = three(room)
    for one in others:
        room.press("group_ticket", GRACE, one, head=str(head.number))
    return [head, *others]


def copies(room: Room, ticket: Ticket) -> list[str]:
    return [text for text in map(shown_text, room.in_thread(ticket)) if "An answer to several questions" in text]


def test_a_similar_ticket_is_suggested_and_nothing_is_grouped_by_itself(room: Room) -> None:
    first, second, _ = three(room)
    shown = shown_text(room.card(second))
    assert f"Similar: <{first.link}|#{first.number}>" in shown
    assert f"Answer together with #{first.number}" in shown
    assert room.now(second).head == 0


def test_members_point_to_the_head_on_one_line(room: Room) -> None:
    head, second, third = together(room)
    assert [room.now(one).head for one in (head, second, third)] == [0, head.number, head.number]
    card = room.card(second)
    assert f"is answered together with <{head.link}|#{head.number}>" in shown_text(card)
    assert len(card["blocks"]) == 2
    assert f"<{second.link}|#{second.number}>, <{third.link}|#{third.number}>" in shown_text(room.card(head))


def test_one_answer_goes_to_all_threads_and_each_is_solved_on_its_own(room: Room) -> None:
    head, second, third = together(room)
    room.press("claim_ticket", GRACE, head)
    assert [room.now(one).tutor for one in (second, third)] == [GRACE, GRACE]
    room.wrote("grace", "Give it the shape (q, k).", head)
    for one in (second, third):
        assert copies(room, one)[0].count("Give it the shape (q, k).") == 2
        assert room.now(one).state == "answered"
    assert copies(room, head) == []
    assert room.press("resolve_ticket", "U0THABO001", second, PRACTICALS).state == "resolved"
    assert [room.now(one).state for one in (head, third)] == ["answered", "answered"]


def test_the_answer_in_several_messages_is_copied_and_the_talk_after_it_is_not(room: Room) -> None:
    head, second, _ = together(room)
    room.wrote("grace", "Give it the shape (q, k).", head)
    room.wrote("grace", "So that the last axis is the keys.", head)
    assert len(copies(room, second)) == 2
    room.wrote("amina", "mine is (k, q)", head)
    room.wrote("grace", "Then transpose it.", head)
    room.wrote("grace", "Which function do you use?", head)
    assert len(copies(room, second)) == 2


def test_a_ticket_is_taken_apart_again(room: Room) -> None:
    head, second, third = together(room)
    room.press("ungroup_ticket", YOUSSEF, second)
    assert room.now(second).head == 0
    assert "together with" not in shown_text(room.card(second)).replace("Answer together with", "")
    room.wrote("grace", "Give it the shape (q, k).", head)
    assert (room.now(second).state, room.now(third).state) == ("open", "answered")
    assert [change for _, change in room.tickets.history(second.number)] == ["open", "grouped", "ungrouped"]


def test_who_is_not_helped_gets_a_ticket_of_their_own_again(room: Room) -> None:
    head, second, _ = together(room)
    room.wrote("grace", "Give it the shape (q, k).", head)
    again = room.press("reopen_ticket", "U0THABO001", second, PRACTICALS)
    assert (again.state, again.tutor, again.head) == ("claimed", GRACE, 0)


def test_a_head_that_joins_another_takes_its_members_along(room: Room) -> None:
    first, second, third = three(room)
    room.press("group_ticket", GRACE, third, head=str(second.number))
    room.press("group_ticket", GRACE, second, head=str(first.number))
    assert [room.now(one).head for one in (second, third)] == [first.number, first.number]
    room.press("group_ticket", GRACE, first, head=str(third.number))
    assert room.now(first).head == 0


def test_an_anonymous_member_gets_the_answer_in_a_direct_message(room: Room) -> None:
    head = room.asked("thabo", QUESTIONS[0])
    ticket = room.asked_without_name("amina", QUESTIONS[1])
    room.press("group_ticket", GRACE, ticket, head=str(head.number))
    room.wrote("grace", "Give it the shape (q, k).", head)
    assert "Give it the shape (q, k)." in shown_text(room.direct("amina")[-1])
    assert AMINA not in str(room.in_thread(ticket))
