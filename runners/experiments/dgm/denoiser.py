"""How a network learns to predict the noise, and how it then turns noise into data.

Ho, Jain and Abbeel, "Denoising Diffusion Probabilistic Models" (2020), algorithms 1 and 2. Departures: Adam's step
falls to zero along a cosine, in place of averaged parameters; the guess of x_0 is kept within the range of the data.

The tables of a schedule have room for MOST_STEPS, so that another number of steps needs no other program.
Axes: n training examples, b batch, ... the axes of one example, e size of the time embedding.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, Protocol

import jax
import jax.numpy as jnp
import numpy as np
import optax

from runners.experiments.dgm import diffusion
from runners.experiments.reading import Progress
from runners.experiments.training import LONG_LOOPS, Step

MOST_STEPS = 200
SCHEDULES = ("linear", "cosine")
ADAM = optax.scale_by_adam()


class Network(Protocol):
    """A pair of pure functions: `hk.without_apply_rng(hk.transform(f))` of an f(schedule, x_t, t) that is the noise."""

    init: Callable[..., Any]
    apply: Callable[..., jax.Array]


class Learner(NamedTuple):
    """What training carries along. Arrays only, so that other values need no other program."""

    key: jax.Array
    data: jax.Array
    schedule: diffusion.Schedule
    timesteps: jax.Array
    steps: jax.Array
    rate: jax.Array
    params: Any
    moments: Any


@partial(jax.jit, static_argnames=("name", "timesteps"))
def schedule_tables(*, name: str, timesteps: int) -> diffusion.Schedule:
    """The schedule of SCHEDULES with that many steps, its last values repeated up to MOST_STEPS. The linear one is
    stretched, so that no signal is left at the end."""
    linear = name == "linear"
    betas = diffusion.linear_betas(timesteps, stretched=True) if linear else diffusion.cosine_betas(timesteps)
    tables = diffusion.make_schedule(betas)
    return diffusion.Schedule(*(jnp.pad(table, (0, MOST_STEPS - timesteps), mode="edge") for table in tables))


def embed_time(t: jax.Array, size: int) -> jax.Array:
    """Sines and cosines of t, from fast to slow: Ho et al. (2020), appendix B. (b,) -> (b, e)."""
    angles = t[:, None] * jnp.geomspace(1.0, 1e-4, size // 2)  # (b, e/2)
    return jnp.concatenate([jnp.sin(angles), jnp.cos(angles)], axis=-1)  # (b, e)


def new_learner(
    network: Network, key: jax.Array, data: jax.Array, schedule: diffusion.Schedule, *, timesteps: int, steps: int,
    rate: float,
) -> Learner:  # fmt: skip
    """A network that has learned nothing. data (n, ...)."""

    @jax.jit
    def start(of_params: jax.Array) -> tuple[Any, Any]:
        params = network.init(of_params, schedule, data[:1], jnp.zeros(1, jnp.int32))
        return params, ADAM.init(params)

    of_params, of_steps = jax.random.split(key)
    numbers = (jnp.asarray(timesteps), jnp.asarray(steps), jnp.asarray(rate))
    return Learner(of_steps, data, schedule, *numbers, *start(of_params))


def training_step(network: Network, batch: int) -> Step[Learner]:
    """One step of algorithm 1 on a random batch: to the next learner and the loss, a scalar."""

    def step(learner: Learner, number: jax.Array) -> tuple[Learner, jax.Array]:
        parts = jax.random.split(jax.random.fold_in(learner.key, number), 3)
        x_0 = learner.data[jax.random.randint(parts[0], (batch,), 0, len(learner.data))]  # (b, ...)
        t = jax.random.randint(parts[1], (batch,), 0, learner.timesteps)  # (b,)
        noise = jax.random.normal(parts[2], x_0.shape)  # (b, ...)

        def loss(params: Any) -> jax.Array:
            predict = partial(network.apply, params, learner.schedule)
            return diffusion.noise_loss(predict, learner.schedule, x_0, t, noise)

        value, gradient = jax.value_and_grad(loss)(learner.params)
        direction, moments = ADAM.update(gradient, learner.moments)
        rate = learner.rate * 0.5 * (1 + jnp.cos(jnp.pi * jnp.minimum(number / learner.steps, 1.0)))
        params = jax.tree.map(lambda p, d: p - rate * d, learner.params, direction)
        return learner._replace(params=params, moments=moments), value

    return step


def part_of(progress: Progress, start: float, end: float) -> Progress:
    """Progress of a part of the work, that goes from `start` to `end` of the whole."""
    return lambda done, text: progress(start + (end - start) * done, text)


def reverse_path(
    network: Network,
    learner: Learner,
    key: jax.Array,
    x: jax.Array,
    *,
    pictures: int,
    limit: float,
    progress: Progress,
) -> tuple[np.ndarray, np.ndarray]:
    """Algorithm 2 from noise x (b, ...): after which time steps the way is kept, (pictures + 1,) or fewer, from T
    down to 0, and what x is there, (pictures + 1, b, ...)."""

    @partial(jax.jit, compiler_options=LONG_LOOPS)
    def denoise(learner: Learner, key: jax.Array, x: jax.Array, high: jax.Array, low: jax.Array) -> jax.Array:
        def back(number: jax.Array, x: jax.Array) -> jax.Array:
            t = high - 1 - number
            noise = jax.random.normal(jax.random.fold_in(key, t), x.shape)  # (b, ...)
            guess = network.apply(learner.params, learner.schedule, x, jnp.full(len(x), t))  # (b, ...)
            return diffusion.p_sample(learner.schedule, x, t, guess, noise, limit=limit)

        clean: jax.Array = jax.lax.fori_loop(0, high - low, back, x)  # (b, ...)
        return clean

    timesteps = int(learner.timesteps)
    stops = np.unique(np.linspace(timesteps, 0, pictures + 1).round().astype(int))[::-1]
    path = [x]
    for high, low in zip(stops[:-1], stops[1:], strict=True):
        path.append(denoise(learner, key, path[-1], jnp.asarray(high), jnp.asarray(low)))
        progress(1 - low / timesteps, f"sampling, {low} of {timesteps} steps left")
    return stops, np.stack([np.asarray(each) for each in path])
