"""The trained model of points by a test that is not its own: MMD with SciPy's distances and permutations."""

from __future__ import annotations

import io
import re

import jax
import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image
from scipy.spatial.distance import cdist

from runners.experiments import find, run_experiment
from runners.experiments.dgm import diffusion_2d
from runners.experiments.reading import Reading
from runners.sandbox import Sandbox

DEFAULTS = find("diffusion_2d").defaults()
Drawn = dict[str, np.ndarray]


@pytest.fixture(scope="module")
def trained() -> tuple[Reading, Drawn]:
    """A run that is shorter than the default one, and the points that it drew."""
    drawn: Drawn = {}

    def keep(data: np.ndarray, samples: np.ndarray, gaussian: np.ndarray, *, title: str) -> None:
        drawn.update(data=data, samples=samples, gaussian=gaussian)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(diffusion_2d, "draw", keep)
        reading = diffusion_2d.run(**{**DEFAULTS, "steps": 1200, "timesteps": 50, "seed": 1})  # type: ignore[arg-type]
    return reading, drawn


def mmd_and_p_value(x: np.ndarray, y: np.ndarray, *, permutations: int = 200) -> tuple[float, float]:
    """Squared MMD with a Gaussian kernel of the median width (Gretton et al., 2012), and its permutation test."""
    pooled = cdist(*[np.concatenate([x, y])] * 2)
    kernel = np.exp(-(pooled**2) / (2 * np.median(pooled) ** 2 / 16))
    signs = np.repeat([1 / len(x), -1 / len(y)], [len(x), len(y)])
    draw = np.random.default_rng(0)
    divisions = np.stack([signs, *(draw.permutation(signs) for _ in range(permutations))])
    values = ((divisions @ kernel) * divisions).sum(axis=1)
    return float(values[0]), float((values >= values[0]).mean())


def test_samples_are_nearer_to_the_data_than_a_gaussian_fit(trained: tuple[Reading, Drawn]) -> None:
    _, drawn = trained
    near, _ = mmd_and_p_value(drawn["samples"], drawn["data"])
    far, p_far = mmd_and_p_value(drawn["gaussian"], drawn["data"])
    assert near < far / 3 and p_far < 0.01


def test_the_gaussian_fit_has_the_datas_mean_and_covariance(trained: tuple[Reading, Drawn]) -> None:
    _, drawn = trained
    np.testing.assert_allclose(drawn["gaussian"].mean(axis=0), drawn["data"].mean(axis=0), atol=0.15)
    np.testing.assert_allclose(np.cov(drawn["gaussian"].T), np.cov(drawn["data"].T), atol=0.2)


def test_what_the_run_tells(trained: tuple[Reading, Drawn]) -> None:
    reading, _ = trained
    assert float(reading.numbers["loss at the end"]) < 0.6  # a network that has learned nothing has 1
    assert "seed 1" in reading.text and len(re.findall(r"\.(?:\s|$)", reading.text)) in (2, 3)
    assert len(reading.alts[0]) < 400
    (animation,) = reading.animations
    assert len(animation.data) < 2_000_000 and len(animation.alt) < 400
    with Image.open(io.BytesIO(animation.data)) as gif:
        assert gif.n_frames == diffusion_2d.FRAMES + 1 and gif.width >= 400  # type: ignore[attr-defined]


def test_stopped_after_the_first_chunk() -> None:
    heard: list[str] = []

    def stop(done: float, text: str) -> bool:
        heard.append(text)
        return False

    values = {**DEFAULTS, "timesteps": 2, "schedule": "linear", "learning_rate": 0.1}
    reading = diffusion_2d.run(**values, progress=stop)  # type: ignore[arg-type]
    plt.close("all")
    assert heard[0].startswith("step 150 of 3,000, loss ") and "step" not in heard[1].split(",")[0]
    assert "150 of 3,000 steps, when it was stopped" in reading.text and not reading.animations
    assert "nan" not in reading.text.lower()


def test_a_new_network_answers_zero_whatever_it_is_told() -> None:
    x, t = jax.random.normal(jax.random.key(0), (4, 2)), np.array([0, 1, 50, 99])
    params = jax.jit(diffusion_2d.NETWORK.init)(jax.random.key(1), None, x, t)
    np.testing.assert_array_equal(jax.jit(diffusion_2d.NETWORK.apply)(params, None, x, t), np.zeros((4, 2)))


def test_in_the_sandbox(sandbox: Sandbox) -> None:
    seen: list[tuple[float, str]] = []
    result = run_experiment(
        sandbox,
        "diffusion_2d",
        {"data": "checkerboard", "steps": 1, "seed": 3},
        on_progress=lambda *told: seen.append(told),
    )
    assert result.status == "ok" and result.error is None
    animation, figure = result.figures
    assert animation.data.startswith(b"GIF") and figure.data.startswith(b"\x89PNG")
    assert 600 <= figure.width <= 1000 and figure.height >= 300
    assert "seed 3" in result.stdout and "sampling" in seen[-1][1]


def test_the_module_is_what_the_catalogue_names() -> None:
    assert find("diffusion_2d").module == diffusion_2d.__name__
    assert set(DEFAULTS) == set(diffusion_2d.run.__annotations__) - {"progress", "return"}
