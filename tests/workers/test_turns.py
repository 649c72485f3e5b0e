"""Turns in a channel: a short burst, then one a second, whichever process asks."""

from __future__ import annotations

import time

import pytest
from redis import Redis

from workers.turns import ChannelTurns


def test_a_burst_goes_at_once_and_the_others_one_after_the_other(redis: Redis) -> None:
    turns = ChannelTurns(redis, "T1", burst=3)
    waits = [turns.wait("C1", f"reply-{number}") for number in range(6)]
    assert waits == pytest.approx([0, 0, 0, 1, 2, 3], abs=0.2)


def test_the_same_reply_has_the_same_turn_in_every_process(redis: Redis) -> None:
    one, other = ChannelTurns(redis, "T1", burst=1), ChannelTurns(redis, "T1", burst=1)
    assert one.wait("C1", "a") == 0
    wait = one.wait("C1", "b")
    assert other.wait("C1", "b") == pytest.approx(wait, abs=0.2)
    assert other.wait("C1", "c") == pytest.approx(wait + 1, abs=0.2)


def test_channels_and_workspaces_do_not_wait_for_each_other(redis: Redis) -> None:
    turns = ChannelTurns(redis, "T1", burst=1)
    for number in range(5):
        turns.wait("C1", f"reply-{number}")
    assert turns.wait("C2", "reply") == 0
    assert ChannelTurns(redis, "T2", burst=1).wait("C1", "reply") == 0


def test_after_a_refusal_there_is_no_turn_for_as_long_as_slack_says(redis: Redis) -> None:
    turns = ChannelTurns(redis, "T1", burst=3)
    turns.hold("C1", 7)
    waits = [turns.wait("C1", f"reply-{number}") for number in range(2)]
    assert waits == pytest.approx([7, 8], abs=0.2)


def test_a_channel_that_was_quiet_takes_a_burst_again(redis: Redis) -> None:
    turns = ChannelTurns(redis, "T1", interval=0.01, burst=2)
    for number in range(4):
        turns.wait("C1", f"early-{number}")
    time.sleep(0.1)
    assert [turns.wait("C1", f"late-{number}") for number in range(2)] == [0, 0]
