"""The rules of the small images, the judge, and what the network is told by Bayes' rule."""

from __future__ import annotations

import re

import jax
import jax.numpy as jnp
import matplotlib.pyplot as plt
import numpy as np
import pytest

from runners.experiments import find, run_experiment
from runners.experiments.dgm import diffusion, diffusion_images
from runners.experiments.dgm.shapes import KINDS, SIDE, all_shapes
from runners.sandbox import Sandbox

DEFAULTS = find("diffusion_images").defaults()


def test_the_rules_allow_each_image_once() -> None:
    images, kinds = all_shapes()
    assert images.shape == (len(kinds), SIDE, SIDE) and set(np.unique(images)) == {-1.0, 1.0}
    assert len(np.unique(images.reshape(len(images), -1), axis=0)) == len(images)
    bars, squares = (8 - 2 + 1) * (8 - 5 + 1), (8 - 5 + 1) ** 2
    assert np.bincount(kinds).tolist() == [bars, bars, squares, squares, squares] and len(KINDS) == 5
    dark = [int((images[kinds == kind][0] > 0).sum()) for kind in range(5)]
    assert dark == [10, 10, 9, 16, 9]


def test_the_judge_counts_wrong_pixels() -> None:
    world = diffusion_images.make_world(jax.random.key(0), 0.5)
    spoiled = world.images[[3, 90]].copy()
    spoiled[1, 0, 0] *= -0.2  # one pixel on the other side of 0
    judged = diffusion_images.judge(world, spoiled * 0.3)
    assert judged.wrong.tolist() == [0, 1] and judged.nearest.tolist() == [3, 90]
    assert judged.right.tolist() == [True, False]


@pytest.mark.parametrize("share", [0.01, 0.5, 1.0])
def test_the_share_of_training_images(share: float) -> None:
    world = diffusion_images.make_world(jax.random.key(0), share)
    assert world.trained.sum() == round(share * len(world.images))


def test_a_network_that_knows_nothing_leaves_each_pixel_to_bayes_rule() -> None:
    schedule, t = diffusion.make_schedule(jnp.array([0.1, 0.2, 0.3])), jnp.array([0, 2])
    x_t = jax.random.normal(jax.random.key(0), (2, SIDE, SIDE))
    params = jax.jit(diffusion_images.NETWORK.init)(jax.random.key(1), schedule, x_t, t)
    predicted = jax.jit(diffusion_images.NETWORK.apply)(params, schedule, x_t, t)
    for place in range(2):
        left = float(schedule.alphas_cumprod[t[place]])
        on, off = (jax.scipy.stats.norm.pdf(x_t[place], s * left**0.5, (1 - left) ** 0.5) for s in (1, -1))
        noise_on, noise_off = ((x_t[place] - s * left**0.5) / (1 - left) ** 0.5 for s in (1, -1))
        expected = (on * noise_on + off * noise_off) / (on + off)  # E[noise | x_t] for a fair pixel
        np.testing.assert_allclose(predicted[place], expected, atol=2e-4)


def test_pixel_by_pixel_has_the_shares_of_the_training_images() -> None:
    world = diffusion_images.make_world(jax.random.key(0), 0.8)
    drawn = diffusion_images.pixel_by_pixel(jax.random.key(1), world)
    expected = (world.images[world.trained] > 0).mean(axis=0)
    assert np.abs((drawn > 0).mean(axis=0) - expected).max() < 5 * 0.5 / len(drawn) ** 0.5
    assert diffusion_images.judge(world, drawn).right.mean() < 0.02


def test_a_short_training_is_better_than_pixel_by_pixel() -> None:
    reading = diffusion_images.run(**{**DEFAULTS, "steps": 400, "timesteps": 50, "seed": 2})  # type: ignore[arg-type]
    plt.close("all")
    wrong = float(reading.numbers["wrong pixels, of 64"])
    assert wrong < 0.8 * float(reading.numbers["pixel by pixel: wrong pixels, of 64"])
    assert "seed 2" in reading.text and len(re.findall(r"\.(?:\s|$)", reading.text)) in (2, 3)
    assert len(reading.alts[0]) < 400


def test_stopped_after_the_first_chunk_with_a_single_training_image() -> None:
    values = {**DEFAULTS, "share": 0.01, "timesteps": 2, "schedule": "linear", "learning_rate": 0.1}
    reading = diffusion_images.run(**values, progress=lambda done, text: False)  # type: ignore[arg-type]
    plt.close("all")
    assert "50 of 1,500 steps, when it was stopped," in reading.text and "nan" not in reading.text.lower()


def test_in_the_sandbox(sandbox: Sandbox) -> None:
    result = run_experiment(sandbox, "diffusion_images", {"steps": 1, "timesteps": 3, "seed": 3})
    assert result.status == "ok" and result.error is None
    (figure,) = result.figures
    assert 600 <= figure.width <= 1000 and figure.height >= 300
    assert "64 of 256 generated images" in figure.alt and "seed 3" in result.stdout


def test_the_module_is_what_the_catalogue_names() -> None:
    assert find("diffusion_images").module == diffusion_images.__name__
    assert set(DEFAULTS) == set(diffusion_images.run.__annotations__) - {"progress", "return"}
