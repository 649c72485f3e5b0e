"""A learner asks: the answer comes in the thread with its section, or an honest "I'm not sure"."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.scenarios.conftest import Tutor
from tests.support import shown_text


def test_a_question_is_answered_in_its_thread_with_the_section(tutor: Tutor) -> None:
    ts = tutor.slack.post("amina", "practicals", "why do we divide by sqrt(d_k)?")
    reply = tutor.reply(ts)
    assert "√d_k" in shown_text(reply)
    assert "Transformers &amp; Attention › Attention › Why divide by sqrt(d_k)?" in shown_text(reply)
    assert len(tutor.replies(ts)) == 1


def test_what_the_material_lacks_is_not_answered(tutor: Tutor) -> None:
    ts = tutor.slack.post("amina", "practicals", "when is lunch today?")
    reply = tutor.reply(ts)
    assert "I'm not sure" in shown_text(reply)
    assert "Ask a tutor" in shown_text(reply)


def test_a_statement_is_left_alone(tutor: Tutor) -> None:
    statement = tutor.slack.post("thabo", "practicals", "Thanks, that was a good session.")
    question = tutor.slack.post("thabo", "practicals", "what does vmap do?")
    tutor.reply(question)
    assert tutor.replies(statement) == []


def test_a_mention_is_answered_once(tutor: Tutor) -> None:
    ts = tutor.slack.post("amina", "general", f"<@{tutor.slack.bot_user}> how do I write a causal mask")
    reply = tutor.reply(ts, "general")
    assert "mask" in shown_text(reply)
    question = tutor.slack.post("amina", "practicals", "what does jit do?")
    tutor.reply(question)
    assert len(tutor.replies(ts, "general")) == 1


def test_a_direct_message_is_answered(tutor: Tutor) -> None:
    ts = tutor.slack.post("thabo", "dm", "what is a pytree")
    channel = f"D{tutor.slack._slack.workspace.user('thabo').id[1:]}"
    assert "tree" in shown_text(tutor.reply(ts, channel)).lower()


def test_ask_is_private_and_can_be_shared(tutor: Tutor) -> None:
    before = len(tutor.slack.ephemerals("amina", "practicals"))
    answer = tutor.slack.command("amina", "practicals", "/ask", "what does in_axes mean?")
    assert answer.error is None
    whispered = tutor.whisper("amina", "practicals", before)
    assert "in_axes" in shown_text(whispered)
    tutor.slack.press("amina", "practicals", whispered["ts"], "share")
    shared = tutor.find("practicals", lambda m: "asked: what does in_axes mean?" in shown_text(m))
    assert "in_axes" in shown_text(shared)


def test_the_whole_section_is_shown_to_the_one_who_asks_for_it(tutor: Tutor) -> None:
    ts = tutor.slack.post("amina", "practicals", "why do we divide by sqrt(d_k)?")
    reply = tutor.reply(ts)
    before = len(tutor.slack.ephemerals("amina", "practicals"))
    tutor.slack.press("amina", "practicals", reply["ts"], "show_section")
    section = tutor.whisper("amina", "practicals", before)
    assert len(shown_text(section)) > len(shown_text(reply))


def test_the_code_of_an_answer_runs_at_a_press(tutor: Tutor) -> None:
    ts = tutor.slack.post("amina", "practicals", "how do I write a causal mask in code?")
    reply = tutor.reply(ts)
    assert "```python" in shown_text(reply)
    tutor.slack.press("amina", "practicals", reply["ts"], "run_example")
    result = tutor.slack.wait_for(lambda: tutor.replies(ts)[1:], 60)[0]
    assert "Done" in shown_text(result)


def test_feedback_is_kept(tutor: Tutor) -> None:
    from sqlalchemy import select

    from bot.records.models import FeedbackRow

    before = datetime.now(UTC)
    ts = tutor.slack.post("wanjiru", "practicals", "what does jax.grad return?")
    reply = tutor.reply(ts)
    tutor.slack.press("wanjiru", "practicals", reply["ts"], "not_helpful")

    def kept() -> list[bool]:
        with tutor.records.session() as session:
            own = select(FeedbackRow.helpful).where(FeedbackRow.user == "U0WANJIRU1", FeedbackRow.at >= before)
            return list(session.scalars(own))

    assert tutor.slack.wait_for(kept, 60) == [False]


def test_a_follow_up_is_understood_from_its_thread(tutor: Tutor) -> None:
    ts = tutor.slack.post("chidi", "practicals", "what is a causal mask for?")
    tutor.reply(ts)
    tutor.slack.post("chidi", "practicals", "and how do I build it?", thread_ts=ts)
    second = tutor.slack.wait_for(lambda: tutor.replies(ts)[1:], 60)[0]
    assert "tril" in shown_text(second)
