"""Transformers & Attention: modules with parameters of their own, each judged with the parameters it had."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import permutations
from math import erf

import numpy as np

from runners.exercises.compare import close
from runners.exercises.evidence import number, shape, side_by_side
from runners.exercises.inputs import normal
from runners.exercises.supplied import harness
from runners.exercises.topics.making import known
from runners.exercises.topics.module_reading import PLAIN_LINEAR, taken_apart
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
    Variant,
)

PRACTICAL = "Transformers & Attention"
_erf = np.vectorize(erf, otypes=[np.float64])
_ACTIVATIONS = {
    "relu": lambda x: np.maximum(x, 0),
    "gelu_exact": lambda x: 0.5 * x * (1 + _erf(x / np.sqrt(2))),
    "no_activation": lambda x: x,
    "other_activation:tanh": np.tanh,
    "other_activation:sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "other_activation:silu": lambda x: x / (1 + np.exp(-x)),
    "other_activation:softmax": lambda x: _softmax(x),
    "other_activation:leaky": lambda x: np.where(x > 0, x, 0.01 * x),
}


def _gelu(x: np.ndarray) -> np.ndarray:
    return np.asarray(0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))))


def _softmax(x: np.ndarray) -> np.ndarray:
    powers = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True))


def _activate(x: np.ndarray, on: On, usual: str = "") -> np.ndarray:
    names = (*on, usual) if not on & _ACTIVATIONS.keys() else tuple(on)
    chosen = next((change for name, change in _ACTIVATIONS.items() if name in names), _gelu)
    return np.asarray(chosen(x))


def _applied(x: np.ndarray, layer: tuple[np.ndarray, np.ndarray]) -> np.ndarray | None:
    matrix, bias = layer
    return np.asarray(x @ matrix + bias) if x.shape[-1] == matrix.shape[0] else None


def feed_forward(inputs: Inputs, on: On) -> Arrays | None:
    """gelu(x W₁ + b₁) W₂ + b₂ with the module's own weights, hidden width, and the spread of the weights' start."""
    x = inputs["x"].astype(np.float64)
    width, wanted = x.shape[-1], float(x.shape[-1] * inputs["widening"])
    layers = inputs.get(
        "_layers", _drawn(width, *(() if on & _ONE_LAYER else (7,)), 9 if "not_narrowed" in on else width)
    )
    result = _two_layers(x, layers, on) if len(layers) == 2 else _fewer_or_more(x, layers, on)
    if result is None or (result.shape[-1] != width and "not_narrowed" not in on and not on & _ONE_LAYER):
        result = _unlike_any(*x.shape)
    if "residual_added" in on and result.shape == x.shape:
        result = result + x
    hidden = {"not_widened": float(width), "widening_fixed": 4.0 * width, "wrong_width": _OTHER_SIZE}
    size = next((value for name, value in hidden.items() if name in on), 0.0 if on & _ONE_LAYER else wanted)
    count = 1.0 if on & _ONE_LAYER else 3.0 if "layer_too_many" in on else 2.0
    return result, np.asarray(size), np.asarray(count), *_spread(on, 0.5)


_ONE_LAYER = {"one_layer"}
_OTHER_SIZE = -1.0


def _unlike_any(*shape: int) -> np.ndarray:
    """What stands for the right result when the module's own layers can't give it: no result is equal to it."""
    return normal(598, *shape).astype(np.float64)


def _drawn(*sizes: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Layers for when no module has chosen its own."""
    pairs = list(zip(sizes[:-1], sizes[1:], strict=True))
    return [(normal(570 + i, a, b), normal(580 + i, b)) for i, (a, b) in enumerate(pairs)]


def _two_layers(x: np.ndarray, layers: Sequence[tuple[np.ndarray, np.ndarray]], on: On) -> np.ndarray | None:
    hidden = _applied(x, layers[0])
    if hidden is None:
        return None
    hidden = hidden if "activation_last" in on else _activate(hidden, on)
    result = _applied(hidden, layers[1])
    return result if result is None or not on & {"activation_twice", "activation_last"} else _activate(result, on)


def _fewer_or_more(x: np.ndarray, layers: Sequence[tuple[np.ndarray, np.ndarray]], on: On) -> np.ndarray | None:
    if len(layers) != 1 or "one_layer" not in on:
        return None
    result = _applied(x, layers[0])
    return None if result is None else result if "no_activation" in on else _activate(result, on)


def _spread(on: On, wanted: float) -> tuple[np.ndarray, np.ndarray]:
    """The smallest and the largest spread of the weights at the start."""
    low, high = wanted, wanted
    if "initializer_not_used" in on:
        low = high = PLAIN_LINEAR
    if "initializer_not_used:one" in on:
        low, high = min(wanted, PLAIN_LINEAR), max(wanted, PLAIN_LINEAR)
    return np.asarray(low), np.asarray(high)


def _spreads(spreads: Sequence[float]) -> Arrays:
    return np.asarray(min(spreads, default=0.0)), np.asarray(max(spreads, default=0.0))


def _read_feed_forward(inputs: Inputs, arrays: Arrays) -> tuple[Inputs, Arrays]:
    tried = taken_apart(arrays)
    layers = tried.layers
    width, hidden = inputs["x"].shape[-1], float(layers[0][0].shape[1]) if len(layers) > 1 else 0.0
    usual = (0.0, width, 4.0 * width, float(width * inputs["widening"]))
    facts = (
        np.asarray(hidden if hidden in usual else _OTHER_SIZE),
        np.asarray(float(len(layers))),
        *_spreads(tried.weight_spreads((0.5, PLAIN_LINEAR))),
    )
    return {**inputs, "_layers": layers, "_hidden": hidden}, (*tried.outputs[:1], *facts)


def _fact(place: int, text: str) -> partial[str]:
    return partial(_fact_text, place=place, text=text)


def _fact_text(exercise: Exercise, items: Sequence[Observation], place: int, text: str) -> str:
    for item in items:
        if len(item.got) > place and not close(item.got[place], item.expected[place]):
            got, wanted = float(item.got[place].reshape(-1)[0]), float(item.expected[place].reshape(-1)[0])
            got = float(item.trial.inputs["_hidden"]) if got == _OTHER_SIZE else got
            return f"With {item.trial.name}, {text} {number(got)}; it should be {number(wanted)}."
    return side_by_side(exercise, items)


def _not_chained(exercise: Exercise, item: Observation) -> str:
    layers = item.trial.inputs.get("_layers", [])
    sizes = [matrix.shape for matrix, _ in layers]
    if all(before[1] == after[0] for before, after in zip(sizes[:-1], sizes[1:], strict=True)):
        return ""
    return f"With {item.trial.name}, your layers go {', '.join(f'from {a} to {b} features' for a, b in sizes)}."


_CHAIN_RULES = (
    Property(
        "layers_not_chained",
        "The second layer is not applied to what the first one gives.",
        (
            "Print the shape of what goes into each layer, and of what comes out.",
            "The second layer takes another number of features than the first one gives.",
            "Apply the second layer to the result of the activation.",
        ),
        _not_chained,
    ),
)


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


_LAYERS = "Follow one token through the block, and write down its size after each layer."
_TWO = "Two layers: the first widens, the activation follows, the second goes back to the first size."
_INITIAL = "Look at what each linear layer is given besides its size."
_PASS = "Hand the initializer to the layer by its name, w_init: the second place is for the bias."
_SPREAD_TEXT = "the start's spread, times the root of the number of inputs, is"
_activation = partial(known, "activation")
_initial = partial(known, "initial")
_hidden = partial(known, "hidden")
_OTHER = "Use the activation that the practical gives, after the first layer only."


def _initial_switches(place: int) -> tuple[object, ...]:
    return (
        _initial(
            "initializer_not_used",
            "The initializer has no influence on the weights.",
            _INITIAL,
            "The weights start as widely spread as without it.",
            _PASS,
            _fact(place + 1, _SPREAD_TEXT),
        ),
        _initial(
            "initializer_not_used:one",
            "Not every layer uses the initializer.",
            _INITIAL,
            "Some weights start as widely spread as without it.",
            _PASS,
            _fact(place + 1, _SPREAD_TEXT),
        ),
    )


_FEED_FORWARD_SWITCHES = (
    _activation(
        "no_activation",
        "There is no activation between the layers.",
        _LAYERS,
        "Two linear layers in a row are one linear layer.",
        _OTHER,
    ),
    *(
        _activation(
            f"other_activation:{name}", f"The activation is {name}.", _LAYERS, "It is another function.", _OTHER
        )
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
        _fact(2, "the number of layers is"),
    ),
    known(
        "width",
        "layer_too_many",
        "There are three layers.",
        _LAYERS,
        "One is too many.",
        _TWO,
        _fact(2, "the number of layers is"),
    ),
    _hidden(
        "not_widened",
        "The hidden layer is not wider than the input.",
        _LAYERS,
        "The widening is missing.",
        _TWO,
        _fact(1, "your hidden layer's size is"),
    ),
    _hidden(
        "widening_fixed",
        "The hidden layer is always four times as wide.",
        _LAYERS,
        "widening_factor has no influence.",
        "Use the factor that the module was made with.",
        _fact(1, "your hidden layer's size is"),
    ),
    _hidden(
        "wrong_width",
        "The hidden layer has another size.",
        _LAYERS,
        "It should be d_m times the factor.",
        _TWO,
        _fact(1, "your hidden layer's size is"),
    ),
    known(
        "residual", "residual_added", "The input is added.", _LAYERS, "That comes in the block after this one.", _TWO
    ),
    *_initial_switches(3),
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
        found = [_unlike_any(*shape_wanted)] * 3
    if "activation_added" in on:
        found = [np.maximum(one, 0) for one in found]
    count = float(next((number for number in (1, 2) if f"layers_shared:{number}" in on), 3))
    return *found, np.asarray(count), *_spread(on, 0.5**0.5)


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
        result = _applied(x if source is None else found[source], layers[order[place]])
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
    return {**inputs, "_layers": list(best)}, (*tried.outputs, np.asarray(float(len(layers))), *_spreads(spreads))


def _separate(layers: list[tuple[np.ndarray, np.ndarray]], size: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """A layer three times as wide as three layers."""
    if len(layers) != 1 or layers[0][0].shape[1] != 3 * size:
        return layers
    matrix, bias = layers[0]
    return [(matrix[:, i * size : (i + 1) * size], bias[i * size : (i + 1) * size]) for i in range(3)]


def _agreeing(x: np.ndarray, order: Sequence[tuple[np.ndarray, np.ndarray]], outputs: Arrays) -> int:
    results = [_applied(x, layer) for layer in order]
    return sum(one is not None and close(got, one) for one, got in zip(results, outputs, strict=False))


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
        _fact(3, _COUNT_TEXT),
    ),
    _shared(
        "layers_shared:2",
        "K and V come from one layer, and are equal.",
        _SOURCE,
        "Two share their weights.",
        _THREE,
        _fact(3, _COUNT_TEXT),
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
    *_initial_switches(4),
)


def positions(inputs: Inputs, on: On) -> Arrays:
    """The first rows of the module's table, one a position, and the table's shape."""
    batch, length, width = inputs["x"].shape
    longest = int(inputs["longest"])
    taken = batch if "rows_of_batch" in on else length
    result = np.full((taken, width), np.nan)
    right = (longest, width)
    if "table_axes_swapped" in on:
        right = (width, longest)
        result = np.full((min(taken, width), longest), np.nan)
    if "table_as_long_as_input" in on:
        right = (taken, width)
    table = inputs.get("_table", normal(590, *right))
    if table.shape == right:
        result = _rows(table, taken, inputs["x"], on)
    return result, np.array(right, np.float64)


def _rows(table: np.ndarray, taken: int, x: np.ndarray, on: On) -> np.ndarray:
    rows = table[:taken]
    changes = {
        "whole_table": lambda: table,
        "last_rows": lambda: table[-taken:],
        "one_row_too_late": lambda: table[1 : taken + 1],
        "one_row": lambda: table[taken],
        "input_added": lambda: x + rows if rows.shape[0] == x.shape[1] else rows,
        "tiled": lambda: np.broadcast_to(rows, (len(x), *rows.shape)),
        "batch_axis": lambda: rows[None],
    }
    return np.asarray(next((change() for name, change in changes.items() if name in on), rows))


def _read_positions(inputs: Inputs, arrays: Arrays) -> tuple[Inputs, Arrays]:
    tried = taken_apart(arrays)
    table = tried.parameters[0] if tried.parameters else None
    found = np.zeros(0) if table is None else np.array(table.shape, np.float64)
    return ({**inputs, "_table": table} if table is not None else inputs), (*tried.outputs[:1], found)


def _table_evidence(exercise: Exercise, items: Sequence[Observation]) -> str:
    item = items[0]
    got = ",".join(str(int(n)) for n in item.got[-1]) if item.got[-1].size else "none at all"
    wanted = ",".join(str(int(n)) for n in item.expected[-1])
    return (
        f"With {item.trial.name}, the table has shape ({got}); it should be ({wanted}). {shape(item.got[0])} came back."
    )


_TABLE = "Print the shape of the table, and of what you return."
_ROWS = "The table has a row for each position up to the largest, and a column for each feature."
_table = partial(known, "table", evidence=_table_evidence)
_taken = partial(known, "rows")


def _no_parameter(exercise: Exercise, item: Observation) -> str:
    return "" if item.got[-1].size else f"With {item.trial.name}, your module has 0 parameters."


_POSITION_RULES = (
    Property(
        "not_learned",
        "There is no parameter: nothing can be learned.",
        (_TABLE, "The table is a plain array.", "Get the table as a parameter of the module."),
        _no_parameter,
    ),
)
_POSITION_SWITCHES = (
    _table("table_axes_swapped", "The axes of the table are swapped.", _TABLE, "Positions are its columns.", _ROWS),
    _table(
        "table_as_long_as_input",
        "The table is only as long as this sequence.",
        _TABLE,
        "A longer sequence would find no rows.",
        _ROWS,
    ),
    _taken(
        "whole_table",
        "The whole table comes back.",
        _TABLE,
        "There are rows for positions the input lacks.",
        "Take as many rows as the sequence is long.",
    ),
    _taken(
        "last_rows", "The last rows of the table come back.", _TABLE, "Position 0 has row 0.", "Take the first rows."
    ),
    _taken("one_row_too_late", "The rows are shifted by one.", _TABLE, "Position 0 has row 0.", "Take the first rows."),
    _taken("one_row", "Only one row comes back.", _TABLE, "A slice lost its colon.", "Take all rows up to the length."),
    _taken(
        "input_added",
        "The input is added to the positions.",
        _TABLE,
        "That happens outside this module.",
        "Return the rows themselves.",
    ),
)


def classifier(inputs: Inputs, on: On) -> Arrays:
    """relu(x W₁ + b₁) W₂ + b₂ with the module's own weights: logits of 38 classes, and the hidden width."""
    x = inputs["embeddings"].astype(np.float64)
    classes = 77 if "wrong_number_of_classes" in on else 38
    width = x.shape[-1]
    layers = inputs.get("_layers", _drawn(width, *(() if "one_layer" in on else (width,)), classes))
    count = 1.0 if "one_layer" in on else 3.0 if "layer_too_many" in on else 2.0
    result = _logits(x, layers, on) if len(layers) == int(count) else None
    if result is None or (result.shape[-1] != 38 and "wrong_number_of_classes" not in on):
        result = _unlike_any(len(x), 38)
    changes = {
        "softmax_added": _softmax,
        "log_softmax_added": lambda x: np.log(_softmax(x)),
        "sigmoid_added": lambda x: 1 / (1 + np.exp(-x)),
    }
    result = next((change(result) for name, change in changes.items() if name in on), result)
    hidden = 0.0 if "one_layer" in on else float(len(x) if "width_of_batch" in on else x.shape[-1])
    return np.asarray(result), np.asarray(count), np.asarray(hidden)


def _logits(x: np.ndarray, layers: Sequence[tuple[np.ndarray, np.ndarray]], on: On) -> np.ndarray | None:
    if "one_layer" in on:
        return _applied(x, layers[0])
    if "hidden_not_used" in on:
        return _applied(x, layers[1])
    hidden = _applied(x, layers[0])
    if hidden is None or len(layers) > 2:
        return None
    result = _applied(hidden if "activation_last" in on else _activate(hidden, on, "relu"), layers[1])
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
        _fact(1, "the number of layers is"),
    ),
    known(
        "hidden",
        "layer_too_many",
        "There are three layers.",
        _FOLLOW,
        "One is too many.",
        _TWO_LAYERS,
        _fact(1, "the number of layers is"),
    ),
    known(
        "hidden",
        "width_of_batch",
        "The hidden layer is as wide as the batch is large.",
        _FOLLOW,
        "The first axis of the embeddings is taken for their size.",
        "Take the size of the last axis.",
        _fact(2, "your hidden layer's size is"),
    ),
    _activation(
        "no_activation",
        "There is no activation between the layers.",
        _FOLLOW,
        "Two linear layers in a row are one linear layer.",
        _TWO_LAYERS,
    ),
    *(
        _activation(
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


def _x(seed: int, *sizes: int) -> dict[str, object]:
    return {"x": normal(seed, *sizes)}


EXERCISES = (
    Exercise(
        id="transformers.feed_forward_block",
        practical=PRACTICAL,
        function="FeedForwardBlock",
        signature="class FeedForwardBlock(hk.Module): __init__(widening_factor=4, name=None), __call__(x)",
        task="Widen the tokens [B,T,d_m] with one layer, apply the activation, and go back to d_m with a second.",
        parameters=(Parameter("x"), Parameter("widening")),
        outputs=(
            Output("result", ("batch", "position", "features")),
            Output("hidden size", ()),
            Output("layers", ()),
            Output("smallest spread", ()),
            Output("largest spread", ()),
        ),
        trials=lambda: (
            Trial("two sequences, widened 4 times", {**_x(530, 2, 3, 20), "widening": 4}),
            Trial("a batch of one, widened 2 times", {**_x(531, 1, 5, 24), "widening": 2}),
        ),
        reference=feed_forward,
        switches=_FEED_FORWARD_SWITCHES,
        properties=_CHAIN_RULES,
        harness=harness("module_checks", "check_feed_forward"),
        read=_read_feed_forward,
        variants=(Variant(frozenset({"relu"})), Variant(frozenset({"gelu_exact"}))),
    ),
    Exercise(
        id="transformers.sequence_to_qkv",
        practical=PRACTICAL,
        function="SequenceToQKV",
        signature="class SequenceToQKV(hk.Module): __init__(output_size), __call__(X)",
        task="Project X [B,T,d] to Q, K and V [B,T,output_size] with three linear layers.",
        parameters=(Parameter("x"), Parameter("size")),
        outputs=(
            *(Output(name, ("batch", "position", "features")) for name in "QKV"),
            Output("layers", ()),
            Output("smallest spread", ()),
            Output("largest spread", ()),
        ),
        trials=lambda: (
            Trial("two sequences, projected to 16", {**_x(540, 2, 3, 24), "size": 16}),
            Trial("a batch of one, projected to 30", {**_x(541, 1, 4, 20), "size": 30}),
        ),
        reference=projections,
        switches=_PROJECTION_SWITCHES,
        properties=_SOURCE_RULES,
        harness=harness("module_checks", "check_projection"),
        read=_read_projections,
    ),
    Exercise(
        id="transformers.position_embeddings_lookup",
        practical=PRACTICAL,
        function="PositionEmbeddingsLookup",
        signature="class PositionEmbeddingsLookup(hk.Module): __init__(max_sequence_len, d_model), __call__(sequence)",
        task="Learn a table with one row for each position, and return the rows of the sequence's positions.",
        parameters=(Parameter("x"), Parameter("longest"), Parameter("width")),
        outputs=(Output("positions", ("position", "features")), Output("table", ("axis",))),
        trials=lambda: (
            Trial("two sequences of 3", {**_x(550, 2, 3, 5), "longest": 9, "width": 5}),
            Trial("a batch of one", {**_x(551, 1, 6, 4), "longest": 7, "width": 4}),
        ),
        reference=positions,
        switches=_POSITION_SWITCHES,
        properties=_POSITION_RULES,
        harness=harness("module_checks", "check_positions"),
        read=_read_positions,
        variants=(
            Variant(
                frozenset({"rows_of_batch"}),
                "The practical's own code takes the first axis as the length: with a batch [B,T,d] it is the "
                "batch. For batches take the axis before the last.",
            ),
            Variant(frozenset({"tiled"})),
            Variant(frozenset({"batch_axis"})),
        ),
    ),
    Exercise(
        id="transformers.intent_classifier",
        practical=PRACTICAL,
        function="IntentClassifier",
        signature="class IntentClassifier(hk.Module): __init__(), __call__(embeddings)",
        task="Give the logits [B,38] of embeddings [B,d] with a hidden layer of size d, ReLU, and a second layer.",
        parameters=(Parameter("embeddings"),),
        outputs=(Output("logits", ("batch", "class")), Output("layers", ()), Output("hidden size", ())),
        trials=lambda: (
            Trial("three embeddings", {"embeddings": normal(560, 3, 20)}),
            Trial("a batch of one", {"embeddings": normal(561, 1, 14)}),
        ),
        reference=classifier,
        switches=_CLASSIFIER_SWITCHES,
        properties=_CHAIN_RULES,
        harness=harness("module_checks", "check_classifier"),
        read=_read_classifier,
    ),
)
