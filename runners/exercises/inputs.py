"""Seeded inputs for trials."""

from __future__ import annotations

import numpy as np


def normal(seed: int, *shape: int, scale: float = 1.0) -> np.ndarray:
    """Independent normal numbers of standard deviation `scale`, float32."""
    return (np.random.default_rng(seed).standard_normal(shape) * scale).astype(np.float32)


def causal(queries: int, keys: int) -> np.ndarray:
    """1 where a query may look (at itself and at what came before), else 0, float32."""
    return np.tril(np.ones((queries, keys), np.float32))


def scattered(seed: int, queries: int, keys: int) -> np.ndarray:
    """A mask of 0 and 1 in which every row and every column has both, float32."""
    mask = (np.add.outer(np.arange(queries), np.arange(keys)) % 3 > 0).astype(np.float32)
    return np.random.default_rng(seed).permutation(mask, axis=1)
