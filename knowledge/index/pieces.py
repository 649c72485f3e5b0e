"""What of a section is searched: small pieces with the heading path in front, and its sentences."""

from __future__ import annotations

import re

from knowledge.reading.sections import Section
from knowledge.tokens import plain

__all__ = ["body_text", "pieces", "searchable", "sentences"]

_FENCE = re.compile(r"```[^\n]*\n(.*?)```", re.DOTALL)
_ITEM = re.compile(r"\n(?=\s*(?:[-*+]|\d+[.)])\s)")
_SENTENCE_END = re.compile(r"(?<=[.!?])(?:\s+|(?<=[.!?][\")*_])\s+)(?=[\"(*_`A-Z0-9√Σ∑∇θπαβ])")
_ASIDE = re.compile(
    r"\s*(?:[>#]\s*)*\**(?:check yourself|see also|more resources?|further reading|references?|related|quiz|picture)\b",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_LABEL = re.compile(r"\*\*[^*]+\*\*[.:]?$|\s*\d+[.)]$")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|al|Eq|Fig|Sec|approx|Dr|Prof)|\b[A-Z])\.$")


def searchable(section: Section) -> bool:
    return section.kind != "solution"


def pieces(section: Section, *, longest: int = 90) -> list[str]:
    """Texts of at most about `longest` words, each with the section's heading path in front."""
    path = " > ".join(section.heading)
    grouped: list[list[str]] = [[]]
    for paragraph in _prose(section.text).split("\n\n"):
        text = plain(paragraph)
        if sum(len(part.split()) for part in grouped[-1]) + len(text.split()) > longest and grouped[-1]:
            grouped.append([])
        grouped[-1].append(text)
    found = [f"{path}: {' '.join(group)}" for group in grouped if any(group)]
    return [*found, *(f"{path}: {outline}" for outline in _code_outlines(section.code))] or [path]


def _code_outlines(code: tuple[str, ...], *, longest: int = 60) -> list[str]:
    """What a block of code says in words: comments, docstrings, and the names it calls."""
    outlines = []
    for block in code:
        comments = re.findall(r"#\s*(.+)|\"\"\"(.+?)(?:\"\"\"|\n)|def (\w+)|class (\w+)", block)
        names = dict.fromkeys(re.findall(r"\b(?:jax|jnp|np|optax|hk|jraph|lax|nn|random)(?:\.\w+)+", block))
        outlines.append(" ".join(([*map(" ".join, comments), *names] or block.split())[:longest]))
    return [re.sub(r"\s+", " ", outline).strip() for outline in outlines if outline.strip()]


def body_text(section: Section) -> str:
    """The words of a section for the lexical index: its text as plain words, and its code."""
    return f"{plain(_prose(section.text))}\n{chr(10).join(section.code)}"


def sentences(markdown: str) -> list[str]:
    """The sentences of a section that can answer, in order, as Markdown; a list item or a table is one, code is none.

    Questions to the reader and pointers to other places answer nothing, and are left out.
    """
    found: list[str] = []
    for paragraph in _prose(markdown).split("\n\n"):
        if _ASIDE.match(paragraph):
            continue
        for item in _ITEM.split(paragraph.strip("\n")):
            found.extend(_split_sentences(item))
    return found


def _prose(markdown: str) -> str:
    return _FENCE.sub("", markdown)


def _split_sentences(item: str) -> list[str]:
    if item.lstrip().startswith("|"):
        return [item]
    if _ITEM.match(f"\n{item}"):
        return [re.sub(r"\s*\n\s*", " ", item)]
    joined: list[str] = []
    for part in _SENTENCE_END.split(_QUOTE.sub("", item)):
        if joined and (_ABBREVIATION.search(joined[-1]) or _LABEL.match(joined[-1])):
            joined[-1] += f" {part.strip()}"
        elif part.strip():
            joined.append(part.rstrip())
    return [re.sub(r"\s*\n\s*", " ", sentence) for sentence in joined]
