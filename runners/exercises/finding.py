"""Which exercises a paste holds: by the names that it gives to functions and classes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from runners.exercises import outline
from runners.exercises.catalogue import catalogue
from runners.exercises.paste import letters, part_for
from runners.exercises.scripts import find_by_variables
from runners.exercises.values import Exercise
from runners.values import NoExercise

_COMMENT = re.compile(r"#.*")
_USES_JAX = re.compile(r"\b(?:jit|jnp|jax)\b")


def find_all(code: str, *, most: int = 8) -> tuple[Exercise, ...]:
    """The exercises whose functions the code defines, in the code's order, at most the last `most`.

    Raises `NoExercise` when there are none, naming the nearest."""
    defined = outline.functions(code)
    found = [exercise for function in defined if (exercise := _exercise_for(code, function))]
    found = [exercise for exercise in found if not exercise.script] or found
    cell = None if found else find_by_variables(code, catalogue())
    if cell:
        return (cell,)
    if found:
        return tuple({exercise.id: exercise for exercise in found}.values())[-most:]
    raise NoExercise(_nothing(defined))


def find_in(code: str) -> Exercise:
    """The last of them."""
    return find_all(code)[-1]


def _exercise_for(code: str, function: str) -> Exercise | None:
    """The exercise that asks for this function; of several, the one whose parameters and tools fit best."""
    candidates = [exercise for exercise in catalogue() if exercise.function == function]
    candidates = candidates or [e for e in catalogue() if letters(e.function) == letters(function)]
    names = {parameter.name.lower() for parameter in outline.parameters(code, function)}
    own = part_for(code, {function}) if len(candidates) > 1 else ""
    return max(candidates, key=lambda exercise: _fit(exercise, names, own), default=None)


def _fit(exercise: Exercise, names: set[str], code: str) -> tuple[int, int, bool]:
    own = _signature_names(exercise)
    wants_jax = exercise.id.endswith("_jit")
    return len(own & names), -len(own - names), wants_jax == bool(_USES_JAX.search(_COMMENT.sub("", code)))


def _signature_names(exercise: Exercise) -> set[str]:
    """The parameters in the exercise's signature; what only the harness takes is not among them."""
    written = exercise.signature.partition("(")[2].rpartition(")")[0]
    return {part.partition("=")[0].strip().lower() for part in written.split(",")} - {""}


def _nothing(defined: Sequence[str]) -> str:
    has = f"Your code defines {', '.join(defined[:5])}" if defined else "Your code defines no function"
    names = {exercise.function: exercise.id for exercise in reversed(catalogue())}
    for function in defined:
        near = get_close_matches(function, names, n=1, cutoff=0.75)
        if near:
            return f"{has}, which is no exercise that I know. Did you mean {near[0]} ({names[near[0]]})?"
    return f"{has}, which is no exercise that I know: name the exercise as well."
