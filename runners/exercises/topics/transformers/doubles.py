"""The doubles of `inside/transformer_checks.py` in NumPy float64: the same functions of the same inputs."""

from __future__ import annotations

import numpy as np

Array = np.ndarray


def trace(mask: Array | None) -> float:
    return 0.0 if mask is None else float((mask * np.cos(np.arange(mask.size)).reshape(mask.shape)).sum())


def _wave(size: int) -> Array:
    return np.asarray(np.cos(1.0 + np.arange(size)))


def project(X: Array, size: int) -> tuple[Array, Array, Array]:
    base = X[..., np.arange(size) % X.shape[-1]]
    return np.sin(1.3 * base), np.cos(base + 0.2), 0.5 * base + np.sin(2 * base)


def attend(query: Array, key: Array, value: Array, mask: Array | None) -> tuple[Array, Array] | None:
    """Values and weights; None where these shapes raise an error."""
    asking, offering = (query * _wave(query.shape[-1])).sum(-1), (key * _wave(key.shape[-1])).sum(-1)
    if asking.shape[:-1] != offering.shape[:-1] or query.shape[-1] != value.shape[-1]:
        return None
    weights = np.tanh(asking[..., :, None] - 2 * offering[..., None, :]) + 0.1 * trace(mask)
    carried = (value * _wave(value.shape[-2])[:, None]).sum(-2, keepdims=True)
    return np.tanh(query) * weights.mean(-1, keepdims=True) + carried, weights


def heads(Q: Array, K: Array, V: Array, mask: Array | None, count: int) -> tuple[Array, Array]:
    mixed = np.sin(1.1 * Q + K.mean(-2, keepdims=True)) * np.cos(V.sum(-2, keepdims=True)) + 0.05 * trace(mask)
    numbers = np.arange(1, count + 1)[:, None, None]
    weights = np.cos(numbers * Q.mean(-1)[:, None, :, None] + K.mean(-1)[:, None, None, :]) + 0.1 * trace(mask)
    return mixed, weights


def add_norm(x: Array, processed: Array) -> Array:
    return np.asarray(np.sin(2 * x * processed) + 0.3 * np.cos(x) * np.cos(processed))


def feed_forward(x: Array, widening: int) -> Array:
    return np.asarray(np.cos(2 * x) + 0.1 * widening)


def stack(
    X: Array, other: Array, mask: Array | None, sizes: tuple[int, int, int, int], scale: float
) -> tuple[Array, Array]:
    """The encoder (scale 1, other is X) or the decoder (scale 1.7): what it returns, and weights."""
    count, layers, d_m, widening = sizes
    shift = 0.1 * count + 0.02 * layers + 0.003 * d_m + 0.0301 * widening + 0.05 * trace(mask)
    mixed = np.sin(scale * X + other.mean(-2, keepdims=True)) + shift
    shape = (X.shape[0], layers, count, X.shape[1], other.shape[1])
    return mixed, np.broadcast_to(np.cos(X.mean(-1)[:, None, None, :, None] + shift), shape)


def frequencies(length: int, width: int) -> Array:
    """Vaswani et al. 2017, section 3.5."""
    angles = np.arange(length)[:, None] * np.exp(np.arange(0, width, 2) * (-np.log(10000.0) / width))
    return np.stack([np.sin(angles), np.cos(angles)], -1).reshape(length, width)


def softmax_attention(query: Array, key: Array, value: Array, mask: Array | None) -> tuple[Array, Array] | None:
    """Scaled dot-product attention, for code that does not call the double; None where it stops."""
    if query.shape[-1] != key.shape[-1] or query.shape[:-2] != key.shape[:-2]:
        return None
    scores = query @ key.swapaxes(-1, -2) / np.sqrt(key.shape[-1])
    if mask is not None:
        scores = np.where(mask[: query.shape[-2], : key.shape[-2]] != 0, scores, -np.inf)
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    weights = powers / powers.sum(-1, keepdims=True)
    return weights @ value, weights
