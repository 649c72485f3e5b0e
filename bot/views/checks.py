"""What came of a `/check`: a verdict on an exercise, or a walk through the shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
_EXPLAINED = "📕 What this error says"


@dataclass(frozen=True)
class Verdict:
    """One result of a check as it is shown: its uploaded pictures, and how many hints are open at once."""

    result: CheckResult
    pictures: Sequence[Picture] = ()
    hints: int = 1


def check_message(job: Job, verdicts: Sequence[Verdict], share: str = "") -> Message:
    """For each exercise the verdict, each mistake with its evidence and open hints, and what the shapes say.

    `share` labels the button that shows it to others, and is empty where there is none."""
    several = len(verdicts) > 1
    body: list[Block] = [blocks.section(_overview(verdicts))] if several else []
    for place, verdict in enumerate(verdicts):
        body += [blocks.divider()] if several else []
        body += _verdict(verdict)
        more = _next_hint(job.id, verdict.result, verdict.hints, place)
        if more and several:
            body.append(blocks.actions(more))
    if any(verdict.result.verdict != "correct" for verdict in verdicts):
        more = [] if several else _next_hint(job.id, verdicts[0].result, verdicts[0].hints, 0)
        body.append(blocks.actions([*more, blocks.button("Ask a tutor", "ask_tutor", job.id), *_share(job, share)]))
    elif share:
        body.append(blocks.actions(_share(job, share)))
    summaries = [_summary(verdict.result) for verdict in verdicts]
    return Message("\n".join(summaries), body)


def _share(job: Job, label: str) -> list[Block]:
    return [blocks.button(label, "share_check", job.id)] if label else []


def shared_check(intro: str, results: Sequence[CheckResult]) -> Message:
    """A verdict as its learner shows it to others: with the first hint of each mistake, and no picture, which would
    hold the right numbers. `intro` says who shows it."""
    body: list[Block] = [blocks.section(intro)]
    for result in results:
        body += _verdict(Verdict(result))
    return Message(f"{intro} {'; '.join(_summary(result) for result in results)}", body)


def shared_shapes(intro: str, walk: ShapeWalk) -> Message:
    """A walk through the shapes, as its learner shows it to others."""
    shown = _walk(walk)
    return Message(f"{intro} {shown.text}", [blocks.section(intro), *shown.blocks])


def _overview(verdicts: Sequence[Verdict]) -> str:
    right = sum(verdict.result.verdict == "correct" for verdict in verdicts)
    return f"*{right} of {len(verdicts)} exercises in your code {'is' if right == 1 else 'are'} right.*"


def _verdict(verdict: Verdict) -> list[Block]:
    result = verdict.result
    name = result.exercise.rsplit(".", 1)[-1]
    headline = _EXPLAINED if not name else f"{_VERDICTS[result.verdict]}"
    body = [blocks.section(f"*{headline}*" + (f" · `{escape(name)}`" if name else ""))]
    body += [blocks.section(_mistake(mistake, verdict.hints)) for mistake in result.mistakes]
    if result.error:
        body += error_blocks(_without_advice(result.error) if result.mistakes else result.error)
    wrong = [shape for shape in result.shapes if shape.expected != shape.got]
    if wrong and result.verdict != "correct":
        rows = "\n".join(f"{shape.name}: expected ({shape.expected}), got ({shape.got})" for shape in wrong)
        body.append(blocks.section("Shapes:\n" + code(rows, 1_000)))
    body += [blocks.image(picture) for picture in verdict.pictures]
    return body + [blocks.context("ℹ️ " + escape(note)) for note in result.notes]


def hint_message(job_id: str, result: CheckResult, step: int, place: int = 0) -> Message:
    """Hint number `step` (from 0) of each mistake that was named, and the way to the next. `place` is the result's
    among those of one check."""
    hints = [mistake.hints[step] for mistake in result.mistakes if len(mistake.hints) > step]
    if not hints:
        return notices.note("There is no further hint. A tutor can help: press *Ask a tutor*.")
    body: list[Block] = [blocks.section("\n".join(f"💡 {escape(hint)}" for hint in hints))]
    more = _next_hint(job_id, result, step + 1, place)
    if more:
        body.append(blocks.actions(more))
    return Message(escape(hints[0]), body)


def _next_hint(job_id: str, result: CheckResult, step: int, place: int) -> list[Block]:
    if all(len(mistake.hints) <= step for mistake in result.mistakes):
        return []
    return [blocks.button("Next hint", "next_hint", f"{job_id} {step} {place}")]


def _without_advice(error: ErrorReport) -> ErrorReport:
    """Once the mistake is named its hints open one by one; the general advice would give the last one away."""
    return replace(error, explanation="", see="")


def _mistake(mistake: Mistake, hints: int) -> str:
    shown = "".join(f"\n💡 {escape(hint)}" for hint in mistake.hints[:hints])
    again = "\nThis is the same mistake as last time, so here is one more hint." if hints > 1 else ""
    return f"*{escape(mistake.message)}*\n{escape(mistake.evidence)}{again}{shown}"


def _summary(result: CheckResult) -> str:
    if result.mistakes:
        return escape(f"{_VERDICTS[result.verdict]}: {result.mistakes[0].message}")
    return escape(_VERDICTS[result.verdict])


def shapes_message(job: Job, walk: ShapeWalk, pictures: Sequence[Picture], share: str = "") -> Message:
    """The walk as a small table and a picture; a clash comes first. `share` labels the button that shows it."""
    shown = _walk(walk)
    press = [blocks.actions(_share(job, share))] if share else []
    return Message(shown.text, [*shown.blocks, *map(blocks.image, pictures), *press])


def _walk(walk: ShapeWalk) -> Message:
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
