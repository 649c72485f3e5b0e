"""A wish to end what is under way, from whoever asked for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Stop:
    """Is set once, from any thread; what is being done then ends at once."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._is_set = False
        self._end: Callable[[], None] | None = None

    @property
    def is_set(self) -> bool:
        return self._is_set

    def set(self) -> None:
        with self._changing:
            self._is_set = True
            if self._end:
                self._end()

    @contextmanager
    def ends(self, end: Callable[[], None]) -> Iterator[None]:
        """Inside the block, `end` is called when this is set; at once, when it is already."""
        with self._changing:
            self._end = end
            if self._is_set:
                end()
        try:
            yield
        finally:
            with self._changing:
                self._end = None
