"""A small Bayesian neural network on data with a gap, by HMC or mean-field VI, beside a deep ensemble.

Network: f(x) = SCALE / sqrt(h) sum_i v_i tanh(s a_i x + s b_i) + c with a prior N(0, 1) on each weight and a known
Gaussian noise; the division keeps the prior's size of f for any width (Neal, "Bayesian Learning for Neural Networks",
1996, section 2.1), `s` sets how fast functions drawn from the prior change. Posterior: `hmc`, whose step size is tuned
in the warm-up, or the mean-field Gaussian of `variational`. Ensemble: Lakshminarayanan, Pritzel and Blundell, "Simple
and Scalable Predictive Uncertainty Estimation using Deep Ensembles" (2017), section 2.4, without adversarial training
and with the prior as weight decay: each member is a mode of the same posterior. The chains start at members of the
ensemble, and q at one of them. Departure: networks and data are padded to one size, so that one program serves all;
a padded unit keeps its prior and is multiplied by 0.

Axes: n points, h hidden units, d = 3 h + 1 weights, k samples or members, g places where the curve is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from runners.experiments.bayes import diagnostics, hmc, variational
from runners.experiments.pictures import BLACK, BLUE, ORANGE, SKY, VERMILION, YELLOW, new_figure
from runners.experiments.reading import Progress, Reading, silent
from runners.experiments.training import train

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_POINTS, MOST_HIDDEN = 80, 20
MEMBERS, MEMBER_STEPS, MEMBER_CHUNK = 5, 1_500, 150
CHAINS, WARM_UP, LEAPFROG_STEPS, HMC_CHUNK = 4, 200, 25, 20
VI_CHUNK, VI_RATE = 200, 0.01
KEPT, NEW_TARGETS = 400, 1_000
EDGE, VIEW, GAP_MIDDLE, SCALE = 2.0, 3.0, 0.3, 1.5
HALF = 1.96
"""So many standard deviations on each side of the mean hold 95 % of a Gaussian."""


class Data(NamedTuple):
    """x and y (n,), `seen` 1 for the points in use (n,), `used` 1 for the hidden units in use (h,), the standard
    deviation of the noise, and the size of the inner weights."""

    x: jax.Array
    y: jax.Array
    seen: jax.Array
    used: jax.Array
    noise: jax.Array
    inner: jax.Array


def true_function(x: jax.Array) -> jax.Array:
    return jnp.sin(2 * x)


def sample_inputs(key: jax.Array, count: int, gap: jax.typing.ArrayLike) -> jax.Array:
    """Uniform on [-EDGE, EDGE] without the gap around GAP_MIDDLE. (count,)"""
    x = jax.random.uniform(key, (count,), minval=-EDGE, maxval=EDGE - gap)  # (count,)
    return jnp.where(x > GAP_MIDDLE - gap / 2, x + gap, x)  # (count,)


@jax.jit
def sample_data(
    key: jax.Array,
    points: jax.typing.ArrayLike,
    hidden: jax.typing.ArrayLike,
    noise: jax.typing.ArrayLike,
    inner: jax.typing.ArrayLike,
    gap: jax.typing.ArrayLike,
) -> Data:
    for_x, for_noise = jax.random.split(key)
    x = sample_inputs(for_x, MOST_POINTS, gap)  # (n,)
    y = true_function(x) + noise * jax.random.normal(for_noise, x.shape)  # (n,)
    seen = (jnp.arange(MOST_POINTS) < points).astype(float)  # (n,)
    used = (jnp.arange(MOST_HIDDEN) < hidden).astype(float)  # (h,)
    return Data(x, y, seen, used, jnp.asarray(noise), jnp.asarray(inner))


def network(weights: jax.Array, x: jax.Array, data: Data) -> jax.Array:
    """weights (d,), x (n,) -> f (n,)."""
    a, b, v = jnp.split(weights[:-1], 3)  # (h,) each
    unit = jnp.tanh(data.inner * (x[:, None] * a + b))  # (n, h)
    width = jnp.maximum(data.used.sum(), 1.0)
    return SCALE / jnp.sqrt(width) * (unit @ (v * data.used)) + weights[-1]  # (n,)


def log_joint(weights: jax.Array, data: Data) -> jax.Array:
    """log p(y, w | X) of weights (d,) up to a constant."""
    misfit = data.seen * (data.y - network(weights, data.x, data)) ** 2  # (n,)
    return -0.5 * jnp.sum(misfit) / data.noise**2 - 0.5 * jnp.sum(weights**2)


class Members(NamedTuple):
    """The state of the ensemble's training: weights (k, d)."""

    weights: jax.Array
    optimiser: optax.OptState
    data: Data


_ADAM = optax.adam(0.02)


def descend(members: Members, number: jax.Array) -> tuple[Members, jax.Array]:
    """A step of each member towards its mode; records the mean log joint."""

    def loss(weights: jax.Array) -> jax.Array:
        return -jnp.mean(jax.vmap(log_joint, (0, None))(weights, members.data))

    value, gradient = jax.value_and_grad(loss)(members.weights)
    change, optimiser = _ADAM.update(gradient, members.optimiser)
    return Members(members.weights + change, optimiser, members.data), -value


def train_ensemble(key: jax.Array, data: Data, progress: Progress) -> jax.Array:
    """The members' weights, (k, d), each from another start drawn from the prior."""
    weights = jax.random.normal(key, (MEMBERS, 3 * MOST_HIDDEN + 1))  # (k, d)
    members, _ = train(
        descend, Members(weights, _ADAM.init(weights), data), MEMBER_STEPS, chunk=MEMBER_CHUNK,
        progress=lambda done, text: progress(0.25 * done, f"ensemble, {text}"),
        words=lambda values: f"log joint {np.mean(values):.1f}",
    )  # fmt: skip
    return members.weights


HMC_STEP = hmc.advance(log_joint)
VI_STEP = variational.ascend(log_joint, samples=10)


class Sampled(NamedTuple):
    """Weights of the posterior (k, d), and what was done for them in words. With HMC they are CHAINS equal parts."""

    weights: np.ndarray
    done: str


def sample_hmc(key: jax.Array, members: jax.Array, data: Data, samples: int, progress: Progress) -> Sampled:
    settings = hmc.Settings(key, data, LEAPFROG_STEPS, WARM_UP)
    _, record = train(
        HMC_STEP, hmc.begin(members[:CHAINS], 0.02, settings), WARM_UP + samples, chunk=HMC_CHUNK,
        progress=lambda done, text: progress(0.25 + 0.7 * done, f"HMC, {text}"),
        words=lambda record: f"accepted {np.mean(record.acceptance):.0%}",
    )  # fmt: skip
    taken = len(record.weights)
    begin = min(WARM_UP, taken // 2)
    places = np.linspace(begin, min(taken, WARM_UP + samples) - 1, KEPT // CHAINS).round().astype(int)
    chains = np.swapaxes(record.weights[places], 0, 1)  # (c, s, d)
    kept = record.acceptance[begin:]
    done = f"HMC, {CHAINS} chains of {min(len(kept), samples):,} samples, {np.mean(kept):.0%} accepted"
    return Sampled(chains.reshape(KEPT, -1), done)


def sample_vi(key: jax.Array, members: jax.Array, data: Data, steps: int, progress: Progress) -> Sampled:
    for_steps, for_samples = jax.random.split(key)
    settings = variational.Settings(for_steps, data, 0.0, VI_RATE, steps)
    fit, elbos = train(
        VI_STEP, variational.begin(variational.start(members[0], 0.05), settings), steps, chunk=VI_CHUNK,
        progress=lambda done, text: progress(0.25 + 0.7 * done, f"mean-field VI, {text}"),
        words=lambda elbos: f"ELBO {np.mean(elbos):.1f}",
    )  # fmt: skip
    eps = np.asarray(jax.random.normal(for_samples, (KEPT, len(fit.q.mean))))  # (k, d)
    weights = np.asarray(fit.q.mean) + eps * np.exp(np.asarray(fit.q.log_diagonal))  # (k, d)
    return Sampled(weights, f"mean-field VI, {min(len(elbos), steps):,} steps")


@jax.jit
def functions(weights: jax.Array, x: jax.Array, data: Data) -> jax.Array:
    """What each network says: weights (k, d), x (g,) -> (k, g)."""
    return jax.vmap(network, (0, None, None))(weights, x, data)


class New(NamedTuple):
    """Where predictions are looked at: the grid (g,), and new inputs with targets where data were (m,) and in the
    gap (m,)."""

    grid: np.ndarray
    x: np.ndarray
    y: np.ndarray
    x_gap: np.ndarray
    y_gap: np.ndarray


def sample_new(key: jax.Array, gap: float, noise: float) -> New:
    for_x, for_gap, for_noise = jax.random.split(key, 3)
    x = np.asarray(sample_inputs(for_x, NEW_TARGETS, gap))
    x_gap = GAP_MIDDLE + gap * (np.asarray(jax.random.uniform(for_gap, (NEW_TARGETS,))) - 0.5)
    eps = noise * np.asarray(jax.random.normal(for_noise, (2, NEW_TARGETS)))
    grid = np.linspace(-VIEW, VIEW, 241)
    return New(grid, x, np.sin(2 * x) + eps[0], x_gap, np.sin(2 * x_gap) + eps[1])


class Band(NamedTuple):
    """mean and standard deviation of the function on the grid (g,); its half width (95 %) at data and in the gap on
    average; the share of new targets inside the band with noise, and the root mean squared error, likewise."""

    mean: np.ndarray
    deviation: np.ndarray
    width: float
    width_gap: float
    covered: float
    covered_gap: float
    error: float
    error_gap: float


def predict(weights: np.ndarray | jax.Array, new: New, data: Data) -> Band:
    """weights (k, d), each as plausible as another."""
    places = np.concatenate([new.grid, new.x, new.x_gap])  # (g + 2m,)
    said = np.asarray(functions(jnp.asarray(weights), jnp.asarray(places, dtype=jnp.float32), data))  # (k, g + 2m)
    cuts = np.cumsum([len(new.grid), len(new.x)])
    (mean, at, at_gap), (deviation, s, s_gap) = (
        np.split(array, cuts) for array in (said.mean(axis=0), said.std(axis=0))
    )
    noise = float(data.noise)

    def covered(y: np.ndarray, centre: np.ndarray, spread: np.ndarray) -> float:
        return float(np.mean(np.abs(y - centre) < HALF * np.hypot(spread, noise)))

    return Band(
        mean, deviation, HALF * float(s.mean()), HALF * float(s_gap.mean()),
        covered(new.y, at, s), covered(new.y_gap, at_gap, s_gap),
        float(np.sqrt(np.mean((new.y - at) ** 2))), float(np.sqrt(np.mean((new.y_gap - at_gap) ** 2))),
    )  # fmt: skip


def converged(sampled: Sampled, data: Data) -> tuple[float, float]:
    """Largest R-hat and smallest effective sample size of the predictions between -EDGE and EDGE: single weights of
    two chains may sit in mirrored modes that predict the same."""
    places = jnp.linspace(-EDGE, EDGE, 21)
    said = np.asarray(functions(jnp.asarray(sampled.weights), places, data)).reshape(CHAINS, KEPT // CHAINS, -1)
    return float(np.max(diagnostics.split_r_hat(said))), float(np.min(diagnostics.effective_sample_size(said)))


def run(
    *,
    method: str,
    points: int,
    hidden: int,
    noise: float,
    gap: float,
    inner_scale: float,
    samples: int,
    steps: int,
    seed: int,
    progress: Progress = silent,
) -> Reading:
    """Train the ensemble, find the posterior, and draw both bands."""
    for_data, for_members, for_posterior, for_new = jax.random.split(jax.random.key(seed), 4)
    data = sample_data(for_data, points, hidden, noise, inner_scale, gap)
    members = train_ensemble(for_members, data, progress)
    if method == "hmc":
        sampled = sample_hmc(for_posterior, members, data, samples, progress)
    else:
        sampled = sample_vi(for_posterior, members, data, steps, progress)
    new = sample_new(for_new, gap, noise)
    bayesian, ensemble = predict(sampled.weights, new, data), predict(members, new, data)
    trust = converged(sampled, data) if method == "hmc" else None
    draw(bayesian, ensemble, new, data, method=method, gap=gap, seed=seed)
    return Reading(
        text=_reading(bayesian, ensemble, sampled, trust, method=method, seed=seed),
        alts=(_alt(bayesian, ensemble, method, points),),
        numbers=_numbers(bayesian, ensemble, sampled, trust, method),
    )


_NAMES = {"hmc": "HMC", "vi": "Mean-field VI"}


def draw(bayesian: Band, ensemble: Band, new: New, data: Data, *, method: str, gap: float, seed: int) -> None:
    count, hidden = int(data.seen.sum()), int(data.used.sum())
    title = (
        f"{_headline(bayesian, method)}\n({count} point{'s' * (count > 1)}, {hidden} hidden "
        f"unit{'s' * (hidden > 1)}, noise {float(data.noise):g}, seed {seed})"
    )
    figure, axes = new_figure(title, rows=2, height=7.4, sharex=True, sharey=True)
    panels = ((f"Bayesian network, {_NAMES[method]}", bayesian, BLUE, SKY),
              (f"Deep ensemble, {MEMBERS} members", ensemble, VERMILION, ORANGE))  # fmt: skip
    for cell, (name, band, line, fill) in zip(axes[:, 0], panels, strict=True):
        _draw_band(cell, band, new.grid, data, gap, line=line, fill=fill)
        cell.set_title(f"{name}: ±{band.width:.2g} at the data, ±{band.width_gap:.2g} in the gap", fontsize=11)
        cell.set_ylabel("y")
    axes[1, 0].set_xlabel("x")
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=3, frameon=False)


def _draw_band(axes: Axes, band: Band, grid: np.ndarray, data: Data, gap: float, *, line: str, fill: str) -> None:
    function, target = HALF * band.deviation, HALF * np.hypot(band.deviation, float(data.noise))
    axes.axvspan(GAP_MIDDLE - gap / 2, GAP_MIDDLE + gap / 2, color=YELLOW, alpha=0.25, lw=0, label="gap")
    axes.fill_between(grid, band.mean - target, band.mean + target, color=fill, alpha=0.35, lw=0, label="with noise")
    axes.fill_between(grid, band.mean - function, band.mean + function, color=fill, alpha=0.8, lw=0, label="95 % of f")
    axes.plot(grid, band.mean, color=line, label="mean")
    axes.plot(grid, np.sin(2 * grid), color=BLACK, ls="--", lw=1.5, label="truth")
    x, y, seen = (np.asarray(array) for array in (data.x, data.y, data.seen))
    axes.plot(x[seen > 0], y[seen > 0], "o", color=BLACK, mec="white", ms=5, label="data")
    axes.set(xlim=(-VIEW, VIEW), ylim=(-2.8, 2.8))


def _headline(band: Band, method: str) -> str:
    if band.width_gap > 1.2 * band.width:
        return f"{_NAMES[method]}: the band is {band.width_gap / band.width:.1f} times as wide in the gap"
    return f"{_NAMES[method]}: the band hardly widens in the gap"


def _reading(
    bayesian: Band, ensemble: Band, sampled: Sampled, trust: tuple[float, float] | None, *, method: str, seed: int
) -> str:
    first = (
        f"With seed {seed} ({sampled.done}), the Bayesian band is ±{bayesian.width:.2g} where data are and "
        f"±{bayesian.width_gap:.2g} in the gap; the ensemble's is ±{ensemble.width:.2g} and ±{ensemble.width_gap:.2g}."
    )
    second = (
        f"Of new targets in the gap, {bayesian.covered_gap:.0%} lie inside the Bayesian 95 % band with noise and "
        f"{ensemble.covered_gap:.0%} inside the ensemble's (where data are: {bayesian.covered:.0%} and "
        f"{ensemble.covered:.0%})"
    )
    return f"{first} {second}{_judged(bayesian)} {_third(bayesian, ensemble, trust, method)}"


def _judged(band: Band) -> str:
    if min(band.covered, band.covered_gap) < 0.85:
        return ", so the Bayesian band is too narrow there." if band.covered_gap < 0.85 else "."
    return ": it knows where it does not know." if band.width_gap > 1.2 * band.width else "."


def _third(bayesian: Band, ensemble: Band, trust: tuple[float, float] | None, method: str) -> str:
    if trust is not None and not trust[0] < 1.1:
        return (
            f"The chains' predictions do not agree yet (R-hat {trust[0]:.2f}): take this band with care, and more "
            "samples."
        )
    if method == "vi":
        return "Mean-field VI keeps the weights independent around one mode: it often adds too little doubt in a gap."
    if ensemble.width_gap < 0.8 * bayesian.width_gap:
        return "The ensemble's members are single modes, which agree more than the whole posterior does."
    return "Here the ensemble's modes differ as much as the posterior does."


def _alt(bayesian: Band, ensemble: Band, method: str, points: int) -> str:
    return (
        f"Two panels with {points} data points, a gap without data, and the true sine curve. Above, the band of the "
        f"Bayesian network ({_NAMES[method]}) is ±{bayesian.width:.2g} at the data and ±{bayesian.width_gap:.2g} in "
        f"the gap; below, that of a deep ensemble is ±{ensemble.width:.2g} and ±{ensemble.width_gap:.2g}."
    )


def _numbers(
    bayesian: Band, ensemble: Band, sampled: Sampled, trust: tuple[float, float] | None, method: str
) -> dict[str, str]:
    rows = {}
    for name, band in ((_NAMES[method], bayesian), ("ensemble", ensemble)):
        rows[f"{name}: 95 % band of f, at data / in the gap"] = f"±{band.width:.3f} / ±{band.width_gap:.3f}"
        rows[f"{name}: new targets inside, at data / in the gap"] = f"{band.covered:.1%} / {band.covered_gap:.1%}"
        rows[f"{name}: root mean squared error, at data / in the gap"] = f"{band.error:.3f} / {band.error_gap:.3f}"
    rows["posterior"] = sampled.done
    if trust is not None:
        rows["predictions: R-hat / effective samples"] = f"{trust[0]:.2f} / {trust[1]:.0f} of {KEPT}"
    return rows
