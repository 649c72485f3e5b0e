"""Do two questions ask the same? By the cosines of both models: the multilingual one finds everything about one topic
alike, and the English one most of what names the same things."""

from __future__ import annotations

from typing import NamedTuple

from knowledge.search.retrieval import Vectors


class Bar(NamedTuple):
    """The least cosines, for the English model and for the multilingual one."""

    english: float
    multilingual: float


TIMES_AND_ROOMS = Bar(0.88, 0.96)
"""Where a wrong answer sends somebody to the wrong room: a start is not an end."""
ONE_ANSWER = Bar(0.85, 0.945)
"""Where the two also share words and numbers, and who is not helped says so with a press."""


def likeness(one: Vectors, other: Vectors) -> Bar:
    """The two cosines of two questions."""
    return Bar(float(one.english @ other.english), float(one.multilingual @ other.multilingual))


def reaches(found: Bar, least: Bar) -> bool:
    return found.english >= least.english and found.multilingual >= least.multilingual
