"""Mixtures of Gaussians in the plane: density, score and noisy version in closed form.

The score function as in Song and Ermon, "Generative Modeling by Estimating Gradients of the Data Distribution" (2019),
section 2. Axes: k Gaussians, d = 2 dimensions, ... any axes of points.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp


class Mixture(NamedTuple):
    """Weights (k,) that sum to one, means (k, d), covariances (k, d, d)."""

    weights: jax.Array
    means: jax.Array
    covariances: jax.Array


def blurred(mixture: Mixture, noise: jax.typing.ArrayLike) -> Mixture:
    """What its points are distributed as when Gaussian noise of that standard deviation is added to them."""
    return mixture._replace(covariances=mixture.covariances + jnp.square(noise) * jnp.eye(2))


def narrowest(mixture: Mixture) -> jax.Array:
    """The smallest variance of any of the Gaussians in any direction: the least eigenvalue of the covariances, ()."""
    (a, b), (_, d) = jnp.moveaxis(mixture.covariances, 0, -1)  # (k,) each
    return jnp.min((a + d) / 2 - jnp.hypot((a - d) / 2, b))


def log_components(mixture: Mixture, x: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Each Gaussian's log of weight times density at x, and its own score there: (..., d) -> (..., k), (..., k, d)."""
    (a, b), (_, d) = jnp.moveaxis(mixture.covariances, 0, -1)  # (k,) each
    determinant = a * d - b * b  # (k,)
    away = x[..., None, :] - mixture.means  # (..., k, d)
    first, second = away[..., 0], away[..., 1]  # (..., k) each
    scores = jnp.stack([b * second - d * first, b * first - a * second], axis=-1) / determinant[:, None]  # (..., k, d)
    quadratic = 0.5 * jnp.sum(away * scores, axis=-1)  # (..., k)
    return jnp.log(mixture.weights) + quadratic - 0.5 * jnp.log(determinant) - jnp.log(2 * jnp.pi), scores


def log_density(mixture: Mixture, x: jax.Array) -> jax.Array:
    """log p(x): (..., d) -> (...)."""
    joint, _ = log_components(mixture, x)  # (..., k)
    return jax.nn.logsumexp(joint, axis=-1)


def score(mixture: Mixture, x: jax.Array) -> jax.Array:
    """The gradient of log p(x) with respect to x: the Gaussians' scores, weighted by how likely each made x.

    (..., d) -> (..., d).
    """
    joint, scores = log_components(mixture, x)  # (..., k), (..., k, d)
    made_x = jax.nn.softmax(joint, axis=-1)  # (..., k), p(k | x) by Bayes' rule
    return jnp.sum(made_x[..., None] * scores, axis=-2)  # (..., d)
