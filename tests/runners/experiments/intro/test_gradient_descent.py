"""The steps against Optax and the closed form of a quadratic, the limit of the learning rate, and the picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jax
import jax.numpy as jnp
import matplotlib.pyplot as plt
import numpy as np
import optax
import pytest

from runners.experiments import find, parse, run_experiment
from runners.experiments.intro import gradient_descent
from runners.sandbox import Sandbox

THETA = jnp.array([1.5, -0.7])
STEPS = 30


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_equal_to_optax(momentum: float) -> None:
    curvature, optimizer = gradient_descent.hessian(7.0), optax.sgd(0.05, momentum=momentum)

    def step(state: tuple[jax.Array, optax.OptState], _: None) -> tuple[tuple[jax.Array, optax.OptState], jax.Array]:
        theta, memory = state
        updates, memory = optimizer.update(jax.grad(gradient_descent.loss)(theta, curvature), memory)
        return (optax.apply_updates(theta, updates), memory), theta

    _, theirs = jax.lax.scan(step, (THETA, optimizer.init(THETA)), None, length=STEPS + 1)
    ours, _ = gradient_descent.descend(THETA, curvature, 0.05, momentum, steps=STEPS)
    np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_equal_to_the_closed_form_of_a_quadratic() -> None:
    """theta_k = (I - eta H)^k theta_0, and the loss is half the curvature-weighted square."""
    curvature = np.asarray(gradient_descent.hessian(10.0))
    path, losses = gradient_descent.descend(THETA, jnp.asarray(curvature), 0.15, steps=STEPS)
    step = np.eye(2) - 0.15 * curvature
    expected = [np.linalg.matrix_power(step, k) @ np.asarray(THETA) for k in range(STEPS + 1)]
    np.testing.assert_allclose(path, expected, atol=1e-5)
    np.testing.assert_allclose(losses, [0.5 * each @ curvature @ each for each in expected], atol=1e-4)


def test_the_surface_has_the_curvatures_that_it_should_have() -> None:
    curvature = gradient_descent.hessian(30.0)
    np.testing.assert_allclose(np.linalg.eigvalsh(np.asarray(curvature)), [1.0, 30.0], rtol=1e-5)
    np.testing.assert_allclose(jax.hessian(gradient_descent.loss)(THETA, curvature), curvature, rtol=1e-5)


@pytest.mark.parametrize("momentum", [0.0, 0.6, 0.9])
@pytest.mark.parametrize(("factor", "falls"), [(0.97, True), (1.03, False)])
def test_the_largest_stable_learning_rate(momentum: float, factor: float, falls: bool) -> None:
    rate = factor * gradient_descent.largest_stable(20.0, momentum)
    _, losses = gradient_descent.descend(THETA, gradient_descent.hessian(20.0), rate, momentum, steps=500)
    assert (losses[-1] < losses[0]) == falls
    assert (gradient_descent.shrinkage(rate, momentum, 20.0) < 1.0) == falls


def test_a_late_step_shrinks_the_distance_as_said() -> None:
    path, _ = gradient_descent.descend(THETA, gradient_descent.hessian(10.0), 0.05, steps=STEPS)
    distances = np.linalg.norm(path, axis=1)
    assert distances[-1] / distances[-2] == pytest.approx(gradient_descent.shrinkage(0.05, 0.0, 10.0), rel=1e-3)


def test_no_learning_rate_is_faster_than_the_fastest() -> None:
    rates = np.linspace(0.001, 0.2, 400)
    found = rates[np.argmin([gradient_descent.shrinkage(rate, 0.0, 10.0) for rate in rates])]
    assert found == pytest.approx(gradient_descent.fastest(10.0), abs=0.001)


def test_vmap_and_jit_equal_a_plain_loop() -> None:
    rates, momenta = jnp.array([0.01, 0.15]), jnp.array([0.5, 0.0])
    paths, losses = gradient_descent.descend_each(jax.random.key(2), 10.0, rates, momenta)
    theta, curvature = gradient_descent.start(jax.random.key(2)), gradient_descent.hessian(10.0)
    for place, (rate, momentum) in enumerate(zip(rates, momenta, strict=True)):
        path, loss = gradient_descent.descend(theta, curvature, rate, momentum, steps=STEPS)
        np.testing.assert_allclose(paths[place, : STEPS + 1], path, atol=1e-5)
        np.testing.assert_allclose(losses[place, : STEPS + 1], loss, atol=1e-4)


def test_a_start_is_off_the_floor_of_the_valley() -> None:
    starts = jax.vmap(lambda seed: gradient_descent.start(jax.random.key(seed)))(jnp.arange(200))
    angle = np.radians(gradient_descent.VALLEY_DEGREES)
    along = np.asarray(starts) @ np.array([np.cos(angle), np.sin(angle)])
    np.testing.assert_allclose(np.linalg.norm(starts, axis=1), 2.0, rtol=1e-5)
    assert 2 * np.cos(np.radians(65)) - 1e-4 < np.abs(along).min() < np.abs(along).max() < 2 * np.cos(np.radians(25))
    assert (along > 0).any() and (along < 0).any()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "zigzags"),
        (("learning_rate=0.21",), "above the limit 2/λ = 0.2,"),
        (("learning_rate=0.21",), "jumps from side to side of the valley, each time higher up"),
        (("learning_rate=0.2",), "at the limit 2/λ = 0.2,"),
        (("learning_rate=0.21", "momentum=0.5"), "is below the limit 2 (1 + 0.5)/λ = 0.3,"),
        (("learning_rate=0.01",), "creeps"),
        (("learning_rate=0.095",), "follows it to the minimum"),
        (("condition=1", "learning_rate=2"), "never comes closer"),
        (("condition=1", "learning_rate=1"), "the path is straight"),
        (("condition=100", "learning_rate=4", "momentum=0.99", "steps=500"), "beyond what float32 can hold"),
        (("steps=1", "learning_rate=0.0001"), "1 step took"),
    ],
)
def test_the_reading_tells_what_happened(words: tuple[str, ...], said: str) -> None:
    told = gradient_descent.run(**parse("gradient_descent", ["seed=4", *words]))
    assert said in told.text and "seed 4" in told.text and "nan" not in told.text + str(told.numbers)
    assert len(told.alts[0]) < 400 and "nan" not in told.alts[0]


def test_stop_still_gives_a_reading() -> None:
    told = gradient_descent.run(**parse("gradient_descent", []), progress=lambda done, text: False)
    assert told.text and plt.get_fignums()


def test_the_experiment_in_the_sandbox(sandbox: Sandbox) -> None:
    first, second = (run_experiment(sandbox, "gradient_descent", {"seed": 3}) for _ in range(2))
    assert first.status == "ok" and first.error is None
    (figure,) = first.figures
    assert figure.data.startswith(b"\x89PNG") and 600 <= figure.width <= 1000 and figure.height >= 400
    assert "contours of a valley" in figure.alt
    assert "seed 3" in first.stdout and len(re.findall(r"\.(?:\s|$)", first.stdout)) in (2, 3)
    assert second.figures[0].data == figure.data


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("gradient_descent")
    assert experiment.module == gradient_descent.__name__
    assert set(experiment.defaults()) == set(gradient_descent.run.__annotations__) - {"progress", "return"}
