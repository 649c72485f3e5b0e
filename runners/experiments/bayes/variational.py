"""Gaussian variational inference by the reparameterisation trick, for any log joint density.

Kingma and Welling, "Auto-Encoding Variational Bayes" (2014), section 2.4 (reparameterisation); Kucukelbir et al.,
"Automatic Differentiation Variational Inference" (2017), section 2.4 (mean-field and full-rank Gaussians); the ELBO
as in Blei, Kucukelbir and McAuliffe, "Variational Inference: A Review for Statisticians" (2017), equation 13, here as
expected log joint plus entropy. The covariance is L L^T with exp(log_diagonal) on the diagonal of L, so that every
value of the parameters is valid. Departures: the mean-field family is the same code with the part of L below its
diagonal times 0, so that both families run one compiled program; Adam's step size falls to 0 along a half cosine.

Axes: d weights, k samples of the weights.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax

LogJoint = Callable[[jax.Array], jax.Array]
"""From weights (d,) to log p(y, w), up to a constant when no evidence is wanted."""


class Gaussian(NamedTuple):
    """q(w) = N(mean, L L^T): mean (d,), lower (d, d) of which only what is below the diagonal counts, and
    log_diagonal (d,)."""

    mean: jax.Array
    lower: jax.Array
    log_diagonal: jax.Array

    @property
    def factor(self) -> jax.Array:
        """The Cholesky factor L of the covariance, (d, d)."""
        return jnp.tril(self.lower, -1) + jnp.diag(jnp.exp(self.log_diagonal))

    @property
    def covariance(self) -> jax.Array:
        return self.factor @ self.factor.T  # (d, d)

    @property
    def entropy(self) -> jax.Array:
        """-E_q[log q], in nats."""
        d = len(self.mean)
        return jnp.sum(self.log_diagonal) + d / 2 * jnp.log(2 * jnp.pi * jnp.e)


def start(mean: jax.Array, scale: float) -> Gaussian:
    """Round, around `mean` (d,), with standard deviation `scale`."""
    d = len(mean)
    return Gaussian(mean, jnp.zeros((d, d)), jnp.full(d, jnp.log(scale)))


def only_diagonal(q: Gaussian, full_rank: jax.typing.ArrayLike) -> Gaussian:
    """`q` itself with full_rank 1, its mean-field part with full_rank 0."""
    return q._replace(lower=q.lower * full_rank)


def sample(q: Gaussian, key: jax.Array, count: int) -> jax.Array:
    """Reparameterised samples, mean + L eps: (k, d)."""
    eps = jax.random.normal(key, (count, len(q.mean)))  # (k, d)
    return q.mean + eps @ q.factor.T  # (k, d): each row is L eps


def log_density(q: Gaussian, weights: jax.Array) -> jax.Array:
    """log q of each row: (k, d) -> (k,)."""
    eps = jax.scipy.linalg.solve_triangular(q.factor, (weights - q.mean).T, lower=True)  # (d, k)
    constant = jnp.sum(q.log_diagonal) + len(q.mean) / 2 * jnp.log(2 * jnp.pi)
    return -0.5 * jnp.sum(eps**2, axis=0) - constant  # (k,)


def elbo(q: Gaussian, log_joint: LogJoint, key: jax.Array, count: int) -> jax.Array:
    """An unbiased estimate from `count` samples: E_q[log p(y, w)] + entropy of q."""
    return jnp.mean(jax.vmap(log_joint)(sample(q, key, count))) + q.entropy


def elbo_with_error(q: Gaussian, log_joint: LogJoint, key: jax.Array, count: int) -> tuple[jax.Array, jax.Array]:
    """The ELBO and its standard error, from the mean of log p(y, w) - log q(w): the closer q is to the posterior, the
    less does it vary."""
    weights = sample(q, key, count)  # (k, d)
    ratios = jax.vmap(log_joint)(weights) - log_density(q, weights)  # (k,)
    return jnp.mean(ratios), jnp.std(ratios) / jnp.sqrt(count)


class Fit(NamedTuple):
    """The state of the training. `settings` hold all that is not trained, so that it is no constant of the program."""

    q: Gaussian
    optimiser: optax.OptState
    settings: Any


class Settings(NamedTuple):
    """`data` goes to the log joint; `steps` is the length of the schedule."""

    key: jax.Array
    data: Any
    full_rank: jax.typing.ArrayLike
    learning_rate: jax.typing.ArrayLike
    steps: jax.typing.ArrayLike


_ADAM = optax.scale_by_adam()


def begin(q: Gaussian, settings: Settings) -> Fit:
    return Fit(q, _ADAM.init(q), jax.tree.map(jnp.asarray, settings))


def ascend(
    log_joint: Callable[[jax.Array, Any], jax.Array], samples: int
) -> Callable[[Fit, jax.Array], tuple[Fit, jax.Array]]:
    """The step that climbs the ELBO, as `training.train` wants it; it records the estimate. `log_joint` is called
    with weights (d,) and the settings' data."""

    def loss(q: Gaussian, settings: Settings, key: jax.Array) -> jax.Array:
        allowed = only_diagonal(q, settings.full_rank)
        return -elbo(allowed, lambda weights: log_joint(weights, settings.data), key, samples)

    def step(fit: Fit, number: jax.Array) -> tuple[Fit, jax.Array]:
        settings: Settings = fit.settings
        key = jax.random.fold_in(settings.key, number)
        value, gradient = jax.value_and_grad(loss)(fit.q, settings, key)
        direction, optimiser = _ADAM.update(gradient, fit.optimiser)
        done = jnp.minimum(number / settings.steps, 1.0)
        rate = settings.learning_rate * 0.5 * (1 + jnp.cos(jnp.pi * done))
        q = jax.tree.map(lambda now, change: now - rate * change, fit.q, direction)
        return Fit(q, optimiser, settings), -value

    return step
