"""Deep Generative Models: the score, the noise schedule and the denoising loss (Ho et al. 2020, algorithm 1)."""

from __future__ import annotations

from functools import partial

import numpy as np

from runners.exercises.inputs import normal
from runners.exercises.supplied import given, harness
from runners.exercises.topics.making import known
from runners.exercises.values import Arrays, Exercise, Inputs, On, Output, Parameter, Trial

PRACTICAL = "Deep Generative Models"
_START, _END = 1e-4, 0.02


def schedule(inputs: Inputs, on: On) -> Arrays:
    """`timesteps` numbers at equal distances, from 0.0001 to 0.02."""
    steps = int(inputs["timesteps"])
    steps += 1 if "one_too_many" in on else -1 if "one_too_few" in on and steps > 1 else 0
    start = 0.0 if "starts_at_zero" in on else _START
    factor = 1000 / steps if "scaled_by_timesteps" in on else 1.0
    place = np.linspace(0, 1, steps, endpoint="end_left_out" not in on)
    if "starts_one_step_late" in on:
        place = (np.arange(steps) + 1) / steps
    first, last = (_END, start) if "reversed" in on else (start, _END)
    betas = _curve(factor * first, factor * last, place, on)
    if "alphas_returned" in on:
        betas = 1 - betas
    if "summed_up" in on:
        betas = np.cumsum(betas)
    if "products_of_alphas" in on:
        betas = np.cumprod(1 - betas)
    return (betas,)


def _curve(start: float, end: float, place: np.ndarray, on: On) -> np.ndarray:
    if "curved:root" in on:
        return np.asarray((start**0.5 + (end**0.5 - start**0.5) * place) ** 2)
    if "curved:square" in on:
        return np.asarray(start + (end - start) * place**2)
    if "curved:geometric" in on and start > 0:
        return np.asarray(start * (end / start) ** place)
    if "curved:cosine" in on:
        return np.asarray(start + (end - start) * (1 - np.cos(np.pi * place)) / 2)
    if "constant" in on:
        return np.full_like(place, end)
    if "end_added" in on:
        return np.asarray(start + end * place)
    return np.asarray(start + (end - start) * place)


_SMALL = "Write down the schedule for 5 time steps by hand, and compare it number by number."
_EQUAL = "From the first number to the last, every step has the same size; both ends are part of it."
_curved = partial(known, "curve")
_ends = partial(known, "ends")
_SCHEDULE_SWITCHES = (
    _curved("curved:root", "The schedule is curved.", _SMALL, "The roots are equally spaced, not the betas.", _EQUAL),
    _curved("curved:square", "The schedule is curved.", _SMALL, "The steps grow: time is squared.", _EQUAL),
    _curved("curved:geometric", "The schedule is curved.", _SMALL, "The logarithms are equally spaced.", _EQUAL),
    _curved("curved:cosine", "The schedule is curved.", _SMALL, "It is a cosine schedule.", _EQUAL),
    _curved("constant", "All betas are the same.", _SMALL, "There is no step from one to the next.", _EQUAL),
    _curved(
        "end_added",
        "The schedule ends above the last value.",
        _SMALL,
        "The whole end value is added to the start.",
        "The way to go is the difference of end and start.",
    ),
    known(
        "count",
        "one_too_many",
        "There is one beta too many.",
        _SMALL,
        "Both ends count.",
        "There are as many betas as time steps.",
    ),
    known(
        "count",
        "one_too_few",
        "There is one beta too few.",
        _SMALL,
        "Both ends count.",
        "There are as many betas as time steps.",
    ),
    _ends("starts_at_zero", "The schedule starts at 0.", _SMALL, "The start value is not used.", _EQUAL),
    _ends("end_left_out", "The last value is never reached.", _SMALL, "The end is left out of the range.", _EQUAL),
    _ends("starts_one_step_late", "The first value is left out.", _SMALL, "It starts one step late.", _EQUAL),
    known(
        "order",
        "reversed",
        "The schedule runs backwards.",
        _SMALL,
        "It starts at the largest beta.",
        "Noise grows with time: start small.",
    ),
    known(
        "scale",
        "scaled_by_timesteps",
        "The betas are scaled by the number of steps.",
        _SMALL,
        "There is a factor of 1000 over the number of steps.",
        "Use both end values as they are.",
    ),
    known(
        "result",
        "alphas_returned",
        "The alphas come back, not the betas.",
        _SMALL,
        "It is 1 minus beta.",
        "Leave out the last subtraction.",
    ),
    known(
        "result",
        "summed_up",
        "The betas are summed up.",
        _SMALL,
        "Each number holds all that came before.",
        "Leave out the running sum.",
    ),
    known(
        "result",
        "products_of_alphas",
        "The products of the alphas come back.",
        _SMALL,
        "That is what the practical computes from the betas later.",
        "Return the betas themselves.",
    ),
)


def _schedule_trials() -> tuple[Trial, ...]:
    note = "With a single time step your schedule is not a number: does a division by one less than the steps fail?"
    return (
        Trial("5 time steps", {"timesteps": 5}),
        Trial("200 time steps", {"timesteps": 200}),
        Trial("31 time steps", {"timesteps": 31}),
        Trial("1 time step", {"timesteps": 1}, advisory=True, note=note),
    )


_GAUSSIANS = (
    (np.array([0.8, 3.2]), np.array([[0.8, -0.8], [-0.8, 2.0]])),
    (np.array([-1.3, -2.7]), np.array([[1.5, 0.75], [0.75, 1.5]])),
)


def score(inputs: Inputs, on: On) -> Arrays:
    """The gradient `(2,)` of the log density at one point."""
    x = inputs["x"].astype(np.float64)
    parts = [_part(x, mean, covariance) for mean, covariance in _GAUSSIANS]
    density = sum((value for value, _ in parts), 0.0)
    slope = np.sum([gradient for _, gradient in parts], axis=0)
    changes = {
        "gradient_of_density": slope,
        "log_of_gradient": np.where(slope > 0, np.log(np.abs(slope)), np.nan),
        "log_of_gradient:size": np.log(np.abs(slope)),
        "log_density_returned": np.asarray(np.log(density)),
        "density_returned": np.asarray(density),
        "divided_by_gradient": 1 / slope,
        "divided_twice": slope / density**2,
        "log_of_one_more": slope / (1 + density),
        "exp_for_log": slope * np.exp(density),
        "root_for_log": slope / (2 * np.sqrt(density)),
        "one_gaussian": parts[0][1] / parts[0][0],
        "one_gaussian:second": parts[1][1] / parts[1][0],
        "scores_added": parts[0][1] / parts[0][0] + parts[1][1] / parts[1][0],
        "length_returned": np.asarray(np.linalg.norm(slope / density)),
        "direction_only": slope / np.linalg.norm(slope),
        "slopes_summed": np.asarray((slope / density).sum()),
    }
    found = next((value for name, value in changes.items() if name in on), slope / density)
    return (-found if "points_away" in on else found,)


def _part(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> tuple[float, np.ndarray]:
    inverse = np.linalg.inv(covariance)
    offset = x - mean
    value = 0.5 * np.exp(-0.5 * offset @ inverse @ offset) / (2 * np.pi * np.sqrt(np.linalg.det(covariance)))
    return float(value), np.asarray(-value * (inverse @ offset))


_POINT = "Take a point far from both modes: the score there should point to the nearest mode, and be large."
_GRADIENT = "The score is the gradient of the logarithm of the density: first the logarithm, then the gradient."
_score = partial(known, "score")
_SCORE_SWITCHES = (
    _score(
        "gradient_of_density",
        "It is the gradient of the density, without the logarithm.",
        _POINT,
        "Far from the modes it is nearly 0.",
        _GRADIENT,
    ),
    _score(
        "log_of_gradient",
        "The logarithm is taken after the gradient.",
        _POINT,
        "The gradient can be negative, and then its logarithm is not a number.",
        _GRADIENT,
    ),
    _score(
        "log_of_gradient:size",
        "The logarithm is taken after the gradient.",
        _POINT,
        "The order of the two steps is turned round.",
        _GRADIENT,
    ),
    _score(
        "log_density_returned", "The log density comes back, not its gradient.", _POINT, "It is one number.", _GRADIENT
    ),
    _score("density_returned", "The density comes back, not its score.", _POINT, "It is one number.", _GRADIENT),
    _score(
        "divided_by_gradient",
        "It is one over the gradient of the density.",
        _POINT,
        "The fraction is upside down.",
        _GRADIENT,
    ),
    _score(
        "divided_twice",
        "The gradient is divided by the density twice.",
        _POINT,
        "The logarithm brings one division.",
        _GRADIENT,
    ),
    _score(
        "log_of_one_more",
        "1 is added to the density before the logarithm.",
        _POINT,
        "Far from the modes the score is nearly 0.",
        "Use the plain logarithm.",
    ),
    _score(
        "exp_for_log",
        "The exponential stands where the logarithm belongs.",
        _POINT,
        "The density is exponentiated.",
        _GRADIENT,
    ),
    _score("root_for_log", "A root stands where the logarithm belongs.", _POINT, "It grows too slowly.", _GRADIENT),
    _score("one_gaussian", "Only the first Gaussian counts.", _POINT, "The second mode has no influence.", _GRADIENT),
    _score(
        "one_gaussian:second", "Only the second Gaussian counts.", _POINT, "The first mode has no influence.", _GRADIENT
    ),
    _score(
        "scores_added",
        "The scores of the two Gaussians are added.",
        _POINT,
        "The logarithm of a sum is not the sum of logarithms.",
        _GRADIENT,
    ),
    _score("length_returned", "Only the length of the score comes back.", _POINT, "The direction is lost.", _GRADIENT),
    _score(
        "direction_only", "Only the direction of the score comes back.", _POINT, "Its length is always 1.", _GRADIENT
    ),
    _score("slopes_summed", "The two slopes are added up.", _POINT, "One number comes back instead of two.", _GRADIENT),
    known(
        "sign",
        "points_away",
        "The score points away from the modes.",
        _POINT,
        "Its sign is wrong.",
        "Leave out the minus: the score goes uphill.",
    ),
)


def _score_trials() -> tuple[Trial, ...]:
    points = ((2.0, -1.5), (-3.5, 1.0), (0.9, 2.5), (0.2, -0.4), (-4.0, -6.0))
    return tuple(Trial(f"x = ({a}, {b})", {"x": np.array([a, b], np.float32)}) for a, b in points)


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
        return scale * noise + spread * x
    if "noise_only_added" in on:
        return np.asarray(x + noise)
    return scale * x + (0 if "noise_left_out" in on else spread * noise)


def _network(x: np.ndarray, t: np.ndarray, inputs: Inputs) -> np.ndarray:
    time = np.cos(t / 50).reshape(-1, *(1,) * (x.ndim - 1))
    return np.asarray(float(inputs["a"]) * np.tanh(x) + float(inputs["b"]) * time)


def _average(error: np.ndarray, on: On) -> np.ndarray | float:
    square = (
        error
        if "not_squared" in on
        else -error
        if "not_squared:negative" in on
        else np.abs(error)
        if "absolute_error" in on
        else error**2
    )
    results = {
        "summed": lambda: square.sum(),
        "summed_over_pixels": lambda: square.sum() / len(square),
        "root_taken": lambda: np.sqrt(square.mean()),
        "root_taken:norm": lambda: np.sqrt(square.sum()),
        "halved": lambda: square.mean() / 2,
        "not_averaged": lambda: square,
        "one_loss_an_image": lambda: square.reshape(len(square), -1).mean(1),
        "mean_squared_after": lambda: error.mean() ** 2,
    }
    return next((result() for name, result in results.items() if name in on), square.mean())


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
        id="dgm.linear_beta_schedule",
        practical=PRACTICAL,
        function="linear_beta_schedule",
        signature="linear_beta_schedule(timesteps)",
        task="Return timesteps betas at equal distances, from 0.0001 to 0.02.",
        parameters=(Parameter("timesteps"),),
        outputs=(Output("betas", ("time step",)),),
        trials=_schedule_trials,
        reference=schedule,
        switches=_SCHEDULE_SWITCHES,
    ),
    Exercise(
        id="dgm.score_fn",
        practical=PRACTICAL,
        function="score_fn",
        signature="score_fn(x)",
        task="Make from density_fn the function that gives the score (2,) at a point x (2,).",
        parameters=(Parameter("x"),),
        outputs=(Output("score", ("coordinate",)),),
        trials=_score_trials,
        reference=score,
        switches=_SCORE_SWITCHES,
        given=given("diffusion"),
    ),
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
