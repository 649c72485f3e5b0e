"""Transformers & Attention: image patches, add & norm, and the loss of a sequence."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from runners.exercises.inputs import normal
from runners.exercises.values import CALLED, Arrays, Exercise, Inputs, On, Output, Parameter, Switch, Trial

_PRACTICAL = "Transformers & Attention"
_VOCABULARY = 128


def image_to_patch(inputs: Inputs, on: On) -> Arrays:
    """Patches `[B, H/p * W/p, p, p, C]` of images `[B, H, W, C]`, row by row (Dosovitskiy et al. 2021, section 3.1)."""
    image, size = inputs["image"].astype(np.float64), inputs["patch_size"]
    batch, height, width, channels = image.shape
    if "reshaped_only" in on:
        return (image.reshape(batch, -1, size, size, channels),)
    cut = image.reshape(batch, height // size, size, width // size, size, channels)
    orders = {
        "patches_in_column_order": (0, 3, 1, 2, 4, 5),
        "patches_mirrored": (0, 1, 3, 4, 2, 5),
        "patches_in_column_order:mirrored": (0, 3, 1, 4, 2, 5),
    }
    patches = cut.transpose(next((order for name, order in orders.items() if name in on), (0, 1, 3, 2, 4, 5)))
    return (patches.reshape(batch, -1, size, size, channels),)


_PATCH_SWITCHES = (
    Switch(
        "reshaped_only",
        "The image is only reshaped, so a patch holds pixels from the same row instead of a square.",
        (
            "Draw a 4 by 4 image with numbered pixels, and see which land in the first patch.",
            "A reshape takes the pixels in their order, row by row; the rows of a patch are not next to each other.",
            "Cut height and width into two axes each, bring the two patch axes side by side, then join the others.",
        ),
        "order",
    ),
    Switch(
        "patches_in_column_order",
        "The patches come column by column instead of row by row.",
        (
            "Which patch comes second?",
            "The column number of the patch stands before its row number.",
            "Keep rows of patches first.",
        ),
        "order",
    ),
    Switch(
        "patches_mirrored",
        "Inside each patch, rows and columns are swapped.",
        (
            "Look at one patch that is not symmetric.",
            "Each patch is mirrored on its diagonal.",
            "Keep the row inside the patch before the column inside the patch.",
        ),
        "order",
    ),
    Switch(
        "patches_in_column_order",
        "The patches come column by column, and each is mirrored on its diagonal.",
        (
            "Which patch comes second, and how is it turned?",
            "Both pairs of axes are swapped.",
            "Keep rows before columns, among the patches and inside each.",
        ),
        "order",
        "patches_in_column_order:mirrored",
    ),
)


def _patch_trials() -> tuple[Trial, ...]:
    return (
        Trial("two images of 4 by 6", {"image": normal(310, 2, 4, 6, 3), "patch_size": 2}),
        Trial("one image of 9 by 3", {"image": normal(311, 1, 9, 3, 2), "patch_size": 3}),
    )


def add_norm(inputs: Inputs, on: On) -> Arrays:
    """Layer normalisation of x + processed_x over the features (Vaswani et al. 2017, section 3.1)."""
    x, processed = (inputs[name].astype(np.float64) for name in ("x", "processed_x"))
    added = x + processed
    changes: dict[str, Callable[[], np.ndarray]] = {
        "x_not_added": lambda: _norm(processed, on),
        "processed_not_added": lambda: _norm(x, on),
        "added_after_norm": lambda: x + _norm(processed, on),
        "added_after_norm:other": lambda: processed + _norm(x, on),
        "normalised_separately": lambda: _norm(x, on) + _norm(processed, on),
        "not_normalised": lambda: added,
        "subtracted": lambda: _norm(x - processed, on),
        "subtracted:other": lambda: _norm(processed - x, on),
        "multiplied": lambda: _norm(x * processed, on),
    }
    return (next((make() for name, make in changes.items() if name in on), _norm(added, on)),)


def _norm(x: np.ndarray, on: On, epsilon: float = 1e-5) -> np.ndarray:
    axes: dict[str, int | tuple[int, ...]] = {
        "wrong_norm_axis:position": 1,
        "wrong_norm_axis:batch": 0,
        "wrong_norm_axis:all": (1, 2),
    }
    axis = next((axis for name, axis in axes.items() if name in on), -1)
    mean, variance = x.mean(axis, keepdims=True), x.var(axis, keepdims=True)
    if "mean_not_subtracted" in on:
        return np.asarray(x / np.sqrt((x * x).mean(axis, keepdims=True) + epsilon))
    if "variance_without_root" in on:
        return np.asarray((x - mean) / (variance + epsilon))
    return np.asarray((x - mean) / np.sqrt(variance + epsilon))


def _norm_switch(name: str, message: str, what: str, group: str) -> Switch:
    hints = (
        "Look at which array goes into the normalisation, and over which axis it runs.",
        what,
        "Add the two inputs, then normalise each token's features.",
    )
    return Switch(name.partition(":")[0], message, hints, group, name)


_NORM_SWITCHES = (
    _norm_switch(
        "x_not_added", "x has no influence: only processed_x is normalised.", "The residual is missing.", "add"
    ),
    _norm_switch("processed_not_added", "processed_x has no influence.", "Only x is normalised.", "add"),
    _norm_switch("added_after_norm", "x is added after the normalisation.", "Only processed_x is normalised.", "add"),
    _norm_switch(
        "added_after_norm:other", "processed_x is added after the normalisation.", "Only x is normalised.", "add"
    ),
    _norm_switch("normalised_separately", "The inputs are normalised one by one.", "The sum comes last.", "add"),
    _norm_switch("not_normalised", "The sum is not normalised.", "The inputs are only added.", "add"),
    _norm_switch("subtracted", "The inputs are subtracted.", "There is a minus between them.", "add"),
    _norm_switch("subtracted:other", "The inputs are subtracted.", "There is a minus between them.", "add"),
    _norm_switch("multiplied", "The inputs are multiplied.", "There is a product of the two.", "add"),
    _norm_switch(
        "wrong_norm_axis:position",
        "The normalisation runs over the positions instead of the features.",
        "It runs over axis 1: each feature has mean 0 over the sequence.",
        "axis",
    ),
    _norm_switch(
        "wrong_norm_axis:batch", "The normalisation runs over the batch.", "It runs over axis 0, the batch.", "axis"
    ),
    _norm_switch(
        "wrong_norm_axis:all",
        "The normalisation runs over positions and features together.",
        "It takes one mean for a whole sequence instead of one for each token.",
        "axis",
    ),
    _norm_switch("mean_not_subtracted", "The mean is not subtracted.", "It divides by the root mean square.", "norm"),
    _norm_switch("variance_without_root", "It divides by the variance.", "The square root is missing.", "norm"),
)


def _norm_trials() -> tuple[Trial, ...]:
    def pair(seed: int, *shape: int) -> dict[str, np.ndarray]:
        return {"x": normal(seed, *shape) + 1, "processed_x": normal(seed + 1, *shape, scale=2)}

    return Trial("two sequences", pair(320, 2, 3, 5)), Trial("a batch of one", pair(330, 1, 4, 6))


_NORM_HARNESS = f"""
def {CALLED}(x, processed_x):
    import haiku, jax
    module = haiku.without_apply_rng(haiku.transform(lambda *arrays: {{function}}()(*arrays)))
    return module.apply(module.init(jax.random.PRNGKey(0), x, processed_x), x, processed_x)
"""


def sequence_loss(inputs: Inputs, on: On) -> Arrays:
    """Cross-entropy of the targets, averaged over the positions whose input is not padding (0)."""
    logits = inputs["logits"].astype(np.float64)
    data = inputs["data"]
    axis = 1 if "softmax_over_positions" in on else -1
    powers = np.exp(logits - logits.max(axis, keepdims=True))
    probabilities = powers / powers.sum(axis, keepdims=True)
    picked = logits if "softmax_missing" in on else probabilities if "log_missing" in on else np.log(probabilities)
    label = data["input"] if "input_as_target" in on else data["target"]
    losses = -np.take_along_axis(picked, label[..., None], -1)[..., 0]
    if "sign_missing" in on:
        losses = -losses
    kept = (data["target"] if "mask_from_target" in on else data["input"]) > 0
    kept = ~kept if "mask_inverted" in on else kept
    totals = {
        "mask_not_used": losses.mean(),
        "divided_by_all_positions": (losses * kept).mean(),
        "not_divided": (losses * kept).sum(),
        "divided_by_batch": (losses * kept).sum() / len(losses),
        "mask_not_used:divided": losses.sum() / kept.sum(),
        "mean_of_means": ((losses * kept).sum(-1) / kept.sum(-1)).mean(),
    }
    return (np.asarray(next((v for name, v in totals.items() if name in on), (losses * kept).sum() / kept.sum())),)


def _loss_switch(name: str, message: str, what: str, fix: str, group: str) -> Switch:
    hints = ("Compute the loss of one short sequence by hand, padding included.", what, fix)
    return Switch(name.partition(":")[0], message, hints, group, name)


_AVERAGE = "Add up the losses of the positions that are kept, and divide by how many these are."
_CROSS = "The loss of a position is minus the logarithm of the probability of its target."
_LOSS_SWITCHES = (
    _loss_switch("mask_not_used", "Padding counts in the loss.", "The mask has no effect.", _AVERAGE, "mean"),
    _loss_switch("mask_not_used:divided", "Padding counts in the sum.", "The sum ignores the mask.", _AVERAGE, "mean"),
    _loss_switch(
        "divided_by_all_positions",
        "The sum is divided by all positions, padding included.",
        "The loss is too small by the share of padding.",
        _AVERAGE,
        "mean",
    ),
    _loss_switch("not_divided", "The losses are added, not averaged.", "It grows with the batch.", _AVERAGE, "mean"),
    _loss_switch("divided_by_batch", "The sum is divided by the batch size.", "It counts sequences.", _AVERAGE, "mean"),
    _loss_switch(
        "mean_of_means",
        "Each sequence is averaged by itself, and then the averages.",
        "Short sequences count too much.",
        _AVERAGE,
        "mean",
    ),
    _loss_switch("mask_inverted", "Only padding counts in the loss.", "The mask is inverted.", _AVERAGE, "mask"),
    _loss_switch(
        "mask_from_target", "The mask is made from the targets.", "Padding is where the input is 0.", _AVERAGE, "mask"
    ),
    _loss_switch("log_missing", "The logarithm is missing.", "Probabilities are averaged.", _CROSS, "softmax"),
    _loss_switch("softmax_missing", "There is no softmax.", "The logits are used directly.", _CROSS, "softmax"),
    _loss_switch("sign_missing", "The minus is missing.", "The loss is negative.", _CROSS, "sign"),
    _loss_switch(
        "softmax_over_positions",
        "The softmax runs over the positions instead of the vocabulary.",
        "It runs over axis 1.",
        "Over the vocabulary, the last axis, the probabilities sum to 1.",
        "axis",
    ),
    _loss_switch("input_as_target", "The inputs are used as targets.", "The labels are the inputs.", _CROSS, "label"),
)


def _loss_trials() -> tuple[Trial, ...]:
    def batch(seed: int, inputs: list[list[int]], targets: list[list[int]]) -> dict[str, object]:
        data = {"input": np.array(inputs, np.int32), "target": np.array(targets, np.int32)}
        return {"logits": normal(seed, len(inputs), len(inputs[0]), _VOCABULARY), "data": data}

    return (
        Trial(
            "two sequences with padding",
            batch(340, [[5, 9, 0, 3, 7], [8, 0, 0, 0, 4]], [[9, 0, 2, 7, 1], [6, 3, 0, 0, 0]]),
        ),
        Trial("one sequence", batch(341, [[4, 0, 2, 11]], [[0, 2, 11, 77]])),
    )


EXERCISES = (
    Exercise(
        id="transformers.image_to_patch",
        practical=_PRACTICAL,
        function="image_to_patch",
        signature="image_to_patch(image, patch_size)",
        task="Cut images [B,H,W,C] into square patches, row by row: [B, H/p * W/p, p, p, C].",
        parameters=(Parameter("image"), Parameter("patch_size")),
        outputs=(Output("patches", ("batch", "patch", "row", "column", "channel")),),
        trials=_patch_trials,
        reference=image_to_patch,
        switches=_PATCH_SWITCHES,
    ),
    Exercise(
        id="transformers.add_norm",
        practical=_PRACTICAL,
        function="AddNorm",
        signature="class AddNorm(hk.Module): __call__(x, processed_x)",
        task="Add the two inputs [B,T,d_m] and normalise each token's features.",
        parameters=(Parameter("x"), Parameter("processed_x")),
        outputs=(Output("result", ("batch", "position", "features")),),
        trials=_norm_trials,
        reference=add_norm,
        switches=_NORM_SWITCHES,
        harness=_NORM_HARNESS,
    ),
    Exercise(
        id="transformers.sequence_loss_fn",
        practical=_PRACTICAL,
        function="sequence_loss_fn",
        signature="sequence_loss_fn(logits, data)",
        task="Average the cross-entropy of data['target'] over the positions where data['input'] is not 0.",
        parameters=(Parameter("logits"), Parameter("data")),
        outputs=(Output("loss", ()),),
        trials=_loss_trials,
        reference=sequence_loss,
        switches=_LOSS_SWITCHES,
    ),
)
