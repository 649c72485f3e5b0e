"""Ending what this worker runs for a learner who has pressed *Stop*."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from redis import Redis
from redis.exceptions import RedisError

from runners.sandbox.stopping import Stop
from workers import steps
from workers.ledger import Ledger

log = logging.getLogger(__name__)


class Stops(threading.Thread):
    """Listens for the ids of jobs that are to end. A press that comes before the job has begun is in the ledger."""

    def __init__(self, redis: Redis, ledger: Ledger) -> None:
        super().__init__(name="stops", daemon=True)
        self._redis = redis
        self._ledger = ledger
        self._running: dict[str, Stop] = {}
        self._closed = threading.Event()

    @contextmanager
    def of(self, job_id: str) -> Iterator[Stop]:
        """What is set when the learner stops the job, inside the block."""
        stop = self._running[job_id] = Stop()
        try:
            self._look(job_id)
            yield stop
        finally:
            del self._running[job_id]

    def run(self) -> None:
        while not self._closed.is_set():
            try:
                self._listen()
            except RedisError as lost:
                log.warning("Stop waits for the broker: %s", lost)
                self._closed.wait(1.0)

    def close(self) -> None:
        self._closed.set()

    def _listen(self) -> None:
        with self._redis.pubsub(ignore_subscribe_messages=True) as channel:  # type: ignore[no-untyped-call]
            channel.subscribe(steps.STOPS)
            for job_id in list(self._running):
                self._look(job_id)
            while not self._closed.is_set():
                message = channel.get_message(timeout=1.0)
                if message:
                    self._end(message["data"].decode())

    def _look(self, job_id: str) -> None:
        if self._ledger.is_stopped(job_id):
            self._end(job_id)

    def _end(self, job_id: str) -> None:
        with contextlib.suppress(KeyError):
            self._running[job_id].set()
