"""Do two tickets ask nearly the same? By the section that the bot found for them and the words they share."""

from __future__ import annotations

import re

from bot.records.values import Ticket

SAME_SECTION = 0.34
OTHER_SECTION = 0.6
_FEWEST = 2

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


def similar(one: Ticket, other: Ticket) -> bool:
    """Two that share a section need a third of the shorter one's words in common, others three fifths; two words at
    least, and one of them a telling one."""
    least = SAME_SECTION if one.section and one.section == other.section else OTHER_SECTION
    return share(one.question, other.question) >= least


def telling(question: str) -> frozenset[str]:
    """The words of a question that are not in every second one."""
    return words(question) - _GENERAL


def general(question: str) -> frozenset[str]:
    """Those that are."""
    return words(question) & _GENERAL


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
