"""A server in a background thread, and the way in from other threads."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from copy import deepcopy
from typing import Any, TypeVar

from bot.standin.services import Services

T = TypeVar("T")


class Background:
    """The state is only ever touched in the thread of the server's event loop."""

    _slack: Services

    def _begin_loop(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="slack-standin", daemon=True)
        self._thread.start()

    def _await(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _do(self, work: Callable[[], T]) -> T:
        async def run() -> T:
            return work()

        return self._await(run())

    def _copy(self, work: Callable[[], T]) -> T:
        return self._do(lambda: deepcopy(work()))

    def _end_loop(self) -> None:
        self._await(_cancel_rest())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _cancel_rest() -> None:
    """Requests that were still open when the server stopped."""
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
