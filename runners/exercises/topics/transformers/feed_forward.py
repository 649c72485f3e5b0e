"""Transformers & Attention: the feed forward block (Vaswani et al. 2017, section 3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from runners.exercises.inputs import normal
from runners.exercises.supplied import harness
from runners.exercises.topics.layers import (
    CHAIN_RULES,
    OTHER_SIZE,
    PRACTICAL,
    activate,
    activation,
    applied,
    drawn,
    fact,
    initial_switches,
    spread,
    spread_range,
    unlike_any,
)
from runners.exercises.topics.making import known
from runners.exercises.topics.module_reading import PLAIN_LINEAR, taken_apart
from runners.exercises.values import (
    Arrays,
    Exercise,
    Inputs,
    On,
    Output,
    Parameter,
    Trial,
    Variant,
)


def feed_forward(inputs: Inputs, on: On) -> Arrays | None:
    """gelu(x W₁ + b₁) W₂ + b₂ with the module's own weights, hidden width, and the spread of the weights' start."""
    x = inputs["x"].astype(np.float64)
    width, wanted = x.shape[-1], float(x.shape[-1] * inputs["widening"])
    layers = inputs.get(
        "_layers", drawn(width, *(() if on & _ONE_LAYER else (7,)), 9 if "not_narrowed" in on else width)
    )
    result = _two_layers(x, layers, on) if len(layers) == 2 else _fewer_or_more(x, layers, on)
    if result is None or (result.shape[-1] != width and "not_narrowed" not in on and not on & _ONE_LAYER):
        result = unlike_any(*x.shape)
    if "residual_added" in on and result.shape == x.shape:
        result = result + x
    hidden = {"not_widened": float(width), "widening_fixed": 4.0 * width, "wrong_width": OTHER_SIZE}
    size = next((value for name, value in hidden.items() if name in on), 0.0 if on & _ONE_LAYER else wanted)
    count = 1.0 if on & _ONE_LAYER else 3.0 if "layer_too_many" in on else 2.0
    return result, np.asarray(size), np.asarray(count), *spread(inputs, on, 0.5)


_ONE_LAYER = {"one_layer"}


def _two_layers(x: np.ndarray, layers: Sequence[tuple[np.ndarray, np.ndarray]], on: On) -> np.ndarray | None:
    hidden = applied(x, layers[0])
    if hidden is None:
        return None
    hidden = hidden if "activation_last" in on else activate(hidden, on)
    result = applied(hidden, layers[1])
    return result if result is None or not on & {"activation_twice", "activation_last"} else activate(result, on)


def _fewer_or_more(x: np.ndarray, layers: Sequence[tuple[np.ndarray, np.ndarray]], on: On) -> np.ndarray | None:
    if len(layers) != 1 or "one_layer" not in on:
        return None
    result = applied(x, layers[0])
    return None if result is None else result if "no_activation" in on else activate(result, on)


def _read_feed_forward(inputs: Inputs, arrays: Arrays) -> tuple[Inputs, Arrays]:
    tried = taken_apart(arrays)
    layers = tried.layers
    width, hidden = inputs["x"].shape[-1], float(layers[0][0].shape[1]) if len(layers) > 1 else 0.0
    usual = (0.0, width, 4.0 * width, float(width * inputs["widening"]))
    facts = (
        np.asarray(hidden if hidden in usual else OTHER_SIZE),
        np.asarray(float(len(layers))),
        *spread_range(tried.weight_spreads((0.5, PLAIN_LINEAR))),
    )
    return {**inputs, "_layers": layers, "_hidden": hidden}, (*tried.outputs[:1], *facts)


_LAYERS = "Follow one token through the block, and write down its size after each layer."

_TWO = "Two layers: the first widens, the activation follows, the second goes back to the first size."

_hidden = partial(known, "hidden")

_OTHER = "Use the activation that the practical gives, after the first layer only."

_FEED_FORWARD_SWITCHES = (
    activation(
        "no_activation",
        "There is no activation between the layers.",
        _LAYERS,
        "Two linear layers in a row are one linear layer.",
        _OTHER,
    ),
    *(
        activation(f"other_activation:{name}", f"The activation is {name}.", _LAYERS, "It is another function.", _OTHER)
        for name in ("tanh", "sigmoid", "silu", "softmax", "leaky")
    ),
    known(
        "last",
        "activation_twice",
        "The activation follows the second layer too.",
        _LAYERS,
        "The output of the block should be free to be negative.",
        _OTHER,
    ),
    known(
        "last",
        "activation_last",
        "The activation follows the second layer instead of the first.",
        _LAYERS,
        "It comes one layer too late.",
        _OTHER,
    ),
    known(
        "width",
        "not_narrowed",
        "The second layer does not go back to the first size.",
        _LAYERS,
        "The output is as wide as the hidden layer.",
        "Give the second layer the size of the input.",
    ),
    known(
        "width",
        "one_layer",
        "Only one layer has an influence.",
        _LAYERS,
        "The other is made, but not called.",
        _TWO,
        fact(2, "the number of layers is"),
    ),
    known(
        "width",
        "layer_too_many",
        "There are three layers.",
        _LAYERS,
        "One is too many.",
        _TWO,
        fact(2, "the number of layers is"),
    ),
    _hidden(
        "not_widened",
        "The hidden layer is not wider than the input.",
        _LAYERS,
        "The widening is missing.",
        _TWO,
        fact(1, "your hidden layer's size is"),
    ),
    _hidden(
        "widening_fixed",
        "The hidden layer is always four times as wide.",
        _LAYERS,
        "widening_factor has no influence.",
        "Use the factor that the module was made with.",
        fact(1, "your hidden layer's size is"),
    ),
    _hidden(
        "wrong_width",
        "The hidden layer has another size.",
        _LAYERS,
        "It should be d_m times the factor.",
        _TWO,
        fact(1, "your hidden layer's size is"),
    ),
    known(
        "residual", "residual_added", "The input is added.", _LAYERS, "That comes in the block after this one.", _TWO
    ),
    *initial_switches(3),
)


def sequences(seed: int, *sizes: int) -> dict[str, object]:
    return {"x": normal(seed, *sizes)}


EXERCISES = (
    Exercise(
        id="transformers.feed_forward_block",
        practical=PRACTICAL,
        function="FeedForwardBlock",
        signature="class FeedForwardBlock(hk.Module): __init__(widening_factor=4, name=None), __call__(x)",
        task="Widen the tokens [B,T,d_m] with one layer, apply the activation, and go back to d_m with a second.",
        parameters=(Parameter("x"), Parameter("widening"), Parameter("measured")),
        outputs=(
            Output("result", ("batch", "position", "features")),
            Output("hidden size", (), fact=True),
            Output("layers", (), fact=True),
            Output("smallest spread", (), fact=True),
            Output("largest spread", (), fact=True),
        ),
        trials=lambda: (
            Trial("two sequences, widened 4 times", {**sequences(530, 2, 3, 20), "widening": 4, "measured": True}),
            Trial("a batch of one, widened 2 times", {**sequences(531, 1, 5, 24), "widening": 2, "measured": False}),
        ),
        reference=feed_forward,
        switches=_FEED_FORWARD_SWITCHES,
        properties=CHAIN_RULES,
        harness=harness("module_checks", "check_feed_forward"),
        read=_read_feed_forward,
        variants=(Variant(frozenset({"relu"})), Variant(frozenset({"gelu_exact"}))),
    ),
)
