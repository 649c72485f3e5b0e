"""What tutors answered and kept: a book of entries that stands beside the index and outlives its rebuilding.

The book is a file of lines, one for each thing that was done, and lines are only ever added. A small index of its own
is made from it, so that an entry is searched like a section of the material.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from knowledge.errors import KnowledgeError
from knowledge.index.assembling import Embedders, write_sections
from knowledge.index.shelves import KeptIndex
from knowledge.index.store import open_index
from knowledge.reading.latex import readable
from knowledge.reading.sections import Section

__all__ = ["Entry", "EntryBook"]

SOURCE = "answers from tutors"


@dataclass(frozen=True)
class Entry:
    """A question and its answer in Markdown. `author` is the name shown, `day` an ISO date, `link` leads to the thread.

    `id` is the ticket's; an entry with the id of an earlier one takes its place. `team` is the workspace that it
    belongs to: there alone it answers. An entry without one answers everywhere.
    """

    id: str
    question: str
    answer: str
    author: str
    day: str
    link: str = ""
    team: str = ""

    def seen_by(self, team: str | None) -> bool:
        """Whether a workspace may see it; None sees all."""
        return team is None or self.team in ("", team)

    def section(self, place: int) -> Section:
        """The entry as a section, cited by its author and day."""
        heading = (f"Answered by {self.author}, {self.day}", " ".join(self.question.split()))
        return Section(SOURCE, heading, "faq", readable(self.answer).strip(), (), (place,), self.link)


_FIELDS = {field.name for field in fields(Entry)}
_NEEDED = _FIELDS - {"team"}


class EntryBook:
    """The entries that belong to the index in `folder`: `<folder>-entries.jsonl`, and their index beside it."""

    def __init__(self, folder: str | Path) -> None:
        folder = Path(folder)
        self.path = folder.with_name(f"{folder.name}-entries.jsonl")
        self.index_folder = folder.with_name(f"{folder.name}-entries")

    def version(self) -> tuple[int, int]:
        """Changes whenever the book does: its size in bytes and the nanosecond of its last change."""
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            return (0, 0)
        return (stat.st_size, stat.st_mtime_ns)

    def entries(self) -> list[Entry]:
        """The entries that stand, oldest first. Lines that a crash cut short, or that are no entry, are passed over."""
        kept: dict[str, Entry] = {}
        for line in self._lines():
            if "withdrawn" in line:
                kept.pop(str(line["withdrawn"]), None)
            else:
                kept.pop(line["id"], None)
                kept[line["id"]] = Entry(**line)
        return list(kept.values())

    def keep(self, entry: Entry) -> None:
        """Add an entry, or put it in the place of the one with its id.

        Raises KnowledgeError when the book cannot be written.
        """
        self._add(asdict(entry))

    def withdraw(self, id: str, team: str | None = None) -> bool:
        """Take an entry out that `team` may see; whether there was one.

        Raises KnowledgeError when the book cannot be written.
        """
        if not any(entry.id == id and entry.seen_by(team) for entry in self.entries()):
            return False
        self._add({"withdrawn": id})
        return True

    def index(self, models: Embedders) -> KeptIndex | None:
        """The index of the entries that stand, brought up to date; None when there are none.

        Raises KnowledgeError when it cannot be written.
        """
        if not self.path.exists():
            return None
        with self._locked():
            entries = self.entries()
            if not entries:
                return None
            sections = [entry.section(place) for place, entry in enumerate(entries)]
            write_sections(sections, self.index_folder, models, hashes={self.path.name: str(len(entries))})
            return KeptIndex(open_index(self.index_folder), tuple(entry.team for entry in entries))

    def _lines(self) -> Iterator[dict[str, Any]]:
        try:
            lines = self.path.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return
        for line in lines:
            try:
                wire = json.loads(line)
            except ValueError:
                continue
            if isinstance(wire, dict) and ("withdrawn" in wire or _NEEDED <= wire.keys() <= _FIELDS):
                yield wire

    def _add(self, line: dict[str, Any]) -> None:
        text = json.dumps(line, ensure_ascii=False)
        with self._locked(), self.path.open("ab+") as stream:
            stream.seek(0, os.SEEK_END)
            torn = stream.tell() and not _ends_line(stream.fileno(), stream.tell())
            stream.write(("\n" if torn else "").encode() + f"{text}\n".encode())
            stream.flush()
            os.fsync(stream.fileno())

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One writer at a time, on this machine."""
        lock = self.path.with_suffix(".lock")
        try:
            lock.parent.mkdir(parents=True, exist_ok=True)
            with lock.open("w") as stream:
                fcntl.flock(stream, fcntl.LOCK_EX)
                yield
        except OSError as error:
            reason = f"{self.path} cannot be written ({error.strerror})."
            raise KnowledgeError(f"{reason} Set TUTOR_DATA to another folder.") from error


def _ends_line(descriptor: int, size: int) -> bool:
    return os.pread(descriptor, 1, size - 1) == b"\n"
