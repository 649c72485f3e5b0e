"""The leapfrog's two promises, what the sampler must leave in place, and the diagnostics against NumPyro's."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import numpyro.diagnostics
import pytest

from runners.experiments.bayes import diagnostics, hmc
from runners.experiments.reading import silent
from runners.experiments.training import train


def log_density(weights: jax.Array) -> jax.Array:
    return -0.25 * weights[0] ** 4 - (weights[1] - jnp.sin(weights[0])) ** 2


WEIGHTS, MOMENTUM = jnp.array([0.8, -0.3]), jnp.array([-0.6, 1.1])


def test_leapfrog_worked_by_hand() -> None:
    """log p = -w^2 / 2, one step of 0.5 from w = 1, v = 0: half kick -0.25, w = 0.875, second half kick."""
    w, v = hmc.leapfrog(lambda w: -0.5 * jnp.sum(w**2), jnp.array([1.0]), jnp.array([0.0]), 0.5, 1)
    np.testing.assert_allclose([w[0], v[0]], [0.875, -0.25 - 0.25 * 0.875], rtol=1e-6)


def test_leapfrog_is_reversible() -> None:
    with jax.enable_x64(True):
        start = jnp.asarray(WEIGHTS, float), jnp.asarray(MOMENTUM, float)
        w, v = hmc.leapfrog(log_density, *start, 0.1, 50)
        back, kick = hmc.leapfrog(log_density, w, -v, 0.1, 50)
        assert float(jnp.abs(w - start[0]).max()) > 0.1
    np.testing.assert_allclose(back, np.asarray(WEIGHTS), atol=1e-6)
    np.testing.assert_allclose(kick, -np.asarray(MOMENTUM), atol=1e-6)


def test_leapfrog_keeps_volume() -> None:
    with jax.enable_x64(True):
        moved = jax.jacfwd(lambda both: jnp.concatenate(hmc.leapfrog(log_density, both[:2], both[2:], 0.2, 3)))
        matrix = jax.jit(moved)(jnp.concatenate([WEIGHTS, MOMENTUM]).astype(float))
    assert np.linalg.det(np.asarray(matrix)) == pytest.approx(1.0, abs=1e-6)


def test_the_energy_error_is_of_second_order() -> None:
    """Half the step size over the same time: a quarter of the error."""
    with jax.enable_x64(True):
        start = jnp.asarray(WEIGHTS, float), jnp.asarray(MOMENTUM, float)
        before = hmc.energy(log_density, *start)
        errors = [
            abs(float(hmc.energy(log_density, *hmc.leapfrog(log_density, *start, 1.0 / n, n)) - before))
            for n in (20, 40, 80)
        ]
    orders = np.log2(np.array(errors[:-1]) / errors[1:])
    np.testing.assert_allclose(orders, [2.0, 2.0], atol=0.15)


def test_a_move_that_explodes_is_refused() -> None:
    moved = hmc.iterate(log_density, WEIGHTS, jax.random.key(0), 50.0, 20)
    assert float(moved.acceptance) == 0.0 and bool(moved.diverged)
    np.testing.assert_array_equal(moved.weights, WEIGHTS)


def test_chains_equal_a_loop_and_forget_nothing_between_chunks() -> None:
    step = hmc.advance(lambda weights, _: log_density(weights))
    starts = jnp.stack([WEIGHTS, -WEIGHTS, 0.5 * MOMENTUM])
    settings = hmc.Settings(jax.random.key(4), 0.0, 5, 0)
    _, record = train(step, hmc.begin(starts, 0.3, settings), 6, chunk=3, progress=silent, words=str)
    alone = jax.jit(lambda w, key: hmc.iterate(log_density, w, key, 0.3, 5).weights)
    weights = list(starts)
    for number in range(6):
        keys = jax.random.split(jax.random.fold_in(settings.key, number), 3)
        weights = [alone(w, key) for w, key in zip(weights, keys, strict=True)]
        np.testing.assert_allclose(record.weights[number], jnp.stack(weights), atol=1e-4)


def test_the_warm_up_finds_a_step_size_and_keeps_it() -> None:
    scale = jnp.array([0.05, 0.05, 0.05])
    step = hmc.advance(lambda weights, scale: -0.5 * jnp.sum((weights / scale) ** 2))
    begun = hmc.begin(jnp.zeros((4, 3)), 0.001, hmc.Settings(jax.random.key(0), scale, 7, 150))
    _, record = train(step, begun, 400, chunk=100, progress=silent, words=str)
    assert 0.65 < record.acceptance[150:].mean() < 0.95
    assert record.step_size[0] == pytest.approx(0.001, rel=1e-4) and len(set(record.step_size[150:].tolist())) == 1
    np.testing.assert_allclose(record.weights[150:].std(axis=(0, 1)), scale, rtol=0.12)


@pytest.mark.parametrize("memory", [0.0, 0.6, -0.4])
def test_diagnostics_equal_numpyros(memory: float) -> None:
    noise = np.random.default_rng(0).normal(size=(500, 4, 3))
    walk = np.zeros_like(noise)
    for t in range(1, 500):
        walk[t] = memory * walk[t - 1] + noise[t]
    samples = walk.swapaxes(0, 1) + np.array([0.0, 0.0, 0.3, 0.0])[:, None, None]  # (c, s, 3)
    theirs = numpyro.diagnostics.split_gelman_rubin(samples), numpyro.diagnostics.effective_sample_size(samples)
    np.testing.assert_allclose(diagnostics.split_r_hat(samples), theirs[0], rtol=1e-6)
    np.testing.assert_allclose(diagnostics.effective_sample_size(samples), theirs[1], rtol=1e-6)


def test_chains_that_never_move_have_no_diagnostics() -> None:
    stuck = np.zeros((4, 100, 1))
    assert np.isnan(diagnostics.split_r_hat(stuck)).all()
    assert np.isnan(diagnostics.effective_sample_size(stuck)).all()


def test_chains_that_swing_are_worth_a_bounded_number() -> None:
    noise = np.random.default_rng(0).normal(size=(4, 500, 1))
    samples = noise * 0.1 + np.where(np.arange(500) % 2, 1.0, -1.0)[:, None]
    assert float(diagnostics.effective_sample_size(samples)[0]) == pytest.approx(2000 * np.log10(2000))
