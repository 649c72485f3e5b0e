"""What the words of two questions have in common, and what sets them apart. Pure Python: it decides before any model.

The models find questions alike that differ in one word: the start and the end of a session, Windows and Mac.
"""

from __future__ import annotations

import re

ENOUGH = 0.6
"""How much of the shorter question two have in common when they may ask the same."""
_FEWEST = 2
_LONGEST = 300
"""A longer question has a story of its own, in characters."""

_WORD = re.compile(r"[^\W_]+(?:[._][^\W_]+)*")
_COMMON_WORDS = """
a about again all also am an and any anyone are as at be because been but by can code could cannot did do does
doing don dont error fails for from get gets getting give gives given got had has have help hello here hi how
i if in into is isn it its just know like look make me mean means my need no not now of on one only or please
question say says should so some somebody someone still t tell than that the their them then there these they
this to try trying tried understand up us use using very want was we were what when where which who why will
with won wont work working works would wrong you your ai au aux avec bonjour ce cela ces cet cette comment
dans de des du elle en erreur est et faire fait il je j la le les leur l ma mais me merci mes mon n ne nous on
ou par pas peut plus pour pourquoi qu quand que quel quelle qui sa se ses son sont sur ta te tes ton tu un une
veut vous y d c s
"""
_COMMON = frozenset(_COMMON_WORDS.split())

_GENERAL_WORDS = """
jax jnp numpy np jax.numpy pytorch colab notebook pip install module attribute function argument array shape
matrix vector value number output input result loss model train step network layer attention exercise
practical typeerror valueerror attributeerror nameerror indexerror keyerror runtimeerror assertionerror
traceback file line tableau forme valeur fonction sortie modèle exercice
"""
_GENERAL = frozenset(_GENERAL_WORDS.split())

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LETTER = re.compile(r"(?<=\s)[A-HJ-Z]\b|(?<!['’])\b[b-hj-z]\b(?!['’])", re.ASCII)
"""A letter that names something, as in "hall A"; not "I", nor what is left of "I'd" or "l'axe"."""
_PLAIN_WORD = re.compile(r"[^\W\d_]+")
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
    if "```" in one + other or max(len(one), len(other)) > _LONGEST or share(one, other) < ENOUGH:
        return False
    turned = _marks(one) != _marks(other)
    return not (turned or has_another_word(one, other) or asks_for_another_thing(one, other))


def has_another_word(one: str, other: str) -> bool:
    """Whether each of two questions has a telling word that the other lacks, or each a general one: "Windows" in the
    place of "Mac", "jax" in that of "pytorch"."""
    mine, theirs = words(one), words(other)
    only_mine, only_theirs = mine - theirs, theirs - mine
    telling = only_mine - _GENERAL and only_theirs - _GENERAL
    return bool(telling or (only_mine & _GENERAL and only_theirs & _GENERAL))


def has_another_number(one: str, other: str) -> bool:
    """Whether both questions name numbers or letters, and not the same: "exercise 2", "hall B"."""
    mine, theirs = _names(one), _names(other)
    return bool(mine and theirs) and mine != theirs


def asks_for_another_thing(one: str, other: str) -> bool:
    """Whether one question asks for a reason, a way, a time, a place, or yes or no, and the other for another."""
    mine, theirs = _kinds(one), _kinds(other)
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def _marks(question: str) -> set[str]:
    """The numbers, the letters that name something, and the words that turn a sentence round."""
    lower = question.lower()
    turning = _TURNING.intersection(_PLAIN_WORD.findall(lower))
    return _names(question) | turning | ({"not"} if _NO.search(lower) else set())


def _names(question: str) -> set[str]:
    return {*_NUMBER.findall(question), *(found.lower() for found in _LETTER.findall(question))}


def _kinds(question: str) -> set[str]:
    """What is asked for: a reason, a way, a time, a place, or yes or no."""
    found = _PLAIN_WORD.findall(question.lower())
    kinds = {_KINDS[word] for word in found if word in _KINDS}
    return kinds or ({"whether"} if found and found[0] in _WHETHER else set())


def words(text: str) -> frozenset[str]:
    """What a question is about: its words without the common ones and numbers, cut to their stems."""
    found = {_stem(word) for word in _WORD.findall(text.lower()) if word not in _COMMON}
    return frozenset(word for word in found if len(word) > 1 and not word[0].isdigit())


def share(one: str, other: str) -> float:
    """How much of the shorter question the two have in common; none without a telling word."""
    mine, theirs = words(one), words(other)
    shared = mine & theirs
    if len(shared) < _FEWEST or shared <= _GENERAL:
        return 0.0
    return _weight(shared) / min(_weight(mine), _weight(theirs))


def _weight(found: frozenset[str]) -> float:
    """Words that are in every second question of a practical count half."""
    return len(found - _GENERAL) + len(found & _GENERAL) / 2


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
