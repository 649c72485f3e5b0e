"""How the Haiku modules of Transformers & Attention are tried.

Every parameter gets a known random value, so that biases and offsets that start at 0 show. What comes back is
[outputs, parameters, initial spreads] as numbers, then the outputs, the parameters in the order in which they
were made, and for each the standard deviation it started with, times the root of its number of inputs: 0 where the
start is not `measured`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import haiku as hk
import jax
import numpy as np


def tried(call: Callable[..., Any], *arguments: Any, measured: bool = False) -> Any:
    network: Any = hk.transform(call)
    key = jax.random.PRNGKey(3)
    start = (jax.jit(network.init) if measured else partial(jax.eval_shape, network.init))(key, *arguments)
    draws = np.random.default_rng(5)
    params: dict[str, dict[str, Any]] = {}
    flat, spreads = [], []
    for module, bundle in start.items():
        params[module] = {}
        for name, value in bundle.items():
            size = 1 / np.sqrt(value.shape[0]) if value.ndim > 1 else 0.5
            params[module][name] = (draws.standard_normal(value.shape) * size).astype(np.float32)
            flat.append(params[module][name])
            spread = np.std(np.asarray(value)) * np.sqrt(value.shape[0] if value.ndim else 1) if measured else 0.0
            spreads.append(np.float32(spread))
    return packed(jax.jit(network.apply)(params, key, *arguments), flat, spreads)


def packed(result: Any, flat: list[Any], spreads: list[Any]) -> Any:
    if result is None:
        return None
    outputs = list(result) if isinstance(result, tuple | list) else [result]
    return (np.array([len(outputs), len(flat)], np.float32), *outputs, *flat, *spreads)


def check_feed_forward(learner: dict[str, Any], name: str, x: Any, widening: int, measured: bool) -> Any:
    return tried(lambda x: learner[name](widening_factor=widening)(x), x, measured=measured)


def check_projection(learner: dict[str, Any], name: str, x: Any, size: int, measured: bool) -> Any:
    return tried(lambda x: learner[name](size)(x), x, measured=measured)


def check_positions(learner: dict[str, Any], name: str, x: Any, longest: int, width: int) -> Any:
    return tried(lambda x: learner[name](longest, width)(x), x)


def check_classifier(learner: dict[str, Any], name: str, embeddings: Any) -> Any:
    return tried(lambda x: learner[name]()(x), embeddings)
