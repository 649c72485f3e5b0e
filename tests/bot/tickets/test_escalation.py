"""From a tutor to the practical's leads: once, with a summary, and never to nobody."""

from __future__ import annotations

from bot.records.people import People
from bot.records.values import TUTOR, Person, Ticket
from bot.records.workspaces import Setup, Workspaces
from bot.replies.tickets import TicketDesk
from bot.replies.tickets.practicals import practical_of
from tests.bot.tickets.conftest import AMINA, GRACE, PRACTICALS, TEAM, THABO, YOUSSEF, Room
from tests.support import shown_text


def led_by(room: Room, **leads: tuple[str, ...]) -> None:
    Workspaces(room.records).save(TEAM, Setup(leads={"": leads["everything"]}), "U0ADMIN001")


def summaries(room: Room, ticket: Ticket) -> list[str]:
    return [text for text in map(shown_text, room.under_card(ticket)) if "hands" in text]


def test_the_leads_are_told_once_with_what_there_is_to_know(room: Room) -> None:
    led_by(room, everything=(YOUSSEF,))
    ticket = room.asked("amina", "my loss is nan\n```\nloss = jnp.log(0.0)\n```")
    room.press("claim_ticket", GRACE, ticket)
    room.wrote("grace", "Do you take the log of zero?", ticket)
    room.wrote("amina", "yes <!channel> I think", ticket)
    handed = room.press("escalate_ticket", GRACE, ticket)
    assert (handed.state, handed.escalated_by, handed.tutor) == ("escalated", GRACE, GRACE)
    assert "is handed on to <@U0YOUSSEF1>" in room.told("grace")
    (summary,) = summaries(room, ticket)
    assert "<@U0YOUSSEF1>: <@U0GRACE001> hands" in summary
    for part in ("my loss is nan", "jnp.log(0.0)", "<@U0GRACE001> has it", "*Tutor:* Do you take the log of zero?"):
        assert part in summary
    assert "*Learner:* yes &lt;!channel&gt; I think" in summary
    assert "escalated by <@U0GRACE001>" in shown_text(room.card(ticket))
    assert "The leads of the practical" in shown_text(room.in_thread(ticket)[-1])

    room.press("escalate_ticket", YOUSSEF, ticket)
    assert "was handed on already" in room.told("youssef")
    assert len(summaries(room, ticket)) == 1
    assert [change for _, change in room.tickets.history(ticket.number)].count("escalated") == 1
    assert room.press("claim_ticket", YOUSSEF, ticket).tutor == YOUSSEF


def test_a_lead_who_is_not_in_the_tutors_channel_gets_a_direct_message(room: Room) -> None:
    led_by(room, everything=(THABO, YOUSSEF))
    ticket = room.asked("amina", "my loss is nan")
    room.press("escalate_ticket", GRACE, ticket)
    assert "my loss is nan" in shown_text(room.direct("thabo")[-1])
    assert room.direct("youssef") == []


def test_the_channel_reads_its_language_and_a_lead_outside_of_it_their_own(room: Room) -> None:
    Workspaces(room.records).save(TEAM, Setup(leads={"": (THABO, YOUSSEF)}, language="fr"), "U0ADMIN001")
    for user in (THABO, YOUSSEF):
        People(room.records).save(TEAM, user, Person(language="en"))
    ticket = room.asked("amina", "my loss is nan")
    assert "Question n°" in shown_text(room.card(ticket)) and "Ouverte" in shown_text(room.card(ticket))
    room.press("claim_ticket", YOUSSEF, ticket)
    room.wrote("youssef", "Which step?", ticket)
    room.wrote("amina", "the first", ticket)
    assert "L'apprenant a écrit dans" in shown_text(room.under_card(ticket)[-1])
    room.press("escalate_ticket", YOUSSEF, ticket)
    assert "vous transmet" in shown_text(room.under_card(ticket)[-1])
    assert "hands" in shown_text(room.direct("thabo")[-1])
    assert "is handed on to" in room.told("youssef")


def test_with_nobody_to_escalate_to_the_tutor_is_told_what_to_do(room: Room) -> None:
    ticket = room.asked("amina", "my loss is nan")
    assert room.press("escalate_ticket", GRACE, ticket).state == "open"
    assert "ask an admin to set the leads" in room.told("grace")
    assert summaries(room, ticket) == []
    led_by(room, everything=(YOUSSEF,))
    assert room.press("escalate_ticket", GRACE, ticket).state == "escalated"


def test_the_bot_hands_on_by_itself(room: Room) -> None:
    led_by(room, everything=(YOUSSEF,))
    ticket = room.asked("amina", "my loss is nan")
    desk = TicketDesk(room.desk._context)
    assert [desk.hand_on(ticket, TUTOR), desk.hand_on(ticket, TUTOR)] == ["handed_on", "already"]
    assert "the bot hands" in summaries(room, ticket)[0]
    assert "escalated by the bot" in shown_text(room.card(ticket))


def test_what_died_between_the_mark_and_the_summary_is_made_good(room: Room) -> None:
    led_by(room, everything=(YOUSSEF,))
    ticket = room.asked("amina", "my loss is nan")
    marked = room.tickets.escalate(ticket.number, GRACE)
    assert marked is not None
    desk = TicketDesk(room.desk._context)
    assert [desk.hand_on(marked, GRACE), desk.hand_on(marked, GRACE)] == ["handed_on", "already"]
    assert len(summaries(room, ticket)) == 1


def test_a_thread_without_a_ticket_gets_one(room: Room) -> None:
    led_by(room, everything=(YOUSSEF,))
    ts = room.slack.post("amina", "practicals", "Has anybody got the data?")
    room.act("escalate_thread", GRACE, PRACTICALS, thread=ts, message=ts)
    ticket = room.tickets.of_thread(PRACTICALS, ts, team=TEAM)
    assert ticket is not None
    assert (ticket.asker, ticket.state, ticket.question) == (AMINA, "escalated", "Has anybody got the data?")


def test_an_anonymous_learner_stays_so(room: Room) -> None:
    led_by(room, everything=(YOUSSEF,))
    ticket = room.asked_without_name("amina", "my loss is nan")
    room.press("escalate_ticket", GRACE, ticket)
    assert AMINA not in str(room.under_card(ticket))


def test_the_practicals_own_leads_come_first() -> None:
    setup = Setup(leads={"": ("U1",), "Transformers & Attention": ("U2",)})
    fields = {"number": 1, "team": "T", "channel": "C", "thread": "1", "asker": "U", "question": "?", "state": "open"}
    cited = Ticket(**fields, cited="Maybe related: Transformers & Attention › Attention › Masks")  # type: ignore[arg-type]
    checked = Ticket(**fields, exercise="transformers.scaled_dot_product_attention")  # type: ignore[arg-type]
    unknown = Ticket(**fields)  # type: ignore[arg-type]
    assert [practical_of(one) for one in (cited, checked, unknown)] == ["Transformers & Attention"] * 2 + [""]
    leads = [setup.leads_of(practical_of(one)) for one in (cited, checked, unknown)]
    assert leads == [("U2", "U1"), ("U2", "U1"), ("U1",)]


def test_a_lead_who_has_left_stops_nothing(room: Room) -> None:
    led_by(room, everything=("U0GONE0001", YOUSSEF))
    ticket = room.asked("amina", "my loss is nan")
    assert room.press("escalate_ticket", GRACE, ticket).state == "escalated"
    assert len(summaries(room, ticket)) == 1
