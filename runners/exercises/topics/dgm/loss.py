"""Deep Generative Models: the denoising loss (Ho et al. 2020, algorithm 1)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from runners.exercises.inputs import normal
from runners.exercises.supplied import given, harness
from runners.exercises.topics.dgm.schedule import PRACTICAL
from runners.exercises.topics.making import known
from runners.exercises.values import Arrays, Exercise, Inputs, On, Output, Parameter, Trial


def denoising_loss(inputs: Inputs, on: On) -> Arrays | None:
    """The mean squared error of the noise that a network predicts from x_t and t."""
    x, noise = inputs["x_0"].astype(np.float64), inputs["noise"].astype(np.float64)
    t = inputs["t"].astype(int)
    x = np.cos(3 * x) if "global_batch_read" in on else x
    noised = _noised(x, noise, t, on)
    time = {"time_zero": 0 * t, "one_time_for_all": 0 * t + t[0], "time_shifted": t + 1}
    at = next((value for name, value in time.items() if name in on), t)
    seen = {"clean_image_seen": x, "noise_seen": noise}
    predicted = _network(next((value for name, value in seen.items() if name in on), noised), at, inputs)
    target = {"compared_with_image": x, "compared_with_noised": noised, "compared_with_nothing": 0 * x}
    wanted = next((value for name, value in target.items() if name in on), noise)
    return (np.asarray(_average(predicted + wanted if "noise_added" in on else predicted - wanted, on)),)


def _noised(x: np.ndarray, noise: np.ndarray, t: np.ndarray, on: On) -> np.ndarray:
    products = np.cos((np.arange(200) + 1) / 201 * np.pi / 2) ** 2
    kept = products[t].reshape(-1, *(1,) * (x.ndim - 1))
    scale, spread = (kept, 1 - kept) if "roots_missing" in on else (np.sqrt(kept), np.sqrt(1 - kept))
    if "image_and_noise_swapped" in on:
        return np.asarray(scale * noise + spread * x)
    if "noise_only_added" in on:
        return np.asarray(x + noise)
    return np.asarray(scale * x + (0 if "noise_left_out" in on else spread * noise))


def _network(x: np.ndarray, t: np.ndarray, inputs: Inputs) -> np.ndarray:
    time = np.cos(t / 50).reshape(-1, *(1,) * (x.ndim - 1))
    return np.asarray(float(inputs["a"]) * np.tanh(x) + float(inputs["b"]) * time)


def _average(error: np.ndarray, on: On) -> np.ndarray:
    sizes = {"not_squared": error, "not_squared:negative": -error, "absolute_error": np.abs(error)}
    square = next((size for name, size in sizes.items() if name in on), error**2)
    results: dict[str, Callable[[], np.ndarray]] = {
        "summed": lambda: square.sum(),
        "summed_over_pixels": lambda: square.sum() / len(square),
        "root_taken": lambda: np.sqrt(square.mean()),
        "root_taken:norm": lambda: np.sqrt(square.sum()),
        "halved": lambda: square.mean() / 2,
        "not_averaged": lambda: square,
        "one_loss_an_image": lambda: square.reshape(len(square), -1).mean(1),
        "mean_squared_after": lambda: error.mean() ** 2,
    }
    return np.asarray(next((result() for name, result in results.items() if name in on), square.mean()))


_STEP = "Take one image of one pixel, and follow it through the three steps by hand."

_NOISED = "The noised image is made from the clean image x_0 and the noise, at the time t."

_MEAN = "Square the difference of true and predicted noise, and average over everything."

_noised_switch = partial(known, "noised")

_seen = partial(known, "seen")

_time = partial(known, "time")

_target = partial(known, "target")

_mean = partial(known, "mean")

_LOSS_SWITCHES = (
    known(
        "batch",
        "global_batch_read",
        "The loss reads x_batch, a variable of the training loop, instead of x_0.",
        "Look at which image is noised.",
        "Before training there is no such variable; under jit its first value stays in the loss for ever. The "
        "practical's own answer has this slip.",
        "Use the argument x_0.",
    ),
    _noised_switch(
        "image_and_noise_swapped",
        "Image and noise have changed places in the forward process.",
        _STEP,
        "At time 0 nearly only noise is left.",
        _NOISED,
    ),
    _noised_switch(
        "roots_missing", "The scales lack their square roots.", _STEP, "The variance is no longer 1.", _NOISED
    ),
    _noised_switch(
        "noise_only_added", "The noise is added without any scale.", _STEP, "The time has no influence.", _NOISED
    ),
    _noised_switch("noise_left_out", "No noise is added.", _STEP, "The image is only scaled.", _NOISED),
    _seen(
        "clean_image_seen", "The network sees the clean image.", _STEP, "It is handed x_0.", "Hand it the noised image."
    ),
    _seen(
        "noise_seen",
        "The network sees the noise itself.",
        _STEP,
        "It is handed the answer.",
        "Hand it the noised image.",
    ),
    _time("time_zero", "The network does not see the time.", _STEP, "It is handed 0.", "Hand it t."),
    _time(
        "one_time_for_all",
        "All images are given the time of the first.",
        _STEP,
        "Only t[0] is used.",
        "Hand over all of t.",
    ),
    _time(
        "time_shifted", "The network is handed t + 1.", _STEP, "Noise and network see different times.", "Hand it t."
    ),
    _target(
        "compared_with_image",
        "The prediction is compared with the image.",
        _STEP,
        "The network predicts the noise.",
        _MEAN,
    ),
    _target(
        "compared_with_noised",
        "The prediction is compared with the noised image.",
        _STEP,
        "The network predicts the noise.",
        _MEAN,
    ),
    _target("compared_with_nothing", "The true noise has no influence.", _STEP, "Only the prediction counts.", _MEAN),
    known("sign", "noise_added", "True and predicted noise are added.", _STEP, "There is a plus between them.", _MEAN),
    known("square", "not_squared", "The differences are not squared.", _STEP, "They cancel.", _MEAN),
    known("square", "not_squared:negative", "The differences are not squared.", _STEP, "They cancel.", _MEAN),
    known(
        "square",
        "absolute_error",
        "It takes absolute values instead of squares.",
        _STEP,
        "That is another loss.",
        _MEAN,
    ),
    _mean("summed", "The squares are added, not averaged.", _STEP, "It grows with the batch and the image.", _MEAN),
    _mean(
        "summed_over_pixels",
        "Only the batch is averaged; the pixels are added.",
        _STEP,
        "It is too large by the number of pixels.",
        _MEAN,
    ),
    _mean("root_taken", "There is a square root too many.", _STEP, "It is the root of the mean square.", _MEAN),
    _mean("root_taken:norm", "It is the norm of the difference.", _STEP, "There is a root, and no mean.", _MEAN),
    _mean("halved", "The loss is halved.", _STEP, "There is one half too many.", _MEAN),
    _mean("not_averaged", "One loss for each pixel comes back.", _STEP, "The loss is a single number.", _MEAN),
    _mean("one_loss_an_image", "One loss for each image comes back.", _STEP, "The loss is a single number.", _MEAN),
    _mean("mean_squared_after", "The differences are averaged before they are squared.", _STEP, "They cancel.", _MEAN),
)


def _loss_trials() -> tuple[Trial, ...]:
    def batch(seed: int, times: tuple[int, ...], height: int, width: int, a: float) -> dict[str, object]:
        shape = (len(times), height, width, 1)
        return {
            "x_0": normal(seed, *shape) * 0.8 + 0.3,
            "t": np.array(times, np.int32),
            "noise": normal(seed + 1, *shape),
            "a": a,
            "b": 0.4,
        }

    return (
        Trial("three images", batch(480, (3, 120, 60), 4, 5, 0.7)),
        Trial("one image", batch(482, (150,), 5, 3, -0.6)),
    )


EXERCISES = (
    Exercise(
        id="dgm.loss_fn",
        practical=PRACTICAL,
        function="loss_fn",
        signature="loss_fn(params, x_0, t, ϵ)",
        task="Noise x_0 [B,H,W,C] to the times t [B], predict the noise, and return the mean squared error.",
        parameters=tuple(Parameter(name) for name in ("x_0", "t", "noise", "a", "b")),
        outputs=(Output("loss", ()),),
        trials=_loss_trials,
        reference=denoising_loss,
        switches=_LOSS_SWITCHES,
        given=given("diffusion"),
        harness=harness("diffusion_checks", "check_loss"),
    ),
)
