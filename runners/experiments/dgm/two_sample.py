"""Whether two sets of points come from the same distribution.

The energy distance and its permutation test: Székely and Rizzo, "Energy statistics: A class of statistics based on
distances" (2013), sections 2 and 6. Axes: n and m points of the two sets, d dimensions, p permutations.
"""

from __future__ import annotations

from functools import partial

import jax
import jax.numpy as jnp


def distances(x: jax.Array, y: jax.Array) -> jax.Array:
    """Euclidean, (n, d), (m, d) -> (n, m)."""
    squares = jnp.sum(x**2, axis=-1)[:, None] + jnp.sum(y**2, axis=-1) - 2 * x @ y.T  # (n, m)
    return jnp.sqrt(jnp.maximum(squares, 0.0))


def energy_distance(x: jax.Array, y: jax.Array) -> jax.Array:
    """2 E|X - Y| - E|X - X'| - E|Y - Y'|, with means over all pairs: (n, d), (m, d) -> ()."""
    return 2 * distances(x, y).mean() - distances(x, x).mean() - distances(y, y).mean()


@partial(jax.jit, static_argnames="permutations")
def permutation_test(key: jax.Array, x: jax.Array, y: jax.Array, *, permutations: int = 199) -> jax.Array:
    """The share of random divisions of all points that are at least as far apart as x and y, itself one of them.

    (n, d), (m, d) -> (): uniform from 0 to 1 when both have the same distribution, near 0 when they differ.
    """
    pooled = distances(*[jnp.concatenate([x, y])] * 2)  # (n + m, n + m)
    signs = jnp.concatenate([jnp.full(len(x), 1 / len(x)), jnp.full(len(y), -1 / len(y))])  # (n + m,)
    keys = jax.random.split(key, permutations)
    shuffled = jax.vmap(jax.random.permutation, in_axes=(0, None))(keys, signs)  # (p, n + m)
    divisions = jnp.concatenate([signs[None], shuffled])  # (1 + p, n + m)
    energies = -jnp.sum((divisions @ pooled) * divisions, axis=-1)  # (1 + p,)
    return jnp.mean(energies >= energies[0])
