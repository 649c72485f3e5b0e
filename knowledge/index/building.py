"""Building the index: read the sources, embed what is new, write it all and swap it in."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import KnowledgeError
from knowledge.index.bm25 import BM25, build_bm25
from knowledge.index.pieces import body_text, pieces, searchable, sentences
from knowledge.index.store import Index, current_version, open_index, save_index
from knowledge.models.e5 import Multilingual, WeightFile, find_weights
from knowledge.models.minilm import Encoder, ModelFiles, find_model
from knowledge.reading.markdown import read_markdown
from knowledge.reading.notebook import read_notebook
from knowledge.reading.sections import Section
from knowledge.reading.sources import SourceFile, gather
from knowledge.tokens import plain

__all__ = ["IndexReport", "Progress", "Refusal", "build_index", "read_file"]

Progress = Callable[[str, int, int], None]
Vectors = dict[bytes, NDArray[np.float32]]
Embed = Callable[[list[str], Callable[[int], None]], NDArray[np.float32]]


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
    models = _Models(find_model(model), find_weights())
    known = _earlier(out, models)
    index, embedded, reused = _assemble(sections, models, known, hashes, progress)
    if index.manifest["fingerprint"] != known.fingerprint:
        save_index(index, out)
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


@dataclass(frozen=True)
class _Models:
    """The two models of an index."""

    english: ModelFiles
    multilingual: WeightFile

    def manifest(self, dimension: int) -> dict[str, Any]:
        first = {"name": self.english.name, "sha256": self.english.sha256, "dimension": dimension}
        return {"model": first, "multilingual": self.multilingual.sha256}

    def embed_english(self, texts: list[str], done: Callable[[int], None]) -> NDArray[np.float32]:
        return Encoder(self.english, fast=True).encode(texts, progress=done)

    def embed_multilingual(self, texts: list[str], done: Callable[[int], None]) -> NDArray[np.float32]:
        return Multilingual(self.multilingual).passages(texts, progress=done)


@dataclass(frozen=True)
class _Earlier:
    """The vectors of an earlier index, by the hash of their text, and its fingerprint."""

    english: Vectors
    multilingual: Vectors
    fingerprint: str


def _earlier(out: str | Path, models: _Models) -> _Earlier:
    """What an index of the same models in `out` has; a damaged one has nothing, so it is built anew."""
    try:
        index = open_index(out) if current_version(out) else None
    except KnowledgeError:
        index = None
    if index is None or index.manifest != {**index.manifest, **models.manifest(index.pieces.d)}:
        return _Earlier({}, {}, "")
    piece_keys = [key.tobytes() for key in index.piece_keys]
    english = dict(zip(piece_keys, index.pieces.reconstruct_n(0, index.pieces.ntotal), strict=True))
    english |= {key.tobytes(): row for key, row in zip(index.sentence_keys, index.sentence_vectors, strict=True)}
    multilingual = dict(zip(piece_keys, index.multilingual, strict=True))
    return _Earlier(english, multilingual, str(index.manifest.get("fingerprint", "")))


def _assemble(
    sections: Sequence[Section], models: _Models, known: _Earlier, hashes: dict[str, str], progress: Progress
) -> tuple[Index, int, int]:
    import faiss

    found = [(place, text) for place, section in enumerate(sections) if searchable(section) for text in pieces(section)]
    said = [
        (place, plain(text))
        for place, section in enumerate(sections)
        if searchable(section)
        for text in sentences(section.text)
    ]
    texts = [text for _, text in [*found, *said]]
    keys = [_key(text) for text in texts]
    piece_texts = dict(zip(keys, texts[: len(found)], strict=False))
    wanted = dict(zip(keys, texts, strict=True))
    total = len(wanted.keys() - known.english.keys()) + len(piece_texts.keys() - known.multilingual.keys())
    done = _embed_missing(wanted, known.english, models.embed_english, _shown(progress, 0, total))
    _embed_missing(piece_texts, known.multilingual, models.embed_multilingual, _shown(progress, done, total))
    matrix = np.stack([known.english[key] for key in keys])
    flat = faiss.IndexFlatIP(matrix.shape[1])
    flat.add(matrix[: len(found)])
    key_array = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), -1)
    bm25 = build_bm25([_document(section) for section in sections])
    index = Index(
        sections=tuple(sections),
        bm25=bm25,
        pieces=flat,
        piece_section=np.array([place for place, _ in found], dtype=np.int32),
        piece_keys=key_array[: len(found)],
        multilingual=np.stack([known.multilingual[key] for key in keys[: len(found)]]),
        sentence_vectors=matrix[len(found) :],
        sentence_section=np.array([place for place, _ in said], dtype=np.int32),
        sentence_keys=key_array[len(found) :],
        manifest={
            **models.manifest(flat.d),
            "sources": hashes,
            "fingerprint": _fingerprint(sections, key_array, bm25),
        },
    )
    return index, total, len(wanted) + len(piece_texts) - total


def _shown(progress: Progress, before: int, total: int) -> Callable[[int], None]:
    return lambda done: progress("embed", before + done, total)


def _fingerprint(sections: Sequence[Section], keys: NDArray[np.uint8], bm25: BM25) -> str:
    """A hash of everything that an index answers from, so that an unchanged one is not written again."""
    shown = json.dumps([section.to_dict() for section in sections]).encode()
    return hashlib.sha256(b"".join([shown, keys.tobytes(), bm25.weights.tobytes()])).hexdigest()


def _document(section: Section) -> tuple[str, str]:
    """What the lexical index holds of a section; an answer to an exercise keeps its place but has no words."""
    return (" ".join(section.heading[1:] or section.heading), body_text(section)) if searchable(section) else ("", "")


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:16]


def _embed_missing(texts: dict[bytes, str], known: Vectors, embed: Embed, done: Callable[[int], None]) -> int:
    """Add to `known` the vectors that it lacks; the model is loaded only when there are any."""
    missing = {key: text for key, text in texts.items() if key not in known}
    if missing:
        known.update(zip(missing, embed(list(missing.values()), done), strict=True))
    return len(missing)
