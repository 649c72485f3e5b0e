"""Broadcasting: what becomes of two shapes in an elementwise operation, axis by axis.

The rule of NumPy ("General broadcasting rules" in its user guide), which JAX shares: shapes are matched from the
right; a missing axis counts as 1; two sizes fit if they are equal or one of them is 1, and the 1 is stretched.

Axes are named -1, -2, ... from the right, as indices name them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp
import numpy as np
from matplotlib.patches import Rectangle

from runners.experiments import pictures
from runners.experiments.array_algebra.grids import Grid, draw_grids, visible
from runners.experiments.array_algebra.shapes import Shape, as_shape
from runners.experiments.reading import Progress, Reading, silent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_FACES = {"kept": "#CFE6F5", "stretched": "#FBE3B5", "new": "#FBE3B5", "clash": "#F7CDB5"}


@dataclass(frozen=True)
class Match:
    """How the axes `axis` (-1, -2, ...) of a and b meet: their sizes, None where there is no such axis, and the size
    of the result, None when they clash."""

    axis: int
    a: int | None
    b: int | None

    @property
    def result(self) -> int | None:
        a, b = (1 if size is None else size for size in (self.a, self.b))
        if a == b or b == 1:
            return a
        return b if a == 1 else None

    def fate(self, size: int | None) -> str:
        """What becomes of a's or b's axis: kept, stretched, new or clash."""
        if self.result is None:
            return "clash"
        if size is None:
            return "new"
        return "kept" if size == self.result else "stretched"


def match(a: Shape, b: Shape) -> list[Match]:
    """The axes of both shapes side by side, the last one last."""
    pairs = itertools.zip_longest(reversed(a), reversed(b))
    return [Match(-1 - place, *sizes) for place, sizes in enumerate(pairs)][::-1]


def broadcast_shape(a: Shape, b: Shape) -> Shape | None:
    """The shape of a + b; None when the shapes clash."""
    sizes = [each.result for each in match(a, b)]
    return None if None in sizes else tuple(size for size in sizes if size is not None)


@dataclass(frozen=True)
class WayOut:
    """Code for `a` and `b`, one of them indexed anew, with the shapes that they then have."""

    code: str
    a: Shape
    b: Shape


def way_out(a: Shape, b: Shape) -> WayOut:
    """The least change that lets clashing shapes broadcast: a new axis if the result then has no more axes than a or
    b had, else a transpose, else a new axis anyway, else one for each axis of b."""
    most = max(len(a), len(b))
    ways = [way for way in _ways(a, b) if broadcast_shape(way.a, way.b) is not None]
    small = [way for way in ways if max(len(way.a), len(way.b)) <= most]
    return (small or ways)[0]


def _ways(a: Shape, b: Shape) -> Iterator[WayOut]:
    for place in range(1, len(a) + 1):
        yield WayOut(f"{_with_new_axis('a', place)} + b", _inserted(a, place), b)
    for place in range(1, len(b) + 1):
        yield WayOut(f"a + {_with_new_axis('b', place)}", a, _inserted(b, place))
    if len(a) == 2:
        yield WayOut("a.T + b", a[::-1], b)
    if len(b) == 2:
        yield WayOut("a + b.T", a, b[::-1])
    yield WayOut(f"a[..., {', '.join(['None'] * len(b))}] + b", a + (1,) * len(b), b)


def _with_new_axis(name: str, place: int) -> str:
    return f"{name}[{', '.join([':'] * place + ['None'])}]"


def _inserted(shape: Shape, place: int) -> Shape:
    return (*shape[:place], 1, *shape[place:])


@jax.jit
def add(a: jax.Array, b: jax.Array) -> tuple[jax.Array, jax.Array, jax.Array]:
    """Both arrays as broadcasting sees them, and their sum, all of the result's shape."""
    total = a + b
    return jnp.broadcast_to(a, total.shape), jnp.broadcast_to(b, total.shape), total


def numbers(key: jax.Array, shape: Shape) -> np.ndarray:
    """Whole numbers from 1 to 9, all different as long as there are no more than 9."""
    return np.asarray(jax.random.permutation(key, math.prod(shape))).reshape(shape) % 9 + 1


def run(*, a: str, b: str, seed: int, progress: Progress = silent) -> Reading:
    """Match the shapes, add small arrays of those shapes, and draw both."""
    shapes = as_shape(a), as_shape(b)
    outcome = Outcome(*shapes)
    grids = example(jax.random.key(seed), outcome.way.a, outcome.way.b) if outcome.can_be_drawn else []
    progress(0.5, "drawing")
    draw(match(*shapes), grids, title=outcome.title, example_title=outcome.example_title)
    return Reading(text=outcome.text(seed), alts=(outcome.alt,), numbers=outcome.numbers)


def example(key: jax.Array, a: Shape, b: Shape) -> list[Grid]:
    """The part of a, b and a + b that can be drawn: tens in a and ones in b, so that each sum shows its parts."""
    a_key, b_key = jax.random.split(key)
    small_a, small_b = (tuple(min(size, 6) for size in shape[-2:]) for shape in (a, b))
    tens, ones = 10 * numbers(a_key, small_a), numbers(b_key, small_b)
    wide_a, wide_b, total = (visible(np.asarray(part)) for part in add(jnp.asarray(tens), jnp.asarray(ones)))
    return [
        Grid(wide_a, "a, stretched" if _is_copy(small_a, wide_a).any() else "a", copied=_is_copy(small_a, wide_a)),
        Grid(wide_b, "b, stretched" if _is_copy(small_b, wide_b).any() else "b", copied=_is_copy(small_b, wide_b)),
        Grid(total, "a + b"),
    ]


def _is_copy(shape: Shape, wide: np.ndarray) -> np.ndarray:
    """Which cells of the stretched array are not in the array itself."""
    indices = np.indices(wide.shape)  # (axes of wide, *wide.shape)
    sizes = (1,) * (wide.ndim - len(shape)) + shape
    copied = np.zeros(wide.shape, bool)
    for index, size in zip(indices, sizes, strict=True):
        copied |= index >= size
    return copied


class Outcome:
    """What becomes of the two shapes, in words."""

    def __init__(self, a: Shape, b: Shape) -> None:
        self.a, self.b = a, b
        self.matches = match(a, b)
        self.shape = broadcast_shape(a, b)
        self.clashes = [each for each in self.matches if each.result is None]
        self.way = way_out(a, b) if self.clashes else WayOut("a + b", a, b)
        self.result = broadcast_shape(self.way.a, self.way.b) or ()

    @property
    def can_be_drawn(self) -> bool:
        return 0 not in self.result

    @property
    def title(self) -> str:
        if self.clashes:
            where = " and ".join(str(each.axis) for each in self.clashes)
            return f"{self.a} and {self.b} clash\nat {'axis' if len(self.clashes) == 1 else 'axes'} {where}"
        stored = math.prod(self.a) + math.prod(self.b)
        return f"{self.a} + {self.b} → {self.shape}\n{stored:,} numbers make {_sums(math.prod(self.result))}"

    @property
    def example_title(self) -> str:
        drawn = len(self.result) > 2 or any(size > 6 for size in self.result[-2:])
        others = ", at index 0 of the other axes" if len(self.result) > 2 else ""
        cut = f" (at most 6 × 6 cells{others})" if drawn else ""
        return f"One way out: {self.way.code}{cut}" if self.clashes else f"a + b{cut}"

    def text(self, seed: int) -> str:
        if self.clashes:
            return f"{self._clash} {self._way_out} The numbers drawn there come from seed {seed}."
        return f"{self._rule} {self._stretching} {self._drawn(seed)}"

    @property
    def _clash(self) -> str:
        worst = self.clashes[-1]
        return (
            f"{self.a} and {self.b} do not broadcast: matched from the right, axis {worst.axis} has size {worst.a} in "
            f"a and {worst.b} in b, and neither is 1."
        )

    @property
    def _way_out(self) -> str:
        return (
            f"Make the two sizes equal, or write `{self.way.code}`: that adds shapes {self.way.a} and {self.way.b}, "
            f"and the result is {self.result}."
        )

    @property
    def _rule(self) -> str:
        return f"Matched from the right, {self.a} and {self.b} broadcast to {self.shape}."

    @property
    def _stretching(self) -> str:
        told = [*self._fates("a", [each.a for each in self.matches])]
        told += self._fates("b", [each.b for each in self.matches])
        if not told:
            return "The shapes are equal, so nothing is stretched."
        again = ": its numbers are read again and again (hatched cells), without a copy in memory"
        is_stretched = math.prod(self.result) > min(math.prod(self.a), math.prod(self.b))
        return f"{'; '.join(told)}{again if is_stretched else ''}."

    def _fates(self, name: str, sizes: list[int | None]) -> Iterator[str]:
        fates = [(each, each.fate(size)) for each, size in zip(self.matches, sizes, strict=True)]
        new = [str(each.axis) for each, fate in fates if fate == "new"]
        stretched = [f"{each.axis} from 1 to {each.result}" for each, fate in fates if fate == "stretched"]
        if new:
            yield f"{name} gets a new axis {' and '.join(new)}"
        if stretched:
            yield f"{name} is stretched along axis {' and '.join(stretched)}"

    def _drawn(self, seed: int) -> str:
        if not self.can_be_drawn:
            return f"An axis of size 0 has no cells, so there is nothing to add, whatever the seed {seed} draws."
        return f"The tens of each sum come from a and the ones from b (numbers of seed {seed})."

    @property
    def alt(self) -> str:
        rows = f"The sizes of a {self.a} and b {self.b} in two rows, matched from the right."
        if self.clashes:
            worst = self.clashes[-1]
            return (
                f"{rows} At axis {worst.axis} the sizes {worst.a} and {worst.b} are marked as a clash. Below, the sum "
                f"{self.way.code} of shape {self.result} is drawn as a way out."
            )
        below = " Below, a and b as grids of numbers and their sum; copied cells are hatched."
        return f"{rows} A third row has the result {self.shape}.{below if self.can_be_drawn else ''}"

    @property
    def numbers(self) -> dict[str, str]:
        if self.clashes:
            return {"shape of a + b": "none, they clash", f"shape of {self.way.code}": str(self.result)}
        return {
            "shape of a + b": str(self.shape),
            "numbers stored in a and b": f"{math.prod(self.a) + math.prod(self.b):,}",
            "numbers in a + b": f"{math.prod(self.result):,}",
        }


def draw(matches: list[Match], grids: list[Grid], *, title: str, example_title: str) -> Figure:
    """The sizes of both shapes axis by axis, and the arrays below if there are any."""
    heights = [2.4, 0.9 + 0.45 * max(np.atleast_2d(grid.numbers).shape[0] for grid in grids)] if grids else [2.4]
    figure, axes = pictures.new_figure(
        title, rows=len(heights), height=sum(heights) + 0.9, gridspec_kw={"height_ratios": heights}
    )
    _draw_table(axes[0, 0], matches)
    if grids:
        axes[1, 0].set_title(example_title)
        draw_grids(axes[1, 0], grids, ["+", "="])
    return figure


def _draw_table(axes: Axes, matches: list[Match]) -> None:
    """Rows a, b and the result; a column for each axis, the last one on the right."""
    width = 2.0
    for column, each in enumerate(matches):
        axes.text(width * (column + 0.5), -0.15, f"axis {each.axis}", ha="center", va="bottom", fontsize=11)
        for row, size in enumerate((each.a, each.b)):
            fate = each.fate(size)
            words = {
                "kept": f"{size}", "stretched": f"1 → {each.result}", "new": f"new → {each.result}", "clash": f"{size}"
            }[fate]  # fmt: skip
            _draw_box(axes, width * column, row, width, words, fate)
        words = "✗" if each.result is None else f"{each.result}"
        _draw_box(axes, width * column, 2.2, width, words, "clash" if each.result is None else "kept")
    for top, name in ((0.0, "a"), (1.0, "b"), (2.2, "result")):
        axes.text(-0.2, top + 0.45, name, ha="right", va="center", fontsize=12)
        if not matches:
            axes.text(0.2, top + 0.45, "no axes: one number", ha="left", va="center", fontsize=12)
    room = max(8.0 - width * len(matches), 2.4) / 2
    axes.set(xlim=(-0.6 - room, width * len(matches) + room), ylim=(3.3, -0.7))
    axes.set_axis_off()


def _draw_box(axes: Axes, left: float, top: float, width: float, words: str, fate: str) -> None:
    border = {"clash": pictures.VERMILION, "kept": "#555555"}.get(fate, pictures.ORANGE)
    axes.add_patch(
        Rectangle(
            (left + 0.05, top), width - 0.1, 0.9, facecolor=_FACES[fate], edgecolor=border,
            linewidth=3.0 if fate == "clash" else 1.5, linestyle="--" if fate == "new" else "-",
        )
    )  # fmt: skip
    axes.text(left + width / 2, top + 0.45, words, ha="center", va="center", fontsize=12)


def _sums(count: int) -> str:
    return f"{count:,} sum" if count == 1 else f"{count:,} sums"
