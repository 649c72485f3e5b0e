"""Attempts at attention as learners write them: the exercise, the slugs to name, and the code."""

from __future__ import annotations

SDPA, MASKED, DOT = (
    "transformers.scaled_dot_product_attention",
    "transformers.masked_attention",
    "transformers.dot_product_attention",
)

_PLAIN = '''
def scaled_dot_product_attention(query, key, value):
  """Calculate the scaled dot product attention."""
  d_k = key.shape[-1]
  logits = {logits}
  scaled_logits = {scaled}
  attention_weights = {weights}
  value = {value}
  return {out}
'''

_MASK = """
import jax
import jax.numpy as jnp

def scaled_dot_product_attention(query, key, value, mask=None):
    d_k = key.shape[-1]
    T_k = key.shape[1]
    T_q = query.shape[1]
    logits = jnp.matmul(query, jnp.swapaxes(key, -2, -1))
    scaled_logits = {scaled}
    if mask is not None:
        {mask}
    attention_weights = jax.nn.softmax(scaled_logits, axis=-1)
    {after}
    attention = jnp.matmul(attention_weights, value)
    return attention, attention_weights
"""


def plain(
    logits: str = "jnp.matmul(query, jnp.swapaxes(key, -2, -1))",
    scaled: str = "logits / jnp.sqrt(d_k)",
    weights: str = "jax.nn.softmax(scaled_logits, axis=-1)",
    value: str = "jnp.matmul(attention_weights, value)",
    out: str = "value, attention_weights",
) -> str:
    return _PLAIN.format(logits=logits, scaled=scaled, weights=weights, value=value, out=out)


def masked(mask: str = "pass", scaled: str = "logits / jnp.sqrt(d_k)", after: str = "") -> str:
    return _MASK.format(mask=mask, scaled=scaled, after=after)


_CROP = "mask[:T_q, :T_k]"

WRONG: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (SDPA, ("not_scaled",), plain(scaled="logits")),
    (SDPA, ("not_scaled",), masked(f"scaled_logits = jnp.where({_CROP}, scaled_logits, -1e9)", scaled="logits")),
    (SDPA, ("scaled_by_d_k",), plain(scaled="logits / d_k")),
    (SDPA, ("multiplied_by_sqrt_d_k",), plain(scaled="logits * jnp.sqrt(d_k)")),
    (SDPA, ("scaled_by_sqrt_length",), plain(scaled="logits / jnp.sqrt(key.shape[1])")),
    (SDPA, ("scaled_by_sqrt_length",), plain(scaled="logits / jnp.sqrt(query.shape[1])")),
    (SDPA, ("scaled_by_sqrt_length",), plain(scaled="logits / query.shape[0] ** 0.5")),
    (SDPA, ("scaled_by_length",), plain(scaled="logits / key.shape[1]")),
    (SDPA, ("scaled_by_fourth_root",), plain(scaled="logits / jnp.sqrt(jnp.sqrt(d_k))")),
    (SDPA, ("scaled_by_square",), plain(scaled="logits / d_k ** 2")),
    (SDPA, ("wrong_scale",), plain(scaled="logits / 8.0")),
    (
        SDPA,
        ("scaled_after_softmax",),
        plain("query @ key.swapaxes(1, 2)", "logits", "jax.nn.softmax(logits) / d_k**.5"),
    ),
    (SDPA, ("wrong_softmax_axis",), plain(weights="jax.nn.softmax(scaled_logits, axis=1)")),
    (SDPA, ("wrong_softmax_axis",), plain(weights="jax.nn.softmax(scaled_logits, axis=0)")),
    (SDPA, ("wrong_softmax_axis",), plain(weights="jax.nn.softmax(scaled_logits, axis=None)")),
    (SDPA, ("wrong_softmax_axis",), plain(weights="jax.nn.softmax(scaled_logits, -2)", out="value")),
    (SDPA, ("softmax_missing",), plain(weights="scaled_logits")),
    (SDPA, ("softmax_twice",), plain(weights="jax.nn.softmax(jax.nn.softmax(scaled_logits))")),
    (SDPA, ("exp_not_normalised",), plain(weights="jnp.exp(scaled_logits)")),
    (SDPA, ("normalised_without_exp",), plain(weights="scaled_logits / scaled_logits.sum(-1, keepdims=True)")),
    (SDPA, ("sigmoid_for_softmax",), plain(weights="jax.nn.sigmoid(scaled_logits)")),
    (SDPA, ("log_softmax",), plain(weights="jax.nn.log_softmax(scaled_logits)")),
    (SDPA, ("key_not_transposed",), plain("jnp.matmul(query, key)")),
    (SDPA, ("key_not_transposed",), plain("query @ key")),
    (SDPA, ("key_not_transposed", "not_scaled"), plain("query @ key", "logits")),
    (SDPA, ("key_all_axes_reversed",), plain("jnp.matmul(query, key.T)")),
    (SDPA, ("key_reshaped",), plain("query @ key.reshape(key.shape[0], key.shape[2], key.shape[1])")),
    (SDPA, ("elementwise_product",), plain("query * key")),
    (SDPA, ("query_used_as_key",), plain("query @ query.swapaxes(1, 2)")),
    (SDPA, ("query_and_key_swapped",), plain("key @ query.swapaxes(1, 2)")),
    (SDPA, ("no_batch_support",), plain("jnp.einsum('td,sd->ts', query, key)")),
    (SDPA, ("key_used_as_value",), plain(value="attention_weights @ key")),
    (SDPA, ("query_used_as_value",), plain(value="attention_weights @ query")),
    (SDPA, ("values_from_scores",), plain(value="scaled_logits @ value")),
    (SDPA, ("scores_returned",), plain(out="value, scaled_logits")),
    (SDPA, ("outputs_swapped",), plain(out="attention_weights, value")),
    (SDPA, ("axes_permuted",), plain(out="value, attention_weights.swapaxes(1, 2)")),
    (SDPA, ("missing_output",), plain(out="attention_weights")),
    (SDPA, ("wrong_sign",), plain(value="-jnp.matmul(attention_weights, value)")),
    (SDPA, ("constant_factor",), plain(value="3 * jnp.matmul(attention_weights, value)")),
    (SDPA, ("constant_shift",), plain(value="jnp.matmul(attention_weights, value) + 0.5")),
    (SDPA, ("returns_nothing",), plain().replace("return value, attention_weights", "print(value)")),
    (SDPA, ("returns_no_array",), plain(out="'done'")),
    (
        SDPA,
        ("missing_parameter",),
        "def scaled_dot_product_attention(query, key):\n    return query @ key.swapaxes(1, 2)\n",
    ),
    (SDPA, ("outputs_swapped", "not_scaled"), plain(scaled="logits", out="attention_weights, value")),
    (
        SDPA,
        ("not_scaled", "wrong_softmax_axis"),
        plain(scaled="logits", weights="jax.nn.softmax(scaled_logits, axis=1)"),
    ),
    (SDPA, ("scaled_by_d_k", "scores_returned"), plain(scaled="logits / d_k", out="value, scaled_logits")),
    (SDPA, ("mask_ignored",), masked("pass")),
    (SDPA, ("mask_ignored",), masked("jnp.where(mask, scaled_logits, -1e9)")),
    (SDPA, ("mask_inverted",), masked("scaled_logits = jnp.where(mask == 0, scaled_logits, -1e9)")),
    (SDPA, ("mask_inverted",), masked("scaled_logits += mask * -1e9")),
    (SDPA, ("mask_inverted",), masked("scaled_logits = jnp.where(mask, -jnp.inf, scaled_logits)")),
    (SDPA, ("mask_after_softmax",), masked(after="if mask is not None: attention_weights = attention_weights * mask")),
    (
        SDPA,
        ("mask_after_softmax",),
        masked(after="if mask is not None: attention_weights = jnp.where(mask, attention_weights, 0)"),
    ),
    (
        SDPA,
        ("mask_after_softmax",),
        masked(after="if mask is not None: attention_weights = jnp.where(mask, attention_weights, -1e9)"),
    ),
    (SDPA, ("mask_multiplied",), masked("scaled_logits = scaled_logits * mask")),
    (SDPA, ("mask_multiplied",), masked("scaled_logits = jnp.where(mask, scaled_logits, 1e-9)")),
    (SDPA, ("mask_added",), masked("scaled_logits = scaled_logits + mask")),
    (SDPA, ("mask_too_weak",), masked("scaled_logits = jnp.where(mask, scaled_logits, -1)")),
    (SDPA, ("mask_wrong_sign",), masked("scaled_logits = jnp.where(mask, scaled_logits, 1e9)")),
    (SDPA, ("mask_wrong_sign",), masked("scaled_logits = scaled_logits + (1 - mask) * 1e9")),
    (SDPA, ("hidden_keys_have_weight",), masked("scaled_logits *= jnp.where(mask, 1, 0.3)")),
    (SDPA, ("mask_gives_nan",), masked("scaled_logits = scaled_logits + (1 - mask) * -jnp.inf")),
    (SDPA, ("mask_transposed",), masked("scaled_logits = jnp.where(mask.T, scaled_logits, -1e9)")),
    (SDPA, ("not_scaled", "mask_inverted"), masked("scaled_logits = jnp.where(mask, -1e9, scaled_logits)", "logits")),
    (
        SDPA,
        ("scaled_by_d_k", "mask_after_softmax"),
        masked(scaled="logits / d_k", after="if mask is not None: attention_weights *= mask"),
    ),
    (MASKED, ("mask_not_cropped",), masked("scaled_logits = jnp.where(mask, scaled_logits, -jnp.inf)")),
    (MASKED, ("mask_axes_mixed",), masked("scaled_logits = jnp.where(mask[:T_k, :T_q], scaled_logits, -jnp.inf)")),
    (MASKED, ("mask_multiplied",), masked(f"scaled_logits = scaled_logits * {_CROP}")),
    (MASKED, ("mask_inverted",), masked(f"scaled_logits = jnp.where({_CROP} == 1, -jnp.inf, scaled_logits)")),
    (MASKED, ("mask_cropped_at_end",), masked("scaled_logits = jnp.where(mask[-T_q:, -T_k:], scaled_logits, -1e9)")),
    (MASKED, ("missing_parameter",), plain()),
    (
        DOT,
        ("wrong_softmax_axis",),
        "def dot_product_attention(hidden_states, previous_state):\n"
        "  scores = jnp.matmul(previous_state, hidden_states.T)\n"
        "  w_n = jax.nn.softmax(scores, axis=0)\n  return w_n, jnp.matmul(w_n, hidden_states)\n",
    ),
    (
        DOT,
        ("roles_swapped",),
        "def dot_product_attention(hidden_states, previous_state):\n"
        "  scores = jnp.matmul(hidden_states, previous_state.T)\n"
        "  w_n = jax.nn.softmax(scores)\n  return w_n, jnp.matmul(w_n, hidden_states)\n",
    ),
    (
        DOT,
        ("scaled",),
        "def dot_product_attention(h, s):\n  w = jax.nn.softmax(s @ h.T / jnp.sqrt(h.shape[-1]))\n  return w, w @ h\n",
    ),
    (DOT, ("softmax_missing",), "def dot_product_attention(h, s):\n  w = s @ h.T\n  return w, w @ h\n"),
    (
        DOT,
        ("key_not_transposed",),
        "def dot_product_attention(h, s):\n  w = jax.nn.softmax(jnp.matmul(s, h))\n  return w, jnp.matmul(w, h)\n",
    ),
    (
        DOT,
        ("elementwise_product",),
        "def dot_product_attention(h, s):\n  w = jax.nn.softmax(s * h)\n  return w, w @ h\n",
    ),
    (
        DOT,
        ("outputs_swapped",),
        "def dot_product_attention(h, s):\n  w = jax.nn.softmax(s @ h.T)\n  return w @ h, w\n",
    ),
)

RIGHT: tuple[tuple[str, str], ...] = (
    (SDPA, plain()),
    (SDPA, plain(out="value")),
    (SDPA, plain(out="{'values': value, 'weights': attention_weights}")),
    (SDPA, plain(out="value, attention_weights, logits")),
    (
        SDPA,
        """
import jax, jax.numpy as jnp

def scaled_dot_product_attention(q, k, v):
    scores = jnp.einsum("bqd,bkd->bqk", q, k) * k.shape[-1] ** -0.5
    w = jnp.exp(scores) / jnp.exp(scores).sum(-1, keepdims=True)
    return jnp.einsum("bqk,bkd->bqd", w, v), w
""",
    ),
    (
        SDPA,
        """
import numpy as np

def scaled_dot_product_attention(query, key, value, attn_mask=None):
    out, weights = [], []
    for q, k, v in zip(np.asarray(query, np.float64), np.asarray(key), np.asarray(value)):
        scores = np.dot(q, k.T) / np.sqrt(k.shape[-1])
        if attn_mask is not None:
            scores = np.where(np.asarray(attn_mask) == 0, -np.inf, scores)
        e = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights.append(e / e.sum(axis=-1, keepdims=True))
        out.append(weights[-1] @ v)
    return np.stack(out), np.stack(weights)
""",
    ),
    (
        SDPA,
        """
import math
from functools import partial
import jax, jax.numpy as jnp

def one(q, k, v, mask):
    scores = (q / math.sqrt(q.shape[-1])) @ k.T
    scores = scores if mask is None else scores - 1e9 * (1 - mask)
    w = jax.nn.softmax(scores)
    return w @ v, w

@jax.jit
def scaled_dot_product_attention(query, key, value, mask=None):
    return jax.vmap(partial(one, mask=mask))(query, key, value)
""",
    ),
    (
        SDPA,
        """
%matplotlib inline
!pip install dm-haiku
def scaled_dot_product_attention(query, key, value, mask):
    logits = query @ key.transpose(0, 2, 1)
    logits = jnp.where(mask, logits, -1e9)  # FINISH ME
    weights = jax.nn.softmax(logits / jnp.sqrt(key.shape[-1]), axis=2)
    return weights @ value, weights
""",
    ),
    (
        SDPA,
        """
def scaled_dot_product_attention(query, key, value):
    T, S = query.shape[1], key.shape[1]
    rows = [[jnp.sum(query[:, i] * key[:, j], -1) for j in range(S)] for i in range(T)]
    scores = jnp.stack([jnp.stack(row, -1) for row in rows], 1) / jnp.sqrt(query.shape[-1])
    weights = jax.nn.softmax(scores)
    values = sum(weights[:, :, j, None] * value[:, None, j] for j in range(S))
    return [values, weights]
""",
    ),
    (SDPA, masked("scaled_logits = jnp.where(mask, scaled_logits, jnp.finfo(jnp.float32).min)")),
    (
        SDPA,
        masked(
            after="if mask is not None:\n"
            "        attention_weights = attention_weights * mask\n"
            "        attention_weights = attention_weights / attention_weights.sum(-1, keepdims=True)"
        ),
    ),
    (MASKED, masked(f"scaled_logits = jnp.where({_CROP}, scaled_logits, -jnp.inf)")),
    (MASKED, masked(f"scaled_logits = scaled_logits + (1.0 - {_CROP}) * -1e9")),
    (DOT, "def dot_product_attention(h, s):\n  w = jax.nn.softmax(s @ h.T)\n  return w, w @ h\n"),
    (
        DOT,
        "import numpy as np\ndef dot_product_attention(hidden_states, previous_state):\n"
        "  s = np.einsum('td,nd->nt', hidden_states, previous_state)\n  e = np.exp(s)\n"
        "  w = e / e.sum(1)[:, None]\n  return w, w.dot(hidden_states)\n",
    ),
)
