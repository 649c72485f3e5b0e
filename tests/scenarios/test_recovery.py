"""Whatever is killed with -9, and whenever: the learner gets exactly one reply."""

from __future__ import annotations

import os
import signal
import time

import psutil

from tests.scenarios.conftest import Tutor
from tests.scenarios.test_home import modal, opened
from tests.support import eventually, shown_text

FENCE = "```"


def replaced(tutor: Tutor, name: str, old: int) -> bool:
    return tutor.process(name).pid != old and tutor.process(name).is_running()


def exactly_one(tutor: Tutor, ts: str, *, settle: float = 3.0) -> str:
    """The one reply in a thread; a second one would come within `settle` seconds."""
    reply = tutor.reply(ts, seconds=60)
    time.sleep(settle)  # a wrong second reply has no event to wait for
    assert len(tutor.replies(ts)) == 1
    return shown_text(reply)


def test_a_worker_that_is_killed_in_the_middle_of_a_snippet(tutor: Tutor) -> None:
    code = f"{FENCE}\nimport time\ntime.sleep(3)\nprint('it came through')\n{FENCE}"
    tutor.slack.command("amina", "practicals", "/run", code)
    eventually(lambda: [entry for entry in tutor.ledger.open() if entry.stage == "running"])
    old = tutor.process("snippets")
    request = tutor.find("practicals", lambda m: "it came through" in shown_text(m))
    old.kill()
    assert "it came through" in exactly_one(tutor, request["ts"])
    assert replaced(tutor, "snippets", old.pid)


def test_the_bot_that_is_killed_between_receiving_and_acknowledging(tutor: Tutor) -> None:
    """The broker is held, so the bot has the event and waits to store the job; the store may still happen later."""
    server = psutil.Process(tutor.broker_pid())
    bot = tutor.process("bot")
    server.suspend()
    try:
        ts = tutor.slack.post("amina", "practicals", "what does jax.vmap do?")
        time.sleep(1)  # time for the bot to block in its call to the broker
        bot.kill()
    finally:
        server.resume()
    assert "vmap" in exactly_one(tutor, ts)


def test_the_bot_that_is_killed_before_it_reads_the_event(tutor: Tutor) -> None:
    bot = tutor.process("bot")
    os.kill(bot.pid, signal.SIGSTOP)
    ts = tutor.slack.post("thabo", "practicals", "what is the use of jit?")
    bot.kill()
    assert "jit" in exactly_one(tutor, ts)


def test_the_replies_worker_that_is_killed_while_it_posts(tutor: Tutor) -> None:
    tutor.slack.fault("api", "delay", "chat.postMessage", times=1, seconds=3)
    before = len(tutor.slack.calls("chat.postMessage"))
    ts = tutor.slack.post("thabo", "practicals", "why do we split a random key?")
    tutor.slack.wait_for(lambda: len(tutor.slack.calls("chat.postMessage")) > before or _delaying(tutor), 60)
    tutor.process("replies").kill()
    assert "key" in exactly_one(tutor, ts, settle=5)


def test_the_replies_worker_that_is_killed_while_it_posts_a_verdict_to_who_asked_from_home(tutor: Tutor) -> None:
    view = opened(tutor, "thabo", "Introduction to ML using JAX")
    practical = "practical Introduction to ML using JAX"
    tutor.slack.press_in_view("thabo", view["id"], "list_exercises", block_id=practical)
    listed = modal(tutor, "thabo", "`relu_python`")
    tutor.slack.press_in_view("thabo", listed["id"], "check_exercise", block_id="intro.relu_python")
    box = eventually(lambda: next(v for v in tutor.slack.views("thabo") if v["callback_id"] == "check_form"))
    tutor.slack.fault("api", "delay", "chat.postMessage", times=1, seconds=3)
    before = len(tutor.slack.messages("dm", user="thabo"))
    assert tutor.slack.submit_view("thabo", box["id"], {"code": "def relu_python(x):\n    return max(0, x)"}) == {}
    job = eventually(lambda: [e for e in tutor.ledger.open() if e.stage == "replying" and e.job.kind == "check"])[0].job
    eventually(lambda: tutor.records.posted(job.id, "reply"))
    tutor.process("replies").kill()

    def verdicts() -> list[str]:
        said = [shown_text(message) for message in tutor.slack.messages("dm", user="thabo")[before:]]
        return [text for text in said if "`relu_python`" in text]

    eventually(verdicts)
    eventually(lambda: not tutor.ledger.open())
    assert len(verdicts()) == 1
    tutor.slack.close_view("thabo", listed["id"], cleared=True)


def _delaying(tutor: Tutor) -> bool:
    return any(entry.stage == "replying" for entry in tutor.ledger.open())


def test_slack_that_repeats_an_event(tutor: Tutor) -> None:
    tutor.slack.fault("envelope", "repeat", "events_api", times=1)
    ts = tutor.slack.post("amina", "practicals", "what is a pytree?")
    assert "tree" in exactly_one(tutor, ts)


def test_slack_that_is_busy_and_slack_that_fails(tutor: Tutor) -> None:
    tutor.slack.fault("api", "ratelimit", "chat.postMessage", times=1, seconds=1)
    tutor.slack.fault("api", "error", "chat.postMessage", times=1, status=500)
    ts = tutor.slack.post("amina", "practicals", "how do I use value_and_grad?")
    assert "value_and_grad" in exactly_one(tutor, ts)


def test_a_snippet_that_its_worker_dies_of_twice_is_not_tried_again(tutor: Tutor) -> None:
    code = f"{FENCE}\nimport time\ntime.sleep(8)\nprint('deadly')\n{FENCE}"
    tutor.slack.command("chidi", "practicals", "/run", code)
    request = tutor.find("practicals", lambda m: "deadly" in shown_text(m))
    for this_try in (1, 2):
        eventually(lambda n=this_try: [e for e in tutor.ledger.open() if e.stage == "running" and e.tries == n])
        tutor.process("snippets").kill()
    assert "was not tried a third time" in exactly_one(tutor, request["ts"])
