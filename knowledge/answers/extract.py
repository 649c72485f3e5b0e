"""The answer's words: the sentences of a section that answer the question, in their order, and its code."""

from __future__ import annotations

import ast
import re

import numpy as np
from numpy.typing import NDArray

from knowledge.index.pieces import sentences
from knowledge.reading.sections import Section
from knowledge.tokens import tokenize

__all__ = ["extract"]

_LEANS_BACK = re.compile(
    r"^(?:[*_]*)(?:this|that|these|those|it|its|they|their|he|she|so|then|thus|hence|but|however|therefore|and|or|here"
    r"|in other words|for instance|for example|instead|also|as a result)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_IS_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")


def extract(
    section: Section,
    similarity: NDArray[np.float32],
    tokens: tuple[str, ...],
    *,
    code: bool,
    words: int = 90,
    fewest: int = 40,
    lines: int = 15,
) -> str:
    """Markdown of `fewest` to about `words` words, with at most `lines` lines of code when `code` is asked for.

    `similarity` [sentences] compares the question with each sentence of the section, in order.
    """
    said = sentences(section.text)
    chosen = _choose(said, _scores(said, similarity, tokens), words, fewest)
    parts = [_LINK.sub(r"\1", _joined([said[place] for place in sorted(chosen)]))]
    block = _code_for(section.code, tokens, lines) if code or not said else ""
    return "\n\n".join(part for part in [*parts, f"```python\n{block}\n```" if block else ""] if part)


def _scores(said: list[str], similarity: NDArray[np.float32], tokens: tuple[str, ...]) -> list[float]:
    """Cosine plus a little for the question's own words; the opening of a section gets a head start."""
    wanted = set(tokens)
    scores = []
    for place, sentence in enumerate(said):
        shared = len(wanted & set(tokenize(sentence))) / max(len(wanted), 1)
        cosine = float(similarity[place]) if place < len(similarity) else 0.0
        scores.append(cosine + 0.3 * shared + (0.15 if place == 0 else 0.0))
    return scores


def _choose(said: list[str], scores: list[float], words: int, fewest: int) -> set[int]:
    """The best sentences with what they lean on that fit; below `fewest` words, weaker ones and the next."""
    chosen: set[int] = set()
    used = 0
    best = max(scores, default=0.0)
    for place in sorted(range(len(said)), key=lambda place: -scores[place]):
        wanted = _with_context(said, place) - chosen
        length = sum(len(said[other].split()) for other in wanted)
        least = best * (0.4 if used >= fewest else 0.2)
        if chosen and (scores[place] < least or used + length > words):
            continue
        chosen |= wanted
        used += length
    following = max(chosen, default=-1) + 1
    if used < fewest and following < len(said) and not _is_item(said, following):
        chosen.add(following)
    return chosen


def _with_context(said: list[str], place: int) -> set[int]:
    """A sentence, the one before it if it leans on that, and the list or formula that a colon announces."""
    group = {place}
    leans = place and (_LEANS_BACK.match(said[place]) or said[place - 1].rstrip().endswith(":"))
    if leans and not _is_item(said, place):
        group.add(place - 1)
    following = place + 1
    while said[place].rstrip().endswith(":") and following < len(said) and following - place <= 5:
        if following - place > 1 and not _is_item(said, following):
            break
        group.add(following)
        following += 1
    return group


def _is_item(said: list[str], place: int) -> bool:
    return bool(_IS_ITEM.match(said[place]))


def _joined(said: list[str]) -> str:
    """Sentences as running text; list items and tables on lines of their own."""
    text = ""
    for sentence in said:
        after_item, item = _ends_with_item(text), bool(_IS_ITEM.match(sentence))
        own_line = item or after_item or sentence.lstrip().startswith("|")
        gap = "\n" if item and after_item else "\n\n" if own_line else " "
        text += f"{gap if text else ''}{sentence.rstrip() if item else sentence.strip()}"
    return text


def _ends_with_item(text: str) -> bool:
    return bool(_IS_ITEM.match(text.rsplit("\n", 1)[-1])) or text.rsplit("\n", 1)[-1].lstrip().startswith("|")


def _code_for(blocks: tuple[str, ...], tokens: tuple[str, ...], lines: int) -> str:
    """The block that shares most words with the question, cut down to whole statements."""
    if not blocks:
        return ""
    wanted = set(tokens)
    block = max(blocks, key=lambda code: len(wanted & set(tokenize(code))))
    return block.strip() if block.strip().count("\n") < lines else _shortened(block, wanted, lines)


def _shortened(block: str, wanted: set[str], lines: int) -> str:
    source = block.strip().splitlines()
    spans = _statements(block.strip()) or [(0, len(source))]
    ranked = sorted(spans, key=lambda span: -len(wanted & set(tokenize("\n".join(source[slice(*span)])))))
    kept: list[tuple[int, int]] = []
    for start, end in ranked:
        if sum(stop - begin for begin, stop in kept) + end - start <= lines - 1:
            kept.append((start, end))
    if not kept:
        start = ranked[0][0]
        return "\n".join([*source[start : start + lines - 1], "# ..."])
    shown: list[str] = []
    blanks = lines - 1 - sum(end - start for start, end in kept)
    for start, end in sorted(kept):
        if shown and blanks > 0 and not source[start - 1].strip():
            shown.append("")
            blanks -= 1
        shown += source[start:end]
    return "\n".join([*shown, "# ..."])


def _statements(code: str) -> list[tuple[int, int]]:
    """The first and past-the-last line of each statement at the top level; none when it is not plain Python."""
    try:
        body = ast.parse(code).body
    except (SyntaxError, ValueError):
        return []
    starts = [min([node.lineno, *(mark.lineno for mark in getattr(node, "decorator_list", []))]) - 1 for node in body]
    return list(zip(starts, [node.end_lineno or node.lineno for node in body], strict=True))
