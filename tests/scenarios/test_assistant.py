"""The assistant pane: suggested questions, a status while it works, answers that grow, and feedback."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from bot.records.models import FeedbackRow
from bot.words import en
from tests.language_model import Handler, Play, Server, language_model
from tests.scenarios.conftest import Json, Tutor, running_tutor
from tests.support import shown_text

PEOPLE = {"amina": "D0AMINA001", "thabo": "D0THABO001", "wanjiru": "D0WANJIRU1", "chidi": "D0CHIDI001"}
WHY_SCALE = "Why divide by sqrt(d_k)?"
SENTENCE = re.compile(r"(?<=[.!?]\s)[A-Z][^.!?`$*|\n]{40,160}\.(?=\s)")


def opened(tutor: Tutor, who: str) -> tuple[str, str]:
    """A new thread in somebody's pane, greeted and with its suggestions: its channel and ts."""
    ts = tutor.slack.open_assistant(who)
    tutor.slack.wait_for(lambda: suggested(tutor, ts), 60)
    return PEOPLE[who], ts


def suggested(tutor: Tutor, thread: str) -> list[Json]:
    calls = tutor.slack.calls("assistant.threads.setSuggestedPrompts")
    return [call["args"]["prompts"] for call in calls if call["args"]["thread_ts"] == thread and call["ok"]]


def answers(tutor: Tutor, channel: str, thread: str) -> list[Json]:
    """The bot's messages in the thread after its greeting."""
    return tutor.replies(thread, channel)[1:]


def answer(tutor: Tutor, channel: str, thread: str, seconds: float = 30) -> Json:
    """The last message in the thread, once it is there and has what belongs below it."""

    def whole() -> list[Json]:
        return [m for m in answers(tutor, channel, thread) if "streaming_state" not in m and len(m["blocks"]) > 1]

    return tutor.slack.wait_for(whole, seconds)[-1]


def test_a_new_thread_is_greeted_and_suggests_questions(tutor: Tutor) -> None:
    channel, thread = opened(tutor, "amina")
    (greeting,) = tutor.replies(thread, channel)
    assert "Ask me about the practicals" in shown_text(greeting)
    (prompts,) = suggested(tutor, thread)
    assert len(prompts) == 4
    assert {"title": WHY_SCALE, "message": WHY_SCALE} in prompts


def test_a_question_is_answered_in_its_thread_with_a_status_meanwhile(tutor: Tutor) -> None:
    channel, thread = opened(tutor, "amina")
    with tutor.paused("answers"):
        tutor.slack.post("amina", "dm", WHY_SCALE, thread_ts=thread)
        status = tutor.slack.wait_for(lambda: tutor.slack._slack.workspace.statuses.get((channel, thread)), 3)
    assert status == en.WORDS.pane.status
    reply = answer(tutor, channel, thread)
    assert "√d_k" in shown_text(reply)
    assert [block["type"] for block in reply["blocks"]][-1] == "context_actions"
    assert not tutor.slack._slack.workspace.statuses.get((channel, thread))
    title = {"title": WHY_SCALE}
    tutor.slack.wait_for(lambda: tutor.slack.message(channel, thread)["assistant_app_thread"] == title, 60)


def test_every_question_is_answered_once_and_the_first_names_the_thread(tutor: Tutor) -> None:
    channel, thread = opened(tutor, "thabo")
    for number, question in enumerate(("What is a causal mask for?", "and how do I build it?"), start=1):
        tutor.slack.post("thabo", "dm", question, thread_ts=thread)
        tutor.slack.wait_for(lambda n=number: answers(tutor, channel, thread)[n - 1 :], 60)
    assert "tril" in shown_text(answers(tutor, channel, thread)[1])
    tutor.slack.post("thabo", "dm", "What does vmap do?", thread_ts=thread)
    tutor.slack.wait_for(lambda: answers(tutor, channel, thread)[2:], 60)
    assert len(answers(tutor, channel, thread)) == 3
    titles = [call["args"]["title"] for call in tutor.slack.calls("assistant.threads.setTitle")]
    assert titles.count("What is a causal mask for?") == 1
    assert "and how do I build it?" not in titles


def test_feedback_from_the_pane_is_kept(tutor: Tutor) -> None:
    channel, thread = opened(tutor, "wanjiru")
    tutor.slack.post("wanjiru", "dm", "What is broadcasting?", thread_ts=thread)
    reply = answer(tutor, channel, thread)
    positive = reply["blocks"][-1]["elements"][0]["positive_button"]
    exchange = positive["value"].split()[1]
    pressed = tutor.slack.press("wanjiru", "dm", reply["ts"], "pane_feedback", positive["value"])
    assert pressed.error is None

    def kept() -> bool | None:
        with tutor.records.session() as session:
            return session.scalar(select(FeedbackRow.helpful).where(FeedbackRow.job_id == exchange))

    assert tutor.slack.wait_for(kept, 60) is True


def test_what_the_material_lacks_goes_to_a_tutor(tutor: Tutor) -> None:
    channel, thread = opened(tutor, "chidi")
    tutor.slack.post("chidi", "dm", "when is lunch today?", thread_ts=thread)
    reply = answer(tutor, channel, thread)
    assert "I'm not sure" in shown_text(reply) and "Ask a tutor" in shown_text(reply)


def test_code_alone_can_be_run(tutor: Tutor) -> None:
    channel, thread = opened(tutor, "amina")
    tutor.slack.post("amina", "dm", "```\nimport jax.numpy as jnp\njnp.arange(6).sum()\n```", thread_ts=thread)
    offer = answer(tutor, channel, thread)
    assert "What shall I do with it?" in shown_text(offer)
    tutor.slack.press("amina", "dm", offer["ts"], "run_offered")
    result = tutor.slack.wait_for(lambda: [m for m in answers(tutor, channel, thread) if "Done" in shown_text(m)], 60)[
        0
    ]
    assert "Done" in shown_text(result) and "15" in shown_text(result)
    tutor.slack.wait_for(lambda: offer["ts"] not in [one["ts"] for one in tutor.replies(thread, channel)], 60)


def test_shapes_and_experiments_go_by_their_names(tutor: Tutor) -> None:
    channel, thread = opened(tutor, "thabo")
    tutor.slack.post("thabo", "dm", "check attention q=2,10,64 k=2,12,64 v=2,12,64 heads=8", thread_ts=thread)
    assert "The shapes fit" in shown_text(answer(tutor, channel, thread))
    tutor.slack.post("thabo", "dm", "run attention_map", thread_ts=thread)
    result = tutor.slack.wait_for(lambda: answers(tutor, channel, thread)[1:], 120)[0]
    assert any(block["type"] == "image" for block in result["blocks"])


@pytest.fixture(scope="module")
def model() -> Iterator[Server]:
    with language_model() as running:
        yield running


@pytest.fixture(scope="module")
def writing_tutor(tmp_path_factory: pytest.TempPathFactory, model: Server) -> Iterator[Tutor]:
    """A tutor with a language model."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in (("URL", model.url), ("MODEL", "small"), ("SECONDS", "60")):
            environment.setenv(f"TUTOR_LLM_{name}", value)
        with running_tutor(tmp_path_factory.mktemp("writing")) as running:
            yield running


def two_sentences(handler: Handler) -> tuple[str, str]:
    """Two sentences of the first passage that the model was given, each with its citation."""
    passages = handler.server.asked[-1]["messages"][1]["content"]  # type: ignore[attr-defined]
    first, second = SENTENCE.findall(passages.partition("[2]")[0])[:2]
    return f"{first[:-1]} [1].", f"{second[:-1]} [1]."


class Script:
    """A model that says one sentence, waits to be told, and goes on with `then`."""

    def __init__(self, then: Callable[[Handler, str], None]) -> None:
        self.go_on = threading.Event()
        self.said: list[str] = []
        self._then = then

    def __call__(self, handler: Handler) -> None:
        first, second = two_sentences(handler)
        self.said += [first, second]
        handler.begin()
        for word in re.findall(r"\S+\s*", f"{first} {second[:25]}"):
            handler.say(word)
        assert self.go_on.wait(60)
        self._then(handler, second[25:])


def finishes(handler: Handler, rest: str) -> None:
    handler.say(rest)
    handler.finish()


def breaks_off(handler: Handler, rest: str) -> None:
    handler.wfile.write(b"data: {broken")
    handler.close_connection = True


def growing(tutor: Tutor, model: Server, who: str, script: Play) -> tuple[str, str, Json]:
    """A question whose answer has begun to grow: its channel, its thread, and the message as it stands."""
    model.play = script
    channel, thread = opened(tutor, who)
    tutor.slack.post(who, "dm", WHY_SCALE, thread_ts=thread)
    found = tutor.slack.wait_for(lambda: answers(tutor, channel, thread), 60)
    return channel, thread, found[0]


def test_an_answer_grows_and_ends_with_its_sources(writing_tutor: Tutor, model: Server) -> None:
    script = Script(finishes)
    channel, thread, begun = growing(writing_tutor, model, "amina", script)
    assert begun["streaming_state"] == "in_progress"
    assert begun["text"].strip() == script.said[0]
    script.go_on.set()
    reply = answer(writing_tutor, channel, thread)
    assert reply["ts"] == begun["ts"]
    text = reply["blocks"][0]["text"]
    assert [text.count(sentence) for sentence in script.said] == [1, 1]
    assert "Why divide by sqrt(d_k)?" in str(reply["blocks"][-3])
    assert reply["blocks"][-1]["type"] == "context_actions"
    assert len(answers(writing_tutor, channel, thread)) == 1


def test_a_model_that_breaks_off_leaves_the_whole_extractive_answer(writing_tutor: Tutor, model: Server) -> None:
    script = Script(breaks_off)
    channel, thread, begun = growing(writing_tutor, model, "thabo", script)
    script.go_on.set()
    reply = writing_tutor.slack.wait_for(
        lambda: [m for m in answers(writing_tutor, channel, thread) if "[1]" not in str(m)], 30
    )[0]
    assert reply["ts"] == begun["ts"]
    assert "√d_k" in reply["blocks"][0]["text"] and reply["blocks"][-1]["type"] == "context_actions"
    assert "streaming_state" not in reply
    assert len(answers(writing_tutor, channel, thread)) == 1


def test_an_answer_survives_the_death_of_who_shows_it(writing_tutor: Tutor, model: Server) -> None:
    script = Script(finishes)
    channel, thread, begun = growing(writing_tutor, model, "wanjiru", script)
    dead = writing_tutor.process("replies")
    dead.kill()
    dead.wait(10)
    script.go_on.set()
    reply = answer(writing_tutor, channel, thread)
    assert reply["ts"] == begun["ts"]
    assert [reply["blocks"][0]["text"].count(sentence) for sentence in script.said] == [1, 1]
    assert len(answers(writing_tutor, channel, thread)) == 1


def test_an_answer_survives_the_death_of_who_writes_it(writing_tutor: Tutor, model: Server) -> None:
    script, again = Script(finishes), Script(finishes)
    channel, thread, begun = growing(writing_tutor, model, "chidi", script)
    model.play = again
    writing_tutor.process("answers").kill()
    script.go_on.set()
    again.go_on.set()
    reply = answer(writing_tutor, channel, thread, seconds=180)
    assert reply["ts"] == begun["ts"]
    assert [reply["blocks"][0]["text"].count(sentence) for sentence in again.said] == [1, 1]
    assert len(answers(writing_tutor, channel, thread)) == 1


def test_elsewhere_the_answer_comes_whole(writing_tutor: Tutor, model: Server) -> None:
    script = Script(finishes)
    script.go_on.set()
    model.play = script
    ts = writing_tutor.slack.post("amina", "practicals", WHY_SCALE)
    reply = writing_tutor.reply(ts)
    assert script.said[1] in reply["blocks"][0]["text"]
    starts = [call["args"]["channel"] for call in writing_tutor.slack.calls("chat.startStream")]
    assert "C0PRACTICE" not in starts
