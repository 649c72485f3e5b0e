"""Counting: waits from what happened to tickets, bins of time, and questions that people asked alike."""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.pulse.periods import Bins
from bot.pulse.values import Gap, GapKind, Spread, Timeline

BEGINS = frozenset({"open", "reopened"})
ENDS = frozenset({"answered", "waiting", "resolved"})
ALIKE = 2
"""How many learners must have asked in the same words before the words are shown."""

_FILLERS = frozenset(
    ("please", "pls", "plz", "hi", "hello", "hey", "thanks", "bonjour", "bonsoir", "salut", "merci", "svp", "stp")
)


@dataclass(frozen=True)
class Wait:
    """From the opening of a ticket to the first answer, or while there is none, until now."""

    ticket: int
    began: datetime
    seconds: float
    over: bool


@dataclass(frozen=True)
class Asked:
    """A question as it is counted; who asked it is only told apart from the others."""

    text: str
    learner: str
    section: str


def waits_of(changes: Iterable[tuple[int, str, datetime]], now: datetime) -> list[Wait]:
    """The waits in (ticket, change, when), which are in order for each ticket. A ticket that is opened again waits
    again."""
    begun: dict[int, datetime] = {}
    waits = []
    for ticket, change, at in changes:
        if change in BEGINS:
            begun.setdefault(ticket, at)
        elif change in ENDS and ticket in begun:
            began = begun.pop(ticket)
            waits.append(Wait(ticket, began, (at - began).total_seconds(), True))
    return waits + [Wait(ticket, began, (now - began).total_seconds(), False) for ticket, began in begun.items()]


def spread(waits: Sequence[float]) -> Spread:
    return Spread(len(waits), statistics.median(waits), max(waits)) if waits else Spread()


def timeline(bins: Bins, asked: Iterable[tuple[str, datetime]], waits: Iterable[Wait]) -> Timeline:
    """Questions as (practical, when) and waits in their bins."""
    questions: dict[str, list[int]] = defaultdict(lambda: [0] * bins.count)
    for practical, at in asked:
        place = bins.place(at)
        if place is not None:
            questions[practical][place] += 1
    waited: list[list[float]] = [[] for _ in range(bins.count)]
    for wait in waits:
        place = bins.place(wait.began)
        if place is not None:
            waited[place].append(wait.seconds)
    spreads = [spread(seconds) for seconds in waited]
    offset = bins.start.utcoffset()
    return Timeline(
        bins.start.timestamp(),
        bins.step,
        offset.total_seconds() if offset else 0.0,
        {name: tuple(counts) for name, counts in questions.items()},
        tuple(one.median for one in spreads),
        tuple(one.longest for one in spreads),
    )


def gaps(kind: GapKind, asked: Iterable[Asked]) -> list[Gap]:
    """What several learners asked in the same words with these words, the rest counted by section; most first."""
    alike: dict[str, list[Asked]] = defaultdict(list)
    for question in asked:
        alike[normalised(question.text)].append(question)
    alone: dict[str, list[Asked]] = defaultdict(list)
    found = []
    for text, group in alike.items():
        if text and len({one.learner for one in group}) >= ALIKE:
            found.append(_gap(kind, text, _most_frequent([one.section for one in group]), group))
            continue
        for one in group:
            alone[one.section].append(one)
    found += [_gap(kind, "", section, group) for section, group in alone.items()]
    return sorted(found, key=lambda gap: (not gap.text, -gap.questions, gap.text, gap.section))


def normalised(text: str) -> str:
    """The words of a question without code, case, accents, marks and greetings, so that what differs only in these
    is the same."""
    prose = re.sub(r"```.*?(```|$)|<[^>]*>", " ", text, flags=re.DOTALL)
    letters = unicodedata.normalize("NFKD", prose.casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(word for word in re.findall(r"[\w']+", kept) if word not in _FILLERS)


def _gap(kind: GapKind, text: str, section: str, group: Sequence[Asked]) -> Gap:
    return Gap(kind, text, section, len(group), len({one.learner for one in group}))


def _most_frequent(values: Sequence[str]) -> str:
    return max(sorted(set(values)), key=values.count)
