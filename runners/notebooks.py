"""The code cells of a notebook that a learner sends. Outputs are never read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from runners.values import UsageError

_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<text>.*?)[ \t#]*$", re.MULTILINE)
_FENCED = re.compile(r"^```.*?(?:^```|\Z)", re.DOTALL | re.MULTILINE)
_OTHER_LANGUAGE = re.compile(r"\A\s*%%(?:bash|sh|html|javascript|js|latex|markdown|perl|ruby|svg|writefile)\b")
_MOST_CELLS = 5_000
_MOST_CHARACTERS = 100_000


@dataclass(frozen=True)
class Cell:
    """A cell with Python code, and the nearest heading above it, empty when there is none."""

    code: str
    heading: str = ""

    @property
    def first_line(self) -> str:
        """The first line that says something."""
        lines = [line.strip() for line in self.code.splitlines() if line.strip()]
        return next((line for line in lines if not line.startswith(("%", "!"))), lines[0])


def code_cells(text: str, *, name: str) -> tuple[Cell, ...]:
    """The cells with code, in order, of a notebook in any format version.

    Raises `UsageError` with one sentence for what is no notebook, or one without code."""
    cells: list[Cell] = []
    heading = ""
    for kind, source in _sources(_parsed(text, name)):
        if kind in ("markdown", "heading"):
            heading = _last_heading(source, kind) or heading
        elif kind == "code" and source.strip() and not _OTHER_LANGUAGE.match(source):
            cells.append(Cell(source.strip("\n"), heading))
    if not cells:
        raise UsageError(f"{name} has no cell with Python code.")
    return tuple(cells)


def code_until(cells: Sequence[Cell], number: int) -> str:
    """The code of a cell and of all before it, as one.

    Raises `UsageError` when that is more than can be run at once."""
    code = "\n\n".join(cell.code for cell in cells[: number + 1])
    if len(code) > _MOST_CHARACTERS:
        raise UsageError(
            f"The cells up to this one have {len(code):,} characters: run fewer, at most {_MOST_CHARACTERS:,}."
        )
    return code


def script(content: bytes, *, name: str) -> str:
    """The text of a Python file. Raises `UsageError` with one sentence when it is none, empty, or too long."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        raise UsageError(f"{name} is not text that I can read: save it as UTF-8.") from problem
    if not text.strip():
        raise UsageError(f"{name} is empty.")
    if len(text) > _MOST_CHARACTERS:
        raise UsageError(f"{name} has {len(text):,} characters: send at most {_MOST_CHARACTERS:,}.")
    return text


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        wire = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise UsageError(f"{name} can't be read as a notebook: download it once more as .ipynb.") from problem
    if not isinstance(wire, dict):
        raise UsageError(f"{name} is no notebook: it has no cells.")
    return wire


def _sources(notebook: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Kind and text of each cell; what is malformed is passed over."""
    sheets = notebook.get("worksheets")
    sheet = sheets[0] if isinstance(sheets, list) and sheets and isinstance(sheets[0], dict) else {}
    cells = notebook.get("cells", sheet.get("cells"))
    for cell in cells[:_MOST_CELLS] if isinstance(cells, list) else ():
        if isinstance(cell, dict):
            yield str(cell.get("cell_type")), _joined(cell.get("source", cell.get("input", "")))


def _joined(source: Any) -> str:
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str)).replace("\r\n", "\n")


def _last_heading(source: str, kind: str) -> str:
    if kind == "heading":
        return source.strip()
    found = _HEADING.findall(_FENCED.sub("", source))
    return re.sub(r"<[^>]*>|[*_`]", "", found[-1]).strip() if found else ""
