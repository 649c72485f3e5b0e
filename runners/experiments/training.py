"""Training in compiled chunks, so that progress can be told and *Stop* be heard between them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import jax
import jax.numpy as jnp
import numpy as np

from runners.experiments.reading import Progress

S = TypeVar("S")
Step = Callable[[S, jax.Array], tuple[S, Any]]
"""From the state and the step's number, an int32 scalar, to the next state and what is to be recorded of it: an
array or a tree of arrays."""
LONG_LOOPS: dict[str, Any] = {"xla_backend_optimization_level": 1, "xla_cpu_use_fusion_emitters": False}
"""Compiler options for a loop of many small steps: it runs faster than as the sandbox compiles by itself."""


def train(
    step: Step[S],
    state: S,
    steps: int,
    *,
    chunk: int,
    progress: Progress,
    words: Callable[[Any], str] = lambda recorded: f"loss {float(np.mean(recorded)):.3f}",
) -> tuple[S, Any]:
    """Take `steps` steps, rounded up to whole chunks, `chunk` at a time in one compiled `lax.scan`.

    Returns the state and what was recorded, each array with the steps taken as its first axis: fewer than `steps`
    when the run was stopped. A random step folds its number into the key, so that a run can be repeated exactly.
    Let a chunk take a tenth to three tenths of a second; `words` say of the chunk's record what is worth telling.
    """

    @partial(jax.jit, compiler_options=LONG_LOOPS)
    def advance(state: S, start: jax.Array) -> tuple[S, Any]:
        return jax.lax.scan(step, state, start + jnp.arange(chunk))

    state = jax.tree.map(_strongly_typed, state)
    recorded = []
    for start in range(0, steps, chunk):
        state, record = advance(state, jnp.asarray(start))
        recorded.append(jax.tree.map(np.asarray, record))
        done = start + chunk
        if not progress(min(done / steps, 1.0), f"step {done:,} of {steps:,}, {words(recorded[-1])}"):
            break
    return state, jax.tree.map(lambda *parts: np.concatenate(parts), *recorded)


def steps_taken(taken: int, steps: int) -> str:
    """How many steps were taken of those that were wanted, in words."""
    return f"{taken} steps" if taken >= steps else f"{taken} of {steps} steps (stopped)"


def _strongly_typed(leaf: Any) -> Any:
    """A number of Python, or an array made of one, as an array with a type of its own: after the first chunk it would
    have one, and everything would be compiled again."""
    weak = isinstance(leaf, int | float | complex) or (isinstance(leaf, jax.Array) and leaf.aval.weak_type)
    return jnp.asarray(np.asarray(leaf)) if weak else leaf
