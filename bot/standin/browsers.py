"""Server-sent events to the open pages, and a wake-up for tests that wait on a change."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import dataclass, field

from bot.standin.values import Json


@dataclass
class Browsers:
    """Each open page has one queue; None in the queue ends its stream."""

    queues: dict[asyncio.Queue[str | None], str] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)
    changes: int = 0

    def open(self, user: str) -> asyncio.Queue[str | None]:
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self.queues[queue] = user
        return queue

    def close(self, queue: asyncio.Queue[str | None]) -> None:
        self.queues.pop(queue, None)

    def close_all(self) -> None:
        for queue in self.queues:
            queue.put_nowait(None)

    def push(self, change: Json, users: list[str] | None = None) -> None:
        """Tell every open page, or those of the given people, that something changed."""
        data = json.dumps(change)
        for queue, user in self.queues.items():
            if users is None or user in users:
                queue.put_nowait(data)
        with self.changed:
            self.changes += 1
            self.changed.notify_all()
