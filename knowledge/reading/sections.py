"""Sections: the unit that is shown and cited, grouped from the blocks of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, cast

from knowledge.reading.blocks import Block
from knowledge.reading.latex import displayed
from knowledge.reading.roles import Role, role_of_lead, role_of_title, takes_code
from knowledge.values import Kind

__all__ = ["Section", "assemble", "joined", "neighbours"]

_FENCED = re.compile(r"```[^\n]*\n(.*?)\n?```", re.DOTALL)


@dataclass(frozen=True)
class Section:
    """A part of one file under one heading path.

    `cells` are 0-based cell indexes for a notebook and `(first, last)` 1-based lines for Markdown.
    `text` is Markdown for people; `code` has each block of code in it, without fences; `formulas` the LaTeX of those
    that stand on lines of their own.
    """

    source: str
    heading: tuple[str, ...]
    kind: Kind
    text: str
    code: tuple[str, ...]
    cells: tuple[int, ...]
    url: str
    formulas: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, wire: dict[str, Any]) -> Section:
        return cls(**{**wire, **{name: tuple(wire[name]) for name in ("heading", "code", "cells", "formulas")}})


@dataclass
class _Draft:
    """A section that is being filled; `scope` is the depth of the heading that gave it its role, 0 for none."""

    heading: tuple[str, ...]
    role: Role
    blocks: list[Block] = field(default_factory=list)
    open_code: bool = True


def assemble(blocks: Iterable[Block], *, source: str, title: str, notebook: bool, longest: int = 450) -> list[Section]:
    """Group the blocks of one file into sections; URLs are left empty.

    `longest` is the number of words past which a notebook's section is split where a cell ends. Tests of
    exercises and outlines are left out: a test often holds the expected answer, an outline answers nothing.
    """
    drafts = [draft for draft in _grouped(list(blocks), title) if draft.role not in ("test", "outline")]
    drafts = _without_crumbs([draft for draft in drafts if _has_content(draft)])
    parts = [part for draft in drafts for part in (_split(draft, longest) if notebook else [draft])]
    return [_section(part, source, notebook) for part in parts]


def _grouped(blocks: list[Block], title: str) -> Iterator[_Draft]:
    """Start a draft at each heading, at each exercise and its answer, and after them."""
    path = _HeadingPath(title)
    draft = _Draft(path.names(), "text")
    for block in blocks:
        if block.kind == "heading":
            yield draft
            path.enter(block)
            draft = _Draft(path.names(), path.role(), [block])
            continue
        role = _role_in(draft, block, path.role())
        if role != draft.role or (role == "exercise" and block.role == "exercise"):
            yield draft
            draft = _Draft(path.names(), role)
            draft.open_code = role != "exercise" or takes_code(block.raw or block.text)
        draft.blocks.append(block)
    yield draft


class _HeadingPath:
    """The headings that are open at a block, outermost first; the file's title always leads."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.open: list[tuple[int, str, Role]] = []

    def enter(self, heading: Block) -> None:
        self.open = [entry for entry in self.open if entry[0] < heading.level]
        self.open.append((heading.level, heading.text, role_of_title(heading.text)))

    def names(self) -> tuple[str, ...]:
        names = tuple(name for _, name, _ in self.open if name)
        return names if names[:1] == (self.title,) else (self.title, *names)

    def role(self) -> Role:
        """The role of the innermost heading that has one: an answer's sub-headings are answers too."""
        return next((role for _, _, role in reversed(self.open) if role != "text"), "text")


def _role_in(draft: _Draft, block: Block, inherited: Role) -> Role:
    """The role of a block that follows `draft`, by its own title or lead, else by its neighbours."""
    if inherited in ("solution", "test"):
        return inherited
    own = block.role if block.role != "text" or block.kind != "prose" else role_of_lead(block.raw)
    if own != "text":
        return own
    if draft.role in ("exercise", "hint", "solution", "outline") and _continues(draft, block):
        return draft.role
    return inherited


def _continues(draft: _Draft, block: Block) -> bool:
    """Whether a block still belongs to an exercise: its own cell, the code cell after it, or a list it announced."""
    if not draft.blocks:
        return False
    same_cell = draft.blocks[-1].last == block.first
    if draft.role == "outline" or not draft.open_code:
        return block.kind == "list"
    return same_cell or (draft.role == "exercise" and block.kind == "code" and draft.blocks[-1].kind != "code")


def _has_content(draft: _Draft) -> bool:
    return any(block.kind != "heading" and block.text.strip() for block in draft.blocks)


def _without_crumbs(drafts: list[_Draft], *, fewest: int = 30) -> list[_Draft]:
    """Join a short remark after an exercise to the explanation before the exercise."""
    kept: list[_Draft] = []
    for draft in drafts:
        homes = (other for other in reversed(kept) if other.heading == draft.heading and other.role == "text")
        home = next(homes, None)
        opens = draft.blocks[0].kind == "heading"
        small = draft.role == "text" and not opens and sum(_words(block) for block in draft.blocks) < fewest
        if small and home is not None:
            home.blocks.extend(draft.blocks)
        else:
            kept.append(draft)
    return kept


def _split(draft: _Draft, longest: int) -> list[_Draft]:
    """Parts of at most about `longest` words, cut where a cell ends; a cell is never cut."""
    total = sum(_words(block) for block in draft.blocks)
    if total <= longest:
        return [draft]
    share = total / -(-total // longest)
    parts, size = [_emptied(draft)], 0
    for block in draft.blocks:
        new_cell = bool(parts[-1].blocks) and block.first != parts[-1].blocks[-1].last and block.kind != "code"
        if new_cell and size + _words(block) / 2 > share:
            parts.append(_emptied(draft))
            size = 0
        parts[-1].blocks.append(block)
        size += _words(block)
    return parts


def _emptied(draft: _Draft) -> _Draft:
    return replace(draft, blocks=[])


def _words(block: Block) -> int:
    return len(block.text.split()) if block.kind != "heading" else 0


def _section(draft: _Draft, source: str, notebook: bool) -> Section:
    shown = [block for block in draft.blocks if block.kind != "heading"]
    code = [block for block in shown if block.kind == "code"]
    places = sorted({block.first for block in draft.blocks})
    cells = places if notebook else [draft.blocks[0].first, max(block.last for block in draft.blocks)]
    prose_words = sum(_words(block) for block in shown if block.kind != "code")
    return Section(
        source=source,
        heading=draft.heading,
        kind=_kind(draft.role, prose_words, bool(code)),
        text="\n\n".join(block.text for block in shown),
        code=tuple(body for block in code for body in _FENCED.findall(block.text)),
        cells=tuple(cells),
        url="",
        formulas=tuple(tex for block in shown if block.kind != "code" for tex in displayed(block.raw)),
    )


def _kind(role: Role, prose_words: int, has_code: bool) -> Kind:
    if role == "text":
        return "code" if has_code and prose_words < 15 else "explanation"
    return cast(Kind, "exercise" if role == "hint" else role)


def neighbours(sections: Sequence[Section], place: int, *, longest: int = 450) -> list[int]:
    """The places of a section and of those beside it under the same heading, in order, as far as `longest` words go.

    Answers to exercises are passed over.
    """
    first = sections[place]
    found, size = [place], len(first.text.split())
    ahead, behind = place + 1, place - 1
    while True:
        before = len(found)
        for step in (1, -1):
            other = ahead if step > 0 else behind
            while 0 <= other < len(sections) and sections[other].kind == "solution" and _beside(sections[other], first):
                other += step
            if not (0 <= other < len(sections)) or not _beside(sections[other], first):
                continue
            words = len(sections[other].text.split())
            if size + words <= longest:
                found.append(other)
                size += words
                ahead, behind = (other + 1, behind) if step > 0 else (ahead, other - 1)
        if len(found) == before:
            return sorted(found)


def _beside(section: Section, other: Section) -> bool:
    return section.source == other.source and section.heading == other.heading


def joined(parts: Sequence[Section]) -> Section:
    """Sections of one heading as one; it is an exercise only when every part is."""
    if len(parts) == 1:
        return parts[0]
    kinds = [part.kind for part in parts]
    return replace(
        parts[0],
        kind=kinds[0] if len(set(kinds)) == 1 else "explanation",
        text="\n\n".join(part.text for part in parts),
        code=tuple(block for part in parts for block in part.code),
        formulas=tuple(tex for part in parts for tex in part.formulas),
        cells=tuple(sorted({cell for part in parts for cell in part.cells})),
    )
