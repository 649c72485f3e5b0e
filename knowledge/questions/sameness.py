"""Do two questions ask the same? By the cosines of both models, the multilingual one of which finds everything about
one topic alike, and by what their words set apart."""

from __future__ import annotations

from typing import NamedTuple

from knowledge.questions.query import language_of
from knowledge.questions.wording import asks_for_another_thing, has_another_number, has_another_word
from knowledge.search.retrieval import Vectors


class Bar(NamedTuple):
    """The least cosines, for the English model and for the multilingual one."""

    english: float
    multilingual: float


ALMOST_WORD_FOR_WORD = Bar(0.88, 0.96)
"""Where a wrong answer sends somebody to the wrong room, and where each question has a word that the other lacks."""
ONE_ANSWER = Bar(0.85, 0.945)
"""Where the two also share words and numbers, and who is not helped says so with a press."""
KEPT = Bar(0.72, 0.0)
"""Where a tutor's answer is shown with the question that it was kept to."""
KEPT_IN_ANOTHER_LANGUAGE = Bar(0.0, 0.9)


def answers(kept: str, question: str, found: Bar) -> bool:
    """Whether what was kept to one question may answer another, by their likeness `found` and their words."""
    if has_another_number(kept, question) or asks_for_another_thing(kept, question):
        return False
    if language_of(kept) != language_of(question):
        return reaches(found, KEPT_IN_ANOTHER_LANGUAGE)
    return reaches(found, ALMOST_WORD_FOR_WORD if has_another_word(kept, question) else KEPT)


def likeness(one: Vectors, other: Vectors) -> Bar:
    """The two cosines of two questions."""
    return Bar(float(one.english @ other.english), float(one.multilingual @ other.multilingual))


def reaches(found: Bar, least: Bar) -> bool:
    return found.english >= least.english and found.multilingual >= least.multilingual
