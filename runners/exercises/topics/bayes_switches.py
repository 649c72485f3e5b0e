"""The mistakes that learners make in linear regression, and their words."""

from __future__ import annotations

from functools import partial

import numpy as np

from runners.exercises.evidence import number, row
from runners.exercises.topics.making import known
from runners.exercises.values import Exercise, Observation, Property, Switch

_LOOK = "Write down by hand what three numbers should become, and compare it with your result, shape first."
_column = partial(known, "columns")
_layout = partial(known, "layout")
_BESIDE = "Join two columns side by side: the shape goes from twice (N,1) to (N,2)."
_ONES = "One of the two columns holds the number 1 in every row; the other holds x as it is."

BASIS_SWITCHES: tuple[Switch, ...] = (
    _column("ones_missing", "There is no column of ones.", _LOOK, "Only x comes back, as a column.", _ONES),
    _column("x_missing", "There is no column with x.", _LOOK, "Only the ones come back.", _ONES),
    _column("x_twice", "Both columns hold x.", _LOOK, "The column of ones is a copy of x.", _ONES),
    _column("zeros_for_ones", "The extra column holds 0 instead of 1.", _LOOK, "A weight times 0 is no bias.", _ONES),
    _column(
        "two_columns_of_ones",
        "There are three columns: the ones come twice.",
        _LOOK,
        "The array of ones already has two columns before x joins it.",
        "One column of ones is enough, of shape (N,1).",
    ),
    _column("ones_added", "1 is added to x.", _LOOK, "The ones are added instead of put beside x.", _BESIDE),
    _column("ones_added:both", "1 is added to x.", _LOOK, "The ones are added instead of put beside x.", _BESIDE),
    _column("square_for_ones", "One column holds the square of x.", _LOOK, "That is another basis.", _ONES),
    _column("square_added", "There is a column with the square of x.", _LOOK, "That is the quadratic basis.", _ONES),
    _column("numbered", "The extra column counts 0, 1, 2.", _LOOK, "It holds the place of each point.", _ONES),
    _layout(
        "stacked_as_rows:long",
        "The ones stand above x, not beside it.",
        _LOOK,
        "Everything ends up in one column of length 2N: the arrays were joined along the points.",
        _BESIDE,
    ),
    _layout(
        "stacked_as_rows",
        "The ones and x are rows instead of columns.",
        _LOOK,
        "The shape is (2,N): each row should be one point.",
        _BESIDE,
    ),
    _layout("extra_axis", "There is an axis too many.", _LOOK, "Stacking makes a new axis; joining does not.", _BESIDE),
    _layout(
        "extra_axis:last", "There is an axis too many.", _LOOK, "Stacking makes a new axis; joining does not.", _BESIDE
    ),
    _layout("flattened", "Everything is in one row of numbers.", _LOOK, "The result has one axis, not two.", _BESIDE),
    _layout(
        "column_order_of_reshape",
        "The ones and x end up mixed.",
        _LOOK,
        "A reshape takes the numbers in their order: first all ones, then all of x.",
        _BESIDE,
    ),
)
BASIS_NOTES = {
    "column_fails": (
        "The function fails when x is a column (N,1).",
        "Run it with four points of shape (4,1), and print the shape of each array before they are joined.",
        "x may come as (N,) or as (N,1); your code takes only the first.",
        "Bring both to the same shape first, then go on with that one.",
    ),
    "vector_fails": (
        "The function fails when x has one axis.",
        "Run it with five points of shape (5,), and print the shape of each array before they are joined.",
        "x may come as (N,) or as (N,1); your code takes only the second.",
        "Bring both to the same shape first, then go on with that one.",
    ),
}

_POINTS = "Compute the loss of two points by hand, and compare."
_loss = partial(known, "square")
_sum = partial(known, "sum")
_SQUARED = "Take the difference of prediction and target, square each, and only then add them up."
_HALF = "The task is one half of the summed squares."
LOSS_SWITCHES: tuple[Switch, ...] = (
    _sum(
        "averaged",
        "The squared errors are averaged, not added.",
        _POINTS,
        "It is too small by the number of points.",
        _HALF,
    ),
    _sum(
        "sum_squared",
        "The errors are added first and squared after.",
        _POINTS,
        "Errors above and below the line cancel before the square.",
        _SQUARED,
    ),
    _sum(
        "mean_squared",
        "The errors are averaged first and squared after.",
        _POINTS,
        "Errors above and below the line cancel before the square.",
        _SQUARED,
    ),
    _sum(
        "errors_not_summed",
        "One number for each point comes back.",
        _POINTS,
        "The loss is a single number for all points together.",
        _HALF,
    ),
    known("factor", "not_halved", "The factor one half is missing.", _POINTS, "It is twice too large.", _HALF),
    known(
        "factor",
        "doubled",
        "The sum is multiplied by 2 instead of one half.",
        _POINTS,
        "It is four times too large.",
        _HALF,
    ),
    known(
        "root",
        "root_taken",
        "There is a square root too many.",
        _POINTS,
        "A norm is the root of the summed squares; the task wants the norm squared.",
        _HALF,
    ),
    known(
        "regulariser",
        "regulariser_added",
        "The squared weights are added.",
        _POINTS,
        "That is the regularised loss, which comes later.",
        _HALF,
    ),
    known(
        "model",
        "model_not_used",
        "The prediction does not come from vmap_model.",
        _POINTS,
        "The model that is handed in has no influence.",
        "Call the model that is handed in on X and w.",
    ),
    known(
        "target",
        "target_added",
        "The targets are added to the predictions.",
        _POINTS,
        "The sign of y is wrong.",
        _SQUARED,
    ),
    known(
        "target",
        "every_pair_compared",
        "Every prediction is compared with every target.",
        _POINTS,
        "Two shapes, (N,1) and (N,), broadcast to (N,N): there are N times too many differences.",
        "Give predictions and targets the same shape before you subtract.",
    ),
    _loss("not_squared", "The errors are not squared.", _POINTS, "The result can be negative.", _SQUARED),
    _loss("not_squared:negative", "The errors are not squared.", _POINTS, "The result can be negative.", _SQUARED),
    _loss(
        "absolute_error",
        "It takes absolute values instead of squares.",
        _POINTS,
        "Large errors count too little.",
        _SQUARED,
    ),
    _loss(
        "difference_of_squares",
        "Predictions and targets are squared one by one.",
        _POINTS,
        "The squares are subtracted, not the difference squared.",
        _SQUARED,
    ),
    _loss(
        "difference_of_squares:negative",
        "Predictions and targets are squared one by one.",
        _POINTS,
        "The squares are subtracted, not the difference squared.",
        _SQUARED,
    ),
    _loss("target_not_used", "The targets have no influence.", _POINTS, "Only the predictions are squared.", _SQUARED),
    _loss("product_taken", "Predictions and targets are multiplied.", _POINTS, "That is no error.", _SQUARED),
)

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
