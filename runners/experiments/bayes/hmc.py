"""Hamiltonian Monte Carlo: leapfrog, Metropolis, and a step size that finds itself during the warm-up.

Neal, "MCMC using Hamiltonian dynamics" (2011): leapfrog, section 2.3, equations 2.28 to 2.30; the sampler, section
3.2, with unit masses; step sizes that vary a little from one iteration to the next so that no trajectory keeps closing
on itself, section 4.2. Hoffman and Gelman, "The No-U-Turn Sampler" (2014): dual averaging of the step size, section
3.2.1, with their constants. Departure: all chains share one step size, which follows their mean acceptance.

Axes: c chains, d weights.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

LogDensity = Callable[[jax.Array], jax.Array]
"""From weights (d,) to the log density, up to a constant."""
JITTER = 0.1
"""Each iteration's step size is up to this part smaller or larger."""
LARGE = 1_000.0
"""An energy error beyond this is a divergence, as in Stan."""


def leapfrog(
    log_density: LogDensity,
    weights: jax.Array,
    momentum: jax.Array,
    step_size: jax.typing.ArrayLike,
    steps: jax.typing.ArrayLike,
) -> tuple[jax.Array, jax.Array]:
    """Follow the motion for `steps` steps. weights and momentum (d,), also in what is returned."""
    force = jax.grad(log_density)

    def move(_: jax.Array, state: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        w, v = state
        w = w + step_size * v  # (d,)
        return w, v + step_size * force(w)  # (d,), (d,)

    # Two half steps of the momentum that meet are one whole step, so only the outermost two are halves.
    v = momentum + 0.5 * step_size * force(weights)
    w, v = jax.lax.fori_loop(0, steps, move, (weights, v))
    return w, v - 0.5 * step_size * force(w)


def energy(log_density: LogDensity, weights: jax.Array, momentum: jax.Array) -> jax.Array:
    """H = -log p(w) + |v|^2 / 2."""
    return 0.5 * jnp.sum(momentum**2) - log_density(weights)


class Iteration(NamedTuple):
    """Weights after the iteration (d,), the probability with which it was accepted, whether its energy error was
    beyond LARGE."""

    weights: jax.Array
    acceptance: jax.Array
    diverged: jax.Array


def iterate(
    log_density: LogDensity,
    weights: jax.Array,
    key: jax.Array,
    step_size: jax.typing.ArrayLike,
    steps: jax.typing.ArrayLike,
) -> Iteration:
    """Kick, roll, accept or stay. weights (d,)."""
    for_kick, for_jitter, for_choice = jax.random.split(key, 3)
    momentum = jax.random.normal(for_kick, weights.shape)  # (d,)
    size = step_size * jax.random.uniform(for_jitter, minval=1 - JITTER, maxval=1 + JITTER)
    proposed, rolled = leapfrog(log_density, weights, momentum, size, steps)
    rise = energy(log_density, proposed, rolled) - energy(log_density, weights, momentum)
    rise = jnp.where(jnp.isfinite(rise), rise, jnp.inf)
    acceptance = jnp.exp(jnp.minimum(-rise, 0.0))
    accepted = jax.random.uniform(for_choice) < acceptance
    return Iteration(jnp.where(accepted, proposed, weights), acceptance, rise > LARGE)


class Tuning(NamedTuple):
    """Dual averaging: the log step size in use, its average, and the running error of the acceptance."""

    log_size: jax.Array
    log_average: jax.Array
    error: jax.Array
    centre: jax.Array


def begin_tuning(step_size: jax.typing.ArrayLike) -> Tuning:
    size = jnp.log(jnp.asarray(step_size, dtype=float))
    return Tuning(size, size, jnp.zeros(()), size + jnp.log(10.0))


def tune(tuning: Tuning, acceptance: jax.Array, number: jax.Array, *, target: float = 0.8) -> Tuning:
    """Algorithm 5 of Hoffman and Gelman; `number` counts the iterations of the warm-up from 0."""
    t = number + 1.0
    error = (1 - 1 / (t + 10)) * tuning.error + (target - acceptance) / (t + 10)
    log_size = tuning.centre - jnp.sqrt(t) / 0.05 * error
    part = t**-0.75
    return Tuning(log_size, part * log_size + (1 - part) * tuning.log_average, error, tuning.centre)


class Settings(NamedTuple):
    """All that does not change, so that it is no constant of the program. `data` goes to the log density; `warm_up`
    is the number of iterations during which the step size is tuned (0: it stays as given)."""

    key: jax.Array
    data: Any
    steps: jax.typing.ArrayLike
    warm_up: jax.typing.ArrayLike


class Chains(NamedTuple):
    """The state of all chains: weights (c, d)."""

    weights: jax.Array
    tuning: Tuning
    settings: Settings


class Record(NamedTuple):
    """One iteration of all chains: weights (c, d), acceptance (c,), diverged (c,), and the step size."""

    weights: jax.Array
    acceptance: jax.Array
    diverged: jax.Array
    step_size: jax.Array


def begin(weights: jax.Array, step_size: jax.typing.ArrayLike, settings: Settings) -> Chains:
    return Chains(weights, begin_tuning(step_size), jax.tree.map(jnp.asarray, settings))


def advance(
    log_density: Callable[[jax.Array, Any], jax.Array],
) -> Callable[[Chains, jax.Array], tuple[Chains, Record]]:
    """One iteration of all chains, as `training.train` wants it. `log_density` is called with weights (d,) and the
    settings' data."""

    def step(chains: Chains, number: jax.Array) -> tuple[Chains, Record]:
        settings, tuning = chains.settings, chains.tuning
        keys = jax.random.split(jax.random.fold_in(settings.key, number), len(chains.weights))  # (c,)
        warming = number < settings.warm_up
        size = jnp.exp(jnp.where(warming, tuning.log_size, tuning.log_average))

        def one(weights: jax.Array, key: jax.Array) -> Iteration:
            return iterate(lambda w: log_density(w, settings.data), weights, key, size, settings.steps)

        moved = jax.vmap(one)(chains.weights, keys)
        tuned = tune(tuning, jnp.mean(moved.acceptance), number)
        kept = jax.tree.map(lambda new, old: jnp.where(warming, new, old), tuned, tuning)
        return Chains(moved.weights, kept, settings), Record(*moved, size)

    return step
