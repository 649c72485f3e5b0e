"""What is worth knowing about an attempt although it is no mistake: about the notebook, old calls, and style."""

from __future__ import annotations

from runners.errors.drift import in_code
from runners.exercises.advice import advise
from runners.exercises.attempt import Attempt, Caller, Subject
from runners.exercises.diagnose import Diagnosis
from runners.exercises.notebook import about_the_notebook
from runners.exercises.paste import letters
from runners.exercises.values import Exercise


def remarks(
    sandbox: Caller, exercise: Exercise, who: Subject, made: Attempt, found: Diagnosis, *, paste: str
) -> tuple[str, ...]:
    """The notes of a result, the most important first, each once. Old calls are looked for in all of `paste`."""
    right = found.verdict == "correct"
    said = found.error.explanation if found.error else ""
    drifts = [drift for drift in in_code(paste) or in_code(who.code) if not drift.works and drift.fix not in said]
    notes = [
        *found.notes,
        *about_the_notebook(exercise.id, right=right),
        *_other_name(exercise, who),
        *(f"Line {drift.line}: {drift.fix}" for drift in drifts[:3]),
        *(advise(sandbox, exercise, who, made) if right else ()),
    ]
    return tuple(dict.fromkeys(notes))


def _other_name(exercise: Exercise, who: Subject) -> tuple[str, ...]:
    """The learner's name differs in case or underscores only."""
    if who.function == exercise.function or letters(who.function) != letters(exercise.function):
        return ()
    return (f"The notebook's other cells call it `{exercise.function}`; yours is called `{who.function}`.",)
