"""Checking an attempt: which exercise it is, whether it is finished, what it does, and what is wrong with it."""

from __future__ import annotations

import time
from dataclasses import replace

from runners.errors import pasted
from runners.exercises import diagnose, find, find_all, find_in, outline, paste, texts
from runners.exercises.attempt import Caller, subject
from runners.exercises.remarks import remarks
from runners.exercises.values import Exercise
from runners.values import CheckResult, UsageError

_MOST_CHARACTERS = 100_000


def check(
    sandbox: Caller,
    exercise_name: str | None,
    code: str,
    *,
    id: str = "",
    draw: bool = False,
    max_characters: int = _MOST_CHARACTERS,
) -> CheckResult:
    """Judge `code` as an attempt at one exercise; without a name, the last function of an exercise in it finds it.

    The code runs in `sandbox` on the exercise's inputs; what it returns is compared here. `draw` adds a picture of
    expected beside got where one helps. A pasted traceback is explained. Raises `UsageError` for an unknown
    exercise, for code without an exercise's function when no name is given, and for no code or more than
    `max_characters` of it."""
    _refuse(code, max_characters)
    explained = _explained(code, id)
    if explained:
        return explained
    cleaned = paste.tidy(code)
    exercise = find(exercise_name) if exercise_name else find_in(cleaned)
    return _judge(sandbox, exercise, cleaned, id, draw)


def check_all(
    sandbox: Caller,
    exercise_name: str | None,
    code: str,
    *,
    id: str = "",
    draw: bool = False,
    max_characters: int = _MOST_CHARACTERS,
) -> tuple[CheckResult, ...]:
    """As `check`, with one result for each exercise in the paste, in its order, when no exercise is named."""
    if exercise_name or pasted.is_traceback(code) or not code.strip():
        return (check(sandbox, exercise_name, code, id=id, draw=draw, max_characters=max_characters),)
    _refuse(code, max_characters)
    cleaned = paste.tidy(code)
    found = find_all(cleaned)
    first = _judge(sandbox, found[0], cleaned, id, draw)
    return (first, *(_judge(sandbox, exercise, cleaned, id, draw, whole=False) for exercise in found[1:]))


def _refuse(code: str, max_characters: int) -> None:
    if not code.strip():
        raise UsageError("There is no code to check: put your function after the exercise's name.")
    if len(code) > max_characters:
        raise UsageError(f"The code has {len(code):,} characters: send only the exercise, at most {max_characters:,}.")


def _explained(text: str, id: str) -> CheckResult | None:
    error = pasted.read(text)
    return CheckResult(id, "", "error", error=error) if error else None


def _judge(sandbox: Caller, exercise: Exercise, code: str, id: str, draw: bool, *, whole: bool = True) -> CheckResult:
    """The result for one exercise; with `whole`, old calls anywhere in the paste are noted."""
    started = time.perf_counter()
    part = _part(exercise, code)
    unfinished = _unfinished(exercise, part, id)
    if unfinished:
        return unfinished
    who = subject(exercise, part)
    made, found = diagnose.diagnose(sandbox, exercise, who)
    notes = remarks(sandbox, exercise, who, made, found, paste=code if whole else part)
    result = diagnose.result(exercise, made, found, id=id, seconds=0.0)
    if draw and found.verdict == "incorrect":
        from runners.exercises import picture

        result = replace(result, figure=picture.draw(exercise, made.observations))
    return replace(result, notes=notes, seconds=time.perf_counter() - started)


def _part(exercise: Exercise, code: str) -> str:
    """What the exercise needs of a paste. Where the task is a cell of statements and no function, that is all."""
    if exercise.cell or not exercise.signature.startswith((f"{exercise.function}(", "class ")):
        return code
    function = paste.own_name(exercise.function, outline.functions(code))
    return paste.part_for(code, {function} | paste.free_names(exercise.harness.replace("{function}", function)))


def _unfinished(exercise: Exercise, code: str, id: str) -> CheckResult | None:
    """The result for code with a placeholder in it, naming the lines."""
    gaps = outline.gaps(code, paste.own_name(exercise.function, outline.functions(code)))
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
