"""The work itself, as plain functions from a job to a result: no queue, no Slack, no database."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from bot.jobs import Job
from runners import libraries
from runners.experiments import find
from runners.requests import (
    CodeWalk,
    ExperimentCall,
    Guide,
    ShapesCall,
    Snippet,
    read_check_request,
    read_run_request,
)
from runners.values import Figure, NoExercise, ShapeWalk, UsageError

if TYPE_CHECKING:
    from knowledge.answering import Answerer
    from knowledge.answers.rewriting import Rewriter
    from runners.sandbox import Sandbox

Result = dict[str, Any]
_CODE_TITLE = "The shapes in your code"


def answer(
    answerer: Answerer,
    rewriter: Rewriter | None,
    job: Job,
    *,
    earlier: Sequence[str] = (),
    link_base: str = "",
    on_text: Callable[[str], None] | None = None,
) -> Result:
    """The answer to the question in `job.text`, in the language model's words where there is one.

    `earlier` has the questions before it in the thread. `link_base` goes in front of links to the built-in
    material, which are paths until it is published somewhere. `on_text` is called while the model writes.
    """
    from knowledge.errors import KnowledgeError

    try:
        found = answerer.answer(job.text, id=job.id, thread=earlier, team=job.team)
    except KnowledgeError as problem:
        return _usage(problem)
    if rewriter:
        found = rewriter.rewrite(found, on_text)
    linked = tuple(replace(passage, url=_published(passage.url, link_base)) for passage in found.passages)
    return {"type": "answer", "value": replace(found, passages=linked).to_dict(with_text=True)}


def draw_formulas(job: Job) -> Result:
    """A picture of the formulas in `job.data`."""
    from knowledge.answers.formulas import draw

    drawing = draw(job.data["formulas"])
    figure = Figure(drawing.width, drawing.height, drawing.alt, drawing.data)
    return {"type": "formulas", "value": {"figures": [figure.to_dict(with_data=True)]}}


def draw_pulse(job: Job) -> Result:
    """A picture of the numbers in `job.data`."""
    from bot.pulse.picture import draw
    from bot.pulse.values import Timeline

    data = draw(Timeline.from_dict(job.data["pulse"]["timeline"]), job.data["labels"])
    width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    return {"type": "pulse", "value": Figure(width, height, job.data["labels"]["alt"], data).to_dict(with_data=True)}


def find_earlier_entry(answerer: Answerer, job: Job) -> Result:
    """The kept answer to nearly the same question as `job.text`, for a tutor who is about to keep another."""
    earlier = answerer.entry_like(job.text, but=str(job.data["entry"]), team=job.team)
    return {"type": "earlier_entry", "value": asdict(earlier) if earlier else None}


def find_same_ticket(answerer: Answerer, job: Job) -> Result:
    """The number of the ticket, of those in `job.data`, that asks the same as `job.text`."""
    others = {question: number for number, question in reversed(job.data["others"])}
    same = answerer.same_question(job.text, list(others))
    return {"type": "same_ticket", "value": others[same] if same else None}


def keep_entry(answerer: Answerer, job: Job) -> Result:
    """Keep the answer in `job.data` as knowledge, in the place of the one that it `replaces`, and say whether another
    one is to nearly the same question."""
    from knowledge.entries import Entry
    from knowledge.errors import KnowledgeError

    fields = {name: str(job.data[name]) for name in ("question", "answer", "author", "day", "link")}
    entry, replaced = Entry(id=str(job.data["entry"]), team=job.team, **fields), job.data.get("replaces")
    try:
        answerer.keep(entry, replaces=replaced["id"] if replaced else "")
    except KnowledgeError as problem:
        return _usage(problem)
    similar = answerer.entry_like(entry.question, but=entry.id, team=job.team)
    value = {"entry": asdict(entry), "similar": asdict(similar) if similar else None, "replaced": replaced}
    return {"type": "kept", "value": value}


def drop_entry(answerer: Answerer, job: Job) -> Result:
    """Take an answer out of what is searched."""
    from knowledge.errors import KnowledgeError

    try:
        return {"type": "withdrawn", "value": answerer.withdraw(str(job.data["entry"]), job.team)}
    except KnowledgeError as problem:
        return _usage(problem)


def _published(url: str, base: str) -> str:
    return url if not base or "://" in url else f"{base.rstrip('/')}/{url}"


def run(
    sandbox: Sandbox,
    job: Job,
    *,
    waited: float = 0.0,
    link_base: str = "",
    on_progress: Callable[[float, str], None] | None = None,
) -> Result:
    """The result of the snippet or the experiment in `job.text`; `waited` is the seconds it spent in the queue."""
    from runners.experiments import run_experiment
    from runners.run import run_snippet

    started = time.monotonic()
    try:
        request = read_run_request(job.text)
    except UsageError as problem:
        return _usage(problem)
    if isinstance(request, Guide):
        if request.experiment:
            return {"type": "guide", "value": request.experiment}
        return {"type": "overview", "value": libraries.guide()}
    if isinstance(request, Snippet):
        kind, result, more = "run", run_snippet(sandbox, request.code), {}
    else:
        kind, result = "experiment", run_experiment(sandbox, request.name, request.parameters, on_progress=on_progress)
        more = {"section": _section(request, link_base)}
    seconds = replace(result.seconds, queue=waited, total=waited + time.monotonic() - started)
    return {"type": kind, "value": {**replace(result, seconds=seconds).to_dict(with_data=True), **more}}


def _section(request: ExperimentCall, link_base: str) -> dict[str, str]:
    """The heading in the built-in material that teaches what the experiment shows, and where it is."""
    from knowledge.reading.markdown import anchor

    section = find(request.name).section
    url = f"knowledge/material/{section.file}#{anchor(section.heading)}"
    return {"heading": section.heading, "url": _published(url, link_base)}


def check(sandbox: Sandbox, job: Job) -> Result:
    """The shape walk, the verdict, or the verdicts on several exercises, that `job.text` asks for."""
    from runners import shapes
    from runners.check import check_all

    request = read_check_request(job.text)
    try:
        if isinstance(request, ShapesCall):
            return _drawn(shapes.walk(request.operation, request.words), request.operation)
        if isinstance(request, CodeWalk):
            return _drawn(shapes.walk_code(sandbox, request.code), _CODE_TITLE)
        try:
            results = check_all(sandbox, request.exercise, request.code, id=job.id, draw=True)
        except NoExercise as unknown:
            return _walk_instead(sandbox, request.code, unknown)
    except UsageError as problem:
        return _usage(problem)
    values = [result.to_dict(with_data=True) for result in results]
    return (
        {"type": "checks", "value": {"results": values}} if len(values) > 1 else {"type": "check", "value": values[0]}
    )


def _walk_instead(sandbox: Sandbox, code: str, unknown: NoExercise) -> Result:
    """Code that belongs to no exercise is walked through; where nothing can be seen, both ways out are named.

    One line that Python can't read is a sentence rather than code."""
    from runners import shapes
    from runners.exercises import outline

    if "\n" not in code.strip() and outline.parse(code) is None:
        return _usage(unknown)
    try:
        return _drawn(shapes.walk_code(sandbox, code), _CODE_TITLE)
    except UsageError as problem:
        return _usage(UsageError(f"{unknown} Or see its shapes. {problem}"))


def _drawn(walk: ShapeWalk, title: str) -> Result:
    from runners import shapes

    return {"type": "shapes", "value": replace(walk, figure=shapes.draw(walk, title)).to_dict(with_data=True)}


def _usage(problem: Exception) -> Result:
    return {"type": "usage", "value": str(problem)}
