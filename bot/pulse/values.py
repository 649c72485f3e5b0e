"""The pulse in values: counts and seconds, and no word that only one person wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

GapKind = Literal["declined", "not_helpful"]


@dataclass(frozen=True)
class Totals:
    """What happened in the period. `declined` counts the questions without an answer by the reason."""

    questions: int = 0
    learners: int = 0
    declined: Mapping[str, int] = field(default_factory=dict)
    helpful: int = 0
    not_helpful: int = 0
    runs: int = 0
    checks: int = 0

    @property
    def answered(self) -> int:
        return self.questions - sum(self.declined.values())


@dataclass(frozen=True)
class Spread:
    """So many waits, their median and the longest, in seconds; None where there is no wait."""

    count: int = 0
    median: float | None = None
    longest: float | None = None


@dataclass(frozen=True)
class SectionCount:
    """A section and what was asked about it: `declined` of the questions were not answered from it."""

    practical: str
    section: str
    questions: int
    learners: int
    declined: int
    not_helpful: int


@dataclass(frozen=True)
class MistakeCount:
    """A mistake at an exercise, in words, and how many learners made it; `open` have not solved the exercise yet."""

    exercise: str
    mistake: str
    learners: int
    open: int


@dataclass(frozen=True)
class Gap:
    """Questions that were declined, or whose answers did not help.

    `text` has the words that several learners used alike; without it they are questions that one person asked,
    counted by the section that was nearest.
    """

    kind: GapKind
    text: str
    section: str
    questions: int
    learners: int


@dataclass(frozen=True)
class Timeline:
    """Equal bins of time. `start` is in seconds since 1970 (UTC), `step` in seconds, `offset` the local time's
    distance from UTC.

    `questions` has a count for each bin by practical, those that were not answered under `""`; the waits are in
    seconds by the bin in which they began, None where none did.
    """

    start: float
    step: float
    offset: float
    questions: Mapping[str, tuple[int, ...]]
    median_waits: tuple[float | None, ...]
    longest_waits: tuple[float | None, ...]

    @property
    def has_waits(self) -> bool:
        return any(wait is not None for wait in self.longest_waits)

    @classmethod
    def from_dict(cls, wire: Mapping[str, Any]) -> Timeline:
        questions = {name: tuple(counts) for name, counts in wire["questions"].items()}
        waits = {name: tuple(wire[name]) for name in ("median_waits", "longest_waits")}
        return cls(**{**wire, "questions": questions, **waits})


@dataclass(frozen=True)
class Pulse:
    """Everything about one period of one room.

    `queue` counts the tickets that are not resolved now by state; `answered` are the waits that began in the period
    and are over, `waiting` all that are not over now, and `tickets` those by the ticket's number, the longest first.
    """

    period: str
    until: float
    totals: Totals = Totals()
    queue: Mapping[str, int] = field(default_factory=dict)
    answered: Spread = Spread()
    waiting: Spread = Spread()
    tickets: tuple[tuple[int, float], ...] = ()
    sections: tuple[SectionCount, ...] = ()
    mistakes: tuple[MistakeCount, ...] = ()
    gaps: tuple[Gap, ...] = ()
    timeline: Timeline | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, wire: Mapping[str, Any]) -> Pulse:
        read = dict(wire)
        read["totals"] = Totals(**wire["totals"])
        read["answered"], read["waiting"] = Spread(**wire["answered"]), Spread(**wire["waiting"])
        read["tickets"] = tuple((number, seconds) for number, seconds in wire["tickets"])
        read["sections"] = tuple(SectionCount(**one) for one in wire["sections"])
        read["mistakes"] = tuple(MistakeCount(**one) for one in wire["mistakes"])
        read["gaps"] = tuple(Gap(**one) for one in wire["gaps"])
        read["timeline"] = Timeline.from_dict(wire["timeline"]) if wire["timeline"] else None
        return cls(**read)
