"""The arrows and the walkers of the picture against SciPy's density."""

from __future__ import annotations

import re

import jax
import matplotlib.pyplot as plt
import numpy as np
import pytest
from scipy import stats

from runners.experiments import find, run_experiment
from runners.experiments.dgm import score_field
from runners.experiments.dgm.mixture import blurred
from runners.sandbox import Sandbox

DEFAULTS = find("score_field").defaults()
KEY = jax.random.key(0)


@pytest.mark.parametrize("name", score_field.DENSITIES)
def test_densities_and_arrows_without_and_with_noise(name: str) -> None:
    densities, arrows, _, _ = map(np.asarray, score_field.fields(KEY, 1.5, 0.1, 1, name=name))
    mixture = score_field.make_mixture(jax.random.split(KEY, 3)[0], name)
    grid, places = score_field.plane(score_field.REACH, score_field.GRID), score_field.plane(score_field.EDGE, 15)
    for place, noise in enumerate((0.0, 1.5)):
        parts = list(zip(*map(np.asarray, blurred(mixture, noise)), strict=True))

        def density(x: np.ndarray, parts: list = parts) -> np.ndarray:
            return sum(w * stats.multivariate_normal(m, c).pdf(x) for w, m, c in parts)

        np.testing.assert_allclose(densities[place], density(grid), atol=1e-5)
        centre, step = places[5:10, 5:10].astype(np.float64), np.array([1e-4, 0.0])
        slope = (np.log(density(centre + step)) - np.log(density(centre - step))) / 2e-4
        np.testing.assert_allclose(arrows[place, 5:10, 5:10, 0], slope, rtol=5e-3, atol=5e-3)


def test_many_small_langevin_steps_give_samples() -> None:
    mixture = score_field.make_mixture(KEY, "practical")
    only = jax.tree.map(lambda part: part[:1], mixture)._replace(weights=np.ones(1, np.float32))
    start = np.zeros((4000, 2), np.float32)
    ends = np.asarray(jax.jit(score_field.langevin)(KEY, only, start, 0.02, 1000))
    np.testing.assert_allclose(ends.mean(axis=0), [0.8, 3.2], atol=0.12)
    np.testing.assert_allclose(np.cov(ends.T), [[0.8, -0.8], [-0.8, 2.0]], atol=0.15)


def test_hills_and_line_of_a_density_that_is_known() -> None:
    grid = score_field.plane(score_field.REACH, score_field.GRID)
    density = stats.multivariate_normal([0, 0], np.eye(2)).pdf(grid)
    walkers = np.random.default_rng(0).standard_normal((5000, 2))
    field = score_field.Field(density, np.zeros((15, 15, 2)), walkers, 1.0)
    assert field.hills == 1
    between = stats.multivariate_normal([0.1, 0.1], np.eye(2)).pdf(grid)  # four grid points are highest
    assert field._replace(density=between).hills == 1
    assert field.level == pytest.approx(0.1 / (2 * np.pi), rel=0.05)  # chi-square with 2 degrees: p(outside) = 1 - 0.9
    assert field.arrived == pytest.approx(0.9, abs=0.02)
    gone = field._replace(walkers=np.array([[np.nan, 0.0], [np.inf, -np.inf], [1e30, 0.0]]))
    assert gone.arrived == 0.0


@pytest.mark.parametrize(
    "changed",
    [
        {"density": "ring", "noise": 0.1, "steps": 0},
        {"density": "random", "noise": 4.0, "step": 0.001, "seed": 2**31 - 1},
        {"step": 4.0, "steps": 2000, "noise": 0.1},
    ],
)
def test_every_edge_can_be_drawn(changed: dict[str, object]) -> None:
    reading = score_field.run(**{**DEFAULTS, **changed})  # type: ignore[arg-type]
    plt.close("all")
    assert "nan" not in reading.text.lower() and len(reading.alts[0]) < 400
    assert len(re.findall(r"\.(?:\s|$)", reading.text)) in (2, 3)
    if changed.get("step") == 4.0:
        assert "jumps over the top and lands further away" in reading.text


def test_in_the_sandbox(sandbox: Sandbox) -> None:
    result = run_experiment(sandbox, "score_field", {"seed": 5})
    assert result.status == "ok" and result.error is None
    (figure,) = result.figures
    assert 600 <= figure.width <= 1000 and figure.height >= 400
    assert "2 hills without noise, 1 hill with noise 3" in figure.alt
    assert "seed 5" in result.stdout and len(re.findall(r"\.(?:\s|$)", result.stdout)) in (2, 3)


def test_the_module_is_what_the_catalogue_names() -> None:
    assert find("score_field").module == score_field.__name__
    assert set(DEFAULTS) == set(score_field.run.__annotations__) - {"progress", "return"}
