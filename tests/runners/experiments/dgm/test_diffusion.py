"""The diffusion process against identities, Bayes' rule on a grid, and the forward process step by step."""

from __future__ import annotations

import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from runners.experiments.dgm import diffusion

SCHEDULES = {
    "linear": diffusion.make_schedule(diffusion.linear_betas(1000)),
    "linear, stretched to 60": diffusion.make_schedule(diffusion.linear_betas(60, stretched=True)),
    "cosine": diffusion.make_schedule(diffusion.cosine_betas(200)),
    "by hand": diffusion.make_schedule(jnp.array([0.1, 0.2, 0.3])),
    "one step": diffusion.make_schedule(jnp.array([0.5])),
}
every_schedule = pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=SCHEDULES.keys())


@every_schedule
def test_identities(schedule: diffusion.Schedule) -> None:
    betas = np.asarray(schedule.betas, np.float64)
    products = [math.prod(1 - betas[: t + 1]) for t in range(len(betas))]
    np.testing.assert_allclose(schedule.alphas_cumprod, products, rtol=1e-4, atol=1e-9)
    np.testing.assert_array_equal(schedule.alphas_cumprod_prev, [1.0, *schedule.alphas_cumprod[:-1]])
    signal, noise = diffusion.signal_and_noise(schedule)
    np.testing.assert_allclose(signal**2 + noise**2, np.ones(len(betas)), atol=1e-6)
    assert (np.diff(diffusion.signal_to_noise(schedule)) < 0).all()


def test_the_betas_of_the_papers() -> None:
    linear = np.asarray(diffusion.linear_betas(1000))
    assert linear.shape == (1000,) and linear[0] == pytest.approx(1e-4) and linear[-1] == pytest.approx(0.02)
    np.testing.assert_allclose(np.diff(linear), (0.02 - 1e-4) / 999, rtol=1e-2)
    assert SCHEDULES["linear"].alphas_cumprod[-1] == pytest.approx(4.0e-5, rel=0.02)  # as Ho et al. have it
    cosine = np.asarray(diffusion.cosine_betas(200))
    assert cosine.shape == (200,) and cosine[-1] == pytest.approx(0.999) and (cosine >= 0).all()
    angles = ((np.arange(1, 200) / 200) + 0.008) / 1.008 * math.pi / 2
    expected = np.cos(angles) ** 2 / math.cos(0.008 / 1.008 * math.pi / 2) ** 2
    np.testing.assert_allclose(SCHEDULES["cosine"].alphas_cumprod[:-1], expected, atol=1e-5)


def test_a_stretched_schedule_leaves_as_little_signal() -> None:
    ends = [diffusion.make_schedule(diffusion.linear_betas(t, stretched=True)).alphas_cumprod[-1] for t in (50, 200)]
    assert max(ends) < 1e-4 < diffusion.make_schedule(diffusion.linear_betas(200)).alphas_cumprod[-1]
    assert float(diffusion.linear_betas(2, stretched=True).max()) == pytest.approx(0.999)


@pytest.mark.parametrize("name", ["linear, stretched to 60", "cosine", "by hand"])
@pytest.mark.parametrize("t", [1, -1])
def test_the_posterior_is_what_bayes_rule_gives_on_a_grid(name: str, t: int) -> None:
    schedule, x_0 = SCHEDULES[name], 0.8
    t = t % len(schedule.betas)
    beta, before, left = (float(a[t]) for a in (schedule.betas, schedule.alphas_cumprod_prev, schedule.alphas_cumprod))
    x_t = math.sqrt(left) * x_0 - 1.3 * math.sqrt(1 - left)
    mean, variance = diffusion.q_posterior(schedule, jnp.array(x_0), jnp.array(x_t), jnp.array(t))
    grid = np.linspace(float(mean) - 9 * math.sqrt(variance), float(mean) + 9 * math.sqrt(variance), 20_001)
    prior = stats.norm.pdf(grid, math.sqrt(before) * x_0, math.sqrt(1 - before))
    likelihood = stats.norm.pdf(x_t, math.sqrt(1 - beta) * grid, math.sqrt(beta))
    weights = prior * likelihood / (prior * likelihood).sum()
    grid_mean = (weights * grid).sum()
    assert grid_mean == pytest.approx(float(mean), abs=2e-3 * math.sqrt(variance) + 1e-4)  # float32
    assert (weights * (grid - grid_mean) ** 2).sum() == pytest.approx(float(variance), rel=2e-3)


@pytest.mark.parametrize("steps", [1, 40])
def test_one_jump_is_distributed_as_many_steps(steps: int) -> None:
    schedule = diffusion.make_schedule(jnp.geomspace(1e-3, 0.1, 40))
    start = jnp.where(jnp.arange(40_000) % 4 == 0, 3.0, -1.0)  # (b,), neither Gaussian nor of variance one

    def step(x: jax.Array, t: jax.Array) -> tuple[jax.Array, None]:
        noise = jax.random.normal(jax.random.fold_in(jax.random.key(0), t), x.shape)
        return diffusion.forward_step(schedule, x, t, noise), None

    walked, _ = jax.lax.scan(step, start, jnp.arange(steps))
    noise = jax.random.normal(jax.random.key(99), start.shape)
    jumped = diffusion.q_sample(schedule, start, jnp.array(steps - 1), noise)
    for moment in (1, 2, 3):
        one, other = float(jnp.mean(walked**moment)), float(jnp.mean(jumped**moment))
        spread = float(jnp.std(walked**moment)) * math.sqrt(2 / len(start))
        assert abs(one - other) < 4 * spread
    assert stats.ks_2samp(np.asarray(walked), np.asarray(jumped)).pvalue > 1e-3


def test_the_reverse_step_is_equation_11() -> None:
    schedule = SCHEDULES["linear, stretched to 60"]
    x_t, predicted, noise = jax.random.normal(jax.random.key(0), (3, 5, 2))
    t = jnp.array([0, 1, 20, 40, 59])
    beta, alpha, left, before = (np.asarray(a)[t][:, None] for a in schedule)
    mean = (x_t - beta / np.sqrt(1 - left) * predicted) / np.sqrt(alpha)
    expected = mean + np.sqrt((1 - before) / (1 - left) * beta) * noise
    np.testing.assert_allclose(diffusion.p_sample(schedule, x_t, t, predicted, noise), expected, atol=2e-4)


def test_the_last_reverse_step_adds_no_noise() -> None:
    x_t, predicted, noise = jax.random.normal(jax.random.key(0), (3, 5, 2))
    first = diffusion.p_sample(SCHEDULES["cosine"], x_t, jnp.array(0), predicted, noise)
    np.testing.assert_array_equal(first, diffusion.p_sample(SCHEDULES["cosine"], x_t, jnp.array(0), predicted, -noise))
    np.testing.assert_allclose(first, diffusion.predict_x_0(SCHEDULES["cosine"], x_t, jnp.array(0), predicted))


def test_reverse_steps_with_the_exact_noise_give_the_data_back() -> None:
    schedule, spread = SCHEDULES["linear, stretched to 60"], 0.25
    centres = jnp.array([-1.0, 1.0])

    def exact_noise(x: jax.Array, t: jax.Array) -> jax.Array:
        left = schedule.alphas_cumprod[t]
        away, variance = x[:, None] - jnp.sqrt(left) * centres, left * spread**2 + 1 - left
        weights = jax.nn.softmax(-(away**2) / (2 * variance), axis=-1)
        return jnp.sqrt(1 - left) * (weights * away).sum(-1) / variance

    def back(x: jax.Array, t: jax.Array) -> tuple[jax.Array, None]:
        noise = jax.random.normal(jax.random.fold_in(jax.random.key(1), t), x.shape)
        return diffusion.p_sample(schedule, x, t, exact_noise(x, t), noise), None

    start = jax.random.normal(jax.random.key(0), (4000,))
    samples, _ = jax.lax.scan(back, start, jnp.arange(59, -1, -1))
    assert abs(float((samples > 0).mean()) - 0.5) < 0.03
    assert abs(float(jnp.abs(samples).mean()) - 1.0) < 0.03
    assert abs(float(jnp.std(samples[samples > 0])) - spread) < 0.04


def test_x_0_and_score_from_the_true_noise() -> None:
    schedule, t = SCHEDULES["by hand"], jnp.array([0, 1, 2])
    x_0, noise = jax.random.normal(jax.random.key(0), (2, 3, 4, 4, 1))
    x_t = diffusion.q_sample(schedule, x_0, t, noise)
    np.testing.assert_allclose(diffusion.predict_x_0(schedule, x_t, t, noise), x_0, atol=1e-5)

    def log_q(x: jax.Array) -> jax.Array:
        left = schedule.alphas_cumprod[2]
        return jax.scipy.stats.norm.logpdf(x, jnp.sqrt(left) * x_0[2], jnp.sqrt(1 - left)).sum()

    np.testing.assert_allclose(
        diffusion.predicted_score(schedule, t, noise)[2], jax.grad(log_q)(x_t[2]), rtol=1e-4, atol=1e-5
    )


def test_the_loss_of_known_predictors() -> None:
    schedule, t = SCHEDULES["by hand"], jnp.array([0, 1, 2, 2])
    x_0, noise = jax.random.normal(jax.random.key(0), (2, 4, 3))

    def knows(x_t: jax.Array, t: jax.Array) -> jax.Array:
        left = schedule.alphas_cumprod[t][:, None]
        return (x_t - jnp.sqrt(left) * x_0) / jnp.sqrt(1 - left)

    assert diffusion.noise_loss(knows, schedule, x_0, t, noise) == pytest.approx(0.0, abs=1e-9)
    silent = diffusion.noise_loss(lambda x_t, t: jnp.zeros_like(x_t), schedule, x_0, t, noise)
    assert silent == pytest.approx(float(jnp.mean(noise**2)))


def test_same_with_jit_and_one_by_one() -> None:
    schedule, t = SCHEDULES["cosine"], jnp.array([0, 100, 199])
    x_t, predicted, noise = jax.random.normal(jax.random.key(0), (3, 3, 2))
    together = diffusion.p_sample(schedule, x_t, t, predicted, noise, limit=2.0)
    jitted = jax.jit(diffusion.p_sample, static_argnames="limit")(schedule, x_t, t, predicted, noise, limit=2.0)
    each = jax.vmap(lambda *one: diffusion.p_sample(schedule, *one, limit=2.0))(x_t, t, predicted, noise)
    loop = [diffusion.p_sample(schedule, x_t[i], t[i], predicted[i], noise[i], limit=2.0) for i in range(3)]
    for other in (jitted, each, jnp.stack(loop)):
        np.testing.assert_allclose(other, together, rtol=1e-5, atol=1e-5)


def test_the_guess_of_the_data_stays_within_the_limit() -> None:
    x_t = jnp.full((1, 2), 5.0)
    kept = diffusion.p_sample(SCHEDULES["by hand"], x_t, jnp.array(0), jnp.zeros((1, 2)), jnp.zeros((1, 2)), limit=1.5)
    np.testing.assert_allclose(kept, [[1.5, 1.5]], rtol=1e-6)
