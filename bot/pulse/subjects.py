"""What a question was about, kept beside it so that thousands can be counted without reading their answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

KEPT_ANSWERS = "answers from tutors"
_NO_SECTION = ("logistics", "exam", "small_talk", "instruction")


@dataclass(frozen=True)
class Subject:
    """The practical and the section that came first in the answer, or that were nearest when there was none;
    `declined` is the reason why there was none."""

    practical: str = ""
    section: str = ""
    declined: str = ""


def subject_of(kind: str, result: dict[str, Any]) -> Subject:
    """The subject of a question from its result. What is no question has none, nor has one about something else than
    the practicals."""
    if kind != "answer":
        return Subject()
    if result["type"] != "answer":
        return Subject(declined="failed")
    answer = result["value"]
    declined = (answer.get("reason") or "not_covered") if answer.get("abstained") else ""
    passages = answer.get("passages") or ()
    if not passages or declined in _NO_SECTION:
        return Subject(declined=declined)
    source = passages[0].get("source", "")
    heading = passages[0].get("heading") or [source]
    practical = KEPT_ANSWERS if source == KEPT_ANSWERS else heading[0]
    return Subject(practical[:120], heading[-1][:255], declined)
