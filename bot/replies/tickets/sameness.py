"""Could one answer do for two questions? What their words can tell, before the models compare what they say.

The models find questions alike that differ in one word: the start and the end of a session, Windows and Mac.
"""

from __future__ import annotations

import re

from bot.replies.tickets.similarity import OTHER_SECTION, general, share, telling

_LONGEST = 300
"""A longer question has a story of its own, in characters."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LETTER = re.compile(r"(?<=\s)[A-HJ-Z]\b|(?<!['’])\b[b-hj-z]\b(?!['’])", re.ASCII)
"""A letter that names something, as in "hall A"; not "I", nor what is left of "I'd" or "l'axe"."""
_WORD = re.compile(r"[^\W\d_]+")
_NO = re.compile(
    r"n['’]t\b|\b(?:(?:ca|wo|do|does|did|is|are|was|have)nt|no|not|cannot|never|without|ne|n['’]|pas|jamais|sans)\b"
)
_TURNING = frozenset(
    {"up", "down", "before", "after", "first", "last", "from", "avant", "après", "premier", "dernier", "depuis"}
)
_KINDS = {"why": "why", "pourquoi": "why", "how": "how", "comment": "how", "when": "when", "quand": "when"}
_KINDS |= {"where": "where", "où": "where"}
_WHETHER = frozenset(["do", "does", "did", "is", "are", "was", "were", "has", "have", "should", "must", "will"])


def may_be_the_same(one: str, other: str) -> bool:
    """Whether two questions share three fifths of the shorter one's words, and nothing in them says that they differ:
    code, which has mistakes of its own, another number, a word in the place of another, a "not"."""
    if "```" in one + other or max(len(one), len(other)) > _LONGEST or share(one, other) < OTHER_SECTION:
        return False
    return (
        not _swapped(telling(one), telling(other)) and not _swapped(general(one), general(other)) and _agree(one, other)
    )


def _swapped(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return bool(mine - theirs and theirs - mine)


def _agree(one: str, other: str) -> bool:
    """Whether the small words of two questions go together."""
    marks, others = _marks(one), _marks(other)
    kinds, their_kinds = _kinds(one), _kinds(other)
    return marks == others and not (kinds and their_kinds and kinds.isdisjoint(their_kinds))


def _marks(question: str) -> set[str]:
    """The numbers, the letters that name something, and the words that turn a sentence round."""
    lower = question.lower()
    turning = _TURNING.intersection(_WORD.findall(lower))
    no = {"not"} if _NO.search(lower) else set()
    return {*_NUMBER.findall(question), *(found.lower() for found in _LETTER.findall(question)), *turning, *no}


def _kinds(question: str) -> set[str]:
    """What is asked for: a reason, a way, a time, a place, or yes or no."""
    found = _WORD.findall(question.lower())
    kinds = {_KINDS[word] for word in found if word in _KINDS}
    return kinds or ({"whether"} if found and found[0] in _WHETHER else set())
