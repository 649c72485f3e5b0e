"""App Home and its forms: Slack takes them, nothing in them pings, and they say what a learner wants to know."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from bot.pulse.values import Pulse
from bot.records.progress import Practice, Standing, practices
from bot.records.values import Attempt, Person, Ticket, TicketState
from bot.standin.checks.views import check_view
from bot.standin.workspace import Workspace
from bot.views import blocks
from bot.views.exercises import exercises_view, loading_view
from bot.views.forms.checking import check_form
from bot.views.forms.place import Place
from bot.views.home import Learner, home_view
from bot.views.tutor_home import tutor_blocks
from bot.words import words_in
from runners.exercises import catalogue
from tests.support import read_by_slack

LONG = "long <!channel> & ``` text " * 200
NOW = datetime(2022, 8, 22, tzinfo=UTC)
TICKET = Ticket(7, "T1", "C1", "1.0", "U1", LONG, "open", LONG, 0.3, LONG, "https://x.example/p", "U2", "U3")
SOLVED = Attempt("transformers.scaled_dot_product_attention", "correct", (), NOW)
TRIED = Attempt("transformers.scaled_dot_product_attention", "incorrect", ("not_scaled",), NOW)
PRACTICES = practices(catalogue(), [TRIED, SOLVED, replace(TRIED, exercise="transformers.masked_attention")])
HOSTILE = Practice(LONG, tuple(Standing(f"{number} {LONG}"[:200], LONG, LONG, 3) for number in range(120)))
LEARNER = Learner("fr", Person("fr", anonymous=True), PRACTICES, [TICKET] * 40, LONG)
BARE = Learner("en", Person())


def _views(language: str) -> dict[str, dict[str, Any]]:
    words = words_in(language)
    states = [replace(TICKET, number=number, state=state) for number, state in enumerate(get_args(TicketState))]
    below = tutor_blocks(words, Pulse("today", 0.0), [TICKET] * 60)
    return {
        "home": home_view(words, LEARNER, below, told="🗑 " * 400),
        "home of somebody new": home_view(words, BARE),
        "home, every state": home_view(words, replace(BARE, tickets=states)),
        "home, much more": home_view(words, LEARNER, [blocks.divider()] * 200),
        "exercises": exercises_view(words, language, PRACTICES[1]),
        "hostile exercises": exercises_view(words, language, HOSTILE),
        "loading": loading_view(words, language, LONG),
    }


VIEWS = {f"{name}, {language}": view for language in ("en", "fr") for name, view in _views(language).items()}


@pytest.mark.parametrize("name", VIEWS)
def test_slack_takes_the_view(name: str) -> None:
    check_view(Workspace({}, {}), VIEWS[name], VIEWS[name]["type"])


@pytest.mark.parametrize("name", VIEWS)
def test_nothing_in_a_view_pings(name: str) -> None:
    assert "<!channel>" not in str(read_by_slack(VIEWS[name]["blocks"]))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_of_our_own_is_cut_off(language: str) -> None:
    assert "…" not in str(home_view(words_in(language), BARE))


def test_a_practical_shows_what_is_solved_and_what_is_tried() -> None:
    transformers = next(one for one in PRACTICES if one.practical == "Transformers & Attention")
    assert (transformers.solved, transformers.tried, len(transformers.standings)) == (1, 1, 14)
    text = str(home_view(words_in("en"), LEARNER))
    assert "*Transformers &amp; Attention*\\n▓░░░░░ 1 of 14 solved · 1 tried" in text
    assert "░░░░░░ 0 of 16 solved" in text


def test_the_list_of_exercises_tells_the_attempts_at_each() -> None:
    transformers = next(one for one in PRACTICES if one.practical == "Transformers & Attention")
    english, french = (str(exercises_view(words_in(one), one, transformers)) for one in ("en", "fr"))
    assert "`scaled_dot_product_attention` · ✅ solved · 2 attempts" in english
    assert "`masked_attention` · 🔎 1 attempt\\n" in english and "○ to do" in english
    assert "`masked_attention` · 🔎 1 essai\\n" in french and "Vérifier" in french


def test_open_questions_come_first_and_the_newest_of_them() -> None:
    tickets = [replace(TICKET, number=number, state="resolved" if number % 2 else "open") for number in range(14)]
    shown = [
        block["text"]["text"]
        for block in home_view(words_in("en"), replace(BARE, tickets=tickets))["blocks"]
        if "Ticket " in str(block.get("text"))
    ]
    numbers = [int(text.partition("|Ticket ")[2].partition(">")[0]) for text in shown]
    assert numbers == [12, 10, 8, 6, 4, 2, 0, 13, 11, 9]
    assert "and 4 older ones" in str(home_view(words_in("en"), replace(BARE, tickets=tickets)))


def test_what_is_chosen_is_what_is_shown_as_chosen() -> None:
    chosen, new = (str(home_view(words_in("en"), learner)) for learner in (LEARNER, BARE))
    assert "'initial_option': {'text': {'type': 'plain_text', 'text': 'Français'}" in chosen
    assert "initial_options" in chosen
    assert "'initial_option': {'text': {'type': 'plain_text', 'text': 'Automatic'}" in new
    assert "initial_options" not in new


def test_what_a_tutor_sees_is_below() -> None:
    below = tutor_blocks(words_in("en"), Pulse("today", 0.0), [])
    assert home_view(words_in("en"), BARE, below)["blocks"][-len(below) :] == below


def test_every_exercise_can_be_opened_in_every_language() -> None:
    for practice in PRACTICES:
        check_view(Workspace({}, {}), exercises_view(words_in("fr"), "fr", practice), "modal")
    for exercise in catalogue():
        check_view(Workspace({}, {}), check_form(Place(language="fr"), exercise.id), "modal")
