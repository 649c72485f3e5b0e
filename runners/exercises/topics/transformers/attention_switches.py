"""The mistakes that learners make in attention, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from runners.exercises.compare import is_right
from runners.exercises.evidence import number, side_by_side, sums_over_axes
from runners.exercises.values import Exercise, Observation, Switch


def _sums(exercise: Exercise, observations: Sequence[Observation]) -> str:
    return sums_over_axes(exercise, observations, 1)


def _sharpness(exercise: Exercise, observations: Sequence[Observation]) -> str:
    """How peaked the weights are, beside how peaked they should be."""
    for item in observations:
        for place, expected, got in item.pairs():
            if place == 1 and got.shape == expected.shape and not is_right(item):
                mine, right = (float(np.mean(weights.max(-1))) for weights in (got, expected))
                width = item.trial.inputs["key"].shape[-1]
                return (
                    f"With {item.trial.name} (d_k = {width}), the largest weight of a query is {number(mine)} on "
                    f"average; it should be {number(right)}."
                )
    return side_by_side(exercise, observations)


def _hidden(exercise: Exercise, observations: Sequence[Observation]) -> str:
    """How much weight goes to the keys that the mask hides."""
    for item in observations:
        mask = item.trial.inputs.get("mask")
        for place, expected, got in item.pairs():
            if mask is not None and place == 1 and got.shape == expected.shape and not is_right(item):
                hidden = np.broadcast_to(mask[: got.shape[-2], : got.shape[-1]] == 0, got.shape)
                share = number(float(got[hidden].mean()))
                low, high = (number(float(end)) for end in (got.sum(-1).min(), got.sum(-1).max()))
                sums = f", and the weights of a query sum to between {low} and {high} (should be 1)"
                return (
                    f"With {item.trial.name}, the keys where the mask is 0 get {share} each on average (should be 0)"
                    f"{'' if low == high == '1' else sums}."
                )
    return side_by_side(exercise, observations)


def _scale(name: str, slug: str, message: str, what: str) -> Switch:
    return Switch(
        slug,
        message,
        (
            "Look at the scores, between the product of query and key and the softmax.",
            what,
            "Divide the scores by the square root of d_k, the size of the key's last axis, before the softmax.",
        ),
        "scale",
        name,
        _sharpness,
    )


def _length(of: str) -> tuple[Switch, Switch]:
    message = f"The scores are divided using the size of the {of} axis instead of d_k."
    what = f"The number in the division comes from the wrong axis: it is the {of} axis."
    return (
        _scale(f"scaled_by_sqrt_length:{of}", "scaled_by_sqrt_length", message, what),
        _scale(f"scaled_by_length:{of}", "scaled_by_length", message, what),
    )


_SCALES = (
    _scale("", "not_scaled", "The scores are not scaled.", "The softmax gets the scores undivided and is too sharp."),
    _scale("", "scaled_by_d_k", "The scores are divided by d_k instead of its square root.", "The root is missing."),
    _scale(
        "",
        "multiplied_by_sqrt_d_k",
        "The scores are multiplied by √d_k instead of divided by it.",
        "The scale acts the wrong way round: large scores get larger still.",
    ),
    _scale("", "multiplied_by_d_k", "The scores are multiplied by d_k.", "The scale acts the wrong way round."),
    _scale(
        "",
        "scaled_after_softmax",
        "The scale is applied after the softmax instead of before it.",
        "The weights are divided, so that they no longer sum to 1.",
    ),
    *_length("key"),
    *_length("query"),
    _scale(
        "scaled_by_sqrt_length:batch",
        "scaled_by_sqrt_length",
        "The scores are divided by the root of the batch size instead of √d_k.",
        "The number in the division comes from the first axis, which is the batch.",
    ),
    _scale("", "scaled_by_square", "The scores are divided by d_k squared.", "A square stands where a root is meant."),
    _scale("scaled_twice_root", "scaled_by_fourth_root", "The root of d_k is taken twice.", "One root is too many."),
)

_KEYS = (
    Switch(
        "key_not_transposed",
        "The key is not transposed before it is multiplied with the query.",
        (
            "Look at the product that gives the scores, and write down the shape of both sides.",
            "The key goes in as [T_key, d]; the product then sums over positions instead of features.",
            "Swap the last two axes of the key, so that its features meet the query's features.",
        ),
        "key",
    ),
    Switch(
        "key_all_axes_reversed",
        "Transposing the key turned all of its axes around, the batch axis too.",
        (
            "Print the shape of the transposed key.",
            "On an array with three axes, .T reverses all three: the batch axis becomes the last.",
            "Swap only the last two axes of the key.",
        ),
        "key",
    ),
    Switch(
        "key_reshaped",
        "The key was reshaped where it should be transposed.",
        (
            "Print a small key before and after you change its shape.",
            "A reshape keeps the numbers in their order and only cuts the rows elsewhere: features of two keys mix.",
            "Swap the last two axes instead of reshaping.",
        ),
        "key",
    ),
    Switch(
        "elementwise_product",
        "Query and key are multiplied number by number, not as matrices.",
        (
            "Look at the product that gives the scores.",
            "Each query must meet each key; a number-by-number product pairs only equal positions.",
            "Use a matrix product, summed over the features.",
        ),
        "key",
    ),
    Switch(
        "dot_mixes_batches",
        "The product pairs every item of the batch with every other item.",
        (
            "Print the shape of your scores: how many axes has it?",
            "A dot product of arrays with three axes has four: queries of one item meet keys of all items.",
            "Use a product that treats the first axis as a batch.",
        ),
        "key",
    ),
    Switch(
        "query_used_as_key",
        "The scores compare the query with itself; the key is not used.",
        ("Look at both sides of the product.", "The query stands on both sides.", "Use the key on the second side."),
        "key",
    ),
    Switch(
        "key_used_as_query",
        "The scores compare the key with itself; the query is not used.",
        ("Look at both sides of the product.", "The key stands on both sides.", "Use the query on the first side."),
        "key",
    ),
    Switch(
        "query_and_key_swapped",
        "Query and key have changed places in the product.",
        (
            "Which axis of your scores counts queries, and which keys?",
            "The rows of the scores are keys and the columns queries.",
            "Put the query first, so that each row belongs to one query.",
        ),
        "key",
    ),
)


def _axis(name: str, message: str, what: str) -> Switch:
    hints = (
        "Look at the axis that the softmax gets, and add up your weights over each axis.",
        what,
        "For each query, the weights over all keys sum to 1: take the softmax over the key axis, the last one.",
    )
    return Switch("wrong_softmax_axis", message, hints, "softmax", name, _sums)


_SOFTMAX = (
    _axis(
        "wrong_softmax_axis",
        "The softmax runs over the queries instead of the keys.",
        "It runs over axis 1, the queries.",
    ),
    _axis(
        "wrong_softmax_axis:batch",
        "The softmax runs over the batch instead of the keys.",
        "It runs over axis 0, the batch.",
    ),
    _axis("wrong_softmax_axis:all", "The softmax runs over all axes at once.", "All numbers together sum to 1."),
    Switch(
        "softmax_missing",
        "There is no softmax: the scores themselves are used as weights.",
        (
            "Look at what happens between the scores and the product with the value.",
            "The weights may be negative and do not sum to 1.",
            "Turn the scores into weights with a softmax over the keys.",
        ),
        "softmax",
        evidence=_sums,
    ),
    Switch(
        "softmax_twice",
        "The softmax is applied twice.",
        ("Count the softmaxes.", "The second one flattens the weights.", "Apply it once."),
        "softmax",
        evidence=_sharpness,
    ),
    Switch(
        "exp_not_normalised",
        "The exponentials are not divided by their sum.",
        (
            "Add up your weights over the keys.",
            "The exponential is there, the division by the sum is not.",
            "Divide by the sum over the keys, keeping that axis.",
        ),
        "softmax",
        evidence=_sums,
    ),
    Switch(
        "normalised_without_exp",
        "The scores are divided by their sum without an exponential.",
        (
            "Are all your weights between 0 and 1?",
            "Dividing negative scores by their sum gives no weights: the exponential is missing.",
            "Take the exponential first, then divide by the sum over the keys.",
        ),
        "softmax",
        evidence=_sums,
    ),
    Switch(
        "sigmoid_for_softmax",
        "A sigmoid stands where a softmax is meant.",
        (
            "Add up your weights over the keys.",
            "A sigmoid looks at each score alone, so the keys do not compete.",
            "Use a softmax over the keys.",
        ),
        "softmax",
        evidence=_sums,
    ),
    Switch(
        "log_softmax",
        "The weights are the logarithm of the softmax.",
        ("Are your weights negative?", "It is the log-softmax.", "Use the softmax itself."),
        "softmax",
        evidence=_sums,
    ),
)

_VALUES = (
    Switch(
        "key_used_as_value",
        "The weights mix the keys instead of the values.",
        ("Look at the last product.", "The key is in it.", "The weights belong with the value."),
        "value",
    ),
    Switch(
        "query_used_as_value",
        "The weights mix the queries instead of the values.",
        ("Look at the last product.", "The query is in it.", "The weights belong with the value."),
        "value",
    ),
    Switch(
        "values_from_scores",
        "The values are mixed with the scores instead of the weights.",
        (
            "Look at the last product.",
            "It takes the scores from before the softmax.",
            "Multiply what comes out of the softmax with the value.",
        ),
        "value",
    ),
    Switch(
        "scores_returned",
        "The scores come back where the weights should.",
        (
            "Look at the return line.",
            "The second output is what went into the softmax.",
            "Return what came out of the softmax.",
        ),
        "return",
        evidence=_sums,
    ),
    Switch(
        "residual_added",
        "The query is added to the values.",
        ("Look at the last step.", "The residual belongs to a later exercise.", "Return the weighted sum alone."),
        "value:residual",
    ),
)


def _mask(slug: str, message: str, what: str, name: str = "", fix: str = "") -> Switch:
    fix = fix or "Where the mask is 0, put a very large negative number in place of the score, before the softmax."
    return Switch(slug, message, ("Look at what the mask does to the scores.", what, fix), "mask", name, _hidden)


SWITCHES = (*_SCALES, *_KEYS, *_SOFTMAX, *_VALUES)
MASK_SWITCHES = (
    _mask("mask_ignored", "The mask has no effect.", "The weights are the same with and without a mask."),
    _mask(
        "mask_inverted",
        "The mask is used the wrong way round: it hides what it should keep.",
        "The keys where the mask is 1 get no weight, those where it is 0 get all of it.",
        fix="1 means keep and 0 means hide: swap the two cases.",
    ),
    _mask(
        "mask_after_softmax",
        "The mask is applied after the softmax.",
        "The hidden weights become 0, but the others were made smaller by them: they no longer sum to 1.",
    ),
    _mask(
        "mask_multiplied",
        "The scores are multiplied by the mask, or hidden scores are set to 0.",
        "A score of 0 is not a weight of 0: the exponential of 0 is 1.",
    ),
    _mask(
        "mask_added",
        "The mask's 0 and 1 are added to the scores as they are.",
        "Hidden scores end up only 1 below the others, which lowers their weight a little.",
    ),
    _mask("mask_subtracted", "The mask's 0 and 1 are subtracted from the scores.", "Kept scores end up 1 lower."),
    _mask(
        "mask_too_weak",
        "Hidden scores are set to -1, which is not low enough.",
        "They still get weight.",
        "mask_fill_one",
    ),
    _mask(
        "mask_too_weak",
        "Hidden scores are set to -10, which is not low enough.",
        "They still get weight.",
        "mask_fill_ten",
    ),
    _mask(
        "mask_wrong_sign",
        "Hidden scores get a very large positive number instead of a negative one.",
        "All the weight goes to the hidden keys.",
    ),
    _mask(
        "mask_transposed",
        "The mask's axes are swapped.",
        "Rows must be queries, columns keys.",
        fix="Do not swap.",
    ),
    Switch(
        "always_causal",
        "A causal mask is applied although none was asked for.",
        (
            "Call your function without a mask and look at the weights.",
            "Later keys get no weight even then.",
            "Hide keys only where the mask that is given says so.",
        ),
        "mask",
    ),
    _mask(
        "mask_after_softmax",
        "The mask is applied after the softmax.",
        "Large negative numbers replace weights instead of scores.",
        "mask_after_softmax:filled",
    ),
)

CROP_SWITCHES = (
    _mask(
        "mask_cropped_at_end",
        "A mask that is too large is cut at the wrong end.",
        "The last rows and columns are taken; the sequence starts at the first.",
        fix="Keep the mask's first rows and columns.",
    ),
)

NOTES = {
    "no_batch_support": (
        "The function works for one sequence, but not for a batch.",
        "Print the shapes of the inputs: how many axes do they have?",
        "Your code counts on two axes; the inputs have a batch axis in front.",
        "Name axes from the end (-1, -2), or map your function over the first axis.",
    ),
    "mask_axes_mixed": (
        "The mask fits only when there are as many queries as keys.",
        "Write down the mask's shape beside that of the scores, with fewer queries than keys.",
        "The mask's rows belong to the queries and its columns to the keys; here they are mixed up.",
        "Take rows by the number of queries and columns by the number of keys.",
    ),
    "mask_not_cropped": (
        "The function fails when the mask is larger than the scores.",
        "Compare the mask's shape with that of the scores.",
        "The mask may be made once for the longest sequence; here it has more rows and columns than the scores.",
        "Keep as many rows as there are queries and as many columns as there are keys.",
    ),
}
