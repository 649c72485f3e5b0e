"""Transformers & Attention: queries, keys and values as projections of a sequence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import permutations

import numpy as np

from runners.exercises.compare import close
from runners.exercises.inputs import normal
from runners.exercises.supplied import harness
from runners.exercises.topics.layers import PRACTICAL, applied, fact, initial_switches, spread, spread_range, unlike_any
from runners.exercises.topics.making import known
from runners.exercises.topics.module_reading import PLAIN_LINEAR, taken_apart
from runners.exercises.topics.transformers.feed_forward import sequences
from runners.exercises.values import (
    Arrays,
    Exercise,
    Inputs,
    Observation,
    On,
    Output,
    Parameter,
    Property,
    Trial,
)


def projections(inputs: Inputs, on: On) -> Arrays | None:
    """Q, K and V: three projections of x with the module's own weights, and the spread of the weights' start."""
    x = inputs["x"].astype(np.float64)
    shape_wanted = (*x.shape[:-1], inputs["size"])
    width, size = x.shape[-1], inputs["size"] + (1 if "size_not_used" in on else 0)
    both = bool(on & {"key_from_query:chain", "key_from_query:both"})
    after_query, after_key = both or "key_from_query" in on, both or bool(on & {"value_from_key", "value_from_query"})
    sizes = (width, size if after_query else width, size if after_key else width)
    layers = inputs.get(
        "_layers", [(normal(570 + i, start, size), normal(580 + i, size)) for i, start in enumerate(sizes)]
    )
    found = _projected(x, layers, on)
    if found is None or any(one.shape != shape_wanted and "size_not_used" not in on for one in found):
        found = [unlike_any(*shape_wanted)] * 3
    if "activation_added" in on:
        found = [np.maximum(one, 0) for one in found]
    count = float(next((number for number in (1, 2) if f"layers_shared:{number}" in on), 3))
    return *found, np.asarray(count), *spread(inputs, on, 0.5**0.5)


def _projected(x: np.ndarray, layers: Sequence[tuple[np.ndarray, np.ndarray]], on: On) -> list[np.ndarray] | None:
    if "key_from_query:chain" in on:
        on = frozenset({"key_from_query", "value_from_key"})
    if "key_from_query:both" in on:
        on = frozenset({"key_from_query", "value_from_query"})
    sources = {"key_from_query": (1, 0), "value_from_key": (2, 1), "value_from_query": (2, 0)}
    used = {
        "layers_shared:1": ((0, 0, 0),),
        "layers_shared:2": ((0, 1, 1), (0, 0, 1), (0, 1, 0)),
    }
    orders = next((order for name, order in used.items() if name in on), ((0, 1, 2),))
    order = orders[_which(on)] if len(orders) > 1 else orders[0]
    if len(layers) <= max(order):
        return None
    found: list[np.ndarray] = []
    for place in range(3):
        source = next((start for name, (end, start) in sources.items() if name in on and end == place), None)
        result = applied(x if source is None else found[source], layers[order[place]])
        if result is None:
            return None
        found.append(result)
    return found


def _which(on: On) -> int:
    return 1 if "key_is_query" in on else 2 if "value_is_query" in on else 0


def _read_projections(inputs: Inputs, arrays: Arrays) -> tuple[Inputs, Arrays]:
    tried = taken_apart(arrays)
    layers = _separate(tried.layers, inputs["size"])
    x = inputs["x"].astype(np.float64)
    best = (
        max(permutations(layers), key=lambda order: _agreeing(x, order, tried.outputs)) if len(layers) == 3 else layers
    )
    spreads = tried.weight_spreads((0.5**0.5, PLAIN_LINEAR))
    return {**inputs, "_layers": list(best)}, (*tried.outputs, np.asarray(float(len(layers))), *spread_range(spreads))


def _separate(layers: list[tuple[np.ndarray, np.ndarray]], size: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """A layer three times as wide as three layers."""
    if len(layers) != 1 or layers[0][0].shape[1] != 3 * size:
        return layers
    matrix, bias = layers[0]
    return [(matrix[:, i * size : (i + 1) * size], bias[i * size : (i + 1) * size]) for i in range(3)]


def _agreeing(x: np.ndarray, order: Sequence[tuple[np.ndarray, np.ndarray]], outputs: Arrays) -> int:
    results = [applied(x, layer) for layer in order]
    return sum(one is not None and close(got, one) for one, got in zip(results, outputs, strict=False))


def _inputs_of_layers(exercise: Exercise, items: Sequence[Observation]) -> str:
    item = items[0]
    takes = [str(matrix.shape[0]) for matrix, _ in item.trial.inputs.get("_layers", [])]
    width = item.trial.inputs["x"].shape[-1]
    return f"With {item.trial.name}, X has {width} features; your layers take {', '.join(takes)}."


def _not_from_x(exercise: Exercise, item: Observation) -> str:
    width = item.trial.inputs["x"].shape[-1]
    if all(len(matrix) == width for matrix, _ in item.trial.inputs.get("_layers", [])):
        return ""
    return _inputs_of_layers(exercise, [item])


_SOURCE = "Compare the three lines that make Q, K and V."

_THREE = "Three different layers, each applied to X itself."

_source = partial(known, "source", evidence=_inputs_of_layers)

_value_source = partial(known, "source of v", evidence=_inputs_of_layers)

_shared = partial(known, "shared")

_SOURCE_RULES = (
    Property(
        "not_from_x",
        "A layer is applied to something else than X.",
        (_SOURCE, "It takes another number of features than X has.", _THREE),
        _not_from_x,
    ),
)

_COUNT_TEXT = "the number of layers with weights of their own is"

_PROJECTION_SWITCHES = (
    _source("key_from_query", "K is made from Q instead of X.", _SOURCE, "The layers follow each other.", _THREE),
    _source(
        "key_from_query:chain",
        "Only Q is made from X: K is made from Q, and V from K.",
        _SOURCE,
        "The layers follow each other.",
        _THREE,
    ),
    _source("key_from_query:both", "Only Q is made from X: K and V are made from Q.", _SOURCE, "Two take Q.", _THREE),
    _value_source(
        "value_from_key",
        "V is made from K instead of X.",
        _SOURCE,
        "The layers follow each other.",
        _THREE,
    ),
    _value_source(
        "value_from_query",
        "V is made from Q instead of X.",
        _SOURCE,
        "The layers follow each other.",
        _THREE,
    ),
    _shared(
        "layers_shared:1",
        "Q, K and V come from one layer, and are equal.",
        _SOURCE,
        "The same weights are used three times.",
        _THREE,
        fact(3, _COUNT_TEXT),
    ),
    _shared(
        "layers_shared:2",
        "K and V come from one layer, and are equal.",
        _SOURCE,
        "Two share their weights.",
        _THREE,
        fact(3, _COUNT_TEXT),
    ),
    known(
        "activation",
        "activation_added",
        "An activation follows the projections.",
        _SOURCE,
        "Nothing negative is left.",
        "A projection is linear: leave the activation out.",
    ),
    known(
        "size",
        "size_not_used",
        "The projections do not have output_size features.",
        _SOURCE,
        "The layers have another size.",
        "Give each layer output_size.",
    ),
    *initial_switches(4),
)

EXERCISES = (
    Exercise(
        id="transformers.sequence_to_qkv",
        practical=PRACTICAL,
        function="SequenceToQKV",
        signature="class SequenceToQKV(hk.Module): __init__(output_size), __call__(X)",
        task="Project X [B,T,d] to Q, K and V [B,T,output_size] with three linear layers.",
        parameters=(Parameter("x"), Parameter("size"), Parameter("measured")),
        outputs=(
            *(Output(name, ("batch", "position", "features")) for name in "QKV"),
            Output("layers", (), fact=True),
            Output("smallest spread", (), fact=True),
            Output("largest spread", (), fact=True),
        ),
        trials=lambda: (
            Trial("two sequences, projected to 16", {**sequences(540, 2, 3, 24), "size": 16, "measured": True}),
            Trial("a batch of one, projected to 30", {**sequences(541, 1, 4, 20), "size": 30, "measured": False}),
        ),
        reference=projections,
        switches=_PROJECTION_SWITCHES,
        properties=_SOURCE_RULES,
        harness=harness("module_checks", "check_projection"),
        read=_read_projections,
    ),
)
