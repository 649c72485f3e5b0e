"""Sinusoidal positional encodings, and how they show distance.

P[t, i] = sin(t / base^(i/d_m)) and P[t, i+1] = cos(t / base^(i/d_m)) for even i, Vaswani et al., "Attention Is All
You Need" (2017), section 3.5, where the base is 10000. A pair of columns is a point on a circle: moving by k tokens
turns it by a fixed angle, whatever the position, and P_t . P_s is the sum of cos(w (t - s)) over the frequencies w.
Departure: when d_m is odd, the last column is a sine without its cosine.

Axes: t, s positions, d_m size of a vector, p pairs of columns (half of d_m).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from runners.experiments.pictures import BLUE, DIVERGING, GREEN, VERMILION, new_figure
from runners.experiments.reading import Progress, Reading, silent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FLAT = 0.1
"""A column that moves less than this over all positions tells them hardly apart."""


def frequencies(d_m: int, base: jax.typing.ArrayLike = 10_000.0) -> jax.Array:
    """Radians that each pair of columns turns by from one token to the next: (p,), p rounded up for an odd d_m."""
    return jnp.exp(-jnp.arange(0, d_m, 2) * jnp.log(base) / d_m)  # (p,)


def sinusoidal(length: int, d_m: int, base: jax.typing.ArrayLike = 10_000.0) -> jax.Array:
    """One vector for each position: (t, d_m), all between -1 and 1."""
    angle = jnp.arange(length)[:, None] * frequencies(d_m, base)  # (t, p)
    pairs = jnp.stack([jnp.sin(angle), jnp.cos(angle)], axis=-1)  # (t, p, 2)
    return pairs.reshape(length, -1)[:, :d_m]  # (t, d_m)


def shift_matrix(k: jax.typing.ArrayLike, d_m: int, base: jax.typing.ArrayLike = 10_000.0) -> jax.Array:
    """The rotation that turns every position into the one k tokens later: P_{t+k} = P_t @ R. (d_m, d_m), d_m even."""
    angle = k * frequencies(d_m, base)  # (p,)
    cosine, sine = jnp.cos(angle), jnp.sin(angle)
    turns = jnp.stack([jnp.stack([cosine, -sine], -1), jnp.stack([sine, cosine], -1)], -2)  # (p, 2, 2)
    rotation: jax.Array = jax.scipy.linalg.block_diag(*turns)  # (d_m, d_m)
    return rotation


class Encodings(NamedTuple):
    """What is drawn: P (t, d_m), and P_t . P_s divided by the mean of P_t . P_t: (t, s)."""

    vectors: np.ndarray
    similarity: np.ndarray

    @property
    def by_distance(self) -> np.ndarray:
        """The mean similarity of two positions at each distance: (t,)."""
        length = len(self.vectors)
        return np.array([self.similarity.diagonal(k).mean() for k in range(length)])

    @property
    def spread(self) -> float:
        """How much similarities at one distance differ at most: 0 when they depend on the distance only."""
        return max(float(np.ptp(self.similarity.diagonal(k))) for k in range(len(self.vectors)))

    @property
    def flat_columns(self) -> int:
        return int((np.ptp(self.vectors, axis=0) < FLAT).sum())


@partial(jax.jit, static_argnames=("length", "d_m"))
def _compute(length: int, d_m: int, base: jax.typing.ArrayLike) -> tuple[jax.Array, jax.Array]:
    vectors = sinusoidal(length, d_m, base)  # (t, d_m)
    products = vectors @ vectors.T  # (t, s)
    return vectors, products / jnp.trace(products) * length  # (t, d_m), (t, s)


def run(*, length: int, d_model: int, base: float, seed: int, progress: Progress = silent) -> Reading:
    """Draw the encodings, and how alike positions are at each distance. Nothing is random: the seed changes nothing."""
    encodings = Encodings(*(np.asarray(array) for array in _compute(length, d_model, base)))
    progress(0.5, "drawing")
    draw(encodings, base)
    return Reading(text=_text(encodings, base, seed), alts=(_alt(encodings, base),), numbers=_numbers(encodings, base))


def draw(encodings: Encodings, base: float) -> Figure:
    """The heat map of the encodings above, the similarity of positions below."""
    figure, grid = new_figure(_title(encodings), rows=2, height=6.2, height_ratios=(1.25, 1.0))
    length, d_m = encodings.vectors.shape
    axes: Axes = grid[0, 0]
    edges = (-0.5, length - 0.5, d_m - 0.5, -0.5)
    image = axes.imshow(
        encodings.vectors.T, cmap=DIVERGING, vmin=-1, vmax=1, aspect="auto", extent=edges, interpolation="nearest"
    )
    axes.set_xlabel("position t (tokens)")
    axes.set_ylabel("column i")
    axes.set_title(f"P[t, i] with base {base:,g}: waves from fast (top) to slow (bottom)", fontsize=11)
    figure.colorbar(image, ax=axes, pad=0.02).set_label("value")
    _draw_similarity(grid[1, 0], encodings)
    return figure


def _draw_similarity(axes: Axes, encodings: Encodings) -> None:
    length = len(encodings.vectors)
    places = sorted({0, length // 3, (2 * length) // 3})
    styles = ((BLUE, "-", 5.0), (VERMILION, "--", 2.5), (GREEN, ":", 2.5))
    for place, (colour, dashes, width) in zip(places, styles, strict=False):
        distances = np.arange(length) - place
        label = f"seen from position {place}"
        marker = "o" if length < 12 else ""
        axes.plot(
            distances, encodings.similarity[place], dashes, color=colour, linewidth=width, marker=marker, label=label
        )
    axes.axhline(0, color="0.6", linewidth=1)
    axes.set_xlabel("distance s - t (tokens)")
    axes.set_ylabel("similarity")
    axes.set_title("dot product P_t · P_s, 1 at distance 0", fontsize=11)
    axes.legend(loc="best")


def look_alike(by_distance: np.ndarray) -> int | None:
    """The distance above 1 at which positions are more alike than neighbours are, or None: (t,) -> tokens."""
    if len(by_distance) < 3:
        return None
    best = 2 + int(by_distance[2:].argmax())
    return best if by_distance[best] > by_distance[1] + 1e-6 else None


def _title(encodings: Encodings) -> str:
    by_distance = encodings.by_distance
    twin = look_alike(by_distance)
    if encodings.spread > 0.02:
        return "A sine without its cosine:\nsimilarity depends on the position too, not on the distance alone"
    if twin is not None:
        return f"Positions {twin} tokens apart look alike ({by_distance[twin]:.2f}),\nmore than neighbours do"
    far = _far(by_distance)
    return (
        f"Similarity goes from 1 to {by_distance[far]:.2f} at a distance of {_tokens(far)},\nwherever in the sequence"
    )


def _far(by_distance: np.ndarray) -> int:
    """A distance to tell of: 10 tokens, or the largest there is."""
    return min(10, len(by_distance) - 1)


def _tokens(count: int) -> str:
    return f"{count} token{'' if count == 1 else 's'}"


def _text(encodings: Encodings, base: float, seed: int) -> str:
    length, d_m = encodings.vectors.shape
    by_distance, twin = encodings.by_distance, look_alike(encodings.by_distance)
    slowest = 2 * np.pi / float(np.asarray(frequencies(d_m, base))[-1])
    first = (
        f"Each of the {length} positions gets {d_m} numbers: the fastest wave repeats after 6.3 tokens, the slowest "
        f"after {slowest:,.0f}, and {encodings.flat_columns} of {d_m} columns move less than {FLAT}."
    )
    if encodings.spread > 0.02:
        second = f"d_model = {d_m} is odd, so one sine has no cosine, and the curves below do not lie on one another."
    else:
        second = (
            "The curves lie on one another: how alike two positions are depends on their distance only, "
            f"{by_distance[1]:.2f} at 1 token and {by_distance[_far(by_distance)]:.2f} at {_far(by_distance)}."
        )
    if twin is not None:
        third = (
            f"Positions {twin} apart are more alike than neighbours ({by_distance[twin]:.2f}): the waves are too fast"
        )
        return f"{first} {second} {third} or too few (seed {seed} changes nothing here)."
    return f"{first} {second} Nothing is random here, so seed {seed} gives the same picture as any other."


def _alt(encodings: Encodings, base: float) -> str:
    length, d_m = encodings.vectors.shape
    by_distance = encodings.by_distance
    far = _far(by_distance)
    return (
        f"Above: heat map of positional encodings, {length} positions across, {d_m} columns down, base {base:,g}; the "
        f"first columns change fast, the last ones slowly. Below: similarity against distance, "
        f"{by_distance[1]:.2f} at 1 token, {by_distance[far]:.2f} at {_tokens(far)}."
    )


def _numbers(encodings: Encodings, base: float) -> dict[str, str]:
    length, d_m = encodings.vectors.shape
    by_distance = encodings.by_distance
    shown = [k for k in (1, 2, 5, 10, 20, 50, 100) if k < length]
    return {
        **{f"similarity at {_tokens(k)}": f"{by_distance[k]:.3f}" for k in shown},
        "largest difference at one distance": f"{encodings.spread:.1g}",
        "nearly constant columns": f"{encodings.flat_columns} of {d_m}",
        "length of each vector": f"{np.linalg.norm(encodings.vectors, axis=1).mean():.2f}",
    }
