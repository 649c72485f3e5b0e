"""What comes before any answer: the bot's start, the decision whether a message asks, and the job that is safe."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

from redis import RedisError
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot import app
from bot.bench.measure import Measure, measured, run_python, times
from bot.bench.messages import QUESTIONS, STATEMENTS
from bot.bench.room import CHANNEL, LEARNER, MANIFEST
from bot.jobs import Job
from bot.listening import judge
from bot.replies.client import make_client
from bot.settings import Settings, read_settings
from bot.standin import Standin

Heard = SimpleQueue[None]

_BASELINE_REPEATS = 3
_START = """from bot import app
from bot.settings import read_settings
settings = read_settings(slack_bot_token='xoxb-1', slack_app_token='xapp-1', redis_url='redis://127.0.0.1:6379')
app.make_app(settings, app.make_accept(settings))"""
_ALL_IN_ONE = "import slack_bolt, jax, faiss, sentence_transformers"


def run_measures(names: Sequence[str], repeats: int) -> Iterator[Measure]:
    for name in names:
        with tempfile.TemporaryDirectory(prefix="tutor-bench-") as folder:
            yield _MEASURES[name](Path(folder), repeats)


def _start(_: Path, repeats: int) -> Measure:
    """A fresh process until it could connect to Slack."""
    taken = times(lambda _: run_python("-c", _START), min(repeats, 10))
    instead = times(lambda _: run_python("-c", _ALL_IN_ONE), _BASELINE_REPEATS)
    return measured("start_bot", taken, "python -c, importing Bolt and what answers and runs", instead)


def _judge(folder: Path, repeats: int) -> Measure:
    """Each message once; the search's confidence could decide as well, were it not for its time."""
    from knowledge.answering import Answerer
    from knowledge.index.built_in import update_built_in_index

    said = (*QUESTIONS, *STATEMENTS)
    update_built_in_index(folder)
    answerer = Answerer.open(folder)
    judge("are you there?")
    answerer.answer("are you there?")
    taken = times(lambda number: judge(said[number % len(said)]), repeats * len(said))
    instead = times(lambda number: answerer.answer(said[number]), len(said))
    return measured("judge_message", taken, "the search for an answer, models loaded", instead)


def _accept(folder: Path, repeats: int) -> Measure:
    """From the post to the job that the broker has, through Socket Mode and the bot's own listeners."""
    with Standin(port=0, manifest=MANIFEST) as slack, _broker(folder) as url:
        settings = read_settings(
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_api_url=slack.api_url,
            data=folder,
            redis_url=url,
        )
        taken = _from_the_post(slack, lambda heard: _our_app(settings, heard), repeats)
        instead = _from_the_post(slack, lambda heard: _bare_app(settings, heard), repeats)
    return measured("accept_question", taken, "a Bolt listener that keeps nothing", instead)


def _from_the_post(slack: Standin, make: Callable[[Heard], App], repeats: int) -> list[float]:
    """Milliseconds until the app has put something into the queue that it was made with."""
    heard = Heard()
    handler = SocketModeHandler(make(heard), slack.app_token)

    def ask(number: int) -> None:
        slack.post(LEARNER, CHANNEL, QUESTIONS[number % len(QUESTIONS)])
        heard.get(timeout=30)

    handler.connect()
    try:
        slack.wait_connected()
        ask(0)
        return times(ask, repeats)
    finally:
        handler.close()


def _our_app(settings: Settings, heard: Heard) -> App:
    accept = app.make_accept(settings)

    def keep(job: Job) -> None:
        accept(job)
        heard.put(None)

    return app.make_app(settings, keep)


def _bare_app(settings: Settings, heard: Heard) -> App:
    bare = App(client=make_client(settings), process_before_response=True, token_verification_enabled=False)

    @bare.event("message")
    def on_message() -> None:
        heard.put(None)

    return bare


@contextmanager
def _broker(data: Path) -> Iterator[str]:
    """The address of an embedded broker behind which nobody works. Raises RuntimeError when it does not start."""
    settings = read_settings(data=data, redis_url="")
    url = app.broker_address(settings)
    socket = url.removeprefix("redis+socket://")
    process = subprocess.Popen([sys.executable, "-m", "workers.broker", str(settings.broker_folder), socket])
    try:
        _wait_for(read_settings(data=data, redis_url=url))
        yield url
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(broker: Settings, seconds: float = 15.0) -> None:
    give_up = time.monotonic() + seconds
    while True:
        try:
            app.broker_version(broker)
            return
        except RedisError:
            if time.monotonic() > give_up:
                raise RuntimeError(f"The broker did not start within {seconds} s.") from None
            time.sleep(0.05)


_MEASURES = {"start_bot": _start, "judge_message": _judge, "accept_question": _accept}
NAMES = tuple(_MEASURES)
