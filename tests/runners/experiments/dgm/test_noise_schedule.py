"""What the picture of the schedules says, against the papers' formulas."""

from __future__ import annotations

import math
import re

import jax
import matplotlib.pyplot as plt
import numpy as np
import pytest

from runners.experiments import find, run_experiment
from runners.experiments.dgm import noise_schedule
from runners.experiments.dgm.points import DATASETS, sample_points
from runners.sandbox import Sandbox

DEFAULTS = find("noise_schedule").defaults()


def test_the_practicals_200_steps_leave_a_third_of_the_signal(sandbox: Sandbox) -> None:
    result = run_experiment(sandbox, "noise_schedule", {"seed": 4})
    assert result.status == "ok" and result.error is None
    (figure,) = result.figures
    assert 600 <= figure.width <= 1000 and figure.height >= 400
    left = math.sqrt(math.prod(1 - beta for beta in np.linspace(1e-4, 0.02, 200)))
    assert f"factor is still {left:.2f}" in result.stdout and f"falls from 1 to {left:.2f}" in figure.alt
    assert "seed 4" in result.stdout and len(re.findall(r"\.(?:\s|$)", result.stdout)) in (2, 3)


def test_the_crossing_of_the_cosine_schedule_is_near_the_middle() -> None:
    reading = noise_schedule.run(**{**DEFAULTS, "schedule": "cosine", "timesteps": 100})  # type: ignore[arg-type]
    plt.close("all")
    # cos(a) = sin(a) cos(a_0) at 45 degrees, nearly: a = (t/T + s)/(1 + s) 90 degrees
    assert int(reading.numbers["first step with more noise than signal"]) in (50, 51)


@pytest.mark.parametrize(
    "changed",
    [
        {"timesteps": 5},
        {"timesteps": 5, "schedule": "cosine", "beta_last": 1e-4},
        {"timesteps": 1000, "beta_last": 0.5, "data": "checkerboard"},
        {"beta_last": 1e-4, "schedule": "linear", "data": "gaussians"},
    ],
)
def test_every_edge_can_be_drawn(changed: dict[str, object]) -> None:
    reading = noise_schedule.run(**{**DEFAULTS, **changed})  # type: ignore[arg-type]
    plt.close("all")
    assert "nan" not in reading.text.lower() and len(reading.alts[0]) < 400
    assert len(re.findall(r"\.(?:\s|$)", reading.text)) in (2, 3)
    if changed.get("beta_last") == 1e-4 and changed.get("schedule") == "linear":
        assert "never has more noise than signal" in reading.text


@pytest.mark.parametrize("name", DATASETS)
def test_data_is_centred_with_a_spread_of_about_one_and_not_gaussian(name: str) -> None:
    points = np.asarray(sample_points(jax.random.key(0), name, 4000))
    assert points.shape == (4000, 2) and np.abs(points).max() < 3.0
    assert np.abs(points.mean(axis=0)).max() < 0.5 and 0.6 < points.std() < 1.3
    assert sample_points(jax.random.key(0), name, 4000)[7, 1] == points[7, 1] != sample_points(
        jax.random.key(1), name, 4000
    )[7, 1]  # fmt: skip


def test_the_module_is_what_the_catalogue_names() -> None:
    assert find("noise_schedule").module == noise_schedule.__name__
    assert set(DEFAULTS) == set(noise_schedule.run.__annotations__) - {"progress", "return"}
