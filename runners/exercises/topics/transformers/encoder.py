"""Transformers & Attention: the encoder block (Vaswani et al. 2017, section 3.1), judged by how it is wired."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from runners.exercises.inputs import causal, normal
from runners.exercises.supplied import given, harness
from runners.exercises.topics.making import known
from runners.exercises.topics.transformers import doubles
from runners.exercises.topics.transformers.heads import PRACTICAL, TOKENS, WEIGHTS, in_float64
from runners.exercises.values import (
    Arrays,
    Exercise,
    Inputs,
    On,
    Output,
    Parameter,
    Trial,
)


def encoder_block(inputs: Inputs, on: On) -> Arrays:
    """The tokens, the attention's weights, and the number of outputs without weights."""
    start = np.asarray(inputs["X"], np.float64)
    width, length = start.shape[-1], start.shape[-2]
    X = (
        start + _positions(length, width, on)
        if "positions_multiplied" not in on
        else (start * doubles.frequencies(length, width))
    )
    mask = None if "mask_dropped" in on else in_float64(inputs["mask"])
    heads = 1 if "one_head" in on else int(inputs["heads"])
    seen = start if "attention_without_positions" in on else X
    attended, weights = doubles.heads(seen, seen, seen, mask, heads)
    residual = start if "residual_without_positions" in on else X
    firsts: dict[str, Callable[[], np.ndarray]] = {
        "first_add_norm_missing": lambda: attended,
        "first_sum_only": lambda: residual + attended,
        "first_added_to_itself": lambda: doubles.add_norm(attended, attended),
    }
    first = next((make() for name, make in firsts.items() if name in on), doubles.add_norm(residual, attended))
    widening = 4 if "widening_fixed" in on else int(inputs["widening"])
    return (
        _second(X, attended, first, widening, on),
        weights,
        np.asarray(2.0 if "weights_always_returned" in on else 1.0),
    )


def _positions(length: int, width: int, on: On) -> np.ndarray:
    table = doubles.frequencies(length, width)
    return 0 * table if "positions_missing" in on else table


def _second(X: np.ndarray, attended: np.ndarray, first: np.ndarray, widening: int, on: On) -> np.ndarray:
    fed = attended if "feed_forward_of_attention" in on else X if "feed_forward_of_input" in on else first
    projection = doubles.feed_forward(fed, widening)
    seconds: dict[str, Callable[[], np.ndarray]] = {
        "feed_forward_missing": lambda: first,
        "feed_forward_missing:twice": lambda: doubles.add_norm(first, first),
        "second_add_norm_missing": lambda: projection,
        "second_sum_only": lambda: first + projection,
        "second_residual_from_input": lambda: doubles.add_norm(X, projection),
        "second_residual_from_attention": lambda: doubles.add_norm(attended, projection),
        "second_added_to_itself": lambda: doubles.add_norm(projection, projection),
    }
    return next((make() for name, make in seconds.items() if name in on), doubles.add_norm(first, projection))


_FLOW = "Draw the block: positions, attention, add and norm, feed forward, add and norm; follow each arrow."

_first = partial(known, "first")

_second_switch = partial(known, "second")

_NORM_FIRST = "The first add and norm takes the block's input with positions, and the attention."

_NORM_SECOND = "The second add and norm takes what goes into the feed forward block, and what comes out."

_ENCODER_SWITCHES = (
    known(
        "mask",
        "mask_dropped",
        "The mask has no influence on the attention.",
        "Look at the call of the attention.",
        "Its second argument is Q, not the mask: the practical's own answer has this slip too.",
        "Hand the mask over by its name.",
    ),
    known(
        "positions",
        "positions_missing",
        "The positions are missing.",
        _FLOW,
        "Without them the order of the tokens has no influence.",
        "Add the fixed frequencies to X first.",
    ),
    known(
        "positions",
        "positions_multiplied",
        "X is multiplied with the positions.",
        _FLOW,
        "There is a product.",
        "Add the fixed frequencies to X first.",
    ),
    known(
        "seen",
        "attention_without_positions",
        "The attention sees X without positions.",
        _FLOW,
        "They are added too late.",
        "Add the fixed frequencies to X first.",
    ),
    known(
        "residual",
        "residual_without_positions",
        "The first add and norm takes X without positions.",
        _FLOW,
        "The sum with positions is lost.",
        _NORM_FIRST,
    ),
    known(
        "heads",
        "one_head",
        "There is only one head.",
        _FLOW,
        "The number of heads has no influence.",
        "Hand on the number of heads.",
    ),
    known(
        "widening",
        "widening_fixed",
        "widening_factor has no influence.",
        _FLOW,
        "It is always 4.",
        "Hand the factor to the feed forward block.",
    ),
    _first("first_add_norm_missing", "The first add and norm is missing.", _FLOW, "The residual is lost.", _NORM_FIRST),
    _first("first_sum_only", "The first sum is not normalised.", _FLOW, "The two are only added.", _NORM_FIRST),
    _first("first_added_to_itself", "The attention is added to itself.", _FLOW, "The input is lost.", _NORM_FIRST),
    known(
        "fed",
        "feed_forward_of_attention",
        "The feed forward block gets the attention.",
        _FLOW,
        "The first add and norm is passed by.",
        "It takes what the first add and norm gives.",
    ),
    known(
        "fed",
        "feed_forward_of_input",
        "The feed forward block gets the block's input.",
        _FLOW,
        "The first add and norm is passed by.",
        "It takes what the first add and norm gives.",
    ),
    _second_switch(
        "feed_forward_missing", "The feed forward block is missing.", _FLOW, "It ends too early.", _NORM_SECOND
    ),
    _second_switch(
        "feed_forward_missing:twice", "The feed forward block is missing.", _FLOW, "It is not called.", _NORM_SECOND
    ),
    _second_switch(
        "second_add_norm_missing",
        "The second add and norm is missing.",
        _FLOW,
        "The output is not normalised.",
        _NORM_SECOND,
    ),
    _second_switch(
        "second_sum_only", "The second sum is not normalised.", _FLOW, "The two are only added.", _NORM_SECOND
    ),
    _second_switch(
        "second_residual_from_input",
        "The second add and norm takes the block's input.",
        _FLOW,
        "The residual comes from too far back.",
        _NORM_SECOND,
    ),
    _second_switch(
        "second_residual_from_attention",
        "The second add and norm takes the attention.",
        _FLOW,
        "The first add and norm is lost.",
        _NORM_SECOND,
    ),
    _second_switch(
        "second_added_to_itself", "The projection is added to itself.", _FLOW, "The residual is lost.", _NORM_SECOND
    ),
    known(
        "count",
        "weights_always_returned",
        "The weights come back even when nobody asked.",
        "Look at the return.",
        "return_att_weight has no influence.",
        "Return the weights only when they are asked for.",
    ),
)


def _encoder_trials() -> tuple[Trial, ...]:
    return (
        Trial("three heads, with stand-ins", {"X": normal(640, 2, 5, 6), "mask": None, "heads": 3, "widening": 2}),
        Trial(
            "a causal mask, with stand-ins",
            {"X": normal(641, 1, 4, 8), "mask": causal(4, 4), "heads": 2, "widening": 3},
        ),
    )


EXERCISES = (
    Exercise(
        id="transformers.encoder_block",
        practical=PRACTICAL,
        function="EncoderBlock",
        signature="class EncoderBlock(hk.Module): __init__(num_heads, d_m, widening_factor=4, name=None), "
        "__call__(X, mask=None, return_att_weight=True)",
        task="Add positions to X [B,T,d_m], attend, add and norm, feed forward, add and norm.",
        parameters=tuple(Parameter(name) for name in ("X", "mask", "heads", "widening")),
        outputs=(
            Output("result", TOKENS),
            Output("weights", WEIGHTS),
            Output("outputs without weights", (), fact=True),
        ),
        trials=_encoder_trials,
        reference=encoder_block,
        switches=_ENCODER_SWITCHES,
        given=given("transformer_given"),
        harness=harness("transformer_checks", "check_encoder"),
    ),
)
