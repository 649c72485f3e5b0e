"""Deep Generative Models: the score of a density (Song and Ermon 2019)."""

from __future__ import annotations

from functools import partial

import numpy as np

from runners.exercises.supplied import given
from runners.exercises.topics.dgm.schedule import PRACTICAL
from runners.exercises.topics.making import known
from runners.exercises.values import Arrays, Exercise, Inputs, On, Output, Parameter, Trial

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


EXERCISES = (
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
)
