"""A ticket whose asker has deleted their data stays so, whatever is done with it afterwards."""

from __future__ import annotations

from bot.records.erasing import erase
from bot.records.people import People
from bot.records.values import Person
from bot.records.workspaces import Setup, Workspaces
from bot.words import words_in
from tests.bot.tickets.conftest import AMINA, GRACE, TEAM, Room
from tests.support import shown_text


def test_what_is_done_with_it_afterwards_brings_nothing_back(room: Room) -> None:
    ticket = room.asked("amina", "my mask has the wrong shape")
    assert not room.now(ticket).is_erased
    erase(room.records, TEAM, AMINA)
    assert room.press("reopen_ticket", GRACE, ticket).is_erased
    card = shown_text(room.card(ticket))
    assert "has deleted their data" in card and "asks" not in card
    assert "Closed" in shown_text(room.in_thread(ticket)[-1])


def test_the_card_says_so_in_the_language_of_the_tutors_and_the_notice_in_the_askers(room: Room) -> None:
    Workspaces(room.records).save(TEAM, Setup(language="fr"), "U0ADMIN001")
    People(room.records).save(TEAM, AMINA, Person(language="en"))
    ticket = room.asked("amina", "my mask has the wrong shape")
    card, notice = room.card(ticket)["ts"], room.in_thread(ticket)[-1]["ts"]
    room.act("erase", AMINA, "")
    assert words_in("fr").erasing.card.format(number=ticket.number) in shown_text(room.slack.message("tutors", card))
    assert words_in("en").erasing.thread in shown_text(room.slack.message("practicals", notice))
