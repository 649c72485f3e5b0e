"""Helpers that several rooms' tests use."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

Value = TypeVar("Value")


def eventually(look: Callable[[], Value], *, seconds: float = 60.0, every: float = 0.02) -> Value:
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


def shown_text(message: dict[str, Any]) -> str:
    """All that a Slack message shows, as one text."""
    return str(message.get("text", "")) + "\n" + "\n".join(_texts(message.get("blocks", [])))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str) and name in ("text", "alt_text"):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def read_by_slack(value: Any) -> list[str]:
    """The texts in blocks in which Slack finds mentions and links: those in mrkdwn and in Markdown."""
    if isinstance(value, dict):
        own = [value["text"]] if value.get("type") in ("mrkdwn", "markdown") else []
        return own + [text for inner in value.values() for text in read_by_slack(inner)]
    return [text for inner in value for text in read_by_slack(inner)] if isinstance(value, list) else []
