"""Causes that only the library's own message holds: the shape of a place that is written to, of a parameter, of what a
loop carries, and of two arrays that meet inside a library's function."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from runners.shapes.arrays import Array, clash, shape_text

_SHAPE = r"[(\[][\d, ]*[)\]]"


@dataclass(frozen=True)
class Said:
    """A pattern in a message, and the cause and the way out with its groups filled in."""

    pattern: str
    cause: str
    fix: str


_EQUAL = "Make the two shapes equal, or give what is written a size of 1 where one value is for all."
_MESSAGES = (
    Said(
        rf"input array from shape (?P<a>{_SHAPE}) into shape (?P<b>{_SHAPE})",
        "What is written has shape {a}, but the place for it has {b}.",
        _EQUAL,
    ),
    Said(
        rf"input type=\w+?(?P<a>{_SHAPE}) and requested type=\w+?(?P<b>{_SHAPE})",
        "What is written has shape {a}, but the place for it has {b}.",
        _EQUAL,
    ),
    Said(
        rf"fewer dimensions: arr_shape=(?P<a>{_SHAPE}) shape=(?P<b>{_SHAPE})",
        "What is written has shape {a}, but the place for it has only {b}.",
        _EQUAL,
    ),
    Said(
        rf"'(?P<name>[\w/~.]+)' with retrieved shape (?P<a>{_SHAPE}) does not match shape=(?P<b>{_SHAPE})",
        "The parameter {name} was made with shape {a}, but for this input it would need {b}.",
        "Give init and apply inputs of the same shape; only the batch axis may differ.",
    ),
    Said(
        rf"input carry (?P<name>[\w.\[\]']+) has type \w+?(?P<a>{_SHAPE}) but the corresponding output carry component"
        rf" has type \w+?(?P<b>{_SHAPE}), so the shapes",
        "What the loop carries, {name}, has shape {a} when a step begins but {b} when it ends.",
        "Every step must give back the shape that it got: put what grows into the step's second output.",
    ),
    Said(
        r"feature dimension size, but (?P<a>\d+) // \d+ != (?P<b>\d+)",
        "The picture has {a} channels, but the kernel reads {b}.",
        "Make the kernel's input channels {a}, and check with dimension_numbers where each array has its channels.",
    ),
    Said(
        rf"for broadcasting: (?:shapes=\[)?(?P<a>{_SHAPE}), (?P<b>{_SHAPE})",
        "Inside this call the shapes {a} and {b} meet: from the right, sizes must be equal or one of them 1.",
        "Make the arguments agree in the axes that they share, such as the batch.",
    ),
    Said(
        rf"broadcast together with shapes (?P<a>{_SHAPE}) (?P<b>{_SHAPE})",
        "Inside this call the shapes {a} and {b} meet: from the right, sizes must be equal or one of them 1.",
        "Make the arguments agree in the axes that they share, such as the batch.",
    ),
)


def look_in_message(expression: str, arrays: Sequence[Array], message: str) -> None:
    """Raises `Clash` when the message holds a cause."""
    for said in _MESSAGES:
        found = re.search(said.pattern, message)
        if found:
            words = {name: _tight(value) for name, value in found.groupdict().items()}
            clash(expression, arrays, said.cause.format(**words), said.fix.format(**words))


def _tight(shape: str) -> str:
    """`(3, 2)` as `(3,2)` and `(4)` as `(4,)`, also where a library writes it with square brackets."""
    if not shape.startswith(("(", "[")):
        return shape
    sizes = [size for size in shape[1:-1].replace(" ", "").split(",") if size]
    return shape_text([int(size) for size in sizes])
