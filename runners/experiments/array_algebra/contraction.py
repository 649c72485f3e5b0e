"""Einsum as what it means: line the axes up by letter, multiply, and sum over the letters that the result drops.

The notation is NumPy's (`numpy.einsum`, explicit and implicit mode): letters name axes, commas part the operands,
`->` names the result's axes. Without `->` the result has the letters that appear once, in alphabetical order. A
letter that one operand repeats reads its diagonal. Departures: no ellipsis, and no search for a fast order of
products, so that all products are made at once, which only serves small arrays.

Axes: one letter each, as the equation has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import jax
import jax.numpy as jnp


class EquationError(ValueError):
    """The equation has no meaning; the message is one sentence for the person who wrote it."""


@dataclass(frozen=True)
class Equation:
    """`inputs` are the letters of each operand, `output` those of the result."""

    inputs: tuple[str, ...]
    output: str

    @property
    def letters(self) -> str:
        """Each letter once, in the order in which the operands name them."""
        return "".join(dict.fromkeys("".join(self.inputs)))

    @property
    def summed(self) -> str:
        """The letters that the result drops."""
        return "".join(letter for letter in self.letters if letter not in self.output)

    def __str__(self) -> str:
        return f"{','.join(self.inputs)}->{self.output}"


def read_equation(text: str) -> Equation:
    """`ij,jk->ik`, or without `->` as NumPy reads it. Raises EquationError."""
    left, arrow, output = text.replace("→", "->").partition("->")
    inputs = tuple(left.split(","))
    given = "".join(inputs)
    if not arrow:
        output = "".join(sorted(letter for letter in set(given) if given.count(letter) == 1))
    for letter in output:
        if letter not in given:
            raise EquationError(
                f"The result of {text} has the letter {letter}, but no operand has it: every letter after -> must "
                "stand before it too."
            )
        if output.count(letter) > 1:
            raise EquationError(
                f"The result of {text} has the letter {letter} twice: each letter can stand after -> only once."
            )
    return Equation(inputs, output)


def contract(equation: Equation, *operands: jax.Array) -> jax.Array:
    """The operands of an equation, each with one axis a letter of its input, to the result with one axis a letter
    of the output. Raises EquationError when a letter has two sizes, or an operand another number of axes."""
    _check_sizes(equation, operands)
    order = equation.output + equation.summed
    aligned = [_align(x, letters, order) for x, letters in zip(operands, equation.inputs, strict=True)]
    product = reduce(jnp.multiply, aligned)  # one axis a letter of `order`, or 1 where no operand has it
    return product.sum(axis=tuple(range(len(equation.output), len(order))))


def _check_sizes(equation: Equation, operands: tuple[jax.Array, ...]) -> None:
    sizes: dict[str, int] = {}
    for x, letters in zip(operands, equation.inputs, strict=True):
        if x.ndim != len(letters):
            raise EquationError(f"The operand {letters} has {len(letters)} letters, but its array has {x.ndim} axes.")
        for letter, size in zip(letters, x.shape, strict=True):
            if sizes.setdefault(letter, size) != size:
                raise EquationError(f"The letter {letter} has two sizes, {sizes[letter]} and {size}.")


def _align(x: jax.Array, letters: str, order: str) -> jax.Array:
    """One axis for each letter of `order`, of size 1 where the operand lacks it: ready to be broadcast."""
    for letter in set(letters):
        while letters.count(letter) > 1:
            first, second = letters.index(letter), letters.rindex(letter)
            x = jnp.diagonal(x, axis1=first, axis2=second)  # the diagonal becomes the last axis
            letters = letters[:first] + letters[first + 1 : second] + letters[second + 1 :] + letter
    present = [letter for letter in order if letter in letters]
    x = jnp.transpose(x, [letters.index(letter) for letter in present])
    return x.reshape([x.shape[present.index(letter)] if letter in present else 1 for letter in order])
