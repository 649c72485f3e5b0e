"""The reference multi-head attention against torch and jax.nn, and what masks must do."""

from __future__ import annotations

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch

from runners.experiments.transformers.attention_map import causal_mask
from runners.experiments.transformers.multi_head import (
    Linear,
    MultiHead,
    init_multi_head,
    join_heads,
    linear,
    multi_head_attention,
    padding_mask,
    split_heads,
)

B, T, S, D_M, HEADS = 2, 5, 7, 12, 3
attend = jax.jit(partial(multi_head_attention, heads=HEADS))
LENGTHS = jnp.array([7, 4])


@pytest.fixture(scope="module")
def parameters() -> MultiHead:
    """With biases that are not zero, so that a forgotten one is seen."""
    drawn = init_multi_head(jax.random.key(0), D_M)
    keys = jax.random.split(jax.random.key(1), 4)
    return MultiHead(
        *(Linear(one.weight, jax.random.normal(key, (D_M,))) for one, key in zip(drawn, keys, strict=True))
    )


@pytest.fixture(scope="module")
def query() -> jax.Array:
    return jax.random.normal(jax.random.key(2), (B, T, D_M))


@pytest.fixture(scope="module")
def memory() -> jax.Array:
    return jax.random.normal(jax.random.key(3), (B, S, D_M))


def as_torch(array: jax.Array) -> torch.Tensor:
    return torch.tensor(np.asarray(array))


def torch_module(parameters: MultiHead) -> torch.nn.MultiheadAttention:
    """torch's module with our weights: it keeps W_Q, W_K and W_V in one matrix, and all transposed."""
    module = torch.nn.MultiheadAttention(D_M, HEADS, batch_first=True)
    inward = (parameters.query, parameters.key, parameters.value)
    carried = {
        "in_proj_weight": jnp.concatenate([one.weight.T for one in inward]),
        "in_proj_bias": jnp.concatenate([one.bias for one in inward]),
        "out_proj.weight": parameters.output.weight.T,
        "out_proj.bias": parameters.output.bias,
    }
    module.load_state_dict({name: as_torch(array) for name, array in carried.items()})
    return module


@pytest.mark.parametrize("padded", [False, True])
def test_cross_attention_equals_torch(parameters: MultiHead, query: jax.Array, memory: jax.Array, padded: bool) -> None:
    mask = padding_mask(LENGTHS, S) if padded else None
    ours, weights = attend(parameters, query, memory, mask)
    hidden = as_torch(~padding_mask(LENGTHS, S)[:, 0, 0]) if padded else None
    with torch.no_grad():
        theirs, their_weights = torch_module(parameters)(
            as_torch(query), as_torch(memory), as_torch(memory), key_padding_mask=hidden, average_attn_weights=False
        )
    np.testing.assert_allclose(ours, theirs.numpy(), atol=1e-5)
    np.testing.assert_allclose(weights, their_weights.numpy(), atol=1e-6)


def test_causal_self_attention_equals_torch(parameters: MultiHead, query: jax.Array) -> None:
    ours, _ = attend(parameters, query, query, causal_mask(T))
    x = as_torch(query)
    with torch.no_grad():
        theirs, _ = torch_module(parameters)(x, x, x, attn_mask=as_torch(~causal_mask(T)))
    np.testing.assert_allclose(ours, theirs.numpy(), atol=1e-5)


def projected(parameters: MultiHead, query: jax.Array, memory: jax.Array) -> list[jax.Array]:
    """Queries, keys and values cut into heads by jnp.split, a way that shares nothing with ours: (b, h, t, d_k)."""
    full = [linear(parameters.query, query), linear(parameters.key, memory), linear(parameters.value, memory)]
    return [jnp.stack(jnp.split(array, HEADS, axis=-1), axis=1) for array in full]


def joined(parameters: MultiHead, heads: np.ndarray) -> jax.Array:
    return linear(parameters.output, jnp.concatenate([jnp.asarray(heads)[:, head] for head in range(HEADS)], axis=-1))


@pytest.mark.parametrize("causal", [False, True])
def test_equal_to_torch_scaled_dot_product_attention(
    parameters: MultiHead, query: jax.Array, memory: jax.Array, causal: bool
) -> None:
    other = query if causal else memory
    mask = causal_mask(T) if causal else None
    ours, _ = attend(parameters, query, other, mask)
    q, k, v = (as_torch(array) for array in projected(parameters, query, other))
    theirs = torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=causal)
    np.testing.assert_allclose(ours, joined(parameters, theirs.numpy()), atol=1e-5)


@pytest.mark.parametrize("padded", [False, True])
def test_equal_to_jax_nn(parameters: MultiHead, query: jax.Array, memory: jax.Array, padded: bool) -> None:
    mask = padding_mask(LENGTHS, S) if padded else None
    ours, _ = attend(parameters, query, memory, mask)
    q, k, v = (jnp.swapaxes(array, 1, 2) for array in projected(parameters, query, memory))  # (b, t, h, d_k)
    lengths = {"query_seq_lengths": jnp.full(B, T), "key_value_seq_lengths": LENGTHS} if padded else {}
    theirs = jax.nn.dot_product_attention(q, k, v, **lengths)
    np.testing.assert_allclose(ours, joined(parameters, np.swapaxes(theirs, 1, 2)), atol=1e-5)


def test_no_gradient_from_the_future(parameters: MultiHead, query: jax.Array) -> None:
    def output(x: jax.Array) -> jax.Array:
        return attend(parameters, x[None], x[None], causal_mask(T))[0][0].sum(axis=-1)

    gradients = np.asarray(jax.jit(jax.jacobian(output))(query[0]))  # (t that looks, t looked at, d_m)
    future = np.triu(np.ones((T, T), bool), k=1)
    assert (gradients[future] == 0).all()
    assert (np.abs(gradients[~future]).max(axis=-1) > 1e-4).all()


def test_padding_moves_nothing(parameters: MultiHead, query: jax.Array, memory: jax.Array) -> None:
    mask = padding_mask(LENGTHS, S)
    output, weights = attend(parameters, query, memory, mask)
    changed, _ = attend(parameters, query, memory.at[1, 4:].add(100.0), mask)
    np.testing.assert_array_equal(output, changed)
    assert (np.asarray(weights)[1, :, :, 4:] == 0).all()
    np.testing.assert_allclose(weights.sum(axis=-1), 1.0, atol=1e-6)
    alone, _ = attend(parameters, query[1:], memory[1:, :4])
    np.testing.assert_allclose(output[1:], alone, atol=1e-6)


def test_masks_combine(parameters: MultiHead, query: jax.Array) -> None:
    mask = causal_mask(T) & padding_mask(jnp.array([1, 3]), T)
    _, weights = attend(parameters, query, query, mask)
    np.testing.assert_array_equal(np.asarray(weights[0, :, :, 0]), 1.0)
    assert np.isfinite(weights).all()


def test_heads_have_neighbouring_columns() -> None:
    x = jnp.arange(2 * 3 * 8).reshape(2, 3, 8)
    heads = split_heads(x, 4)
    assert heads.shape == (2, 4, 3, 2)
    for head in range(4):
        np.testing.assert_array_equal(heads[:, head], x[..., 2 * head : 2 * head + 2])
    np.testing.assert_array_equal(join_heads(heads), x)


def test_heads_must_divide_the_size() -> None:
    with pytest.raises(ValueError, match="d_m = 12 cannot be cut into 5 heads of one size; choose a divisor of 12."):
        split_heads(jnp.zeros((1, 2, 12)), 5)


def test_shuffled_tokens_shuffle_the_output(parameters: MultiHead, query: jax.Array) -> None:
    order = jnp.array([3, 0, 4, 1, 2])
    output, _ = attend(parameters, query, query)
    shuffled, _ = attend(parameters, query[:, order], query[:, order])
    np.testing.assert_allclose(shuffled, output[:, order], atol=1e-5)


def test_jit_and_vmap_change_nothing(parameters: MultiHead, query: jax.Array, memory: jax.Array) -> None:
    output, weights = multi_head_attention(parameters, query, memory, heads=HEADS)
    for array, expected in zip(attend(parameters, query, memory), (output, weights), strict=True):
        np.testing.assert_allclose(array, expected, atol=1e-5)
    one_by_one = jax.jit(jax.vmap(lambda q, m: attend(parameters, q[None], m[None])[0][0]))(query, memory)
    np.testing.assert_allclose(one_by_one, output, atol=1e-5)


def test_one_token_reads_itself(parameters: MultiHead, query: jax.Array) -> None:
    only = query[:, :1]
    output, weights = attend(parameters, only, only, causal_mask(1))
    np.testing.assert_array_equal(weights, np.ones((B, HEADS, 1, 1)))
    np.testing.assert_allclose(output, linear(parameters.output, linear(parameters.value, only)), atol=1e-6)
