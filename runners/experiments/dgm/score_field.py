"""The score of a mixture of Gaussians as arrows, without noise and with it, and walkers that follow it.

The walkers take steps of Langevin dynamics, x <- x + (step/2) score(x) + sqrt(step) z: Song and Ermon, "Generative
Modeling by Estimating Gradients of the Data Distribution" (2019), section 2.2; why noise is added to the data:
section 3. Departure: the score is known here, and only one level of noise is shown.

Axes: p pictures (without noise, with it), g grid points along one side, a arrows along one side, w walkers.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from runners.experiments import pictures
from runners.experiments.dgm.mixture import Mixture, blurred, log_density, narrowest, score
from runners.experiments.reading import Progress, Reading, silent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DENSITIES = ("practical", "ring", "random")
EDGE, REACH = 8.0, 16.0
"""How far the picture goes from the middle, and how far the grid, on which nearly all of the probability is."""
GRID, ARROWS, WALKERS = 161, 15, 200
WITHIN = 0.9
"""The line in the picture goes around this share of the probability."""


class Field(NamedTuple):
    """What is drawn of one density: the density on the grid (g, g), scores at the arrows (a, a, 2), the places where
    the walkers end (w, 2), and the smallest variance of a Gaussian in any direction."""

    density: np.ndarray
    score: np.ndarray
    walkers: np.ndarray
    narrowest: float

    @property
    def hills(self) -> int:
        """Places on the grid that are higher than their eight neighbours, those that are next to nothing left out."""
        inner = self.density[1:-1, 1:-1]

        def highest(neighbours: list[tuple[int, int]]) -> np.ndarray:
            shifted = np.stack([np.roll(self.density, by, (0, 1))[1:-1, 1:-1] for by in neighbours])
            return np.asarray(shifted.max(axis=0))

        # Of two equal neighbours only the first is a top.
        before, after = [(1, 1), (1, 0), (1, -1), (0, 1)], [(-1, -1), (-1, 0), (-1, 1), (0, -1)]
        tops = (inner > highest(before)) & (inner >= highest(after))
        return int((tops & (inner > 0.01 * inner.max())).sum())

    @property
    def level(self) -> float:
        """The density on the line that goes around WITHIN of the probability on the grid."""
        ordered = np.sort(self.density, axis=None)[::-1]
        return float(ordered[np.searchsorted(np.cumsum(ordered), WITHIN * ordered.sum())])

    @property
    def arrived(self) -> float:
        """The share of walkers that are inside that line."""
        known = np.nan_to_num(self.walkers, nan=np.inf).clip(-2 * REACH, 2 * REACH)  # (w, 2)
        nearest = ((known + REACH) / (2 * REACH) * (GRID - 1)).round().astype(int)  # (w, 2)
        inside = ((nearest >= 0) & (nearest < GRID)).all(axis=1)  # (w,)
        column, row = nearest[inside].T
        return float((self.density[row, column] >= self.level).sum() / len(self.walkers))


def make_mixture(key: jax.Array, name: str) -> Mixture:
    """One of DENSITIES: the two Gaussians of the practical, six on a ring, or five at random."""
    if name == "practical":
        covariances = jnp.array([[[0.8, -0.8], [-0.8, 2.0]], [[1.5, 0.75], [0.75, 1.5]]])  # (k, 2, 2)
        return Mixture(jnp.full(2, 0.5), jnp.array([[0.8, 3.2], [-1.3, -2.7]]), covariances)
    if name == "ring":
        angle = jnp.arange(6) * jnp.pi / 3  # (k,)
        means = 5.0 * jnp.stack([jnp.cos(angle), jnp.sin(angle)], axis=-1)  # (k, 2)
        return Mixture(jnp.full(6, 1 / 6), means, jnp.tile(0.5 * jnp.eye(2), (6, 1, 1)))
    places, shapes, shares = jax.random.split(key, 3)
    means = jax.random.uniform(places, (5, 2), minval=-5.0, maxval=5.0)  # (k, 2)
    root = 0.7 * jax.random.normal(shapes, (5, 2, 2))  # (k, 2, 2)
    covariances = root @ jnp.swapaxes(root, 1, 2) + 0.3 * jnp.eye(2)  # (k, 2, 2)
    return Mixture(jax.nn.softmax(0.5 * jax.random.normal(shares, (5,))), means, covariances)


def langevin(
    key: jax.Array, mixture: Mixture, x: jax.Array, step: jax.typing.ArrayLike, steps: jax.typing.ArrayLike
) -> jax.Array:
    """Follow the score from x, with noise: Song and Ermon (2019), equation 4. (w, d) -> (w, d)."""

    def move(number: jax.Array, x: jax.Array) -> jax.Array:
        noise = jax.random.normal(jax.random.fold_in(key, number), x.shape)  # (w, d)
        return x + 0.5 * step * score(mixture, x) + jnp.sqrt(step) * noise

    ends: jax.Array = jax.lax.fori_loop(0, steps, move, x)  # (w, d)
    return ends


@partial(jax.jit, static_argnames=("name",))
def fields(
    key: jax.Array, noise: jax.typing.ArrayLike, step: jax.typing.ArrayLike, steps: jax.typing.ArrayLike, *, name: str
) -> tuple[jax.Array, jax.Array, jax.Array, jax.Array]:
    """The parts of a Field for the density itself and with noise, each with a first axis of p = 2."""
    of_mixture, of_start, of_walk = jax.random.split(key, 3)
    mixture = make_mixture(of_mixture, name)
    start = jax.random.uniform(of_start, (WALKERS, 2), minval=-EDGE, maxval=EDGE)  # (w, 2)
    parts: list[tuple[jax.Array, jax.Array, jax.Array, jax.Array]] = []
    # Not a vmap over the noise: XLA's CPU compiler then leaves the noise out of the density on this grid.
    for noisy in (mixture, blurred(mixture, noise)):
        density = jnp.exp(log_density(noisy, jnp.asarray(plane(REACH, GRID))))  # (g, g)
        walkers = langevin(of_walk, noisy, start, step, steps)  # (w, 2)
        parts.append((density, score(noisy, jnp.asarray(plane(EDGE, ARROWS))), walkers, narrowest(noisy)))
    densities, scores, ends, variances = (jnp.stack(both) for both in zip(*parts, strict=True))
    return densities, scores, ends, variances


def plane(edge: float, side: int) -> np.ndarray:
    """Points in rows from (-edge, -edge) to (edge, edge), (side, side, 2)."""
    return np.stack(np.meshgrid(*[np.linspace(-edge, edge, side)] * 2), axis=-1).astype(np.float32)


def run(*, density: str, noise: float, step: float, steps: int, seed: int, progress: Progress = silent) -> Reading:
    """Draw the score without noise and with it."""
    parts = [np.asarray(part) for part in fields(jax.random.key(seed), noise, step, steps, name=density)]
    clean, noisy = (Field(*(part[place] for part in parts)) for place in (0, 1))
    progress(0.5, "drawing")
    draw(clean, noisy, noise, title=_finding(clean, noisy, noise))
    return Reading(
        text=_reading(clean, noisy, noise, step, steps, seed),
        alts=(_alt(clean, noisy, noise),),
        numbers={
            "hills without noise": str(clean.hills),
            f"hills with noise {noise:g}": str(noisy.hills),
            "longest arrow without noise": f"{_longest(clean):.1f}",
            f"longest arrow with noise {noise:g}": f"{_longest(noisy):.1f}",
            f"walkers inside the {WITHIN:.0%} line without noise": f"{clean.arrived:.0%}",
            f"walkers inside the {WITHIN:.0%} line with noise": f"{noisy.arrived:.0%}",
        },
    )


def draw(clean: Field, noisy: Field, noise: float, *, title: str) -> None:
    """The two fields side by side, arrows on one scale."""
    _, axes = pictures.new_figure(title, columns=2, height=4.6, sharey=True)
    for place, (field, name) in enumerate([(clean, "without noise"), (noisy, f"with noise {noise:g}")]):
        _draw_field(axes[0, place], field, np.sqrt(max(_longest(clean), _longest(noisy))))
        axes[0, place].set_title(name)
        axes[0, place].set_xlabel("x[0]")
    axes[0, 0].set_ylabel("x[1]")
    axes[0, 0].figure.legend(
        *axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=3, frameon=False
    )


def _draw_field(axes: Axes, field: Field, longest: float) -> None:
    extent = (-REACH, REACH, -REACH, REACH)
    axes.imshow(field.density, origin="lower", extent=extent, cmap=pictures.SEQUENTIAL, interpolation="bilinear")
    axes.contour(field.density, [field.level], extent=extent, colors="white", linestyles="dashed", linewidths=1.2)
    axes.plot([], [], "--", color="grey", linewidth=1.2, label=f"around {WITHIN:.0%} of the probability")
    walkers = np.where(np.abs(field.walkers) < 10 * EDGE, field.walkers, np.nan)
    axes.plot(
        *walkers.T, "o", color=pictures.ORANGE, markeredgecolor="black", markersize=3.5, markeredgewidth=0.5,
        label="walkers at the end",
    )  # fmt: skip
    # The square root leaves short arrows visible beside long ones.
    lengths = np.linalg.norm(field.score, axis=-1, keepdims=True)
    arrows = field.score / np.maximum(np.sqrt(lengths), 1e-9) / longest * 2.2
    places = np.moveaxis(plane(EDGE, ARROWS), -1, 0)
    axes.quiver(
        *places, *np.moveaxis(arrows, -1, 0), angles="xy", scale_units="xy", scale=1, width=0.006, color="white",
        edgecolor="black", linewidth=0.3,
    )  # fmt: skip
    axes.plot(
        [], [], linestyle="", marker=r"$\rightarrow$", markersize=14, color="black", label="score (length: its root)"
    )
    axes.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE), xticks=[-5, 0, 5], yticks=[-5, 0, 5])


def _longest(field: Field) -> float:
    return float(np.linalg.norm(field.score, axis=-1).max())


def _hills(number: int) -> str:
    return "1 hill" if number == 1 else f"{number} hills"


def _finding(clean: Field, noisy: Field, noise: float) -> str:
    if noisy.hills < clean.hills:
        melted = f"Noise {noise:g} melts {_hills(clean.hills)} into {noisy.hills},"
        return f"{melted}\nand the score leads there from everywhere"
    shorter = _longest(clean) / _longest(noisy)
    pointed = f"The score points up {_hills(clean.hills)}; with noise {noise:g}"
    return f"{pointed}\nits longest arrow is {shorter:.1f} times shorter"


def _reading(clean: Field, noisy: Field, noise: float, step: float, steps: int, seed: int) -> str:
    first = (
        f"Each arrow is the gradient of log p at its place: it points uphill, and the density has "
        f"{_hills(clean.hills)} without noise and {_hills(noisy.hills)} with noise {noise:g}; the longest arrow is "
        f"{_longest(clean):.1f} long without noise and {_longest(noisy):.1f} with it."
    )
    walked = f"After {steps} Langevin steps of size {step:g} (seed {seed})"
    if step > 4 * clean.narrowest:
        second = (
            f"{walked}, {clean.arrived:.0%} of the walkers are inside the dashed line without noise: a step above 4 "
            f"times the smallest variance, {4 * clean.narrowest:.1f} here, jumps over the top and lands further away."
        )
    else:
        second = (
            f"{walked}, {clean.arrived:.0%} of the walkers are inside the dashed line without noise and "
            f"{noisy.arrived:.0%} with it; of true samples {WITHIN:.0%} would be."
        )
    return f"{first} {second}"


def _alt(clean: Field, noisy: Field, noise: float) -> str:
    return (
        f"Two maps of a density with arrows of its score: {_hills(clean.hills)} without noise, {_hills(noisy.hills)} "
        f"with noise {noise:g}. The arrows point uphill and are short at the tops; the longest are "
        f"{_longest(clean):.1f} and {_longest(noisy):.1f}. {clean.arrived:.0%} of the walkers are inside the line "
        f"around {WITHIN:.0%} of the probability without noise, {noisy.arrived:.0%} with it."
    )
