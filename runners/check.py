"""Checking an attempt: which exercise it is, whether it is finished, what it does, and what is wrong with it."""

from __future__ import annotations

import time

from runners.exercises import diagnose, find, find_in, outline, texts
from runners.exercises.attempt import Caller, subject
from runners.exercises.values import Exercise
from runners.run import without_magics
from runners.values import CheckResult, UsageError


def check(
    sandbox: Caller, exercise_name: str | None, code: str, *, id: str = "", max_characters: int = 100_000
) -> CheckResult:
    """Judge `code` as an attempt at an exercise; without a name, the function in the code finds it.

    The code runs in `sandbox` on the exercise's inputs; what it returns is compared here. Raises
    `UsageError` for an unknown exercise, for code without an exercise's function when no name is
    given, and for no code or more than `max_characters` of it."""
    started = time.perf_counter()
    if not code.strip():
        raise UsageError("There is no code to check: put your function after the exercise's name.")
    if len(code) > max_characters:
        raise UsageError(f"The code has {len(code):,} characters: send only the exercise, at most {max_characters:,}.")
    cleaned = without_magics(code)
    exercise = find(exercise_name) if exercise_name else find_in(cleaned)
    unfinished = _unfinished(exercise, cleaned, id)
    if unfinished:
        return unfinished
    made, found = diagnose.diagnose(sandbox, exercise, subject(exercise, cleaned))
    return diagnose.result(exercise, made, found, id=id, seconds=time.perf_counter() - started)


def _unfinished(exercise: Exercise, code: str, id: str) -> CheckResult | None:
    """The result for code with a placeholder in it, naming the lines."""
    gaps = outline.gaps(code, exercise.function)
    if not gaps:
        return None
    lines = [str(gap.line) for gap in gaps]
    many = len(lines) > 1
    message = (
        f"Lines {', '.join(lines[:-1])} and {lines[-1]} are still to be filled in."
        if many
        else f"Line {lines[0]} is still to be filled in."
    )
    shown = "; ".join(f"line {gap.line}: {gap.text[:80]}" for gap in gaps[:5])
    return CheckResult(id, exercise.id, "incomplete", (texts.placeholder(message, shown),))
