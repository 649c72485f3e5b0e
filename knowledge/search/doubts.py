"""What a question names that a section does not: the second look, whether it answers *this* question.

A question that is not answered shares the words of the field with some section; what it asks about (a method, a score,
a paper) is missing there. Words are weighed by how unusual they are in general English, so that a paraphrase in
everyday words raises no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from knowledge.index.bm25 import BM25
from knowledge.questions.query import Query
from knowledge.tokens import content_words, tokenize

__all__ = ["DOUBTS", "Unusual", "doubts"]

Unusual = Callable[[str], float]

DOUBTS = (
    "unknown_names", "unknown_share", "unknown_most", "missing_names", "missing_share", "missing_most",
    "length", "asks_fact",
)  # fmt: skip
"""`unknown_*`: of words that no section has, their unusualness: the sum, its share of the question's, the largest.
`missing_*`: the same of words that only the section lacks, times their rarity in the material. `length`: the number of
words, in tens. `asks_fact`: whether it asks for a number or a name."""

_ASKS_FACT = re.compile(
    r"\b(?:how (?:many|much)|which|what (?:is the )?(?:value|score|number|version)|combien|quel(?:le)?s?|quant[oa]s?"
    r"|qua(?:l|is))\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\b[A-Z][A-Za-z]*[A-Z]\w*\b")


def doubts(query: Query, said: frozenset[str], material: BM25, unusual: Unusual) -> dict[str, float]:
    """The values of `DOUBTS` for a section with the words `said`.

    Of a question in another language than English only acronyms are looked at.
    """
    names = content_words(query.text) if query.language == "en" else _ACRONYM.findall(query.text)
    unknown, missing, total = [0.0], [0.0], 1.0
    for name in names:
        tokens = tokenize(name)[:1]
        if not tokens:
            continue
        weight = unusual(name)
        total += weight
        if tokens[0] not in material.vocabulary:
            unknown.append(weight)
        elif tokens[0] not in said:
            missing.append(weight * material.rarity(tokens[0]) / 6)
    asks_fact = float(bool(_ASKS_FACT.search(query.text)))
    shares = (sum(unknown) / total, sum(missing) / total)
    values = (sum(unknown), shares[0], max(unknown), sum(missing), shares[1], max(missing), len(names) / 10, asks_fact)
    return dict(zip(DOUBTS, values, strict=True))
