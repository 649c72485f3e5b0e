"""Several learners and one sandbox: turns, waits that are shown, and *Stop*."""

from __future__ import annotations

import re

from tests.scenarios.conftest import Json, Tutor
from tests.support import eventually, shown_text

FENCE = "```"
ENDLESS = "print('begun', flush=True)\nwhile True:\n    pass"


def send(tutor: Tutor, user: str, code: str) -> str:
    """`/run` of some code; returns what names it in the channel."""
    tutor.slack.command(user, "practicals", "/run", f"{FENCE}\n{code}\n{FENCE}")
    return code


def thread_of(tutor: Tutor, code: str) -> str:
    found = tutor.find("practicals", lambda m: code.splitlines()[0] in shown_text(m))
    return str(found["ts"])


def wait_shown(tutor: Tutor, thread: str) -> Json:
    return eventually(lambda: tutor.waits(thread))[0]


def stop(tutor: Tutor, user: str, wait: Json) -> None:
    tutor.slack.press(user, "practicals", wait["ts"], "stop_run")


def slow(name: str, seconds: float = 0.3) -> str:
    return f"import time  # {name}\ntime.sleep({seconds})\nprint('{name}')"


def done_at(tutor: Tutor, name: str) -> float:
    """When the result of `slow(name)` was posted."""
    return float(tutor.reply(thread_of(tutor, slow(name)), seconds=60)["ts"])


def test_a_run_that_takes_long_says_so_and_is_stopped_by_its_learner(tutor: Tutor) -> None:
    code = send(tutor, "amina", "# one that never ends\n" + ENDLESS)
    thread = thread_of(tutor, code)
    wait = wait_shown(tutor, thread)
    assert "Still at work" in shown_text(wait)
    stop(tutor, "amina", wait)
    reply = shown_text(tutor.reply(thread))
    assert "Stopped, as you asked" in reply
    assert "begun" in reply
    eventually(lambda: not tutor.waits(thread))


def test_nobody_else_stops_it(tutor: Tutor) -> None:
    before = len(tutor.slack.ephemerals("thabo", "practicals"))
    thread = thread_of(tutor, send(tutor, "amina", "# another that never ends\n" + ENDLESS))
    wait = wait_shown(tutor, thread)
    stop(tutor, "thabo", wait)
    assert "Only <@U0AMINA001>" in shown_text(tutor.whisper("thabo", "practicals", before))
    assert not tutor.replies(thread)
    stop(tutor, "amina", wait)
    assert "Stopped" in shown_text(tutor.reply(thread))


def test_who_sends_one_does_not_wait_for_all_of_who_sends_five(tutor: Tutor) -> None:
    many = [send(tutor, "amina", slow(f"amina {number}", seconds=1.5)) for number in range(5)]
    send(tutor, "thabo", slow("thabo"))
    times = [done_at(tutor, f"amina {number}") for number in range(len(many))]
    assert times == sorted(times)
    assert done_at(tutor, "thabo") < times[2]


def test_more_than_may_wait_is_refused_kindly_and_nothing_is_lost(tutor: Tutor) -> None:
    before = len(tutor.slack.ephemerals("chidi", "practicals"))
    names = [f"chidi {number}" for number in range(1, 8)]
    first = send(tutor, "chidi", "# the first of many never ends\n" + ENDLESS)
    for name in names:
        send(tutor, "chidi", slow(name))
    assert "5 of your runs and checks are waiting already" in shown_text(tutor.whisper("chidi", "practicals", before))
    thread = thread_of(tutor, first)
    stop(tutor, "chidi", wait_shown(tutor, thread))

    def refused() -> str:
        return "\n".join(shown_text(m) for m in tutor.slack.ephemerals("chidi", "practicals")[before:])

    def taken() -> str:
        return "\n".join(shown_text(m) for m in tutor.slack.messages("practicals"))

    eventually(lambda: all(name in refused() + taken() for name in names))
    assert not any(name in refused() and name in taken() for name in names)
    assert all(done_at(tutor, name) for name in names if name in taken())


def test_one_that_waits_shows_its_place_and_is_stopped_before_it_begins(tutor: Tutor) -> None:
    first = thread_of(tutor, send(tutor, "wanjiru", "# the first never ends\n" + ENDLESS))
    second = thread_of(tutor, send(tutor, "wanjiru", slow("never to be seen")))
    wait = wait_shown(tutor, second)
    assert "next in line" in shown_text(wait)
    stop(tutor, "wanjiru", wait)
    assert "Stopped before it was done" in shown_text(tutor.reply(second))
    stop(tutor, "wanjiru", wait_shown(tutor, first))
    assert "begun" in shown_text(tutor.reply(first))
    assert "never to be seen" not in shown_text(tutor.reply(second))


def test_an_experiment_shows_how_far_it_is_and_stops_with_what_there_is(tutor: Tutor) -> None:
    tutor.slack.command("chidi", "practicals", "/run", "cartpole_reinforce updates=200")
    thread = str(tutor.find("practicals", lambda m: "cartpole_reinforce updates=200" in shown_text(m))["ts"])
    wait = eventually(lambda: [m for m in tutor.waits(thread) if "░" in m["text"]])[0]
    assert re.search(r"`█*░+` \d+% · about \d+ s left\nstep \d+ of 200", wait["text"])
    send(tutor, "chidi", slow("meanwhile", seconds=0.0))
    assert "meanwhile" in shown_text(tutor.reply(thread_of(tutor, slow("meanwhile", seconds=0.0))))
    assert not tutor.replies(thread)
    stop(tutor, "chidi", wait)
    reply = tutor.reply(thread)
    assert "This is how far it came" in shown_text(reply)
    assert [block["type"] for block in reply["blocks"]].count("image") == 2
    eventually(lambda: not tutor.waits(thread))
