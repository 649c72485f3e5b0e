"""What an experiment is told, and what it hands back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Animation:
    """A GIF, and what is seen in it."""

    data: bytes
    alt: str


@dataclass(frozen=True)
class Reading:
    """`text` reads the picture in two or three sentences with this run's numbers, its seed among them; `alts`
    describe the open figures, in the order in which they were made; `animations` come before the figures; `numbers`
    are the results with their names and units, as they are to be read (`{"test accuracy": "0.94"}`)."""

    text: str
    alts: tuple[str, ...] = ()
    animations: tuple[Animation, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)


class Progress(Protocol):
    """Called with the part that is done, from 0 to 1, and a few words, several times a second.

    False when the person who runs it has pressed *Stop*: finish within half a second, with what there is so far."""

    def __call__(self, done: float, text: str) -> bool: ...


def silent(done: float, text: str) -> bool:
    """Progress that nobody listens to, and nobody stops."""
    return True
