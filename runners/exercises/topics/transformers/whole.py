"""Transformers & Attention: encoder and decoder together (Vaswani et al. 2017), judged by how they are wired."""

from __future__ import annotations

from functools import partial

import numpy as np

from runners.exercises.inputs import causal, normal, scattered
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


def transformer(inputs: Inputs, on: On) -> Arrays:
    """The decoder's tokens, both stacks' weights, and the number of outputs without weights."""
    encoder, decoder = (np.asarray(inputs[name], np.float64) for name in ("encoder", "decoder"))
    masks = [in_float64(inputs["encoder_mask"]), in_float64(inputs["decoder_mask"])]
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


_STACKED = ("batch", "layer", *WEIGHTS[1:])

EXERCISES = (
    Exercise(
        id="transformers.transformer",
        practical=PRACTICAL,
        function="Transformer",
        signature="class Transformer(hk.Module): __init__(num_heads, num_layers, d_m, widening_factor=4, name=None), "
        "__call__(X_encoder, X_decoder, encoder_mask, decoder_mask, return_weights)",
        task="Join encoder and decoder: the decoder's tokens look at what the encoder made of X_encoder.",
        parameters=tuple(Parameter(n) for n in ("encoder", "decoder", "encoder_mask", "decoder_mask", "sizes")),
        outputs=(
            Output("logits", TOKENS),
            Output("encoder weights", _STACKED),
            Output("decoder weights", _STACKED),
            Output("outputs without weights", (), fact=True),
        ),
        trials=_transformer_trials,
        reference=transformer,
        switches=_TRANSFORMER_SWITCHES,
        given=given("transformer_given"),
        harness=harness("transformer_checks", "check_transformer"),
    ),
)
