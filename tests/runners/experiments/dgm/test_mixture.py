"""The score in closed form against JAX's derivative of its own densities, and the density against SciPy's."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from runners.experiments.dgm.mixture import Mixture, blurred, log_density, narrowest, score

MIXTURE = Mixture(
    weights=jnp.array([0.2, 0.5, 0.3]),
    means=jnp.array([[0.8, 3.2], [-1.3, -2.7], [4.0, 0.0]]),
    covariances=jnp.array([[[0.8, -0.8], [-0.8, 2.0]], [[1.5, 0.75], [0.75, 1.5]], [[0.3, 0.0], [0.0, 0.3]]]),
)
POINTS = jnp.array([[0.0, 0.0], [0.8, 3.2], [-6.0, 5.0], [7.9, -7.9], [4.1, 0.2]])


@pytest.mark.parametrize("noise", [0.0, 0.5, 3.0])
def test_density_as_scipy_has_it(noise: float) -> None:
    noisy = jax.tree.map(lambda a: np.asarray(a, np.float64), blurred(MIXTURE, noise))
    expected = sum(w * stats.multivariate_normal.pdf(POINTS, m, c) for w, m, c in zip(*noisy, strict=True))
    np.testing.assert_allclose(jnp.exp(log_density(blurred(MIXTURE, noise), POINTS)), expected, rtol=1e-3, atol=1e-12)


@pytest.mark.parametrize("noise", [0.0, 0.5, 3.0])
def test_score_is_the_gradient_of_jax_scipys_log_density(noise: float) -> None:
    noisy = blurred(MIXTURE, noise)

    def log_p(x: jax.Array) -> jax.Array:
        each = jax.vmap(jax.scipy.stats.multivariate_normal.logpdf, in_axes=(None, 0, 0))(x, *noisy[1:])
        return jax.nn.logsumexp(each + jnp.log(noisy.weights))

    expected = jax.jit(jax.vmap(jax.grad(log_p)))(POINTS)
    np.testing.assert_allclose(score(noisy, POINTS), expected, rtol=2e-3, atol=2e-3)
    np.testing.assert_allclose(jax.jit(score)(noisy, POINTS), expected, rtol=2e-3, atol=2e-3)
    np.testing.assert_allclose(jnp.stack([score(noisy, x) for x in POINTS]), expected, rtol=2e-3, atol=2e-3)


def test_a_blurred_density_is_that_of_noisy_points() -> None:
    one = Mixture(jnp.ones(1), MIXTURE.means[:1], MIXTURE.covariances[:1])
    clean, noise = np.random.default_rng(0).multivariate_normal([0.8, 3.2], MIXTURE.covariances[0], 50_000), 2.0
    noisy = clean + noise * np.random.default_rng(1).standard_normal(clean.shape)
    np.testing.assert_allclose(np.cov(noisy.T), blurred(one, noise).covariances[0], atol=0.15)


def test_the_narrowest_direction_is_the_least_eigenvalue() -> None:
    expected = min(np.linalg.eigvalsh(np.asarray(covariance)).min() for covariance in MIXTURE.covariances)
    assert float(narrowest(MIXTURE)) == pytest.approx(expected, rel=1e-5)
    assert float(narrowest(MIXTURE._replace(covariances=MIXTURE.covariances[:1]))) == pytest.approx(0.4, rel=1e-3)


def test_a_far_point_is_pulled_by_its_nearest_gaussian_and_not_nan() -> None:
    one = Mixture(jnp.array([1.0]), jnp.zeros((1, 2)), jnp.eye(2)[None])
    np.testing.assert_allclose(score(one, jnp.array([1e4, 0.0])), [-1e4, 0.0])
    assert jnp.isfinite(score(MIXTURE, jnp.array([1e4, -1e4]))).all()
