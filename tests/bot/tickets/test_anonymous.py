"""Questions without a name: nothing that others can read leads to who asked, and the answers reach them."""

from __future__ import annotations

from sqlalchemy import delete, select

from bot.jobs import Job
from bot.records.models import TicketAskerRow, TicketEventRow, TicketRow
from bot.records.people import People
from bot.records.values import Person
from tests.bot.tickets.conftest import AMINA, GRACE, PRACTICALS, TEAM, THABO, TUTORS, Room
from tests.support import shown_text

DIRECT = "D0AMINA001"


def public(room: Room) -> str:
    """All that others than the asker can read, and the tickets' own rows."""
    channels = ("practicals", "tutors")
    messages = [(name, one) for name in channels for one in room.slack.messages(name)]
    threads = [room.slack.messages(name, one["ts"]) for name, one in messages]
    with room.records.session() as session:
        rows = [vars(row) for row in session.scalars(select(TicketRow))]
        events = [vars(row) for row in session.scalars(select(TicketEventRow))]
    return str([messages, threads, rows, events])


def test_the_question_is_asked_without_the_name(room: Room) -> None:
    ticket = room.asked_without_name("amina", "I never understood what an axis is")
    assert ticket.anonymous and ticket.asker == "" and ticket.exchange == ""
    assert "Somebody asks the tutors" in shown_text(room.slack.message("practicals", ticket.thread))
    assert "Somebody asks, without their name" in shown_text(room.card(ticket))
    assert "without your name" in shown_text(room.direct("amina")[-1])
    room.press("claim_ticket", GRACE, ticket)
    room.wrote("grace", "An axis is a direction of the array.", ticket)
    assert AMINA not in public(room)
    assert room.askers.of(ticket).user == AMINA


def test_a_tutors_answer_reaches_the_learner_and_theirs_the_thread(room: Room) -> None:
    ticket = room.asked_without_name("amina", "I never understood what an axis is")
    room.wrote("grace", "Which array do you look at?", ticket)
    relayed = room.direct("amina")[-1]
    assert "Which array do you look at?" in shown_text(relayed)
    assert "<@U0GRACE001> answers" in shown_text(relayed)
    assert room.now(ticket).state == "waiting"
    text = "the one of <@U0THABO001> in https://evil.example/x <!channel>"
    ts = room.slack.post("amina", "dm", text, thread_ts=relayed["ts"])
    room.act("thread_message", AMINA, DIRECT, text=text, message=ts, thread=relayed["ts"])
    written = room.in_thread(ticket)[-1]
    assert "The learner writes" in shown_text(written)
    assert "the one of &lt;@U0THABO001&gt;" in shown_text(written)
    assert "<!channel>" not in str(written)
    assert room.now(ticket).state == "claimed"
    assert "The learner has written" in shown_text(room.under_card(ticket)[-1])
    assert AMINA not in public(room)


def test_code_alone_reaches_the_tutors_and_is_not_offered_to_be_run_as_well(room: Room) -> None:
    ticket = room.asked_without_name("amina", "I never understood what an axis is")
    room.wrote("grace", "Which array do you look at?", ticket)
    relayed, before = room.direct("amina")[-1], len(room.slack.calls("chat.postMessage"))
    code = "```x = jnp.ones((2, 3))```"
    ts = room.slack.post("amina", "dm", code, thread_ts=relayed["ts"])
    for kind in ("thread_message", "offer_code"):
        room.act(kind, AMINA, DIRECT, text=code, message=ts, thread=relayed["ts"])
    assert "x = jnp.ones((2, 3))" in shown_text(room.in_thread(ticket)[-1])
    posted = [call["args"] for call in room.slack.calls("chat.postMessage")[before:]]
    assert [one for one in posted if one["channel"] == DIRECT] == []


def test_code_alone_that_nobody_brings_to_the_tutors_is_offered(room: Room) -> None:
    """Whose data is deleted is no asker any more: what they write goes nowhere else."""
    ticket = room.asked_without_name("amina", "I never understood what an axis is")
    room.wrote("grace", "Which array do you look at?", ticket)
    relayed = room.direct("amina")[-1]
    with room.records.session.begin() as session:
        session.execute(delete(TicketAskerRow))
    ts = room.slack.post("amina", "dm", "```x = 1```", thread_ts=relayed["ts"])
    for kind in ("thread_message", "offer_code"):
        room.act(kind, AMINA, DIRECT, text="```x = 1```", message=ts, thread=relayed["ts"])
    offer = room.slack.messages("dm", relayed["ts"], user="amina")[-1]
    assert "What shall I do with it?" in shown_text(offer)
    assert "x = 1" not in shown_text(room.in_thread(ticket)[-1])


def test_the_same_message_is_relayed_once(room: Room) -> None:
    ticket = room.asked_without_name("amina", "I never understood what an axis is")
    ts = room.wrote("grace", "An axis is a direction.", ticket)
    before = len(room.direct("amina"))
    room.act("thread_message", GRACE, PRACTICALS, text="An axis is a direction.", message=ts, thread=ticket.thread)
    assert len(room.direct("amina")) == before


def test_the_learner_resolves_and_reopens_from_the_direct_message(room: Room) -> None:
    ticket = room.asked_without_name("amina", "I never understood what an axis is")
    room.wrote("grace", "An axis is a direction.", ticket)
    assert room.press("resolve_ticket", THABO, ticket, PRACTICALS).state == "answered"
    assert room.press("resolve_ticket", AMINA, ticket, DIRECT).state == "resolved"
    assert "Marked as solved" in room.told("amina", "dm")
    assert room.press("reopen_ticket", AMINA, ticket, DIRECT).state == "reopened"
    assert room.tickets.history(ticket.number)[-2:] == [("asker", "resolved"), ("asker", "reopened")]
    relayed = room.direct("amina")[-1]
    room.act("reaction", AMINA, DIRECT, message=relayed["ts"])
    assert room.now(ticket).state == "resolved"
    assert AMINA not in public(room)


def test_only_the_learner_shows_their_name(room: Room) -> None:
    ticket = room.asked_without_name("amina", "I never understood what an axis is")
    room.press("show_name", GRACE, ticket, TUTORS)
    assert room.now(ticket).anonymous
    room.press("show_name", AMINA, ticket, DIRECT)
    shown = room.now(ticket)
    assert (shown.anonymous, shown.asker) == (False, AMINA)
    assert "This question is from <@U0AMINA001>" in shown_text(room.in_thread(ticket)[-1])
    assert "<@U0AMINA001> asks" in shown_text(room.card(ticket))
    room.press("show_name", AMINA, ticket, DIRECT)
    assert [change for _, change in room.tickets.history(ticket.number)].count("revealed") == 1


def test_the_setting_counts_where_nothing_else_is_chosen(room: Room) -> None:
    People(room.records).save(TEAM, AMINA, Person(anonymous=True))
    room.act("open_ticket", AMINA, PRACTICALS, text="what is a pytree for")
    assert room.tickets.of_asker(TEAM, AMINA)[0].anonymous
    room.act("open_ticket", AMINA, PRACTICALS, text="what is a scan for", data={"anonymous": False})
    assert not room.tickets.of_asker(TEAM, AMINA)[0].anonymous


def test_who_asks_in_the_open_is_told_that_the_name_is_there(room: Room) -> None:
    ticket = room.asked("amina", "I never understood what an axis is", anonymous=True)
    assert (ticket.anonymous, ticket.asker) == (False, AMINA)
    assert "Your name can be seen in this thread" in room.told("amina", "practicals")


def test_an_anonymous_question_in_french_is_met_in_french(room: Room) -> None:
    People(room.records).save(TEAM, AMINA, Person(language="fr"))
    ticket = room.asked_without_name("amina", "je ne comprends pas les axes")
    assert "Quelqu'un demande aux tuteurs" in shown_text(room.slack.message("practicals", ticket.thread))
    assert "sans donner ton nom" in shown_text(room.direct("amina")[-1])


def test_an_asker_whose_data_was_deleted_stops_nothing(room: Room) -> None:
    ticket = room.asked_without_name("amina", "I never understood what an axis is")
    with room.records.session.begin() as session:
        session.execute(delete(TicketAskerRow))
    room.wrote("grace", "An axis is a direction.", ticket)
    assert room.now(ticket).state == "answered"
    assert room.press("resolve_ticket", GRACE, ticket).state == "resolved"


def test_what_else_the_learner_tried_does_not_tell_who_they_are(room: Room) -> None:
    room.records.keep_attempt(Job("j", "check", TEAM, PRACTICALS, AMINA), "a.b", "incorrect", ["not_scaled"])
    hidden, named = room.asked_without_name("amina", "what is an axis"), room.asked("amina", "where is the data")
    assert "a.b" not in shown_text(room.card(hidden))
    assert "`a.b`: tried 1×" in shown_text(room.card(named))
