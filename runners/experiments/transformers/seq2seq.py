"""A transformer from one sequence to another: encoder, decoder, teacher forcing, greedy decoding.

Vaswani et al., "Attention Is All You Need" (2017): embeddings times sqrt(d_m) (section 3.4) plus sinusoidal positions
(3.5), encoder and decoder blocks (3.1) with cross-attention (3.2.3), and the cross-entropy of the next symbol.
Departures: pre-norm blocks with a last layer norm, GELU, no dropout, no label smoothing, a layer of its own for the
logits; all sequences have one length, so that no end token and no padding is needed.

Axes: b sequences of a batch, t tokens, s tokens of the source, h heads, d_m size of a token vector, V symbols. The
start token has the id V.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax

from runners.experiments.transformers.attention_map import causal_mask
from runners.experiments.transformers.multi_head import Linear, init_linear, linear
from runners.experiments.transformers.positional_encoding import sinusoidal
from runners.experiments.transformers.transformer import (
    DecoderBlock,
    EncoderBlock,
    Norm,
    decoder_block,
    encoder_block,
    init_decoder_block,
    init_encoder_block,
    init_norm,
    layer_norm,
)


class Seq2Seq(NamedTuple):
    """embedding (V + 1, d_m), an encoder and a decoder block for each layer, the last norms, d_m -> V."""

    embedding: jax.Array
    encoder: tuple[EncoderBlock, ...]
    decoder: tuple[DecoderBlock, ...]
    norms: tuple[Norm, Norm]
    output: Linear

    @property
    def start(self) -> int:
        """The id of the start token."""
        return self.output.bias.size


def init_seq2seq(key: jax.Array, *, symbols: int, d_m: int, layers: int) -> Seq2Seq:
    table, encoders, decoders, output = jax.random.split(key, 4)
    return Seq2Seq(
        embedding=jax.random.normal(table, (symbols + 1, d_m)) / math.sqrt(d_m),
        encoder=tuple(init_encoder_block(part, d_m) for part in jax.random.split(encoders, layers)),
        decoder=tuple(init_decoder_block(part, d_m) for part in jax.random.split(decoders, layers)),
        norms=(init_norm(d_m), init_norm(d_m)),
        output=init_linear(output, d_m, symbols),
    )


def embed(table: jax.Array, tokens: jax.Array) -> jax.Array:
    """Token vectors with their positions added: (b, t) -> (b, t, d_m)."""
    d_m = table.shape[1]
    return table[tokens] * math.sqrt(d_m) + sinusoidal(tokens.shape[1], d_m)  # (b, t, d_m) + (t, d_m)


def encode(parameters: Seq2Seq, source: jax.Array, *, heads: int) -> jax.Array:
    """What the decoder reads: (b, s) -> (b, s, d_m)."""
    x = embed(parameters.embedding, source)  # (b, s, d_m)
    for block in parameters.encoder:
        x = encoder_block(block, x, heads=heads, norm_first=True)  # (b, s, d_m)
    return layer_norm(parameters.norms[0], x)  # (b, s, d_m)


def decode(parameters: Seq2Seq, memory: jax.Array, shifted: jax.Array, *, heads: int) -> tuple[jax.Array, jax.Array]:
    """Logits of the next symbol after each token of `shifted`, and where the cross-attention of the last layer looked.

    memory (b, s, d_m), shifted (b, t) -> (b, t, V), (b, h, t, s)
    """
    x, mask = embed(parameters.embedding, shifted), causal_mask(shifted.shape[1])  # (b, t, d_m), (t, t)
    for block in parameters.decoder:
        x, weights = decoder_block(block, x, memory, mask, heads=heads, norm_first=True)  # (b, t, d_m), (b, h, t, s)
    return linear(parameters.output, layer_norm(parameters.norms[1], x)), weights  # (b, t, V), (b, h, t, s)


def shift_right(target: jax.Array, start: int) -> jax.Array:
    """The decoder's input: the start token, then the target without its last symbol. (b, t) -> (b, t)"""
    return jnp.pad(target[:, :-1], ((0, 0), (1, 0)), constant_values=start)


def teacher_forced(
    parameters: Seq2Seq, source: jax.Array, target: jax.Array, *, heads: int
) -> tuple[jax.Array, jax.Array]:
    """Mean cross-entropy in nats, and the share of symbols that are right, each after the right symbols before it.

    source (b, s), target (b, t); two scalars.
    """
    memory = encode(parameters, source, heads=heads)  # (b, s, d_m)
    logits, _ = decode(parameters, memory, shift_right(target, parameters.start), heads=heads)  # (b, t, V)
    losses = optax.softmax_cross_entropy_with_integer_labels(logits, target)  # (b, t)
    return losses.mean(), (logits.argmax(axis=-1) == target).mean()


def greedy(parameters: Seq2Seq, source: jax.Array, *, length: int, heads: int) -> tuple[jax.Array, jax.Array]:
    """What the decoder writes when it reads only its own symbols, and where the cross-attention looked meanwhile.

    source (b, s) -> symbols (b, t) with t = `length`, weights (b, h, t, s). What is written has its full length from
    the start, so that one compiled step serves every position; the causal mask hides what is not written yet.
    """
    memory = encode(parameters, source, heads=heads)  # (b, s, d_m)

    def write(written: jax.Array, t: jax.Array) -> tuple[jax.Array, None]:
        logits, _ = decode(parameters, memory, shift_right(written, parameters.start), heads=heads)  # (b, t, V)
        return written.at[:, t].set(logits[:, t].argmax(axis=-1)), None

    nothing = jnp.zeros((len(source), length), source.dtype)  # (b, t)
    written, _ = jax.lax.scan(write, nothing, jnp.arange(length))  # (b, t)
    return written, decode(parameters, memory, shift_right(written, parameters.start), heads=heads)[1]
