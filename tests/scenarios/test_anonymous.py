"""A learner asks without their name, and is reached all the same."""

from __future__ import annotations

from bot.records.people import People
from bot.records.values import Person
from tests.scenarios.conftest import Json, Tutor
from tests.support import shown_text

QUESTION = "I am ashamed to ask, but what is the difference of a list and a tuple here"
AMINA = "U0AMINA001"


def direct(tutor: Tutor, words: str) -> Json:
    def matching() -> list[Json]:
        return [one for one in tutor.slack.messages("dm", user="amina") if words in shown_text(one)]

    return tutor.slack.wait_for(matching, 60)[-1]


def in_thread(tutor: Tutor, ts: str, words: str) -> Json:
    return tutor.slack.wait_for(lambda: [one for one in tutor.replies(ts) if words in shown_text(one)], 60)[-1]


def test_there_and_back_without_a_name(tutor: Tutor) -> None:
    people = People(tutor.records)
    people.save("T0INDABA01", AMINA, Person(anonymous=True))
    try:
        tutor.slack.command("amina", "general", "/tutor", QUESTION)
        asked = tutor.find("practicals", lambda m: "I am ashamed to ask" in shown_text(m))
    finally:
        people.save("T0INDABA01", AMINA, Person())
    posted = tutor.find("tutors", lambda m: "I am ashamed to ask" in shown_text(m))
    assert "Somebody asks" in shown_text(asked) and "without their name" in shown_text(posted)
    direct(tutor, "I've asked the tutors without your name")

    tutor.slack.post("grace", "practicals", "A tuple can't be changed. Does that help?", thread_ts=asked["ts"])
    relayed = direct(tutor, "A tuple can't be changed.")
    tutor.slack.post("amina", "dm", "what does changed mean?", thread_ts=relayed["ts"])
    in_thread(tutor, asked["ts"], "what does changed mean?")
    tutor.slack.post("amina", "dm", "```t = (1, 2)```", thread_ts=relayed["ts"])
    in_thread(tutor, asked["ts"], "t = (1, 2)")
    tutor.slack.post("grace", "practicals", "That you put another number into it.", thread_ts=asked["ts"])
    answer = direct(tutor, "That you put another number into it.")
    tutor.slack.press("amina", "dm", answer["ts"], "resolve_ticket")
    tutor.slack.wait_for(lambda: "Resolved by" in shown_text(tutor.slack.message("tutors", posted["ts"])), 60)

    shown = [tutor.slack.message("tutors", posted["ts"]), tutor.slack.message("practicals", asked["ts"])]
    shown += [*tutor.replies(asked["ts"]), *tutor.slack.messages("tutors", posted["ts"])]
    assert AMINA not in str(shown)
    written = [one for one in tutor.slack.messages("dm", relayed["ts"], user="amina") if one.get("bot_id")]
    assert written == []  # what is for the tutors is not answered by the bot
