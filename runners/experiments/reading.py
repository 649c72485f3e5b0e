"""What an experiment hands back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Reading:
    """`text` reads the picture in two or three sentences with this run's numbers; `alts` describe the open figures,
    in the order in which they were made."""

    text: str
    alts: tuple[str, ...] = ()


class ProgressListener(Protocol):
    """Called with the part that is done, from 0 to 1, and a few words."""

    def __call__(self, done: float, text: str) -> None: ...


def silent(done: float, text: str) -> None:
    """Progress that nobody listens to."""
