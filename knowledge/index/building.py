"""Building the index: read the sources, say which were refused, and write the rest."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import KnowledgeError
from knowledge.index.assembling import ModelsOnDisk, Progress, write_sections
from knowledge.index.pieces import searchable
from knowledge.models.e5_weights import find_weights
from knowledge.models.minilm import find_model
from knowledge.reading.markdown import read_markdown
from knowledge.reading.notebook import read_notebook
from knowledge.reading.sections import Section
from knowledge.reading.sources import SourceFile, gather

__all__ = ["IndexReport", "Progress", "Refusal", "build_index", "read_file"]


@dataclass(frozen=True)
class Refusal:
    """A file that was left out, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class IndexReport:
    """What a build did. `embedded` and `reused` count texts; `seconds` is wall-clock time."""

    folder: str
    files: int
    sections: int
    embedded: int
    reused: int
    refused: tuple[Refusal, ...]
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "refused": [asdict(refusal) for refusal in self.refused]}


def build_index(
    sources: Sequence[str | Path],
    out: str | Path,
    *,
    progress: Progress = lambda stage, done, total: None,
    base_url: str = "",
    model: str | Path | None = None,
    largest_file: int = 64 * 2**20,
) -> IndexReport:
    """Index `sources` (folders, notebooks, Markdown files, git addresses; none: the built-in material) into `out`.

    `progress(stage, done, total)` is told of "read" (files) and "embed" (texts). `base_url` goes in front of every
    link. Texts that the index in `out` already holds are not embedded again. A file that cannot be read is listed in
    the report, and the rest is indexed.

    Raises KnowledgeError when a source does not exist, when no file can be read, or when `out` cannot be written.
    """
    started = time.perf_counter()
    with gather(sources, base_url=base_url) as files:
        sections, refused, hashes = _read_all(files, largest_file, progress)
    if not any(map(searchable, sections)):
        told = "; ".join(f"{refusal.path}: {refusal.reason}" for refusal in refused[:3])
        raise KnowledgeError(f"Nothing in the sources could be read{f' ({told})' if told else ''}. Give other files.")
    models = ModelsOnDisk(find_model(model), find_weights())
    embedded, reused = write_sections(sections, out, models, hashes=hashes, progress=progress)
    seconds = time.perf_counter() - started
    return IndexReport(str(out), len(hashes), len(sections), embedded, reused, tuple(refused), round(seconds, 2))


def read_file(file: SourceFile, *, largest_file: int = 64 * 2**20) -> list[Section]:
    """The sections of one file.

    Raises KnowledgeError, saying why, when the file is too large, is not text, or is not a notebook.
    """
    return _sections(file, _bytes(file, largest_file))


def _bytes(file: SourceFile, largest_file: int) -> bytes:
    try:
        size = file.path.stat().st_size
        if size > largest_file:
            raise KnowledgeError(f"it has {size:,} bytes, and the limit is {largest_file:,}")
        return file.path.read_bytes()
    except OSError as error:
        raise KnowledgeError(f"it cannot be opened ({error.strerror})") from error


def _sections(file: SourceFile, content: bytes) -> list[Section]:
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"it is not UTF-8 text (byte {error.start})") from error
    if "\x00" in text:
        raise KnowledgeError("it is binary, not text")
    if file.path.suffix.lower() == ".ipynb":
        return read_notebook(text, source=file.path.name, link=file.cell_link)
    return read_markdown(text, source=file.path.name, url=file.address)


def _read_all(
    files: Sequence[SourceFile], largest_file: int, progress: Progress
) -> tuple[list[Section], list[Refusal], dict[str, str]]:
    sections: list[Section] = []
    refused: list[Refusal] = []
    hashes: dict[str, str] = {}
    for done, file in enumerate(files, start=1):
        try:
            content = _bytes(file, largest_file)
            sections += _sections(file, content)
            hashes[file.address] = hashlib.sha256(content).hexdigest()
        except KnowledgeError as error:
            shown = file.path.name if file.address.startswith("http") else file.address
            refused.append(Refusal(shown, str(error)))
        progress("read", done, len(files))
    return sections, refused, hashes
