"""Bayesian linear regression: the posterior over the weights, its predictive bands, and the evidence of each degree.

Bishop, "Pattern Recognition and Machine Learning" (2006): posterior, section 3.3.1, equations 3.53 and 3.54 with
prior mean 0 and prior covariance I / alpha; posterior predictive, section 3.3.2, equations 3.58 and 3.59; evidence,
section 3.5.1, equation 3.86. The noise's standard deviation is known: beta of the book is 1 / noise**2. The random
cosines are those of Rahimi and Recht (2007). Departures: data and features are padded to one size with rows and
columns of zeros, which changes neither the posterior of the weights in use nor the evidence, so that one compiled
program serves every number of points and every degree. Everything is computed with 64 bits: powers of x are so alike
that 32 bits would not leave enough digits.

Axes: n points, d features (one weight each), g places where the curve is drawn, s curves drawn from the posterior.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.linalg import cho_solve, solve_triangular

from runners.experiments.pictures import BLACK, BLUE, ORANGE, SKY, VERMILION, new_figure
from runners.experiments.reading import Progress, Reading, silent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_POINTS, MOST_FEATURES = 200, 13
NEW_TARGETS, CURVES = 2_000, 6
GAP_MIDDLE, EDGE = 0.25, 1.3
FREQUENCY = 3.0
"""The standard deviation of the random cosines' frequencies."""
HALF = 1.96
"""So many standard deviations on each side of the mean hold 95 % of a Gaussian."""


class Posterior(NamedTuple):
    """The Gaussian posterior of the weights: mean (d,), and the precision's lower Cholesky factor (d, d)."""

    mean: jax.Array
    precision_factor: jax.Array

    @property
    def covariance(self) -> jax.Array:
        return cho_solve((self.precision_factor, True), jnp.eye(len(self.mean)))  # (d, d)


class Basis(NamedTuple):
    """Which features: `cosine` false for powers of x. `frequency` and `shift` of the cosines, (d,); only the first
    `degree` + 1 features are in use, the others are 0."""

    cosine: jax.typing.ArrayLike
    frequency: jax.Array
    shift: jax.Array
    degree: jax.typing.ArrayLike

    def features(self, x: jax.Array) -> jax.Array:
        """(n,) -> (n, d): 1, x, x**2, ..., or 1 and cosines."""
        place = jnp.arange(len(self.frequency))  # (d,)
        powers = x[:, None] ** place  # (n, d)
        cosines = jnp.where(place == 0, 1.0, jnp.cos(x[:, None] * self.frequency + self.shift))  # (n, d)
        return jnp.where(self.cosine, cosines, powers) * (place <= self.degree)  # (n, d)


class Result(NamedTuple):
    """What is drawn; `seen` is 1 for the points in use, `evidences` has the log evidence of each degree."""

    x: jax.Array  # (n,)
    y: jax.Array  # (n,)
    seen: jax.Array  # (n,)
    grid: jax.Array  # (g,)
    mean: jax.Array  # (g,)
    deviation: jax.Array  # (g,), of the function
    at_data: jax.Array  # (n,), the function's standard deviation at the points
    curves: jax.Array  # (s, g)
    evidences: jax.Array  # (d,)
    covered: jax.Array  # (), the share of new targets inside their 95 % band


def true_function(x: jax.Array) -> jax.Array:
    return jnp.sin(jnp.pi * x)


def sample_inputs(key: jax.Array, count: int, gap: jax.typing.ArrayLike) -> jax.Array:
    """Uniform on [-1, 1] without the `gap` around GAP_MIDDLE. Shape (count,)."""
    x = jax.random.uniform(key, (count,), minval=-1.0, maxval=1.0 - gap)  # (count,)
    return jnp.where(x > GAP_MIDDLE - gap / 2, x + gap, x)  # (count,)


def sample_basis(key: jax.Array, cosine: jax.typing.ArrayLike, degree: jax.typing.ArrayLike) -> Basis:
    for_frequency, for_shift = jax.random.split(key)
    frequency = FREQUENCY * jax.random.normal(for_frequency, (MOST_FEATURES,))  # (d,)
    shift = jax.random.uniform(for_shift, (MOST_FEATURES,), minval=-jnp.pi, maxval=jnp.pi)  # (d,)
    return Basis(cosine, frequency, shift, degree)


def posterior(
    features: jax.Array, targets: jax.Array, *, noise: jax.typing.ArrayLike, alpha: jax.typing.ArrayLike
) -> Posterior:
    """Equations 3.53 and 3.54. features (n, d), targets (n,); `alpha` is the prior precision of each weight."""
    precision = alpha * jnp.eye(features.shape[1]) + features.T @ features / noise**2  # (d, d)
    factor = jnp.linalg.cholesky(precision)  # (d, d), lower
    return Posterior(cho_solve((factor, True), features.T @ targets / noise**2), factor)


def predict(fitted: Posterior, features: jax.Array) -> tuple[jax.Array, jax.Array]:
    """The function's mean and standard deviation at features (g, d), each (g,). A new target has the variance
    deviation**2 + noise**2 (equation 3.59)."""
    # With precision = L L^T the variance x^T precision^-1 x is the squared length of L^-1 x.
    whitened = solve_triangular(fitted.precision_factor, features.T, lower=True)  # (d, g)
    return features @ fitted.mean, jnp.linalg.norm(whitened, axis=0)  # (g,), (g,)


def log_evidence(
    features: jax.Array,
    targets: jax.Array,
    count: jax.typing.ArrayLike,
    *,
    noise: jax.typing.ArrayLike,
    alpha: jax.typing.ArrayLike,
) -> jax.Array:
    """log p(y | X), equation 3.86. features (n, d), targets (n,), of which the first `count` rows are not padding."""
    fitted = posterior(features, targets, noise=noise, alpha=alpha)
    misfit = jnp.sum((targets - features @ fitted.mean) ** 2) / (2 * noise**2)
    penalty = alpha / 2 * jnp.sum(fitted.mean**2)
    half_logdet_precision = jnp.sum(jnp.log(jnp.diag(fitted.precision_factor)))
    constant = features.shape[1] / 2 * jnp.log(alpha) - count / 2 * jnp.log(2 * jnp.pi * noise**2)
    return constant - misfit - penalty - half_logdet_precision


def draw_weights(key: jax.Array, fitted: Posterior, count: int) -> jax.Array:
    """Weights from the posterior, (count, d)."""
    eps = jax.random.normal(key, (len(fitted.mean), count))  # (d, count)
    spread = solve_triangular(fitted.precision_factor, eps, lower=True, trans="T")  # (d, count), covariance S
    return fitted.mean + spread.T  # (count, d)


@jax.jit
def infer(
    key: jax.Array,
    points: jax.typing.ArrayLike,
    basis_is_cosine: jax.typing.ArrayLike,
    degree: jax.typing.ArrayLike,
    noise: jax.typing.ArrayLike,
    prior_scale: jax.typing.ArrayLike,
    gap: jax.typing.ArrayLike,
) -> Result:
    """Data, posterior, predictions and evidences of one run."""
    for_x, for_noise, for_basis, for_curves, for_new_x, for_new_noise = jax.random.split(key, 6)
    alpha = prior_scale**-2.0
    seen = (jnp.arange(MOST_POINTS) < points).astype(float)  # (n,)
    x = sample_inputs(for_x, MOST_POINTS, gap)  # (n,)
    y = true_function(x) + noise * jax.random.normal(for_noise, x.shape)  # (n,)
    basis = sample_basis(for_basis, basis_is_cosine, degree)

    def padded(degree: jax.typing.ArrayLike) -> jax.Array:
        return basis._replace(degree=degree).features(x) * seen[:, None]  # (n, d)

    fitted = posterior(padded(degree), y * seen, noise=noise, alpha=alpha)
    grid = jnp.linspace(-EDGE, EDGE, 301)  # (g,)
    mean, deviation = predict(fitted, basis.features(grid))  # (g,), (g,)
    curves = draw_weights(for_curves, fitted, CURVES) @ basis.features(grid).T  # (s, d) @ (d, g) -> (s, g)
    evidences = jax.vmap(lambda d: log_evidence(padded(d), y * seen, points, noise=noise, alpha=alpha))(
        jnp.arange(MOST_FEATURES)
    )  # (d,)
    new_x = sample_inputs(for_new_x, NEW_TARGETS, gap)
    new_y = true_function(new_x) + noise * jax.random.normal(for_new_noise, new_x.shape)
    at_new, deviation_at_new = predict(fitted, basis.features(new_x))
    covered = jnp.mean(jnp.abs(new_y - at_new) < HALF * jnp.hypot(deviation_at_new, noise))
    at_data = predict(fitted, basis.features(x))[1]  # (n,)
    return Result(x, y, seen, grid, mean, deviation, at_data, curves, evidences, covered)


class Finding(NamedTuple):
    """Half widths of the function's 95 % band (at the data the median, in the gap the largest, outside the one at
    the edge of the picture), and the degree with the largest evidence."""

    at_data: float
    in_gap: float | None
    outside: float
    best: int
    evidence: float
    best_evidence: float
    covered: float


def find(result: Result, degree: int, gap: float) -> Finding:
    inside = np.abs(result.grid - GAP_MIDDLE) < gap / 2  # (g,)
    return Finding(
        at_data=HALF * float(np.median(result.at_data[result.seen > 0])),
        in_gap=HALF * float(result.deviation[inside].max()) if inside.any() else None,
        outside=HALF * float(result.deviation[[0, -1]].max()),
        best=int(result.evidences.argmax()),
        evidence=float(result.evidences[degree]),
        best_evidence=float(result.evidences.max()),
        covered=float(result.covered),
    )


def run(
    *,
    points: int,
    basis: str,
    degree: int,
    noise: float,
    prior_scale: float,
    gap: float,
    seed: int,
    progress: Progress = silent,
) -> Reading:
    """Fit, and draw the bands and the evidence of each degree."""
    with jax.enable_x64(True):
        inferred = infer(jax.random.key(seed), points, basis == "cosine", degree, noise, prior_scale, gap)
        result = Result(*(np.asarray(array) for array in inferred))  # type: ignore[arg-type]
    progress(0.5, "drawing")
    found = find(result, degree, gap)
    model = f"model of {degree} cosines" if basis == "cosine" else f"polynomial of degree {degree}"
    draw(result, found, model=model, degree=degree, noise=noise, basis=basis, seed=seed)
    return Reading(
        text=_reading(found, model=model, points=points, degree=degree, seed=seed, basis=basis),
        alts=(_alt(result, found, model),),
        numbers=_numbers(found, degree),
    )


def draw(result: Result, found: Finding, *, model: str, degree: int, noise: float, basis: str, seed: int) -> None:
    count = int(result.seen.sum())
    title = f"{_headline(found)}\n({model}, {count} point{'s' * (count > 1)}, noise {noise:g}, seed {seed})"
    figure, axes = new_figure(title, rows=2, height=6.6, gridspec_kw={"height_ratios": [2.2, 1]})
    _draw_bands(axes[0, 0], result, noise)
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=3, frameon=False)
    _draw_evidence(axes[1, 0], result, found, degree, basis)


def _draw_bands(axes: Axes, result: Result, noise: float) -> None:
    grid, mean = result.grid, result.mean
    function, target = HALF * result.deviation, HALF * np.hypot(result.deviation, noise)
    x, y = result.x[result.seen > 0], result.y[result.seen > 0]
    axes.fill_between(grid, mean - target, mean + target, color=SKY, alpha=0.3, lw=0, label="95 % of new targets")
    axes.fill_between(grid, mean - function, mean + function, color=SKY, lw=0, label="95 % of functions")
    axes.plot(grid, result.curves.T, color=BLUE, lw=0.8, alpha=0.7)
    axes.plot([], [], color=BLUE, lw=0.8, label="drawn from the posterior")
    axes.plot(grid, mean, color=BLUE, label="posterior mean")
    axes.plot(grid, np.sin(np.pi * grid), color=BLACK, ls="--", lw=1.5, label="truth")
    axes.plot(x, y, "o", color=VERMILION, mec="white", ms=6, label="data")
    room = 1.6 + 2 * noise
    axes.set(
        xlim=(-EDGE, EDGE),
        ylim=(min(-room, float(y.min()) - 0.2), max(room, float(y.max()) + 0.2)),
        xlabel="x",
        ylabel="y",
    )


def _draw_evidence(axes: Axes, result: Result, found: Finding, degree: int, basis: str) -> None:
    degrees = np.arange(MOST_FEATURES)
    axes.plot(degrees, result.evidences, "-o", color=BLUE, ms=5)
    axes.plot(found.best, found.best_evidence, "*", color=ORANGE, mec=BLACK, ms=16)
    axes.plot(degree, found.evidence, "s", mfc="none", mec=VERMILION, mew=2, ms=12)
    # The poorest degrees can lie hundreds below: the choice is made among those near the top.
    bottom = max(float(result.evidences.min()), min(found.best_evidence - 40, found.evidence))
    room = 0.12 * max(found.best_evidence - bottom, 1.0)
    axes.set(ylim=(bottom - room, found.best_evidence + 1.6 * room), xticks=degrees, ylabel="log evidence")
    axes.set_xlabel("number of cosines" if basis == "cosine" else "degree of the polynomial")
    axes.set_title(f"Evidence: largest for {found.best} (star), this run has {degree} (square)", fontsize=11)


def _widest(found: Finding) -> tuple[float, str]:
    if found.in_gap is not None and found.in_gap > found.outside:
        return found.in_gap, "in the gap"
    return found.outside, f"at |x| = {EDGE:g}"


def _headline(found: Finding) -> str:
    wide, where = _widest(found)
    if wide < 1.3 * found.at_data:
        return f"The 95 % band hardly widens: ±{_short(found.at_data)} to ±{_short(wide)}"
    return f"95 % band: ±{_short(found.at_data)} at the data, ±{_short(wide)} {where}"


def _short(width: float) -> str:
    return f"{width:,.0f}" if width >= 10 else f"{width:.2g}"


def _reading(found: Finding, *, model: str, points: int, degree: int, seed: int, basis: str) -> str:
    gap = "" if found.in_gap is None else f", up to ±{_short(found.in_gap)} in the gap"
    first = (
        f"With seed {seed}, {points} point{'s' * (points > 1)} and a {model}, the 95 % band of the function (dark) is "
        f"±{_short(found.at_data)} at the data{gap}, and ±{_short(found.outside)} at the edge of the picture: it is "
        "wide where the curves that explain the data disagree."
    )
    best = f"{found.best} cosines" if basis == "cosine" else f"degree {found.best}"
    if found.best == degree:
        second = (
            f"The evidence is largest for {best}, as here ({found.evidence:.1f} in logs): simple enough, and it fits."
        )
    else:
        why = "too stiff for these data" if degree < found.best else "it spreads its probability over more curves"
        second = (
            f"The evidence prefers {best}: its logarithm is {found.best_evidence:.1f} against "
            f"{found.evidence:.1f} for {degree} ({why})."
        )
    third = f"The light band adds the noise; it holds {found.covered:.0%} of {NEW_TARGETS:,} new targets"
    if found.covered < 0.88:
        return f"{first} {second} {third}, not 95 %: a band trusts its model, also a wrong one."
    return f"{first} {second} {third}."


def _alt(result: Result, found: Finding, model: str) -> str:
    wide, where = _widest(found)
    return (
        f"Above: {int(result.seen.sum())} data points and the mean of a {model} with two bands. The function's "
        f"is ±{_short(found.at_data)} at the data and ±{_short(wide)} {where}; a lighter one adds the noise. Below: "
        f"log evidence by degree, largest at {found.best} with {found.best_evidence:.1f}."
    )


def _numbers(found: Finding, degree: int) -> dict[str, str]:
    widths = {"at the data": found.at_data, "in the gap": found.in_gap, f"at x = ±{EDGE:g}": found.outside}
    return {
        **{f"95 % band of the function {where}": f"±{w:.3g}" for where, w in widths.items() if w is not None},
        f"log evidence, degree {degree}": f"{found.evidence:.2f}",
        "largest log evidence": f"{found.best_evidence:.2f} (degree {found.best})",
        "new targets inside the 95 % band": f"{found.covered:.1%}",
    }
