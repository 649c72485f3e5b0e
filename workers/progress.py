"""Telling the learner how far their experiment has come, while it runs."""

from __future__ import annotations

import logging
import time

from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from runners.values import Progress
from workers.dispatch import Dispatcher
from workers.ledger import Ledger

log = logging.getLogger(__name__)


class ProgressTeller:
    """Called by the sandbox's supervisor, several times a second. What is over within `quiet` seconds is not told,
    and a broker that can't be reached does not end the run."""

    def __init__(
        self, ledger: Ledger, dispatcher: Dispatcher, job_id: str, this_try: int, *, quiet: float = 1.0
    ) -> None:
        self._ledger = ledger
        self._dispatcher = dispatcher
        self._job_id = job_id
        self._try = this_try
        self._started = time.monotonic()
        self._next = self._started + quiet

    def __call__(self, done: float, text: str) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + 1.0
        left = (now - self._started) * (1 - done) / done if done > 0 else 0.0
        try:
            if self._ledger.note_progress(self._job_id, self._try, Progress(done, text, left)):
                self._dispatcher.tell_wait(self._job_id)
        except (RedisError, OperationalError) as lost:
            log.warning("Progress of %s is not told: %s", self._job_id, lost)
