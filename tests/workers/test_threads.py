"""The memory of a thread, in a real Valkey."""

from __future__ import annotations

from dataclasses import replace

from redis import Redis

from bot.jobs import Job
from workers.threads import Threads

FIRST = Job("j1", "answer", "T1", "C1", "U1", text="what is attention?", message="1.0")
SECOND = replace(FIRST, id="j2", text="and in the decoder?", message="2.0", thread="1.0")


def test_a_follow_up_knows_what_was_asked(redis: Redis) -> None:
    threads = Threads(redis)
    assert threads.earlier(FIRST) == []
    threads.remember(FIRST)
    assert threads.earlier(SECOND) == ["what is attention?"]


def test_threads_are_kept_apart(redis: Redis) -> None:
    threads = Threads(redis)
    threads.remember(FIRST)
    assert threads.earlier(replace(SECOND, thread="9.0")) == []
    assert threads.earlier(replace(SECOND, channel="C2")) == []
    assert threads.earlier(replace(SECOND, team="T2")) == []


def test_what_nobody_else_sees_is_not_remembered(redis: Redis) -> None:
    private = replace(FIRST, message="", private=True)
    Threads(redis).remember(private)
    assert redis.keys("tutor:thread:*") == []


def test_a_thread_is_forgotten_when_its_asker_wants_so(redis: Redis) -> None:
    threads = Threads(redis)
    threads.remember(FIRST)
    threads.remember(replace(FIRST, message="9.0"))
    threads.forget(Job("f", "forget_threads", "T1", "", "U1", data={"threads": [["C1", "1.0"]]}))
    assert threads.earlier(SECOND) == []
    assert threads.earlier(replace(SECOND, thread="9.0")) == ["what is attention?"]
    threads.forget(Job("f", "forget_threads", "T1", "", "U1", data={"threads": []}))


def test_the_oldest_are_forgotten(redis: Redis) -> None:
    threads = Threads(redis, most=2)
    for number in range(5):
        threads.remember(replace(FIRST, text=f"question {number}"))
    assert threads.earlier(SECOND) == ["question 3", "question 4"]
    assert redis.ttl("tutor:thread:T1:C1:1.0") > 0
