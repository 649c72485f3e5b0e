"""Scaled dot-product attention in NumPy float64, with the mistakes that learners make as switches."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Arrays = tuple[Array, ...]
On = frozenset[str]
_ANY = np.nan
_AXES: dict[str, int | None] = {"wrong_softmax_axis": -2, "wrong_softmax_axis:batch": 0, "wrong_softmax_axis:all": None}


def attention(query: Array, key: Array, value: Array, mask: Array | None, on: On) -> Arrays | None:
    """Values `[..., T, d_v]` and weights `[..., T, T_key]` for query `[..., T, d]`, key and value `[..., T_key, d]`.

    None where the mistakes in `on` raise an error on these shapes."""
    query, key, value = (array.astype(np.float64) for array in (query, key, value))
    if "query_and_key_swapped" in on:
        query, key = key, query
    raw = _scores(query, key, on)
    if raw is None:
        return None
    scores = raw * _scale(query, key, on)
    kept = _kept(mask, scores.shape, on)
    if kept is False:
        return None
    masked = _mask_scores(scores, kept, mask, on) if isinstance(kept, np.ndarray) else scores
    weights = _mask_weights(_weights(masked, on), kept, on) if isinstance(kept, np.ndarray) else _weights(masked, on)
    if "scaled_after_softmax" in on:
        weights = weights / np.sqrt(key.shape[-1])
    return _outputs(query, key, value, masked, weights, on)


def _scores(query: Array, key: Array, on: On) -> Array | None:
    if "query_used_as_key" in on:
        key = query
    if "key_used_as_query" in on:
        query = key
    if "elementwise_product" in on:
        return query * key if query.shape == key.shape else None
    if "dot_mixes_batches" in on:
        return np.tensordot(query, key, (-1, -1))
    other = _transposed(key, on)
    if query.shape[-1] != other.shape[-2] or (query.ndim == 3 and query.shape[0] != other.shape[0]):
        return None
    return query @ other


def _transposed(key: Array, on: On) -> Array:
    if "key_not_transposed" in on:
        return key
    if "key_all_axes_reversed" in on:
        return key.T
    if "key_reshaped" in on:
        return key.reshape(*key.shape[:-2], key.shape[-1], key.shape[-2])
    return key.swapaxes(-2, -1)


def _scale(query: Array, key: Array, on: On) -> float:
    width = float(key.shape[-1])
    factors = {
        "not_scaled": 1.0,
        "scaled_by_d_k": 1 / width,
        "multiplied_by_sqrt_d_k": width**0.5,
        "multiplied_by_d_k": width,
        "scaled_by_sqrt_length:key": key.shape[-2] ** -0.5,
        "scaled_by_sqrt_length:query": query.shape[-2] ** -0.5,
        "scaled_by_sqrt_length:batch": query.shape[0] ** -0.5,
        "scaled_by_length:key": 1 / key.shape[-2],
        "scaled_by_length:query": 1 / query.shape[-2],
        "scaled_after_softmax": 1.0,
        "scaled_by_square": width**-2,
        "scaled_by_log": 1 / np.log(width),
        "scaled_twice_root": width**-0.25,
    }
    return float(next((factor for name, factor in factors.items() if name in on), width**-0.5))


def _kept(mask: Array | None, shape: tuple[int, ...], on: On) -> Array | bool | None:
    """The mask as booleans over the scores; None without a mask, False where it doesn't fit."""
    if "always_causal" in on:
        return np.tril(np.ones(shape[-2:], bool))
    if mask is None or "mask_ignored" in on:
        return None
    if "mask_transposed" in on:
        mask = mask.T
    rows, columns = shape[-2:]
    mask = mask[-rows:, -columns:] if "mask_cropped_at_end" in on else mask[:rows, :columns]
    if mask.shape != (rows, columns):
        return False
    return np.asarray(mask == 0 if "mask_inverted" in on else mask != 0)


def _mask_scores(scores: Array, kept: Array, mask: Array | None, on: On) -> Array:
    if on & {"mask_after_softmax", "mask_after_softmax:filled"}:
        return scores
    if "mask_multiplied" in on:
        return scores * kept
    if "mask_added" in on:
        return scores + kept
    if "mask_subtracted" in on:
        return scores - kept
    fills = {"mask_fill_one": -1.0, "mask_fill_ten": -10.0, "mask_wrong_sign": 1e9}
    fill = next((value for name, value in fills.items() if name in on), -np.inf)
    hidden = ~kept.any(-1, keepdims=True)
    return np.where(hidden, _ANY, np.where(kept, scores, fill))


def _weights(scores: Array, on: On) -> Array:
    if "softmax_missing" in on:
        return scores
    if "normalised_without_exp" in on:
        return _divided_by_sum(scores)
    if "exp_not_normalised" in on:
        return np.asarray(np.exp(scores))
    if "sigmoid_for_softmax" in on:
        return 1 / (1 + np.exp(-scores))
    if "log_softmax" in on:
        return np.asarray(np.log(_softmax(scores, -1)))
    axes: dict[str, int | None] = {
        "wrong_softmax_axis": -2,
        "wrong_softmax_axis:batch": 0,
        "wrong_softmax_axis:all": None,
    }
    weights = _softmax(scores, next((axis for name, axis in axes.items() if name in on), -1))
    return _softmax(weights, -1) if "softmax_twice" in on else weights


def _divided_by_sum(scores: Array) -> Array:
    """Where the sum nearly cancels, float32 and float64 differ: any number may stand there."""
    total = scores.sum(-1, keepdims=True)
    cancels = np.abs(total) < 0.05 * np.abs(scores).sum(-1, keepdims=True)
    return np.where(cancels, _ANY, scores / total)


def _softmax(scores: Array, axis: int | None) -> Array:
    top = scores.max(axis, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0))
    return np.asarray(powers / powers.sum(axis, keepdims=True))


def _mask_weights(weights: Array, kept: Array, on: On) -> Array:
    if "mask_after_softmax" in on:
        return weights * kept
    if "mask_after_softmax:filled" in on:
        return np.where(kept, weights, _ANY)
    return weights


def _outputs(query: Array, key: Array, value: Array, scores: Array, weights: Array, on: On) -> Arrays | None:
    if "key_used_as_value" in on:
        value = key
    if "query_used_as_value" in on:
        value = query
    mixing = scores if "values_from_scores" in on else weights
    if mixing.shape[-1] != value.shape[-2] or mixing.shape[1:-2] not in ((), value.shape[:-2]):
        return None
    sound = np.isfinite(mixing)
    values = np.where(sound.all(-1, keepdims=True), np.where(sound, mixing, 0) @ value, _ANY)
    if "residual_added" in on and values.shape == query.shape:
        values = values + query
    return values, np.where(np.isfinite(scores), scores, _ANY) if "scores_returned" in on else weights
