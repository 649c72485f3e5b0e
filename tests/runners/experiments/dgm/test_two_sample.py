"""The energy distance against SciPy's, and the test's p-values where the answer is known."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats
from scipy.spatial.distance import cdist

from runners.experiments.dgm.two_sample import distances, energy_distance, permutation_test


@pytest.fixture(scope="module")
def points() -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(0)
    return draw.standard_normal((150, 1)).astype(np.float32), 0.5 + draw.standard_normal((100, 1)).astype(np.float32)


def test_equal_to_scipy_in_one_dimension(points: tuple[np.ndarray, np.ndarray]) -> None:
    x, y = points
    expected = stats.energy_distance(x[:, 0], y[:, 0]) ** 2  # SciPy gives the root
    assert float(energy_distance(*map(jnp.asarray, points))) == pytest.approx(expected, rel=1e-3)
    assert float(jax.jit(energy_distance)(*points)) == pytest.approx(expected, rel=1e-3)


def test_distances_as_scipy_has_them() -> None:
    x, y = np.random.default_rng(0).standard_normal((2, 20, 3)).astype(np.float32)
    np.testing.assert_allclose(distances(jnp.asarray(x), jnp.asarray(y)), cdist(x, y), atol=1e-5)


def test_nothing_between_a_set_and_itself(points: tuple[np.ndarray, np.ndarray]) -> None:
    x = jnp.asarray(points[0])
    assert float(energy_distance(x, x)) == pytest.approx(0.0, abs=1e-6)
    assert float(permutation_test(jax.random.key(0), x, x)) > 0.9


def test_p_values_are_uniform_for_equal_distributions_and_small_for_others() -> None:
    draw = jax.random.normal(jax.random.key(0), (60, 2, 40, 2))
    keys = jax.random.split(jax.random.key(1), 60)
    equal = [permutation_test(key, *pair) for key, pair in zip(keys, draw, strict=True)]
    assert stats.kstest(np.asarray(equal), "uniform").pvalue > 1e-3
    apart = permutation_test(keys[0], draw[0, 0], draw[0, 1] + 2.0)
    assert float(apart) == pytest.approx(1 / 200)
