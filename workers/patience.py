"""Telling learners that their run or check takes long, so that nobody wonders whether it was lost."""

from __future__ import annotations

import bisect
import logging
import threading
import time
from collections.abc import Sequence

from redis.exceptions import RedisError

from workers.dispatch import Dispatcher
from workers.ledger import Ledger

log = logging.getLogger(__name__)

_AFTER_SECONDS = (3.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_200.0)


class Attendant(threading.Thread):
    """Once a second, looks for those who have waited `after` so many seconds; each is told once a step."""

    def __init__(self, ledger: Ledger, dispatcher: Dispatcher, *, after: Sequence[float] = _AFTER_SECONDS) -> None:
        super().__init__(name="attendant", daemon=True)
        self._ledger = ledger
        self._dispatcher = dispatcher
        self._after = after
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(1.0):
            try:
                self.look_round()
            except RedisError as lost:
                log.warning("Nobody is told of a wait until the broker is back: %s", lost)

    def look_round(self) -> None:
        now = time.time()
        for entry in self._ledger.in_line_or_running():
            step = bisect.bisect_right(self._after, now - entry.accepted)
            if entry.stage != "replying" and step and self._ledger.note_told(entry.job.id, step):
                self._dispatcher.tell_wait(entry.job.id)

    def stop(self) -> None:
        self._stopped.set()
