"""A French-speaking room: what all tutors read together is French, and so is what somebody reads whose language the
bot does not know; everybody else reads their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.records.people import People
from bot.records.values import Person
from bot.standin.settings import TEAM_ID
from tests.scenarios.conftest import Tutor
from tests.scenarios.test_setup import count, form, told
from tests.scenarios.test_tickets import ask_a_tutor, card
from tests.support import eventually, shown_text


@pytest.fixture(autouse=True)
def grace_reads_english(tutor: Tutor) -> Iterator[None]:
    People(tutor.records).save(TEAM_ID, "U0GRACE001", Person(language="en"))
    yield
    People(tutor.records).save(TEAM_ID, "U0GRACE001", Person())


def test_an_admin_chooses_french_and_the_room_speaks_it(tutor: Tutor) -> None:
    tutor.set_up(leads={"": ("U0YOUSSEF1",)})
    before = count(tutor)
    view = form(tutor, "channels")
    assert tutor.slack.submit_view("fatou", view["id"], {"language": "fr"}) == {}
    assert "*Langue de l'espace de travail* : English → Français" in told(tutor, before)

    ts, posted = ask_a_tutor(tutor, "thabo", "who can lend me an adapter for the projector?")
    shown = card(tutor, posted["ts"])
    assert "Question n°" in shown and "🔴 Ouverte" in shown and "Je ne suis pas sûr." in shown
    assert "I've asked the tutors" in shown_text(eventually(lambda: tutor.replies(ts)[1:])[-1])

    tutor.slack.press("grace", "tutors", posted["ts"], "claim_ticket")
    eventually(lambda: "Prise par <@U0GRACE001>" in card(tutor, posted["ts"]))
    whispered = len(tutor.slack.ephemerals("grace", "practicals"))
    tutor.slack.shortcut("grace", "escalate_thread", "practicals", ts)
    summary = eventually(lambda: tutor.slack.messages("tutors", posted["ts"]))[0]
    assert "<@U0YOUSSEF1> : <@U0GRACE001> vous transmet" in shown_text(summary)
    assert "is handed on to <@U0YOUSSEF1>" in shown_text(tutor.whisper("grace", "practicals", whispered))

    tutor.slack.press("grace", "tutors", posted["ts"], "resolve_ticket")
    eventually(lambda: "Résolue" in card(tutor, posted["ts"]))
