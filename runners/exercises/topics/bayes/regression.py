"""Bayesian Deep Learning: the affine basis, the squared error, and the posterior of linear regression
(Bishop 2006, sections 3.1 and 3.3, with noise of variance 1)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from runners.exercises.inputs import normal
from runners.exercises.supplied import given, harness
from runners.exercises.topics.bayes.posterior_switches import (
    COVARIANCE_RULES,
    POSTERIOR_NOTES,
    POSTERIOR_SWITCHES,
    SOLUTION_SWITCHES,
)
from runners.exercises.topics.bayes.switches import BASIS_NOTES, BASIS_SWITCHES, LOSS_SWITCHES
from runners.exercises.values import (
    Arrays,
    Exercise,
    Inputs,
    On,
    Output,
    Parameter,
    Probe,
    Trial,
    Variant,
)

PRACTICAL = "Bayesian Deep Learning"


def affine_basis(inputs: Inputs, on: On) -> Arrays:
    """Columns `[1, x]`, `(N, 2)`; with `ones_last`, `[x, 1]`."""
    x = inputs["x"].astype(np.float64).reshape(-1, 1)
    one = np.ones_like(x)
    columns = _columns(x, one, on)
    columns = columns[::-1] if "ones_last" in on else columns
    layouts: dict[str, Callable[[], np.ndarray]] = {
        "stacked_as_rows:long": lambda: np.concatenate(columns, 0),
        "stacked_as_rows": lambda: np.concatenate(columns, 1).T,
        "extra_axis": lambda: np.stack(columns, 1),
        "extra_axis:last": lambda: np.stack(columns, -1),
        "flattened": lambda: np.concatenate(columns, 0).reshape(-1),
        "column_order_of_reshape": lambda: np.resize(np.concatenate(columns, 0), (len(x), len(columns))),
    }
    return (next((lay() for name, lay in layouts.items() if name in on), np.concatenate(columns, 1)),)


def _columns(x: np.ndarray, one: np.ndarray, on: On) -> list[np.ndarray]:
    changes = {
        "ones_missing": [x],
        "x_missing": [one],
        "x_twice": [x, x],
        "zeros_for_ones": [0 * one, x],
        "two_columns_of_ones": [one, one, x],
        "ones_added": [x + one],
        "ones_added:both": [x + one, x + one],
        "square_for_ones": [x * x, x],
        "square_added": [one, x, x * x],
        "numbered": [np.arange(len(x), dtype=np.float64)[:, None], x],
    }
    return next((columns for name, columns in changes.items() if name in on), [one, x])


def _basis_trials() -> tuple[Trial, ...]:
    return (
        Trial("five numbers", {"x": np.array([-2, 0.5, 3, 40, -7.25], np.float32)}, sole_failure="vector_fails"),
        Trial("one number", {"x": np.array([2.5], np.float32)}, sole_failure="vector_fails"),
        Trial("a column of four", {"x": normal(400, 4, 1, scale=3)}, sole_failure="column_fails"),
    )


def regression_loss(inputs: Inputs, on: On) -> Arrays:
    """Half the sum of squared errors."""
    X, y, w = (np.asarray(inputs[name], np.float64) for name in ("X", "y", "w"))
    predicted = X @ w
    if inputs["model"] == "sine" and "model_not_used" not in on:
        predicted = np.sin(predicted)
    error = predicted + y if "target_added" in on else predicted - y
    if "every_pair_compared" in on:
        error = predicted[None] - y[:, None]
    size = _size(error, predicted, y, on)
    factors = {"not_halved": 1.0, "doubled": 2.0}
    factor = next((factor for name, factor in factors.items() if name in on), 0.5)
    total = size if "errors_not_summed" in on else size.mean() if "averaged" in on else size.sum()
    if "sum_squared" in on:
        total = error.sum() ** 2
    if "mean_squared" in on:
        total = error.mean() ** 2
    if "root_taken" in on:
        total = np.sqrt(total)
    if "regulariser_added" in on:
        total = total + (w * w).sum()
    return (np.asarray(factor * total),)


def _size(error: np.ndarray, predicted: np.ndarray, y: np.ndarray, on: On) -> np.ndarray:
    changes = {
        "not_squared": error,
        "not_squared:negative": -error,
        "absolute_error": np.abs(error),
        "difference_of_squares": predicted**2 - y**2,
        "difference_of_squares:negative": y**2 - predicted**2,
        "target_not_used": predicted**2,
        "product_taken": predicted * y,
    }
    return next((size for name, size in changes.items() if name in on), error**2)


def _loss_trials() -> tuple[Trial, ...]:
    def data(seed: int, points: int, model: str = "linear") -> dict[str, object]:
        return {
            "X": normal(seed, points, 2),
            "y": normal(seed + 1, points) * 2 + 1,
            "w": normal(seed + 2, 2) - 0.7,
            "model": model,
        }

    note = (
        "Your loss always predicts with a linear model: use the function vmap_model that it is given, and it works "
        "for other models too."
    )
    return (
        Trial("five points", data(410, 5)),
        Trial("one point", data(413, 1)),
        Trial("three points, another model", data(416, 3, "sine"), advisory=True, note=note),
    )


def _matrix(X: np.ndarray, alpha: float, on: On) -> np.ndarray | None:
    """The precision `(D, D)`; None where the mistakes raise an error on these shapes."""
    points, width = X.shape
    gram = X @ X.T if "rows_multiplied" in on else X.T @ X
    gram = gram / points if "divided_by_points" in on else gram
    strengths = {
        "alpha_missing": 0.0,
        "alpha_subtracted": -alpha,
        "alpha_squared": alpha**2,
        "alpha_inverted": 1 / alpha,
        "alpha_halved": alpha / 2,
        "alpha_doubled": alpha * 2,
        "alpha_root": alpha**0.5,
        "alpha_is_one": 1.0,
        "alpha_times_points": alpha * points,
    }
    strength = next((value for name, value in strengths.items() if name in on), alpha)
    added = np.full((width, width), strength) if "identity_missing" in on else strength * np.eye(width)
    if "alpha_on_the_data" in on:
        return np.asarray(alpha * gram + np.eye(width)) if len(gram) == width else None
    if "alpha_divides_the_data" in on:
        return np.asarray(gram / alpha + np.eye(width)) if len(gram) == width else None
    if "gram_missing" in on:
        return added
    if "gram_scaled" in on:
        return np.asarray(strength * gram)
    return np.asarray(gram + added) if gram.shape == added.shape else None


def _inverse(matrix: np.ndarray, on: On) -> np.ndarray:
    if "not_inverted" in on:
        return matrix
    if "inverted_by_element" in on:
        return np.asarray(1 / matrix)
    return np.linalg.inv(matrix) if np.linalg.cond(matrix) < 1e12 else np.full_like(matrix, np.nan)


def least_squares(inputs: Inputs, on: On) -> Arrays | None:
    """(XᵀX + α I)⁻¹ Xᵀ y."""
    X, y = (inputs[name].astype(np.float64) for name in ("X", "y"))
    matrix = _matrix(X, float(inputs["alpha"]), on)
    if matrix is None:
        return None
    inverse = _inverse(matrix, on)
    if "matrix_returned" in on:
        return (inverse,)
    if "target_missing" in on:
        return (inverse @ X.T,)
    if "x_not_transposed" in on:
        return (inverse @ X @ y,) if len(X) == X.shape[1] else None
    return (X @ inverse @ X.T @ y if "predictions_returned" in on else inverse @ X.T @ y,)


def posterior(inputs: Inputs, on: On) -> Arrays | None:
    """Mean `(D,)` and covariance `(D, D)` of the weights: Σ = (XᵀX + α I)⁻¹, μ = Σ Xᵀ y."""
    X, y, alpha = inputs["X"].astype(np.float64), inputs["y"].astype(np.float64), float(inputs["alpha"])
    matrix = _matrix(X, alpha, on)
    if matrix is None:
        return None
    covariance = _inverse(matrix, on)
    shown = {
        "precision_returned": matrix,
        "diagonal_only": np.diag(np.diag(covariance)),
        "variances_returned": np.diag(covariance),
        "root_returned": np.linalg.cholesky(covariance) if _positive(covariance) else np.full_like(covariance, np.nan),
    }
    target = X.T @ y
    means = {
        "covariance_not_used": target,
        "precision_in_mean": matrix @ target,
        "alpha_in_mean": alpha * covariance @ target,
        "mean_divided": covariance @ target / len(X),
        "mean_of_least_squares": np.linalg.lstsq(X, y, rcond=None)[0],
        "mean_by_element": np.diag(covariance) * target,
    }
    mean = next((value for name, value in means.items() if name in on), covariance @ target)
    return mean, next((value for name, value in shown.items() if name in on), covariance)


def _positive(matrix: np.ndarray) -> bool:
    return bool(np.isfinite(matrix).all() and np.allclose(matrix, matrix.T) and np.linalg.eigvalsh(matrix).min() > 0)


def _regression(seed: int, points: int, width: int, alpha: float) -> dict[str, object]:
    mixed = normal(seed, points, width) @ normal(seed + 1, width, width) + 0.5
    return {"X": mixed, "y": normal(seed + 2, points) * 2 - 1, "alpha": alpha}


def _regression_trials() -> tuple[Trial, ...]:
    return (
        Trial("seven points, three weights", _regression(420, 7, 3, 2.5)),
        Trial("five points, two weights", _regression(424, 5, 2, 0.3)),
        Trial("one point, two weights", _regression(428, 1, 2, 4.0)),
    )


def _square_probes() -> tuple[Probe, ...]:
    return (Probe(Trial("three points, three weights", _regression(432, 3, 3, 1.7)), "identity_of_wrong_size"),)


_XYA = (Parameter("X"), Parameter("y"), Parameter("alpha"))
EXERCISES = (
    Exercise(
        id="bayes.affine_basis",
        practical=PRACTICAL,
        function="affine_basis",
        signature="affine_basis(x)",
        task="Put a column of ones beside x, which is (N,) or (N,1): the result is (N,2).",
        parameters=(Parameter("x"),),
        outputs=(Output("X", ("point", "column")),),
        trials=_basis_trials,
        reference=affine_basis,
        switches=BASIS_SWITCHES,
        notes=BASIS_NOTES,
        variants=(
            Variant(
                frozenset({"ones_last"}),
                "Your columns are [x, 1], as the text of the starter says: that is right. The practical's own check "
                "and its later cells want [1, x], so put the ones first if that check refuses your answer.",
            ),
        ),
    ),
    Exercise(
        id="bayes.linear_regression_loss",
        practical=PRACTICAL,
        function="linear_regression_loss",
        signature="linear_regression_loss(X, y, vmap_model, w)",
        task="Predict y with vmap_model(X, w), and return half the sum of the squared errors.",
        parameters=(Parameter("X"), Parameter("y"), Parameter("w"), Parameter("model")),
        outputs=(Output("loss", ()),),
        trials=_loss_trials,
        reference=regression_loss,
        switches=LOSS_SWITCHES,
        given=given("bayes"),
        harness=harness("bayes_checks", "check_loss"),
    ),
    Exercise(
        id="bayes.regularised_least_squares",
        practical=PRACTICAL,
        function="regularised_least_squares_solution",
        signature="regularised_least_squares_solution(X, y, alpha)",
        task="Return the weights (D,) that minimise half the squared error plus alpha/2 times the squared weights.",
        parameters=_XYA,
        outputs=(Output("weights", ("weight",)),),
        trials=_regression_trials,
        reference=least_squares,
        switches=SOLUTION_SWITCHES,
        probes=_square_probes,
        notes=POSTERIOR_NOTES,
        given=given("bayes"),
    ),
    Exercise(
        id="bayes.blr_posterior",
        practical=PRACTICAL,
        function="BLR_posterior",
        signature="BLR_posterior(X, y, alpha)",
        task="Return the mean (D,) and the covariance (D,D) of the weights' posterior.",
        parameters=_XYA,
        outputs=(Output("mu", ("weight",)), Output("covariance", ("weight", "weight"))),
        trials=_regression_trials,
        reference=posterior,
        switches=POSTERIOR_SWITCHES,
        probes=_square_probes,
        properties=COVARIANCE_RULES,
        notes=POSTERIOR_NOTES,
        given=given("bayes"),
    ),
)
