"""The index on disk: a folder whose file `CURRENT` names the version in use.

A version is a folder of its own, complete before `CURRENT` is replaced, so a reader sees the old index or the
new one, never a mixture. `manifest.json` has the hash of every other file. Nothing is pickled.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import KnowledgeError
from knowledge.index.bm25 import BM25
from knowledge.reading.sections import Section

if TYPE_CHECKING:
    import faiss

__all__ = ["FORMAT", "Index", "api_file", "current_version", "open_index", "save_index"]

FORMAT = 3
_CURRENT = "CURRENT"
_ARRAYS = "arrays.npz"


@dataclass(frozen=True)
class Index:
    """Everything that answering needs.

    `piece_section` [pieces] and `sentence_section` [sentences] give the section of each row of `pieces` and
    `sentence_vectors` [sentences, dimension]; `multilingual` [pieces, dimension] has the pieces' vectors of the second
    model, and `tokens[token_starts[p]:token_starts[p + 1]]` the tokens of piece p by that model. The keys, [rows, 16]
    bytes, are hashes of the embedded texts.
    """

    sections: tuple[Section, ...]
    bm25: BM25
    pieces: faiss.Index
    piece_section: NDArray[np.int32]
    piece_keys: NDArray[np.uint8]
    multilingual: NDArray[np.float32]
    tokens: NDArray[np.int8]
    token_starts: NDArray[np.int64]
    sentence_vectors: NDArray[np.float32]
    sentence_section: NDArray[np.int32]
    sentence_keys: NDArray[np.uint8]
    manifest: dict[str, Any]


def api_file(folder: str | Path) -> Path:
    """The file of the libraries' docstrings that belongs to the index in `folder`: beside it, not in it."""
    folder = Path(folder)
    return folder.with_name(f"{folder.name}-api.json")


def current_version(folder: str | Path) -> str:
    """The name of the version in use; empty when the folder holds no index."""
    try:
        return (Path(folder) / _CURRENT).read_text("utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""


def save_index(index: Index, folder: str | Path) -> Path:
    """Write the index as a new version and make it the one in use; the version before it is kept for its readers.

    Raises KnowledgeError when the folder holds something else, or cannot be written.
    """
    folder = Path(folder)
    try:
        before = current_version(folder)
        if not before and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise KnowledgeError(f"{folder} holds other files. Choose an empty folder, or one that holds an index.")
        folder.mkdir(parents=True, exist_ok=True)
        version = Path(tempfile.mkdtemp(prefix="version-", dir=folder))
        version.chmod(0o755)
        _write(index, version)
        _point_at(folder, version.name)
        _remove_others(folder, {version.name, before})
    except OSError as error:
        reason = f"The index cannot be written to {folder} ({error.strerror})."
        raise KnowledgeError(f"{reason} Choose another folder.") from error
    return version


def _write(index: Index, version: Path) -> None:
    import faiss

    faiss.write_index(index.pieces, str(version / "pieces.faiss"))
    _write_json(version / "sections.json", [section.to_dict() for section in index.sections])
    _write_json(version / "vocabulary.json", list(index.bm25.vocabulary))
    bm25 = {name: getattr(index.bm25, name) for name in ("starts", "documents", "weights", "idf")}
    of_pieces = ("piece_section", "piece_keys", "multilingual", "tokens", "token_starts")
    own = (*of_pieces, "sentence_vectors", "sentence_section", "sentence_keys")
    np.savez(version / _ARRAYS, **bm25, **{name: getattr(index, name) for name in own})
    hashes = {path.name: _hash(path) for path in sorted(version.iterdir())}
    _write_json(version / "manifest.json", {**index.manifest, "format": FORMAT, "files": hashes})


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _point_at(folder: Path, version: str) -> None:
    pending = folder / f".{_CURRENT}.{os.getpid()}"
    pending.write_text(f"{version}\n", "utf-8")
    os.replace(pending, folder / _CURRENT)


def _remove_others(folder: Path, kept: set[str]) -> None:
    for path in folder.glob("version-*"):
        if path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)


def open_index(folder: str | Path) -> Index:
    """The index in use in `folder`, every file checked against its hash.

    Raises KnowledgeError when there is none, when it is damaged, or when it has another format.
    """
    again = "Build it again with: tutor index"
    version = current_version(folder)
    if not version:
        raise KnowledgeError(f"There is no index at {folder}. Build one with: tutor index")
    try:
        return _read(Path(folder) / version)
    except FileNotFoundError as error:
        if current_version(folder) != version:  # swapped, and the old version removed, while it was being read
            return open_index(folder)
        raise KnowledgeError(f"The index at {folder} is damaged: {_reason(error)}. {again}") from error
    except _OtherFormat as error:
        raise KnowledgeError(f"The index at {folder} has format {error}, not {FORMAT}. {again}") from error
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise KnowledgeError(f"The index at {folder} is damaged: {_reason(error)}. {again}") from error


class _OtherFormat(Exception):
    """The format that an index was written in, when it is not ours."""


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"{Path(str(error.filename)).name} is missing"
    return str(error).splitlines()[0] if isinstance(error, _Mismatch) else f"unreadable data ({type(error).__name__})"


class _Mismatch(ValueError):
    """A file is not the one that the manifest lists."""


def _read(version: Path) -> Index:
    import faiss

    manifest = json.loads((version / "manifest.json").read_text("utf-8"))
    if manifest["format"] != FORMAT:
        raise _OtherFormat(manifest["format"])
    for name, expected in manifest["files"].items():
        if _hash(version / name) != expected:
            raise _Mismatch(f"{name} has changed since it was written")
    with np.load(version / _ARRAYS, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    sections = tuple(map(Section.from_dict, json.loads((version / "sections.json").read_text("utf-8"))))
    words = json.loads((version / "vocabulary.json").read_text("utf-8"))
    postings = {name: arrays.pop(name) for name in ("starts", "documents", "weights", "idf")}
    bm25 = BM25(vocabulary={word: place for place, word in enumerate(words)}, size=len(sections), **postings)
    pieces = faiss.read_index(str(version / "pieces.faiss"))
    return Index(sections=sections, bm25=bm25, pieces=pieces, manifest=manifest, **arrays)
