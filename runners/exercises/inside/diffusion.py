"""The given cells of Deep Generative Models: a density of two Gaussians, and the forward process.

The schedule is another than the practical's, and the network is a stand-in: a loss that is right is right with any."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import jax.numpy as jnp


def _log_gaussian(x: Any, mean: list[float], covariance: list[list[float]]) -> Any:
    offset = x - jnp.array(mean)
    matrix = jnp.array(covariance)
    volume = jnp.log(2 * jnp.pi) + 0.5 * jnp.log(matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0])
    return -0.5 * offset @ jnp.linalg.inv(matrix) @ offset - volume


def _gaussian(mean: list[float], covariance: list[list[float]]) -> SimpleNamespace:
    def log_prob(x: Any) -> Any:
        return _log_gaussian(jnp.asarray(x, jnp.float32), mean, covariance)

    return SimpleNamespace(log_prob=log_prob, prob=lambda x: jnp.exp(log_prob(x)))


dist_1 = _gaussian([0.8, 3.2], [[0.8, -0.8], [-0.8, 2.0]])
dist_2 = _gaussian([-1.3, -2.7], [[1.5, 0.75], [0.75, 1.5]])


def density_fn(x: Any) -> Any:
    """The density at one point (2,)."""
    return 0.5 * dist_1.prob(x) + 0.5 * dist_2.prob(x)


TIMESTEPS = 200
alphas_cumprod = jnp.cos((jnp.arange(TIMESTEPS) + 1) / (TIMESTEPS + 1) * jnp.pi / 2) ** 2
alphas = alphas_cumprod / jnp.concatenate([jnp.ones(1), alphas_cumprod[:-1]])
betas = 1.0 - alphas
sqrt_alphas_cumprod = jnp.sqrt(alphas_cumprod)
sqrt_one_minus_alphas_cumprod = jnp.sqrt(1.0 - alphas_cumprod)


def extract(a: Any, t: Any, x_shape: Any) -> Any:
    """The entries of `a` at the times `t`, with as many axes as `x_shape`."""
    return jnp.reshape(a[..., t], (t.shape[0], *((1,) * (len(x_shape) - 1))))


def q_sample(x_start: Any, t: Any, noise: Any) -> Any:
    kept = extract(sqrt_alphas_cumprod, t, x_start.shape)
    added = extract(sqrt_one_minus_alphas_cumprod, t, x_start.shape)
    return kept * x_start + added * noise


def _network(params: Any, x: Any, t: Any) -> Any:
    time = jnp.reshape(jnp.asarray(t, jnp.float32), (-1, *((1,) * (x.ndim - 1))))
    return params["a"] * jnp.tanh(x) + params["b"] * jnp.cos(time / 50)


forward_fn = SimpleNamespace(apply=_network, init=lambda *_: {"a": jnp.ones(()), "b": jnp.ones(())})
