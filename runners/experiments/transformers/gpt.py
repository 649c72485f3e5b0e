"""A small GPT.

Radford et al., "Language Models are Unsupervised Multitask Learners" (2019), section 2.3: pre-norm blocks with a
causal mask, a last layer norm, learned positions, and an output layer tied to the embedding (Press & Wolf, "Using the
Output Embedding to Improve Language Models" (2017), section 3). Departures: characters instead of subwords, no
dropout, and the layers that end in a residual connection do not start smaller.

Axes: b pieces of text, t characters of a piece, h heads, d_m size of a token vector, V characters that there are.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax

from runners.experiments.transformers.attention_map import causal_mask
from runners.experiments.transformers.transformer import (
    EncoderBlock,
    Norm,
    encoder_block,
    init_encoder_block,
    init_norm,
    layer_norm,
)


class GPT(NamedTuple):
    """embedding (V, d_m), also the output layer; positions (context, d_m); a block for each layer; the last norm."""

    embedding: jax.Array
    positions: jax.Array
    blocks: tuple[EncoderBlock, ...]
    norm: Norm


def init_gpt(key: jax.Array, *, characters: int, context: int, d_m: int, layers: int) -> GPT:
    table, places, rest = jax.random.split(key, 3)
    return GPT(
        embedding=jax.random.normal(table, (characters, d_m)) / math.sqrt(d_m),
        positions=jax.random.normal(places, (context, d_m)) / math.sqrt(d_m),
        blocks=tuple(init_encoder_block(part, d_m) for part in jax.random.split(rest, layers)),
        norm=init_norm(d_m),
    )


def logits_after(parameters: GPT, ids: jax.Array, *, heads: int) -> jax.Array:
    """Logits of the character after each one: (b, t) -> (b, t, V). t is at most the context."""
    t = ids.shape[1]
    x = parameters.embedding[ids] + parameters.positions[:t]  # (b, t, d_m) + (t, d_m)
    for block in parameters.blocks:
        x = encoder_block(block, x, causal_mask(t), heads=heads, norm_first=True)  # (b, t, d_m)
    return layer_norm(parameters.norm, x) @ parameters.embedding.T  # (b, t, d_m) @ (d_m, V) -> (b, t, V)


def next_character_loss(parameters: GPT, pieces: jax.Array, *, heads: int) -> jax.Array:
    """Mean cross-entropy of the next character, in nats. pieces (b, t + 1): the targets are the inputs moved by one."""
    logits = logits_after(parameters, pieces[:, :-1], heads=heads)  # (b, t, V)
    losses: jax.Array = optax.softmax_cross_entropy_with_integer_labels(logits, pieces[:, 1:])  # (b, t)
    return losses.mean()


def sample(
    parameters: GPT, key: jax.Array, start: int, temperature: jax.typing.ArrayLike, *, count: int, heads: int
) -> jax.Array:
    """`count` characters after the character `start`, each drawn from softmax(logits / temperature): (count,).

    The window keeps its size, so that one compiled step serves every character; once it is full, it moves on by one
    and forgets the oldest character.
    """
    context = len(parameters.positions)

    def write(state: tuple[jax.Array, jax.Array], step: jax.Array) -> tuple[tuple[jax.Array, jax.Array], jax.Array]:
        window, last = state  # (t,), the place of the newest character
        logits = logits_after(parameters, window[None], heads=heads)[0, last]  # (V,)
        drawn = jax.random.categorical(jax.random.fold_in(key, step), logits / temperature)
        window = jnp.where(last == context - 1, jnp.roll(window, -1), window)  # (t,)
        place = jnp.minimum(last + 1, context - 1)
        return (window.at[place].set(drawn), place), drawn

    window = jnp.zeros(context, jnp.int32).at[0].set(start)  # (t,)
    return jax.lax.scan(write, (window, jnp.int32(0)), jnp.arange(count))[1]  # (count,)
