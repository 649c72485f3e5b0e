"""Showing an answer in the assistant pane while a language model writes it."""

from __future__ import annotations

import logging

from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from bot.jobs import Job
from workers.dispatch import Dispatcher
from workers.ledger import Ledger

log = logging.getLogger(__name__)


class AnswerTeller:
    """Called with all that is written so far. A broker that can't be reached does not end the answer."""

    def __init__(self, ledger: Ledger, dispatcher: Dispatcher, job: Job, this_try: int) -> None:
        self._ledger = ledger
        self._dispatcher = dispatcher
        self._job = job
        self._try = this_try

    def __call__(self, text: str) -> None:
        try:
            if self._ledger.note_partial(self._job, self._try, text):
                self._dispatcher.show_partial(self._job.id)
        except (RedisError, OperationalError) as lost:
            log.warning("What is written of %s is not shown: %s", self._job.id, lost)
