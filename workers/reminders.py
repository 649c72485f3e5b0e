"""Having tutors reminded of learners who wait."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from redis import Redis

from bot.jobs import Job, natural_key
from workers.dispatch import Dispatcher

log = logging.getLogger(__name__)


class Reminder(threading.Thread):
    """Every `every` seconds, one worker of all has a round of reminders carried out in each of the `teams` in which
    somebody waits."""

    def __init__(
        self, redis: Redis, dispatcher: Dispatcher, teams: Callable[[], list[str]], *, every: float = 20.0
    ) -> None:
        super().__init__(name="reminder", daemon=True)
        self._redis = redis
        self._dispatcher = dispatcher
        self._teams = teams
        self._every = every
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(self._every):
            try:
                self.look_round()
            except Exception:
                log.exception("Nobody is reminded until the next round")

    def look_round(self) -> None:
        if not self._redis.set("tutor:reminder", 1, nx=True, px=int(self._every * 900)):
            return
        round_number = str(int(time.time() // self._every))
        for team in self._teams():
            self._dispatcher.accept(Job(natural_key("remind", team, round_number), "remind", team, "", ""))

    def stop(self) -> None:
        self._stopped.set()
