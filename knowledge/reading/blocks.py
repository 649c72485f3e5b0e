"""Markdown as a flat list of blocks: headings, paragraphs, list, tables and code, each with its place.

Both readers produce blocks; `knowledge.reading.sections` groups them. The text of a block is what people are
shown, so it is already free of HTML, pictures and LaTeX.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from knowledge.reading.latex import readable
from knowledge.reading.roles import Role

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

__all__ = ["Block", "clean", "heading_text", "parse_markdown"]

BlockKind = Literal["heading", "prose", "list", "table", "code"]


@dataclass(frozen=True)
class Block:
    """One block; `first` and `last` are a cell's index or 1-based lines, `level` is a heading's depth."""

    kind: BlockKind
    text: str
    first: int
    last: int
    level: int = 0
    role: Role = "text"
    raw: str = ""


def parse_markdown(text: str, *, cell: int | None = None) -> list[Block]:
    """The blocks of `text`, placed by line, or all of them in `cell` when it is part of a notebook."""
    text = _without_comments(text)
    lines = text.split("\n")
    blocks = []
    tokens = _parser().parse(text)
    for position, token in enumerate(tokens):
        if token.level or token.nesting < 0 or token.map is None:
            continue
        first, last = token.map
        raw = "\n".join(lines[first:last]).rstrip()
        title = tokens[position + 1].content if token.type == "heading_open" else ""
        block = _block(token.type, token.tag, token.info, token.content, raw, title)
        if block is not None:
            place = (cell, cell) if cell is not None else (first + 1, last - _blank_tail(lines, first, last))
            blocks.append(Block(*block[:2], *place, level=block[2], raw=raw))
    return blocks


def _block(kind: str, tag: str, info: str, content: str, raw: str, title: str) -> tuple[BlockKind, str, int] | None:
    if kind == "heading_open":
        if raw.startswith("#") or len(raw.split("\n")[-1].strip()) >= 3:
            return "heading", heading_text(title), int(tag[1])
        return "prose", clean(raw), 0
    if kind in ("fence", "code_block"):
        return "code", f"```{info.strip().split(' ')[0]}\n{content.rstrip()}\n```", 0
    shown = clean(raw)
    if not shown or kind == "hr":
        return None
    if kind in ("bullet_list_open", "ordered_list_open"):
        return "list", shown, 0
    return ("table" if kind == "table_open" else "prose"), shown, 0


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


def _blank_tail(lines: list[str], first: int, last: int) -> int:
    blank = 0
    while last - blank > first + 1 and not lines[last - 1 - blank].strip():
        blank += 1
    return blank


def _without_comments(text: str) -> str:
    """The text without HTML comments and front matter, with every line still at its number."""
    text = re.sub(r"<!--.*?-->", lambda match: "\n" * match[0].count("\n"), text, flags=re.DOTALL)
    front = re.match(r"---\n.*?\n---\n", text, flags=re.DOTALL)
    return "\n" * front[0].count("\n") + text[front.end() :] if front else text


_CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)
_IMAGE = re.compile(r"\[?!\[(?P<alt>[^\]]*)\]\([^)]*\)(?:\]\([^)]*\))?")
_IMAGE_TAG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*(\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_LINE_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|tr|li|center|summary)>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_EMPTY_ALT = re.compile(
    r"^(?:drawing|image|picture|img|alt|alt text|open in colab|screenshot.*|.*\.(?:png|jpe?g|gif|svg))?$", re.IGNORECASE
)


def clean(markdown: str) -> str:
    """Markdown for people: pictures as their description, no HTML, formulas readable; code is kept as it is."""
    markdown = readable(markdown)
    parts = _CODE.split(markdown)
    parts[::2] = [_clean_text(part) for part in parts[::2]]
    return re.sub(r"\n{3,}", "\n\n", "".join(parts)).strip()


def _clean_text(text: str) -> str:
    text = _IMAGE.sub(lambda image: _described(image["alt"]), text)
    text = _IMAGE_TAG.sub(lambda image: _described(_alt(image[0])), text)
    text = _TAG.sub("", _LINE_BREAK.sub("\n", text))
    return re.sub(r"[ \t]+(?=\n|$)", "", html.unescape(text)) if "<" in text or "&" in text else text


def _alt(tag: str) -> str:
    found = _ALT.search(tag)
    return (found[2] or found[3] or "") if found else ""


def _described(alt: str) -> str:
    alt = alt.strip()
    return "" if _EMPTY_ALT.match(alt) else f"*(Picture: {alt})*"


_LEVEL_MARK = re.compile(
    r"(?:\s*[-–—(:\[]?\s*`?\b(?:beginner|intermediate|advanced|base|all)\b`?\s*[)\]]?)+\s*$", re.IGNORECASE
)


def heading_text(markdown: str) -> str:
    """A heading in plain words: no HTML, anchor, emphasis or difficulty mark."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", clean(re.sub(r"\{#[^}]*\}", "", markdown)))
    marked = re.search(r"<font|`\w+`\s*\W*$", markdown, re.IGNORECASE)
    text = re.sub(r"\*+|`|(?<!\w)_+|_+(?!\w)", "", text)
    text = _LEVEL_MARK.sub("", text) if marked else text
    return re.sub(r"\s+", " ", text).strip(" -–—#")
