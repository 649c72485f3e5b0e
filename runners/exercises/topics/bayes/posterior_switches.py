"""The mistakes that learners make with the posterior of linear regression, and their words."""

from __future__ import annotations

from functools import partial

import numpy as np

from runners.exercises.evidence import number, row
from runners.exercises.topics.making import known
from runners.exercises.values import Exercise, Observation, Property, Switch

_FORMULA = "Compare your line with the formula, symbol by symbol, and print the matrix before it is inverted."

_strength = partial(known, "strength")

_inverse = partial(known, "inverse")

_gram = partial(known, "gram")

_DIAGONAL = "Alpha belongs on the diagonal only: it is multiplied with the identity of size D."

_AS_IS = "Use alpha once, as it is: it is the precision of the prior."

_SHARED: tuple[Switch, ...] = (
    known(
        "identity",
        "identity_missing",
        "Alpha is added to every entry of the matrix, not only to its diagonal.",
        _FORMULA,
        "A number added to a matrix goes everywhere: the entries off the diagonal changed too.",
        _DIAGONAL,
    ),
    _strength("alpha_missing", "Alpha has no influence.", _FORMULA, "That is plain least squares.", _DIAGONAL),
    _strength("alpha_subtracted", "Alpha is subtracted.", _FORMULA, "Its sign is wrong.", _DIAGONAL),
    _strength("alpha_squared", "Alpha is squared.", _FORMULA, "Alpha counts too much, or too little.", _AS_IS),
    _strength(
        "alpha_inverted",
        "1 over alpha is used instead of alpha.",
        _FORMULA,
        "Alpha is already a precision, one over a variance.",
        _AS_IS,
    ),
    _strength(
        "alpha_halved", "Alpha is halved.", _FORMULA, "The halves of both terms cancel in the derivative.", _AS_IS
    ),
    _strength(
        "alpha_doubled", "Alpha is doubled.", _FORMULA, "The derivative of the square brings a 2 that cancels.", _AS_IS
    ),
    _strength(
        "alpha_root", "The square root of alpha is used.", _FORMULA, "Alpha is a precision, not a scale.", _AS_IS
    ),
    _strength("alpha_is_one", "The identity is added without alpha.", _FORMULA, "Alpha has no influence.", _DIAGONAL),
    _strength(
        "alpha_times_points",
        "Alpha is multiplied with the number of points.",
        _FORMULA,
        "The prior does not grow with the data.",
        _AS_IS,
    ),
    _gram(
        "divided_by_points",
        "The product of X with itself is divided by the number of points.",
        _FORMULA,
        "The loss is a sum over points, not a mean.",
        "Leave the product of X transposed and X as it is.",
    ),
    _gram(
        "gram_missing",
        "The data have no influence on the matrix.",
        _FORMULA,
        "Only alpha is inverted.",
        "Add the product of X transposed and X.",
    ),
    _gram(
        "alpha_on_the_data",
        "Alpha multiplies the product of X with itself, not the identity.",
        _FORMULA,
        "A large alpha should pull the weights to 0; here it does the opposite.",
        _DIAGONAL,
    ),
    _gram(
        "alpha_divides_the_data",
        "The product of X with itself is divided by alpha.",
        _FORMULA,
        "The whole matrix is too small by alpha.",
        _DIAGONAL,
    ),
    _gram(
        "gram_scaled",
        "Alpha multiplies the product of X with itself.",
        _FORMULA,
        "The two terms are multiplied instead of added.",
        _DIAGONAL,
    ),
    _gram(
        "rows_multiplied",
        "X is multiplied with its transpose in the wrong order.",
        _FORMULA,
        "The product is (N,N), points by points; the weights need (D,D).",
        "Put the transposed X on the left.",
    ),
    _inverse(
        "not_inverted",
        "The matrix is not inverted.",
        _FORMULA,
        "The precision stands where its inverse belongs.",
        "Invert the matrix, or solve the linear system with it.",
    ),
    _inverse(
        "inverted_by_element",
        "Each entry is inverted on its own.",
        _FORMULA,
        "One over a matrix takes each entry's reciprocal: that is not the inverse matrix.",
        "Use a function that inverts matrices.",
    ),
)

SOLUTION_SWITCHES: tuple[Switch, ...] = (
    *_SHARED,
    known(
        "right",
        "matrix_returned",
        "Only the inverted matrix comes back.",
        _FORMULA,
        "The result is (D,D); the targets y have no influence yet.",
        "Multiply it with X transposed and y.",
    ),
    known(
        "right",
        "target_missing",
        "The targets y have no influence.",
        _FORMULA,
        "The result has one column for each point.",
        "Multiply with y at the end: the result is (D,).",
    ),
    known(
        "right",
        "x_not_transposed",
        "X is not transposed on the right side.",
        _FORMULA,
        "It runs only when there are as many points as weights.",
        "Multiply y with the transposed X.",
    ),
    known(
        "right",
        "predictions_returned",
        "The predictions come back instead of the weights.",
        _FORMULA,
        "There is one number for each point; there should be one for each weight.",
        "Leave out the last product.",
    ),
)

_mean = partial(known, "mean")

_cov = partial(known, "shown")

_MU = "The mean is the covariance times X transposed times y."

POSTERIOR_SWITCHES: tuple[Switch, ...] = (
    *_SHARED,
    _mean(
        "covariance_not_used",
        "The mean is not multiplied with the covariance.",
        _FORMULA,
        "Only X transposed times y is computed.",
        _MU,
    ),
    _mean(
        "precision_in_mean",
        "The mean is multiplied with the precision instead of the covariance.",
        _FORMULA,
        "The matrix in the mean is not inverted.",
        _MU,
    ),
    _mean("alpha_in_mean", "The mean is multiplied with alpha.", _FORMULA, "There is an alpha too many in it.", _MU),
    _mean("mean_divided", "The mean is divided by the number of points.", _FORMULA, "It is too small.", _MU),
    _mean(
        "mean_of_least_squares", "The mean ignores the prior.", _FORMULA, "It is the solution of least squares.", _MU
    ),
    _mean(
        "mean_by_element",
        "The mean uses only the diagonal of the covariance.",
        _FORMULA,
        "An element by element product stands where a matrix product belongs.",
        _MU,
    ),
    _cov(
        "precision_returned",
        "The precision comes back instead of the covariance.",
        _FORMULA,
        "The second output is not inverted.",
        "Return the inverse, which also stands in the mean.",
    ),
    _cov(
        "diagonal_only",
        "The covariance lost its entries off the diagonal.",
        _FORMULA,
        "The weights depend on each other.",
        "Return the whole inverse.",
    ),
    _cov(
        "variances_returned",
        "Only the variances come back.",
        _FORMULA,
        "The covariance is a matrix (D,D).",
        "Return the whole inverse.",
    ),
    _cov(
        "root_returned",
        "A square root of the covariance comes back.",
        _FORMULA,
        "It is a triangular matrix.",
        "Return the covariance itself.",
    ),
)

POSTERIOR_NOTES = {
    "identity_of_wrong_size": (
        "The identity has the size of the points instead of that of the weights.",
        "Print the shapes of the two matrices that you add.",
        "One is (D,D) and the other (N,N): they fit only when there are as many points as weights.",
        "Make the identity as large as the number of columns of X.",
    ),
}


def _not_symmetric(exercise: Exercise, item: Observation) -> str:
    covariance = item.got[-1]
    if covariance.ndim != 2 or covariance.shape[0] != covariance.shape[1] or np.allclose(covariance, covariance.T):
        return ""
    gaps = np.abs(covariance - covariance.T)
    i, j = (int(place) for place in np.unravel_index(int(np.nan_to_num(gaps).argmax()), gaps.shape))
    return (
        f"With {item.trial.name}, your covariance[{i}, {j}] is {number(covariance[i, j])} "
        f"and covariance[{j}, {i}] is {number(covariance[j, i])}."
    )


def _not_positive(exercise: Exercise, item: Observation) -> str:
    covariance = item.got[-1]
    if covariance.ndim != 2 or covariance.shape[0] != covariance.shape[1] or not np.isfinite(covariance).all():
        return ""
    lowest = np.linalg.eigvalsh(covariance)
    return f"With {item.trial.name}, its eigenvalues are {row(lowest)}." if lowest.min() <= 0 else ""


COVARIANCE_RULES = (
    Property(
        "covariance_not_symmetric",
        "A covariance is symmetric; yours is not.",
        (
            "Compare your matrix with its transpose.",
            "The covariance of weight i with weight j is that of j with i.",
            "Invert the whole precision, which is symmetric.",
        ),
        _not_symmetric,
    ),
    Property(
        "covariance_not_positive",
        "A covariance has positive eigenvalues; yours has not.",
        ("Print the eigenvalues.", "A negative one is a negative variance.", "Check the signs in the precision."),
        _not_positive,
    ),
)
