"""Encoder and decoder blocks as pure functions of explicit parameters.

Vaswani et al., "Attention Is All You Need" (2017), section 3.1, figure 1. A part f of a block is wrapped either as in
the paper, LN(x + f(x)), called post-norm, or as x + f(LN(x)), called pre-norm (Xiong et al., "On Layer Normalization
in the Transformer Architecture" (2020), figure 1): `norm_first` says which. Departures: GELU (its tanh form) instead
of ReLU, no dropout. A block of a GPT is an encoder block with a causal mask.

Axes: b sequences of a batch, t tokens, s tokens of the encoder's output, h heads, d_m size of a token vector, d_f
width inside the feed-forward block.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp

from runners.experiments.transformers.multi_head import (
    Linear,
    MultiHead,
    init_linear,
    init_multi_head,
    linear,
    multi_head_attention,
)

WIDENING = 4
"""d_f / d_m, as in the paper (section 3.3)."""


class Norm(NamedTuple):
    """Scale gamma and offset beta of a layer norm, each (d_m,)."""

    scale: jax.Array
    offset: jax.Array


class FeedForward(NamedTuple):
    """Two linear layers: d_m -> d_f -> d_m."""

    widen: Linear
    narrow: Linear


class EncoderBlock(NamedTuple):
    attention: MultiHead
    feed_forward: FeedForward
    norms: tuple[Norm, Norm]


class DecoderBlock(NamedTuple):
    self_attention: MultiHead
    cross_attention: MultiHead
    feed_forward: FeedForward
    norms: tuple[Norm, Norm, Norm]


def init_norm(d_m: int) -> Norm:
    return Norm(jnp.ones(d_m), jnp.zeros(d_m))


def layer_norm(parameters: Norm, x: jax.Array, epsilon: float = 1e-5) -> jax.Array:
    """Each token's entries shifted and scaled to mean 0 and variance 1, then by what was learned.

    (..., d_m) -> (..., d_m). Ba et al., "Layer Normalization" (2016), section 3.
    """
    centred = x - x.mean(axis=-1, keepdims=True)  # (..., d_m)
    variance = jnp.square(centred).mean(axis=-1, keepdims=True)  # (..., 1)
    return parameters.scale * centred * jax.lax.rsqrt(variance + epsilon) + parameters.offset  # (..., d_m)


def init_feed_forward(key: jax.Array, d_m: int) -> FeedForward:
    widen, narrow = jax.random.split(key)
    return FeedForward(init_linear(widen, d_m, WIDENING * d_m), init_linear(narrow, WIDENING * d_m, d_m))


def feed_forward(parameters: FeedForward, x: jax.Array) -> jax.Array:
    """Each token alone: (..., d_m) -> (..., d_m). Section 3.3."""
    wide = jax.nn.gelu(linear(parameters.widen, x))  # (..., d_f)
    return linear(parameters.narrow, wide)  # (..., d_m)


def add_and_norm(norm: Norm, x: jax.Array, part: Callable[[jax.Array], jax.Array], *, norm_first: bool) -> jax.Array:
    """A part of a block with its residual connection and layer norm: (b, t, d_m) -> (b, t, d_m)."""
    if norm_first:
        return x + part(layer_norm(norm, x))
    return layer_norm(norm, x + part(x))


def init_encoder_block(key: jax.Array, d_m: int) -> EncoderBlock:
    attend, feed = jax.random.split(key)
    return EncoderBlock(init_multi_head(attend, d_m), init_feed_forward(feed, d_m), (init_norm(d_m), init_norm(d_m)))


def encoder_block(
    block: EncoderBlock, x: jax.Array, mask: jax.Array | None = None, *, heads: int, norm_first: bool
) -> jax.Array:
    """Self-attention, then feed-forward: (b, t, d_m) -> (b, t, d_m). The mask broadcasts to (b, h, t, t)."""

    def attend(x: jax.Array) -> jax.Array:
        return multi_head_attention(block.attention, x, x, mask, heads=heads)[0]  # (b, t, d_m)

    def feed(x: jax.Array) -> jax.Array:
        return feed_forward(block.feed_forward, x)  # (b, t, d_m)

    x = add_and_norm(block.norms[0], x, attend, norm_first=norm_first)  # (b, t, d_m)
    return add_and_norm(block.norms[1], x, feed, norm_first=norm_first)  # (b, t, d_m)


def init_decoder_block(key: jax.Array, d_m: int) -> DecoderBlock:
    attend, cross, feed = jax.random.split(key, 3)
    return DecoderBlock(
        init_multi_head(attend, d_m),
        init_multi_head(cross, d_m),
        init_feed_forward(feed, d_m),
        (init_norm(d_m), init_norm(d_m), init_norm(d_m)),
    )


def decoder_block(
    block: DecoderBlock,
    x: jax.Array,
    memory: jax.Array,
    mask: jax.Array | None = None,
    memory_mask: jax.Array | None = None,
    *,
    heads: int,
    norm_first: bool,
) -> tuple[jax.Array, jax.Array]:
    """Masked self-attention, cross-attention to the encoder's output, then feed-forward.

    x (b, t, d_m), memory (b, s, d_m); the masks broadcast to (b, h, t, t) and (b, h, t, s). Returns (b, t, d_m) and
    the weights of the cross-attention, (b, h, t, s).
    """
    looked: list[jax.Array] = []

    def attend(x: jax.Array) -> jax.Array:
        return multi_head_attention(block.self_attention, x, x, mask, heads=heads)[0]  # (b, t, d_m)

    def cross(x: jax.Array) -> jax.Array:
        read, weights = multi_head_attention(block.cross_attention, x, memory, memory_mask, heads=heads)
        looked.append(weights)  # (b, h, t, s)
        return read  # (b, t, d_m)

    def feed(x: jax.Array) -> jax.Array:
        return feed_forward(block.feed_forward, x)  # (b, t, d_m)

    for norm, part in zip(block.norms, (attend, cross, feed), strict=True):
        x = add_and_norm(norm, x, part, norm_first=norm_first)  # (b, t, d_m)
    return x, looked[0]
