"""Gradient descent and the closed form against scikit-learn, SciPy and lines worked by hand, and the picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jax
import jax.numpy as jnp
import matplotlib.pyplot as plt
import numpy as np
import pytest
import scipy.optimize
from sklearn.linear_model import LinearRegression

from runners.experiments import find, parse, run_experiment
from runners.experiments.intro import linear_regression
from runners.sandbox import Sandbox


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def data(seed: int = 0, points: int = 40) -> tuple[jax.Array, jax.Array]:
    return linear_regression.make_data(jax.random.key(seed), 2.0, -1.0, 0.5, points=points)


@pytest.mark.parametrize("seed", range(5))
def test_equal_to_scikit_learn(seed: int) -> None:
    x, y = data(seed)
    model = LinearRegression().fit(np.asarray(x)[:, None], np.asarray(y))
    expected = [model.coef_[0], model.intercept_]
    path, _ = linear_regression.descend(x, y, 0.2, steps=400)
    np.testing.assert_allclose(linear_regression.closed_form(x, y), expected, atol=1e-4)
    np.testing.assert_allclose(path[-1], expected, atol=1e-4)


def test_the_gradient_is_that_of_finite_differences() -> None:
    x, y = data()
    theta = np.array([0.3, 0.7])
    with jax.enable_x64(True):
        wide = jnp.asarray(np.asarray(x, float)), jnp.asarray(np.asarray(y, float))
        ours = jax.grad(linear_regression.loss)(jnp.asarray(theta), *wide)
        theirs = scipy.optimize.approx_fprime(theta, lambda at: float(linear_regression.loss(jnp.asarray(at), *wide)))
    np.testing.assert_allclose(ours, theirs, rtol=1e-5)


def test_the_hessian_is_that_of_the_loss() -> None:
    x, y = data()
    expected = jax.hessian(linear_regression.loss)(jnp.array([0.3, 0.7]), x, y)
    np.testing.assert_allclose(linear_regression.hessian(x), expected, rtol=1e-5)


def test_one_step_worked_by_hand() -> None:
    """x = (1, -1), y = (3, 1): from zero the gradient is (-2, -4), the loss 5, and the best line y = x + 2."""
    x, y = jnp.array([1.0, -1.0]), jnp.array([3.0, 1.0])
    path, losses = linear_regression.descend(x, y, 0.25, steps=1)
    np.testing.assert_allclose(path, [[0.0, 0.0], [0.5, 1.0]])
    np.testing.assert_allclose(losses, [5.0, 1.25])
    np.testing.assert_allclose(linear_regression.closed_form(x, y), [1.0, 2.0])


def test_same_with_jit() -> None:
    x, y = data()
    plain = linear_regression.descend(x, y, 0.1, steps=50)
    compiled = jax.jit(linear_regression.descend, static_argnames="steps")(x, y, 0.1, steps=50)
    for one, other in zip(plain, compiled, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_vmap_over_learning_rates_equals_a_loop() -> None:
    x, y = data()
    rates = jnp.array([0.01, 0.1, 0.5])
    batched, _ = jax.vmap(lambda rate: linear_regression.descend(x, y, rate, steps=20))(rates)
    looped = [linear_regression.descend(x, y, rate, steps=20)[0] for rate in rates]
    np.testing.assert_allclose(batched, looped, atol=1e-5)


@pytest.mark.parametrize(("factor", "falls"), [(0.95, True), (1.05, False)])
def test_two_over_the_largest_curvature_divides_falling_from_growing(factor: float, falls: bool) -> None:
    x, y = data(3)
    limit = 2.0 / float(np.linalg.eigvalsh(np.asarray(linear_regression.hessian(x)))[1])
    _, losses = linear_regression.descend(x, y, factor * limit, steps=300)
    assert (losses[-1] < losses[0]) == falls


def reading(*words: str) -> str:
    return linear_regression.run(**parse("linear_regression", words)).text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "it would diverge"),
        (("learning_rate=1.5",), "beyond what float32 can hold after"),
        (("learning_rate=1.1", "steps=3"), "a place further away"),
        (("learning_rate=0.001",), "The steps are small"),
        (("learning_rate=0.5", "steps=1"), "it needs more steps"),
        (("noise=0", "w=0", "b=0"), "from 0 to 0"),
        (("points=3", "steps=1"), "1 step of gradient descent"),
    ],
)
def test_the_reading_tells_what_happened(words: tuple[str, ...], said: str) -> None:
    text = reading("seed=4", *words)
    assert said in text and "seed 4" in text and "nan" not in text


def test_a_run_ends_at_the_closed_form_and_says_so() -> None:
    told = linear_regression.run(**parse("linear_regression", ["noise=0", "w=3", "b=0.5"]))
    assert told.numbers["w, b by gradient descent"] == told.numbers["w, b by the closed form"] == "3, 0.5"


def test_stop_still_gives_a_reading() -> None:
    told = linear_regression.run(**parse("linear_regression", []), progress=lambda done, text: False)
    assert told.text and plt.get_fignums()


def test_the_experiment_in_the_sandbox(sandbox: Sandbox) -> None:
    first, second = (run_experiment(sandbox, "linear_regression", {"seed": 3}) for _ in range(2))
    assert first.status == "ok" and first.error is None
    (figure,) = first.figures
    assert figure.data.startswith(b"\x89PNG") and 600 <= figure.width <= 1000 and figure.height >= 400
    assert "closed form" in figure.alt and len(figure.alt) < 400
    assert "seed 3" in first.stdout and len(re.findall(r"\.(?:\s|$)", first.stdout)) in (2, 3)
    assert second.figures[0].data == figure.data


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("linear_regression")
    assert experiment.module == linear_regression.__name__
    assert set(experiment.defaults()) == set(linear_regression.run.__annotations__) - {"progress", "return"}
