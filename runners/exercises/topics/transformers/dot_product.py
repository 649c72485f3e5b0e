"""Transformers & Attention: attention of a decoder's states over an encoder's hidden states (Luong et al. 2015)."""

from __future__ import annotations

import numpy as np

from runners.exercises.evidence import side_by_side, sums_over_axes
from runners.exercises.inputs import normal
from runners.exercises.topics.transformers.attention_model import attention
from runners.exercises.values import (
    Arrays,
    Evidence,
    Exercise,
    Inputs,
    On,
    Output,
    Parameter,
    Probe,
    Switch,
    Trial,
)

_WEIGHTS, _CONTEXT = 0, 1
_SHARED = {
    "wrong_softmax_axis",
    "wrong_softmax_axis:all",
    "softmax_missing",
    "softmax_twice",
    "exp_not_normalised",
    "normalised_without_exp",
    "scores_returned",
    "values_from_scores",
    "elementwise_product",
    "key_not_transposed",
    "key_reshaped",
    "query_used_as_key",
    "query_used_as_value",
}


def reference(inputs: Inputs, on: On) -> Arrays | None:
    """Weights `[T_prev, T_hidden]` and context `[T_prev, d]`; the scores are not scaled."""
    hidden, previous = inputs["hidden_states"], inputs["previous_state"]
    if "roles_swapped" in on:
        query, key, value = hidden, previous, hidden
    else:
        query, key, value = previous, hidden, hidden
    scale = {"scaled"} & on
    found = attention(query, key, value, None, (on & _SHARED) | (frozenset() if scale else {"not_scaled"}))
    return (found[1], found[0]) if found else None


def _states(seed: int, hidden: int, previous: int, width: int) -> dict[str, np.ndarray]:
    return {"hidden_states": normal(seed, hidden, width), "previous_state": normal(seed + 1, previous, width)}


def _trials() -> tuple[Trial, ...]:
    return (
        Trial("five hidden states and three previous", _states(110, 5, 3, 4)),
        Trial("one previous state", _states(120, 6, 1, 3)),
    )


def _probes() -> tuple[Probe, ...]:
    return (Probe(Trial("as many states as features", _states(130, 4, 4, 4)), "needs_equal_sizes"),)


def _sums(exercise: Exercise, observations: object) -> str:
    return sums_over_axes(exercise, observations, _WEIGHTS)  # type: ignore[arg-type]


def _switch(
    key: str, message: str, hints: tuple[str, str, str], group: str, evidence: Evidence = side_by_side
) -> Switch:
    return Switch(key.partition(":")[0], message, hints, group, key, evidence)


SWITCHES = (
    _switch(
        "wrong_softmax_axis",
        "The softmax runs over the previous states instead of the hidden states.",
        (
            "Add up your weights over each axis.",
            "The softmax runs over axis 0: the columns sum to 1, the rows do not.",
            "For each previous state, the weights over all hidden states sum to 1: use the last axis.",
        ),
        "softmax",
        _sums,
    ),
    _switch(
        "wrong_softmax_axis:all",
        "The softmax runs over both axes at once.",
        (
            "Add up your weights over each axis.",
            "All weights together sum to 1.",
            "For each previous state, the weights over all hidden states sum to 1: use the last axis.",
        ),
        "softmax",
        _sums,
    ),
    _switch(
        "softmax_missing",
        "There is no softmax: the scores themselves are used as weights.",
        (
            "Look at what happens between the scores and the weights.",
            "The weights may be negative and do not sum to 1.",
            "Turn the scores into weights with a softmax over the hidden states.",
        ),
        "softmax",
        _sums,
    ),
    _switch(
        "softmax_twice",
        "The softmax is applied twice.",
        ("Count the softmaxes.", "The second one flattens the weights.", "Apply it once."),
        "softmax",
    ),
    _switch(
        "exp_not_normalised",
        "The exponentials are not divided by their sum.",
        ("Add up your weights.", "The division by the sum is missing.", "Divide by the sum over the hidden states."),
        "softmax",
        _sums,
    ),
    _switch(
        "normalised_without_exp",
        "The scores are divided by their sum without an exponential.",
        ("Are all weights between 0 and 1?", "The exponential is missing.", "Take the exponential before you divide."),
        "softmax",
        _sums,
    ),
    _switch(
        "scaled",
        "The scores are divided by √d; this exercise asks for the plain dot product.",
        (
            "Look at the scores before the softmax.",
            "They are divided by the root of the number of features. That comes in a later exercise.",
            "Leave the division out.",
        ),
        "scale",
    ),
    _switch(
        "roles_swapped",
        "Hidden and previous states have changed places in the product.",
        (
            "Which axis of your scores counts the previous states?",
            "The rows of the scores are hidden states and the columns previous states.",
            "Put the previous states first, so that each row belongs to one of them.",
        ),
        "key",
    ),
    _switch(
        "key_not_transposed",
        "The hidden states are not transposed before the product.",
        (
            "Write down the shape of both sides of the product.",
            "The product sums over positions instead of features.",
            "Swap the axes of the hidden states, so that features meet features.",
        ),
        "key",
    ),
    _switch(
        "key_reshaped",
        "The hidden states were reshaped where they should be transposed.",
        (
            "Print a small array before and after you change its shape.",
            "A reshape keeps the numbers in their order and cuts the rows elsewhere.",
            "Swap the two axes instead.",
        ),
        "key",
    ),
    _switch(
        "elementwise_product",
        "The states are multiplied number by number, not as matrices.",
        (
            "Look at the product that gives the scores.",
            "A number-by-number product pairs only equal positions.",
            "Use a matrix product, summed over the features.",
        ),
        "key",
    ),
    _switch(
        "query_used_as_value",
        "The weights mix the previous states instead of the hidden states.",
        (
            "Look at the last product.",
            "The previous states are in it.",
            "The weights belong with the hidden states.",
        ),
        "value",
    ),
    _switch(
        "scores_returned",
        "The scores come back where the weights should.",
        ("Look at the return line.", "The first output is what went into the softmax.", "Return the weights."),
        "return",
        _sums,
    ),
    _switch(
        "values_from_scores",
        "The hidden states are mixed with the scores instead of the weights.",
        ("Look at the last product.", "It takes the scores from before the softmax.", "Use the weights."),
        "value",
    ),
)

EXERCISES = (
    Exercise(
        id="transformers.dot_product_attention",
        practical="Transformers & Attention",
        function="dot_product_attention",
        signature="dot_product_attention(hidden_states, previous_state)",
        task="Compute the weights of each previous state over the hidden states, and their weighted sum; return both.",
        parameters=(Parameter("hidden_states"), Parameter("previous_state")),
        outputs=(
            Output("w_n", ("previous position", "hidden position")),
            Output("c_t", ("previous position", "features")),
        ),
        trials=_trials,
        reference=reference,
        switches=SWITCHES,
        probes=_probes,
    ),
)
