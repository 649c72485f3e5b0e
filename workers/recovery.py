"""Picking up what a dead worker left, and what got lost on the way to a queue."""

from __future__ import annotations

import logging
import threading

from redis import Redis
from redis.exceptions import RedisError

from workers.dispatch import Dispatcher
from workers.ledger import Ledger

log = logging.getLogger(__name__)


def recover(ledger: Ledger, dispatcher: Dispatcher, node: str) -> int:
    """At the start of `node`: send again what ran on the process that had this name. Returns how many."""
    left = [entry for entry in ledger.open() if entry.stage == "running" and entry.node == node]
    for entry in left:
        dispatcher.resend(entry)
    return len(left)


def recover_replies(ledger: Ledger, dispatcher: Dispatcher) -> None:
    """At the start of the replies worker: what was computed and not replied is replied now."""
    for entry in ledger.open():
        if entry.stage == "replying":
            dispatcher.resend(entry)


class Sweeper(threading.Thread):
    """Every few seconds, one worker of all sends again what nothing has happened to for too long.

    A running job for `patience` seconds, which is longer than any may run: it was lost, not slow.
    A queued or computed one for `wait` seconds; that it only waits its turn is no harm, since of
    two messages for one job the second finds it claimed.
    """

    def __init__(
        self,
        redis: Redis,
        ledger: Ledger,
        dispatcher: Dispatcher,
        *,
        patience: float,
        wait: float = 30.0,
        every: float = 5.0,
    ) -> None:
        super().__init__(name="sweeper", daemon=True)
        self._redis = redis
        self._ledger = ledger
        self._dispatcher = dispatcher
        self._patience = patience
        self._wait = wait
        self._every = every
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(self._every):
            try:
                self.sweep()
            except RedisError as lost:
                log.warning("The sweep waits for the broker: %s", lost)

    def sweep(self) -> None:
        if not self._redis.set("tutor:sweeper", 1, nx=True, px=int(self._every * 900)):
            return
        waiting = [entry for entry in self._ledger.overdue(self._wait) if entry.stage != "running"]
        lost = [entry for entry in self._ledger.overdue(self._patience) if entry.stage == "running"]
        for entry in waiting + lost:
            level = logging.INFO if entry.learner and entry.stage == "queued" else logging.WARNING
            log.log(level, "Job %s (%s, %s) is sent again", entry.job.id, entry.job.kind, entry.stage)
            self._ledger.touch(entry.job.id)
            self._dispatcher.resend(entry)

    def stop(self) -> None:
        self._stopped.set()
