"""Helpers that several rooms' tests use."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")


def eventually(look: Callable[[], Value], *, seconds: float = 20.0, every: float = 0.02) -> Value:
    """The first true value that `look` returns; an error of its is waited out like a false value."""
    give_up = time.monotonic() + seconds
    while True:
        last: object
        try:
            found = look()
            if found:
                return found
            last = found
        except Exception as error:
            last = error
        if time.monotonic() > give_up:
            raise AssertionError(f"Not so within {seconds} s; at the end it was: {last!r}")
        time.sleep(every)
