"""Array Algebra: slicing, painting and averaging a picture. The practical's photograph is gone from SciPy, so
pictures of its shape and dtype stand in for it, and its parts are where they were in the photograph."""

from __future__ import annotations

import inspect
from functools import cache
from typing import Any

import numpy as np

from runners.exercises.scripts import NOTES
from runners.exercises.slips import pick
from runners.exercises.topics.array_algebra import pictures_judged as judged
from runners.exercises.topics.array_algebra import pictures_texts as texts
from runners.exercises.values import Arrays, Cell, Exercise, Inputs, Observation, On, Output, Parameter, Trial

_PRACTICAL = "Array Algebra"
_EVERY = 32


def stand_in(seed: int) -> Any:
    """A picture, (768, 1024, 3) uint8: from seed 0 one whose pixels tell their place, else random colours."""
    import numpy

    rows, columns = numpy.mgrid[:768, :1024]
    if seed == 0:
        return numpy.stack([rows // 4, columns // 4, rows % 4 * 4 + columns % 4], -1).astype(numpy.uint8)
    draw, brightest = numpy.random.default_rng(seed), (170, 240, 120)
    return numpy.stack([draw.integers(1, top, (768, 1024), numpy.uint8) for top in brightest], -1)


def clown(seed: int) -> Any:
    """Another random picture, with the blue nose that the practical paints."""
    picture = stand_in(seed + 1)
    picture[420:490, 575:665, 2] = 255
    return picture


_GIVEN = f"""import numpy as np
import matplotlib.pyplot as plt
{inspect.getsource(stand_in).replace("-> Any", "-> object")}
{inspect.getsource(clown).replace("-> Any", "-> object")}
image_array, clown_image_array = stand_in(_seed), clown(_seed)

def plot_color(r, g, b):
    return plt.imshow([[[r, g, b]]])

def plot_grayscale(array):
    return plt.imshow(array, cmap="binary_r")
"""
_THUMBNAIL = f"""
def finish(value, namespace):
    import numpy
    value = numpy.asarray(value)
    if value.ndim == 3:
        value = numpy.clip(value, 0, 255)
    return value[::{_EVERY}, ::{_EVERY}] if value.shape[:2] == (768, 1024) else value
"""


@cache
def _pictures(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The picture and the clown's, float64."""
    return stand_in(seed).astype(np.float64), clown(seed).astype(np.float64)


@cache
def _thumbnails(seed: int) -> tuple[np.ndarray, np.ndarray]:
    image, painted = _pictures(seed)
    return image[::_EVERY, ::_EVERY], painted[::_EVERY, ::_EVERY]


def tint_green(inputs: Inputs, on: On) -> Arrays:
    """The clown's picture with green doubled, as shown: cut at 255."""
    image, painted = _thumbnails(inputs["_seed"])
    factors = {
        "blue_doubled": (1, 1, 2),
        "red_doubled": (2, 1, 1),
        "all_doubled": (2, 2, 2),
        "green_only": (0, 2, 0),
        "green_and_blue_doubled": (1, 2, 2),
        "green_removed": (1, 0, 1),
        "green_halved": (1, 0.5, 1),
        "nothing_multiplied": (1, 1, 1),
    }
    factor = next((row for name, row in factors.items() if name in on), (1, 2, 1))
    if "original_picture" in on:
        painted = image
    tinted = np.asarray(painted * factor)
    wrapped = tinted % 256
    wrong = {
        "wraps_at_256": lambda: wrapped,
        "added_not_multiplied": lambda: painted + [0, 2, 0],
        "added_to_all": lambda: painted + [1, 2, 1],
        "added_to_all:2": lambda: painted + 2,
        "added_to_all:wrapped": lambda: (painted + 2) % 256,
        "set_to_255": lambda: np.where([False, True, False], 255, painted),
        "floats_shown_white": lambda: np.clip(tinted, 0, 1),
        "squared": lambda: np.where([False, True, False], painted**2, painted),
    }
    shown = np.clip(pick(on, tinted, wrong), 0, 255)
    return (np.floor(shown) if "green_halved" not in on else shown,)


def blue_channel(inputs: Inputs, on: On) -> Arrays:
    """The blue channel of the clown's picture."""
    painted = _thumbnails(inputs["_seed"])[1]
    wrong = {
        "green_channel": lambda: painted[:, :, 1],
        "red_channel": lambda: painted[:, :, 0],
        "channels_summed": lambda: painted.sum(2),
        "channels_averaged": lambda: painted.mean(2),
        "all_channels": lambda: painted,
        "inverted": lambda: 255 - painted[:, :, 2],
        "green_to_blue": lambda: painted[:, :, 1:],
    }
    return (pick(on, painted[:, :, 2], wrong),)


def _blue_line_up(trial: Trial, arrays: Arrays) -> Observation:
    """The text speaks of the original picture, and of the painted nose: either is right."""
    got = arrays[0][..., 0] if arrays[0].ndim == 3 and arrays[0].shape[2] == 1 else arrays[0]
    original = _thumbnails(trial.inputs["_seed"])[0][:, :, 2]
    expected = original if np.array_equal(got, original) else blue_channel(trial.inputs, frozenset())[0]
    return Observation(trial, (expected,), (got,), (0,))


@cache
def _measures(seed: int, painted: bool) -> dict[str, np.ndarray]:
    picture = _pictures(seed)[painted]
    return {
        "mean": np.asarray(picture.mean()),
        "sum": np.asarray(picture.sum()),
        "max": np.asarray(picture.max()),
        "median": np.asarray(np.median(picture)),
        "deviation": np.asarray(picture.std()),
        "colours": picture.mean((0, 1)),
    }


def mean_light(inputs: Inputs, on: On) -> Arrays:
    """The mean of all numbers of the clown's picture."""
    found = _measures(inputs["_seed"], "original_picture" not in on)
    wrong = {
        "sum_for_mean": lambda: found["sum"],
        "largest_for_mean": lambda: found["max"],
        "median_for_mean": lambda: found["median"],
        "deviation_for_mean": lambda: found["deviation"],
        "one_mean_a_channel": lambda: found["colours"],
        "one_mean_a_pixel": lambda: _thumbnails(inputs["_seed"])[1].mean(2),
        "one_mean_a_channel:sums": lambda: found["colours"] * 768 * 1024,
        "only_red": lambda: found["colours"][0],
        "only_green": lambda: found["colours"][1],
        "only_blue": lambda: found["colours"][2],
        "channels_summed": lambda: found["colours"].sum(),
    }
    return (pick(on, found["mean"], wrong),)


def average_colour(inputs: Inputs, on: On) -> Arrays:
    """The mean of each channel of the picture, as whole numbers."""
    colours = np.floor(_measures(inputs["_seed"], False)["colours"])
    wrong = {
        "unchanged": lambda: np.zeros(3),
        "overall_mean": lambda: np.full(3, np.floor(_measures(inputs["_seed"], False)["mean"])),
        "floats_shown_white": lambda: np.ones(3),
        "channels_reversed": lambda: colours[::-1],
        "red_and_green_swapped": lambda: colours[[1, 0, 2]],
        "green_and_blue_swapped": lambda: colours[[0, 2, 1]],
        "white": lambda: np.full(3, 255.0),
        "halved": lambda: np.floor(colours / 2),
    }
    return (pick(on, colours, wrong),)


def _colour_line_up(trial: Trial, arrays: Arrays) -> Observation:
    """Colours from 0 to 1 mean the same as from 0 to 255; rounding either way is right."""
    got = arrays[0].reshape(-1)
    expected = average_colour(trial.inputs, frozenset())[0]
    if got.shape == (3,) and 0 < got.max() <= 1 and not np.allclose(got, 1):
        got = got * 255
    if got.shape != expected.shape:
        got = arrays[0]
    return Observation(trial, (expected,), (got,), (0,), tolerance=1.01 if got.max() > 2 else 0.0)


def _seeds(*seeds: int) -> tuple[Trial, ...]:
    return tuple(Trial("a picture of the task's shape", {"_seed": seed}) for seed in seeds)


EXERCISES = (
    Exercise(
        id="array_algebra.raccoon_nose",
        practical=_PRACTICAL,
        function="",
        signature="plt.imshow(image_array[...])",
        task="Slice the nose out of the picture, (768, 1024, 3).",
        parameters=(Parameter("_seed"),),
        outputs=(Output("box", ("side",)),),
        trials=lambda: (Trial("the picture", {"_seed": 0}),),
        reference=judged.nose,
        switches=(),
        notes={**NOTES, **texts.NOSE},
        harness=judged.BOX,
        given=_GIVEN,
        cell=Cell(picture=True),
        line_up=judged.nose_line_up,
        stops={"zero-size array": "nothing_left"},
    ),
    Exercise(
        id="array_algebra.pink_pixel",
        practical=_PRACTICAL,
        function="",
        signature="plot_color(r, g, b)",
        task="Show a pink pixel.",
        parameters=(Parameter("_seed"),),
        outputs=(Output("colour", ("channel",)),),
        trials=lambda: (Trial("your colour", {"_seed": 0}),),
        reference=judged.pink,
        switches=(),
        notes={**NOTES, **texts.PINK},
        given=_GIVEN,
        cell=Cell(picture=True),
        line_up=judged.pink_line_up,
        stops={"missing 2 required positional": "one_list_for_three"},
    ),
    Exercise(
        id="array_algebra.censor_eyes",
        practical=_PRACTICAL,
        function="",
        signature="witness_protection_array",
        task="Copy the picture into witness_protection_array, and put a black rectangle over the eyes.",
        parameters=(Parameter("_seed"),),
        outputs=(Output("rectangle", ("side",)),),
        trials=lambda: _seeds(1),
        reference=judged.eyes,
        switches=(),
        notes={**NOTES, **texts.EYES},
        harness=judged.CHANGED,
        given=_GIVEN,
        cell=Cell(("witness_protection_array",)),
        line_up=judged.eyes_line_up,
    ),
    Exercise(
        id="array_algebra.tint_green",
        practical=_PRACTICAL,
        function="",
        signature="plt.imshow(clown_image_array * ...)",
        task="Show the clown's picture with its green channel doubled.",
        parameters=(Parameter("_seed"),),
        outputs=(Output("sampled picture", ("row", "column", "channel")),),
        trials=lambda: _seeds(3),
        reference=tint_green,
        switches=texts.TINT,
        notes=NOTES,
        harness=_THUMBNAIL,
        given=_GIVEN,
        cell=Cell(picture=True),
    ),
    Exercise(
        id="array_algebra.blue_channel_grayscale",
        practical=_PRACTICAL,
        function="",
        signature="plot_grayscale(clown_image_array[...])",
        task="Show the blue channel as a grey picture.",
        parameters=(Parameter("_seed"),),
        outputs=(Output("sampled picture", ("row", "column")),),
        trials=lambda: _seeds(3),
        reference=blue_channel,
        switches=texts.BLUE,
        notes={**NOTES, **texts.BLUE_NOTES},
        harness=_THUMBNAIL,
        given=_GIVEN,
        cell=Cell(picture=True),
        line_up=_blue_line_up,
        stops={"IndexError": "index_out_of_range"},
    ),
    Exercise(
        id="array_algebra.mean_light_clown",
        practical=_PRACTICAL,
        function="",
        signature="an expression of clown_image_array",
        task="Compute the mean of all the numbers in the clown's picture.",
        parameters=(Parameter("_seed"),),
        outputs=(Output("mean", ()),),
        trials=lambda: _seeds(3),
        reference=mean_light,
        switches=texts.MEAN,
        notes=NOTES,
        harness=_THUMBNAIL,
        given=_GIVEN,
        cell=Cell(),
    ),
    Exercise(
        id="array_algebra.average_colour",
        practical=_PRACTICAL,
        function="",
        signature="plot_color(r, g, b)",
        task="Show the average colour of the picture.",
        parameters=(Parameter("_seed"),),
        outputs=(Output("colour", ("channel",)),),
        trials=lambda: _seeds(3),
        reference=average_colour,
        switches=texts.COLOUR,
        notes={**NOTES, **texts.PINK},
        given=_GIVEN,
        cell=Cell(picture=True),
        line_up=_colour_line_up,
        stops={"missing 2 required positional": "one_list_for_three"},
    ),
)
