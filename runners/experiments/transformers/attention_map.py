"""Scaled dot-product attention, and a picture of its weights.

Attention(Q, K, V) = softmax(Q K^T / sqrt(d_k)) V, Vaswani et al., "Attention Is All You Need" (2017),
section 3.2.1, equation 1; several heads as in section 3.2.2. Departures: queries, keys and values are drawn from
a normal distribution instead of being learned, and a temperature divides the scores.

Axes: h heads, t tokens that ask (queries), s tokens that are looked at (keys), d_k size of a query or key.
"""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import jax
import jax.numpy as jnp
import matplotlib.pyplot as plt
import numpy as np

from runners.experiments.reading import Progress, Reading, silent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Tokens(NamedTuple):
    """What attention works on: query, key and value, each of shape (h, t, d_k)."""

    query: jax.Array
    key: jax.Array
    value: jax.Array


def sample_tokens(key: jax.Array, *, heads: int, tokens: int, d_k: int) -> Tokens:
    """Independent standard normal entries: a score q·k then has variance d_k (section 3.2.1, footnote 4)."""
    shape = (heads, tokens, d_k)
    return Tokens(*(jax.random.normal(part, shape) for part in jax.random.split(key, 3)))


def causal_mask(tokens: int) -> jax.Array:
    """True where token t may look at token s, that is s <= t. Shape (t, s)."""
    return jnp.tril(jnp.ones((tokens, tokens), dtype=bool))


def attention_weights(
    query: jax.Array,
    key: jax.Array,
    mask: jax.Array | None = None,
    *,
    scaled: bool = True,
    temperature: jax.typing.ArrayLike = 1.0,
) -> jax.Array:
    """How much each token looks at each other one; the last axis sums to one.

    query (..., t, d_k), key (..., s, d_k); the mask broadcasts to (..., t, s), with True where looking is allowed.
    Returns (..., t, s).
    """
    d_k = query.shape[-1]
    scores = query @ jnp.swapaxes(key, -1, -2)  # (..., t, d_k) @ (..., d_k, s) -> (..., t, s)
    scores = scores / (math.sqrt(d_k) if scaled else 1.0) / temperature  # (..., t, s)
    if mask is not None:
        scores = jnp.where(mask, scores, -jnp.inf)  # (..., t, s)
    return jax.nn.softmax(scores, axis=-1)  # (..., t, s), over the tokens that are looked at


def attention(
    query: jax.Array, key: jax.Array, value: jax.Array, mask: jax.Array | None = None, *, scaled: bool = True
) -> jax.Array:
    """Each token's mix of the values: (..., t, d_k), (..., s, d_k), (..., s, d_v) -> (..., t, d_v)."""
    return attention_weights(query, key, mask, scaled=scaled) @ value


def evenness(weights: jax.Array) -> jax.Array:
    """Over how many tokens each row spreads: exp of its entropy, from 1 (one token) to s (all alike).

    weights (..., t, s) -> (..., t)
    """
    safe = jnp.where(weights > 0, weights, 1.0)  # (..., t, s)
    return jnp.exp(-jnp.sum(weights * jnp.log(safe), axis=-1))  # (..., t)


@partial(jax.jit, static_argnames=("heads", "tokens", "d_k", "causal", "scaled"))
def weights_and_spread(
    key: jax.Array, temperature: jax.typing.ArrayLike, *, heads: int, tokens: int, d_k: int, causal: bool, scaled: bool
) -> tuple[jax.Array, jax.Array]:
    """The weights on random tokens, (h, t, s), and over how many tokens a row spreads on average."""
    drawn = sample_tokens(key, heads=heads, tokens=tokens, d_k=d_k)
    mask = causal_mask(tokens) if causal else None
    weights = attention_weights(drawn.query, drawn.key, mask, scaled=scaled, temperature=temperature)  # (h, t, s)
    return weights, evenness(weights).mean()


def run(
    *,
    tokens: int,
    d_k: int,
    heads: int,
    causal: bool,
    scaled: bool,
    temperature: float,
    seed: int,
    progress: Progress = silent,
) -> Reading:
    """Draw the weights of each head."""
    computed, mean_spread = weights_and_spread(
        jax.random.key(seed), temperature, heads=heads, tokens=tokens, d_k=d_k, causal=causal, scaled=scaled
    )
    weights, spread = np.asarray(computed), float(mean_spread)
    progress(0.5, "drawing")
    how = f"{'scaled' if scaled else 'not scaled'}{', causal mask' if causal else ''}"
    settings = f"d_k = {d_k}, {how}, temperature {temperature:g}, seed {seed}"
    draw(weights, title=f"{_finding(spread, tokens, causal)}\n({settings})")
    return Reading(
        text=_reading(weights, spread, d_k=d_k, causal=causal, scaled=scaled, seed=seed),
        alts=(_alt(weights, spread, causal),),
    )


def draw(weights: np.ndarray, *, title: str) -> Figure:
    """One heat map a head, all on one colour scale. weights: (h, t, s)."""
    heads = len(weights)
    columns = heads if heads < 4 else -(-heads // 2) if heads < 7 else 4
    rows = -(-heads // columns)
    side = {1: 4.6, 2: 3.5, 3: 2.7}.get(columns, 2.3)
    size = (columns * side + 1.6, rows * side + 1.1)
    figure, grid = plt.subplots(rows, columns, figsize=size, squeeze=False, layout="constrained")
    top = float(weights.max())
    for place, axes in enumerate(grid.flat):
        if place >= heads:
            axes.set_axis_off()
            continue
        image = axes.imshow(weights[place], cmap="cividis", vmin=0.0, vmax=top)
        _label(axes, weights[place], top, labels_left=place % columns == 0, labels_below=place + columns >= heads)
        if heads > 1:
            axes.set_title(f"head {place + 1}", fontsize=11)
    bar = figure.colorbar(image, ax=grid, shrink=0.9, pad=0.02)
    bar.set_label("weight (each row sums to 1)", fontsize=11)
    figure.suptitle(title, fontsize=12)
    return figure


def _label(axes: Axes, weights: np.ndarray, top: float, *, labels_left: bool, labels_below: bool) -> None:
    tokens = len(weights)
    ticks = range(0, tokens, max(1, -(-tokens // 6)))
    axes.set_xticks(ticks)
    axes.set_yticks(ticks)
    if labels_below:
        axes.set_xlabel("token looked at", fontsize=11)
    if labels_left:
        axes.set_ylabel("token that looks", fontsize=11)
    if tokens <= 6:
        for (row, column), weight in np.ndenumerate(weights):
            colour = "black" if weight > 0.5 * top else "white"
            axes.text(column, row, f"{weight:.2f}", ha="center", va="center", color=colour, fontsize=9)


def _finding(spread: float, tokens: int, causal: bool) -> str:
    room = (tokens + 1) / 2 if causal else tokens
    if spread < 1.5:
        return f"Attention is sharp: each token looks at about {spread:.1f} of {tokens}"
    how = "is almost even" if spread > 0.85 * room else "is spread"
    return f"Attention {how}: each token looks at about {spread:.1f} of {tokens}"


def _reading(weights: np.ndarray, spread: float, *, d_k: int, causal: bool, scaled: bool, seed: int) -> str:
    _, tokens, _ = weights.shape
    largest = float(weights.max(axis=-1).mean())
    first = (
        f"With seed {seed}, a token's largest weight is {largest:.2f} on average, and its weights spread over about "
        f"{spread:.1f} of {tokens} tokens (exp of the entropy)."
    )
    root = math.sqrt(d_k)
    if scaled:
        second = f"Scores were divided by sqrt({d_k}) = {root:.1f}, which keeps them near 1 in size whatever d_k is."
    else:
        second = (
            f"Scores were not divided by sqrt({d_k}) = {root:.1f}, so they are about {root:.1f} in size, and the "
            "softmax picks few tokens: its gradient is then close to zero."
        )
    third = "The mask leaves every weight above the diagonal at exactly 0: no token sees a later one." if causal else ""
    return " ".join(part for part in (first, second, third) if part)


def _alt(weights: np.ndarray, spread: float, causal: bool) -> str:
    heads, tokens, _ = weights.shape
    _, row, column = np.unravel_index(int(weights.argmax()), weights.shape)
    maps = "Heat map" if heads == 1 else f"{heads} heat maps, one a head,"
    shape = " All weights above the diagonal are 0." if causal else ""
    return (
        f"{maps} of attention weights between {tokens} tokens. Rows are tokens that look, columns tokens looked at. "
        f"Each row spreads over about {spread:.1f} tokens; the largest weight is {weights.max():.2f}, "
        f"from token {row} to token {column}.{shape}"
    )
