"""The variational Gaussian and its ELBO, against SciPy, NumPyro's distributions and exact posteriors."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.stats import multivariate_normal

from runners.experiments.bayes import variational
from runners.experiments.bayes.variational import Gaussian
from runners.experiments.reading import silent
from runners.experiments.training import train

PRECISION = jnp.array([[2.0, 1.2], [1.2, 1.5]])
MEAN = jnp.array([0.5, -1.0])
LOG_EVIDENCE = 1.7


def log_joint(weights: jax.Array, data: jax.Array) -> jax.Array:
    """A Gaussian posterior N(MEAN, PRECISION^-1) times exp(LOG_EVIDENCE)."""
    away = weights - MEAN
    return -0.5 * away @ data @ away + 0.5 * jnp.linalg.slogdet(data)[1] - jnp.log(2 * jnp.pi) + LOG_EVIDENCE


@pytest.fixture(scope="module")
def q() -> Gaussian:
    return Gaussian(jnp.array([0.3, -0.7]), jnp.array([[9.0, 9.0], [0.4, 9.0]]), jnp.array([-0.5, 0.2]))


def test_density_and_entropy_equal_scipy(q: Gaussian) -> None:
    theirs = multivariate_normal(np.asarray(q.mean), np.asarray(q.covariance))
    weights = np.array([[0.0, 0.0], [1.0, -2.0], [0.3, -0.7]])
    np.testing.assert_allclose(variational.log_density(q, jnp.asarray(weights)), theirs.logpdf(weights), atol=1e-5)
    assert float(q.entropy) == pytest.approx(theirs.entropy(), abs=1e-5)


def test_samples_have_the_moments(q: Gaussian) -> None:
    drawn = np.asarray(variational.sample(q, jax.random.key(0), 50_000))
    np.testing.assert_allclose(drawn.mean(axis=0), q.mean, atol=0.02)
    np.testing.assert_allclose(np.cov(drawn.T), q.covariance, atol=0.03)


def test_elbo_equals_its_formula_and_stays_below(q: Gaussian) -> None:
    """For Gaussians KL(q, p) is known, and ELBO = log evidence - KL."""
    away, covariance = q.mean - MEAN, np.asarray(q.covariance)
    product = np.asarray(PRECISION) @ covariance
    kl = 0.5 * (np.trace(product) + float(away @ PRECISION @ away) - 2 - np.linalg.slogdet(product)[1])
    value, error = variational.elbo_with_error(q, lambda w: log_joint(w, PRECISION), jax.random.key(1), 50_000)
    assert float(value) == pytest.approx(LOG_EVIDENCE - kl, abs=4 * float(error)) and kl > 0.1 > 10 * float(error)


def test_the_exact_posterior_reaches_the_evidence_without_noise() -> None:
    factor = jnp.linalg.cholesky(jnp.linalg.inv(PRECISION))
    exact = Gaussian(MEAN, factor, jnp.log(jnp.diag(factor)))
    value, error = variational.elbo_with_error(exact, lambda w: log_joint(w, PRECISION), jax.random.key(1), 100)
    assert float(value) == pytest.approx(LOG_EVIDENCE, abs=1e-4) and float(error) < 1e-5


@pytest.fixture(scope="module")
def fitted() -> dict[float, Gaussian]:
    """Both families after training, by `full_rank`."""
    step = variational.ascend(log_joint, samples=20)
    result = {}
    for full_rank in (0.0, 1.0):
        settings = variational.Settings(jax.random.key(2), PRECISION, full_rank, 0.05, 1500)
        begun = variational.begin(variational.start(jnp.array([2.0, 2.0]), 0.3), settings)
        fit, elbos = train(step, begun, 1500, chunk=500, progress=silent)
        assert elbos[-100:].mean() > elbos[:20].mean() + 0.5
        result[full_rank] = variational.only_diagonal(fit.q, full_rank)
    return result


def test_full_rank_finds_the_conjugate_posterior(fitted: dict[float, Gaussian]) -> None:
    np.testing.assert_allclose(fitted[1.0].mean, MEAN, atol=0.03)
    np.testing.assert_allclose(fitted[1.0].covariance, np.linalg.inv(PRECISION), atol=0.05)


def test_mean_field_finds_the_right_mean_and_the_precisions_diagonal(fitted: dict[float, Gaussian]) -> None:
    np.testing.assert_allclose(fitted[0.0].mean, MEAN, atol=0.03)
    np.testing.assert_allclose(fitted[0.0].covariance, np.diag(1 / np.diag(PRECISION)), atol=0.03)


def test_same_with_jit_and_vmap_equals_a_loop(q: Gaussian) -> None:
    keys = jax.random.split(jax.random.key(3), 3)

    def estimate(key: jax.Array) -> jax.Array:
        return variational.elbo(q, lambda w: log_joint(w, PRECISION), key, 7)

    loop = [float(estimate(key)) for key in keys]
    np.testing.assert_allclose(jax.vmap(estimate)(keys), loop, rtol=1e-5)
    np.testing.assert_allclose([float(jax.jit(estimate)(key)) for key in keys], loop, rtol=1e-5)
