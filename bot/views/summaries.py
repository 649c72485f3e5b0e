"""A kept result in a few words, for a tutor who was not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.records.values import MAYBE_RELATED
from bot.views.answers import nearest
from bot.views.text import plain
from bot.words.values import FoundWords, Words
from knowledge.values import Answer
from runners.values import CheckResult, ErrorReport, RunResult, ShapeWalk


@dataclass(frozen=True)
class Said:
    """What the bot said; `confidence` and `cited` are of answers from the material."""

    text: str
    confidence: float | None = None
    cited: str = ""


def what_the_bot_said(result: dict[str, Any], words: Words) -> Said:
    value = result["value"]
    if result["type"] == "answer":
        return _answer(Answer.from_dict(value), words.found)
    if result["type"] in ("run", "experiment"):
        return Said(_run(RunResult.from_dict(value), words.found))
    if result["type"] == "check":
        return Said(_check(CheckResult.from_dict(value), words.found))
    if result["type"] == "checks":
        return Said("\n".join(_check(CheckResult.from_dict(one), words.found) for one in value["results"]))
    if result["type"] == "shapes":
        problem = ShapeWalk.from_dict(value).problem
        return Said(f"{words.check.they_clash} {problem.cause}" if problem else words.check.fit)
    if result["type"] == "failed":
        return Said(words.notice.failures.get(value, str(value)))
    return Said(str(value))


def what_was_found(result: dict[str, Any], words: FoundWords) -> tuple[str, ...]:
    """What came of a check or a run, for a tutor: the verdict, each mistake with its evidence, and the error explained.
    Nothing for other results."""
    value = result["value"]
    if result["type"] in ("run", "experiment"):
        return _explained(RunResult.from_dict(value).error, words)
    if result["type"] == "check":
        return _diagnosis(CheckResult.from_dict(value), words)
    if result["type"] == "checks":
        return tuple(line for one in value["results"] for line in _diagnosis(CheckResult.from_dict(one), words))
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


def _diagnosis(result: CheckResult, words: FoundWords) -> tuple[str, ...]:
    named = tuple(f"✗ {mistake.message} {mistake.evidence}" for mistake in result.mistakes)
    return (_verdict(result, words), *named, *_explained(result.error, words))


def _explained(error: ErrorReport | None, words: FoundWords) -> tuple[str, ...]:
    return tuple(filter(None, (_error(error, words), error.explanation))) if error else ()


def _answer(answer: Answer, words: FoundWords) -> Said:
    if answer.abstained:
        near = nearest(answer)
        return Said(words.not_sure, answer.confidence, MAYBE_RELATED + " › ".join(near.heading) if near else "")
    return Said(plain(answer.answer, 500), answer.confidence, " › ".join(answer.passages[0].heading))


def _run(result: RunResult, words: FoundWords) -> str:
    if result.error:
        return _error(result.error, words)
    return f"{words.runs[result.status]} {result.stdout[:200]}"


def _check(result: CheckResult, words: FoundWords) -> str:
    named = "; ".join(f"{mistake.message} ({mistake.slug})" for mistake in result.mistakes)
    raised = f" {_error(result.error, words)}" if result.error else ""
    return f"{_verdict(result, words)}. {named}{raised}"


def _verdict(result: CheckResult, words: FoundWords) -> str:
    exercise, verdict = result.exercise or words.a_traceback, words.verdicts[result.verdict]
    return words.verdict.format(exercise=exercise, verdict=verdict)


def _error(error: ErrorReport, words: FoundWords) -> str:
    return words.error.format(type=error.type, line=error.line, message=error.message)
