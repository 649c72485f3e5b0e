"""Words of the search: stems of plain words, and identifiers both whole and in parts.

`jax.lax.scan` gives `jax.lax.scan`, `jax`, `lax`, `scan`; `in_axes` gives `in_axes`, `inaxes`, `in`, `axes`;
`GraphsTuple` gives `graphstuple`, `graphs`, `tuple` (parts are stemmed).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from knowledge.reading.latex import spoken

__all__ = ["STOP_WORDS", "content_words", "plain", "tokenize", "words"]

_WORD = re.compile(r"[^\W\d_]\w*(?:\.[^\W\d]\w*)+|\w+")
_PART = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_A-Za-z]+")
_STOPPED = (
    "a about after again all also am an and any anyone anything are as at be because been before being but by can cant"
    " could did didnt do does doesnt doing don dont each else even every few from get gets getting give go got guys had"
    " has have havent having he hello help her here hey hi how however i id if ill im in instead into is isnt it its"
    " itself ive just know let lets like made make many may maybe me mean means might more most much must my need no"
    " nobody not now of off ok okay on once one only or other our out over own per please pls plz put quite rather"
    " really s same say see she should since so some someone something still such t take tell than thank thanks that"
    " thats the their them then there these they thing things think this those though through to too tried try u under"
    " understand until up upon us use used uses using ve very want was way we well were what whats when where whether"
    " which while who why will with without wont would wrong yes you your"
)
_HYPHENATED = re.compile(r"\b([A-Za-z]{2,})-([A-Za-z]{2,})\b")
_BRITISH = re.compile(r"(?<=\w{4})is(?=(?:e|ed|er|ers|es|ing|ation|ations)$)")
_BRITISH_OUR = re.compile(r"(?<=\w{2})our(?=(?:s|ed|ing)?$)")
STOP_WORDS = frozenset(_STOPPED.split())


def tokenize(text: str) -> list[str]:
    """The index words of a text, in order, stop words left out; `mini-batch` gives `minibatch` too."""
    joined = [first + second for first, second in _HYPHENATED.findall(text)]
    return [token for word in [*words(text), *joined] for token in _forms(word)]


def words(text: str) -> list[str]:
    """The words of a text as written, apostrophes dropped, mathematical signs spelled out."""
    return _WORD.findall(re.sub(r"(?<=\w)['’](?=\w)", "", spoken(text)))


def content_words(text: str) -> list[str]:
    """The different words that are not stop words, as written, in order."""
    return list(dict.fromkeys(word for word in words(text) if _forms(word)))


@lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[str, ...]:
    lowered = word.lower().strip("_")
    if lowered in STOP_WORDS or not lowered or (len(lowered) == 1 and lowered.isascii() and lowered.isalpha()):
        return ()
    if "." not in lowered and "_" not in lowered and (word.islower() or word[1:].islower() or word.isupper()):
        return (_stem(lowered),)
    parts = [part.lower() for part in _PART.findall(word)]
    whole = [lowered, lowered.replace("_", "")] if "_" in lowered else [lowered]
    stems = [_stem(part) for part in parts if len(part) > 1 or len(parts) > 1]
    return tuple(dict.fromkeys([*whole, *stems]))


def _stem(word: str) -> str:
    """The stem, the same for British and American spelling: `normalisation`, `normalization`, `colour`, `color`."""
    word = _BRITISH_OUR.sub("or", _BRITISH.sub("iz", word))
    return str(_stemmer().stemWord(word)) if len(word) > 3 else word


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


_LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_URL = re.compile(r"https?://\S+")
_MARKUP = re.compile(r"\*\*?|~~|^\s{0,3}(?:>\s?|#{1,6}\s+|[-*+]\s+|\|)|\|", re.MULTILINE)


def plain(markdown: str) -> str:
    """Markdown text as words only: link texts without addresses, no emphasis, quote or list signs."""
    text = _URL.sub(" ", _LINK.sub(r"\1", markdown))
    return re.sub(r"[ \t]+", " ", _MARKUP.sub(" ", text).replace("`", "")).strip()
