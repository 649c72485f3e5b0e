"""How the larger modules of Transformers & Attention are tried: with doubles for the parts they are built of.

A double takes and gives the shapes of the part that the learner wrote in an earlier task, but computes
something else, so that nothing of a solution is here. It reacts to all of its inputs, so that what comes out
shows how the learner's code wired the parts together."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import haiku as hk
import jax
import jax.numpy as jnp
import numpy as np

CALLS: dict[str, int] = {}


def _trace(mask: Any) -> Any:
    """One number that depends on every entry of a mask, 0 without one."""
    if mask is None:
        return 0.0
    mask = jnp.asarray(mask, jnp.float32)
    return jnp.sum(mask * jnp.cos(jnp.arange(mask.size)).reshape(mask.shape))


def _wave(size: int) -> Any:
    return jnp.cos(1.0 + jnp.arange(size))


class SequenceToQKV(hk.Module):
    def __init__(self, output_size: int, name: str | None = None) -> None:
        super().__init__(name=name)
        self.output_size = output_size

    def __call__(self, X: Any) -> Any:
        CALLS["SequenceToQKV"] = CALLS.get("SequenceToQKV", 0) + 1
        base = X[..., jnp.arange(self.output_size) % X.shape[-1]]
        return jnp.sin(1.3 * base), jnp.cos(base + 0.2), 0.5 * base + jnp.sin(2 * base)


def scaled_dot_product_attention(query: Any, key: Any, value: Any, mask: Any = None) -> Any:
    CALLS["scaled_dot_product_attention"] = CALLS.get("scaled_dot_product_attention", 0) + 1
    asking, offering = (query * _wave(query.shape[-1])).sum(-1), (key * _wave(key.shape[-1])).sum(-1)
    weights = jnp.tanh(asking[..., :, None] - 2 * offering[..., None, :]) + 0.1 * _trace(mask)
    carried = (value * _wave(value.shape[-2])[:, None]).sum(-2, keepdims=True)
    return jnp.tanh(query) * weights.mean(-1, keepdims=True) + carried, weights


class MultiHeadAttention(hk.Module):
    def __init__(self, num_heads: int, d_m: int, name: str | None = None) -> None:
        super().__init__(name=name)
        self.num_heads, self.d_m = num_heads, d_m

    def __call__(
        self, X: Any = None, Q: Any = None, K: Any = None, V: Any = None, mask: Any = None, return_weights: bool = False
    ) -> Any:
        if Q is None or K is None or V is None:
            assert X is not None, "X has to be provided if either Q,K,V not provided"
            Q = K = V = X
        mixed = jnp.sin(1.1 * Q + K.mean(-2, keepdims=True)) * jnp.cos(V.sum(-2, keepdims=True)) + 0.05 * _trace(mask)
        heads = jnp.arange(1, self.num_heads + 1)[:, None, None]
        weights = jnp.cos(heads * Q.mean(-1)[:, None, :, None] + K.mean(-1)[:, None, None, :]) + 0.1 * _trace(mask)
        return (mixed, weights) if return_weights else mixed


class AddNorm(hk.Module):
    def __call__(self, x: Any, processed_x: Any) -> Any:
        return jnp.sin(2 * x * processed_x) + 0.3 * jnp.cos(x) * jnp.cos(processed_x)


class FeedForwardBlock(hk.Module):
    def __init__(self, widening_factor: int = 4, name: str | None = None) -> None:
        super().__init__(name=name)
        self.widening_factor = widening_factor

    def __call__(self, x: Any) -> Any:
        return jnp.cos(2 * x) + 0.1 * self.widening_factor


class _Stack(hk.Module):
    scale = 1.0

    def __init__(
        self, num_heads: int, num_layers: int, d_m: int, widening_factor: int = 4, name: str | None = None
    ) -> None:
        super().__init__(name=name)
        self.sizes = (num_heads, num_layers, d_m, widening_factor)

    def result(self, X: Any, other: Any, mask: Any, return_att_weights: bool) -> Any:
        heads, layers, d_m, widening = self.sizes
        shift = 0.1 * heads + 0.02 * layers + 0.003 * d_m + 0.0301 * widening + 0.05 * _trace(mask)
        mixed = jnp.sin(self.scale * X + other.mean(-2, keepdims=True)) + shift
        shape = (X.shape[0], layers, heads, X.shape[1], other.shape[1])
        weights = jnp.broadcast_to(jnp.cos(X.mean(-1)[:, None, None, :, None] + shift), shape)
        return (mixed, weights) if return_att_weights else mixed


class TransformerEncoder(_Stack):
    def __call__(self, X: Any, mask: Any, return_att_weights: bool = False) -> Any:
        return self.result(X, X, mask, return_att_weights)


class TransformerDecoder(_Stack):
    scale = 1.7

    def __call__(self, X: Any, encoder_output: Any, mask: Any, return_att_weights: bool = False) -> Any:
        return self.result(X, encoder_output, mask, return_att_weights)


def _with_doubles(
    learner: dict[str, Any], doubles: tuple[Any, ...], build: Callable[..., Any], *arrays: Any, computed: bool = True
) -> Any:
    """What `build(*arrays)` returns with the doubles in the learner's namespace, its parameters, and the calls;
    unless `computed`, only the shapes of what it returns."""
    kept = {double.__name__: learner.get(double.__name__) for double in doubles}
    learner.update({double.__name__: double for double in doubles})
    try:
        network: Any = hk.transform(build)
        CALLS.clear()
        start = jax.eval_shape(network.init, jax.random.PRNGKey(3), *arrays)
        calls = dict(CALLS)
        draws = np.random.default_rng(5)
        params = {
            module: {name: draws.standard_normal(leaf.shape).astype(np.float32) for name, leaf in bundle.items()}
            for module, bundle in start.items()
        }
        run = jax.jit(network.apply) if computed else partial(jax.eval_shape, network.apply)
        return run(params, None, *arrays), params, calls
    finally:
        learner.update({name: value for name, value in kept.items() if value is not None})


def _count(result: Any) -> float:
    return float(len(result)) if isinstance(result, tuple | list) else 1.0


def check_heads(
    learner: dict[str, Any], name: str, X: Any, Q: Any, K: Any, V: Any, mask: Any, heads: int, d_m: int
) -> Any:
    """[outputs with weights, outputs without, matrices, calls of each part], the outputs, then the parameters."""

    def build(return_weights: bool) -> Callable[..., Any]:
        return lambda *arrays: learner[name](heads, d_m)(*arrays[:4], mask=arrays[4], return_weights=return_weights)

    doubles = (SequenceToQKV, scaled_dot_product_attention)
    arrays = (X, Q, K, V, mask)
    result, params, calls = _with_doubles(learner, doubles, build(True), *arrays)
    plain, _, _ = _with_doubles(learner, doubles, build(False), *arrays, computed=False)
    if result is None:
        return None
    outputs = list(result) if isinstance(result, tuple | list) else [result]
    matrices = [value for bundle in params.values() for value in bundle.values()]
    called = [float(calls.get(double.__name__, 0)) for double in doubles]
    counts = np.array([len(outputs), _count(plain), len(matrices), *called], np.float32)
    return (counts, *outputs, *matrices)


def check_encoder(learner: dict[str, Any], name: str, X: Any, mask: Any, heads: int, widening: int) -> Any:
    """The block's outputs with weights, and how many come without."""
    doubles = (MultiHeadAttention, AddNorm, FeedForwardBlock)

    def build(weights: bool) -> Callable[..., Any]:
        return lambda X, mask: learner[name](heads, X.shape[-1], widening)(X, mask, weights)

    result, _, _ = _with_doubles(learner, doubles, build(True), X, mask)
    plain, _, _ = _with_doubles(learner, doubles, build(False), X, mask, computed=False)
    return None if result is None else (*(result if isinstance(result, tuple | list) else (result,)), _count(plain))


def check_transformer(
    learner: dict[str, Any], name: str, encoder: Any, decoder: Any, encoder_mask: Any, decoder_mask: Any, sizes: Any
) -> Any:
    """The outputs with weights, and how many come without."""
    doubles = (TransformerEncoder, TransformerDecoder)
    heads, layers, widening = (int(size) for size in sizes)

    def build(weights: bool) -> Callable[..., Any]:
        return lambda *arrays: learner[name](heads, layers, encoder.shape[-1], widening)(*arrays, weights)

    arrays = (encoder, decoder, encoder_mask, decoder_mask)
    result, _, _ = _with_doubles(learner, doubles, build(True), *arrays)
    plain, _, _ = _with_doubles(learner, doubles, build(False), *arrays, computed=False)
    return None if result is None else (*(result if isinstance(result, tuple | list) else (result,)), _count(plain))
