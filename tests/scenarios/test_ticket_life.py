"""A ticket's turns, from press and message to card: waiting, put off, given back, solved by a mark."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.app import make_accept
from bot.jobs import Job
from bot.records.models import TicketRow
from bot.records.values import Ticket
from bot.standin.settings import TEAM_ID
from tests.scenarios.conftest import Json, Tutor
from tests.scenarios.test_tickets import ask_a_tutor, card
from tests.support import shown_text


def ticket_of(tutor: Tutor, ts: str) -> Ticket:
    found = tutor.tickets.of_thread("C0PRACTICE", ts, team=TEAM_ID)
    assert found is not None
    return found


def choose(tutor: Tutor, tutor_name: str, posted: Json, what: str) -> None:
    """Choose something behind a card's three dots."""
    menu = tutor.slack.message("tutors", posted["ts"])["blocks"][-1]["elements"][-1]
    value = next(one["value"] for one in menu["options"] if one["value"].endswith(what))
    tutor.slack.press(tutor_name, "tutors", posted["ts"], "ticket_menu", value)


def test_the_tutor_asks_back_and_the_learner_answers(tutor: Tutor) -> None:
    ts, posted = ask_a_tutor(tutor, "thabo", "which charger fits the desks in room 9?")
    tutor.slack.post("grace", "practicals", "Which laptop do you have?", thread_ts=ts)
    tutor.slack.wait_for(lambda: "Waits for the learner" in card(tutor, posted["ts"]), 60)
    tutor.slack.wait_for(lambda: "needs something from you" in shown_text(tutor.replies(ts)[-1]), 60)
    tutor.slack.post("thabo", "practicals", "is a 2017 laptop too old?", thread_ts=ts)
    tutor.slack.wait_for(lambda: "Claimed by <@U0GRACE001>" in card(tutor, posted["ts"]), 60)
    tutor.slack.wait_for(lambda: tutor.slack.messages("tutors", posted["ts"]), 60)
    assert "The learner has written" in shown_text(tutor.slack.messages("tutors", posted["ts"])[-1])
    assert len(tutor.replies(ts)) == 2  # the bot's first answer and the notice: it leaves the two alone


def test_an_answer_and_the_askers_mark(tutor: Tutor) -> None:
    ts, posted = ask_a_tutor(tutor, "chidi", "who has the key of the lab?")
    answer = tutor.slack.post("youssef", "practicals", "The porter has it.", thread_ts=ts)
    tutor.slack.wait_for(lambda: "Answered by <@U0YOUSSEF1>" in card(tutor, posted["ts"]), 60)
    tutor.slack.post("chidi", "practicals", "thanks, it works", thread_ts=ts)
    tutor.slack.react("amina", "practicals", answer, "white_check_mark")
    tutor.slack.react("chidi", "practicals", answer, "eyes")
    tutor.slack.react("chidi", "practicals", answer, "heavy_check_mark")
    tutor.slack.wait_for(lambda: "Resolved by <@U0YOUSSEF1>" in card(tutor, posted["ts"]), 60)
    changes = tutor.tickets.history(ticket_of(tutor, ts).number)
    assert [change for _, change in changes] == ["open", "answered", "resolved"]
    assert changes[-1] == ("U0CHIDI001", "resolved")


def test_put_off_and_back(tutor: Tutor) -> None:
    ts, posted = ask_a_tutor(tutor, "wanjiru", "when do the doors of hall 2 open?")
    choose(tutor, "grace", posted, "snooze hour")
    tutor.slack.wait_for(lambda: "Put off until" in card(tutor, posted["ts"]), 60)
    number = ticket_of(tutor, ts).number
    with tutor.records.session.begin() as session:
        row = session.get(TicketRow, number)
        assert row is not None
        row.snoozed_until = datetime.now(UTC) - timedelta(seconds=1)
    accept = make_accept(tutor.settings.model_copy(update={"redis_url": tutor.machine.broker_url}))
    wake = Job(f"wake-{number}", "wake_ticket", ticket_of(tutor, ts).team, "", "", data={"ticket": number})
    accept(wake)
    accept(replace(wake, id=f"wake-{number}-again"))
    tutor.slack.wait_for(lambda: "🔴 Open" in card(tutor, posted["ts"]), 60)
    assert [change for _, change in tutor.tickets.history(number)] == ["open", "snoozed", "open"]


def test_given_back_and_taken_by_another(tutor: Tutor) -> None:
    _, posted = ask_a_tutor(tutor, "amina", "is there a prayer room in this building?")
    tutor.slack.press("grace", "tutors", posted["ts"], "claim_ticket")
    tutor.slack.wait_for(lambda: "Claimed by <@U0GRACE001>" in card(tutor, posted["ts"]), 60)
    choose(tutor, "grace", posted, "give_back")
    tutor.slack.wait_for(lambda: "🔴 Open" in card(tutor, posted["ts"]), 60)
    tutor.slack.press("youssef", "tutors", posted["ts"], "claim_ticket")
    tutor.slack.wait_for(lambda: "Claimed by <@U0YOUSSEF1>" in card(tutor, posted["ts"]), 60)


def test_the_card_of_a_check_has_the_code_the_diagnosis_and_the_attempts(tutor: Tutor) -> None:
    code = "def scaled_dot_product_attention(query, key, value):\n    return undefined_name"
    for _ in range(2):
        before = len(tutor.slack.ephemerals("chidi", "practicals"))
        tutor.slack.command("chidi", "practicals", "/check", f"scaled_dot_product_attention\n```\n{code}\n```")
        verdict = tutor.whisper("chidi", "practicals", before)
    tutor.slack.press("chidi", "practicals", verdict["ts"], "ask_tutor")
    posted = shown_text(tutor.find("tutors", lambda m: "undefined_name" in shown_text(m)))
    assert "NameError on line 2" in posted and "What the bot found" in posted
    assert re.search(r"transformers.scaled_dot_product_attention`: tried [2-9]×, not right yet", posted)
