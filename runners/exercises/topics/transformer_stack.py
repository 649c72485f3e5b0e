"""Transformers & Attention: heads, encoder block and transformer, judged by how they wire their parts together."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from runners.exercises.inputs import causal, normal, scattered
from runners.exercises.supplied import given, harness
from runners.exercises.topics import transformer_doubles as doubles
from runners.exercises.topics.attention_model import attention
from runners.exercises.topics.making import known
from runners.exercises.values import (
    NO_MISTAKE,
    Arrays,
    Exercise,
    Inputs,
    On,
    Output,
    Parameter,
    Probe,
    Trial,
    Variant,
)

PRACTICAL = "Transformers & Attention"


def _float(value: np.ndarray | None) -> np.ndarray | None:
    return None if value is None else np.asarray(value, np.float64)


def multi_head(inputs: Inputs, on: On) -> Arrays | None:
    """The mixed values through W_o, the heads' weights, and the number of outputs without weights."""
    heads, width = int(inputs["heads"]), int(inputs["d_m"])
    matrices = inputs.get("_matrices", [normal(600, width, width)])
    output = matrices[-1].astype(np.float64) if matrices else np.eye(width)
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
    mask = None if "mask_not_passed" in on else _float(inputs["mask"])
    attend = _real_attention if "own_attention" in on else doubles.attend
    found = attend(*(split[i] for i in order), mask)
    if found is None or found[0].size != sources[0].size:
        return None
    merged = _merge(found[0], sources[0].shape, on)
    result = merged if "output_layer_missing" in on else merged @ output + bias
    return result, found[1], np.asarray(2.0 if "weights_always_returned" in on else 1.0)


def _real_attention(query: np.ndarray, key: np.ndarray, value: np.ndarray, mask: np.ndarray | None) -> Arrays | None:
    return attention(query, key, value, mask, NO_MISTAKE)


def _sources(inputs: Inputs, width: int, on: On, matrices: list[np.ndarray]) -> list[np.ndarray] | None:
    given_parts = [_float(inputs[name]) for name in "QKV"]
    X = _float(inputs["X"])
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


def encoder_block(inputs: Inputs, on: On) -> Arrays:
    """The tokens, the attention's weights, and the number of outputs without weights."""
    start = np.asarray(inputs["X"], np.float64)
    width, length = start.shape[-1], start.shape[-2]
    X = (
        start + _positions(length, width, on)
        if "positions_multiplied" not in on
        else (start * doubles.frequencies(length, width))
    )
    mask = None if "mask_dropped" in on else _float(inputs["mask"])
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


def transformer(inputs: Inputs, on: On) -> Arrays:
    """The decoder's tokens, both stacks' weights, and the number of outputs without weights."""
    encoder, decoder = (np.asarray(inputs[name], np.float64) for name in ("encoder", "decoder"))
    masks = [_float(inputs["encoder_mask"]), _float(inputs["decoder_mask"])]
    if "encoder_mask_not_passed" in on:
        masks[0] = None
    if "decoder_mask_not_passed" in on:
        masks[1] = None
    if "masks_swapped" in on:
        masks.reverse()
    if "encoder_mask_for_both" in on:
        masks[1] = masks[0]
    heads, layers, widening = (int(size) for size in inputs["sizes"])
    widening = 4 if "widening_not_passed" in on else widening
    sizes = (layers, heads) if "heads_and_layers_swapped" in on else (1, 1) if "one_layer" in on else (heads, layers)
    every = (*sizes, encoder.shape[-1], widening)
    into = decoder if "encoder_gets_decoder_input" in on else encoder
    encoded, first = doubles.stack(into, into, masks[0], every, 1.0)
    source = encoder if "decoder_gets_raw_input" in on else decoder if "decoder_sees_itself" in on else encoded
    tokens = encoder if "decoder_gets_encoder_input" in on else encoded if "decoder_gets_encoded" in on else decoder
    other = tokens if "arguments_of_decoder_swapped" in on else source
    tokens = source if "arguments_of_decoder_swapped" in on else tokens
    decoded, second = doubles.stack(tokens, other, masks[1], every, 1.7)
    return (
        encoded if "encoder_output_returned" in on else decoded,
        first,
        second,
        np.asarray(3.0 if "weights_always_returned" in on else 1.0),
    )


_ARROWS = "Draw both stacks, and follow what goes into the decoder: its own tokens, and what the encoder made."
_into = partial(known, "decoder")
_masks = partial(known, "masks")
_TRANSFORMER_SWITCHES = (
    _into(
        "decoder_gets_raw_input",
        "The decoder looks at X_encoder, not at what the encoder made of it.",
        _ARROWS,
        "The encoder has no influence on the result.",
        "Hand over the encoder's output.",
    ),
    _into(
        "decoder_sees_itself",
        "The decoder looks at its own input.",
        _ARROWS,
        "The encoder has no influence.",
        "Hand over the encoder's output.",
    ),
    _into(
        "arguments_of_decoder_swapped",
        "The decoder's two inputs have changed places.",
        _ARROWS,
        "Its tokens are the encoder's.",
        "Its own tokens come first.",
    ),
    known(
        "tokens",
        "decoder_gets_encoder_input",
        "The decoder works on X_encoder.",
        _ARROWS,
        "X_decoder has no influence.",
        "Its own tokens are X_decoder.",
    ),
    known(
        "tokens",
        "decoder_gets_encoded",
        "The decoder works on the encoder's output.",
        _ARROWS,
        "X_decoder has no influence.",
        "Its own tokens are X_decoder.",
    ),
    known(
        "encoder",
        "encoder_gets_decoder_input",
        "The encoder works on X_decoder.",
        _ARROWS,
        "X_encoder has no influence.",
        "Hand X_encoder to the encoder.",
    ),
    _masks(
        "masks_swapped",
        "The two masks have changed places.",
        _ARROWS,
        "The decoder sees the future.",
        "Each stack has its own mask.",
    ),
    _masks(
        "encoder_mask_not_passed",
        "The encoder's mask has no influence.",
        _ARROWS,
        "It does not arrive.",
        "Each stack has its own mask.",
    ),
    _masks(
        "decoder_mask_not_passed",
        "The decoder's mask has no influence.",
        _ARROWS,
        "It sees the future.",
        "Each stack has its own mask.",
    ),
    _masks(
        "encoder_mask_for_both",
        "Both stacks get the encoder's mask.",
        _ARROWS,
        "The decoder sees the future.",
        "Each stack has its own mask.",
    ),
    known(
        "sizes",
        "heads_and_layers_swapped",
        "The numbers of heads and of layers have changed places.",
        "Look at the order of the arguments when the stacks are made.",
        "Heads come before layers.",
        "Hand them over in the order of the stacks' own signature.",
    ),
    known(
        "sizes",
        "one_layer",
        "There is always one head and one layer.",
        "Look at how the stacks are made.",
        "The numbers have no influence.",
        "Hand on both numbers.",
    ),
    known(
        "widening",
        "widening_not_passed",
        "widening_factor has no influence.",
        "Look at how the stacks are made.",
        "It is always 4.",
        "Hand it on.",
    ),
    known(
        "result",
        "encoder_output_returned",
        "The encoder's output comes back.",
        "Look at the return.",
        "The decoder has no influence.",
        "Return what the decoder made.",
    ),
    known(
        "count",
        "weights_always_returned",
        "The weights come back even when nobody asked.",
        "Look at the return.",
        "return_weights has no influence.",
        "Return the weights only when they are asked for.",
    ),
)


def _transformer_trials() -> tuple[Trial, ...]:
    return (
        Trial(
            "5 tokens in, 3 out, with stand-ins",
            {
                "encoder": normal(650, 2, 5, 6),
                "decoder": normal(651, 2, 3, 6),
                "encoder_mask": None,
                "decoder_mask": causal(3, 3),
                "sizes": np.array([3, 2, 2]),
            },
        ),
        Trial(
            "two masks, with stand-ins",
            {
                "encoder": normal(652, 1, 4, 8),
                "decoder": normal(653, 1, 4, 8),
                "encoder_mask": scattered(7, 4, 4),
                "decoder_mask": causal(4, 4),
                "sizes": np.array([2, 4, 3]),
            },
        ),
    )


_WEIGHTS = ("batch", "head", "query position", "key position")
_STACKED = ("batch", "layer", *_WEIGHTS[1:])
_TOKENS = ("batch", "position", "features")
EXERCISES = (
    Exercise(
        id="transformers.multi_head_attention",
        practical=PRACTICAL,
        function="MultiHeadAttention",
        signature="class MultiHeadAttention(hk.Module): __init__(num_heads, d_m, name=None), "
        "__call__(X=None, Q=None, K=None, V=None, mask=None, return_weights=False)",
        task="Split Q, K and V into heads, attend in each head, join the heads, and apply W_o.",
        parameters=tuple(Parameter(name) for name in ("X", "Q", "K", "V", "mask", "heads", "d_m")),
        outputs=(Output("result", _TOKENS), Output("weights", _WEIGHTS), Output("outputs without weights", ())),
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
    Exercise(
        id="transformers.encoder_block",
        practical=PRACTICAL,
        function="EncoderBlock",
        signature="class EncoderBlock(hk.Module): __init__(num_heads, d_m, widening_factor=4, name=None), "
        "__call__(X, mask=None, return_att_weight=True)",
        task="Add positions to X [B,T,d_m], attend, add and norm, feed forward, add and norm.",
        parameters=tuple(Parameter(name) for name in ("X", "mask", "heads", "widening")),
        outputs=(Output("result", _TOKENS), Output("weights", _WEIGHTS), Output("outputs without weights", ())),
        trials=_encoder_trials,
        reference=encoder_block,
        switches=_ENCODER_SWITCHES,
        given=given("transformer_given"),
        harness=harness("transformer_checks", "check_encoder"),
    ),
    Exercise(
        id="transformers.transformer",
        practical=PRACTICAL,
        function="Transformer",
        signature="class Transformer(hk.Module): __init__(num_heads, num_layers, d_m, widening_factor=4, name=None), "
        "__call__(X_encoder, X_decoder, encoder_mask, decoder_mask, return_weights)",
        task="Join encoder and decoder: the decoder's tokens look at what the encoder made of X_encoder.",
        parameters=tuple(Parameter(n) for n in ("encoder", "decoder", "encoder_mask", "decoder_mask", "sizes")),
        outputs=(
            Output("logits", _TOKENS),
            Output("encoder weights", _STACKED),
            Output("decoder weights", _STACKED),
            Output("outputs without weights", ()),
        ),
        trials=_transformer_trials,
        reference=transformer,
        switches=_TRANSFORMER_SWITCHES,
        given=given("transformer_given"),
        harness=harness("transformer_checks", "check_transformer"),
    ),
)
