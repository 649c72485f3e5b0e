"""What a worker process works with, built once from the settings when its queue needs it."""

from __future__ import annotations

import functools
import logging
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redis import Redis

from bot.settings import Settings
from workers.celeryapp import app
from workers.desks import Desks
from workers.dispatch import Dispatcher, make_redis
from workers.ledger import Ledger, Line
from workers.stops import Stops
from workers.threads import Threads

if TYPE_CHECKING:
    from knowledge.answering import Answerer
    from knowledge.answers.rewriting import Rewriter
    from runners.sandbox import Sandbox

log = logging.getLogger(__name__)


@dataclass
class Rooms:
    """The rooms of one worker process. Each is opened at its first use, or by `warm`."""

    settings: Settings
    node: str = field(default_factory=lambda: f"worker@{os.uname().nodename}")

    _one_experiment: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def free_for(self, line: Line) -> Iterator[bool]:
        """Whether this process takes a job of a line now. It runs one experiment at a time, so that learners' snippets
        need not wait behind those that train; who is not free drops the turn, and who was asks for it when done."""
        if line != "experiments":
            yield True
            return
        free = self._one_experiment.acquire(blocking=False)
        try:
            yield free
        finally:
            if free:
                self._one_experiment.release()

    @functools.cached_property
    def redis(self) -> Redis:
        return make_redis(self.settings.redis_url)

    @functools.cached_property
    def ledger(self) -> Ledger:
        return Ledger(self.redis)

    @functools.cached_property
    def dispatcher(self) -> Dispatcher:
        return Dispatcher(app, self.ledger, most_waiting=self.settings.snippet_queue)

    @functools.cached_property
    def stops(self) -> Stops:
        stops = Stops(self.redis, self.ledger)
        stops.start()
        return stops

    @functools.cached_property
    def threads(self) -> Threads:
        return Threads(self.redis)

    @functools.cached_property
    def answerer(self) -> Answerer:
        from knowledge.answering import Answerer

        _bring_index_up_to_date(self.settings)
        return Answerer.open(self.settings.index_folder)

    @functools.cached_property
    def rewriter(self) -> Rewriter | None:
        """The optional language model; None when none is set."""
        if not self.settings.llm_url:
            return None
        from knowledge.answers.rewriting import Rewriter

        settings = self.settings
        return Rewriter(settings.llm_url, settings.llm_model, settings.llm_key, seconds=settings.llm_seconds)

    @functools.cached_property
    def sandbox(self) -> Sandbox:
        from runners.compiling import compile_behind
        from runners.sandbox import Limits, Sandbox

        folder = self.settings.programs_folder
        limits = Limits(**self.settings.snippet_limits)
        sandbox = Sandbox(limits, size=self.settings.sandbox_size, programs=[folder])
        sandbox.start()
        _report_layers(sandbox, strict=self.settings.sandbox == "strict")
        compile_behind(sandbox, folder)
        return sandbox

    @functools.cached_property
    def desks(self) -> Desks:
        from bot.records.database import open_database

        return Desks(self.settings, open_database(self.settings.database), self.redis, self.dispatcher.accept)

    def warm(self, queues: Sequence[str]) -> None:
        """Open what the queues need before the first job comes."""
        rooms = {"answers": ("answerer", "rewriter"), "snippets": ("sandbox", "stops"), "replies": ("desks",)}
        for queue in queues:
            for room in rooms[queue]:
                getattr(self, room)

    def close(self) -> None:
        if "sandbox" in vars(self):
            self.sandbox.close()
        if "stops" in vars(self):
            self.stops.close()


def _report_layers(sandbox: Sandbox, *, strict: bool) -> None:
    """Say which layers of isolation are missing. Raises `SandboxError` for that when `strict`."""
    from runners.sandbox import SandboxError

    lacking = [f"{layer.name} ({layer.detail})" for layer in sandbox.layers() if not layer.in_force]
    if lacking and strict:
        sandbox.close()
        raise SandboxError(f"TUTOR_SANDBOX=strict, and these layers are not in force: {'; '.join(lacking)}.")
    for layer in lacking:
        log.warning("The sandbox runs without the layer %s", layer)


def _bring_index_up_to_date(settings: Settings) -> None:
    """An index of other material (`TUTOR_INDEX`) is served as it is; the built-in one follows the material."""
    from knowledge.index.built_in import update_built_in_index

    if settings.index is None:
        update_built_in_index(settings.index_folder)


_current: Rooms | None = None


def open_rooms(rooms: Rooms) -> None:
    """Make `rooms` those of this process; called once, by the worker's entry point."""
    global _current
    _current = rooms


def rooms() -> Rooms:
    if _current is None:
        raise RuntimeError("This process is not a worker: open_rooms was not called.")
    return _current
