"""A tutor keeps an answer; the next learner who asks gets it."""

from __future__ import annotations

import time

from bot.views.entries import KEEP_FORM
from tests.scenarios.conftest import Json, Tutor
from tests.scenarios.test_tickets import ask_a_tutor, card
from tests.support import shown_text

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


def in_thread(tutor: Tutor, posted: Json, words: str) -> Json:
    def matching() -> list[Json]:
        return [m for m in tutor.slack.messages("tutors", posted["ts"]) if words in shown_text(m)]

    return tutor.slack.wait_for(matching, 60)[-1]


def test_an_answer_is_kept_found_and_withdrawn(tutor: Tutor) -> None:
    posted = resolved(tutor, QUESTION, "Use the lab's shared folder: `pip install --target /shared/libs`.")
    form = open_form(tutor, posted)
    fields = {block["block_id"]: block["element"]["initial_value"] for block in form["blocks"] if "element" in block}
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
