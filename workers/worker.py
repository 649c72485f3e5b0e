"""One Celery worker process: the queues it serves, and what it does before its first job."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence

from celery import signals

from bot.settings import Settings
from workers.celeryapp import configure
from workers.dispatch import make_redis
from workers.recovery import Sweeper, recover, recover_replies
from workers.rooms import Rooms, open_rooms

READY = "tutor:ready:"
_SLACK_AND_TIME = 60.0


def run_worker(settings: Settings, queues: Sequence[str], concurrency: int, name: str = "") -> int:
    """Serve `queues` with `concurrency` threads until told to stop. Returns an exit code.

    Threads, not forks: the model and the sandbox's supervisor live in this process.
    """
    celery = configure(settings.redis_url)
    node = f"{name or '-'.join(queues)}@{os.uname().nodename}"
    rooms = Rooms(settings, node)
    open_rooms(rooms)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    rooms.warm(queues)
    sweeper = Sweeper(
        make_redis(settings.redis_url),
        rooms.ledger,
        rooms.dispatcher,
        patience=settings.snippet_seconds + _SLACK_AND_TIME,
    )

    def announce_ready(**_: object) -> None:
        recover(rooms.ledger, rooms.dispatcher, node)
        if "replies" in queues:
            recover_replies(rooms.ledger, rooms.dispatcher)
            sweeper.start()
        make_redis(settings.redis_url).set(f"{READY}{node}", os.getpid())

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
        rooms.close()
    return int(worker.exitcode or 0)
