"""An answer that grows in the assistant pane, and is whole and there once however it is interrupted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.jobs import Job
from bot.records.database import open_database
from bot.records.store import Records
from bot.records.streams import Stream, Streams
from bot.replies.client import make_client
from bot.replies.context import Context, make_context
from bot.replies.posting import Busy
from bot.replies.streaming import StreamedAnswers
from bot.settings import read_settings
from bot.standin import Standin
from bot.views import blocks
from bot.views.blocks import Message

ONE, TWO, THREE = "One thing [1].", "A second <!channel> [1].", "A third [2]."
SAFE_TWO = "A second <\u2060!channel> [1]."
BELOW = [blocks.context("From here"), blocks.actions([blocks.button("Ask a tutor", "ask_tutor", "j1")])]
DM = "D0AMINA001"


@dataclass
class Pane:
    slack: Standin
    context: Context
    answers: StreamedAnswers
    job: Job

    def shown(self) -> list[dict[str, Any]]:
        """The bot's messages below the question."""
        found = self.slack.messages(DM, self.job.thread)
        return [message for message in found if message["ts"] > self.job.message]

    def finish(self, text: str = f"{ONE} {SAFE_TWO} {THREE}") -> None:
        self.answers.finish(self.job, self.job.thread, Message("notice", [blocks.markdown(text), *BELOW]))

    def is_whole(self, text: str = f"{ONE} {SAFE_TWO} {THREE}") -> bool:
        (message,) = self.shown()
        kinds = [block["type"] for block in message["blocks"]]
        assert kinds == ["markdown", "context", "actions"]
        assert "streaming_state" not in message
        return str(message["blocks"][0]["text"]) == text


@pytest.fixture
def pane(tmp_path: Path) -> Iterator[Pane]:
    with Standin(port=0) as slack:
        settings = read_settings(slack_bot_token=slack.bot_token, slack_api_url=slack.api_url, data=tmp_path)
        engine = open_database(settings.database)
        context = make_context(make_client(settings), Records(engine), settings, lambda job: None)
        thread = slack.open_assistant("amina")
        asked = slack.post("amina", "dm", "why?", thread_ts=thread)
        job = Job("j1", "answer", "T0INDABA01", DM, "U0AMINA001", "why?", asked, thread, data={"pane": True})
        yield Pane(slack, context, StreamedAnswers(context, patience=0.1), job)
        engine.dispose()


def test_it_grows_and_ends_with_what_belongs_below(pane: Pane) -> None:
    pane.answers.show(pane.job, ONE)
    assert pane.shown()[0]["streaming_state"] == "in_progress"
    pane.answers.show(pane.job, f"{ONE} {TWO}")
    assert pane.shown()[0]["text"].split() == f"{ONE} {SAFE_TWO}".split()
    pane.finish()
    assert pane.is_whole()
    assert [call["method"] for call in pane.slack.calls() if call["method"].startswith("chat.")] == [
        "chat.startStream",
        "chat.appendStream",
        "chat.stopStream",
    ]


def test_a_text_that_comes_twice_or_late_is_shown_once(pane: Pane) -> None:
    for text in (ONE, f"{ONE} {TWO}", f"{ONE} {TWO}", ONE):
        pane.answers.show(pane.job, text)
    pane.finish()
    pane.answers.show(pane.job, f"{ONE} {TWO} {THREE} And more [1].")
    assert pane.is_whole()


def test_what_is_no_part_of_the_answer_in_the_end_is_replaced(pane: Pane) -> None:
    pane.answers.show(pane.job, f"{ONE} {TWO}")
    pane.finish("Something else.")
    assert pane.is_whole("Something else.")
    assert ONE not in str(pane.shown())


def test_without_a_stream_it_is_posted_at_once_and_none_starts_after_that(pane: Pane) -> None:
    pane.finish()
    pane.answers.show(pane.job, ONE)
    assert pane.is_whole()
    assert pane.slack.calls("chat.startStream") == []


def test_finishing_twice_leaves_one_whole_answer(pane: Pane) -> None:
    pane.answers.show(pane.job, ONE)
    pane.finish()
    pane.finish()
    assert pane.is_whole()


def test_a_stream_that_slack_has_ended_is_completed(pane: Pane) -> None:
    pane.answers.show(pane.job, ONE)
    pane.context.client.chat_stopStream(channel=DM, ts=pane.shown()[0]["ts"])
    pane.finish()
    assert pane.is_whole()


def test_the_stream_of_a_process_that_died_as_it_began_is_found(pane: Pane) -> None:
    Streams(pane.context.records).begin("j1")
    pane.context.records.intend_post("j1", "reply", DM)
    pane.context.client.chat_startStream(channel=DM, thread_ts=pane.job.thread, markdown_text=ONE)
    pane.answers.show(pane.job, f"{ONE} {TWO}")
    pane.finish()
    assert pane.is_whole()


def test_a_process_that_died_before_it_began_leaves_the_answer_to_be_posted(pane: Pane) -> None:
    Streams(pane.context.records).begin("j1")
    pane.context.records.intend_post("j1", "reply", DM)
    pane.finish()
    assert pane.is_whole()


def test_the_text_of_a_process_that_died_as_it_added_some_is_replaced(pane: Pane) -> None:
    pane.answers.show(pane.job, ONE)
    Streams(pane.context.records).note("j1", Stream(f"{ONE} {SAFE_TWO}", sure=False))
    pane.answers.show(pane.job, f"{ONE} {TWO} {THREE}")
    pane.finish()
    assert pane.is_whole()


@pytest.mark.parametrize("kind", ["ratelimit", "error"])
@pytest.mark.parametrize("method", ["chat.startStream", "chat.appendStream", "chat.stopStream"])
def test_what_slack_refuses_costs_nothing_but_the_growing(pane: Pane, method: str, kind: str) -> None:
    pane.slack.fault("api", kind, method, seconds=0.1)
    pane.answers.show(pane.job, ONE)
    pane.answers.show(pane.job, f"{ONE} {TWO}")
    pane.finish()
    assert pane.is_whole()


def test_while_another_process_writes_it_is_left_alone(pane: Pane) -> None:
    pane.answers.show(pane.job, ONE)
    with Streams(pane.context.records).held("j1") as held:
        assert held
        pane.answers.show(pane.job, f"{ONE} {TWO}")
        with pytest.raises(Busy):
            pane.finish()
    pane.finish()
    assert pane.is_whole()


def test_who_died_with_the_stream_in_hand_loses_it(pane: Pane) -> None:
    pane.answers.show(pane.job, ONE)
    short = Streams(pane.context.records, lease=0.01)
    dead = short.held("j1")
    dead.__enter__()
    pane.answers = StreamedAnswers(pane.context, patience=2.0)
    pane.finish()
    assert pane.is_whole()


def test_two_questions_in_one_thread_keep_their_own_answers(pane: Pane) -> None:
    pane.answers.show(pane.job, ONE)
    second = pane.slack.post("amina", "dm", "and then?", thread_ts=pane.job.thread)
    other = Pane(pane.slack, pane.context, pane.answers, replace(pane.job, id="j2", message=second))
    other.answers.show(other.job, TWO)
    other.finish(f"{SAFE_TWO} {THREE}")
    assert other.is_whole(f"{SAFE_TWO} {THREE}")
    pane.finish()
    answers = [message for message in pane.shown() if message.get("bot_id")]
    assert [len(message["blocks"]) for message in answers] == [3, 3]
