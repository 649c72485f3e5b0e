"""Remembering what was looked up, for a while."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """What `look_up` says of a key, remembered for `ttl` seconds."""

    def __init__(
        self, look_up: Callable[[Key], Value], *, ttl: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._look_up = look_up
        self._ttl = ttl
        self._clock = clock
        self._known: dict[Key, tuple[float, Value]] = {}

    def get(self, key: Key) -> Value:
        known = self._known.get(key)
        if known is None or self._clock() >= known[0]:
            known = self._known[key] = (self._clock() + self._ttl, self._look_up(key))
        return known[1]
