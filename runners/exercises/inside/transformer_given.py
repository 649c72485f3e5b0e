"""The given cell of Transformers & Attention: the frequencies of the positions (Vaswani et al. 2017, section 3.5)."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp


def return_frequency_pe_matrix(token_sequence_length: int, token_embedding: int) -> Any:
    """Sines in the even columns, cosines in the odd ones: `[token_sequence_length, token_embedding]`."""
    assert token_embedding % 2 == 0, "token_embedding should be divisible by two"
    steps = jnp.exp(jnp.arange(0, token_embedding, 2) * (-jnp.log(10000.0) / token_embedding))
    angles = jnp.arange(token_sequence_length)[:, None] * steps
    return jnp.stack([jnp.sin(angles), jnp.cos(angles)], -1).reshape(token_sequence_length, token_embedding)
