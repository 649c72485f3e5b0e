"""Multi-head attention as pure functions of explicit parameters.

MultiHead(Q, K, V) = Concat(head_1, ..., head_h) W_O with head_i = Attention(Q W_Q, K W_K, V W_V), Vaswani et al.,
"Attention Is All You Need" (2017), section 3.2.2. Departures: each projection has a bias, as in most code since; the
columns of all heads stand in one matrix, which is then cut.

Axes: b sequences of a batch, t tokens that ask (queries), s tokens that are looked at (keys), h heads, d_k size of a
head, d_m = h * d_k size of a token vector.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import jax
import jax.numpy as jnp

from runners.experiments.transformers.attention_map import attention_weights


class Linear(NamedTuple):
    """x W + b: weight (d_in, d_out), bias (d_out,)."""

    weight: jax.Array
    bias: jax.Array


class MultiHead(NamedTuple):
    """W_Q, W_K, W_V and W_O with their biases: each (d_m, d_m) and (d_m,). Head i has the columns i*d_k to
    (i+1)*d_k of the first three."""

    query: Linear
    key: Linear
    value: Linear
    output: Linear


def init_linear(key: jax.Array, d_in: int, d_out: int) -> Linear:
    """Weights of variance 1/d_in, which keeps the variance of what passes through; no bias."""
    return Linear(jax.random.normal(key, (d_in, d_out)) / math.sqrt(d_in), jnp.zeros(d_out))


def linear(parameters: Linear, x: jax.Array) -> jax.Array:
    """(..., d_in) -> (..., d_out)"""
    return x @ parameters.weight + parameters.bias


def init_multi_head(key: jax.Array, d_m: int) -> MultiHead:
    """Four projections of size d_m. The number of heads has no part in it: cutting has no parameters."""
    return MultiHead(*(init_linear(part, d_m, d_m) for part in jax.random.split(key, 4)))


def split_heads(x: jax.Array, heads: int) -> jax.Array:
    """(b, t, d_m) -> (b, h, t, d_k). Raises ValueError when `heads` does not divide d_m."""
    b, t, d_m = x.shape
    if d_m % heads:
        raise ValueError(f"d_m = {d_m} cannot be cut into {heads} heads of one size; choose a divisor of {d_m}.")
    return x.reshape(b, t, heads, d_m // heads).swapaxes(1, 2)  # (b, t, h, d_k) -> (b, h, t, d_k)


def join_heads(x: jax.Array) -> jax.Array:
    """(b, h, t, d_k) -> (b, t, d_m)"""
    b, h, t, d_k = x.shape
    return x.swapaxes(1, 2).reshape(b, t, h * d_k)  # (b, t, h, d_k) -> (b, t, d_m)


def padding_mask(lengths: jax.Array, tokens: int) -> jax.Array:
    """True where the key is a real token. lengths (b,), each at least 1; returns (b, 1, 1, s) with s = `tokens`.

    Combine it with a causal mask by `&`. What padded queries get means nothing: leave it out of the loss.
    """
    return (jnp.arange(tokens) < lengths[:, None])[:, None, None, :]  # (b, s) -> (b, 1, 1, s)


def multi_head_attention(
    parameters: MultiHead, query: jax.Array, memory: jax.Array, mask: jax.Array | None = None, *, heads: int
) -> tuple[jax.Array, jax.Array]:
    """What each token of `query` reads in `memory`, and where it looked.

    query (b, t, d_m), memory (b, s, d_m): the same array in self-attention, the encoder's output in cross-attention.
    The mask broadcasts to (b, h, t, s), with True where looking is allowed; a row without any True gives NaN.
    Returns the output (b, t, d_m) and the weights (b, h, t, s), whose last axis sums to one.
    """
    q = split_heads(linear(parameters.query, query), heads)  # (b, h, t, d_k)
    k = split_heads(linear(parameters.key, memory), heads)  # (b, h, s, d_k)
    v = split_heads(linear(parameters.value, memory), heads)  # (b, h, s, d_k)
    weights = attention_weights(q, k, mask)  # (b, h, t, s)
    return linear(parameters.output, join_heads(weights @ v)), weights  # (b, t, d_m), (b, h, t, s)
