"""A kept result in a few words, for a tutor who was not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.views.answers import nearest
from bot.views.text import plain
from bot.words import words_in
from knowledge.values import Answer
from runners.values import CheckResult, ErrorReport, RunResult, ShapeWalk


@dataclass(frozen=True)
class Said:
    """What the bot said; `confidence` and `cited` are of answers from the material."""

    text: str
    confidence: float | None = None
    cited: str = ""


def what_the_bot_said(result: dict[str, Any]) -> Said:
    value = result["value"]
    if result["type"] == "answer":
        return _answer(Answer.from_dict(value))
    if result["type"] in ("run", "experiment"):
        return Said(_run(RunResult.from_dict(value)))
    if result["type"] == "check":
        return Said(_check(CheckResult.from_dict(value)))
    if result["type"] == "checks":
        return Said("\n".join(_check(CheckResult.from_dict(one)) for one in value["results"]))
    if result["type"] == "shapes":
        problem = ShapeWalk.from_dict(value).problem
        return Said(f"The shapes clash: {problem.cause}" if problem else "The shapes fit.")
    if result["type"] == "failed":
        return Said(words_in("en").notice.failures.get(value, str(value)))
    return Said(str(value))


def what_was_found(result: dict[str, Any]) -> tuple[str, ...]:
    """What came of a check or a run, for a tutor: the verdict, each mistake with its evidence, and the error explained.
    Nothing for other results."""
    value = result["value"]
    if result["type"] in ("run", "experiment"):
        return _explained(RunResult.from_dict(value).error)
    if result["type"] == "check":
        return _diagnosis(CheckResult.from_dict(value))
    if result["type"] == "checks":
        return tuple(line for one in value["results"] for line in _diagnosis(CheckResult.from_dict(one)))
    if result["type"] == "shapes":
        problem = ShapeWalk.from_dict(value).problem
        return (f"{problem.expression}: {', '.join(problem.operands)}", problem.cause, problem.fix) if problem else ()
    return ()


def exercise_of(result: dict[str, Any]) -> str:
    """The exercise that a check was of; empty for anything else."""
    if result["type"] == "check":
        return CheckResult.from_dict(result["value"]).exercise
    if result["type"] == "checks":
        made = [CheckResult.from_dict(one) for one in result["value"]["results"]]
        return next((one.exercise for one in made if one.verdict != "correct"), made[0].exercise)
    return ""


def _diagnosis(result: CheckResult) -> tuple[str, ...]:
    named = tuple(f"✗ {mistake.message} {mistake.evidence}" for mistake in result.mistakes)
    return (f"{result.exercise or 'a traceback'}: {result.verdict}", *named, *_explained(result.error))


def _explained(error: ErrorReport | None) -> tuple[str, ...]:
    return tuple(filter(None, (_error(error), error.explanation))) if error else ()


def _answer(answer: Answer) -> Said:
    if answer.abstained:
        near = nearest(answer)
        return Said("I'm not sure.", answer.confidence, f"Maybe related: {' › '.join(near.heading)}" if near else "")
    return Said(plain(answer.answer, 500), answer.confidence, " › ".join(answer.passages[0].heading))


def _run(result: RunResult) -> str:
    if result.error:
        return _error(result.error)
    return f"The run ended with: {result.status}. {result.stdout[:200]}"


def _check(result: CheckResult) -> str:
    named = "; ".join(f"{mistake.message} ({mistake.slug})" for mistake in result.mistakes)
    raised = f" {_error(result.error)}" if result.error else ""
    return f"{result.exercise or 'a traceback'}: {result.verdict}. {named}{raised}"


def _error(error: ErrorReport) -> str:
    return f"{error.type} on line {error.line}: {error.message}"
