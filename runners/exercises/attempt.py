"""Running a learner's function on an exercise's trials, and lining up what comes back with what should."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from runners.exercises import outline, scripts
from runners.exercises.compare import as_numbers
from runners.exercises.imports import before, prelude, unshifted
from runners.exercises.paste import own_name
from runners.exercises.values import CALLED, NO_MISTAKE, Arrays, Exercise, Observation, Read, Trial
from runners.values import ErrorReport

if TYPE_CHECKING:
    from runners.sandbox.values import CallOutcome, CallReport, Case


class Caller(Protocol):
    """What is needed of a sandbox."""

    def call(self, code: str, function: str, cases: Sequence[Case]) -> CallReport: ...


@dataclass(frozen=True)
class Failure:
    """A trial on which nothing comparable came back: an exception, or the slug of what came instead."""

    trial: Trial
    error: ErrorReport | None = None
    slug: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Attempt:
    """What came of one attempt. `extra_outputs`: more came back than was asked for."""

    report: CallReport
    observations: tuple[Observation, ...] = ()
    failures: tuple[Failure, ...] = ()
    extra_outputs: bool = False


@dataclass(frozen=True)
class Subject:
    """The learner's function: its code, its name, and its parameters as far as they can be read."""

    code: str
    function: str
    parameters: tuple[outline.Parameter, ...]

    def name_for(self, exercise: Exercise, wanted: str) -> str | None:
        """The learner's own name for one of the exercise's arguments, None when it is not taken."""
        for place, parameter in enumerate(exercise.parameters):
            if parameter.name == wanted and not parameter.optional and place < len(self.parameters):
                return self.parameters[place].name
        return next((p.name for p in self.parameters if wanted in p.name.lower()), None)


def subject(exercise: Exercise, code: str) -> Subject:
    """The function to check, under the name that the learner gave it."""
    function = own_name(exercise.function, outline.functions(code))
    return Subject(code, function, () if exercise.harness or exercise.cell else outline.parameters(code, function))


def fitting(exercise: Exercise, who: Subject, trials: Sequence[Trial]) -> list[Trial]:
    """The trials whose inputs the learner's function takes."""
    optional = {p.name for p in exercise.parameters if p.optional and who.name_for(exercise, p.name) is None}
    return [trial for trial in trials if not optional & set(trial.inputs)]


def run(sandbox: Caller, exercise: Exercise, who: Subject, trials: Sequence[Trial]) -> Attempt:
    """Call the learner's function on the trials."""
    from runners.sandbox.values import Case

    cases = [Case(*arguments(exercise, who, trial)) for trial in trials]
    called, lead, code = _program(exercise, who)
    report = sandbox.call(code, called, cases)
    report = replace(
        report,
        error=unshifted(report.error, who.code, lead),
        outcomes=tuple(replace(one, error=unshifted(one.error, who.code, lead)) for one in report.outcomes),
    )
    observations, failures, extra = [], [], False
    for trial, outcome in zip(trials, report.outcomes, strict=False):
        seen = observe(exercise, trial, outcome)
        if isinstance(seen, Observation):
            observations.append(seen)
            judged = exercise.read or exercise.line_up
            extra = extra or (not judged and len(outcome.outputs) > len(seen.expected))
        else:
            failures.append(seen)
    return Attempt(report, tuple(observations), tuple(failures), extra)


def _program(exercise: Exercise, who: Subject) -> tuple[str, str, str]:
    """The function to call, the lines before the learner's, and the code with all of it."""
    if exercise.cell:
        lead = prelude(who.code)
        return CALLED, lead, scripts.assembled(exercise, exercise.cell, lead + who.code)
    lead = before(who.code, exercise.given)
    tail = f"\n\n{exercise.harness}".replace("{function}", who.function) if exercise.harness else ""
    return CALLED if tail else who.function, lead, lead + who.code + tail


def arguments(exercise: Exercise, who: Subject, trial: Trial) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The trial's inputs as the learner's function takes them: by position, and by its own names."""
    positional: list[Any] = []
    named: dict[str, Any] = {}
    for place, parameter in enumerate(exercise.parameters):
        own = who.name_for(exercise, parameter.name)
        given = parameter.name in trial.inputs
        if not given and not _needs_neutral(who, own):
            continue
        value = trial.inputs[parameter.name] if given or parameter.neutral is None else parameter.neutral(trial.inputs)
        if own is None or (not parameter.optional and place == len(positional)):
            positional.append(value)
        else:
            named[own] = value
    return tuple(positional), named


def _needs_neutral(who: Subject, own: str | None) -> bool:
    return any(p.name == own and not p.has_default for p in who.parameters)


def observe(exercise: Exercise, trial: Trial, outcome: CallOutcome) -> Observation | Failure:
    """Line up the outputs of one call with the reference's."""
    if outcome.error:
        return Failure(trial, outcome.error)
    if outcome.structure == "none":
        return Failure(trial, slug="returns_nothing", evidence=f"With {trial.name}, None came back.")
    numbers = [as_numbers(np.asarray(output)) for output in outcome.outputs]
    arrays = tuple(array for array in numbers if array is not None)
    if not outcome.is_array_like or not arrays or len(arrays) != len(numbers):
        return Failure(trial, slug="returns_no_array", evidence=f"With {trial.name}, {outcome.returned} came back.")
    if exercise.read:
        return _read(exercise, exercise.read, trial, arrays)
    if exercise.line_up:
        return exercise.line_up(trial, arrays)
    expected = exercise.reference(trial.inputs, NO_MISTAKE)
    if expected is None:
        raise ValueError(f"{exercise.id}: the reference gives nothing on the trial {trial.name!r}")
    return _line_up(exercise, trial, expected, _stacked(arrays, expected))


def _read(exercise: Exercise, read: Read, trial: Trial, arrays: Arrays) -> Observation | Failure:
    try:
        inputs, got = read(trial.inputs, arrays)
    except (ValueError, IndexError, KeyError, OverflowError, TypeError):
        evidence = f"With {trial.name}, {len(arrays)} arrays came back that do not fit together."
        return Failure(trial, slug="returns_no_array", evidence=evidence)
    completed = replace(trial, inputs=inputs)
    expected = exercise.reference(inputs, NO_MISTAKE)
    assert expected is not None
    return _line_up(exercise, completed, expected, got)


def _stacked(arrays: Arrays, expected: Arrays) -> Arrays:
    """A list of rows where one array is wanted is that array."""
    if len(expected) == 1 and len(arrays) > 1 and len({array.shape for array in arrays}) == 1:
        whole = np.stack(arrays)
        return (whole,) if whole.shape == expected[0].shape else arrays
    return arrays


def _line_up(exercise: Exercise, trial: Trial, expected: Arrays, got: Arrays) -> Observation | Failure:
    wanted = len(expected)
    if len(got) >= wanted:
        return Observation(trial, expected, got[:wanted], tuple(range(wanted)))
    alone = [place for place, output in enumerate(exercise.outputs) if output.alone]
    if len(got) == len(alone) and not _fits_another(expected, got, alone):
        return Observation(trial, expected, got, tuple(alone))
    asked = [output.name for output in exercise.outputs if not output.fact]
    own = got[: max(len(got) - (wanted - len(asked)), 0)]
    shapes = ", ".join(str(array.shape) for array in own)
    evidence = (
        f"With {trial.name}, {len(own)} came back, of shape {shapes}; the task asks for {len(asked)}: "
        f"{', '.join(asked)}."
    )
    return Failure(trial, slug="missing_output", evidence=evidence)


def _fits_another(expected: Arrays, got: Arrays, alone: list[int]) -> bool:
    """A single output whose shape is that of an output which may not come alone."""
    shape = got[0].shape
    return shape != expected[alone[0]].shape and any(shape == array.shape for array in expected)
