"""HMC and VI against exact moments and NumPyro's NUTS, and the picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jax
import matplotlib.pyplot as plt
import numpy as np
import pytest
from numpyro.infer import MCMC, NUTS
from scipy.stats import multivariate_normal, norm

from runners.experiments import find, run_experiment
from runners.experiments.bayes import vi_vs_hmc
from runners.experiments.bayes.vi_vs_hmc import Target
from runners.experiments.reading import silent
from runners.sandbox import Sandbox

GAUSSIAN, BANANA = Target(0.0, 0.9), Target(1.0, 1.0)


@pytest.fixture(autouse=True)
def close() -> Iterator[None]:
    yield
    plt.close("all")


def drawn(target: Target, **settings: float) -> np.ndarray:
    """Samples after the warm-up, (s, 2)."""
    record = vi_vs_hmc.sample(target, jax.random.key(1), progress=silent, **settings)  # type: ignore[arg-type]
    return record.weights[vi_vs_hmc.WARM_UP :].reshape(-1, 2)  # type: ignore[return-value]


@pytest.mark.parametrize("weights", [(0.0, 0.0), (1.5, -2.0)])
def test_densities_equal_scipy(weights: tuple[float, float]) -> None:
    theirs = multivariate_normal([0, 0], [[1, 0.9], [0.9, 1]]).logpdf(weights)
    assert float(vi_vs_hmc.log_density(np.array(weights), GAUSSIAN)) == pytest.approx(theirs, abs=1e-3)
    w1, w2 = weights
    theirs = norm.logpdf(w1) + norm.logpdf(w2, w1**2 - 1, vi_vs_hmc.NARROW)
    assert float(vi_vs_hmc.log_density(np.array(weights), BANANA)) == pytest.approx(theirs, abs=1e-4)


@pytest.mark.parametrize("target", [GAUSSIAN, BANANA, Target(1.0, 3.0)])
def test_exact_moments_equal_a_grid(target: Target) -> None:
    """Sums over w1 of the moments that w2 has where w1 is given."""
    w1 = np.linspace(-8, 8, 4001)
    weight = norm.pdf(w1) / norm.pdf(w1).sum()
    middle, narrow = vi_vs_hmc.conditional(w1, target)
    mean = np.sum(weight * np.asarray(middle))
    deviation = np.sqrt(np.sum(weight * (np.asarray(middle) - mean) ** 2) + float(narrow) ** 2)
    exact = vi_vs_hmc.exact_moments(target)
    np.testing.assert_allclose([mean, deviation], [exact.mean[1], exact.deviation[1]], atol=1e-4)


def test_hmc_has_the_gaussians_moments() -> None:
    samples = drawn(GAUSSIAN, samples=1500, step_size=0.2, leapfrog_steps=12)
    np.testing.assert_allclose(samples.mean(axis=0), np.zeros(2), atol=0.1)
    np.testing.assert_allclose(np.cov(samples.T), [[1, 0.9], [0.9, 1]], atol=0.12)


def test_hmc_has_the_bananas_moments_and_equals_nuts() -> None:
    samples = drawn(BANANA, samples=3000, step_size=0.15, leapfrog_steps=20)
    exact = vi_vs_hmc.exact_moments(BANANA)
    sampler = MCMC(NUTS(potential_fn=lambda w: -vi_vs_hmc.log_density(w, BANANA)), num_warmup=300, num_samples=2000,
                   num_chains=4, chain_method="vectorized", progress_bar=False)  # fmt: skip
    sampler.run(jax.random.key(0), init_params=np.zeros((4, 2), np.float32))
    theirs = np.asarray(sampler.get_samples())
    for moments in (samples, theirs):
        np.testing.assert_allclose(moments.mean(axis=0), exact.mean, atol=0.17)
        np.testing.assert_allclose(moments.std(axis=0) / exact.deviation, np.ones(2), atol=0.13)
    shares = [np.quantile(part[:, 1], (0.1, 0.5, 0.9)) for part in (samples, theirs)]
    np.testing.assert_allclose(shares[0], shares[1], atol=0.3)


def test_mean_field_keeps_the_root_of_one_minus_r_squared() -> None:
    q, samples = vi_vs_hmc.fit_q(GAUSSIAN, jax.random.key(0), silent)
    np.testing.assert_allclose(q.deviation, np.full(2, np.sqrt(1 - 0.9**2)), rtol=0.06)
    np.testing.assert_allclose(q.mean, np.zeros(2), atol=0.05)
    np.testing.assert_allclose(samples.std(axis=0), q.deviation, rtol=0.12)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"samples": 100, "step_size": 3.0, "leapfrog_steps": 1, "correlation": 0.99}, "too large"),
        ({"samples": 100, "step_size": 0.001, "leapfrog_steps": 1}, "moves are too short"),
        ({"samples": 100, "target": "banana", "bend": 3.0, "step_size": 1.0, "leapfrog_steps": 50}, "too large"),
        ({"samples": 1000, "target": "banana", "bend": 0.0}, "loses little"),
        ({"samples": 500, "correlation": -0.99, "step_size": 0.1}, "keeps only sqrt(1 - r²) = 0.14"),
    ],
)  # fmt: skip
def test_the_reading_says_what_happened(changed: dict[str, float | str], words: str) -> None:
    reading = vi_vs_hmc.run(**{**find("vi_vs_hmc").defaults(), **changed})  # type: ignore[arg-type]
    told = " ".join([reading.text, *reading.alts, *reading.numbers.values()])
    assert words in told and not re.search(r"\bnan\b|\binf\b", told) and len(reading.alts[0]) < 400
    figure = plt.gcf()
    figure.canvas.draw()
    assert figure.get_tightbbox().width <= figure.get_figwidth() + 0.1


def test_stop_shows_what_there_is() -> None:
    values = {**find("vi_vs_hmc").defaults(), "samples": 5000}
    reading = vi_vs_hmc.run(**values, progress=lambda done, text: False)  # type: ignore[arg-type]
    assert "200 of 20,000 samples" in reading.text and plt.get_fignums()


def test_in_the_sandbox(sandbox: Sandbox) -> None:
    result = run_experiment(sandbox, "vi_vs_hmc", {"samples": 300, "seed": 3})
    assert result.status == "ok" and result.error is None
    (figure,) = result.figures
    assert figure.data.startswith(b"\x89PNG") and 800 <= figure.width <= 850 and figure.height >= 400
    assert "mean-field q" in figure.alt and "seed 3" in result.stdout
    assert len(re.findall(r"\.(?:\s|$)", result.stdout)) in (2, 3)


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("vi_vs_hmc")
    assert experiment.module == vi_vs_hmc.__name__
    assert set(experiment.defaults()) == set(vi_vs_hmc.run.__annotations__) - {"progress", "return"}
