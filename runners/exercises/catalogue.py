"""All exercises, and how one is found: by its name, or by the function in the learner's code."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from runners.exercises import outline
from runners.exercises.values import Exercise
from runners.values import NoExercise, UsageError


@cache
def catalogue() -> tuple[Exercise, ...]:
    """Every exercise, practical by practical."""
    from runners.exercises.topics import attention, dot_product, intro, transformer_parts

    return (*intro.EXERCISES, *dot_product.EXERCISES, *attention.EXERCISES, *transformer_parts.EXERCISES)


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


def find_in(code: str) -> Exercise:
    """The exercise whose function the code defines; of several, the one whose parameters fit best.

    Raises `NoExercise` when the code defines the function of none."""
    defined = outline.functions(code)
    for function in reversed(defined):
        candidates = [exercise for exercise in catalogue() if exercise.function == function]
        if candidates:
            names = {parameter.name.lower() for parameter in outline.parameters(code, function)}
            return max(candidates, key=lambda exercise: _fit(exercise, names))
    has = f"Your code defines {', '.join(defined[:5])}" if defined else "Your code defines no function"
    raise NoExercise(f"{has}, which is no exercise that I know: name the exercise as well.")


def _fit(exercise: Exercise, names: set[str]) -> tuple[int, int]:
    own = {parameter.name for parameter in exercise.parameters if not parameter.optional}
    return len(own & names), -len(own - names)
