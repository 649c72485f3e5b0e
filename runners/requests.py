"""What the words after `/run` and `/check` ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from runners.experiments import find, parse
from runners.experiments.parameters import Value
from runners.run import extract_code
from runners.values import UsageError

_FENCE = "```"
_NAME = r"[A-Za-z][A-Za-z0-9_.]*"
_ASSIGNMENT = r"[A-Za-z_]\w*=\S+"
_EXPERIMENT = re.compile(rf"^\s*({_NAME})((?:\s+(?:{_ASSIGNMENT}|help))*)\s*$")
_SHAPES = re.compile(rf"^\s*({_NAME})((?:\s+{_ASSIGNMENT})+)\s*$")
_WALK = re.compile(r"^\s*shapes?(?!\w|\s*[.,=(\[:+*/@-])(?:\s+of\b:?)?|^\s*shapes?:(?=\s*\n|\s*```)", re.IGNORECASE)
_EXERCISE = re.compile(rf"^\s*({_NAME})\s*$")


@dataclass(frozen=True)
class Snippet:
    """Code to run."""

    code: str


@dataclass(frozen=True)
class ExperimentCall:
    """An experiment by name, with a value for each of its parameters."""

    name: str
    parameters: dict[str, Value]


@dataclass(frozen=True)
class Guide:
    """A wish to know how to use an experiment, or `/run` itself where none is named."""

    experiment: str | None = None


@dataclass(frozen=True)
class ShapesCall:
    """A named operation, with its shapes as `name=2,10,64` words."""

    operation: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class CodeWalk:
    """Code whose shapes are wanted, line by line."""

    code: str


@dataclass(frozen=True)
class Attempt:
    """Code to check; the exercise is found by the function's name when none is given."""

    exercise: str | None
    code: str


def read_run_request(text: str) -> Snippet | ExperimentCall | Guide:
    """One line of a name and `name=value` words is an experiment; anything else is code.

    Raises UsageError for an unknown experiment or parameter, or a value out of range.
    """
    named = _EXPERIMENT.match(text)
    if not named or _FENCE in text:
        return Snippet(extract_code(text))
    name, words = named.group(1), named.group(2).split()
    if name == "help":
        return Guide()
    if "help" in words:
        return Guide(find(name).name)
    return ExperimentCall(name, parse(name, tuple(words)))


def names_experiment(text: str) -> bool:
    """Whether `read_run_request` takes the text for a call of an experiment, rather than code or a wish for help."""
    try:
        return isinstance(read_run_request(text), ExperimentCall)
    except UsageError:
        return False


def read_check_request(text: str) -> ShapesCall | CodeWalk | Attempt:
    """A name with shapes is a shape walk, and so is code after the word `shapes`; otherwise it is code, after the
    exercise's name if there is one."""
    walked = _WALK.match(text)
    if walked:
        return _read_walk(text[walked.end() :])
    named = _SHAPES.match(text)
    if named and _FENCE not in text and "\n" not in text.strip():
        return ShapesCall(named.group(1), tuple(named.group(2).split()))
    head, fence, _ = text.partition(_FENCE)
    if not fence:
        head, _, rest = text.strip().partition("\n")
        exercise = _EXERCISE.match(head)
        return Attempt(exercise.group(1), extract_code(rest)) if exercise else Attempt(None, extract_code(text))
    exercise = _EXERCISE.match(head)
    return Attempt(exercise.group(1) if exercise else None, extract_code(text))


def _read_walk(rest: str) -> ShapesCall | CodeWalk:
    named = _SHAPES.match(rest)
    if named and _FENCE not in rest and "\n" not in rest.strip():
        return ShapesCall(named.group(1), tuple(named.group(2).split()))
    return CodeWalk(extract_code(rest))
