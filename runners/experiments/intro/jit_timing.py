"""Times of a function with and without jit, over sizes.

Without jit, JAX hands each operation to XLA by itself ("dispatch"), and each one reads and writes a whole array. With
jit, the first call traces and compiles the function (once for each shape and dtype), and later calls dispatch one
program in which XLA has joined the operations. Measured as the practical's section "How do I measure the time of JAX
code correctly?" says: a first call apart, `block_until_ready`, the median of repeats, and the quartiles beside it,
since other work on the machine disturbs single calls. SELU is that of Klambauer et al., "Self-Normalizing Neural
Networks" (2017), equation 2, with rounded constants.

Departure: all code that runs here, with jit and without, is compiled with XLA's optimisation level 0, which compiles
sooner and runs slower than XLA's default.

Axes: n numbers; the matrix product takes a square matrix of n numbers.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp

from runners.experiments import pictures
from runners.experiments.intro.scales import log_scale
from runners.experiments.intro.timing import Timing, draw_timings, once, repeated, shown, times_as, until_return
from runners.experiments.reading import Progress, Reading, silent

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Function = Callable[[jax.Array], jax.Array]


def selu(x: jax.Array) -> jax.Array:
    """Scaled exponential linear unit, elementwise: any shape to the same shape."""
    return 1.05 * jnp.where(x > 0, x, 1.67 * (jnp.exp(x) - 1))


def polynomial(x: jax.Array) -> jax.Array:
    """6 x^3 - 2 x^2 + x - 1, elementwise: any shape to the same shape."""
    return 6 * x**3 - 2 * x**2 + x - 1


def matmul(x: jax.Array) -> jax.Array:
    """One large operation: (m, m) -> (m, m)."""
    return x @ x


FUNCTIONS: dict[str, Function] = {"selu": selu, "polynomial": polynomial, "matmul": matmul}


@dataclass(frozen=True)
class Size:
    """What was measured at `numbers` numbers: seconds of the first call with jit, of a call without jit and with it,
    and until a call with jit returns."""

    numbers: int
    first: float
    plain: Timing
    compiled: Timing
    returns: float


def inputs(key: jax.Array, function: str, numbers: int) -> jax.Array:
    """Standard normal numbers: (n,), or (m, m) with m the root of n for the matrix product."""
    side = math.isqrt(numbers)
    return jax.random.normal(key, (side, side) if function == "matmul" else (numbers,))


def operations(function: Function, x: jax.Array) -> int:
    """How many operations the function dispatches without jit."""
    return len(jax.make_jaxpr(function)(x).eqns)


def never_compiled(function: Function) -> Function:
    """The function under a name that no program was ever kept for, so that its first call has to compile."""

    def renamed(x: jax.Array) -> jax.Array:
        return function(x)

    renamed.__name__ = f"{function.__name__}_{time.perf_counter_ns()}"
    return jax.jit(renamed)


def measure(function: Function, x: jax.Array, repeats: int) -> Size:
    """All times at one size."""
    compiled = never_compiled(function)
    first = once(lambda: compiled(x))
    return Size(
        x.size,
        first,
        plain=repeated(lambda: function(x), repeats),
        compiled=repeated(lambda: compiled(x), repeats),
        returns=until_return(lambda: compiled(x), min(repeats, 10)),
    )


def run(*, function: str, largest: int, repeats: int, seed: int, progress: Progress = silent) -> Reading:
    """Measure at 10, 100, ... numbers up to 10 to the power of `largest`, and draw the times."""
    sizes = []
    for place in range(1, largest + 1):
        key = jax.random.fold_in(jax.random.key(seed), place)
        sizes.append(measure(FUNCTIONS[function], inputs(key, function, 10**place), repeats))
        latest = f"{sizes[-1].numbers:,} numbers: {shown(sizes[-1].compiled.median)} with jit"
        if not progress(place / largest, latest):
            break
    outcome = Outcome(function, sizes)
    draw(sizes, title=outcome.title)
    return Reading(text=outcome.text(seed), alts=(outcome.alt,), numbers=outcome.numbers)


class Outcome:
    """What the times say, in words."""

    def __init__(self, function: str, sizes: list[Size]) -> None:
        self.function, self.sizes = function, sizes
        self.small, self.large = sizes[0], sizes[-1]
        self.ratio = self.large.plain.median / self.large.compiled.median
        example = inputs(jax.random.key(0), function, 10)
        self.operations = operations(FUNCTIONS[function], example)

    @property
    def is_clear(self) -> bool:
        return self.large.plain.is_clear_of(self.large.compiled)

    @property
    def title(self) -> str:
        at = f"{self.large.numbers:,} numbers"
        if not self.is_clear:
            return f"{self.function} on {at}: jit makes no clear difference"
        if self.ratio > 1:
            return f"{self.function} on {at}:\n{times_as(self.ratio)} times as fast with jit"
        return f"{self.function} on {at}:\n{times_as(1 / self.ratio)} times as slow with jit"

    def text(self, seed: int) -> str:
        return f"{self._large} {self._small} {self._first(seed)}"

    @property
    def _large(self) -> str:
        plain, compiled = shown(self.large.plain.median), shown(self.large.compiled.median)
        first = f"On {self.large.numbers:,} numbers a call takes {plain} without jit and {compiled} with it"
        if not self.is_clear:
            return f"{first}, no clear difference: the times of single calls vary more than that."
        if self.ratio > 1:
            why = "since XLA joined its operations" if self.operations > 1 else "since less is dispatched"
            return f"{first}, {why}."
        return f"{first}: this size gains nothing from jit here."

    @property
    def _small(self) -> str:
        plain, compiled = self.small.plain.median, self.small.compiled.median
        count = "1 operation" if self.operations == 1 else f"{self.operations} operations"
        return (
            f"On {self.small.numbers:,} numbers it takes {shown(plain)} and {shown(compiled)}, nearly all of it "
            f"dispatch: {count} without jit against one program with it."
        )

    def _first(self, seed: int) -> str:
        saved = self.large.plain.median - self.large.compiled.median
        pays = "which this size does not earn back"
        if self.is_clear and saved > 0:
            pays = f"earned back after about {max(1, round(self.large.first / saved)):,} calls"
        return (
            f"The first call with jit took {shown(self.large.first)}, as it compiles, {pays} (seed {seed} drew the "
            "numbers; times change from run to run)."
        )

    @property
    def alt(self) -> str:
        first, last = self.small, self.large
        return (
            "Time of a call against how many numbers, both axes logarithmic. Without jit from "
            f"{shown(first.plain.median)} at {first.numbers:,} to {shown(last.plain.median)} at {last.numbers:,}; with "
            f"jit from {shown(first.compiled.median)} to {shown(last.compiled.median)}; the first call with jit, which "
            f"compiles, takes {shown(last.first)} at {last.numbers:,}. Bands hold the middle half of the repeats."
        )

    @property
    def numbers(self) -> dict[str, str]:
        last = self.large
        return {
            f"without jit, {last.numbers:,} numbers": shown(last.plain.median),
            f"with jit, {last.numbers:,} numbers": shown(last.compiled.median),
            "first call with jit": shown(last.first),
            "call with jit returns after": f"{shown(last.returns)} (its result is ready later)",
            "dispatch of one operation without jit": shown(self.small.plain.median / self.operations),
            "XLA's optimisation level here": "0, with and without jit",
        }


def draw(sizes: list[Size], *, title: str) -> Figure:
    """The time of each kind of call against the size."""
    figure, axes = pictures.new_figure(title, height=4.8)
    numbers = [size.numbers for size in sizes]
    first = [1e3 * size.first for size in sizes]
    axes[0, 0].plot(numbers, first, ":^", color=pictures.BLACK, label="first call with jit (compiles)")
    draw_timings(axes[0, 0], numbers, [size.plain for size in sizes], "-o", pictures.VERMILION, "without jit")
    draw_timings(axes[0, 0], numbers, [size.compiled for size in sizes], "--s", pictures.BLUE, "with jit")
    axes[0, 0].set(xlabel="numbers in the array", ylabel="time of a call (ms)")
    log_scale(axes[0, 0], "x")
    log_scale(axes[0, 0], "y")
    axes[0, 0].legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=3, columnspacing=1.0)
    return figure
