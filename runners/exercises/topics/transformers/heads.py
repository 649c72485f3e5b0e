"""Transformers & Attention: several heads (Vaswani et al. 2017, section 3.2.2), judged by how they are wired."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from runners.exercises.inputs import normal, scattered
from runners.exercises.supplied import given, harness
from runners.exercises.topics.making import known
from runners.exercises.topics.transformers import doubles
from runners.exercises.values import (
    Arrays,
    Exercise,
    Inputs,
    Observation,
    On,
    Output,
    Parameter,
    Probe,
    Trial,
    Variant,
)

PRACTICAL = "Transformers & Attention"


def in_float64(value: np.ndarray | None) -> np.ndarray | None:
    return None if value is None else np.asarray(value, np.float64)


def multi_head(inputs: Inputs, on: On) -> Arrays | None:
    """The mixed values through W_o, the heads' weights, and the number of outputs without weights."""
    heads, width = int(inputs["heads"]), int(inputs["d_m"])
    matrices = inputs.get("_matrices") or [normal(600, width, width)]
    output = matrices[-1].astype(np.float64)
    bias = np.asarray(inputs.get("_bias", normal(601, width)), np.float64)
    sources = _sources(inputs, width, on, matrices)
    if sources is None:
        return None
    split = [_split(part, heads, name, inputs, on) for name, part in zip("QKV", sources, strict=True)]
    roles = {
        "query_and_key_swapped": (1, 0, 2),
        "key_and_value_swapped": (0, 2, 1),
        "key_as_value": (0, 1, 1),
        "query_as_key": (0, 0, 2),
    }
    order = next((order for name, order in roles.items() if name in on), (0, 1, 2))
    mask = None if "mask_not_passed" in on else in_float64(inputs["mask"])
    attend = doubles.softmax_attention if "own_attention" in on else doubles.attend
    query, key, value = (split[i] for i in order)
    found = attend(query, key, value, mask)
    if found is None:
        return None
    batch = len(sources[0])
    merged = _merge(found[0], (batch, found[0].size // (batch * width), width), on)
    result = merged if "output_layer_missing" in on else merged @ output + bias
    return result, found[1], np.asarray(2.0 if "weights_always_returned" in on else 1.0)


def _sources(inputs: Inputs, width: int, on: On, matrices: list[np.ndarray]) -> list[np.ndarray] | None:
    given_parts = [in_float64(inputs[name]) for name in "QKV"]
    X = in_float64(inputs["X"])
    if X is None or all(part is not None for part in given_parts):
        return [part for part in given_parts if part is not None]
    if "not_projected" in on:
        return [X, X, X]
    if "own_projection" in on:
        layers = matrices[:3]
        fits = len(layers) == 3 and all(m.shape == (X.shape[-1], width) for m in layers)
        return [X @ m for m in layers] if fits else None
    return list(doubles.project(X, width))


def _split(part: np.ndarray, heads: int, name: str, inputs: Inputs, on: On) -> np.ndarray:
    """`[B, heads, T, d_m / heads]`."""
    batch, length, width = part.shape
    size = width // heads
    if "heads_only_reshaped" in on or ("query_only_reshaped" in on and name == "Q"):
        return part.reshape(batch, heads, length, size)
    if "heads_not_moved" in on:
        return part.reshape(batch, length, heads, size)
    if "heads_interleaved" in on:
        return part.reshape(batch, length, size, heads).transpose(0, 3, 1, 2)
    return part.reshape(batch, length, heads, size).transpose(0, 2, 1, 3)


def _merge(values: np.ndarray, shape: tuple[int, ...], on: On) -> np.ndarray:
    if "heads_not_moved" in on or "not_moved_back" in on:
        return values.reshape(shape)
    if "all_axes_moved" in on:
        return values.transpose(0, 3, 2, 1).reshape(shape)
    if "heads_interleaved" in on:
        return values.transpose(0, 2, 3, 1).reshape(shape)
    if "joined_by_feature" in on:
        return values.transpose(0, 2, 3, 1).reshape(shape)
    return values.transpose(0, 2, 1, 3).reshape(shape)


def _read_heads(inputs: Inputs, arrays: Arrays) -> tuple[Inputs, Arrays]:
    counts = arrays[0]
    if counts.shape != (5,):
        raise ValueError("no counts")
    outputs, without, parameters = (int(count) for count in counts[:3])
    if len(arrays) != 1 + outputs + parameters:
        raise ValueError("the counts do not fit")
    values = arrays[1 + outputs :]
    matrices = [value for value in values if value.ndim == 2]
    biases = [value for value in values if value.ndim == 1]
    if matrices and matrices[-1].shape != (inputs["d_m"],) * 2:
        matrices = []
    bias = biases[-1] if biases and len(biases[-1]) == inputs["d_m"] else np.zeros(inputs["d_m"])
    completed = {**inputs, "_matrices": matrices, "_bias": bias if matrices else np.zeros(inputs["d_m"])}
    return completed, (*arrays[1 : 1 + outputs][:2], np.asarray(float(without)))


def _no_output_layer(exercise: Exercise, items: Sequence[Observation]) -> str:
    count = len(items[0].trial.inputs.get("_matrices", []))
    return f"With {items[0].trial.name}, your module has {count} weight matrices of its own; W_o should be one."


_SHAPES = "Print the shape after each line, and name each axis: batch, position, head, feature."

_SPLIT = "Split the features into heads and sizes first, then move the heads before the positions."

_BACK = "Move the heads behind the positions again, then join heads and sizes."

_splitting = partial(known, "split")

_merging = partial(known, "merge")

_roles = partial(known, "roles")

_HEAD_SWITCHES = (
    _splitting(
        "heads_only_reshaped",
        "The heads are made by a reshape alone.",
        _SHAPES,
        "A head holds features of other positions: a reshape does not move axes.",
        _SPLIT,
    ),
    _splitting(
        "query_only_reshaped",
        "The query's heads are made by a reshape alone.",
        _SHAPES,
        "Its heads hold features of other positions.",
        _SPLIT,
    ),
    _splitting(
        "heads_not_moved",
        "The heads stay behind the positions.",
        _SHAPES,
        "Attention runs between heads, not between positions.",
        _SPLIT,
    ),
    _splitting(
        "heads_interleaved",
        "The features are dealt out to the heads one by one.",
        _SHAPES,
        "A head should hold neighbouring features.",
        "The axis of heads comes before that of sizes.",
    ),
    _merging(
        "not_moved_back",
        "The heads are joined without moving them back.",
        _SHAPES,
        "The shape is right, but a token holds values of other positions.",
        _BACK,
    ),
    _merging(
        "all_axes_moved",
        "Two wrong axes are swapped before the heads are joined.",
        _SHAPES,
        "Features and heads changed places.",
        _BACK,
    ),
    _merging(
        "joined_by_feature",
        "The heads are joined in the wrong order.",
        _SHAPES,
        "Sizes stand before heads when they are joined.",
        _BACK,
    ),
    _roles(
        "query_and_key_swapped",
        "Query and key have changed places.",
        "Look at the call of the attention.",
        "The keys ask, and the queries answer.",
        "Hand over query, key, value in this order.",
    ),
    _roles(
        "key_and_value_swapped",
        "Key and value have changed places.",
        "Look at the call of the attention.",
        "The values are compared with the queries.",
        "Hand over query, key, value in this order.",
    ),
    _roles(
        "key_as_value",
        "The keys are used as values.",
        "Look at the lines that make the heads.",
        "The values have no influence.",
        "Each of the three has its own heads.",
    ),
    _roles(
        "query_as_key",
        "The queries are used as keys.",
        "Look at the lines that make the heads.",
        "The keys have no influence.",
        "Each of the three has its own heads.",
    ),
    known(
        "mask",
        "mask_not_passed",
        "The mask has no influence.",
        "Look at the call of the attention.",
        "The mask does not arrive there.",
        "Hand the mask on.",
    ),
    known(
        "projection",
        "not_projected",
        "X is used as query, key and value without projections.",
        "Look at what happens when only X is given.",
        "Nothing is learned there.",
        "Use the module that makes Q, K and V.",
    ),
    known(
        "output",
        "output_layer_missing",
        "The output layer W_o is missing.",
        "Look at the last lines.",
        "The joined heads come back as they are.",
        "Apply the last linear layer to the joined heads.",
        _no_output_layer,
    ),
    known(
        "count",
        "weights_always_returned",
        "The weights come back even when nobody asked.",
        "Look at the return.",
        "return_weights has no influence.",
        "Return the weights only when return_weights is true.",
    ),
)

_HEAD_NOTES = {
    "query_shaped_like_key": (
        "The query is cut into heads with the key's length.",
        "Try 3 queries and 5 keys.",
        "Your code fails when the query has another length than the key.",
        "Take each length from its own array, or leave it to the reshape.",
    ),
}


def _head_case(
    seed: int, batch: int, length: int, keys: int, width: int, heads: int, mask: int | None
) -> dict[str, object]:
    own = keys == 0
    return {
        "X": normal(seed, batch, length, width) if own else None,
        "Q": None if own else normal(seed + 1, batch, length, width),
        "K": None if own else normal(seed + 2, batch, keys, width),
        "V": None if own else normal(seed + 3, batch, keys, width),
        "mask": None if mask is None else scattered(seed, mask, mask),
        "heads": heads,
        "d_m": width,
    }


def _head_trials() -> tuple[Trial, ...]:
    return (
        Trial("self-attention, with stand-ins", _head_case(610, 2, 5, 0, 12, 3, None)),
        Trial("self-attention with a mask, with stand-ins", _head_case(620, 1, 4, 0, 8, 2, 6)),
        Trial("cross-attention, with stand-ins", _head_case(630, 2, 3, 5, 8, 4, None)),
    )


def _head_probes() -> tuple[Probe, ...]:
    inputs = _head_case(635, 2, 5, 5, 8, 4, None)
    return (Probe(Trial("cross-attention with equal lengths, with stand-ins", inputs), "query_shaped_like_key"),)


WEIGHTS = ("batch", "head", "query position", "key position")

TOKENS = ("batch", "position", "features")

EXERCISES = (
    Exercise(
        id="transformers.multi_head_attention",
        practical=PRACTICAL,
        function="MultiHeadAttention",
        signature="class MultiHeadAttention(hk.Module): __init__(num_heads, d_m, name=None), "
        "__call__(X=None, Q=None, K=None, V=None, mask=None, return_weights=False)",
        task="Split Q, K and V into heads, attend in each head, join the heads, and apply W_o.",
        parameters=tuple(Parameter(name) for name in ("X", "Q", "K", "V", "mask", "heads", "d_m")),
        outputs=(
            Output("result", TOKENS),
            Output("weights", WEIGHTS),
            Output("outputs without weights", (), fact=True),
        ),
        trials=_head_trials,
        reference=multi_head,
        switches=_HEAD_SWITCHES,
        probes=_head_probes,
        notes=_HEAD_NOTES,
        given=given("transformer_given"),
        harness=harness("transformer_checks", "check_heads"),
        read=_read_heads,
        variants=(
            Variant(frozenset({"own_attention"})),
            Variant(frozenset({"own_projection"})),
            Variant(frozenset({"own_attention", "own_projection"})),
        ),
    ),
)
