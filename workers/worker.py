"""One Celery worker process: the queues it serves, and what it does before its first job."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence

from celery import signals
from redis import Redis

from bot.settings import Settings
from runners.experiments import catalogue
from workers.celeryapp import configure
from workers.patience import Attendant
from workers.recovery import Sweeper, recover, recover_replies
from workers.reminders import Reminder
from workers.rooms import Rooms, open_rooms

_SLACK_AND_TIME = 60.0


def ready_key(part: str) -> str:
    """Where a part of this machine (a queue's worker, the bot) says that it is ready."""
    return f"tutor:ready:{part}@{os.uname().nodename}"


def tell_ready(redis: Redis, part: str) -> None:
    redis.set(ready_key(part), os.getpid())


def run_worker(settings: Settings, queues: Sequence[str], concurrency: int, name: str = "") -> int:
    """Serve `queues` with `concurrency` threads until told to stop. Returns an exit code.

    Threads, not forks: the model and the sandbox's supervisor live in this process.
    """
    celery = configure(settings.redis_url)
    part = name or "-".join(queues)
    node = f"{part}@{os.uname().nodename}"
    rooms = Rooms(settings, node)
    open_rooms(rooms)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    rooms.warm(queues)
    sweeper = Sweeper(
        rooms.redis,
        rooms.ledger,
        rooms.dispatcher,
        patience=_longest_run(settings) + _SLACK_AND_TIME,
    )

    attendant = Attendant(rooms.ledger, rooms.dispatcher)
    reminder = Reminder(rooms.redis, rooms.dispatcher, lambda: rooms.desks.teams_waiting())

    def announce_ready(**_: object) -> None:
        recover(rooms.ledger, rooms.dispatcher, node)
        if "replies" in queues:
            recover_replies(rooms.ledger, rooms.dispatcher)
            sweeper.start()
            attendant.start()
            reminder.start()
        tell_ready(rooms.redis, part)

    signals.worker_ready.connect(announce_ready, weak=False)
    worker = celery.Worker(
        hostname=node,
        queues=",".join(queues),
        pool="threads",
        concurrency=concurrency,
        loglevel="WARNING",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    try:
        worker.start()
    finally:
        sweeper.stop()
        attendant.stop()
        reminder.stop()
        rooms.close()
    return int(worker.exitcode or 0)


def _longest_run(settings: Settings) -> float:
    """The most seconds that anything may take in the sandbox."""
    return max(settings.snippet_seconds, *(experiment.seconds for experiment in catalogue()))
