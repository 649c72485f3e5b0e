"""Transformers & Attention: a classifier of intents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from runners.exercises.inputs import normal
from runners.exercises.supplied import harness
from runners.exercises.topics.layers import (
    CHAIN_RULES,
    PRACTICAL,
    activate,
    activation,
    applied,
    drawn,
    fact,
    softmax,
    unlike_any,
)
from runners.exercises.topics.making import known
from runners.exercises.topics.module_reading import taken_apart
from runners.exercises.values import (
    Arrays,
    Exercise,
    Inputs,
    On,
    Output,
    Parameter,
    Trial,
)


def classifier(inputs: Inputs, on: On) -> Arrays:
    """relu(x W₁ + b₁) W₂ + b₂ with the module's own weights: logits of 38 classes, and the hidden width."""
    x = inputs["embeddings"].astype(np.float64)
    classes = 77 if "wrong_number_of_classes" in on else 38
    width = x.shape[-1]
    layers = inputs.get("_layers", drawn(width, *(() if "one_layer" in on else (width,)), classes))
    count = 1.0 if "one_layer" in on else 3.0 if "layer_too_many" in on else 2.0
    result = _logits(x, layers, on) if len(layers) == int(count) else None
    if result is None or (result.shape[-1] != 38 and "wrong_number_of_classes" not in on):
        result = unlike_any(len(x), 38)
    changes: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "softmax_added": softmax,
        "log_softmax_added": lambda x: np.log(softmax(x)),
        "sigmoid_added": lambda x: 1 / (1 + np.exp(-x)),
    }
    result = next((change(result) for name, change in changes.items() if name in on), result)
    hidden = 0.0 if "one_layer" in on else float(len(x) if "width_of_batch" in on else x.shape[-1])
    return np.asarray(result), np.asarray(count), np.asarray(hidden)


def _logits(x: np.ndarray, layers: Sequence[tuple[np.ndarray, np.ndarray]], on: On) -> np.ndarray | None:
    if "one_layer" in on:
        return applied(x, layers[0])
    if "hidden_not_used" in on:
        return applied(x, layers[1])
    hidden = applied(x, layers[0])
    if hidden is None or len(layers) > 2:
        return None
    result = applied(hidden if "activation_last" in on else activate(hidden, on, "relu"), layers[1])
    return result if result is None or not on & {"activation_last", "activation_twice"} else np.maximum(result, 0)


def _read_classifier(inputs: Inputs, arrays: Arrays) -> tuple[Inputs, Arrays]:
    tried = taken_apart(arrays)
    layers, (batch, width) = tried.layers, inputs["embeddings"].shape
    hidden = layers[0][0].shape[1] if len(layers) > 1 else 0
    hidden = width if hidden not in (0, batch) else hidden
    return {**inputs, "_layers": layers}, (
        *tried.outputs[:1],
        np.asarray(float(len(layers))),
        np.asarray(float(hidden)),
    )


_FOLLOW = "Follow a batch through the module, and write down its shape after each layer."

_TWO_LAYERS = "A projection, ReLU, then the layer that gives one logit for each class."

_final = partial(known, "final")

_CLASSIFIER_SWITCHES = (
    known(
        "classes",
        "wrong_number_of_classes",
        "The number of classes is not 38.",
        _FOLLOW,
        "The loss of the practical compares with one-hot labels of 38 classes.",
        "Set the number of classes to 38.",
    ),
    known(
        "hidden",
        "hidden_not_used",
        "The hidden layer has no influence.",
        _FOLLOW,
        "The last layer is applied to the embeddings.",
        "Apply it to the projections.",
    ),
    known(
        "hidden",
        "one_layer",
        "There is only one layer.",
        _FOLLOW,
        "The other is missing, or not called.",
        _TWO_LAYERS,
        fact(1, "the number of layers is"),
    ),
    known(
        "hidden",
        "layer_too_many",
        "There are three layers.",
        _FOLLOW,
        "One is too many.",
        _TWO_LAYERS,
        fact(1, "the number of layers is"),
    ),
    known(
        "hidden",
        "width_of_batch",
        "The hidden layer is as wide as the batch is large.",
        _FOLLOW,
        "The first axis of the embeddings is taken for their size.",
        "Take the size of the last axis.",
        fact(2, "your hidden layer's size is"),
    ),
    activation(
        "no_activation",
        "There is no activation between the layers.",
        _FOLLOW,
        "Two linear layers in a row are one linear layer.",
        _TWO_LAYERS,
    ),
    *(
        activation(
            f"other_activation:{name}", f"The activation is {name}.", _FOLLOW, "The practical uses ReLU.", _TWO_LAYERS
        )
        for name in ("tanh", "sigmoid", "softmax")
    ),
    _final(
        "activation_last",
        "ReLU follows the last layer instead of the first.",
        _FOLLOW,
        "Logits may be negative.",
        _TWO_LAYERS,
    ),
    _final("activation_twice", "ReLU follows both layers.", _FOLLOW, "Logits may be negative.", _TWO_LAYERS),
    _final(
        "softmax_added",
        "Probabilities come back instead of logits.",
        _FOLLOW,
        "The loss applies the softmax.",
        "Leave the softmax out.",
    ),
    _final(
        "log_softmax_added",
        "Log probabilities come back instead of logits.",
        _FOLLOW,
        "The loss applies the softmax.",
        "Leave the softmax out.",
    ),
    _final("sigmoid_added", "A sigmoid follows the last layer.", _FOLLOW, "Logits have no bounds.", "Leave it out."),
)

EXERCISES = (
    Exercise(
        id="transformers.intent_classifier",
        practical=PRACTICAL,
        function="IntentClassifier",
        signature="class IntentClassifier(hk.Module): __init__(), __call__(embeddings)",
        task="Give the logits [B,38] of embeddings [B,d] with a hidden layer of size d, ReLU, and a second layer.",
        parameters=(Parameter("embeddings"),),
        outputs=(
            Output("logits", ("batch", "class")),
            Output("layers", (), fact=True),
            Output("hidden size", (), fact=True),
        ),
        trials=lambda: (
            Trial("three embeddings", {"embeddings": normal(560, 3, 20)}),
            Trial("a batch of one", {"embeddings": normal(561, 1, 14)}),
        ),
        reference=classifier,
        switches=_CLASSIFIER_SWITCHES,
        properties=CHAIN_RULES,
        harness=harness("module_checks", "check_classifier"),
        read=_read_classifier,
    ),
)
