"""Is a short text English or French? By its function words: they differ, and even a short question has some."""

from __future__ import annotations

import re
from typing import Literal

Language = Literal["en", "fr"]

_FRENCH_WORDS = """
à au aux avec c ce cela ces cette ça combien comment d dans de des doit donc du elle en est et eux faire faut il j je
l la le les leur lors ma mais me mes moi mon n ne nous on ou où par pas peut peux plus pour pourquoi qu quand que quel
quelle quelles quels qui quoi s sa sans se ses si son sont sur t ta tes toi ton tu un une vers vous y
"""
_ENGLISH_WORDS = """
a an and are as at be by can cannot could did do does for from get give had has have how i if in is it its make may me
mean my need not of on or our should so than that the their then there these they this to use was we were what when
where which who why will with would you your
"""
_FRENCH = frozenset(_FRENCH_WORDS.split())
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`]*`", re.DOTALL)


def language_of(text: str) -> Language:
    """The language with more of its function words in the text's prose; English when they tie."""
    words = _WORD.findall(_CODE.sub(" ", text).lower())[:400]
    french = sum(word in _FRENCH for word in words)
    english = sum(word in _ENGLISH for word in words)
    return "fr" if french > english else "en"
