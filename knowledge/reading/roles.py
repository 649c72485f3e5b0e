"""What a heading, a form title or a bold lead says about the cells under it: exercise, hint, test, answer.

The wordings are those of the Indaba practicals and of common course notebooks, misspellings included
("Answer to code task (Try not to peek ...)", "Soluction Exercise 2", "Task 2: Solution", "Run me to test your code").
"""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["Role", "has_lead", "role_of_lead", "role_of_title", "takes_code"]

Role = Literal["text", "exercise", "hint", "test", "solution", "outline"]

_ANSWER = r"(?:answers?|solu\w{0,2}tions?)"
_TASK = r"(?:exercises?|tasks?|questions?|problems?|challenges?|quiz)"
_LABEL = r"(?:optional|group|code|coding|maths?|plotting|code review|bonus|advanced|programming|thinking|mini)"

_TEST = re.compile(
    rf"^(?:check|test|verify|validate)\b.*\b(?:{_TASK}|answers?|code|solutions?|function|implementation)\b"
    r"|\brun (?:me |this |cell )*to (?:test|check|verify)\b|^(?:unit )?tests?$",
    re.IGNORECASE,
)
_SOLUTION = re.compile(
    rf"^(?:(?:sample|model|reference|worked|the|official|possible|example|suggested|full)\s+)*{_ANSWER}"
    rf"(?:$|\s*[:(\-–—\d]|\s+(?:to|for)\s+(?:the\s+|this\s+|our\s+)?(?:{_LABEL}\s+)*{_TASK}|\s+(?:{_LABEL}\s+)*{_TASK})"
    rf"|\b{_TASK}\b[^:]{{0,40}}[:\-–—]\s*{_ANSWER}\b"
    rf"|\b{_TASK}\s*[\d.]*[a-z]?\s+{_ANSWER}\b"
    r"|\b(?:try not to (?:peek|run|look)|(?:don'?t|do not|no) peek(?:ing)?\b|reveal (?:the )?(?:answer|solution))",
    re.IGNORECASE,
)
_HINT = re.compile(r"^hints?\b\s*(?:$|[\d:.(\-–—])", re.IGNORECASE)
_EXERCISE = re.compile(
    rf"^(?:{_LABEL}\W+)*(?:exercises?|tasks?|challenges?)\b(?!\s+(?:is|are|of|that|we)\b)", re.IGNORECASE
)
_OUTLINE = re.compile(
    r"^(?:table of contents?|contents?|outline|overview of (?:the )?contents?|topics?"
    r"|(?:aims?\W*)?(?:learning )?(?:objectives?|outcomes?)"
    r"|section quiz|end of section quiz)\W*$",
    re.IGNORECASE,
)
_BOLD_LEAD = re.compile(r"^\s*(?:[>#]\s*)*(?:\*\*\*?|__|<b>|<strong>)")
_NO_CODE = re.compile(r"\b(?:group|maths?|discuss|quiz|thinking)\b", re.IGNORECASE)


def role_of_title(title: str) -> Role:
    """The role that a heading or a code cell's form title gives to what it heads."""
    title = _bare(title)
    if _OUTLINE.match(title):
        return "outline"
    if _TEST.search(title):
        return "test"
    if _SOLUTION.search(title):
        return "solution"
    if _HINT.match(title):
        return "hint"
    return "exercise" if _EXERCISE.match(title) else "text"


def has_lead(paragraph: str) -> bool:
    """Whether a paragraph opens with a bold label, as `**Code task:** ...` does."""
    return bool(_BOLD_LEAD.match(paragraph))


def role_of_lead(paragraph: str) -> Role:
    """The role of a paragraph that opens with a bold label; `text` when it has none."""
    if not has_lead(paragraph):
        return "text"
    lead = _bare(paragraph.strip().splitlines()[0])
    role = role_of_title(lead)
    if role == "solution":
        return "solution" if re.match(rf"(?:\w+\s+)?{_ANSWER}\b|.*peek", lead, re.IGNORECASE) else "text"
    return role if role == "exercise" or (role == "hint" and len(lead) < 12) else _outline_label(paragraph)


def _outline_label(paragraph: str) -> Role:
    label = re.match(r"\W*([A-Za-z /]+?)\W*(?:\*\*|__|</b>|</span>)", paragraph.strip())
    return "outline" if label and _OUTLINE.match(label[1].strip()) else "text"


def takes_code(lead: str) -> bool:
    """Whether the code cell after this exercise is the place for the learner's answer."""
    return not _NO_CODE.search(_bare(lead)[:40])


def _bare(title: str) -> str:
    """A title without markup: `***Task 1: Solution***` as `Task 1: Solution`."""
    title = re.sub(r"<[^>]+>|\{[^}]*\}", " ", title)
    return re.sub(r"^[\s*_#>`\[\]~]+|[\s*_`~]+$", "", re.sub(r"[*`\[\]]+|__", " ", title)).strip()
