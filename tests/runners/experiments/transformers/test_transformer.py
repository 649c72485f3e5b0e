"""Encoder and decoder blocks against torch's, with the weights carried over."""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch

from runners.experiments.transformers.attention_map import causal_mask
from runners.experiments.transformers.multi_head import Linear, MultiHead, padding_mask
from runners.experiments.transformers.transformer import (
    DecoderBlock,
    EncoderBlock,
    Norm,
    decoder_block,
    encoder_block,
    feed_forward,
    init_decoder_block,
    init_encoder_block,
    layer_norm,
)

B, T, S, D_M, HEADS = 2, 5, 7, 12, 3
LENGTHS = jnp.array([7, 4])
encode = jax.jit(partial(encoder_block, heads=HEADS), static_argnames="norm_first")
decode = jax.jit(partial(decoder_block, heads=HEADS), static_argnames="norm_first")


def awkward(tree: Any) -> Any:
    """Parameters with noise on all of them, so that biases, scales and offsets are not zeros and ones."""
    leaves, structure = jax.tree.flatten(tree)
    keys = jax.random.split(jax.random.key(9), len(leaves))
    noisy = [leaf + 0.3 * jax.random.normal(key, leaf.shape) for leaf, key in zip(leaves, keys, strict=True)]
    return jax.tree.unflatten(structure, noisy)


@pytest.fixture(scope="module")
def encoder() -> EncoderBlock:
    return jax.jit(lambda key: awkward(init_encoder_block(key, D_M)))(jax.random.key(0))


@pytest.fixture(scope="module")
def decoder() -> DecoderBlock:
    return jax.jit(lambda key: awkward(init_decoder_block(key, D_M)))(jax.random.key(1))


@pytest.fixture(scope="module")
def x() -> jax.Array:
    return jax.random.normal(jax.random.key(2), (B, T, D_M))


@pytest.fixture(scope="module")
def memory() -> jax.Array:
    return jax.random.normal(jax.random.key(3), (B, S, D_M))


def as_torch(array: jax.Array) -> torch.Tensor:
    return torch.tensor(np.asarray(array))


def carried_linear(name: str, parameters: Linear) -> dict[str, jax.Array]:
    return {f"{name}.weight": parameters.weight.T, f"{name}.bias": parameters.bias}


def carried_norms(norms: tuple[Norm, ...]) -> dict[str, jax.Array]:
    named = [(f"norm{number}", norm) for number, norm in enumerate(norms, start=1)]
    return {
        **{f"{name}.weight": norm.scale for name, norm in named},
        **{f"{name}.bias": norm.offset for name, norm in named},
    }


def carried_attention(name: str, parameters: MultiHead) -> dict[str, jax.Array]:
    inward = (parameters.query, parameters.key, parameters.value)
    return {
        f"{name}.in_proj_weight": jnp.concatenate([one.weight.T for one in inward]),
        f"{name}.in_proj_bias": jnp.concatenate([one.bias for one in inward]),
        **carried_linear(f"{name}.out_proj", parameters.output),
    }


def torch_layer(kind: type[torch.nn.Module], carried: dict[str, jax.Array], norm_first: bool) -> torch.nn.Module:
    gelu = partial(torch.nn.functional.gelu, approximate="tanh")
    layer = kind(D_M, HEADS, 4 * D_M, dropout=0.0, activation=gelu, batch_first=True, norm_first=norm_first)
    layer.load_state_dict({name: as_torch(array) for name, array in carried.items()})
    return layer


def test_layer_norm_equals_torch(encoder: EncoderBlock, x: jax.Array) -> None:
    norm = encoder.norms[0]
    theirs = torch.nn.LayerNorm(D_M)
    theirs.load_state_dict({"weight": as_torch(norm.scale), "bias": as_torch(norm.offset)})
    with torch.no_grad():
        np.testing.assert_allclose(layer_norm(norm, 5 + 3 * x), theirs(as_torch(5 + 3 * x)).numpy(), atol=1e-5)


def test_layer_norm_by_hand() -> None:
    norm = Norm(jnp.array([1.0, 1.0, 2.0, 1.0]), jnp.array([0.0, 0.0, 0.0, 10.0]))
    token = jnp.array([1.0, 1.0, 5.0, 5.0])  # mean 3, standard deviation 2
    np.testing.assert_allclose(layer_norm(norm, token), [-1.0, -1.0, 2.0, 11.0], rtol=1e-5)


def test_layer_norm_of_equal_entries_is_the_offset() -> None:
    norm = Norm(jnp.full(4, 2.0), jnp.arange(4.0))
    np.testing.assert_array_equal(layer_norm(norm, jnp.full(4, 7.0)), jnp.arange(4.0))


@pytest.mark.parametrize("norm_first", [False, True])
@pytest.mark.parametrize("padded", [False, True])
def test_encoder_block_equals_torch(encoder: EncoderBlock, memory: jax.Array, norm_first: bool, padded: bool) -> None:
    mask = padding_mask(LENGTHS, S) if padded else None
    ours = encode(encoder, memory, mask, norm_first=norm_first)
    carried = {
        **carried_attention("self_attn", encoder.attention),
        **carried_linear("linear1", encoder.feed_forward.widen),
        **carried_linear("linear2", encoder.feed_forward.narrow),
        **carried_norms(encoder.norms),
    }
    layer = torch_layer(torch.nn.TransformerEncoderLayer, carried, norm_first)
    hidden = as_torch(~padding_mask(LENGTHS, S)[:, 0, 0]) if padded else None
    theirs = layer(as_torch(memory), src_key_padding_mask=hidden).detach().numpy()
    real = np.asarray(jnp.arange(S) < LENGTHS[:, None]) if padded else np.ones((B, S), bool)
    np.testing.assert_allclose(np.asarray(ours)[real], theirs[real], atol=2e-5)


@pytest.mark.parametrize("norm_first", [False, True])
def test_decoder_block_equals_torch(decoder: DecoderBlock, x: jax.Array, memory: jax.Array, norm_first: bool) -> None:
    memory_mask = padding_mask(LENGTHS, S)
    ours, _ = decode(decoder, x, memory, causal_mask(T), memory_mask, norm_first=norm_first)
    carried = {
        **carried_attention("self_attn", decoder.self_attention),
        **carried_attention("multihead_attn", decoder.cross_attention),
        **carried_linear("linear1", decoder.feed_forward.widen),
        **carried_linear("linear2", decoder.feed_forward.narrow),
        **carried_norms(decoder.norms),
    }
    layer = torch_layer(torch.nn.TransformerDecoderLayer, carried, norm_first)
    theirs = layer(
        as_torch(x),
        as_torch(memory),
        tgt_mask=as_torch(~causal_mask(T)),
        memory_key_padding_mask=as_torch(~memory_mask[:, 0, 0]),
    )
    np.testing.assert_allclose(ours, theirs.detach().numpy(), atol=2e-5)


def test_decoder_returns_the_weights_of_the_cross_attention(
    decoder: DecoderBlock, x: jax.Array, memory: jax.Array
) -> None:
    _, weights = decode(decoder, x, memory, causal_mask(T), norm_first=True)
    assert weights.shape == (B, HEADS, T, S)
    np.testing.assert_allclose(weights.sum(axis=-1), 1.0, atol=1e-6)


@pytest.mark.parametrize("norm_first", [False, True])
def test_a_causal_decoder_block_has_no_gradient_from_the_future(
    decoder: DecoderBlock, x: jax.Array, memory: jax.Array, norm_first: bool
) -> None:
    def output(x: jax.Array) -> jax.Array:
        y, _ = decode(decoder, x[None], memory[:1], causal_mask(T), norm_first=norm_first)
        return (y[0] ** 2).sum(axis=-1)

    gradients = np.asarray(jax.jit(jax.jacobian(output))(x[0]))  # (t, t, d_m)
    future = np.triu(np.ones((T, T), bool), k=1)
    assert (gradients[future] == 0).all()
    assert (np.abs(gradients[~future]).max(axis=-1) > 1e-5).all()


def test_feed_forward_keeps_tokens_apart(encoder: EncoderBlock, x: jax.Array) -> None:
    changed = feed_forward(encoder.feed_forward, x.at[:, 3].add(1.0)) - feed_forward(encoder.feed_forward, x)
    assert np.flatnonzero(np.abs(changed).max(axis=(0, 2))).tolist() == [3]


def test_same_with_jit(encoder: EncoderBlock, decoder: DecoderBlock, x: jax.Array, memory: jax.Array) -> None:
    eager = encoder_block(encoder, memory, heads=HEADS, norm_first=True)
    np.testing.assert_allclose(encode(encoder, memory, norm_first=True), eager, atol=1e-5)
    pair = decoder_block(decoder, x, memory, heads=HEADS, norm_first=True)
    for compiled, expected in zip(decode(decoder, x, memory, norm_first=True), pair, strict=True):
        np.testing.assert_allclose(compiled, expected, atol=1e-5)
