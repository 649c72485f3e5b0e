"""A diffusion model of small images, judged by the rules that the images were drawn by.

Ho, Jain and Abbeel, "Denoising Diffusion Probabilistic Models" (2020), with the departures that `denoiser` names, and
an MLP on all pixels in place of the U-Net, which is told that a pixel is -1 or 1. The model sees a part of all images
that the rules allow, so one can count how many of its images are right pixel for pixel, and how many of those it has
never seen. The baseline draws each pixel by itself, with the share of training images in which it is dark.

Axes: n training images, a all images of the rules, b batch, y and x pixels, h hidden units, e size of the time
embedding, f pictures on the way from noise to an image.
"""

from __future__ import annotations

from typing import NamedTuple

import haiku as hk
import jax
import jax.numpy as jnp
import matplotlib
import numpy as np

from runners.experiments import pictures
from runners.experiments.dgm import diffusion
from runners.experiments.dgm.denoiser import (
    embed_time,
    new_learner,
    part_of,
    reverse_path,
    schedule_tables,
    training_step,
)
from runners.experiments.dgm.shapes import KINDS, SIDE, all_shapes
from runners.experiments.reading import Progress, Reading, silent
from runners.experiments.training import train

EXAMPLES, SAMPLES = 4096, 256
BATCH, CHUNK = 128, 50
WIDTH, TIME_SIZE, BLOCKS = 256, 32, 3
ROWS, TIMES = 8, 8
TRAINING = 0.9
"""The part of the time that training takes."""


def predict_noise(schedule: diffusion.Schedule, x_t: jax.Array, t: jax.Array) -> jax.Array:
    """The noise that is left when a guess of the clean image is taken out: (b, y, x), (b,) -> (b, y, x).

    A pixel is -1 or 1. What its own noisy value says about that is added in closed form, by Bayes' rule; the network
    says what the other pixels do.
    """
    signal, noise = (factor[t][:, None, None] for factor in diffusion.signal_and_noise(schedule))  # (b, 1, 1)
    half_log_odds = signal * x_t / noise**2 + say_the_others(x_t, t)  # (b, y, x)
    return (x_t - signal * jnp.tanh(half_log_odds)) / noise  # (b, y, x)


def say_the_others(x_t: jax.Array, t: jax.Array) -> jax.Array:
    """A residual MLP on all pixels that is told the time in each block: (b, y, x), (b,) -> (b, y, x)."""
    time = embed_time(t, TIME_SIZE)  # (b, e)
    hidden = hk.Linear(WIDTH)(hk.Flatten()(x_t)) + hk.Linear(WIDTH)(time)  # (b, h)
    for _ in range(BLOCKS):
        inner = hk.Linear(WIDTH)(jax.nn.silu(hidden)) + hk.Linear(WIDTH)(time)  # (b, h)
        hidden = hidden + hk.Linear(WIDTH)(jax.nn.silu(inner))  # (b, h)
    return hk.Linear(SIDE * SIDE, w_init=jnp.zeros)(jax.nn.silu(hidden)).reshape(x_t.shape)  # (b, y, x)


NETWORK = hk.without_apply_rng(hk.transform(predict_noise))


class World(NamedTuple):
    """All images of the rules (a, y, x), their kinds (a,), and which are for training (a,)."""

    images: np.ndarray
    kinds: np.ndarray
    trained: np.ndarray


class Judged(NamedTuple):
    """Of each generated image: how many pixels are wrong in comparison with the nearest image of the rules (b,), and
    the number of that one (b,)."""

    wrong: np.ndarray
    nearest: np.ndarray

    @property
    def right(self) -> np.ndarray:
        return np.asarray(self.wrong == 0)


def make_world(key: jax.Array, share: float) -> World:
    """The part `share` of all images, drawn at random, is for training."""
    images, kinds = all_shapes()
    order = np.asarray(jax.random.permutation(key, len(images)))
    return World(images, kinds, order < max(1, round(share * len(images))))


def judge(world: World, generated: np.ndarray) -> Judged:
    """generated (b, y, x), dark where it is above 0."""
    dark, allowed = (images.reshape(len(images), -1) > 0 for images in (generated, world.images))
    wrong = (dark[:, None] != allowed[None]).sum(axis=-1)  # (b, a)
    return Judged(wrong.min(axis=1), wrong.argmin(axis=1))


def pixel_by_pixel(key: jax.Array, world: World) -> np.ndarray:
    """Images in which each pixel is dark as often as in the training images, whatever the others are: (b, y, x)."""
    often = (world.images[world.trained] > 0).mean(axis=0)  # (y, x)
    return np.where(np.asarray(jax.random.uniform(key, (SAMPLES, SIDE, SIDE))) < often, 1.0, -1.0)


def run(
    *,
    share: float,
    steps: int,
    timesteps: int,
    schedule: str,
    learning_rate: float,
    seed: int,
    progress: Progress = silent,
) -> Reading:
    """Train, generate, judge and draw."""
    keys = jax.random.split(jax.random.key(seed), 5)
    world = make_world(keys[0], share)
    shown = np.resize(np.flatnonzero(world.trained), EXAMPLES)  # as many examples whatever the share is
    learner = new_learner(
        NETWORK,
        keys[1],
        jnp.asarray(world.images[shown]),
        schedule_tables(name=schedule, timesteps=timesteps),
        timesteps=timesteps,
        steps=steps,
        rate=learning_rate,
    )
    step = training_step(NETWORK, BATCH)
    learner, losses = train(step, learner, steps, chunk=CHUNK, progress=part_of(progress, 0.0, TRAINING))
    noise = jax.random.normal(keys[2], (SAMPLES, SIDE, SIDE))  # (b, y, x)
    stops, path = reverse_path(
        NETWORK, learner, keys[3], noise, pictures=TIMES - 1, limit=1.0, progress=part_of(progress, TRAINING, 1.0)
    )
    judged, baseline = judge(world, path[-1]), judge(world, pixel_by_pixel(keys[4], world))
    new = int((judged.right & ~world.trained[judged.nearest]).sum())
    taken = min(len(losses), steps)
    draw(path, stops, judged, title=_finding(judged, new))
    return Reading(
        text=_reading(world, judged, baseline, new, taken, steps, seed),
        alts=(_alt(world, judged, stops),),
        numbers=_numbers(world, judged, baseline, new, losses, taken),
    )


def draw(path: np.ndarray, stops: np.ndarray, judged: Judged, *, title: str) -> None:
    """Generated images, framed where they are wrong, and the way of some from noise. path: (f, b, y, x)."""
    count = ROWS * ROWS
    _, axes = pictures.new_figure(title, columns=2, height=4.8)
    axes[0, 0].imshow(_sheet(path[-1, :count], ~judged.right[:count], ROWS))
    axes[0, 0].set_title("generated (framed: not a shape)")
    some = path[:, :ROWS]  # (f, rows, y, x)
    ways = np.swapaxes(some, 0, 1).reshape(-1, SIDE, SIDE)  # (rows * f, y, x)
    axes[0, 1].imshow(_sheet(ways, np.zeros(len(ways), bool), len(stops)))
    axes[0, 1].set_title("the first row, from noise")
    axes[0, 1].set_xlabel("time step t")
    tile = _SCALE * SIDE + 2 * _FRAME
    axes[0, 1].set_xticks(tile * (np.arange(len(stops)) + 0.5), [str(stop) for stop in stops])
    axes[0, 0].set(xticks=[])
    for place in axes[0]:
        place.set(yticks=[])
        place.tick_params(length=0)
        place.spines[:].set_visible(False)


_SCALE, _FRAME = 5, 3


def _sheet(images: np.ndarray, framed: np.ndarray, columns: int) -> np.ndarray:
    """Images (b, y, x) in rows of `columns`, dark on white, with a frame around some: RGB from 0 to 1."""
    grey = 0.5 - 0.5 * np.clip(images, -1.0, 1.0)  # (b, y, x)
    large = grey.repeat(_SCALE, axis=1).repeat(_SCALE, axis=2)[..., None].repeat(3, axis=3)  # (b, Y, X, 3)
    tiles = np.pad(large, ((0, 0), (_FRAME, _FRAME), (_FRAME, _FRAME), (0, 0)), constant_values=np.nan)
    colours = np.where(framed[:, None], matplotlib.colors.to_rgb(pictures.VERMILION), (0.85, 0.85, 0.85))  # (b, 3)
    tiles = np.where(np.isnan(tiles), colours[:, None, None], tiles)
    rows = tiles.reshape(-1, columns, *tiles.shape[1:])  # (rows, columns, Y, X, 3)
    down, across, height, width, _ = rows.shape
    return rows.swapaxes(1, 2).reshape(down * height, across * width, 3)


def _finding(judged: Judged, new: int) -> str:
    right = int(judged.right.sum())
    if not right:
        return f"None of {SAMPLES} generated images is a shape:\n{judged.wrong.mean():.1f} pixels are wrong on average"
    seen = f"{new} of them were never seen in training" if new else "all of them were seen in training"
    return f"{right} of {SAMPLES} generated images are shapes,\npixel for pixel; {seen}"


def _reading(world: World, judged: Judged, baseline: Judged, new: int, taken: int, steps: int, seed: int) -> str:
    how = f"{taken:,} steps" if taken == steps else f"{taken:,} of {steps:,} steps, when it was stopped,"
    trained, everything = int(world.trained.sum()), len(world.images)
    first = (
        f"After {how} on {trained} of all {everything} shapes (seed {seed}), {judged.right.mean():.0%} of the "
        f"generated images are shapes pixel for pixel; drawing each pixel by itself gives {baseline.right.mean():.0%}."
    )
    near = judged.wrong.mean() < 0.5 * baseline.wrong.mean()
    why = "the network has learned" if near else "this training was not enough to learn"
    second = (
        f"On average {judged.wrong.mean():.1f} of 64 pixels differ from the nearest shape, against "
        f"{baseline.wrong.mean():.1f}: {why} which pixels belong together."
    )
    third = ""
    if new:
        third = f"{new} of the right ones were not among the training images, so the model does more than copy."
    elif judged.right.any():
        third = "All of the right ones are training images: the model has learned these by heart."
    return " ".join(part for part in (first, second, third) if part)


def _alt(world: World, judged: Judged, stops: np.ndarray) -> str:
    kinds = world.kinds[judged.nearest[judged.right]]
    counts = ", ".join(f"{int((kinds == place).sum())} {name}" for place, name in enumerate(KINDS))
    return (
        f"Left, 64 of {SAMPLES} generated images of 8 by 8 pixels, with a frame around those that are not a shape. "
        f"Right ones by kind: {counts}. Right, eight images in {len(stops)} pictures each, from noise at "
        f"t = {stops[0]} to the finished image at t = 0."
    )


def _numbers(
    world: World, judged: Judged, baseline: Judged, new: int, losses: np.ndarray, taken: int
) -> dict[str, str]:
    return {
        "training steps": f"{taken:,}",
        "loss at the end": f"{losses[-200:].mean():.3f}",
        "training images": f"{world.trained.sum()} of {len(world.images)}",
        "generated images that are shapes": f"{judged.right.mean():.1%} of {SAMPLES}",
        "shapes among them that were not trained on": str(new),
        "wrong pixels, of 64": f"{judged.wrong.mean():.2f}",
        "pixel by pixel: images that are shapes": f"{baseline.right.mean():.1%}",
        "pixel by pixel: wrong pixels, of 64": f"{baseline.wrong.mean():.2f}",
    }
