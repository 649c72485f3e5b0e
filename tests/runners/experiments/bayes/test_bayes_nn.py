"""The network's posterior against NumPyro's NUTS on a model of its own, the band in the gap, and the picture."""

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
from scipy.stats import norm

from runners.experiments import find, run_experiment
from runners.experiments.bayes import bayes_nn
from runners.experiments.bayes.bayes_nn import Data
from runners.experiments.reading import silent
from runners.sandbox import Sandbox

POINTS, HIDDEN, NOISE, INNER = 12, 4, 0.2, 1.5


@pytest.fixture(autouse=True)
def close() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def data() -> Data:
    return bayes_nn.sample_data(jax.random.key(3), POINTS, HIDDEN, NOISE, INNER, 1.5)


def by_numpy(weights: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The network with HIDDEN units, unit by unit."""
    a, b, v = weights[:-1].reshape(3, -1)
    total = np.zeros_like(x)
    for i in range(HIDDEN):
        total += v[i] * np.tanh(INNER * a[i] * x + INNER * b[i])
    return bayes_nn.SCALE / np.sqrt(HIDDEN) * total + weights[-1]


def test_log_joint_equals_scipy_and_padding_counts_nothing(data: Data) -> None:
    weights = np.random.default_rng(0).normal(size=3 * bayes_nn.MOST_HIDDEN + 1)
    x, y = np.asarray(data.x)[:POINTS], np.asarray(data.y)[:POINTS]
    np.testing.assert_allclose(bayes_nn.network(jnp.asarray(weights), data.x[:POINTS], data), by_numpy(weights, x),
                               atol=1e-4)  # fmt: skip
    other = np.random.default_rng(1).normal(size=weights.shape)

    def theirs(w: np.ndarray) -> float:
        return float(norm.logpdf(y, by_numpy(w, x), NOISE).sum() + norm.logpdf(w).sum())

    ours = [float(bayes_nn.log_joint(jnp.asarray(w), data)) for w in (weights, other)]
    assert ours[0] - ours[1] == pytest.approx(theirs(weights) - theirs(other), rel=1e-3)


def test_the_gap_is_empty() -> None:
    x = np.asarray(bayes_nn.sample_inputs(jax.random.key(0), 500, 3.0))
    assert (np.abs(x - bayes_nn.GAP_MIDDLE) >= 1.5 - 1e-5).all() and (np.abs(x) <= 2).all()
    assert x.min() < -1.5 < 1.8 < x.max()


def test_vmap_equals_a_loop(data: Data) -> None:
    weights = jax.random.normal(jax.random.key(0), (3, 3 * bayes_nn.MOST_HIDDEN + 1))
    loop = [by_numpy(np.asarray(w), np.array([-1.0, 0.5])) for w in weights]
    np.testing.assert_allclose(bayes_nn.functions(weights, jnp.array([-1.0, 0.5]), data), loop, atol=1e-4)


@pytest.fixture(scope="module")
def members(data: Data) -> jax.Array:
    return bayes_nn.train_ensemble(jax.random.key(1), data, silent)


def test_the_ensembles_members_are_modes(data: Data, members: jax.Array) -> None:
    slopes = jax.jit(jax.vmap(jax.grad(bayes_nn.log_joint), (0, None)))(members, data)
    starts = jax.random.normal(jax.random.key(1), members.shape)
    before = jax.jit(jax.vmap(jax.grad(bayes_nn.log_joint), (0, None)))(starts, data)
    assert (jnp.linalg.norm(slopes, axis=1) < 0.02 * jnp.linalg.norm(before, axis=1)).all()


def nuts(data: Data, places: np.ndarray) -> np.ndarray:
    """The same model in NumPyro's words, without padding: functions drawn from its posterior, (k, g)."""
    x, y = data.x[:POINTS], data.y[:POINTS]

    def model() -> None:
        with numpyro.plate("units", HIDDEN):
            a = numpyro.sample("a", dist.Normal(0.0, INNER))
            b = numpyro.sample("b", dist.Normal(0.0, INNER))
            v = numpyro.sample("v", dist.Normal(0.0, bayes_nn.SCALE / HIDDEN**0.5))
        c = numpyro.sample("c", dist.Normal(0.0, 1.0))
        numpyro.sample("y", dist.Normal(jnp.tanh(jnp.outer(x, a) + b) @ v + c, NOISE), obs=y)

    sampler = MCMC(NUTS(model, max_tree_depth=6), num_warmup=300, num_samples=500, num_chains=4,
                   chain_method="vectorized", progress_bar=False)  # fmt: skip
    sampler.run(jax.random.key(0))
    drawn = {name: np.asarray(values) for name, values in sampler.get_samples().items()}
    units = np.tanh(places[None, :, None] * drawn["a"][:, None, :] + drawn["b"][:, None, :])  # (k, g, h)
    return np.einsum("kgh,kh->kg", units, drawn["v"]) + drawn["c"][:, None]


def test_hmc_equals_nuts(data: Data, members: jax.Array) -> None:
    places = np.linspace(-2.5, 2.5, 11)
    sampled = bayes_nn.sample_hmc(jax.random.key(2), members, data, 1000, silent)
    ours = np.asarray(bayes_nn.functions(jnp.asarray(sampled.weights), jnp.asarray(places), data))
    theirs = nuts(data, places)
    spread = theirs.std(axis=0)
    assert bayes_nn.converged(sampled, data)[0] < 1.1
    np.testing.assert_allclose((ours.mean(axis=0) - theirs.mean(axis=0)) / spread, np.zeros(11), atol=0.4)
    np.testing.assert_allclose(ours.std(axis=0) / spread, np.ones(11), atol=0.3)
    assert abs(np.log(ours.std(axis=0) / spread).mean()) < 0.12


def test_the_band_widens_in_the_gap_and_covers() -> None:
    reading = bayes_nn.run(**find("bayes_nn").defaults())  # type: ignore[arg-type]
    rows = reading.numbers
    at_data, in_gap = (
        float(width.strip(" ±")) for width in rows["HMC: 95 % band of f, at data / in the gap"].split("/")
    )
    assert in_gap > 2 * at_data
    ensemble = [float(w.strip(" ±")) for w in rows["ensemble: 95 % band of f, at data / in the gap"].split("/")]
    assert ensemble[0] < at_data and ensemble[1] < in_gap
    covered = [float(share.strip(" %")) for share in rows["HMC: new targets inside, at data / in the gap"].split("/")]
    assert min(covered) > 85
    assert "4 chains of 400 samples" in reading.text


@pytest.mark.parametrize(
    "changed",
    [
        {"points": 1, "hidden": 1, "noise": 1.0, "gap": 0.2, "inner_scale": 0.2, "samples": 20},
        {"points": 80, "hidden": 20, "noise": 0.05, "gap": 3.0, "inner_scale": 5.0, "samples": 20},
        {"method": "vi", "steps": 1, "hidden": 1},
    ],
)  # fmt: skip
def test_the_edges_can_be_drawn(changed: dict[str, float | str]) -> None:
    reading = bayes_nn.run(**{**find("bayes_nn").defaults(), **changed})  # type: ignore[arg-type]
    told = " ".join([reading.text, *reading.alts, *reading.numbers.values()])
    assert "nan" not in told and "inf" not in told and len(reading.alts[0]) < 400
    figure = plt.gcf()
    figure.canvas.draw()
    assert figure.get_tightbbox().width <= figure.get_figwidth() + 0.1


@pytest.mark.parametrize("method", ["hmc", "vi"])
def test_stop_shows_what_there_is(method: str) -> None:
    values = {**find("bayes_nn").defaults(), "method": method}
    reading = bayes_nn.run(**values, progress=lambda done, text: False)  # type: ignore[arg-type]
    assert "nan" not in reading.text and plt.get_fignums()
    assert "4 chains of 10 samples" in reading.text or "200 steps" in reading.text


def test_in_the_sandbox(sandbox: Sandbox) -> None:
    result = run_experiment(sandbox, "bayes_nn", {"samples": 100, "seed": 3})
    assert result.status == "ok" and result.error is None
    (figure,) = result.figures
    assert figure.data.startswith(b"\x89PNG") and 800 <= figure.width <= 865 and figure.height >= 400
    assert "deep ensemble" in figure.alt and "seed 3" in result.stdout
    assert len(re.findall(r"\.(?:\s|$)", result.stdout)) in (2, 3)


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("bayes_nn")
    assert experiment.module == bayes_nn.__name__
    assert set(experiment.defaults()) == set(bayes_nn.run.__annotations__) - {"progress", "return"}
