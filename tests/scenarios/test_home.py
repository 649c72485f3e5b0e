"""App Home: a learner sees how far they are, chooses how the bot treats them, and takes their data away again."""

from __future__ import annotations

import re

from sqlalchemy import select

from bot.records.models import AttemptRow, Base, ExchangeRow
from bot.records.people import People
from bot.records.values import Person
from tests.scenarios.conftest import Json, Tutor
from tests.support import eventually, shown_text
from workers.dispatch import make_redis

FENCE = "```"
RELU = f"intro.relu_jit\n{FENCE}\nimport jax.numpy as jnp\n\ndef relu(x):\n    return jnp.maximum(x, 0)\n{FENCE}"
TEAM = "T0INDABA01"


def opened(tutor: Tutor, user: str, holds: str) -> Json:
    tutor.slack.open_home(user)
    return tutor.home(user, holds)


def user_id(tutor: Tutor, name: str) -> str:
    return str(tutor.slack._slack.workspace.user(name).id)


def modal(tutor: Tutor, user: str, holds: str) -> Json:
    return eventually(lambda: [view for view in tutor.slack.views(user) if holds in shown_text(view)])[-1]


def test_a_solved_exercise_is_seen_on_home_and_in_the_list_of_its_practical(tutor: Tutor) -> None:
    before = len(tutor.slack.ephemerals("wanjiru", "practicals"))
    tutor.slack.command("wanjiru", "practicals", "/check", RELU)
    assert "Correct" in shown_text(tutor.whisper("wanjiru", "practicals", before))
    view = opened(tutor, "wanjiru", "1 of 8 solved")
    answer = tutor.slack.press_in_view(
        "wanjiru", view["id"], "list_exercises", block_id="practical Introduction to ML using JAX"
    )
    assert answer.error is None
    listed = modal(tutor, "wanjiru", "`relu_jit` · ✅ solved · 1 attempt")
    assert "`relu_python` · ○ to do" in shown_text(listed)
    tutor.slack.press_in_view("wanjiru", listed["id"], "check_exercise", block_id="intro.relu_python")
    box = eventually(lambda: next(v for v in tutor.slack.views("wanjiru") if v["callback_id"] == "check_form"))
    before = len(tutor.slack.messages("dm", user="wanjiru"))
    assert tutor.slack.submit_view("wanjiru", box["id"], {"code": "def relu_python(x):\n    return max(0, x)"}) == {}
    verdict = eventually(lambda: tutor.slack.messages("dm", user="wanjiru")[before:])[-1]
    assert "`relu_python`" in shown_text(verdict) and "Share" not in shown_text(verdict)
    tutor.slack.close_view("wanjiru", listed["id"], cleared=True)


def test_a_list_that_is_closed_before_it_is_there_is_no_failure(tutor: Tutor) -> None:
    view = opened(tutor, "grace", "Exercises")
    with tutor.paused("replies"):
        tutor.slack.press_in_view("grace", view["id"], "list_exercises", block_id="practical Array Algebra")
        waiting = modal(tutor, "grace", "on their way")
        tutor.slack.close_view("grace", waiting["id"])
    eventually(lambda: not [e for e in tutor.ledger.open() if e.job.kind == "list_exercises"])
    assert tutor.slack.views("grace") == []
    opened(tutor, "grace", "Exercises")


def test_who_chooses_french_reads_french_at_once_and_everywhere(tutor: Tutor) -> None:
    view = opened(tutor, "chidi", "Hello! I help with the practicals.")
    tutor.slack.press_in_view("chidi", view["id"], "choose_language", "fr")
    french = tutor.home("chidi", "Je t'aide pour les travaux pratiques")
    assert "0 sur 8 réussis" in shown_text(french) and "Supprimer mes données" in shown_text(french)
    tutor.slack.command("chidi", "practicals", "/run", f"{FENCE}\n1 / 0  # de chidi\n{FENCE}")
    request = tutor.find("practicals", lambda m: "de chidi" in shown_text(m))
    assert "exécute" in shown_text(request)
    reply = shown_text(tutor.reply(request["ts"]))
    assert "Ton code a levé une erreur" in reply and "à la ligne 1" in reply and "Demander à un tuteur" in reply
    tutor.slack.press_in_view("chidi", french["id"], "choose_language", "automatic")
    tutor.home("chidi", "Hello!")


def test_who_asks_in_french_is_spoken_to_in_french(tutor: Tutor) -> None:
    ts = tutor.slack.post("youssef", "practicals", f"<@{tutor.slack.bot_user}> à quoi sert la fonction jax.vmap ?")
    tutor.reply(ts)
    opened(tutor, "youssef", "Bonjour !")


def test_who_asks_without_a_name_is_remembered_and_can_change_their_mind(tutor: Tutor) -> None:
    people, user = People(tutor.records), user_id(tutor, "thabo")
    view = opened(tutor, "thabo", "without my name")
    tutor.slack.press_in_view("thabo", view["id"], "choose_anonymity", ["anonymous"])
    eventually(lambda: people.of(TEAM, user) == Person(anonymous=True))
    tutor.slack.press_in_view("thabo", view["id"], "choose_anonymity", [])
    eventually(lambda: people.of(TEAM, user) == Person())


def test_a_question_to_the_tutors_is_on_home_until_after_it_is_solved(tutor: Tutor) -> None:
    ts = tutor.slack.post("thabo", "practicals", "where is the nearest bus stop, please?")
    tutor.slack.press("thabo", "practicals", tutor.reply(ts)["ts"], "ask_tutor")
    tutor.find("tutors", lambda m: "nearest bus stop" in shown_text(m))
    waiting = opened(tutor, "thabo", "nearest bus stop")
    assert "waits for a tutor" in shown_text(waiting)
    card = tutor.find("tutors", lambda m: "nearest bus stop" in shown_text(m))
    tutor.slack.press("grace", "tutors", card["ts"], "resolve_ticket")
    eventually(lambda: "Resolved" in shown_text(tutor.slack.message("tutors", card["ts"])))
    assert "✅ solved" in shown_text(opened(tutor, "thabo", "✅ solved"))


def test_delete_my_data_leaves_nothing_of_the_learner(tutor: Tutor) -> None:
    user, redis = user_id(tutor, "amina"), make_redis(tutor.machine.broker_url)
    asked = "is there a quiet room for prayers at the venue?"
    ts = tutor.slack.post("amina", "practicals", asked)
    reply = tutor.reply(ts)
    tutor.slack.press("amina", "practicals", reply["ts"], "ask_tutor")
    card = tutor.find("tutors", lambda m: "quiet room" in shown_text(m))
    before = len(tutor.slack.ephemerals("amina", "practicals"))
    tutor.slack.command("amina", "practicals", "/check", RELU)
    tutor.whisper("amina", "practicals", before)
    memory = f"tutor:thread:{TEAM}:C0PRACTICE:{ts}"
    assert redis.exists(memory)
    view = opened(tutor, "amina", "quiet room")
    before = len(tutor.slack.messages("practicals"))

    tutor.slack.press_in_view("amina", view["id"], "erase_me")
    told = shown_text(tutor.home("amina", "Your data is deleted"))
    for counted in ("questions", "attempts at exercises", "words now"):
        assert re.search(rf"{counted}: [1-9]", told)
    assert "quiet room" not in told and "0 of 8 solved" in told
    assert everywhere(tutor, user) == everywhere(tutor, asked) == []
    eventually(lambda: not redis.exists(memory))
    closed = eventually(lambda: _without(shown_text(tutor.slack.message("tutors", card["ts"])), "quiet room"))
    assert "has deleted their data" in closed and "Claim" not in closed
    assert len(tutor.slack.messages("practicals")) == before
    tutor.slack.open_home("amina")
    eventually(lambda: "Your data is deleted" not in shown_text(tutor.slack.home("amina") or {}))


def _without(text: str, part: str) -> str:
    return "" if part in text else text


def everywhere(tutor: Tutor, text: str) -> list[tuple[str, str]]:
    """Where a text is in the database, as table and column."""
    with tutor.records.session() as session:
        return [
            (table.name, name)
            for table in Base.metadata.sorted_tables
            for row in session.execute(select(table)).mappings()
            for name, value in row.items()
            if text in str(value)
        ]


def test_nobody_deletes_what_is_somebody_elses(tutor: Tutor) -> None:
    user = user_id(tutor, "wanjiru")

    def kept() -> tuple[int, int]:
        with tutor.records.session() as session:
            own = [list(session.scalars(select(row).where(row.user == user))) for row in (ExchangeRow, AttemptRow)]
            return len(own[0]), len(own[1])

    before = kept()
    view = opened(tutor, "youssef", "`/run attention_map`")
    tutor.slack.press_in_view("youssef", view["id"], "erase_me")
    eventually(lambda: "🗑" in shown_text(tutor.slack.home("youssef") or {}))
    assert kept() == before
