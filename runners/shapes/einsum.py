"""Einsum: one letter an axis; a letter that the result lacks is summed over."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from runners.shapes.arguments import Parameter
from runners.shapes.arrays import Array, Recorder, clash, plural, shape_text
from runners.values import UsageError

_NAMES = ("a", "b", "c", "d")
PARAMETERS = (
    Parameter("equation", "text", aliases=("subscripts", "eq")),
    Parameter("a"),
    *(Parameter(name, required=False) for name in _NAMES[1:]),
)


def einsum(recorder: Recorder, arguments: Mapping[str, Any]) -> None:
    """Walk through einsum(equation, a, ...): the operands, what is summed over, and the result."""
    shapes = [arguments[name] for name in _NAMES if name in arguments]
    terms, result = parse(arguments["equation"], [len(shape) for shape in shapes])
    expression = f"einsum({','.join(terms)}->{result})"
    arrays = [
        recorder.take(Array(name, shape, tuple(term) if len(term) == len(shape) else ("?",) * len(shape)))
        for name, shape, term in zip(_NAMES, shapes, terms, strict=False)
    ]
    sizes = letter_sizes(expression, arrays, terms)
    summed = [letter for letter in sizes if letter not in result]
    if summed:
        text = f"sum over {', '.join(summed)}"
        recorder.step(text, Array("summed", tuple(sizes[x] for x in summed), tuple(summed)))
    recorder.step(expression, Array("result", tuple(sizes[letter] for letter in result), tuple(result)))


def parse(equation: str, ranks: list[int]) -> tuple[list[str], str]:
    """The operands' terms and the result's term; a missing result is the letters seen once, in order.

    Raises `UsageError` for anything that isn't an equation for this number of operands."""
    text = equation.replace(" ", "")
    if "." in text:
        raise UsageError("einsum: write every axis as a letter here; '...' is not read.")
    match = re.fullmatch(r"([A-Za-z,]*)(?:->([A-Za-z]*))?", text)
    if not match:
        raise UsageError(f"einsum: {equation[:40]!r} is not an equation; write it like equation=bqd,bkd->bqk.")
    terms = match[1].split(",")
    if len(terms) != len(ranks):
        raise UsageError(f"einsum: the equation has {plural(len(terms), 'operand')}, but {len(ranks)} were given.")
    letters = "".join(terms)
    result = match[2] if match[2] is not None else "".join(sorted(x for x in set(letters) if letters.count(x) == 1))
    for letter in result:
        if letter not in letters:
            raise UsageError(f"einsum: the result's axis {letter!r} is in none of the operands.")
        if result.count(letter) > 1:
            raise UsageError(f"einsum: the result names axis {letter!r} twice.")
    return terms, result


def letter_sizes(expression: str, arrays: Sequence[Array], terms: Sequence[str]) -> dict[str, int]:
    """The size of every letter. Raises `Clash` where a term does not fit its operand or a letter has two sizes."""
    for array, term in zip(arrays, terms, strict=True):
        _fits(expression, array, term)
    return _sizes(expression, [replace(array, axes=tuple(term)) for array, term in zip(arrays, terms, strict=True)])


def _fits(expression: str, array: Array, term: str) -> None:
    if len(term) != len(array.shape):
        clash(
            expression,
            (array,),
            f"{term or 'nothing'!r} names {plural(len(term), 'axis')}, but {array.name} has {len(array.shape)}.",
            f"Write one letter for each axis of {array.name} {shape_text(array.shape)}.",
        )


def _sizes(expression: str, arrays: Sequence[Array]) -> dict[str, int]:
    """The size of every letter. Size 1 stretches, as in broadcasting, except along a diagonal of one operand."""
    sizes: dict[str, int] = {}
    seen: dict[str, Array] = {}
    for array in arrays:
        for letter, size in zip(array.axes, array.shape, strict=True):
            known = sizes.get(letter, 1)
            own = array.shape[array.axes.index(letter)]
            if own != size:
                _letter_clash(expression, array, array, letter, own, size)
            if 1 not in (known, size) and known != size:
                _letter_clash(expression, seen[letter], array, letter, known, size)
            if size >= known:
                sizes[letter], seen[letter] = size, array
    return sizes


def _letter_clash(expression: str, first: Array, second: Array, letter: str, known: int, size: int) -> None:
    operands = (first,) if first is second else (first, second)
    clash(
        expression,
        operands,
        f"Axis {letter} is {known} in {first.name} but {size} in {second.name}: one letter, one size."
        if first is not second
        else f"Axis {letter} stands twice in {first.name}, once for {known} and once for {size}.",
        "Check the order of the letters against each operand's axes, or give one of the two axes a letter of its own.",
    )
