"""All exercises, and how one is found by its name."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from runners.exercises.values import Exercise
from runners.values import UsageError


@cache
def catalogue() -> tuple[Exercise, ...]:
    """Every exercise, practical by practical."""
    from runners.exercises.topics import array_algebra, bayes, dgm, gnn, intro, rl, transformers

    practicals = (intro, array_algebra, rl, gnn, dgm, transformers, bayes)
    return tuple(exercise for practical in practicals for exercise in practical.EXERCISES)


def find(name: str) -> Exercise:
    """The exercise with this id (`transformers.scaled_dot_product_attention`), short name or function.

    Raises `UsageError`, naming the nearest one."""
    wanted = name.strip().strip("`").lower().replace("-", "_").replace(" ", "_")
    for exercise in catalogue():
        if wanted == exercise.id:
            return exercise
    short = [e for e in catalogue() if wanted == e.short_name]
    short = short or [e for e in catalogue() if wanted == e.function.lower()]
    if len(short) > 1:
        raise UsageError(f"There are several exercises called {wanted}: say {' or '.join(e.id for e in short)}.")
    if short:
        return short[0]
    names = {known: e.id for e in reversed(catalogue()) for known in (e.function.lower(), e.short_name, e.id)}
    near = get_close_matches(wanted, names, n=1, cutoff=0.5)
    hint = f"Did you mean {names[near[0]]}?" if near else "`tutor exercises` lists them all."
    raise UsageError(f"There is no exercise called {name.strip()[:60]!r}. {hint}")
