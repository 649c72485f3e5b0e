"""Black-box variational inference for logistic regression with two weights, beside the exact posterior on a grid.

Model: w ~ N(0, I / alpha), y ~ Bernoulli(sigmoid(w1 x1 + w2 x2)), Bishop, "Pattern Recognition and Machine Learning"
(2006), section 4.3.2, with the prior of section 4.5. The family, the reparameterised ELBO and its ascent are in
`variational`. Departure from the practical: there is no offset, so that both weights belong to an input and every
decision boundary passes through the origin. With two weights the posterior can be summed on a grid, which gives the
log evidence that the ELBO stays below. The grid is laid three times: over the prior, then
twice over where the posterior is.

Axes: n points, a and b rows and columns of the grid over (w2, w1), k samples.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from runners.experiments.bayes import variational
from runners.experiments.bayes.variational import Gaussian
from runners.experiments.pictures import BLACK, BLUE, DIVERGING, ORANGE, VERMILION, new_figure
from runners.experiments.reading import Progress, Reading, silent
from runners.experiments.training import train

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_POINTS, COARSE, FINE, CHUNK, MANY = 200, 161, 201, 200, 20_000
TRUE_WEIGHTS = (2.0, -1.0)
VIEW = 3.0
"""The inputs' plane is drawn from -VIEW to VIEW."""


class Data(NamedTuple):
    """Inputs (n, 2), labels 0 or 1 (n,), `seen` 1 for the points in use (n,), and the prior precision."""

    x: jax.Array
    y: jax.Array
    seen: jax.Array
    alpha: jax.Array


class Grid(NamedTuple):
    """The posterior on a grid: w1 (b,), w2 (a,), probability of each cell (a, b), its moments, the log evidence."""

    w1: np.ndarray
    w2: np.ndarray
    probability: np.ndarray
    mean: np.ndarray
    deviation: np.ndarray
    log_evidence: np.ndarray


@jax.jit
def sample_data(
    key: jax.Array, points: jax.typing.ArrayLike, correlation: jax.typing.ArrayLike, prior_scale: jax.typing.ArrayLike
) -> Data:
    """Standard normal inputs with a correlation, and labels drawn from the model with TRUE_WEIGHTS."""
    for_x, for_y = jax.random.split(key)
    eps = jax.random.normal(for_x, (MOST_POINTS, 2))  # (n, 2)
    second = correlation * eps[:, 0] + jnp.sqrt(1 - correlation**2) * eps[:, 1]  # (n,)
    x = jnp.stack([eps[:, 0], second], axis=1)  # (n, 2)
    y = jax.random.bernoulli(for_y, jax.nn.sigmoid(x @ jnp.array(TRUE_WEIGHTS))).astype(float)  # (n,)
    seen = (jnp.arange(MOST_POINTS) < points).astype(float)  # (n,)
    return Data(x, y, seen, jnp.asarray(prior_scale) ** -2.0)


def log_joint(weights: jax.Array, data: Data) -> jax.Array:
    """log p(y, w | X) of weights (2,), a scalar with all its constants."""
    signs = 2 * data.y - 1  # (n,)
    log_likelihood = jnp.sum(data.seen * jax.nn.log_sigmoid(signs * (data.x @ weights)))  # over (n,)
    log_prior = jnp.log(data.alpha / (2 * jnp.pi)) - data.alpha / 2 * jnp.sum(weights**2)
    return log_likelihood + log_prior


def _on_grid(low: jax.Array, high: jax.Array, size: int, data: Data) -> tuple[jax.Array, jax.Array]:
    """The axes (2, size), w1 first, and the log joint at each crossing (a, b); rows are w2."""
    axes = jnp.linspace(low, high, size, axis=1)  # (2, size)
    rows = jax.lax.map(lambda w2: jax.vmap(lambda w1: log_joint(jnp.stack([w1, w2]), data))(axes[0]), axes[1])  # (a, b)
    return axes, rows


def _where_high(axes: jax.Array, logs: jax.Array, drop: float) -> tuple[jax.Array, jax.Array]:
    """Lower and upper corner, (2,) each, of the box in which the log joint is not more than `drop` under its peak."""
    high = logs > logs.max() - drop  # (a, b)
    along = jnp.stack([high.any(axis=0), high.any(axis=1)])  # (2, size)
    cell = axes[:, 1] - axes[:, 0]  # (2,)
    lowest = jnp.min(jnp.where(along, axes, jnp.inf), axis=1) - cell
    return lowest, jnp.max(jnp.where(along, axes, -jnp.inf), axis=1) + cell


@jax.jit
def exact_posterior(data: Data) -> Grid:
    """Sums over a grid; the log posterior is concave, so where it is high is one region."""
    reach = jnp.full(2, 12.0 / jnp.sqrt(data.alpha))
    # A coarse grid can step over a narrow peak, so the first drop is generous.
    box = _where_high(*_on_grid(-reach, reach, COARSE, data), 80.0)
    box = _where_high(*_on_grid(*box, COARSE, data), 25.0)
    fine, logs = _on_grid(*box, FINE, data)
    log_evidence = jax.nn.logsumexp(logs) + jnp.sum(jnp.log(fine[:, 1] - fine[:, 0]))
    probability = jax.nn.softmax(logs, axis=(0, 1))  # (a, b)
    margins = jnp.stack([probability.sum(axis=0), probability.sum(axis=1)])  # (2, size)
    mean = jnp.sum(margins * fine, axis=1)  # (2,)
    deviation = jnp.sqrt(jnp.sum(margins * (fine - mean[:, None]) ** 2, axis=1))  # (2,)
    return Grid(fine[0], fine[1], probability, mean, deviation, log_evidence)  # type: ignore[arg-type]


class Summary(NamedTuple):
    """What is read off q: covariance, ELBO with its standard error, weights drawn from it (k, 2)."""

    mean: np.ndarray
    covariance: np.ndarray
    elbo: np.ndarray
    error: np.ndarray
    drawn: np.ndarray

    @property
    def deviation(self) -> np.ndarray:
        return np.sqrt(np.diag(self.covariance))


@partial(jax.jit, static_argnames="count")
def summarise(
    q: Gaussian, full_rank: jax.typing.ArrayLike, data: Data, key: jax.Array, *, count: int = MANY
) -> Summary:
    allowed = variational.only_diagonal(q, full_rank)
    value, error = variational.elbo_with_error(allowed, lambda weights: log_joint(weights, data), key, count)
    drawn = variational.sample(allowed, key, count)
    return Summary(allowed.mean, allowed.covariance, value, error, drawn)  # type: ignore[arg-type]


STEP = variational.ascend(log_joint, samples=10)
"""One step up the ELBO with ten samples of the weights."""


def run(
    *,
    family: str,
    points: int,
    correlation: float,
    prior_scale: float,
    steps: int,
    learning_rate: float,
    seed: int,
    progress: Progress = silent,
) -> Reading:
    """Fit q, and draw it beside the exact posterior, with its decision boundaries and the ELBO's curve."""
    for_data, for_steps, for_summary = jax.random.split(jax.random.key(seed), 3)
    data = sample_data(for_data, points, correlation, prior_scale)
    exact = Grid(*map(np.asarray, exact_posterior(data)))
    full_rank = float(family == "full-rank")
    settings = variational.Settings(for_steps, data, full_rank, learning_rate, steps)
    begun = variational.begin(variational.start(jnp.zeros(2), 1.0), settings)
    fit, curve = train(
        STEP, begun, steps, chunk=CHUNK, progress=progress, words=lambda elbos: f"ELBO {np.mean(elbos):.2f}"
    )
    summary = Summary(*map(np.asarray, summarise(fit.q, full_rank, data, for_summary)))
    drawn_data = Data(*map(np.asarray, data))  # type: ignore[arg-type]
    taken = min(len(curve), steps)
    draw(summary, exact, drawn_data, curve[:taken], family=family, seed=seed)
    return Reading(
        text=_reading(summary, exact, family=family, taken=taken, steps=steps, points=points, seed=seed),
        alts=(_alt(summary, exact, family),),
        numbers=_numbers(summary, exact),
    )


def draw(summary: Summary, exact: Grid, data: Data, curve: np.ndarray, *, family: str, seed: int) -> None:
    count = int(data.seen.sum())
    title = f"{_headline(summary, exact, family)}\n({count} point{'s' * (count > 1)}, seed {seed})"
    figure, axes = new_figure(title, rows=2, columns=2, height=6.8, gridspec_kw={"height_ratios": [1.7, 1]})
    _draw_posteriors(axes[0, 0], summary, exact)
    _draw_boundaries(axes[0, 1], summary, data)
    below = axes[1, 0].get_gridspec()[1, :]
    for cell in axes[1]:
        cell.remove()
    _draw_curve(figure.add_subplot(below), summary, exact, curve)


def _draw_posteriors(axes: Axes, summary: Summary, exact: Grid) -> None:
    levels = _levels(exact.probability, (0.95, 0.5))
    top = exact.probability.max()
    axes.contourf(exact.w1, exact.w2, exact.probability, levels=[*levels, top * 1.01], colors=["#BFD9EA", "#5BA3CF"])
    angle = np.linspace(0, 2 * np.pi, 181)
    circle = np.linalg.cholesky(summary.covariance) @ np.stack([np.cos(angle), np.sin(angle)])  # (2, 181)
    for share in (0.5, 0.95):
        ring = summary.mean[:, None] + np.sqrt(-2 * np.log(1 - share)) * circle
        axes.plot(*ring, color=VERMILION, ls="--")
    axes.plot(*exact.mean, "o", color=BLUE, mec="white", ms=8)
    axes.plot(*summary.mean, "X", color=VERMILION, mec="white", ms=9)
    wide = 4.0 * np.maximum(exact.deviation, 1e-3)
    axes.set(xlabel="w1", ylabel="w2")
    axes.set(xlim=(exact.mean[0] - wide[0], exact.mean[0] + wide[0]))
    axes.set(ylim=(exact.mean[1] - wide[1], exact.mean[1] + wide[1]))
    axes.set_title("Posterior: exact (filled, o)\nand q (dashed, x): 50 %, 95 %", fontsize=11)


def _levels(probability: np.ndarray, shares: tuple[float, ...]) -> list[float]:
    """The densities whose regions hold these shares of the probability."""
    ordered = np.sort(probability.ravel())[::-1]
    held = np.cumsum(ordered)
    return [float(ordered[min(int(np.searchsorted(held, share)), len(ordered) - 1)]) for share in shares]


def _draw_boundaries(axes: Axes, summary: Summary, data: Data) -> None:
    line = np.linspace(-VIEW, VIEW, 61)
    places = np.stack(np.meshgrid(line, line), axis=-1)  # (61, 61, 2)
    logits = places @ summary.drawn[:200].T  # (61, 61, k)
    probability = np.mean(0.5 * (1 + np.tanh(logits / 2)), axis=-1)  # (61, 61)
    axes.contourf(line, line, probability, levels=np.linspace(0, 1, 11), cmap=DIVERGING, alpha=0.6)
    for w1, w2 in summary.drawn[200:230]:
        along = VIEW * 1.5 * np.array([-w2, w1]) / max(np.hypot(w1, w2), 1e-9)  # where w1 x1 + w2 x2 = 0
        axes.plot([-along[0], along[0]], [-along[1], along[1]], color=BLACK, lw=0.7, alpha=0.5)
    x, y = data.x[data.seen > 0], data.y[data.seen > 0]
    axes.plot(*x[y == 0].T, "o", color=VERMILION, mec="white", ms=6)
    axes.plot(*x[y == 1].T, "s", color=BLUE, mec="white", ms=6)
    axes.set(xlim=(-VIEW, VIEW), ylim=(-VIEW, VIEW), xlabel="x1", ylabel="x2")
    axes.set_title("Labels 0 (o) and 1 (square), boundaries\nfrom q; red to blue: P(y = 1) rises", fontsize=11)


def _draw_curve(axes: Axes, summary: Summary, exact: Grid, curve: np.ndarray) -> None:
    steps = np.arange(1, len(curve) + 1)
    axes.plot(steps, curve, color=ORANGE, lw=0.6, alpha=0.6)
    window = max(1, min(50, len(curve) // 4))
    smooth = np.convolve(curve, np.ones(window) / window, mode="valid")
    axes.plot(steps[window - 1 :], smooth, color=VERMILION)
    axes.axhline(float(exact.log_evidence), color=BLUE, ls="--")
    top, settled = float(exact.log_evidence), float(np.quantile(curve[len(curve) // 10 :], 0.02))
    room = max(top - settled, 1.0)
    axes.set(xlim=(1, max(len(curve), 2)), ylim=(top - 1.3 * room, top + 0.5 * room), xlabel="step", ylabel="nats")
    axes.set_title(f"ELBO (solid) ends at {float(summary.elbo):.2f}; log evidence (dashed) is {top:.2f}", fontsize=11)


def _ratios(summary: Summary, exact: Grid) -> np.ndarray:
    """q's standard deviations as parts of the exact ones, (2,)."""
    return np.asarray(summary.deviation / exact.deviation)


def _far(summary: Summary, exact: Grid) -> bool:
    """Whether q has not arrived: its KL to the posterior is more than one nat."""
    return float(exact.log_evidence - summary.elbo) > 1.0


def _headline(summary: Summary, exact: Grid, family: str) -> str:
    gap = float(exact.log_evidence - summary.elbo)
    if not np.isfinite(gap) or _far(summary, exact):
        return f"The {family} q is not there yet: {gap:,.1f} nats below the evidence"
    return f"The {family} q has {_ratios(summary, exact).mean():.0%} of the exact widths, KL {max(gap, 0.0):.2f} nats"


def _reading(summary: Summary, exact: Grid, *, family: str, taken: int, steps: int, points: int, seed: int) -> str:
    gap, error = float(exact.log_evidence - summary.elbo), float(summary.error)
    stopped = "" if taken == steps else f", stopped after {taken:,} of {steps:,} steps"
    first = (
        f"With seed {seed} and {points} point{'s' * (points > 1)}{stopped}, the ELBO ends at "
        f"{float(summary.elbo):.2f} ± {error:.2g}, below the log evidence {float(exact.log_evidence):.2f}: the "
        f"difference of {max(gap, 0.0):.2g} nats is KL(q, posterior)."
    )
    if abs(gap) < 2 * error:
        first = (
            f"With seed {seed} and {points} point{'s' * (points > 1)}{stopped}, the ELBO ends at "
            f"{float(summary.elbo):.2f} ± {error:.2g}, as near to the log evidence "
            f"{float(exact.log_evidence):.2f} as the estimate can tell: q is almost the posterior."
        )
    ours, true = summary.deviation, exact.deviation
    second = (
        f"The standard deviations of w1 and w2 are {ours[0]:.2f} and {ours[1]:.2f} under q, exactly "
        f"{true[0]:.2f} and {true[1]:.2f}"
    )
    return f"{first} {second}{_why(summary, exact, family)}"


def _why(summary: Summary, exact: Grid, family: str) -> str:
    centred = (exact.w1[None, :] - exact.mean[0]) * (exact.w2[:, None] - exact.mean[1])  # (a, b)
    correlation = float((exact.probability * centred).sum() / exact.deviation.prod())
    if _far(summary, exact):
        return ": more steps or another learning rate would bring q closer."
    if family == "full-rank":
        return f": a full-rank q can follow the correlation {correlation:.2f} of the posterior, not its skew."
    if _ratios(summary, exact).mean() < 0.95:
        return f": a mean-field q cannot follow the posterior's correlation {correlation:.2f}, and gets too narrow."
    return f": the posterior's correlation is only {correlation:.2f}, so a mean-field q loses little."


def _alt(summary: Summary, exact: Grid, family: str) -> str:
    mean, true = summary.mean, exact.mean
    return (
        f"Left: contours of the exact posterior around ({true[0]:.2f}, {true[1]:.2f}) and dashed ellipses of the "
        f"{family} q around ({mean[0]:.2f}, {mean[1]:.2f}). Right: two classes of points and a fan of decision "
        f"boundaries through the origin. Below: the ELBO rises to {float(summary.elbo):.2f}, the log evidence is "
        f"{float(exact.log_evidence):.2f}."
    )


def _numbers(summary: Summary, exact: Grid) -> dict[str, str]:
    gap = float(exact.log_evidence - summary.elbo)
    return {
        "ELBO": f"{float(summary.elbo):.3f} ± {float(summary.error):.2g} nats",
        "log evidence (grid)": f"{float(exact.log_evidence):.3f} nats",
        "KL(q, posterior)": f"{gap:.3f} ± {float(summary.error):.2g} nats",
        **{
            f"w{i + 1}: mean ± standard deviation": f"{summary.mean[i]:.3f} ± {summary.deviation[i]:.3f} "
            f"(exact {exact.mean[i]:.3f} ± {exact.deviation[i]:.3f})"
            for i in range(2)
        },
    }
