"""A picture of an einsum: which axes are kept, which are summed, and the cells that one result comes from.

The contraction itself is in `contraction`. The operands hold random whole numbers from 1 to 9, so that the result is
exact and can be checked by hand; `numpy.einsum` stands beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import jax
import numpy as np
from matplotlib.patches import Rectangle

from runners.experiments import pictures
from runners.experiments.array_algebra.contraction import Equation, EquationError, contract, read_equation
from runners.experiments.array_algebra.grids import Grid, draw_grids, visible
from runners.experiments.array_algebra.shapes import Shape, as_shape
from runners.experiments.reading import Progress, Reading, silent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_PRODUCTS = 200_000
FILL = 2
"""The size of a letter for which none is given."""


def sizes_of(equation: Equation, given: Shape) -> dict[str, int]:
    """The given sizes in the order in which letters first appear; FILL where there are too few."""
    return {letter: given[place] if place < len(given) else FILL for place, letter in enumerate(equation.letters)}


@partial(jax.jit, static_argnames=("equation", "shapes"))
def draw_and_contract(
    key: jax.Array, *, equation: Equation, shapes: tuple[Shape, ...]
) -> tuple[list[jax.Array], jax.Array]:
    """Random operands of those shapes, and their contraction."""
    keys = jax.random.split(key, len(shapes))
    operands = [jax.random.randint(each, shape, 1, 10) for each, shape in zip(keys, shapes, strict=True)]
    return operands, contract(equation, *operands)


def run(*, equation: str, sizes: str, seed: int, progress: Progress = silent) -> Reading:
    """Contract random operands, and draw them with the cells of one result marked."""
    try:
        read = read_equation(equation)
    except EquationError as wrong:
        return Reading(text=str(wrong))
    size = sizes_of(read, as_shape(sizes))
    products = math.prod(size.values())
    if products > MOST_PRODUCTS:
        return Reading(text=too_large(read, size, products))
    shapes = tuple(tuple(size[letter] for letter in letters) for letters in read.inputs)
    computed, contracted = draw_and_contract(jax.random.key(seed), equation=read, shapes=shapes)
    operands, result = [np.asarray(x) for x in computed], np.asarray(contracted)
    progress(0.5, "drawing")
    outcome = Outcome(read, size, operands, result)
    draw(read, size, operands, result, title=outcome.title)
    return Reading(text=outcome.text(seed), alts=(outcome.alt,), numbers=outcome.numbers)


def too_large(equation: Equation, size: dict[str, int], products: int) -> str:
    """One sentence for whoever gave such sizes."""
    told = ", ".join(f"{letter} = {size[letter]}" for letter in equation.letters)
    return f"{equation} with {told} makes {products:,} products, which is over {MOST_PRODUCTS:,}: give smaller sizes."


class Outcome:
    """What an einsum does, in words."""

    def __init__(self, equation: Equation, size: dict[str, int], operands: list[np.ndarray], result: np.ndarray):
        self.equation, self.size, self.operands, self.result = equation, size, operands, result
        self.terms = math.prod(size[letter] for letter in equation.summed)
        self.difference = int(np.abs(np.einsum(str(equation), *operands) - result).max(initial=0))

    @property
    def title(self) -> str:
        kept, summed = self.equation.output, self.equation.summed
        return f"{self.equation} keeps {_list(kept)} and sums over {_list(summed)}:\n{self._results}"

    @property
    def _results(self) -> str:
        count, parts = self.result.size, len(self.operands)
        of = "a product" if parts > 1 else "a number"
        each = f"a sum of {self.terms:,} {'products' if parts > 1 else 'numbers'}" if self.terms > 1 else of
        return f"1 result, {each}" if count == 1 else f"{count:,} results, each {each}"

    def text(self, seed: int) -> str:
        return f"{self._axes} {self._marked} {self._beside(seed)}"

    @property
    def _axes(self) -> str:
        told = ", ".join(f"{letter} = {self.size[letter]}" for letter in self.equation.letters)
        diagonal = [letters for letters in self.equation.inputs if len(set(letters)) < len(letters)]
        reads = f"; {_list(diagonal)} reads a diagonal, as it repeats a letter" if diagonal else ""
        shapes = f"the result has shape {self.result.shape}"
        return f"With {told}, {shapes}{reads}." if told else "Without letters it only multiplies numbers."

    @property
    def _marked(self) -> str:
        value = self.result.flat[0]
        terms = self.terms_of_the_first()
        if len(terms) > 4 or len(terms) * len(terms[0]) > 12:
            return f"The marked result {value:,} is the sum of {len(terms):,} terms, from the marked cells."
        written = " + ".join("·".join(map(str, term)) for term in terms)
        if written == str(value):
            return f"The marked result {value:,} is the marked cell itself: nothing is summed."
        return f"The marked result is {written} = {value:,}, from the marked cells."

    def terms_of_the_first(self) -> list[list[int]]:
        """The factors of each product in the result at index 0 of all kept axes."""
        found = []
        for places in np.ndindex(*(self.size[letter] for letter in self.equation.summed)):
            index = {**dict.fromkeys(self.equation.output, 0), **dict(zip(self.equation.summed, places, strict=True))}
            found.append(
                [
                    int(x[tuple(index[letter] for letter in letters)])
                    for x, letters in zip(self.operands, self.equation.inputs, strict=True)
                ]
            )
        return found

    def _beside(self, seed: int) -> str:
        same = "gives the same" if not self.difference else f"differs by up to {self.difference:,}"
        return f"`np.einsum` {same} on these numbers (seed {seed})."

    @property
    def alt(self) -> str:
        operands = zip(self.equation.inputs, self.operands, strict=True)
        shapes = ", ".join(f"{letters or 'a number'} {x.shape}" for letters, x in operands)
        summed = f"{_list(self.equation.summed)} summed (dashed)" if self.equation.summed else "none summed"
        return (
            f"The letters of {self.equation} as boxes: {_list(self.equation.output)} kept, "
            f"{summed}. Below, the operands {shapes} and the result "
            f"{self.result.shape} as grids of numbers; the first result, {self.result.flat[0]:,}, and the cells that "
            "it comes from have thick borders."
        )

    @property
    def numbers(self) -> dict[str, str]:
        return {
            "kept axes": _list(self.equation.output),
            "summed axes": _list(self.equation.summed),
            "shape of the result": str(self.result.shape),
            "products": f"{math.prod(self.size.values()):,}",
            "largest difference from np.einsum": str(self.difference),
        }


def draw(
    equation: Equation, size: dict[str, int], operands: Sequence[np.ndarray], result: np.ndarray, *, title: str
) -> Figure:
    """The equation's letters as boxes, and the arrays with the cells of the first result marked."""
    grids = [
        Grid(visible(x), _caption(letters, x), marked=visible(feeding(equation, letters, x.shape)))
        for x, letters in zip(operands, equation.inputs, strict=True)
    ]
    first = np.zeros(result.shape, bool)
    first.flat[0] = True
    grids.append(Grid(visible(result), _caption(equation.output, result), marked=visible(first)))
    rows = max(np.atleast_2d(grid.numbers).shape[0] for grid in grids)
    heights = [1.5, 1.1 + 0.42 * rows]
    figure, axes = pictures.new_figure(title, rows=2, height=sum(heights) + 0.9, gridspec_kw={"height_ratios": heights})
    _draw_letters(axes[0, 0], equation, size)
    if any(grid.numbers.shape != x.shape for grid, x in zip(grids, [*operands, result], strict=True)):
        axes[1, 0].set_title("at most 6 × 6 cells, at index 0 of further axes")
    draw_grids(axes[1, 0], grids, ["·"] * (len(operands) - 1) + ["→"])
    return figure


def feeding(equation: Equation, letters: str, shape: Shape) -> np.ndarray:
    """Which cells of an operand go into the result at index 0 of all kept axes. Bool, of the operand's shape."""
    indices = dict[str, np.ndarray]()
    feeds = np.ones(shape, bool)
    for letter, index in zip(letters, np.indices(shape), strict=True):
        if letter in equation.output:
            feeds &= index == 0
        feeds &= index == indices.setdefault(letter, index)
    return feeds


def _caption(letters: str, x: np.ndarray) -> str:
    return f"{letters} {x.shape}" if letters else "one number"


def _draw_letters(axes: Axes, equation: Equation, size: dict[str, int]) -> None:
    """Each letter in a box with its size: kept ones solid, summed ones dashed."""
    left = 0.0
    parts = [*equation.inputs, equation.output]
    for place, letters in enumerate(parts):
        if place:
            sign = "→" if place == len(parts) - 1 else ","
            axes.text(left + 0.35, 0.5, sign, ha="center", va="center", fontsize=18)
            left += 0.7
        for letter in letters:
            _draw_letter(axes, left, letter, size[letter], kept=letter in equation.output)
            left += 1.0
        if not letters:
            axes.text(left + 0.5, 0.5, "( )", ha="center", va="center", fontsize=14)
            left += 1.0
    words = "solid: kept      dashed: summed" if equation.summed else "solid: kept; nothing is summed"
    axes.text(left / 2, -0.2, words, ha="center", va="top", fontsize=11)
    room = max(9.0 - left, 1.0) / 2
    axes.set(xlim=(-room, left + room), ylim=(-0.6, 1.1))
    axes.set_axis_off()


def _draw_letter(axes: Axes, left: float, letter: str, size: int, *, kept: bool) -> None:
    axes.add_patch(
        Rectangle(
            (left + 0.05, 0.0), 0.9, 1.0, facecolor="#CFE6F5" if kept else "#F7CDB5",
            edgecolor=pictures.BLUE if kept else pictures.VERMILION, linewidth=2.0, linestyle="-" if kept else "--",
        )
    )  # fmt: skip
    axes.text(left + 0.5, 0.66, letter, ha="center", va="center", fontsize=15)
    axes.text(left + 0.5, 0.25, f"{size}", ha="center", va="center", fontsize=11)


def _list(names: Sequence[str]) -> str:
    if not names:
        return "nothing"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
