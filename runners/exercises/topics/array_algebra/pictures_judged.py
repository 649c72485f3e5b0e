"""Tasks about a picture that have many right answers: the nose, a pink pixel, the eyes."""

from __future__ import annotations

import numpy as np

from runners.exercises.attempt import Failure
from runners.exercises.values import Arrays, Inputs, Observation, On, Trial

_NOSE = (420, 575, 489, 664)
_EYES = (230, 430, 430, 850)
"""Boxes in the practical's photograph: first row, first column, last row, last column."""
Box = tuple[int, int, int, int]

BOX = """
def finish(value, namespace):
    import numpy
    value = numpy.asarray(value)
    if value.ndim != 3 or value.shape[2] != 3 or 0 in value.shape:
        return numpy.array(value.shape)
    ends = [[int(number) for number in pixel] for pixel in (value[0, 0], value[-1, -1])]
    return numpy.array([place for r, c, rest in ends for place in (4 * r + rest // 4, 4 * c + rest % 4)])
"""
"""Sends the box that a slice of the picture with places covers, or the shape of what is no such slice."""

CHANGED = """
def finish(value, namespace):
    import numpy
    before, value = namespace["stand_in"](namespace["_seed"]), numpy.asarray(value)
    if value.shape != before.shape:
        return numpy.array(value.shape)
    changed = value != before
    rows, columns = numpy.nonzero(changed.any((1, 2)))[0], numpy.nonzero(changed.any((0, 2)))[0]
    ends = [rows[0], columns[0], rows[-1], columns[-1]] if len(rows) else [0, 0, -1, -1]
    spot = changed.any(-1)
    black = bool((value[spot] == 0).all())
    touched = (namespace["image_array"] != before).any()
    return numpy.array([*ends, spot.sum(), black, *changed.any((0, 1)), touched]).astype(numpy.int64)
"""
"""Sends the box of what changed, how many pixels changed, whether they are black, which channels changed, and
whether the original picture did; or the shape of what is no such picture."""


def _area(box: Box) -> int:
    top, left, bottom, right = box
    return max(0, bottom - top + 1) * max(0, right - left + 1)


def _shared(first: Box, second: Box) -> int:
    top, left = max(first[0], second[0]), max(first[1], second[1])
    return _area((top, left, min(first[2], second[2]), min(first[3], second[3])))


def _turned(box: Box) -> Box:
    return box[1], box[0], box[3], box[2]


def _words(box: Box) -> str:
    return f"rows {box[0]} to {box[2]} and columns {box[1]} to {box[3]}"


def _box(array: np.ndarray) -> Box:
    top, left, bottom, right = (int(place) for place in array[:4])
    return top, left, bottom, right


def nose(inputs: Inputs, on: On) -> Arrays:
    """A box around the nose."""
    return (np.array(_NOSE, np.float64),)


def nose_line_up(trial: Trial, arrays: Arrays) -> Observation | Failure:
    sides = arrays[0]
    if sides.shape != (4,):
        shape = tuple(int(size) for size in sides.reshape(-1))
        slug = "nothing_left" if 0 in shape else "colours_lost"
        return Failure(trial, slug=slug, evidence=f"Your slice has shape {shape}.")
    box = _box(sides)
    slug = _nose_slug(box)
    if not slug:
        return Observation(trial, (sides,), (sides,), (0,))
    part = round(100 * _shared(box, _NOSE) / _area(_NOSE))
    return Failure(trial, slug=slug, evidence=f"You show {_words(box)}: {part}% of the nose.")


def _nose_slug(box: Box) -> str:
    seen = _shared(box, _NOSE) / _area(_NOSE)
    if box == (250, 500, 374, 799):
        return "unchanged"
    if seen >= 0.5:
        wide = "full_width_band" if box[1] == 0 and box[3] == 1023 else "too_much_around"
        return wide if _area(box) > 10 * _area(_NOSE) else ""
    if _shared(_turned(box), _NOSE) / _area(_NOSE) >= 0.5:
        return "rows_and_columns_swapped"
    if box[1] == 0 and box[3] == 1023:
        return "full_width_band"
    return "part_of_the_nose" if seen else "misses_the_nose"


def pink(inputs: Inputs, on: On) -> Arrays:
    """One of many pinks."""
    return (np.array([255.0, 192, 203]),)


def pink_line_up(trial: Trial, arrays: Arrays) -> Observation | Failure:
    colour = np.concatenate([array.reshape(-1) for array in arrays])
    if colour.shape != (3,):
        return Failure(trial, slug="not_three_numbers", evidence=f"{colour.size} numbers came back for one pixel.")
    red, green, blue = colour if colour.max() > 1 else colour * 255
    slug = "shown_white" if np.allclose(colour, 1) else _pink_slug(float(red), float(green), float(blue))
    if not slug:
        return Observation(trial, (colour,), (colour,), (0,))
    return Failure(trial, slug=slug, evidence=f"The pixel has red {red:.0f}, green {green:.0f} and blue {blue:.0f}.")


def _pink_slug(red: float, green: float, blue: float) -> str:
    checks = {
        "still_yellow": red > 180 and green > 180 and blue < 100,
        "nearly_white": min(red, green, blue) > 235,
        "grey": max(red, green, blue) - min(red, green, blue) < 15,
        "too_dark": red < 150 and red >= max(green, blue),
        "too_much_blue": blue > red + 10,
        "too_much_green": green > red - 15,
        "red_not_pink": blue < 60 and green < 60,
        "orange": blue < green - 25,
    }
    return next((slug for slug, holds in checks.items() if holds), "")


def eyes(inputs: Inputs, on: On) -> Arrays:
    """A box over the eyes."""
    return (np.array(_EYES, np.float64),)


def eyes_line_up(trial: Trial, arrays: Arrays) -> Observation | Failure:
    found = arrays[0]
    if found.shape != (10,):
        shape = tuple(int(size) for size in found.reshape(-1))
        return Failure(trial, slug="another_shape", evidence=f"Your picture has shape {shape}, not (768, 1024, 3).")
    box = _box(found)
    slug = _eyes_slug(box, *(int(number) for number in found[4:]))
    if not slug:
        return Observation(trial, (found,), (found,), (0,))
    evidence = f"You change {int(found[4])} pixels: {_words(box)}." if found[4] else "0 pixels are changed."
    return Failure(trial, slug=slug, evidence=evidence)


def _eyes_slug(box: Box, count: int, black: int, red: int, green: int, blue: int, touched: int) -> str:
    inside = _shared(box, _EYES) / max(1, _area(box))
    turned = _shared(_turned(box), _EYES) / max(1, _area(box))
    checks = {
        "nothing_painted": count == 0,
        "original_painted": touched == 1,
        "one_channel_only": red + green + blue < 3,
        "not_black": not black,
        "too_large": count > 0.3 * 768 * 1024,
        "nose_painted": inside < 0.5 and _shared(box, _NOSE) > 0.5 * _area(_NOSE),
        "rows_and_columns_swapped": inside < 0.5 <= turned,
        "misses_the_eyes": inside < 0.5,
        "too_small": count < 1000,
    }
    return next((slug for slug, holds in checks.items() if holds), "")
