"""What the exercises with linear layers of their own share: applying them, activations, and how widely they start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import erf

import numpy as np

from runners.exercises.compare import close
from runners.exercises.evidence import number, side_by_side
from runners.exercises.inputs import normal
from runners.exercises.topics.making import known
from runners.exercises.topics.module_reading import PLAIN_LINEAR
from runners.exercises.values import (
    Arrays,
    Exercise,
    Inputs,
    Observation,
    On,
    Property,
    Switch,
)

PRACTICAL = "Transformers & Attention"

_erf = np.vectorize(erf, otypes=[np.float64])

ACTIVATIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "relu": lambda x: np.maximum(x, 0),
    "gelu_exact": lambda x: 0.5 * x * (1 + _erf(x / np.sqrt(2))),
    "no_activation": lambda x: x,
    "other_activation:tanh": np.tanh,
    "other_activation:sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "other_activation:silu": lambda x: x / (1 + np.exp(-x)),
    "other_activation:softmax": lambda x: softmax(x),
    "other_activation:leaky": lambda x: np.where(x > 0, x, 0.01 * x),
}


def gelu(x: np.ndarray) -> np.ndarray:
    return np.asarray(0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))))


def softmax(x: np.ndarray) -> np.ndarray:
    powers = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True))


def activate(x: np.ndarray, on: On, usual: str = "") -> np.ndarray:
    names = (*on, usual) if not on & ACTIVATIONS.keys() else tuple(on)
    chosen = next((change for name, change in ACTIVATIONS.items() if name in names), gelu)
    return np.asarray(chosen(x))


def applied(x: np.ndarray, layer: tuple[np.ndarray, np.ndarray]) -> np.ndarray | None:
    matrix, bias = layer
    return np.asarray(x @ matrix + bias) if x.shape[-1] == matrix.shape[0] else None


OTHER_SIZE = -1.0


def unlike_any(*shape: int) -> np.ndarray:
    """What stands for the right result when the module's own layers can't give it: no result is equal to it."""
    return normal(598, *shape).astype(np.float64)


def drawn(*sizes: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Layers for when no module has chosen its own."""
    pairs = list(zip(sizes[:-1], sizes[1:], strict=True))
    return [(normal(570 + i, a, b), normal(580 + i, b)) for i, (a, b) in enumerate(pairs)]


def spread(inputs: Inputs, on: On, wanted: float) -> tuple[np.ndarray, np.ndarray]:
    """The smallest and the largest spread of the weights at the start, 0 where it is not measured."""
    if not inputs["measured"]:
        return np.asarray(0.0), np.asarray(0.0)
    low, high = wanted, wanted
    if "initializer_not_used" in on:
        low = high = PLAIN_LINEAR
    if "initializer_not_used:one" in on:
        low, high = min(wanted, PLAIN_LINEAR), max(wanted, PLAIN_LINEAR)
    return np.asarray(low), np.asarray(high)


def spread_range(spreads: Sequence[float]) -> Arrays:
    return np.asarray(min(spreads, default=0.0)), np.asarray(max(spreads, default=0.0))


def fact(place: int, text: str) -> partial[str]:
    return partial(_fact_text, place=place, text=text)


def _fact_text(exercise: Exercise, items: Sequence[Observation], place: int, text: str) -> str:
    for item in items:
        if len(item.got) > place and not close(item.got[place], item.expected[place]):
            got, wanted = float(item.got[place].reshape(-1)[0]), float(item.expected[place].reshape(-1)[0])
            got = float(item.trial.inputs["_hidden"]) if got == OTHER_SIZE else got
            return f"With {item.trial.name}, {text} {number(got)}; it should be {number(wanted)}."
    return side_by_side(exercise, items)


def _not_chained(exercise: Exercise, item: Observation) -> str:
    layers = item.trial.inputs.get("_layers", [])
    sizes = [matrix.shape for matrix, _ in layers]
    if all(before[1] == after[0] for before, after in zip(sizes[:-1], sizes[1:], strict=True)):
        return ""
    return f"With {item.trial.name}, your layers go {', '.join(f'from {a} to {b} features' for a, b in sizes)}."


CHAIN_RULES = (
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

_INITIAL = "Look at what each linear layer is given besides its size."

_PASS = "Hand the initializer to the layer by its name, w_init: the second place is for the bias."

_SPREAD_TEXT = "the start's spread, times the root of the number of inputs, is"

activation = partial(known, "activation")

_initial = partial(known, "initial")


def initial_switches(place: int) -> tuple[Switch, ...]:
    return (
        _initial(
            "initializer_not_used",
            "The initializer has no influence on the weights.",
            _INITIAL,
            "The weights start as widely spread as without it.",
            _PASS,
            fact(place + 1, _SPREAD_TEXT),
        ),
        _initial(
            "initializer_not_used:one",
            "Not every layer uses the initializer.",
            _INITIAL,
            "Some weights start as widely spread as without it.",
            _PASS,
            fact(place + 1, _SPREAD_TEXT),
        ),
    )
