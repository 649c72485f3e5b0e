"""What came of a `/check`: a verdict on an exercise, or a walk through the shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.jobs import Job
from bot.views import blocks, notices
from bot.views.blocks import Block, Message, Picture
from bot.views.runs import error_blocks
from bot.views.text import code, escape
from runners.shapes.shortening import left_out_text, shorten
from runners.values import CheckResult, ErrorReport, Mistake, ShapeStep, ShapeWalk

_VERDICTS = {
    "correct": "✅ Correct. Well done!",
    "incorrect": "🔎 Not yet",
    "error": "⚠️ Your code raised an error",
    "incomplete": "✏️ Something is still to be filled in",
    "timeout": "⏱️ Stopped: your code took too long",
}


def check_message(job: Job, result: CheckResult) -> Message:
    """The verdict, each mistake with its evidence and the first hint, and what the shapes say."""
    name = result.exercise.rsplit(".", 1)[-1]
    headline = f"*{_VERDICTS[result.verdict]}* · `{escape(name)}`"
    body: list[Block] = [blocks.section(headline)]
    for mistake in result.mistakes:
        body.append(blocks.section(_mistake(mistake)))
    if result.error:
        body += error_blocks(_without_advice(result.error) if result.mistakes else result.error)
    wrong = [shape for shape in result.shapes if shape.expected != shape.got]
    if wrong and result.verdict != "correct":
        rows = "\n".join(f"{shape.name}: expected ({shape.expected}), got ({shape.got})" for shape in wrong)
        body.append(blocks.section("Shapes:\n" + code(rows, 1_000)))
    body += [blocks.context("ℹ️ " + escape(note)) for note in result.notes]
    if result.verdict != "correct":
        ask = blocks.button("Ask a tutor", "ask_tutor", job.id)
        body.append(blocks.actions([*_next_hint(job.id, result, 1), ask]))
    return Message(_summary(result), body)


def hint_message(job_id: str, result: CheckResult, step: int) -> Message:
    """Hint number `step` (from 0) of each mistake that was named, and the way to the next."""
    hints = [mistake.hints[step] for mistake in result.mistakes if len(mistake.hints) > step]
    if not hints:
        return notices.note("There is no further hint. A tutor can help: press *Ask a tutor*.")
    body: list[Block] = [blocks.section("\n".join(f"💡 {escape(hint)}" for hint in hints))]
    more = _next_hint(job_id, result, step + 1)
    if more:
        body.append(blocks.actions(more))
    return Message(escape(hints[0]), body)


def _next_hint(job_id: str, result: CheckResult, step: int) -> list[Block]:
    if all(len(mistake.hints) <= step for mistake in result.mistakes):
        return []
    return [blocks.button("Next hint", "next_hint", f"{job_id} {step}")]


def _without_advice(error: ErrorReport) -> ErrorReport:
    """Once the mistake is named its hints open one by one; the general advice would give the last one away."""
    return replace(error, explanation="", see="")


def _mistake(mistake: Mistake) -> str:
    hint = f"\n💡 {escape(mistake.hints[0])}" if mistake.hints else ""
    return f"*{escape(mistake.message)}*\n{escape(mistake.evidence)}{hint}"


def _summary(result: CheckResult) -> str:
    if result.mistakes:
        return escape(f"{_VERDICTS[result.verdict]}: {result.mistakes[0].message}")
    return escape(_VERDICTS[result.verdict])


def shapes_message(job: Job, walk: ShapeWalk, pictures: Sequence[Picture]) -> Message:
    """The walk as a small table and a picture; a clash comes first."""
    body: list[Block] = []
    problem = walk.problem
    if problem:
        operands = ", ".join(problem.operands)
        where = f"On line {problem.line} this" if problem.line else "This step"
        text = f"*✗ {where} can't be done:* `{escape(problem.expression)}`"
        body.append(blocks.section(f"{text}\n{escape(operands)}".strip()))
        body.append(blocks.section(f"*Cause:* {escape(problem.cause)}\n*Fix:* {escape(problem.fix)}"))
    else:
        last = walk.steps[-1]
        body.append(blocks.section(f"✅ The shapes fit. Result: {_annotated(last)}"))
    if walk.steps:
        shown = shorten(walk, 24)
        gap = [left_out_text(shown.left_out)] if shown.left_out else []
        rows = [*map(_row, shown.first), *gap, *map(_row, shown.last)]
        body.append(blocks.section(code("\n".join(rows), 2_900)))
    body += [blocks.image(picture) for picture in pictures]
    fallback = f"The shapes clash: {problem.cause}" if problem else "The shapes fit."
    return Message(escape(fallback), body)


def _annotated(step: ShapeStep) -> str:
    if step.dtype == "tree":
        return escape(step.note)
    axes = ", ".join(step.axes)
    return f"`({','.join(map(str, step.shape))})`" + (f" ({escape(axes)})" if axes else "")


def _row(step: ShapeStep) -> str:
    shape = step.note if step.dtype == "tree" else "(" + ", ".join(map(str, step.shape)) + ")"
    axes = "  " + ", ".join(step.axes) if step.axes else ""
    if step.line is None:
        return f"{step.expression}\n    {shape}{axes}"
    more = "" if step.dtype == "tree" else "  " + ", ".join(filter(None, (step.dtype, step.note)))
    return f"{step.line:>3}  {step.expression}\n         {shape}{axes}{more}"
