"""A learner waits: the tutors are reminded, then the tutor who claimed, then the leads; each once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from bot.records.models import TicketEventRow
from bot.standin.settings import TEAM_ID
from tests.scenarios.conftest import Json, Tutor
from tests.scenarios.test_tickets import ask_a_tutor, card
from tests.support import eventually, shown_text

A_ROUND = 45.0
"""Longer than two rounds of reminders, in seconds."""


def let_pass(tutor: Tutor, number: int, minutes: float) -> None:
    """As if the ticket had been opened, and claimed, so many minutes ago."""
    then = datetime.now(UTC) - timedelta(minutes=minutes)
    with tutor.records.session.begin() as session:
        session.execute(update(TicketEventRow).where(TicketEventRow.number == number).values(at=then))


def of_ticket(messages: list[Json], number: int) -> list[Json]:
    """The reminders of a ticket."""
    return [m for m in messages if m["text"].startswith(("⏰", "⏫")) and f"Ticket {number}>" in shown_text(m)]


def summaries(tutor: Tutor, posted: Json) -> list[Json]:
    """What the lead is called with, under a ticket's card."""
    return [m for m in tutor.slack.messages("tutors", posted["ts"]) if "<@U0YOUSSEF1>" in m["text"]]


def test_the_way_of_a_question_that_waits(tutor: Tutor) -> None:
    tutor.set_up(leads={"": ("U0YOUSSEF1",)})
    ts, posted = ask_a_tutor(tutor, "chidi", "who has a spare room key?")
    ticket = tutor.tickets.of_thread("C0PRACTICE", ts, team=TEAM_ID)
    assert ticket is not None
    number = ticket.number

    let_pass(tutor, number, 6)
    reminder = eventually(lambda: of_ticket(tutor.slack.messages("tutors"), number), seconds=A_ROUND)[0]
    tutor.slack.press("grace", "tutors", reminder["ts"], "claim_ticket")
    eventually(lambda: "Claimed by <@U0GRACE001>" in card(tutor, posted["ts"]))

    let_pass(tutor, number, 16)
    direct = eventually(lambda: of_ticket(tutor.slack.messages("dm", user="grace"), number), seconds=A_ROUND)
    assert "You claimed" in direct[0]["text"]

    let_pass(tutor, number, 31)
    called = eventually(lambda: summaries(tutor, posted), seconds=A_ROUND)
    assert len(called) == 1
    assert "escalated" in [change for _, change in tutor.tickets.history(number)]

    assert len(of_ticket(tutor.slack.messages("tutors"), number)) == 1
    assert len(of_ticket(tutor.slack.messages("dm", user="grace"), number)) == 1
    tutor.slack.press("grace", "tutors", posted["ts"], "resolve_ticket")
    eventually(lambda: "Resolved" in card(tutor, posted["ts"]))
