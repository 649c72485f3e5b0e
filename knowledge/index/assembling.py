"""From sections to an index on disk: embed what is new, and swap it in when anything has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import KnowledgeError
from knowledge.index.bm25 import BM25, build_bm25
from knowledge.index.pieces import body_text, pieces, searchable, sentences
from knowledge.index.store import Index, current_version, open_index, save_index
from knowledge.models.e5 import Encoded, Multilingual
from knowledge.models.e5_weights import WeightFile
from knowledge.models.minilm import Encoder, ModelFiles
from knowledge.reading.sections import Section
from knowledge.tokens import plain

__all__ = ["Embedders", "LoadedModels", "ModelsOnDisk", "Progress", "document", "write_sections"]

Progress = Callable[[str, int, int], None]
Floats = NDArray[np.float32]
Done = Callable[[int], None]
Value = TypeVar("Value")


class Embedders(Protocol):
    """The two models of an index: the vectors of texts by the first, [len(texts), dimension]; the second's own form."""

    @property
    def files(self) -> ModelFiles: ...
    @property
    def weights(self) -> WeightFile: ...
    def embed_english(self, texts: list[str], done: Done) -> Floats: ...
    def embed_multilingual(self, texts: list[str], done: Done) -> list[Encoded]: ...


@dataclass(frozen=True)
class ModelsOnDisk:
    """Models that are loaded when there is something to embed, and let go after it."""

    files: ModelFiles
    weights: WeightFile

    def embed_english(self, texts: list[str], done: Done) -> Floats:
        return Encoder(self.files, fast=True).encode(texts, progress=done)

    def embed_multilingual(self, texts: list[str], done: Done) -> list[Encoded]:
        return Multilingual(self.weights).passages(texts, progress=done)


@dataclass(frozen=True)
class LoadedModels:
    """Models that a process has at hand."""

    encoder: Encoder
    passages: Multilingual

    @property
    def files(self) -> ModelFiles:
        return self.encoder.files

    @property
    def weights(self) -> WeightFile:
        return self.passages.weights

    def embed_english(self, texts: list[str], done: Done) -> Floats:
        return self.encoder.encode(texts, progress=done)

    def embed_multilingual(self, texts: list[str], done: Done) -> list[Encoded]:
        return self.passages.passages(texts, progress=done)


def write_sections(
    sections: Sequence[Section],
    out: str | Path,
    models: Embedders,
    *,
    hashes: dict[str, str],
    progress: Progress = lambda stage, done, total: None,
) -> tuple[int, int]:
    """Make `sections` the index in `out`; how many texts were embedded, and how many the index there had already.

    `hashes` has the hash of each source. An index that would answer the same is not written again.

    Raises KnowledgeError when `out` cannot be written.
    """
    known = _earlier(out, models)
    index, embedded, reused = _assemble(sections, models, known, hashes, progress)
    if index.manifest["fingerprint"] != known.fingerprint:
        save_index(index, out)
    return embedded, reused


@dataclass(frozen=True)
class _Earlier:
    """The vectors of an earlier index, by the hash of their text, and its fingerprint."""

    english: dict[bytes, Floats]
    multilingual: dict[bytes, Encoded]
    fingerprint: str


def _earlier(out: str | Path, models: Embedders) -> _Earlier:
    """What an index of the same models in `out` has; a damaged one has nothing, so it is built anew."""
    try:
        index = open_index(out) if current_version(out) else None
    except KnowledgeError:
        index = None
    if index is None or index.manifest != {**index.manifest, **_described(models, index.pieces.d)}:
        return _Earlier({}, {}, "")
    piece_keys = [key.tobytes() for key in index.piece_keys]
    english = dict(zip(piece_keys, index.pieces.reconstruct_n(0, index.pieces.ntotal), strict=True))
    english |= {key.tobytes(): row for key, row in zip(index.sentence_keys, index.sentence_vectors, strict=True)}
    tokens = (index.tokens[start:end] for start, end in pairwise(index.token_starts))
    multilingual = dict(zip(piece_keys, map(Encoded, index.multilingual, tokens), strict=True))
    return _Earlier(english, multilingual, str(index.manifest.get("fingerprint", "")))


def _described(models: Embedders, dimension: int) -> dict[str, object]:
    first = {"name": models.files.name, "sha256": models.files.sha256, "dimension": dimension}
    return {"model": first, "multilingual": models.weights.sha256}


def _assemble(
    sections: Sequence[Section], models: Embedders, known: _Earlier, hashes: dict[str, str], progress: Progress
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
    encoded = [known.multilingual[key] for key in keys[: len(found)]]
    flat = faiss.IndexFlatIP(matrix.shape[1])
    flat.add(matrix[: len(found)])
    key_array = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), -1)
    bm25 = build_bm25([document(section) for section in sections])
    index = Index(
        sections=tuple(sections),
        bm25=bm25,
        pieces=flat,
        piece_section=np.array([place for place, _ in found], dtype=np.int32),
        piece_keys=key_array[: len(found)],
        multilingual=np.stack([one.vector for one in encoded]),
        tokens=np.concatenate([one.tokens for one in encoded]),
        token_starts=np.cumsum([0, *(len(one.tokens) for one in encoded)]),
        sentence_vectors=matrix[len(found) :],
        sentence_section=np.array([place for place, _ in said], dtype=np.int32),
        sentence_keys=key_array[len(found) :],
        manifest={
            **_described(models, flat.d),
            "sources": hashes,
            "fingerprint": _fingerprint(sections, key_array, bm25),
        },
    )
    return index, total, len(wanted) + len(piece_texts) - total


def _shown(progress: Progress, before: int, total: int) -> Done:
    return lambda done: progress("embed", before + done, total)


def _fingerprint(sections: Sequence[Section], keys: NDArray[np.uint8], bm25: BM25) -> str:
    """A hash of everything that an index answers from, so that an unchanged one is not written again."""
    shown = json.dumps([section.to_dict() for section in sections]).encode()
    return hashlib.sha256(b"".join([shown, keys.tobytes(), bm25.weights.tobytes()])).hexdigest()


def document(section: Section) -> tuple[str, str]:
    """What the lexical index holds of a section; an answer to an exercise keeps its place but has no words."""
    return (" ".join(section.heading[1:] or section.heading), body_text(section)) if searchable(section) else ("", "")


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:16]


def _embed_missing(
    texts: dict[bytes, str], known: dict[bytes, Value], embed: Callable[[list[str], Done], Iterable[Value]], done: Done
) -> int:
    """Add to `known` what it lacks of `texts`; the model is loaded only when there is any."""
    missing = {key: text for key, text in texts.items() if key not in known}
    if missing:
        known.update(zip(missing, embed(list(missing.values()), done), strict=True))
    return len(missing)
