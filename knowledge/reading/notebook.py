"""Jupyter and Colab notebooks as sections. Outputs are never read."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from knowledge.errors import KnowledgeError
from knowledge.reading.blocks import Block, clean, parse_markdown
from knowledge.reading.roles import Role, role_of_title
from knowledge.reading.sections import Section, assemble

__all__ = ["CellLink", "read_notebook"]

CellLink = Callable[[int, str], str]


def read_notebook(text: str, *, source: str, link: CellLink = lambda index, cell_id: "") -> list[Section]:
    """The sections of a notebook in any format version; `link(index, cell_id)` gives a cell's URL.

    `cell_id` is empty when the notebook gives the cell no id, or one that several cells share.

    Raises KnowledgeError when the text is not a notebook.
    """
    cells = _cells(text)
    blocks = [block for index, cell in enumerate(cells) for block in _blocks(index, cell)]
    headings = [block for block in blocks if block.kind == "heading"]
    top = min((block.level for block in headings), default=0)
    title = next((block.text for block in headings if block.level == top and block.text), "")
    sections = assemble(blocks, source=source, title=title or _file_title(source), notebook=True)
    identifiers = _unique_ids(cells)
    return [replace(section, url=link(section.cells[0], identifiers[section.cells[0]])) for section in sections]


def _cells(text: str) -> list[dict[str, Any]]:
    """The notebook's cells, checked and brought to format 4 by nbformat."""
    import nbformat

    try:
        wire = json.loads(text)
    except json.JSONDecodeError as error:
        raise KnowledgeError(f"it is not JSON (line {error.lineno}, column {error.colno})") from error
    except RecursionError as error:
        raise KnowledgeError("its JSON is nested too deeply") from error
    if not isinstance(wire, dict) or not isinstance(wire.get("nbformat"), int) or not _has_cells(wire):
        raise KnowledgeError("it is JSON, but not a notebook: it has no cells")
    if wire["nbformat"] < 4:
        wire = nbformat.convert(nbformat.from_dict(wire), 4)  # type: ignore[no-untyped-call]
    return [_checked(index, cell) for index, cell in enumerate(wire["cells"])]


def _has_cells(wire: dict[str, Any]) -> bool:
    cells = wire.get("cells") if wire["nbformat"] >= 4 else wire.get("worksheets")
    return isinstance(cells, list)


def _checked(index: int, cell: object) -> dict[str, Any]:
    if not isinstance(cell, dict) or not isinstance(cell.get("source", ""), str | list):
        raise KnowledgeError(f"cell {index} is malformed")
    source = cell.get("source", "")
    text = source if isinstance(source, str) else "".join(map(str, source))
    metadata = cell.get("metadata") if isinstance(cell.get("metadata"), dict) else {}
    return {**cell, "source": text.replace("\r\n", "\n"), "metadata": metadata}


def _blocks(index: int, cell: dict[str, Any]) -> list[Block]:
    source: str = cell["source"]
    if not source.strip():
        return []
    if cell.get("cell_type") == "markdown":
        return _markdown_blocks(index, source)
    return [_code_block(index, source, cell["metadata"])] if cell.get("cell_type") == "code" else []


_DETAILS = re.compile(r"<details[^>]*>\s*(?:<summary[^>]*>(.*?)</summary>)?(.*?)</details>", re.DOTALL | re.IGNORECASE)
_CONTENTS_LINE = re.compile(r"[>\s\-*+\d.)]*\[.*\]\(#[^)]*\)\s*$")
_CONTENTS_LINK = re.compile(r"\[[^\]]*\]\(#[^)]*\)|href=[\"']#")


def _markdown_blocks(index: int, source: str) -> list[Block]:
    source = _DETAILS.sub(lambda folded: _unfolded(folded[1] or "", folded[2]), source)
    blocks = parse_markdown(source, cell=index)
    return [replace(block, role="outline") if _is_contents(block) else block for block in blocks]


def _is_contents(block: Block) -> bool:
    """Whether a block is a list of links into the same notebook."""
    lines = [line for line in block.raw.splitlines() if line.strip()]
    if all(map(_CONTENTS_LINE.match, lines)):
        return True
    linked = sum(bool(_CONTENTS_LINK.search(line)) for line in lines)
    return linked >= 3 and linked >= 0.6 * len(lines)


def _unfolded(summary: str, body: str) -> str:
    """The body of a folded part, unless its summary announces an answer."""
    return "" if role_of_title(summary) == "solution" else f"\n\n**{summary.strip()}**\n\n{body}\n\n"


_TITLE = re.compile(r"^\s*#+\s*@title\b[ \t]*(.*)$", re.MULTILINE)
_FORM_MARKDOWN = re.compile(r"^\s*#+\s*@markdown\b[ \t]?(.*)$", re.MULTILINE)
_FORM_OPTIONS = re.compile(r"\s*\{[^{}]*:[^{}]*\}\s*$")
_RUN_NOTE = re.compile(r"\s*[(\[]?\b(?:run (?:me|cell|this cell|this)|run cell)\b!?[)\]]?\.?\s*$", re.IGNORECASE)
_PARAMETER = re.compile(r"[ \t]*#\s*@param\b.*$", re.MULTILINE)
_MARKED_ANSWER = re.compile(
    r"(?P<begin>^[ \t]*#+\s*BEGIN (?:SOLUTION|ANSWER)\b[^\n]*\n).*?(?P<end>^[ \t]*#+\s*END (?:SOLUTION|ANSWER)\b)",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)


def _code_block(index: int, source: str, metadata: dict[str, Any]) -> Block:
    """A code cell as Markdown: its form's title and notes as text, the rest fenced, marked answers removed."""
    title = _form_title(source)
    notes = [clean(note) for note in _FORM_MARKDOWN.findall(source) if note.strip()]
    code = _MARKED_ANSWER.sub(r"\g<begin>\g<end>", _PARAMETER.sub("", source))
    code = _FORM_MARKDOWN.sub("", _TITLE.sub("", code))
    code = re.sub(r"\n{3,}", "\n\n", re.sub(r"^%%capture.*$", "", code, flags=re.MULTILINE)).strip()
    shown = [f"**{title}**"] if title else []
    shown += ["\n".join(notes)] if notes else []
    shown += [f"```python\n{code}\n```"] if code else []
    return Block("code", "\n\n".join(shown), index, index, role=_code_role(title, notes, metadata), raw=title)


def _form_title(source: str) -> str:
    found = _TITLE.search(source)
    if not found:
        return ""
    bare = _RUN_NOTE.sub("", _FORM_OPTIONS.sub("", found[1]))
    return re.sub(r"\s+", " ", re.sub(r"[*`]+|^#+", "", clean(bare))).strip()


def _code_role(title: str, notes: list[str], metadata: dict[str, Any]) -> Role:
    grading = metadata.get("nbgrader")
    tags = metadata.get("tags")
    tagged = isinstance(tags, list) and any(str(tag) in ("solution", "answer") for tag in tags)
    if tagged or (isinstance(grading, dict) and grading.get("solution")):
        return "solution"
    roles = {role_of_title(label) for label in (title, *notes[:1]) if label}
    return next((role for role in ("solution", "test", "exercise") if role in roles), "text")


def _unique_ids(cells: list[dict[str, Any]]) -> list[str]:
    identifiers = [str(cell.get("id") or cell["metadata"].get("id") or "") for cell in cells]
    counts = Counter(identifiers)
    return [identifier if counts[identifier] == 1 else "" for identifier in identifiers]


def _file_title(source: str) -> str:
    return re.sub(r"[_\-]+", " ", source.removesuffix(".ipynb")).strip()
