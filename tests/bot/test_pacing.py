"""Slack's limits as the poster meets them: it waits a moment itself, and hands longer waits back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError

from bot.records.database import open_database
from bot.records.store import Records
from bot.replies.client import make_client
from bot.replies.pacing import Later, seconds_to_wait
from bot.replies.posting import Poster
from bot.settings import Settings, read_settings
from bot.standin import Standin
from bot.views.notices import note

CHANNEL = "C0PRACTICE"


@dataclass
class Turns:
    """Turns that a test gives out: seconds by key, and what was held."""

    waits: dict[str, float] = field(default_factory=dict)
    held: list[tuple[str, float]] = field(default_factory=list)

    def wait(self, channel: str, key: str) -> float:
        return self.waits.get(key, 0.0)

    def hold(self, channel: str, seconds: float) -> None:
        self.held.append((channel, seconds))


@pytest.fixture
def slack() -> Iterator[Standin]:
    with Standin() as running:
        yield running


@pytest.fixture
def settings(slack: Standin, tmp_path: Path) -> Settings:
    return read_settings(slack_bot_token=slack.bot_token, slack_api_url=slack.api_url, data=tmp_path)


@pytest.fixture
def turns() -> Turns:
    return Turns()


@pytest.fixture
def poster(settings: Settings, turns: Turns) -> Iterator[Poster]:
    engine = open_database(settings.database)
    yield Poster(make_client(settings), Records(engine), turns=turns)
    engine.dispose()


def said(slack: Standin) -> list[str]:
    return [message["text"] for message in slack.messages("practicals")]


def test_a_message_whose_turn_is_later_leaves_no_trace_and_comes_at_its_turn(
    slack: Standin, poster: Poster, turns: Turns
) -> None:
    turns.waits["job:reply"] = 5.0
    with pytest.raises(Later) as later:
        poster.await_turn("job", "reply", CHANNEL)
    assert later.value.seconds == 5.0
    assert said(slack) == []
    turns.waits.clear()
    poster.post_once("job", "reply", CHANNEL, "", note("hello"))
    assert said(slack) == ["hello"]


def test_who_has_begun_waits_for_the_turn_in_place(slack: Standin, poster: Poster, turns: Turns) -> None:
    turns.waits["job:reply"] = 0.5
    started = time.monotonic()
    poster.post_once("job", "reply", CHANNEL, "", note("hello"))
    assert time.monotonic() - started >= 0.5
    assert said(slack) == ["hello"]


def test_what_is_posted_already_waits_for_no_turn(slack: Standin, poster: Poster, turns: Turns) -> None:
    poster.post_once("job", "reply", CHANNEL, "", note("hello"))
    turns.waits["job:reply"] = 5.0
    poster.post_once("job", "reply", CHANNEL, "", note("hello again"))
    assert said(slack) == ["hello again"]


def test_a_short_wait_is_waited(slack: Standin, poster: Poster, turns: Turns) -> None:
    slack.fault("api", "ratelimit", "chat.postMessage", seconds=1)
    started = time.monotonic()
    poster.post_once("job", "reply", CHANNEL, "", note("hello"))
    assert time.monotonic() - started >= 1
    assert said(slack) == ["hello"]


def test_a_long_wait_is_handed_back_and_holds_the_channel(slack: Standin, poster: Poster, turns: Turns) -> None:
    slack.fault("api", "ratelimit", "chat.postMessage", seconds=30)
    with pytest.raises(SlackApiError) as refused:
        poster.post_once("job", "reply", CHANNEL, "", note("hello"))
    assert seconds_to_wait(refused.value) == 30
    assert turns.held == [(CHANNEL, 30)]
    poster.post_once("job", "reply", CHANNEL, "", note("hello"))
    assert said(slack) == ["hello"]


@pytest.mark.parametrize("method", ["views.publish", "conversations.list", "chat.update"])
def test_other_calls_are_as_patient(slack: Standin, settings: Settings, method: str) -> None:
    slack.fault("api", "ratelimit", method, seconds=30)
    with pytest.raises(SlackApiError) as refused:
        make_client(settings).api_call(method)
    assert seconds_to_wait(refused.value) == 30
    assert len(slack.calls(method)) == 1


def test_a_refusal_for_another_reason_says_nothing_of_waiting(slack: Standin, settings: Settings) -> None:
    with pytest.raises(SlackApiError) as refused:
        make_client(settings).chat_postMessage(channel="C0NOWHERE1", text="hello")
    assert seconds_to_wait(refused.value) is None
