"""Transformers & Attention: scaled dot-product attention, with and without a mask.

The reference follows Vaswani et al. 2017, equation 1. The mask is the practical's: 1 keeps, 0 hides."""

from __future__ import annotations

import numpy as np

from runners.exercises.evidence import number, sums_over_axes, sums_to_one
from runners.exercises.inputs import causal, normal, scattered
from runners.exercises.topics.transformers.attention_model import attention
from runners.exercises.topics.transformers.attention_switches import CROP_SWITCHES, MASK_SWITCHES, NOTES, SWITCHES
from runners.exercises.values import Exercise, Inputs, Observation, Output, Parameter, Probe, Property, Trial

_RAW = frozenset({"not_scaled", "scores_returned"})
_OUTPUTS = (
    Output("values", ("batch", "query position", "d_v"), alone=True),
    Output("weights", ("batch", "query position", "key position")),
)


def _qkv(seed: int, batch: int, queries: int, keys: int, width: int, scale: float = 1.0) -> dict[str, np.ndarray]:
    return {
        "query": normal(seed, batch, queries, width, scale=scale),
        "key": normal(seed + 1, batch, keys, width, scale=scale),
        "value": normal(seed + 2, batch, keys, width),
    }


def _plain_trials() -> tuple[Trial, ...]:
    return (
        Trial("cross-attention", _qkv(10, 2, 3, 5, 7)),
        Trial("a batch of one", _qkv(20, 1, 4, 6, 3)),
        Trial("large scores", _qkv(30, 2, 3, 5, 7, scale=2.2)),
    )


def _masked_trials() -> tuple[Trial, ...]:
    padding = np.repeat(np.arange(5)[None] < 3, 3, axis=0)
    return (
        Trial("a causal mask", {**_qkv(40, 1, 4, 6, 3), "mask": causal(4, 6)}),
        Trial("a scattered mask", {**_qkv(50, 2, 3, 5, 7), "mask": scattered(51, 3, 5)}),
        Trial(
            "a mask of True and False",
            {**_qkv(60, 2, 3, 5, 7), "mask": padding},
            advisory=True,
            note="With a mask of True and False instead of 1 and 0 your function does not give the same.",
        ),
    )


def _larger_mask() -> Trial:
    inputs = {**_qkv(70, 2, 3, 5, 7), "mask": causal(8, 8)}
    return Trial("a mask larger than the scores", inputs, sole_failure="mask_not_cropped")


def _probes() -> tuple[Probe, ...]:
    square, cube = _qkv(80, 2, 3, 3, 3), _qkv(83, 3, 3, 3, 3)
    single = {name: array[0] for name, array in _qkv(86, 1, 3, 5, 7).items()}
    return (
        Probe(Trial("square inputs", square), "needs_equal_sizes"),
        Probe(Trial("square inputs and a causal mask", {**square, "mask": causal(3, 3)}), "mask_axes_mixed"),
        Probe(Trial("a batch as large as the sequence", cube), "needs_equal_sizes"),
        Probe(Trial("one sequence without a batch axis", single), "no_batch_support"),
    )


def _reference(inputs: Inputs, on: frozenset[str]) -> tuple[np.ndarray, ...] | None:
    return attention(inputs["query"], inputs["key"], inputs["value"], inputs.get("mask"), on)


def _no_mask(inputs: Inputs) -> np.ndarray:
    return np.ones((inputs["query"].shape[-2], inputs["key"].shape[-2]), np.float32)


def _not_a_number(exercise: Exercise, item: Observation) -> str:
    return "" if "mask" in item.trial.inputs else _count_of_nan(item)


def _mask_gives_nan(exercise: Exercise, item: Observation) -> str:
    return _count_of_nan(item) if "mask" in item.trial.inputs else ""


def _count_of_nan(item: Observation) -> str:
    for place, _, got in item.pairs():
        bad = int((~np.isfinite(got)).sum())
        if bad:
            name = _OUTPUTS[place].name
            return f"With {item.trial.name}, {bad} of the {got.size} numbers in your {name} are nan or inf."
    return ""


def _wrong_scale(exercise: Exercise, item: Observation, tolerance: float = 1e-2) -> str:
    """The factor c for which the weights are softmax(c q kᵀ), from the logarithms of the weights."""
    for place, expected, got in item.pairs():
        if place != 1 or "mask" in item.trial.inputs or got.shape != expected.shape or got.min() <= 1e-30:
            continue
        raw = attention(item.trial.inputs["query"], item.trial.inputs["key"], item.trial.inputs["value"], None, _RAW)
        if raw is None:
            continue
        scores, logs = (array - array.mean(-1, keepdims=True) for array in (raw[1], np.log(got)))
        factor = float((scores * logs).sum() / (scores * scores).sum())
        if np.abs(logs - factor * scores).max() < tolerance * max(1.0, abs(factor)):
            root = item.trial.inputs["key"].shape[-1] ** 0.5
            return (
                f"With {item.trial.name}, your weights are the softmax of the products times {number(factor)}, "
                f"that is, divided by {number(1 / factor)}; √d_k is {number(root)} there."
            )
    return ""


def _rows_sum_to_one(exercise: Exercise, item: Observation) -> str:
    for place, expected, got in item.pairs():
        if place == 1 and got.shape == expected.shape and got.ndim - 1 not in sums_to_one(got):
            return sums_over_axes(exercise, [item], place)
    return ""


def _hidden_keys_have_weight(exercise: Exercise, item: Observation) -> str:
    mask = item.trial.inputs.get("mask")
    for place, expected, got in item.pairs():
        if mask is None or place != 1 or got.shape != expected.shape:
            continue
        hidden = np.abs(got[..., mask[: got.shape[-2], : got.shape[-1]] == 0])
        if hidden.size and hidden.max() > 1e-3:
            return f"With {item.trial.name}, hidden keys still get weights up to {number(float(hidden.max()))}."
    return ""


_PROPERTIES = (
    Property(
        "not_a_number",
        "Some of the numbers that come back are nan or infinite.",
        (
            "Look for exponentials and roots: what is the largest number that goes in?",
            "A step overflows: the exponential of a large score is infinite in float32.",
            "Subtract each row's largest score before an exponential of your own, or use the library's softmax.",
        ),
        _not_a_number,
    ),
    Property(
        "mask_gives_nan",
        "With a mask, the numbers that come back are nan or infinite.",
        (
            "Look at what the mask's 1 and 0 become before they meet the scores.",
            "0 times infinity is not a number; nor is a softmax of a row in which everything is minus infinity.",
            "Choose between the score and a very large negative number, instead of multiplying by infinity.",
        ),
        _mask_gives_nan,
    ),
    Property(
        "wrong_scale",
        "The scores are scaled by a number that is not 1/√d_k.",
        (
            "Look at the number that the scores are multiplied with or divided by.",
            "It has another value than the square root of d_k, or it is written as a fixed number.",
            "Compute d_k from the key's last axis, and divide by its square root.",
        ),
        _wrong_scale,
    ),
    Property(
        "hidden_keys_have_weight",
        "Keys that the mask hides still get weight.",
        (
            "Look at the weights where the mask is 0.",
            "A hidden key must have weight 0 after the softmax.",
            "Give hidden scores a very large negative number before the softmax.",
        ),
        _hidden_keys_have_weight,
    ),
    Property(
        "weights_do_not_sum_to_one",
        "The weights of a query do not sum to 1 over the keys.",
        (
            "Add up your weights over the last axis.",
            "For each query the weights over all keys must sum to 1.",
            "Make the softmax the last thing that happens to the weights, over the key axis.",
        ),
        _rows_sum_to_one,
    ),
)

_PRACTICAL = "Transformers & Attention"
EXERCISES = (
    Exercise(
        id="transformers.scaled_dot_product_attention",
        practical=_PRACTICAL,
        function="scaled_dot_product_attention",
        signature="scaled_dot_product_attention(query, key, value)",
        task="Compute softmax(q kᵀ / √d_k) v for query [B,T,d] and key, value [B,T_key,d]; return the values and "
        "the weights.",
        parameters=(
            Parameter("query"),
            Parameter("key"),
            Parameter("value"),
            Parameter("mask", optional=True, neutral=_no_mask),
        ),
        outputs=_OUTPUTS,
        trials=lambda: (*_plain_trials(), *_masked_trials()),
        reference=_reference,
        switches=(*SWITCHES, *MASK_SWITCHES),
        probes=_probes,
        properties=_PROPERTIES,
        notes=NOTES,
    ),
    Exercise(
        id="transformers.masked_attention",
        practical=_PRACTICAL,
        function="scaled_dot_product_attention",
        signature="scaled_dot_product_attention(query, key, value, mask=None)",
        task="The same with a mask of 0 and 1 that is at least as large as the scores: where it is 0 the query must "
        "not look.",
        parameters=(Parameter("query"), Parameter("key"), Parameter("value"), Parameter("mask", neutral=_no_mask)),
        outputs=_OUTPUTS,
        trials=lambda: (*_plain_trials(), *_masked_trials(), _larger_mask()),
        reference=_reference,
        switches=(*MASK_SWITCHES, *CROP_SWITCHES, *SWITCHES),
        probes=_probes,
        properties=_PROPERTIES,
        notes=NOTES,
    ),
)
