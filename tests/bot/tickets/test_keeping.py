"""Keeping an answer as knowledge: the form that a tutor gets, from every kind of ticket."""

from __future__ import annotations

import pytest

from bot.jobs import Job
from bot.records.people import People
from bot.records.setup import Setup
from bot.records.values import Person, Ticket
from bot.records.workspaces import Workspaces
from bot.views.forms.keeping import read_entry
from tests.bot.tickets.conftest import AMINA, GRACE, TEAM, TUTORS, Json, Room
from tests.support import shown_text


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


EARLIER = {
    "id": "t1",
    "question": "my mask does not fit <!channel>",
    "answer": "Look at its axes.",
    "author": "Youssef",
    "day": "2026-11-24",
}


def find_earlier(room: Room) -> Job:
    """What Grace's open form waits for."""
    form(room, room.asked("amina", "my mask has the wrong shape"))
    search = room.accepted[-1]
    assert (search.kind, search.text) == ("find_earlier_entry", "my mask has the wrong shape")
    return search


def test_an_earlier_answer_is_shown_in_the_open_form(room: Room) -> None:
    room.desk.deliver(find_earlier(room), {"type": "earlier_entry", "value": EARLIER})
    view = room.slack.views("grace")[-1]
    shown = shown_text(view)
    assert "my mask does not fit &lt;!channel&gt;*, by Youssef, 2026-11-24" in shown
    assert "> Look at its axes." in shown
    entry, errors = read_entry(view)
    assert (entry["question"], errors) == ("my mask has the wrong shape", {"answer": "Write the answer."})
    assert "replaces" not in entry


def test_the_tutor_says_that_theirs_takes_the_place(room: Room) -> None:
    room.desk.deliver(find_earlier(room), {"type": "earlier_entry", "value": EARLIER})
    view = room.slack.views("grace")[-1]
    view["state"]["values"]["earlier"] = {"earlier": {"selected_option": {"value": "replace"}}}
    entry, _ = read_entry(view)
    assert entry["replaces"] == {name: EARLIER[name] for name in ("id", "question", "author")}


@pytest.mark.parametrize("result", [{"type": "earlier_entry", "value": None}, {"type": "failed", "value": "killed"}])
def test_without_an_earlier_answer_the_form_stays_as_it_is(room: Room, result: Json) -> None:
    search = find_earlier(room)
    before = room.slack.views("grace")
    room.desk.deliver(search, result)
    assert room.slack.views("grace") == before


def test_a_form_that_was_closed_meanwhile_is_left_alone(room: Room) -> None:
    search = find_earlier(room)
    room.slack.close_view("grace", search.data["view"])
    room.desk.deliver(search, {"type": "earlier_entry", "value": EARLIER})
    assert room.slack.views("grace") == []


def test_the_form_speaks_the_tutors_language_and_the_thread_that_of_the_workspace(room: Room) -> None:
    Workspaces(room.records).save(TEAM, Setup(language="fr"), GRACE)
    People(room.records).save(TEAM, GRACE, Person(language="en"))
    find_earlier(room)
    assert "Learners who ask this later" in shown_text(room.slack.views("grace")[-1])
    kept = {"entry": EARLIER, "similar": None, "replaced": None}
    ts = room.slack.post("grace", "tutors", "kept?")
    room.desk.deliver(Job("keep", "keep_entry", TEAM, TUTORS, GRACE, thread=ts), {"type": "kept", "value": kept})
    assert "Réponse gardée" in shown_text(room.slack.messages("tutors", ts)[-1])


def test_a_tutor_whose_language_is_not_known_gets_the_form_in_that_of_the_workspace(room: Room) -> None:
    Workspaces(room.records).save(TEAM, Setup(language="fr"), GRACE)
    search = find_earlier(room)
    room.desk.deliver(search, {"type": "earlier_entry", "value": EARLIER})
    view = room.slack.views("grace")[-1]
    assert "Il y a déjà une réponse à presque la même question" in shown_text(view)
    assert read_entry(view)[1] == {"answer": "Écris la réponse."}
