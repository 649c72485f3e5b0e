"""Points in the plane to learn from: four shapes that no Gaussian fits, each with a spread of about one."""

from __future__ import annotations

from functools import partial

import jax
import jax.numpy as jnp

DATASETS = ("moons", "spiral", "gaussians", "checkerboard")


@partial(jax.jit, static_argnames=("name", "number"))
def sample_points(key: jax.Array, name: str, number: int) -> jax.Array:
    """Independent points of a data set of DATASETS, (number, 2)."""
    shape = {"moons": _moons, "spiral": _spiral, "gaussians": _gaussians, "checkerboard": _checkerboard}[name]
    return shape(key, number)


def _moons(key: jax.Array, number: int) -> jax.Array:
    """Two half circles that reach into each other, 0.1 wide."""
    which, along, noise = jax.random.split(key, 3)
    upper = jax.random.bernoulli(which, shape=(number,))  # (n,)
    angle = jax.random.uniform(along, (number,), maxval=jnp.pi)  # (n,)
    side = jnp.where(upper, 1.0, -1.0)  # (n,), the lower moon is the upper one turned around
    centre = jnp.stack([side * -0.5, side * -0.25], axis=-1)  # (n, 2)
    arc = side[:, None] * jnp.stack([jnp.cos(angle), jnp.sin(angle)], axis=-1)  # (n, 2)
    return 1.4 * (centre + arc) + 0.1 * jax.random.normal(noise, (number, 2))


def _spiral(key: jax.Array, number: int) -> jax.Array:
    """One arm of one and a half turns, 0.06 wide, equally dense along its length."""
    along, noise = jax.random.split(key)
    far = jnp.sqrt(jax.random.uniform(along, (number,), minval=0.02))  # (n,), from the middle to the end
    angle = 3 * jnp.pi * far  # (n,)
    arm = 2.0 * far[:, None] * jnp.stack([jnp.cos(angle), jnp.sin(angle)], axis=-1)  # (n, 2)
    return arm + 0.06 * jax.random.normal(noise, (number, 2))


def _gaussians(key: jax.Array, number: int) -> jax.Array:
    """Eight Gaussians on a ring, each with a standard deviation of 0.1."""
    which, noise = jax.random.split(key)
    angle = jax.random.randint(which, (number,), 0, 8) * jnp.pi / 4  # (n,)
    centre = 1.5 * jnp.stack([jnp.cos(angle), jnp.sin(angle)], axis=-1)  # (n, 2)
    return centre + 0.1 * jax.random.normal(noise, (number, 2))


def _checkerboard(key: jax.Array, number: int) -> jax.Array:
    """The eight dark squares of a board of four by four."""
    which, within = jax.random.split(key)
    square = jax.random.randint(which, (number,), 0, 8)  # (n,)
    row, half = square // 2, square % 2  # (n,), (n,)
    corner = jnp.stack([2 * half + row % 2, row], axis=-1)  # (n, 2)
    return 0.9 * (corner + jax.random.uniform(within, (number, 2)) - 2.0)
