"""The diffusion process: noise schedules, the forward process q, its posterior, a reverse step and the denoising loss.

Ho, Jain and Abbeel, "Denoising Diffusion Probabilistic Models" (2020); the cosine schedule from Nichol and Dhariwal,
"Improved Denoising Diffusion Probabilistic Models" (2021), section 3.2. Departures: the reverse step goes through the
guess of x_0, which equation 11 also does when the terms are not collected, so that this guess can be kept within the
range of the data, as in the authors' code; the linear schedule can be stretched to another number of steps.

Axes: T time steps, b batch, ... the axes of one example. A time step `t` is an index from 0 to T - 1, of shape () or
(b,): index t leads from the paper's x_t to x_{t+1}, so that x after the step of index 0 is the paper's x_1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp

STEPS_OF_HO = 1000
"""For which number of steps Ho et al. chose the betas of their linear schedule (section 4)."""
LARGEST_BETA = 0.999


class Schedule(NamedTuple):
    """How much noise each step adds, and how much is there by then. Each array has the shape (T,)."""

    betas: jax.Array
    alphas: jax.Array
    alphas_cumprod: jax.Array
    alphas_cumprod_prev: jax.Array


def make_schedule(betas: jax.Array) -> Schedule:
    """All that follows from the variances of the noise of each step, shape (T,)."""
    alphas = 1.0 - betas  # (T,)
    alphas_cumprod = jnp.cumprod(alphas)  # (T,)
    alphas_cumprod_prev = jnp.concatenate([jnp.ones(1), alphas_cumprod[:-1]])  # (T,), nothing is lost before step 0
    return Schedule(betas, alphas, alphas_cumprod, alphas_cumprod_prev)


def linear_betas(
    timesteps: int, first: jax.typing.ArrayLike = 1e-4, last: jax.typing.ArrayLike = 0.02, *, stretched: bool = False
) -> jax.Array:
    """Betas that grow in equal steps, shape (T,): Ho et al. (2020), section 4.

    `stretched` multiplies them by 1000/T, so that as little of the signal is left at the end as with 1,000 steps.
    """
    scale = STEPS_OF_HO / timesteps if stretched else 1.0
    return jnp.minimum(scale * jnp.linspace(first, last, timesteps), LARGEST_BETA)


def cosine_betas(timesteps: int, offset: float = 0.008) -> jax.Array:
    """Betas that let alphas_cumprod fall like a squared cosine, (T,): Nichol and Dhariwal (2021), equation 17."""
    time = jnp.arange(timesteps + 1) / timesteps  # (T + 1,), the states x_0 ... x_T
    left = jnp.cos((time + offset) / (1 + offset) * jnp.pi / 2) ** 2  # (T + 1,)
    return jnp.clip(1 - left[1:] / left[:-1], 0.0, LARGEST_BETA)


def signal_and_noise(schedule: Schedule) -> tuple[jax.Array, jax.Array]:
    """The factors of x_0 and of the noise in x_t, each (T,). Their squares add up to one."""
    return jnp.sqrt(schedule.alphas_cumprod), jnp.sqrt(1.0 - schedule.alphas_cumprod)


def signal_to_noise(schedule: Schedule) -> jax.Array:
    """The ratio of their variances, (T,): above 1 there is more of the data than of the noise."""
    return schedule.alphas_cumprod / (1.0 - schedule.alphas_cumprod)


def forward_step(schedule: Schedule, x: jax.Array, t: jax.Array, noise: jax.Array) -> jax.Array:
    """One draw of q(x_t | x_{t-1}), Ho et al. (2020), equation 2. x and noise (b, ...) -> (b, ...)."""
    beta = _at(schedule.betas, t, x)  # (b, 1, ...)
    return jnp.sqrt(1.0 - beta) * x + jnp.sqrt(beta) * noise


def q_sample(schedule: Schedule, x_0: jax.Array, t: jax.Array, noise: jax.Array) -> jax.Array:
    """One draw of q(x_t | x_0), Ho et al. (2020), equation 4. x_0 and noise (b, ...) -> (b, ...)."""
    left = _at(schedule.alphas_cumprod, t, x_0)  # (b, 1, ...)
    return jnp.sqrt(left) * x_0 + jnp.sqrt(1.0 - left) * noise


def q_posterior(schedule: Schedule, x_0: jax.Array, x_t: jax.Array, t: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Mean (b, ...) and variance (b, 1, ...) of q(x_{t-1} | x_t, x_0), Ho et al. (2020), equations 6 and 7."""
    beta, alpha = _at(schedule.betas, t, x_t), _at(schedule.alphas, t, x_t)  # (b, 1, ...)
    left, before = _at(schedule.alphas_cumprod, t, x_t), _at(schedule.alphas_cumprod_prev, t, x_t)  # (b, 1, ...)
    of_x_0 = jnp.sqrt(before) * beta / (1.0 - left)  # (b, 1, ...)
    of_x_t = jnp.sqrt(alpha) * (1.0 - before) / (1.0 - left)  # (b, 1, ...)
    return of_x_0 * x_0 + of_x_t * x_t, (1.0 - before) / (1.0 - left) * beta


def predict_x_0(schedule: Schedule, x_t: jax.Array, t: jax.Array, noise: jax.Array) -> jax.Array:
    """The data that becomes x_t with this noise: `q_sample` solved for x_0. (b, ...) -> (b, ...)."""
    left = _at(schedule.alphas_cumprod, t, x_t)  # (b, 1, ...)
    return (x_t - jnp.sqrt(1.0 - left) * noise) / jnp.sqrt(left)


def predicted_score(schedule: Schedule, t: jax.Array, noise: jax.Array) -> jax.Array:
    """The score of q(x_t) that belongs to the best guess of the noise: Song and Ermon (2019), section 4.2."""
    return -noise / jnp.sqrt(1.0 - _at(schedule.alphas_cumprod, t, noise))


def p_sample(
    schedule: Schedule,
    x_t: jax.Array,
    t: jax.Array,
    predicted_noise: jax.Array,
    noise: jax.Array,
    *,
    limit: float | None = None,
) -> jax.Array:
    """One step of ancestral sampling, from x_t to x_{t-1}: Ho et al. (2020), algorithm 2.

    x_t, predicted_noise and noise (b, ...) -> (b, ...). The variance is that of the posterior, so the step of index 0
    adds no noise. The guess of x_0 is kept between -limit and limit.
    """
    x_0 = predict_x_0(schedule, x_t, t, predicted_noise)  # (b, ...)
    if limit is not None:
        x_0 = jnp.clip(x_0, -limit, limit)  # (b, ...)
    mean, variance = q_posterior(schedule, x_0, x_t, t)  # (b, ...), (b, 1, ...)
    return mean + jnp.sqrt(variance) * noise


def noise_loss(
    predict: Callable[[jax.Array, jax.Array], jax.Array],
    schedule: Schedule,
    x_0: jax.Array,
    t: jax.Array,
    noise: jax.Array,
) -> jax.Array:
    """Mean squared error of the predicted noise, a scalar: Ho et al. (2020), equation 14.

    `predict` goes from x_t (b, ...) and t (b,) to the noise in it, (b, ...). x_0 and noise (b, ...), t (b,).
    """
    x_t = q_sample(schedule, x_0, t, noise)  # (b, ...)
    return jnp.mean((noise - predict(x_t, t)) ** 2)


def _at(values: jax.Array, t: jax.Array, like: jax.Array) -> jax.Array:
    """values[t] with axes of size 1 behind, so that each example of the batch gets its own: (b,) -> (b, 1, ...)."""
    chosen = values[t]  # () or (b,)
    return chosen.reshape(chosen.shape + (1,) * (like.ndim - chosen.ndim))
