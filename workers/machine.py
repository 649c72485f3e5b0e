"""The whole tutor on one machine: broker, workers, bot and, in the demo, the Slack stand-in.

machine ─┬─ broker      (embedded only)
         ├─ stand-in    (demo only)
         ├─ answers     no token, no database
         ├─ snippets    no token, no database
         ├─ replies     bot token, database
         └─ bot         tokens, database
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from redis import Redis
from redis.exceptions import RedisError

from bot.settings import Settings
from workers.broker import broker_url, socket_path
from workers.dispatch import make_redis
from workers.processes import Child
from workers.worker import ready_key

Say = Callable[[str], None]

_SECRETS = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "TUTOR_DATABASE_URL",
    "TUTOR_LLM_KEY",
)
_WORKERS = {"answers": 2, "snippets": 4, "replies": 10}
_MOST_RESTARTS = 5


class MachineError(RuntimeError):
    """A part of the tutor does not start. The text names it and says where to look."""


class Machine:
    """Starts the parts, tells when they are ready, starts again what dies, and stops all of it."""

    def __init__(self, settings: Settings, say: Say, *, standin: Sequence[str] = (), patience: float = 90.0) -> None:
        self._settings = settings
        self._say = say
        self._patience = patience
        self._embedded = not settings.redis_url
        self._url = settings.redis_url or broker_url(settings.broker_folder)
        self._children = self._parts(standin)
        self._stopping = threading.Event()

    @property
    def broker_url(self) -> str:
        return self._url

    def start(self) -> None:
        """Start everything and return when learners can be served.

        Raises `MachineError` when a part gives up or takes longer than `patience` seconds.
        """
        if self._embedded:
            self._children["broker"].start()
        redis = self._connected()
        self._say("✓ broker")
        for part in ("bot", *_WORKERS):
            redis.delete(ready_key(part))
        for name, child in self._children.items():
            if name != "broker":
                child.start()
        self._say("… loading the language model and the JAX libraries")
        self._wait_for_workers(redis)

    def watch(self, every: float = 0.5) -> None:
        """Start again whatever dies, until `stop`.

        Raises `MachineError` when a part dies more than five times in a minute.
        """
        while not self._stopping.wait(every):
            for child in self._children.values():
                if child.exit_code() is not None and not self._stopping.is_set():
                    self._restart(child)

    def stop(self) -> None:
        """End every process, the broker last, so that what is under way is kept for the next start."""
        self._stopping.set()
        broker = self._children.get("broker")
        others = [child for child in self._children.values() if child is not broker]
        for child in others:
            if child.process and child.exit_code() is None:
                child.process.terminate()
        for child in others:
            child.stop(patience=5)
        if broker:
            broker.stop(patience=5)

    def child(self, name: str) -> Child:
        return self._children[name]

    def _restart(self, child: Child) -> None:
        if child.restarts_within(60) >= _MOST_RESTARTS:
            raise MachineError(f"{child.name} keeps ending. {_why(child)}")
        self._say(f"! {child.name} ended (exit code {child.exit_code()}) and is started again")
        child.start()

    def _parts(self, standin: Sequence[str]) -> dict[str, Child]:
        folder = self._settings.broker_folder
        children: dict[str, Child] = {}
        if self._embedded:
            arguments = [str(folder), str(socket_path(folder))]
            children["broker"] = self._child("broker", "workers.broker", arguments, at_parents_end=signal.SIGTERM)
        if standin:
            children["page"] = self._child("page", "bot.standin", standin)
        for queue, threads in _WORKERS.items():
            arguments = ["--queues", queue, "--concurrency", str(threads)]
            children[queue] = self._child(queue, "workers", arguments, secrets=self._secrets_of(queue))
        children["bot"] = self._child("bot", "bot.app", [], secrets=self._secrets_of("bot"))
        return children

    def _child(
        self,
        name: str,
        module: str,
        arguments: Sequence[str],
        *,
        secrets: Mapping[str, str] = MappingProxyType({}),
        at_parents_end: signal.Signals = signal.SIGKILL,
    ) -> Child:
        log = self._settings.data / "logs" / f"{name}.log"
        return Child(name, module, arguments, {**self._environment(), **secrets}, log, at_parents_end)

    def _environment(self) -> dict[str, str]:
        """What every part is given; a worker that runs learners' code is given no more."""
        environment = {name: value for name, value in os.environ.items() if name not in _SECRETS}
        environment |= {"TUTOR_REDIS_URL": self._url, "TUTOR_DATA": str(self._settings.data), "PYTHONUNBUFFERED": "1"}
        return environment

    def _secrets_of(self, part: str) -> dict[str, str]:
        settings = self._settings
        if part == "answers":
            return {"TUTOR_LLM_KEY": settings.llm_key}
        if part == "snippets":
            return {}
        return {
            "SLACK_BOT_TOKEN": settings.slack_bot_token,
            "SLACK_APP_TOKEN": settings.slack_app_token,
            "SLACK_SIGNING_SECRET": settings.slack_signing_secret,
            **_client_of(settings),
            "TUTOR_SLACK_API_URL": settings.slack_api_url,
            "TUTOR_DATABASE_URL": settings.database,
        }

    def _connected(self) -> Redis:
        redis = make_redis(self._url)
        self._until(lambda: _answers(redis), "broker", seconds=15)
        return redis

    def _wait_for_workers(self, redis: Redis) -> None:
        for name in ("bot", *_WORKERS):
            key = ready_key(name)
            self._until(lambda key=key: bool(redis.exists(key)), name, seconds=self._patience)  # type: ignore[misc]
            self._say(f"✓ {name}")

    def _until(self, ready: Callable[[], bool], name: str, seconds: float) -> None:
        give_up = time.monotonic() + seconds
        while not ready():
            ended = next((child for child in self._children.values() if child.exit_code() is not None), None)
            if ended:
                raise MachineError(_why(ended))
            if time.monotonic() > give_up:
                raise MachineError(f"{name} is not ready after {seconds:.0f} s. The logs are in {self._logs}.")
            time.sleep(0.05)

    @property
    def _logs(self) -> Path:
        return self._settings.data / "logs"


def _client_of(settings: Settings) -> dict[str, str]:
    """Bolt takes any value of these, an empty one too, as a wish to be installed by OAuth."""
    if not settings.many_workspaces:
        return {}
    return {"SLACK_CLIENT_ID": settings.slack_client_id, "SLACK_CLIENT_SECRET": settings.slack_client_secret}


def _why(child: Child) -> str:
    """A part that knows what is wrong says it in its last line and exits with 2."""
    if child.exit_code() == 2:
        return child.last_words(lines=1)
    return f"{child.name} does not start. Its log is {child.log}:\n{child.last_words()}"


def _answers(redis: Redis) -> bool:
    try:
        return bool(redis.ping())
    except RedisError:
        return False
