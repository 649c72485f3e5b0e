"""Hamiltonian Monte Carlo and mean-field variational inference on two densities whose moments are known.

The sampler is in `hmc` (Neal, 2011), the variational Gaussian in `variational`. Targets: a Gaussian with two
correlated weights, for which the best mean-field Gaussian is known (Bishop, "Pattern Recognition and Machine
Learning", 2006, section 10.1.2: variance 1 / precision[i, i]), and the twisted Gaussian of Haario, Saksman and
Tamminen, "Adaptive proposal distribution for random walk Metropolis algorithm" (1999), section 4, a "banana": w1 ~
N(0, 1), and w2 given w1 ~ N(bend (w1^2 - 1), 0.7^2), whose mean is 0 and whose second variance is 0.49 + 2 bend^2.

Axes: c chains, s samples of a chain, k samples of q.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from runners.experiments.bayes import diagnostics, hmc, variational
from runners.experiments.pictures import BLACK, BLUE, VERMILION, new_figure
from runners.experiments.reading import Progress, Reading, silent
from runners.experiments.training import train

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CHAINS, CHUNK, VI_STEPS, VI_CHUNK, WARM_UP = 4, 100, 1_500, 300, 100
NARROW = 0.7
"""The banana's standard deviation of w2 where w1 is given."""
LEVEL = 2.9957
"""Where the log density is this far under its peak, an ellipse of a Gaussian holds 95 %."""


class Target(NamedTuple):
    """`banana` 1 or 0; `shape` is the correlation of the Gaussian, or the banana's bend."""

    banana: float | jax.Array
    shape: float | jax.Array


class Moments(NamedTuple):
    """Mean (2,) and standard deviation (2,)."""

    mean: np.ndarray
    deviation: np.ndarray


def conditional(w1: jax.Array, target: Target) -> tuple[jax.Array, jax.Array]:
    """Mean and standard deviation of w2 where w1 is given; w1 itself is a standard Gaussian in both targets."""
    middle = jnp.where(target.banana, target.shape * (w1**2 - 1), target.shape * w1)
    # The bend may be above 1, where the root that is not chosen would be NaN and spoil the gradient.
    correlation = jnp.where(target.banana, 0.0, target.shape)
    return middle, jnp.where(target.banana, NARROW, jnp.sqrt(1 - correlation**2))


def log_density(weights: jax.Array, target: Target) -> jax.Array:
    """Weights (2,) to the log density, a scalar, with its constant."""
    w1, w2 = weights
    middle, narrow = conditional(w1, target)
    return -0.5 * jnp.square(w1) - 0.5 * jnp.square((w2 - middle) / narrow) - jnp.log(2 * jnp.pi * narrow)


def exact_moments(target: Target) -> Moments:
    second = np.sqrt(NARROW**2 + 2 * float(target.shape) ** 2) if target.banana else 1.0
    return Moments(np.zeros(2), np.array([1.0, second]))


@jax.jit
def starts(key: jax.Array, target: Target) -> jax.Array:
    """Twice as far apart as samples are, so that R-hat can tell whether the chains forget where they began. (c, 2)"""
    eps = 2.0 * jax.random.normal(key, (CHAINS, 2))  # (c, 2)
    w1 = eps[:, 0]  # (c,)
    middle, narrow = conditional(w1, target)
    return jnp.stack([w1, middle + narrow * eps[:, 1]], axis=1)  # (c, 2)


HMC_STEP = hmc.advance(log_density)
VI_STEP = variational.ascend(log_density, samples=20)


class Outcome(NamedTuple):
    """samples (c, s, 2) after the warm-up, acceptance of each chain (c,), how many diverged, q's mean and deviation,
    and samples of q (k, 2)."""

    samples: np.ndarray
    acceptance: np.ndarray
    diverged: int
    q: Moments
    drawn: np.ndarray

    @property
    def moments(self) -> Moments:
        flat = self.samples.reshape(-1, 2)
        return Moments(flat.mean(axis=0), flat.std(axis=0))

    @property
    def r_hat(self) -> float:
        return float(np.max(diagnostics.split_r_hat(self.samples)))

    @property
    def effective(self) -> float:
        return float(np.min(diagnostics.effective_sample_size(self.samples)))


def fit_q(target: Target, key: jax.Array, progress: Progress) -> tuple[Moments, np.ndarray]:
    """The mean-field Gaussian, and 500 samples of it."""
    for_steps, for_samples = jax.random.split(key)
    settings = variational.Settings(for_steps, target, 0.0, 0.05, VI_STEPS)
    begun = variational.begin(variational.start(jnp.zeros(2), 0.5), settings)

    def told(done: float, text: str) -> bool:
        return progress(0.3 * done, f"variational inference, {text}")

    fit, _ = train(
        VI_STEP, begun, VI_STEPS, chunk=VI_CHUNK, progress=told, words=lambda elbos: f"ELBO {np.mean(elbos):.2f}"
    )
    mean, deviation = np.asarray(fit.q.mean), np.exp(np.asarray(fit.q.log_diagonal))
    eps = np.asarray(jax.random.normal(for_samples, (500, 2)))  # (k, 2)
    return Moments(mean, deviation), mean + eps * deviation


def sample(
    target: Target, key: jax.Array, *, samples: int, step_size: float, leapfrog_steps: int, progress: Progress
) -> hmc.Record:
    """All chains, each with `samples` iterations after the warm-up; fewer when stopped. Fields: (iterations, c, ...)"""
    for_starts, for_chains = jax.random.split(key)
    settings = hmc.Settings(for_chains, target, leapfrog_steps, 0)
    begun = hmc.begin(starts(for_starts, target), step_size, settings)

    def told(done: float, text: str) -> bool:
        return progress(0.3 + 0.65 * done, f"HMC, {text}")

    _, record = train(
        HMC_STEP, begun, WARM_UP + samples, chunk=CHUNK, progress=told,
        words=lambda record: f"accepted {np.mean(record.acceptance):.0%}",
    )  # fmt: skip
    return jax.tree.map(lambda array: array[: WARM_UP + samples], record)  # type: ignore[no-any-return]


def run(
    *,
    target: str,
    correlation: float,
    bend: float,
    samples: int,
    step_size: float,
    leapfrog_steps: int,
    seed: int,
    progress: Progress = silent,
) -> Reading:
    """Fit q, sample with HMC, and compare both with the exact moments."""
    banana = target == "banana"
    density = Target(float(banana), bend if banana else correlation)
    for_vi, for_hmc = jax.random.split(jax.random.key(seed))
    q, drawn = fit_q(density, for_vi, progress)
    record = sample(
        density, for_hmc, samples=samples, step_size=step_size, leapfrog_steps=leapfrog_steps, progress=progress
    )
    # A run that was stopped in its warm-up is shown with the half that is less far from the end.
    skipped = min(WARM_UP, len(record.weights) // 2)
    kept = jax.tree.map(lambda array: array[skipped:], record)
    outcome = Outcome(np.swapaxes(kept.weights, 0, 1), kept.acceptance.mean(axis=0), int(kept.diverged.sum()), q, drawn)
    wanted = CHAINS * samples
    settings = f"step size {step_size:g}, {leapfrog_steps} leapfrog step{'s' * (leapfrog_steps > 1)}"
    draw(outcome, density, settings=settings, seed=seed)
    return Reading(
        text=_reading(outcome, density, settings=settings, wanted=wanted, seed=seed),
        alts=(_alt(outcome, density),),
        numbers=_numbers(outcome, density),
    )


def draw(outcome: Outcome, target: Target, *, settings: str, seed: int) -> None:
    figure, axes = new_figure(
        f"{_headline(outcome, target)}\n({_name(target)}, {settings}, seed {seed})",
        rows=2, columns=2, height=6.6, gridspec_kw={"height_ratios": [1.6, 1]},
    )  # fmt: skip
    taken = outcome.samples[:, :: max(1, outcome.samples.shape[1] // 125)].reshape(-1, 2)
    _draw_cloud(axes[0, 0], taken, target, colour=BLUE, title="HMC samples", marker="o")
    _draw_cloud(axes[0, 1], outcome.drawn, target, colour=VERMILION, title="mean-field q samples", marker="x")
    below = axes[1, 0].get_gridspec()[1, :]
    for cell in axes[1]:
        cell.remove()
    _draw_moments(figure.add_subplot(below), outcome, target)


def _draw_cloud(axes: Axes, points: np.ndarray, target: Target, *, colour: str, title: str, marker: str) -> None:
    exact = exact_moments(target)
    wide = 3.3 * exact.deviation
    low, high = exact.mean - wide, exact.mean + wide
    if target.banana:
        low[1], high[1] = -float(target.shape) - 2.2, max(float(target.shape) * 6.5, 1.5) + 1.0
    axes.plot(*np.clip(points, low, high).T, marker, color=colour, ms=3, mew=0.8, alpha=0.5, clip_on=False)
    w1, w2 = np.meshgrid(np.linspace(low[0], high[0], 161), np.linspace(low[1], high[1], 161))
    below_peak = 0.5 * w1**2 + 0.5 * ((w2 - _ridge(w1, target)) / _narrow(target)) ** 2
    axes.contour(w1, w2, below_peak, levels=[np.log(2), LEVEL], colors=BLACK, linewidths=1.6)
    axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), xlabel="w1", ylabel="w2")
    axes.set_title(f"{title}\n(lines: exact, 50 % and 95 %)", fontsize=11)


def _ridge(w1: np.ndarray, target: Target) -> np.ndarray:
    return float(target.shape) * (w1**2 - 1 if target.banana else w1)


def _narrow(target: Target) -> float:
    return NARROW if target.banana else float(np.sqrt(1 - float(target.shape) ** 2))


def _draw_moments(axes: Axes, outcome: Outcome, target: Target) -> None:
    exact = exact_moments(target)
    styles = (("exact", exact, BLACK, "s"), ("HMC", outcome.moments, BLUE, "o"), ("VI", outcome.q, VERMILION, "X"))
    for row, (name, moments, colour, marker) in enumerate(styles):
        places = np.array([3.5, 0.0]) - 0.8 * row
        axes.errorbar(moments.mean, places, xerr=moments.deviation, fmt=marker, color=colour, ms=8, capsize=5, lw=2.5)
        for place, mean, deviation in zip(places, moments.mean, moments.deviation, strict=True):
            axes.text(mean + deviation, place, f"  {name} {_signed(mean)} ± {deviation:.2f}", va="center", fontsize=10)
    axes.set_yticks([2.7, -0.8], ["w1", "w2"])
    widest = max(float(np.max(np.abs(m.mean) + m.deviation)) for _, m, _, _ in styles)
    axes.set(xlim=(-1.15 * widest, 1.75 * widest), ylim=(-2.2, 4.2), xlabel="mean ± standard deviation")


def _signed(mean: float) -> str:
    return f"{round(float(mean), 2) + 0.0:.2f}"


def _name(target: Target) -> str:
    return f"banana, bend {target.shape:g}" if target.banana else f"Gaussian, correlation {target.shape:g}"


def _trusted(outcome: Outcome) -> bool:
    return outcome.r_hat < 1.05 and outcome.effective > 100


def _part(outcome: Outcome, target: Target) -> tuple[int, float]:
    """Which weight's standard deviation q misses most, and q's part of the exact one."""
    parts = outcome.q.deviation / exact_moments(target).deviation  # (2,)
    worst = int(np.argmin(parts))
    return worst, float(parts[worst])


def _headline(outcome: Outcome, target: Target) -> str:
    worst, part = _part(outcome, target)
    if not _trusted(outcome):
        return f"HMC has not converged: R-hat {_number(outcome.r_hat)}, ESS {_number(outcome.effective)}"
    if part > 0.9:
        return f"Mean-field VI has {part:.0%} of the exact width: little is lost"
    ours = outcome.moments.deviation[worst] / exact_moments(target).deviation[worst]
    return f"VI has {part:.0%} of the exact width of w{worst + 1}, HMC {ours:.0%}"


def _number(value: float) -> str:
    """R-hat or ESS in few digits; a chain that never moved has neither."""
    if not np.isfinite(value):
        return "none"
    return f"{value:,.0f}" if value >= 20 else f"{value:.2f}"


def _reading(outcome: Outcome, target: Target, *, settings: str, wanted: int, seed: int) -> str:
    count = outcome.samples.shape[0] * outcome.samples.shape[1]
    how_many = f"{count:,}" if count >= wanted else f"{count:,} of {wanted:,}"
    first = (
        f"With seed {seed}, HMC ({settings}) accepted {outcome.acceptance.mean():.0%}; its {how_many} samples of "
        f"{CHAINS} chains are worth {_number(outcome.effective)} independent ones (ESS), with R-hat "
        f"{_number(outcome.r_hat)}"
    )
    return f"{first}{_judged(outcome)} {_why(outcome, target)}"


def _judged(outcome: Outcome) -> str:
    if _trusted(outcome):
        return "."
    if outcome.acceptance.min() < 0.4:
        return (
            f": do not trust them; one chain accepted only {outcome.acceptance.min():.0%}, because the step size is "
            "too large where it stands and the energy error grows."
        )
    return ": do not trust them; the moves are too short, so use larger steps, more of them, or more samples."


def _why(outcome: Outcome, target: Target) -> str:
    worst, part = _part(outcome, target)
    exact = exact_moments(target).deviation[worst]
    said = (
        f"Mean-field VI gives w{worst + 1} the standard deviation {outcome.q.deviation[worst]:.2f}, exact is "
        f"{exact:.2f}, and HMC has {outcome.moments.deviation[worst]:.2f}"
    )
    if part > 0.9:
        return f"{said}: the weights hardly depend on each other, so VI loses little."
    if target.banana:
        return f"{said}: one straight Gaussian cannot bend, and KL(q, p) keeps it where the density is high."
    return f"{said}: q ignores the correlation, so it keeps only sqrt(1 - r²) = {_narrow(target):.2f} of the width."


def _alt(outcome: Outcome, target: Target) -> str:
    ours, q, exact = outcome.moments, outcome.q, exact_moments(target)
    cover = "cover the exact contours" if _trusted(outcome) else "do not yet cover the exact contours evenly"
    return (
        f"Left: HMC samples {cover} of a {_name(target)}. Right: samples of the mean-field q, a smaller cloud without "
        f"tilt. Below, standard deviations of w1 and w2: exact {exact.deviation[0]:.2f} and "
        f"{exact.deviation[1]:.2f}, HMC {ours.deviation[0]:.2f} and {ours.deviation[1]:.2f}, VI {q.deviation[0]:.2f} "
        f"and {q.deviation[1]:.2f}."
    )


def _numbers(outcome: Outcome, target: Target) -> dict[str, str]:
    exact, ours, q = exact_moments(target), outcome.moments, outcome.q
    rows: dict[str, Any] = {
        f"w{i + 1}: mean ± standard deviation": f"exact {exact.mean[i]:.2f} ± {exact.deviation[i]:.3f}, HMC "
        f"{ours.mean[i]:.3f} ± {ours.deviation[i]:.3f}, VI {q.mean[i]:.3f} ± {q.deviation[i]:.3f}"
        for i in range(2)
    }
    return {
        **rows,
        "HMC acceptance rate": f"{outcome.acceptance.mean():.1%}",
        "HMC effective sample size (smaller of the two)": _number(outcome.effective),
        "HMC split R-hat (larger of the two)": _number(outcome.r_hat),
        "HMC divergences": f"{outcome.diverged:,}",
    }
