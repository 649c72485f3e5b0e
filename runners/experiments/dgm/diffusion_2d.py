"""A diffusion model of points in the plane, trained in seconds.

Ho, Jain and Abbeel, "Denoising Diffusion Probabilistic Models" (2020), with the departures that `denoiser` names, and a
small MLP in place of the U-Net. The samples are compared with held-out data by the energy distance, beside samples of
a Gaussian with the mean and the covariance of the training data.

Axes: b batch, h hidden units, e size of the time embedding, n points, f frames.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import haiku as hk
import jax
import jax.numpy as jnp
import matplotlib.pyplot as plt
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
from runners.experiments.dgm.points import sample_points
from runners.experiments.dgm.two_sample import energy_distance, permutation_test
from runners.experiments.reading import Animation, Progress, Reading, silent
from runners.experiments.training import LONG_LOOPS, train

EXAMPLES, SAMPLES = 8192, 800
BATCH, CHUNK = 128, 150
WIDTH, TIME_SIZE = 128, 32
FRAMES = 40
EDGE = 3.0
"""The picture goes from -EDGE to EDGE; all of the data is inside, and the guesses of x_0 are kept there."""
TRAINING = 0.85
"""The part of the time that training takes."""


def predict_noise(schedule: diffusion.Schedule, x_t: jax.Array, t: jax.Array) -> jax.Array:
    """An MLP that is told the time at each layer: (b, 2), (b,) -> (b, 2)."""
    time = embed_time(t, TIME_SIZE)  # (b, e)
    hidden = hk.Linear(WIDTH)(jnp.concatenate([x_t, time], axis=-1))  # (b, h)
    for _ in range(2):
        hidden = hidden + hk.Linear(WIDTH)(jax.nn.silu(hidden)) + hk.Linear(WIDTH)(time)  # (b, h)
    hidden = jax.nn.silu(hk.Linear(WIDTH)(jax.nn.silu(hidden)))  # (b, h)
    return hk.Linear(2, w_init=jnp.zeros)(hidden)  # (b, 2), zeros at first: a loss of 1


NETWORK = hk.without_apply_rng(hk.transform(predict_noise))


class Comparison(NamedTuple):
    """Energy distances to held-out data: of the samples, of a Gaussian fit, and of other points of the data; and how
    often a random division of samples and data is as far apart."""

    samples: float
    gaussian: float
    data: float
    p_value: float


@jax.jit
def gaussian_fit(key: jax.Array, data: jax.Array) -> jax.Array:
    """Samples of the Gaussian with the data's mean and covariance: (m, 2) -> (n, 2)."""
    centred = data - data.mean(axis=0)  # (m, 2)
    root = jnp.linalg.cholesky(centred.T @ centred / len(data))  # (2, 2)
    drawn: jax.Array = data.mean(axis=0) + jax.random.normal(key, (SAMPLES, 2)) @ root.T  # (n, 2)
    return drawn


@partial(jax.jit, compiler_options=LONG_LOOPS)
def compare(
    key: jax.Array, samples: jax.Array, gaussian: jax.Array, fresh: jax.Array, held_out: jax.Array
) -> tuple[jax.Array, jax.Array, jax.Array, jax.Array]:
    """The parts of a Comparison; all points (n, 2)."""
    apart = [energy_distance(points, held_out) for points in (samples, gaussian, fresh)]
    return apart[0], apart[1], apart[2], permutation_test(key, samples, held_out)


def run(
    *,
    data: str,
    steps: int,
    timesteps: int,
    schedule: str,
    learning_rate: float,
    seed: int,
    progress: Progress = silent,
) -> Reading:
    """Train, sample, compare and draw."""
    keys = jax.random.split(jax.random.key(seed), 8)
    learner = new_learner(
        NETWORK,
        keys[0],
        sample_points(keys[1], data, EXAMPLES),
        schedule_tables(name=schedule, timesteps=timesteps),
        timesteps=timesteps,
        steps=steps,
        rate=learning_rate,
    )
    step = training_step(NETWORK, BATCH)
    learner, losses = train(step, learner, steps, chunk=CHUNK, progress=part_of(progress, 0.0, TRAINING))
    noise = jax.random.normal(keys[2], (SAMPLES, 2))  # (n, 2)
    stops, path = reverse_path(
        NETWORK, learner, keys[7], noise, pictures=FRAMES, limit=EDGE, progress=part_of(progress, TRAINING, 1.0)
    )
    held_out, fresh = sample_points(keys[3], data, SAMPLES), sample_points(keys[4], data, SAMPLES)
    gaussian = gaussian_fit(keys[5], learner.data)
    found = Comparison(*map(float, compare(keys[6], jnp.asarray(path[-1]), gaussian, fresh, held_out)))
    taken = min(len(losses), steps)
    draw(np.asarray(held_out), path[-1], np.asarray(gaussian), title=_finding(found))
    return Reading(
        text=_reading(found, losses, taken, steps, data, seed),
        alts=(_alt(found, data),),
        animations=(animate(stops, path, data),) if taken == steps else (),
        numbers=_numbers(found, losses, taken),
    )


def draw(data: np.ndarray, samples: np.ndarray, gaussian: np.ndarray, *, title: str) -> None:
    """Data, samples and a Gaussian fit side by side, each (n, 2)."""
    _, axes = pictures.new_figure(title, columns=3, height=3.1, sharey=True)
    shown = [("data", data, pictures.BLACK), ("diffusion samples", samples, pictures.BLUE)]
    shown += [("Gaussian fit", gaussian, pictures.VERMILION)]
    for place, (name, points, colour) in zip(axes[0], shown, strict=True):
        place.plot(*points.T, ".", color=colour, markersize=3, alpha=0.7)
        place.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE), aspect="equal", xlabel="x[0]")
        place.set_title(name)
    axes[0, 0].set_ylabel("x[1]")


def animate(stops: np.ndarray, path: np.ndarray, data: str) -> Animation:
    """The reverse process: stops (f,), path (f, n, 2)."""
    figure, axes = plt.subplots(figsize=(4.6, 4.9), dpi=100, layout="constrained")
    (points,) = axes.plot([], [], ".", color=pictures.BLUE, markersize=3.5, animated=True)
    clock = axes.text(0.03, 0.95, "", transform=axes.transAxes, fontsize=13, va="top", animated=True)
    axes.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE), aspect="equal", xlabel="x[0]", ylabel="x[1]")
    axes.set_title(f"From noise to {data}, step by step", fontsize=13)
    canvas = figure.canvas
    canvas.draw()
    empty = canvas.copy_from_bbox(figure.bbox)  # type: ignore[attr-defined]
    frames = []
    for step, x in zip(stops, path, strict=True):
        canvas.restore_region(empty)  # type: ignore[attr-defined]
        points.set_data(*x.T)
        clock.set_text(f"t = {step}")
        axes.draw_artist(points)
        axes.draw_artist(clock)
        frames.append(np.asarray(canvas.buffer_rgba())[..., :3].copy())  # type: ignore[attr-defined]
    plt.close(figure)
    alt = f"{path.shape[1]} points start as a round cloud of noise and move, step by step, into the shape of {data}."
    return Animation(pictures.gif(frames, seconds=0.08, colours=16, hold=2.0), alt)


def _finding(found: Comparison) -> str:
    if found.samples < found.gaussian:
        times = found.gaussian / max(found.samples, 1e-6)
        return f"The samples are {times:.2g} times nearer to the data than a Gaussian fit"
    return "The samples are no nearer to the data than a Gaussian fit: too little training"


def _reading(found: Comparison, losses: np.ndarray, taken: int, steps: int, data: str, seed: int) -> str:
    how = f"{taken:,} steps" if taken == steps else f"{taken:,} of {steps:,} steps, when it was stopped"
    first = (
        f"After {how} (seed {seed}) the loss is {_last(losses):.2f}; always answering 0 would have 1, and no network "
        "reaches 0, because noise can't always be told from data."
    )
    second = (
        f"The samples' energy distance to held-out {data} is {found.samples:.4f}, a Gaussian fit has "
        f"{found.gaussian:.4f}, and other points of the data themselves {found.data:.4f}."
    )
    if found.p_value > 0.05:
        third = f"A permutation test with {SAMPLES} points can't tell samples from data (p = {found.p_value:.2f})."
    else:
        third = f"A permutation test with {SAMPLES} points still tells samples from data (p = {found.p_value:.3f})."
    return f"{first} {second} {third}"


def _last(losses: np.ndarray) -> float:
    return float(losses[-200:].mean())


def _alt(found: Comparison, data: str) -> str:
    same = "have the same shape" if found.p_value > 0.05 else "have nearly the same shape"
    if found.samples > 0.2 * found.gaussian:
        same = "have hardly this shape"
    return (
        f"Three clouds of {SAMPLES} points: the data ({data}), the samples of the diffusion model, which {same}, and "
        "samples of a Gaussian fit, one round cloud without any of the shape."
    )


def _numbers(found: Comparison, losses: np.ndarray, taken: int) -> dict[str, str]:
    return {
        "training steps": f"{taken:,}",
        "loss at the end": f"{_last(losses):.3f}",
        "energy distance to held-out data, samples": f"{found.samples:.4f}",
        "energy distance to held-out data, Gaussian fit": f"{found.gaussian:.4f}",
        "energy distance to held-out data, other data": f"{found.data:.4f}",
        "permutation test, samples against data": f"p = {found.p_value:.3f}",
    }
