"""The mistakes that learners make with the affine basis and the squared error, and their words."""

from __future__ import annotations

from functools import partial

from runners.exercises.topics.making import known
from runners.exercises.values import Switch

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
