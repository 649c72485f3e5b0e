"""A tutor keeps an answer; the next learner who asks gets it."""

from __future__ import annotations

import time

from bot.views.forms.keeping import KEEP_FORM
from tests.scenarios.conftest import Json, Tutor
from tests.scenarios.test_tickets import ask_a_tutor, card
from tests.support import eventually, shown_text

QUESTION = "my laptop has no space left on the disk when I install the requirements, what now?"


def resolved(tutor: Tutor, question: str, answer: str) -> Json:
    """The card of a question that Grace answered."""
    ts, posted = ask_a_tutor(tutor, "thabo", question)
    tutor.slack.press("grace", "tutors", posted["ts"], "claim_ticket")
    tutor.slack.post("grace", "practicals", answer, thread_ts=ts)
    tutor.slack.wait_for(lambda: "Answered by" in card(tutor, posted["ts"]), 60)
    tutor.slack.press("grace", "tutors", posted["ts"], "resolve_ticket")
    tutor.slack.wait_for(lambda: "Resolved by" in card(tutor, posted["ts"]), 60)
    return posted


def open_form(tutor: Tutor, posted: Json) -> Json:
    tutor.slack.press("grace", "tutors", posted["ts"], "keep_answer")
    forms = tutor.slack.wait_for(lambda: [v for v in tutor.slack.views("grace") if v["callback_id"] == KEEP_FORM], 60)
    return forms[-1]


def written(form: Json) -> dict[str, str]:
    return {name: form["state"]["values"][name][name]["value"] for name in ("question", "answer", "author")}


def in_thread(tutor: Tutor, posted: Json, words: str) -> Json:
    def matching() -> list[Json]:
        return [m for m in tutor.slack.messages("tutors", posted["ts"]) if words in shown_text(m)]

    return tutor.slack.wait_for(matching, 60)[-1]


def test_an_answer_is_kept_found_and_withdrawn(tutor: Tutor) -> None:
    posted = resolved(tutor, QUESTION, "Use the lab's shared folder: `pip install --target /shared/libs`.")
    form = open_form(tutor, posted)
    fields = written(form)
    assert fields["question"] == QUESTION
    assert "shared folder" in fields["answer"]
    assert fields["author"] == "Grace Mensah"

    assert "answer" in tutor.slack.submit_view("grace", form["id"], {**fields, "answer": "   "})
    sent = time.monotonic()
    assert tutor.slack.submit_view("grace", form["id"], {**fields, "author": "Grace"}) == {}
    kept = in_thread(tutor, posted, "Kept as knowledge")
    print(f"kept and searchable after {1_000 * (time.monotonic() - sent):.0f} ms")

    ts = tutor.slack.post("amina", "practicals", "no space left on disk when installing requirements, what can I do?")
    reply = tutor.reply(ts)
    assert "shared folder" in shown_text(reply)
    assert "Answered by Grace" in shown_text(reply)

    tutor.slack.press("grace", "tutors", kept["ts"], "withdraw_entry")
    in_thread(tutor, posted, "Withdrawn by <@U0GRACE001>")
    later = tutor.slack.post("wanjiru", "practicals", "no space left on disk when installing requirements, what to do?")
    assert "I'm not sure" in shown_text(tutor.reply(later))


def test_an_answer_takes_the_place_of_an_earlier_one(tutor: Tutor) -> None:
    question = "where can I find the spare laptop chargers for the practicals?"
    first = resolved(tutor, "which room has the spare laptop chargers for the practicals?", "Room 12, in the blue box.")
    second = resolved(tutor, question, "Room 7, at the desk.")
    form = open_form(tutor, first)
    assert tutor.slack.submit_view("grace", form["id"], written(form)) == {}
    earlier = in_thread(tutor, first, "Kept as knowledge")

    open_form(tutor, second)
    form = eventually(lambda: [v for v in tutor.slack.views("grace") if "Room 12" in shown_text(v)])[-1]
    assert tutor.slack.submit_view("grace", form["id"], {**written(form), "earlier": "replace"}) == {}
    kept = shown_text(in_thread(tutor, second, "Kept as knowledge"))
    assert "It takes the place of an earlier answer: *which room has the spare" in kept
    assert "Withdraw the earlier one" not in kept

    reply = shown_text(tutor.reply(tutor.slack.post("chidi", "practicals", question)))
    assert "Room 7" in reply
    assert "Room 12" not in reply
    tutor.slack.press("grace", "tutors", earlier["ts"], "withdraw_entry")
    in_thread(tutor, first, "It was withdrawn already.")
