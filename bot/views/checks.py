"""What came of a `/check`: a verdict on an exercise, or a walk through the shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.jobs import Job
from bot.views import blocks, notices
from bot.views.blocks import Block, Message, Picture
from bot.views.runs import error_blocks
from bot.views.text import code, escape
from bot.words.values import CheckWords, Words
from runners.shapes.shortening import shorten
from runners.values import CheckResult, ErrorReport, Mistake, ShapeProblem, ShapeStep, ShapeWalk


@dataclass(frozen=True)
class Verdict:
    """One result of a check as it is shown: its uploaded pictures, and how many hints are open at once."""

    result: CheckResult
    pictures: Sequence[Picture] = ()
    hints: int = 1


def check_message(words: Words, job: Job, verdicts: Sequence[Verdict], share: str = "") -> Message:
    """For each exercise the verdict, each mistake with its evidence and open hints, and what the shapes say.

    `share` labels the button that shows it to others, and is empty where there is none."""
    several = len(verdicts) > 1
    body: list[Block] = [blocks.section(_overview(words.check, verdicts))] if several else []
    for place, verdict in enumerate(verdicts):
        body += [blocks.divider()] if several else []
        body += _verdict(words, verdict)
        more = _next_hint(words.check, job.id, verdict.result, verdict.hints, place)
        if more and several:
            body.append(blocks.actions(more))
    if any(verdict.result.verdict != "correct" for verdict in verdicts):
        more = [] if several else _next_hint(words.check, job.id, verdicts[0].result, verdicts[0].hints, 0)
        ask = blocks.button(words.answer.ask_tutor, "ask_tutor", job.id)
        body.append(blocks.actions([*more, ask, *_share(job, share)]))
    elif share:
        body.append(blocks.actions(_share(job, share)))
    summaries = [_summary(words.check, verdict.result) for verdict in verdicts]
    return Message("\n".join(summaries), body)


def _share(job: Job, label: str) -> list[Block]:
    return [blocks.button(label, "share_check", job.id)] if label else []


def shared_check(words: Words, intro: str, results: Sequence[CheckResult]) -> Message:
    """A verdict as its learner shows it to others: with the first hint of each mistake, and no picture, which would
    hold the right numbers. `intro` says who shows it."""
    body: list[Block] = [blocks.section(intro)]
    for result in results:
        body += _verdict(words, Verdict(result))
    return Message(f"{intro} {'; '.join(_summary(words.check, result) for result in results)}", body)


def shared_shapes(words: Words, intro: str, walk: ShapeWalk) -> Message:
    """A walk through the shapes, as its learner shows it to others."""
    shown = _walk(words.check, walk)
    return Message(f"{intro} {shown.text}", [blocks.section(intro), *shown.blocks])


def _overview(words: CheckWords, verdicts: Sequence[Verdict]) -> str:
    right = sum(verdict.result.verdict == "correct" for verdict in verdicts)
    told = words.one_right if right == 1 else words.many_right
    return f"*{told.format(right=right, all=len(verdicts))}*"


def _verdict(words: Words, verdict: Verdict) -> list[Block]:
    result = verdict.result
    name = result.exercise.rsplit(".", 1)[-1]
    headline = words.check.verdicts[result.verdict] if name else words.check.explained
    body = [blocks.section(f"*{headline}*" + (f" · `{escape(name)}`" if name else ""))]
    body += [blocks.section(_mistake(words.check, mistake, verdict.hints)) for mistake in result.mistakes]
    if result.error:
        body += error_blocks(words.run, _without_advice(result.error) if result.mistakes else result.error)
    wrong = [shape for shape in result.shapes if shape.expected != shape.got]
    if wrong and result.verdict != "correct":
        rows = "\n".join(words.check.shape.format(**vars(shape)) for shape in wrong)
        body.append(blocks.section(f"{words.check.shapes}\n" + code(rows, 1_000)))
    body += [blocks.image(picture) for picture in verdict.pictures]
    return body + [blocks.context("ℹ️ " + escape(note)) for note in result.notes]


def hint_message(words: Words, job_id: str, result: CheckResult, step: int, place: int = 0) -> Message:
    """Hint number `step` (from 0) of each mistake that was named, and the way to the next. `place` is the result's
    among those of one check."""
    hints = [mistake.hints[step] for mistake in result.mistakes if len(mistake.hints) > step]
    if not hints:
        return notices.note(words.check.no_hint)
    body: list[Block] = [blocks.section("\n".join(f"💡 {escape(hint)}" for hint in hints))]
    more = _next_hint(words.check, job_id, result, step + 1, place)
    if more:
        body.append(blocks.actions(more))
    return Message(escape(hints[0]), body)


def _next_hint(words: CheckWords, job_id: str, result: CheckResult, step: int, place: int) -> list[Block]:
    if all(len(mistake.hints) <= step for mistake in result.mistakes):
        return []
    return [blocks.button(words.next_hint, "next_hint", f"{job_id} {step} {place}")]


def _without_advice(error: ErrorReport) -> ErrorReport:
    """Once the mistake is named its hints open one by one; the general advice would give the last one away."""
    return replace(error, explanation="", see="")


def _mistake(words: CheckWords, mistake: Mistake, hints: int) -> str:
    shown = "".join(f"\n💡 {escape(hint)}" for hint in mistake.hints[:hints])
    again = f"\n{words.same_mistake}" if hints > 1 else ""
    return f"*{escape(mistake.message)}*\n{escape(mistake.evidence)}{again}{shown}"


def _summary(words: CheckWords, result: CheckResult) -> str:
    if result.mistakes:
        return escape(f"{words.verdicts[result.verdict]}: {result.mistakes[0].message}")
    return escape(words.verdicts[result.verdict])


def shapes_message(words: Words, job: Job, walk: ShapeWalk, pictures: Sequence[Picture], share: str = "") -> Message:
    """The walk as a small table and a picture; a clash comes first. `share` labels the button that shows it."""
    shown = _walk(words.check, walk)
    press = [blocks.actions(_share(job, share))] if share else []
    return Message(shown.text, [*shown.blocks, *map(blocks.image, pictures), *press])


def _walk(words: CheckWords, walk: ShapeWalk) -> Message:
    body = _clash(words, walk.problem) if walk.problem else [blocks.section(_fit(words, walk))]
    if walk.steps:
        body.append(blocks.section(code(_rows(words, walk), 2_900)))
    return Message(escape(f"{words.they_clash} {walk.problem.cause}" if walk.problem else words.fit), body)


def _clash(words: CheckWords, problem: ShapeProblem) -> list[Block]:
    where = words.clash_on_line.format(line=problem.line) if problem.line else words.clash
    step = f"*✗ {where}* `{escape(problem.expression)}`\n{escape(', '.join(problem.operands))}"
    reason = f"*{words.cause}* {escape(problem.cause)}\n*{words.fix}* {escape(problem.fix)}"
    return [blocks.section(step.strip()), blocks.section(reason)]


def _fit(words: CheckWords, walk: ShapeWalk) -> str:
    return f"✅ {words.fit} {words.result} {_annotated(walk.steps[-1])}"


def _rows(words: CheckWords, walk: ShapeWalk) -> str:
    shown = shorten(walk, 24)
    left_out = words.one_left_out if shown.left_out == 1 else words.many_left_out
    gap = [left_out.format(count=shown.left_out)] if shown.left_out else []
    return "\n".join([*map(_row, shown.first), *gap, *map(_row, shown.last)])


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
