"""With limits on, too many calls are answered with 429 and the seconds to wait."""

from __future__ import annotations

import time

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.standin import Standin
from bot.standin.limits import BURST, PER_MINUTE, POSTS, TIERS, Limits
from bot.standin.methods.table import METHODS


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_channel_takes_a_short_burst_and_then_one_message_a_second() -> None:
    clock = Clock()
    limits = Limits(on=True, clock=clock)
    assert [limits.wait(POSTS, "C1") for _ in range(BURST + 2)] == [0] * BURST + [1, 1]
    assert limits.wait(POSTS, "C2") == 0
    clock.now += 1
    assert [limits.wait(POSTS, "C1") for _ in range(2)] == [0, 1]


def test_a_method_has_so_many_calls_a_minute() -> None:
    clock = Clock()
    limits = Limits(on=True, clock=clock)
    most = PER_MINUTE[TIERS["conversations.list"]]
    assert [limits.wait("conversations.list", None) for _ in range(most)] == [0] * most
    clock.now += 20
    assert limits.wait("conversations.list", None) == 40
    clock.now += 40
    assert limits.wait("conversations.list", None) == 0


def test_every_tier_is_of_a_method() -> None:
    unknown = {"usergroups.list", "usergroups.users.list"}
    assert TIERS.keys() - METHODS.keys() <= unknown


def test_slack_says_how_long_to_wait() -> None:
    with Standin(limits=True) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        for _ in range(BURST):
            client.chat_postMessage(channel="C0PRACTICE", text="one of many")
        with pytest.raises(SlackApiError) as refusal:
            client.chat_postMessage(channel="C0PRACTICE", text="one too many")
        assert refusal.value.response.status_code == 429
        assert refusal.value.response.headers["Retry-After"] == "1"
        client.chat_postMessage(channel="C0GENERAL1", text="another channel")
        time.sleep(1.05)
        client.chat_postMessage(channel="C0PRACTICE", text="after a while")
