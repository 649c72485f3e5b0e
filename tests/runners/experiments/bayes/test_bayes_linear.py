"""The posterior against scikit-learn, the evidence against SciPy, and what the bands must do."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jax
import jax.numpy as jnp
import matplotlib.pyplot as plt
import numpy as np
import pytest
from scipy.stats import multivariate_normal
from sklearn.linear_model import BayesianRidge, Ridge

from runners.experiments import find, run_experiment
from runners.experiments.bayes import bayes_linear
from runners.sandbox import Sandbox

NOISE, ALPHA = 0.3, 0.7
posterior = jax.jit(bayes_linear.posterior)
log_evidence = jax.jit(bayes_linear.log_evidence)
predict = jax.jit(bayes_linear.predict)


@pytest.fixture(autouse=True)
def digits() -> Iterator[None]:
    with jax.enable_x64(True):
        yield
    plt.close("all")


@pytest.fixture
def data() -> tuple[jax.Array, jax.Array]:
    for_x, for_noise = jax.random.split(jax.random.key(4))
    x = bayes_linear.sample_inputs(for_x, 30, 0.5)
    y = bayes_linear.true_function(x) + NOISE * jax.random.normal(for_noise, x.shape)
    return x[:, None] ** jnp.arange(6), y  # (n, d), (n,)


def test_worked_by_hand() -> None:
    """One weight, x = 1 and 2, y = 2 and 3: precision 1 + 5 / 4, mean (2 + 6) / 4 / 2.25."""
    fitted = posterior(jnp.array([[1.0], [2.0]]), jnp.array([2.0, 3.0]), noise=2.0, alpha=1.0)
    np.testing.assert_allclose(fitted.covariance, [[1 / 2.25]])
    np.testing.assert_allclose(fitted.mean, [2.0 / 2.25])


def test_closed_form(data: tuple[jax.Array, jax.Array]) -> None:
    features, targets = (np.asarray(array) for array in data)
    fitted = posterior(*data, noise=NOISE, alpha=ALPHA)
    covariance = np.linalg.inv(ALPHA * np.eye(6) + features.T @ features / NOISE**2)
    np.testing.assert_allclose(fitted.covariance, covariance, atol=1e-9)
    np.testing.assert_allclose(fitted.mean, covariance @ features.T @ targets / NOISE**2, atol=1e-9)


def test_mean_equals_ridge(data: tuple[jax.Array, jax.Array]) -> None:
    ridge = Ridge(alpha=ALPHA * NOISE**2, fit_intercept=False).fit(*map(np.asarray, data))
    fitted = posterior(*data, noise=NOISE, alpha=ALPHA)
    np.testing.assert_allclose(fitted.mean, ridge.coef_, atol=1e-4)


def test_posterior_and_predictive_equal_bayesian_ridge(data: tuple[jax.Array, jax.Array]) -> None:
    """scikit-learn estimates both precisions itself: with the values that it found, the rest must agree."""
    features, targets = (np.asarray(array) for array in data)
    theirs = BayesianRidge(fit_intercept=False, tol=1e-12, max_iter=5000).fit(features, targets)
    noise, alpha = theirs.alpha_**-0.5, theirs.lambda_
    ours = posterior(*data, noise=noise, alpha=alpha)
    np.testing.assert_allclose(ours.mean, theirs.coef_, atol=1e-4)
    np.testing.assert_allclose(ours.covariance, theirs.sigma_, atol=1e-4)
    new = np.linspace(-1.5, 1.5, 7)[:, None] ** np.arange(6)
    mean, deviation = predict(ours, jnp.asarray(new))
    their_mean, their_deviation = theirs.predict(new, return_std=True)
    np.testing.assert_allclose(mean, their_mean, atol=1e-4)
    np.testing.assert_allclose(np.hypot(deviation, noise), their_deviation, atol=1e-4)


@pytest.mark.parametrize("alpha", [1e-2, 0.7, 50.0])
def test_evidence_equals_scipy(data: tuple[jax.Array, jax.Array], alpha: float) -> None:
    features, targets = (np.asarray(array) for array in data)
    covariance = NOISE**2 * np.eye(30) + features @ features.T / alpha
    ours = log_evidence(*data, 30, noise=NOISE, alpha=alpha)
    assert float(ours) == pytest.approx(multivariate_normal(np.zeros(30), covariance).logpdf(targets), abs=1e-6)


def test_one_point_at_a_time_equals_all_at_once(data: tuple[jax.Array, jax.Array]) -> None:
    features, targets = (np.asarray(array) for array in data)
    precision, shift = ALPHA * np.eye(6), np.zeros(6)  # the posterior of each point is the prior of the next
    for row, target in zip(features, targets, strict=True):
        precision, shift = precision + np.outer(row, row) / NOISE**2, shift + row * target / NOISE**2
    fitted = posterior(*data, noise=NOISE, alpha=ALPHA)
    np.testing.assert_allclose(fitted.mean, np.linalg.solve(precision, shift), atol=1e-8)
    np.testing.assert_allclose(fitted.covariance, np.linalg.inv(precision), atol=1e-8)


def test_padding_changes_nothing(data: tuple[jax.Array, jax.Array]) -> None:
    features, targets = data
    padded = jnp.zeros((50, 9)).at[:30, :6].set(features), jnp.zeros(50).at[:30].set(targets)
    exact = posterior(features, targets, noise=NOISE, alpha=ALPHA)
    wide = posterior(*padded, noise=NOISE, alpha=ALPHA)
    np.testing.assert_allclose(wide.mean, np.append(exact.mean, np.zeros(3)), atol=1e-9)
    evidences = [float(log_evidence(*arrays, 30, noise=NOISE, alpha=ALPHA)) for arrays in (data, padded)]
    assert evidences[0] == pytest.approx(evidences[1], abs=1e-8)


def test_more_data_never_widen_the_band(data: tuple[jax.Array, jax.Array]) -> None:
    grid = jnp.linspace(-1.5, 1.5, 50)[:, None] ** jnp.arange(6)
    widths = [predict(posterior(data[0][:n], data[1][:n], noise=NOISE, alpha=ALPHA), grid)[1] for n in (0, 1, 5, 30)]
    for wide, narrow in zip(widths, widths[1:], strict=False):
        assert (narrow <= wide + 1e-9).all() and narrow.mean() < 0.95 * wide.mean()
    np.testing.assert_allclose(widths[0], jnp.linalg.norm(grid, axis=1) / ALPHA**0.5, rtol=1e-6)  # the prior's


def test_drawn_weights_have_the_posteriors_moments(data: tuple[jax.Array, jax.Array]) -> None:
    fitted = posterior(*data, noise=NOISE, alpha=ALPHA)
    drawn = np.asarray(bayes_linear.draw_weights(jax.random.key(0), fitted, 40_000))
    spread = np.sqrt(np.diag(fitted.covariance))
    np.testing.assert_allclose((drawn.mean(axis=0) - fitted.mean) / spread, np.zeros(6), atol=0.03)
    np.testing.assert_allclose(np.cov(drawn.T) / np.outer(spread, spread), np.corrcoef(drawn.T), atol=0.03)
    np.testing.assert_allclose(drawn.std(axis=0) / spread, np.ones(6), atol=0.03)


def test_same_with_jit(data: tuple[jax.Array, jax.Array]) -> None:
    def all_three(features: jax.Array, targets: jax.Array) -> tuple[jax.Array, ...]:
        fitted = bayes_linear.posterior(features, targets, noise=NOISE, alpha=ALPHA)
        evidence = bayes_linear.log_evidence(features, targets, 30, noise=NOISE, alpha=ALPHA)
        return fitted.mean, evidence, *bayes_linear.predict(fitted, features)

    for ours, theirs in zip(jax.jit(all_three)(*data), all_three(*data), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-9)


def test_the_gap_is_empty() -> None:
    x = np.asarray(bayes_linear.sample_inputs(jax.random.key(0), 500, 0.6))
    assert (np.abs(x - bayes_linear.GAP_MIDDLE) >= 0.3 - 1e-9).all() and (np.abs(x) <= 1).all()
    assert {x.min() < -0.9, (x > 0.9).any()} == {True}


def test_the_evidence_of_each_degree_equals_a_loop() -> None:
    result = bayes_linear.infer(jax.random.key(2), 15, False, 4, 0.2, 2.0, 0.6)
    x, y = np.asarray(result.x[:15]), np.asarray(result.y[:15])
    for degree, evidence in enumerate(result.evidences):
        features = x[:, None] ** np.arange(degree + 1)
        covariance = 0.2**2 * np.eye(15) + features @ features.T * 2.0**2
        assert float(evidence) == pytest.approx(multivariate_normal(np.zeros(15), covariance).logpdf(y), abs=1e-5)


@pytest.mark.parametrize(
    "changed",
    [
        {"points": 1, "degree": 12, "prior_scale": 20.0, "noise": 0.02, "gap": 0.0},
        {"points": 200, "degree": 0, "prior_scale": 0.1, "noise": 1.0, "gap": 1.2},
        {"points": 200, "degree": 12, "basis": "cosine", "noise": 0.02, "prior_scale": 20.0},
        {"points": 3, "degree": 0, "basis": "cosine"},
    ],
)  # fmt: skip
def test_the_edges_can_be_drawn(changed: dict[str, float | str]) -> None:
    reading = bayes_linear.run(**{**find("bayes_linear").defaults(), **changed})  # type: ignore[arg-type]
    told = " ".join([reading.text, *reading.alts, *reading.numbers.values()])
    assert "nan" not in told and "inf" not in told and len(reading.alts[0]) < 400
    figure = plt.gcf()
    figure.canvas.draw()
    assert figure.get_tightbbox().width <= figure.get_figwidth() + 0.02


def test_the_reading_tells_a_wrong_model() -> None:
    texts = [
        bayes_linear.run(**{**find("bayes_linear").defaults(), "degree": degree, "points": 50}).text  # type: ignore[arg-type]
        for degree in (0, 1, 5)
    ]
    assert "too stiff" in texts[0] and "not 95 %" in texts[1] and "not 95 %" not in texts[2]


def test_in_the_sandbox(sandbox: Sandbox) -> None:
    result = run_experiment(sandbox, "bayes_linear", {"points": 12, "seed": 3})
    assert result.status == "ok" and result.error is None
    (figure,) = result.figures
    assert figure.data.startswith(b"\x89PNG") and 800 <= figure.width <= 850 and figure.height >= 400
    assert "12 data points" in figure.alt and "seed 3" in result.stdout
    assert len(re.findall(r"\.(?:\s|$)", result.stdout)) in (2, 3)
    assert run_experiment(sandbox, "bayes_linear", {"points": 12, "seed": 3}).figures[0].data == figure.data


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("bayes_linear")
    assert experiment.module == bayes_linear.__name__
    assert set(experiment.defaults()) == set(bayes_linear.run.__annotations__) - {"progress", "return"}
