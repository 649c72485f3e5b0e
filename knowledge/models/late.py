"""Late interaction: a question's tokens against a passage's, each with the one most like it.

Khattab and Zaharia, "ColBERT" (2020), equation 3, with the mean in place of the sum, over the last hidden states of a
model that was trained for whole texts. These are centred, projected to their first 128 principal components, and kept
as bytes. `python -m knowledge.evaluation.projection` made the projection from the built-in material, once: tokens of
different indexes can be compared only by the same one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "DIMENSION", "Projection", "Tokens", "compressed", "fit_projection", "interaction", "load_projection",
    "save_projection",
]  # fmt: skip

DIMENSION = 128
PROJECTION = Path(__file__).with_name("projection.npz")
Floats = NDArray[np.float32]
Tokens = NDArray[np.int8]


@dataclass(frozen=True)
class Projection:
    """`mean` [hidden] and `basis` [hidden, DIMENSION] of the tokens' hidden states."""

    mean: Floats
    basis: Floats


@cache
def load_projection() -> Projection:
    with np.load(PROJECTION, allow_pickle=False) as stored:
        return Projection(stored["mean"].astype(np.float32), stored["basis"].astype(np.float32))


def compressed(states: Floats, projection: Projection) -> Tokens:
    """Hidden states [tokens, hidden] as directions [tokens, DIMENSION], in steps of 1/127."""
    unit = (states - projection.mean) @ projection.basis
    unit /= np.maximum(np.linalg.norm(unit, axis=1, keepdims=True), 1e-9)
    return np.round(unit * 127).astype(np.int8)


def interaction(question: Tokens, passages: Tokens, starts: Sequence[int] | NDArray[np.int64] = (0,)) -> float:
    """The mean over the question's tokens of the best cosine among a passage's: of the best of several passages.

    `passages` [tokens, DIMENSION] has one after the other, each from its place in `starts`. 0 without any tokens.
    """
    if not len(question) or not len(passages):
        return 0.0
    import torch  # NumPy's own threads would wait for those of the models

    with torch.inference_mode():
        cosines = torch.from_numpy(question).float() @ torch.from_numpy(passages).float().T
    return float(np.maximum.reduceat(cosines.numpy(), starts, axis=1).mean(axis=0).max()) / 127**2


def fit_projection(states: Floats) -> Projection:
    """Mean and principal components of hidden states [tokens, hidden]."""
    mean = states.mean(axis=0)
    _, vectors = np.linalg.eigh((states - mean).T @ (states - mean))
    return Projection(mean, np.ascontiguousarray(vectors[:, ::-1][:, :DIMENSION]))


def save_projection(projection: Projection) -> None:
    np.savez(PROJECTION, mean=projection.mean.astype(np.float16), basis=projection.basis.astype(np.float16))
