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
