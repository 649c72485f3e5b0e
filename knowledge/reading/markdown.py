"""Markdown files as sections."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.reading.blocks import parse_markdown
from knowledge.reading.sections import Section, assemble

__all__ = ["anchor", "read_markdown"]


def read_markdown(text: str, *, source: str, url: str = "") -> list[Section]:
    """The sections of a Markdown document; each one's URL is `url` with the anchor of its heading."""
    blocks = parse_markdown(text)
    title = next((block.text for block in blocks if block.kind == "heading"), source.removesuffix(".md"))
    sections = assemble(blocks, source=source, title=title, notebook=False)
    anchors = _anchors([(block.first, block.text) for block in blocks if block.kind == "heading"])
    return [replace(section, url=url + _nearest(anchors, section.cells[0])) for section in sections]


def anchor(heading: str) -> str:
    """A heading as GitHub writes it in a link: lower case, words joined by hyphens."""
    return re.sub(r"\s", "-", re.sub(r"[^\w\- ]", "", heading.lower().strip()))


def _anchors(headings: list[tuple[int, str]]) -> dict[int, str]:
    """The anchor of the heading on each line; a repeated one is numbered, as GitHub does."""
    seen: dict[str, int] = {}
    anchors = {}
    for line, text in headings:
        name = anchor(text)
        anchors[line] = f"#{name}-{seen[name]}" if name in seen else f"#{name}"
        seen[name] = seen.get(name, 0) + 1
    return anchors


def _nearest(anchors: dict[int, str], line: int) -> str:
    above = [start for start in anchors if start <= line]
    return anchors[max(above)] if above else ""
