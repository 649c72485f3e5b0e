"""From an attempt to its verdict: errors, shapes, switches, relations, properties, in this order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from runners.exercises import attempt, texts, variants
from runners.exercises.attempt import Attempt, Caller, Failure, Subject
from runners.exercises.compare import all_right, is_right, max_abs_error
from runners.exercises.evidence import shape
from runners.exercises.explain import Search, foreseen, to_mistake
from runners.exercises.values import Exercise, Observation, Probe, Trial
from runners.values import CaseReport, CheckResult, ErrorReport, Mistake, ShapeComparison, Verdict

_LIMITS = {
    "memory": (
        "MemoryError",
        "Your code used more memory than a check allows. Is an array much larger than you meant?",
    ),
    "output_limit": ("OutputLimit", "Your code printed or returned more than a check allows."),
    "crashed": ("Crashed", "Python itself stopped while running your code."),
}


@dataclass(frozen=True)
class Diagnosis:
    """The verdict with all that belongs to it, before it is put on the wire."""

    verdict: Verdict
    mistakes: tuple[Mistake, ...] = ()
    error: ErrorReport | None = None
    notes: tuple[str, ...] = ()


def diagnose(sandbox: Caller, exercise: Exercise, who: Subject) -> tuple[Attempt, Diagnosis]:
    """Run the learner's function on the exercise's trials and judge what comes back."""
    missing = _missing_parameter(exercise, who)
    trials = attempt.fitting(exercise, who, exercise.trials())
    made = attempt.run(sandbox, exercise, who, trials)
    stopped = _stopped(made)
    if stopped:
        return made, stopped
    made, notes = _set_aside_advice(made)
    if made.extra_outputs:
        notes = (*notes, "Your function returns more than the task asks for; I looked at the first ones.")
    if made.failures:
        found = missing or _failed(sandbox, exercise, who, made)
        error = next((failure.error for failure in made.failures if failure.error), None)
        return made, Diagnosis("error" if error else "incorrect", found, error, notes)
    variant = variants.fitting(exercise, made.observations)
    if variant:
        seen = variants.under(exercise, made.observations, variant)
        notes = (*notes, variant.note) if variant.note else notes
        return replace(made, observations=seen), Diagnosis("correct", notes=notes)
    return made, Diagnosis("incorrect", variants.explained(exercise, made.observations), notes=notes)


def _missing_parameter(exercise: Exercise, who: Subject) -> tuple[Mistake, ...]:
    wanted = [p.name for p in exercise.parameters if not p.optional]
    if not who.parameters or len(who.parameters) >= len(wanted):
        return ()
    evidence = f"The task is {exercise.signature}; yours takes {', '.join(p.name for p in who.parameters)}."
    return (texts.mistake(exercise, "missing_parameter", evidence),)


def _stopped(made: Attempt) -> Diagnosis | None:
    """The code failed before or while it ran, as a whole."""
    status = made.report.status
    if status in ("timeout", "stopped"):
        error = made.report.error or ErrorReport("Timeout", "Your code did not finish in time. Does a loop never end?")
        return Diagnosis("timeout", error=error)
    if status in _LIMITS:
        return Diagnosis("error", error=made.report.error or ErrorReport(*_LIMITS[status]))
    if status == "error":
        return Diagnosis("error", error=made.report.error or ErrorReport("Error", "Your code could not be run."))
    return None


def _set_aside_advice(made: Attempt) -> tuple[Attempt, tuple[str, ...]]:
    """Leave out advisory trials when everything else is right, and mention them."""
    failed = [failure for failure in made.failures if failure.trial.advisory]
    others = [item for item in made.observations if not item.trial.advisory]
    wrong = [item for item in made.observations if item.trial.advisory and not is_right(item)]
    aside = [*(failure.trial for failure in failed), *(item.trial for item in wrong)]
    notes = tuple(dict.fromkeys(trial.note for trial in aside))
    failures = tuple(failure for failure in made.failures if not failure.trial.advisory)
    if failures or not all_right(others):
        return replace(made, failures=failures), ()
    return replace(made, observations=tuple(others), failures=()), notes


def _failed(sandbox: Caller, exercise: Exercise, who: Subject, made: Attempt) -> tuple[Mistake, ...]:
    """The mistakes behind trials on which nothing comparable came back."""
    plain = next((failure for failure in made.failures if failure.slug), None)
    if plain:
        return (texts.mistake(exercise, plain.slug, plain.evidence),)
    wrong = () if all_right(made.observations) else foreseen(exercise, made.observations)
    known = next((slug for failure in made.failures if (slug := _behind(exercise, failure))), "")
    if known:
        return (*wrong, texts.mistake(exercise, known, _stops(made.failures[0])))
    slugs = {failure.trial.sole_failure for failure in made.failures}
    if len(slugs) == 1 and (slug := slugs.pop()):
        return (*wrong, texts.mistake(exercise, slug, _stops(made.failures[0])))
    probed = _probed(sandbox, exercise, who, made.failures)
    return probed or wrong


def _switched(exercise: Exercise, observations: Sequence[Observation], failing: Trial) -> tuple[Mistake, ...]:
    """The switches that explain the observations, the one that makes `failing` impossible first."""
    search = Search(exercise, observations)
    switches = search.find(search.singles()) or search.find(search.pairs())
    first = sorted(switches, key=lambda switch: exercise.reference(failing.inputs, frozenset({switch.key})) is not None)
    return tuple(to_mistake(exercise, switch, observations) for switch in first)


def _behind(exercise: Exercise, failure: Failure) -> str:
    """The slug of the mistake that the exercise knows behind an exception, or ''."""
    text = f"{failure.error.type}: {failure.error.message}" if failure.error else ""
    return next((slug for part, slug in exercise.stops.items() if part in text), "")


def _stops(failure: Failure) -> str:
    inputs = describe_inputs(failure.trial)
    line = f" in line {failure.error.line}" if failure.error and failure.error.line else ""
    return f"With {failure.trial.name}{f' ({inputs})' if inputs else ''} your code stops{line}."


def _probed(sandbox: Caller, exercise: Exercise, who: Subject, failures: Sequence[Failure]) -> tuple[Mistake, ...]:
    """Run the code where it may not fail, and name the mistake that shows there."""
    optional = _needed(exercise, failures)
    trials = {probe.trial.name: probe for probe in exercise.probes() if optional <= set(probe.trial.inputs)}
    fitting = attempt.fitting(exercise, who, [probe.trial for probe in trials.values()])
    made = attempt.run(sandbox, exercise, who, fitting) if fitting else None
    for item in made.observations if made else ():
        found = _probe_result(exercise, trials[item.trial.name], item, failures[0])
        if found:
            return found
    return ()


def _needed(exercise: Exercise, failures: Sequence[Failure]) -> set[str]:
    """The optional inputs without which nothing fails."""
    names = [set(failure.trial.inputs) for failure in failures]
    return set.intersection(*names) - {p.name for p in exercise.parameters if p.neutral is None}


def _probe_result(exercise: Exercise, probe: Probe, item: Observation, failure: Failure) -> tuple[Mistake, ...]:
    where = (
        f"Your code stops with {failure.trial.name} ({describe_inputs(failure.trial)}), but runs with {item.trial.name}"
    )
    if is_right(item):
        return (
            texts.mistake(exercise, probe.if_right, f"{where} ({describe_inputs(item.trial)}), and is right there."),
        )
    found = _switched(exercise, [item], failure.trial)
    return tuple(replace(mistake, evidence=f"{where}. There: {mistake.evidence}") for mistake in found)


def describe_inputs(trial: Trial) -> str:
    """`query (2,3,7), key (2,5,7), mask (3,5)`."""
    return _described(trial.inputs)


def _described(values: Mapping[str, Any]) -> str:
    parts = []
    for name, value in values.items():
        if name.startswith("_"):
            continue
        if isinstance(value, Mapping):
            parts.append(f"{name} {{{_described(value)}}}")
        else:
            is_array = isinstance(value, np.ndarray) and value.ndim
            parts.append(f"{name} ({shape(value)})" if is_array else f"{name} {str(value)[:80]}")
    return ", ".join(parts)


def case_reports(exercise: Exercise, made: Attempt) -> tuple[CaseReport, ...]:
    told = [item for item in made.observations if is_right(item) or not exercise.value_is_answer]
    seen = {item.trial.name: max_abs_error(item) for item in told}
    trials = [*(item.trial for item in made.observations), *(failure.trial for failure in made.failures)]
    return tuple(CaseReport(trial.name, describe_inputs(trial), seen.get(trial.name)) for trial in trials)


def shape_comparisons(exercise: Exercise, made: Attempt) -> tuple[ShapeComparison, ...]:
    """Every output's shape in the first trial that is wrong, or else in the first; none where the
    shape would tell the answer, or where what is compared is not what came back."""
    if not made.observations or exercise.value_is_answer or exercise.line_up:
        return ()
    item = next((item for item in made.observations if not is_right(item)), made.observations[0])
    return tuple(
        ShapeComparison(exercise.outputs[place].name, shape(expected), shape(got))
        for place, expected, got in item.pairs()
        if not exercise.outputs[place].fact
    )


def result(exercise: Exercise, made: Attempt, found: Diagnosis, *, id: str, seconds: float) -> CheckResult:
    return CheckResult(
        id=id,
        exercise=exercise.id,
        verdict=found.verdict,
        mistakes=found.mistakes,
        shapes=shape_comparisons(exercise, made),
        cases=case_reports(exercise, made),
        error=found.error,
        notes=found.notes,
        seconds=seconds,
    )
