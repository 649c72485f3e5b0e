"""Per-example gradients by `vmap` and by a Python loop: times over batch sizes, and that the results are equal.

The example of the practical's section "Is vmap faster than a Python loop?": the gradient of (w·x - y)^2 for each
example by itself, which `grad` of the mean loss can't give. The loop calls a compiled gradient once for each example;
`jit(vmap(grad))` is one program for the whole batch. Times are medians after a first call that compiles, with the
quartiles beside them. Departure: the examples are cut apart before the clock starts, so that the loop does not pay
for indexing; in your own code it does.

Axes: b examples in the batch, d features.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp
import numpy as np

from runners.experiments import pictures
from runners.experiments.intro.scales import log_scale
from runners.experiments.intro.timing import Timing, draw_timings, relative, repeated, shown, times_as
from runners.experiments.reading import Progress, Reading, silent

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def loss(w: jax.Array, x: jax.Array, y: jax.Array) -> jax.Array:
    """Squared error of one example: w (d,), x (d,), y () -> ()."""
    return (jnp.dot(w, x) - y) ** 2


gradient = jax.jit(jax.grad(loss))
"""Of one example: (d,), (d,), () -> (d,)."""
batched_gradient = jax.jit(jax.vmap(jax.grad(loss), in_axes=(None, 0, 0)))
"""Of each example of a batch: (d,), (b, d), (b,) -> (b, d)."""


def loop(w: jax.Array, examples: list[tuple[jax.Array, jax.Array]]) -> list[jax.Array]:
    """The gradient of each example, one call after the other: b arrays of shape (d,)."""
    return [gradient(w, x, y) for x, y in examples]


@dataclass(frozen=True)
class Batch:
    """What was measured with `size` examples, and by how much the results of both ways differ at most, as a part of
    the largest gradient."""

    size: int
    looped: Timing
    mapped: Timing
    difference: float


def measure(key: jax.Array, *, size: int, features: int, repeats: int) -> Batch:
    """Both ways on the same random examples."""
    w_key, x_key, y_key = jax.random.split(key, 3)
    w = jax.random.normal(w_key, (features,))
    x, y = jax.random.normal(x_key, (size, features)), jax.random.normal(y_key, (size,))  # (b, d), (b,)
    rows = [(jnp.asarray(row), jnp.asarray(target)) for row, target in zip(np.asarray(x), np.asarray(y), strict=True)]
    by_loop, by_vmap = np.stack([np.asarray(each) for each in loop(w, rows)]), np.asarray(batched_gradient(w, x, y))
    return Batch(
        size,
        looped=repeated(lambda: loop(w, rows), repeats),
        mapped=repeated(lambda: batched_gradient(w, x, y), repeats),
        difference=float(np.abs(by_loop - by_vmap).max() / np.abs(by_vmap).max()),
    )


def batch_sizes(largest: int) -> list[int]:
    """1, 4, 16, ... and the largest."""
    return [*(4**power for power in range(6) if 4**power < largest), largest]


def run(*, features: int, largest: int, repeats: int, seed: int, progress: Progress = silent) -> Reading:
    """Measure both ways at each batch size, and draw the times."""
    sizes, batches = batch_sizes(largest), []
    for place, size in enumerate(sizes):
        key = jax.random.fold_in(jax.random.key(seed), size)
        batches.append(measure(key, size=size, features=features, repeats=repeats))
        words = f"batch of {size:,}: loop {shown(batches[-1].looped.median)}, vmap {shown(batches[-1].mapped.median)}"
        if not progress((place + 1) / len(sizes), words):
            break
    outcome = Outcome(batches)
    draw(batches, title=outcome.title)
    return Reading(text=outcome.text(seed), alts=(outcome.alt,), numbers=outcome.numbers)


class Outcome:
    """What the times say, in words."""

    def __init__(self, batches: list[Batch]) -> None:
        self.small, self.large = batches[0], batches[-1]
        self.ratio = self.large.looped.median / self.large.mapped.median
        self.difference = max(batch.difference for batch in batches)

    @property
    def is_clear(self) -> bool:
        return self.large.looped.is_clear_of(self.large.mapped)

    @property
    def title(self) -> str:
        if not self.is_clear:
            return f"{_examples(self.large.size)}: no clear difference between vmap and the loop"
        if self.ratio > 1:
            return f"{_examples(self.large.size)}: vmap is {times_as(self.ratio)} times as fast as a loop"
        return f"{_examples(self.large.size)}: vmap is {times_as(1 / self.ratio)} times as slow as a loop"

    def text(self, seed: int) -> str:
        looped, mapped = shown(self.large.looped.median), shown(self.large.mapped.median)
        first = f"With {_examples(self.large.size)} the loop takes {looped} and vmap {mapped} (medians; seed {seed})."
        return f"{first} {self._why} {self._equal}"

    @property
    def _why(self) -> str:
        grows = self.large.mapped.median / self.small.mapped.median
        each = shown(self.large.looped.median / self.large.size)
        if self.large.size == 1:
            return "With a single example there is nothing to put together."
        return (
            f"The loop pays about {each} for each example, mostly to start the program, so its time grows with the "
            f"batch; vmap starts one program, and from {self.small.size} to {self.large.size:,} examples it takes "
            f"{times_as(grows)} times as long."
        )

    @property
    def _equal(self) -> str:
        same = f"Both give the same gradients, up to {relative(self.difference)} of the largest"
        return f"{same}; the bands hold the middle half of the repeats, as a busy machine disturbs single ones."

    @property
    def alt(self) -> str:
        small, large = self.small, self.large
        return (
            "Time of per-example gradients against the batch size, both axes logarithmic. The Python loop goes from "
            f"{shown(small.looped.median)} at {small.size} to {shown(large.looped.median)} at {large.size:,}; vmap "
            f"from {shown(small.mapped.median)} to {shown(large.mapped.median)}. Bands hold the middle half of repeats."
        )

    @property
    def numbers(self) -> dict[str, str]:
        large = self.large
        return {
            f"loop, batch of {large.size:,}": shown(large.looped.median),
            f"vmap, batch of {large.size:,}": shown(large.mapped.median),
            "loop, for each example": shown(large.looped.median / large.size),
            "vmap, for each example": shown(large.mapped.median / large.size),
            "largest difference of the results": f"{relative(self.difference)} of the largest gradient",
        }


def draw(batches: list[Batch], *, title: str) -> Figure:
    """The times of both ways against the batch size."""
    figure, axes = pictures.new_figure(title, height=4.8)
    sizes = [batch.size for batch in batches]
    draw_timings(axes[0, 0], sizes, [batch.looped for batch in batches], "-o", pictures.VERMILION, "Python loop")
    draw_timings(axes[0, 0], sizes, [batch.mapped for batch in batches], "--s", pictures.BLUE, "vmap")
    axes[0, 0].set(xlabel="examples in the batch", ylabel="time for the batch (ms)")
    log_scale(axes[0, 0], "y")
    axes[0, 0].set_xscale("log")
    axes[0, 0].set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes[0, 0].set_xticks([], minor=True)
    axes[0, 0].legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=2)
    return figure


def _examples(count: int) -> str:
    return "1 example" if count == 1 else f"{count:,} examples"
