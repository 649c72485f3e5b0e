"""Reference experiments: which there are, how to use one, and what came of it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from bot.jobs import Job
from bot.views import blocks, notices
from bot.views.blocks import Block, Message, Picture
from bot.views.runs import run_request
from bot.views.text import clip, code, duration, escape
from bot.words.values import ExperimentWords, Words
from runners.experiments import Experiment, Parameter
from runners.experiments.parameters import shown
from runners.values import RunResult


def overview_message(words: Words, experiments: Sequence[Experiment], libraries: str) -> Message:
    """What `/run` can do: the libraries that code finds, in words, and all experiments by practical."""
    body = [blocks.section(words.experiment.intro)]
    for practical, group in itertools.groupby(experiments, lambda experiment: experiment.practical):
        lines = [f"• `/run {one.name}` {escape(one.title)}" for one in group]
        body.append(blocks.section("\n".join([f"*{escape(practical)}*", *lines])))
    body.append(blocks.context(escape(libraries)))
    return Message(words.experiment.intro, body)


def guide_message(words: Words, experiment: Experiment) -> Message:
    """How to use one experiment: its parameters with their ranges, and an example that is one press away."""
    lines = [f"• {_parameter(words.experiment, parameter)}" for parameter in experiment.parameters]
    return Message(
        words.experiment.guide.format(name=experiment.name),
        [
            blocks.section(f"*{experiment.name}*: {escape(experiment.help)}"),
            blocks.section("\n".join(lines)),
            blocks.section(f"{words.experiment.example}\n" + code(f"/run {experiment.usage}")),
            blocks.actions([blocks.button(words.experiment.run_example, "run_experiment", experiment.usage)]),
        ],
    )


def _parameter(words: ExperimentWords, parameter: Parameter) -> str:
    about = words.default.format(range=parameter.range, default=shown(parameter.default))
    return f"`{parameter.name}` {escape(parameter.help)} _({escape(about)})_"


def experiment_message(
    words: Words, job: Job, result: RunResult, pictures: Sequence[Picture], section: dict[str, str] | None = None
) -> Message:
    """The picture, how to read it, the numbers, and how to change it. `section` has the `heading` that teaches it and
    its `url`."""
    if result.status != "ok" and not pictures:
        return _nothing_message(words, job, result)
    told = words.experiment
    body: list[Block] = run_request(words, job, job.data["shows"]).blocks if job.data.get("shows") else []
    body += [blocks.section(told.cut_short[result.status])] if result.status in told.cut_short else []
    body += [blocks.image(picture) for picture in pictures]
    body.append(blocks.section(escape(result.stdout.strip()) or told.done))
    if result.result:
        body.append(blocks.section(_numbers(result.result)))
    context = [duration(result.seconds.run), told.change.format(name=escape(job.text.split()[0]))]
    press = [blocks.button(words.sharing.change_values, "change_experiment", job.text)]
    if section:
        context.append(f"📖 {_link(section)}")
        press.append(blocks.button(told.read, "explain_experiment", job.id))
    body.append(blocks.actions(press))
    body.append(blocks.context(" · ".join(context)))
    return Message(escape(clip(result.stdout.strip(), 300)) or told.done, body)


def _nothing_message(words: Words, job: Job, result: RunResult) -> Message:
    text = words.experiment.nothing.get(result.status, words.experiment.ours)
    if result.status == "stopped":
        return notices.note(text)
    return notices.with_tutor(words, job.id, text)


def _numbers(lines: str) -> str:
    return "\n".join(f"• {escape(clip(line, 400))}" for line in lines.splitlines()[:30])


def _link(section: dict[str, str]) -> str:
    heading, url = escape(section["heading"]), section["url"]
    return f"<{url}|{heading}>" if url.startswith(("https://", "http://")) else f"*{heading}*"
