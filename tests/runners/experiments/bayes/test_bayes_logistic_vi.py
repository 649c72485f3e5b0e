"""The grid against SciPy's integration and NumPyro's NUTS, the ELBO against the evidence, and the picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jax
import jax.numpy as jnp
import matplotlib.pyplot as plt
import numpy as np
import numpyro
import numpyro.distributions as dist
import pytest
from numpyro.infer import MCMC, NUTS
from scipy.integrate import dblquad
from scipy.stats import bernoulli, norm

from runners.experiments import find, run_experiment
from runners.experiments.bayes import bayes_logistic_vi, variational
from runners.experiments.bayes.bayes_logistic_vi import Data, Grid
from runners.experiments.bayes.variational import Gaussian
from runners.experiments.reading import silent
from runners.experiments.training import train
from runners.sandbox import Sandbox

POINTS = 30


@pytest.fixture(autouse=True)
def close() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def data() -> Data:
    return bayes_logistic_vi.sample_data(jax.random.key(5), POINTS, 0.8, 2.0)


@pytest.fixture(scope="module")
def exact(data: Data) -> Grid:
    return Grid(*map(np.asarray, bayes_logistic_vi.exact_posterior(data)))


def by_scipy(weights: np.ndarray, data: Data, points: int) -> float:
    x, y = np.asarray(data.x)[:points], np.asarray(data.y)[:points]
    prior = norm(0, float(data.alpha) ** -0.5).logpdf(weights).sum()
    return float(prior + bernoulli(1 / (1 + np.exp(-(x @ weights)))).logpmf(y).sum())


@pytest.mark.parametrize("weights", [(0.0, 0.0), (2.0, -1.0), (-3.0, 4.0)])
def test_log_joint_equals_scipy(data: Data, weights: tuple[float, float]) -> None:
    ours = bayes_logistic_vi.log_joint(jnp.array(weights), data)
    assert float(ours) == pytest.approx(by_scipy(np.array(weights), data, POINTS), abs=1e-3)


def test_evidence_equals_scipys_integral() -> None:
    data = bayes_logistic_vi.sample_data(jax.random.key(1), 4, 0.3, 1.0)
    theirs, _ = dblquad(lambda b, a: np.exp(by_scipy(np.array([a, b]), data, 4)), -6, 6, -6, 6, epsrel=1e-4)
    ours = bayes_logistic_vi.exact_posterior(data).log_evidence
    assert float(ours) == pytest.approx(np.log(theirs), abs=1e-3)


@pytest.mark.parametrize("points", [1, 200])
@pytest.mark.parametrize("scale", [0.1, 10.0])
def test_the_grid_holds_the_posterior(points: int, scale: float) -> None:
    """Nothing at the grid's edges, and several cells for each standard deviation."""
    grid = bayes_logistic_vi.exact_posterior(bayes_logistic_vi.sample_data(jax.random.key(0), points, -0.98, scale))
    edges = [grid.probability[0], grid.probability[-1], grid.probability[:, 0], grid.probability[:, -1]]
    assert max(float(edge.sum()) for edge in edges) < 1e-6
    cells = np.array([grid.w1[1] - grid.w1[0], grid.w2[1] - grid.w2[0]])
    assert (np.asarray(grid.deviation) > 3 * cells).all()


def test_the_elbo_is_never_above_the_log_evidence(data: Data, exact: Grid) -> None:
    def random_q(key: jax.Array) -> Gaussian:
        near = jnp.asarray(exact.mean) + 0.3 * jax.random.normal(key, (2,))
        other = jax.random.normal(jax.random.fold_in(key, 1), (2, 2))
        return Gaussian(near, 0.4 * other, jnp.log(jnp.asarray(exact.deviation)) - jnp.abs(other[0]))

    def elbo(key: jax.Array) -> tuple[jax.Array, jax.Array]:
        joint = lambda weights: bayes_logistic_vi.log_joint(weights, data)  # noqa: E731
        return variational.elbo_with_error(random_q(key), joint, jax.random.fold_in(key, 2), 4_000)

    values, errors = jax.jit(jax.vmap(elbo))(jax.random.split(jax.random.key(0), 40))
    gaps = float(exact.log_evidence) - np.asarray(values)
    assert (gaps > -4 * np.asarray(errors)).all() and gaps.min() < 0.5


@pytest.fixture(scope="module")
def fitted(data: Data) -> dict[str, tuple[bayes_logistic_vi.Summary, np.ndarray]]:
    result = {}
    for family, full_rank in (("mean-field", 0.0), ("full-rank", 1.0)):
        settings = variational.Settings(jax.random.key(2), data, full_rank, 0.05, 2000)
        begun = variational.begin(variational.start(jnp.zeros(2), 1.0), settings)
        fit, curve = train(bayes_logistic_vi.STEP, begun, 2000, chunk=500, progress=silent)
        result[family] = bayes_logistic_vi.summarise(fit.q, full_rank, data, jax.random.key(3)), curve
    return result


def test_training_climbs_and_full_rank_comes_closer(
    fitted: dict[str, tuple[bayes_logistic_vi.Summary, np.ndarray]], exact: Grid
) -> None:
    gaps = {family: float(exact.log_evidence - summary.elbo) for family, (summary, _) in fitted.items()}
    errors = {family: float(summary.error) for family, (summary, _) in fitted.items()}
    for family, (_, curve) in fitted.items():
        assert curve[-200:].mean() > curve[:10].mean()
        assert gaps[family] > -4 * errors[family]
    assert gaps["full-rank"] < 0.1 < gaps["mean-field"] < 1.0
    ratio = fitted["mean-field"][0].covariance[0, 0] ** 0.5 / exact.deviation[0]
    assert 0.4 < float(ratio) < 0.85


def test_grid_and_full_rank_equal_nuts(
    data: Data, exact: Grid, fitted: dict[str, tuple[bayes_logistic_vi.Summary, np.ndarray]]
) -> None:
    def model() -> None:
        weights = numpyro.sample("w", dist.Normal(0, 2.0).expand([2]).to_event(1))
        numpyro.sample("y", dist.Bernoulli(logits=data.x[:POINTS] @ weights), obs=data.y[:POINTS])

    sampler = MCMC(NUTS(model), num_warmup=300, num_samples=1500, num_chains=2, chain_method="vectorized",
                   progress_bar=False)  # fmt: skip
    sampler.run(jax.random.key(0))
    drawn = np.asarray(sampler.get_samples()["w"])
    np.testing.assert_allclose((exact.mean - drawn.mean(axis=0)) / exact.deviation, np.zeros(2), atol=0.12)
    np.testing.assert_allclose(exact.deviation / drawn.std(axis=0), np.ones(2), atol=0.1)
    summary, _ = fitted["full-rank"]
    np.testing.assert_allclose((summary.mean - drawn.mean(axis=0)) / exact.deviation, np.zeros(2), atol=0.25)
    np.testing.assert_allclose(np.sqrt(np.diag(summary.covariance)) / drawn.std(axis=0), np.ones(2), atol=0.15)


@pytest.mark.parametrize(
    "changed",
    [
        {"points": 1, "prior_scale": 10.0, "steps": 1},
        {"points": 200, "correlation": -0.98, "prior_scale": 0.1, "family": "full-rank", "steps": 200},
        {"points": 2, "prior_scale": 10.0, "learning_rate": 1.0, "steps": 400},
        {"learning_rate": 0.0001, "steps": 200, "points": 200},
    ],
)  # fmt: skip
def test_the_edges_can_be_drawn(changed: dict[str, float | str]) -> None:
    reading = bayes_logistic_vi.run(**{**find("bayes_logistic_vi").defaults(), **changed})  # type: ignore[arg-type]
    told = " ".join([reading.text, *reading.alts, *reading.numbers.values()])
    assert "nan" not in told and "inf" not in told and len(reading.alts[0]) < 400
    figure = plt.gcf()
    figure.canvas.draw()
    assert figure.get_tightbbox().width <= figure.get_figwidth() + 0.1


def test_stop_shows_what_there_is() -> None:
    values = {**find("bayes_logistic_vi").defaults(), "steps": 5000}
    reading = bayes_logistic_vi.run(**values, progress=lambda done, text: False)  # type: ignore[arg-type]
    assert "stopped after 200 of 5,000 steps" in reading.text and plt.get_fignums()


def test_in_the_sandbox(sandbox: Sandbox) -> None:
    result = run_experiment(sandbox, "bayes_logistic_vi", {"family": "full-rank", "steps": 1000, "seed": 3})
    assert result.status == "ok" and result.error is None
    (figure,) = result.figures
    assert figure.data.startswith(b"\x89PNG") and 800 <= figure.width <= 850 and figure.height >= 400
    assert "full-rank q" in figure.alt and "seed 3" in result.stdout
    assert len(re.findall(r"\.(?:\s|$)", result.stdout)) in (2, 3)


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("bayes_logistic_vi")
    assert experiment.module == bayes_logistic_vi.__name__
    assert set(experiment.defaults()) == set(bayes_logistic_vi.run.__annotations__) - {"progress", "return"}
