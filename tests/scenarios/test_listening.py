"""Who is answered where: questions, statements, offers, edits and deletions in #practicals."""

from __future__ import annotations

from bot.jobs import natural_key
from bot.standin.settings import TEAM_ID
from tests.scenarios.conftest import Json, Tutor
from tests.support import eventually, shown_text
from workers.ledger import Entry

PLACE = "C0PRACTICE"
UNSURE = "the mask in the decoder again"


def heard_all(tutor: Tutor) -> None:
    """All that was posted before has been heard, and what came of it is done."""
    eventually(lambda: not tutor.ledger.open())


def under_way(tutor: Tutor, kind: str) -> list[Entry]:
    return [entry for entry in tutor.ledger.open() if entry.job.kind == kind]


def answered(tutor: Tutor, ts: str) -> str:
    return shown_text(tutor.replies(ts)[0])


def offers(tutor: Tutor, user: str) -> list[Json]:
    return [one for one in tutor.slack.ephemerals(user, "practicals") if "offer_taken" in str(one.get("blocks"))]


def test_trouble_without_a_question_mark_is_answered_and_statements_are_left(tutor: Tutor) -> None:
    left = [
        tutor.slack.post("thabo", "practicals", text)
        for text in ("it works now", "same problem here", "thanks a lot!", "try jnp.where instead")
    ]
    asked = tutor.slack.post("amina", "practicals", "my loss is nan and i dont know why")
    tutor.reply(asked)
    heard_all(tutor)
    assert [tutor.replies(ts) for ts in left] == [[]] * 4


def test_tutors_are_left_alone_unless_they_call(tutor: Tutor) -> None:
    spoken = tutor.slack.post("grace", "practicals", "what does vmap do?")
    called = tutor.slack.post("grace", "practicals", f"<@{tutor.slack.bot_user}> what does vmap do?")
    tutor.reply(called)
    heard_all(tutor)
    assert tutor.replies(spoken) == []


def test_other_channels_are_answered_only_when_called(tutor: Tutor) -> None:
    spoken = tutor.slack.post("amina", "general", "what does vmap do?")
    called = tutor.slack.post("amina", "general", f"<@{tutor.slack.bot_user}> what does vmap do?")
    tutor.reply(called, "general")
    heard_all(tutor)
    assert tutor.replies(spoken, "general") == []


def test_in_quiet_mode_only_who_calls_is_answered(tutor: Tutor) -> None:
    tutor.set_up(quiet=True)
    spoken = tutor.slack.post("amina", "practicals", "what does jit do?")
    called = tutor.slack.post("amina", "practicals", f"<@{tutor.slack.bot_user}> what does jit do?")
    tutor.reply(called)
    heard_all(tutor)
    assert tutor.replies(spoken) == []


def test_an_unsure_message_gets_an_offer_that_leads_to_the_answer(tutor: Tutor) -> None:
    ts = tutor.slack.post("wanjiru", "practicals", UNSURE)
    offer = eventually(lambda: offers(tutor, "wanjiru"))[-1]
    assert "Want me to look in the practicals?" in shown_text(offer)
    assert UNSURE in shown_text(offer)
    assert tutor.replies(ts) == []
    tutor.slack.press("wanjiru", "practicals", offer["ts"], "offer_taken")
    tutor.reply(ts)
    eventually(lambda: not offers(tutor, "wanjiru"))
    assert "I'm looking" in shown_text(tutor.slack.ephemerals("wanjiru", "practicals")[-1])


def test_an_offer_that_is_declined_is_put_away(tutor: Tutor) -> None:
    ts = tutor.slack.post("fatou", "practicals", UNSURE)
    offer = eventually(lambda: offers(tutor, "fatou"))[-1]
    tutor.slack.press("fatou", "practicals", offer["ts"], "offer_declined")
    eventually(lambda: "All right" in shown_text(tutor.slack.ephemerals("fatou", "practicals")[-1]))
    again = tutor.slack.post("fatou", "practicals", UNSURE)
    tutor.reply(tutor.slack.post("fatou", "practicals", "what does vmap do?"))
    heard_all(tutor)
    assert offers(tutor, "fatou") == tutor.replies(ts) == tutor.replies(again) == []


def test_an_offer_for_a_message_that_is_gone_says_so(tutor: Tutor) -> None:
    ts = tutor.slack.post("chidi", "practicals", UNSURE)
    offer = eventually(lambda: offers(tutor, "chidi"))[-1]
    tutor.slack.delete("chidi", "practicals", ts)
    tutor.slack.press("chidi", "practicals", offer["ts"], "offer_taken")
    eventually(lambda: "is gone" in shown_text(tutor.slack.ephemerals("chidi", "practicals")[-1]))


def test_another_learner_in_a_thread_is_offered_an_answer_at_most(tutor: Tutor) -> None:
    ts = tutor.slack.post("amina", "practicals", "what is a causal mask for?")
    tutor.reply(ts)
    before = len(offers(tutor, "thabo"))
    tutor.slack.post("thabo", "practicals", "did you restart the runtime?", thread_ts=ts)
    tutor.slack.post("thabo", "practicals", "what does vmap do?", thread_ts=ts)
    offer = eventually(lambda: offers(tutor, "thabo")[before:])[0]
    heard_all(tutor)
    assert "what does vmap do?" in shown_text(offer)
    assert len(offers(tutor, "thabo")) == before + 1
    assert len(tutor.replies(ts)) == 1
    tutor.slack.press("thabo", "practicals", offer["ts"], "offer_taken")
    tutor.slack.wait_for(lambda: len(tutor.replies(ts)) == 2, 60)


def test_a_thread_in_which_a_tutor_talks_is_left_to_them(tutor: Tutor) -> None:
    ts = tutor.slack.post("amina", "practicals", "what is a causal mask for?")
    tutor.reply(ts)
    tutor.slack.post("grace", "practicals", "It hides the future, see section 3.", thread_ts=ts)
    tutor.slack.post("amina", "practicals", "and how do I build it?", thread_ts=ts)
    heard_all(tutor)
    assert len(tutor.replies(ts)) == 1
    tutor.slack.post("amina", "practicals", f"<@{tutor.slack.bot_user}> and how do I build it?", thread_ts=ts)
    tutor.slack.wait_for(lambda: len(tutor.replies(ts)) == 2, 60)


def test_a_tutor_who_asks_back_waits_for_the_learner(tutor: Tutor) -> None:
    ts = tutor.slack.post("thabo", "practicals", "who has the key of the prayer room?")
    reply = tutor.reply(ts)
    tutor.slack.press("thabo", "practicals", reply["ts"], "ask_tutor")
    eventually(lambda: tutor.tickets.of_thread(PLACE, ts, team=TEAM_ID))
    tutor.slack.post("youssef", "practicals", "did you ask at the desk?", thread_ts=ts)
    eventually(lambda: getattr(tutor.tickets.of_thread(PLACE, ts, team=TEAM_ID), "state", "") == "waiting")


def test_what_a_person_has_answered_meanwhile_is_left(tutor: Tutor) -> None:
    with tutor.paused("answers"):
        ts = tutor.slack.post("amina", "practicals", "what does jax.grad return?")
        eventually(lambda: tutor.ledger.entry(natural_key(TEAM_ID, PLACE, ts, "message")))
        tutor.slack.post("thabo", "practicals", "same here", thread_ts=ts)
        tutor.slack.post("grace", "practicals", "It returns a function.", thread_ts=ts)
        eventually(lambda: [entry.job.kind for entry in tutor.ledger.open()] == ["answer"])
    heard_all(tutor)
    assert tutor.replies(ts) == []


def test_an_edit_updates_the_answer_in_place(tutor: Tutor) -> None:
    ts = tutor.slack.post("amina", "practicals", "what is a pytree?")
    first = tutor.reply(ts)
    tutor.slack.edit("amina", "practicals", ts, "how do I write a causal mask?")
    eventually(lambda: "tril" in answered(tutor, ts))
    assert [one["ts"] for one in tutor.replies(ts)] == [first["ts"]]
    before = len(tutor.slack.ephemerals("amina", "practicals"))
    tutor.slack.press("amina", "practicals", first["ts"], "show_section")
    assert "mask" in shown_text(tutor.whisper("amina", "practicals", before)).lower()


def test_a_statement_that_becomes_a_question_is_answered_and_back_again_it_stays(tutor: Tutor) -> None:
    ts = tutor.slack.post("thabo", "practicals", "vmap is nice")
    heard_all(tutor)
    assert tutor.replies(ts) == []
    tutor.slack.edit("thabo", "practicals", ts, "what does vmap do?")
    reply = tutor.reply(ts)
    tutor.slack.edit("thabo", "practicals", ts, "ok I understand vmap now")
    heard_all(tutor)
    assert tutor.replies(ts)[0]["text"] == reply["text"]


def test_an_edit_while_the_answer_is_made_ends_with_the_last_words(tutor: Tutor) -> None:
    with tutor.paused("answers"):
        ts = tutor.slack.post("amina", "practicals", "what is a pytree?")
        eventually(lambda: tutor.ledger.entry(natural_key(TEAM_ID, PLACE, ts, "message")))
        tutor.slack.edit("amina", "practicals", ts, "what is the ELBO?")
        tutor.slack.edit("amina", "practicals", ts, "how do I write a causal mask?")
        eventually(lambda: "how do I write a causal mask?" in [one.job.text for one in under_way(tutor, "answer")])
        eventually(lambda: len(under_way(tutor, "answer")) == len(tutor.ledger.open()))
    eventually(lambda: "tril" in answered(tutor, ts))
    heard_all(tutor)
    assert "tril" in answered(tutor, ts)
    assert len(tutor.replies(ts)) == 1


def test_a_direct_message_that_is_edited_is_answered_anew(tutor: Tutor) -> None:
    place = "D0WANJIRU1"
    ts = tutor.slack.post("wanjiru", "dm", "what is a pytree")
    tutor.reply(ts, place)
    tutor.slack.edit("wanjiru", "dm", ts, "the causal mask in code")
    eventually(lambda: "tril" in shown_text(tutor.replies(ts, place)[0]))
    assert len(tutor.replies(ts, place)) == 1


def test_a_deleted_question_takes_its_unread_answer_with_it(tutor: Tutor) -> None:
    ts = tutor.slack.post("chidi", "practicals", "what does jit do?")
    tutor.reply(ts)
    tutor.slack.delete("chidi", "practicals", ts)
    eventually(lambda: not tutor.replies(ts))
    heard_all(tutor)
    assert tutor.records.exchange_of_message(TEAM_ID, PLACE, ts) is None


def test_a_deleted_question_leaves_an_answer_that_somebody_has_used(tutor: Tutor) -> None:
    pressed, talked = (tutor.slack.post("chidi", "practicals", "what does jit do?") for _ in range(2))
    before = len(tutor.slack.ephemerals("amina", "practicals"))
    tutor.slack.press("amina", "practicals", tutor.reply(pressed)["ts"], "show_section")
    tutor.whisper("amina", "practicals", before)
    tutor.reply(talked)
    tutor.slack.post("amina", "practicals", "oh nice", thread_ts=talked)
    heard_all(tutor)
    for ts in (pressed, talked):
        tutor.slack.delete("chidi", "practicals", ts)
    heard_all(tutor)
    assert [len(tutor.replies(ts)) for ts in (pressed, talked)] == [1, 1]


def test_a_question_deleted_before_its_answer_gets_none(tutor: Tutor) -> None:
    with tutor.paused("answers"):
        ts = tutor.slack.post("chidi", "practicals", "what does jit do?")
        eventually(lambda: tutor.ledger.entry(natural_key(TEAM_ID, PLACE, ts, "message")))
        tutor.slack.delete("chidi", "practicals", ts)
        eventually(lambda: [entry.job.kind for entry in tutor.ledger.open()] == ["answer"])
    heard_all(tutor)
    assert not any(m.get("thread_ts") == ts for m in tutor.slack.messages("practicals"))
