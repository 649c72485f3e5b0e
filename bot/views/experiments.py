"""Reference experiments: which there are, how to use one, and what came of it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from bot.jobs import Job
from bot.views import blocks
from bot.views.blocks import Block, Message, Picture
from bot.views.runs import run_request
from bot.views.text import clip, code, duration, escape
from runners.experiments import Experiment, Parameter
from runners.experiments.parameters import shown
from runners.values import RunResult

_CUT_SHORT = {
    "stopped": "⏹️ Stopped, as you asked. This is how far it came.",
    "timeout": "⏱️ Its time was up. This is how far it came. Smaller values need less time.",
}
_NOTHING = {
    "stopped": "⏹️ Stopped, as you asked, before there was anything to see.",
    "timeout": "⏱️ It took too long, and there is nothing to see yet. Please try smaller values, such as fewer steps.",
    "memory": "🧱 It needed more memory than it may use. Please try smaller values.",
}
_OURS = "Something went wrong on our side, not in what you sent. Please try once more, or press *Ask a tutor*."


def overview_message(experiments: Sequence[Experiment], libraries: str) -> Message:
    """What `/run` can do: the libraries that code finds, in words, and all experiments by practical."""
    text = "Send code after `/run`, or the name of an experiment. `/run NAME help` shows what you can change in it."
    body = [blocks.section(text)]
    for practical, group in itertools.groupby(experiments, lambda experiment: experiment.practical):
        lines = [f"• `/run {one.name}` {escape(one.title)}" for one in group]
        body.append(blocks.section("\n".join([f"*{escape(practical)}*", *lines])))
    body.append(blocks.context(escape(libraries)))
    return Message(text, body)


def guide_message(experiment: Experiment) -> Message:
    """How to use one experiment: its parameters with their ranges, and an example that is one press away."""
    lines = [f"• {_parameter(parameter)}" for parameter in experiment.parameters]
    return Message(
        f"How to use {experiment.name}.",
        [
            blocks.section(f"*{experiment.name}*: {escape(experiment.help)}"),
            blocks.section("\n".join(lines)),
            blocks.section("For example:\n" + code(f"/run {experiment.usage}")),
            blocks.actions([blocks.button("▶ Run the example", "run_experiment", experiment.usage)]),
        ],
    )


def _parameter(parameter: Parameter) -> str:
    about = f"{parameter.range}; {shown(parameter.default)} if not given"
    return f"`{parameter.name}` {escape(parameter.help)} _({escape(about)})_"


def experiment_message(
    job: Job,
    result: RunResult,
    pictures: Sequence[Picture],
    section: dict[str, str] | None = None,
    change: str = "",
) -> Message:
    """The picture, how to read it, the numbers, and how to change it. `section` has the `heading` that teaches it and
    its `url`; `change` labels the button to its form, and is empty where there is none."""
    if result.status != "ok" and not pictures:
        return _nothing_message(job, result)
    name = job.text.split()[0]
    body: list[Block] = run_request(job, job.data["shows"]).blocks if job.data.get("shows") else []
    body += [blocks.section(_CUT_SHORT[result.status])] if result.status in _CUT_SHORT else []
    body += [blocks.image(picture) for picture in pictures]
    body.append(blocks.section(escape(result.stdout.strip()) or "Done."))
    if result.result:
        body.append(blocks.section(_numbers(result.result)))
    context = [duration(result.seconds.run), f"`/run {escape(name)} help` shows what you can change"]
    press = [blocks.button(change, "change_experiment", job.text)] if change else []
    if section:
        context.append(f"📖 {_link(section)}")
        press.append(blocks.button("Read about it", "explain_experiment", job.id))
    if press:
        body.append(blocks.actions(press))
    body.append(blocks.context(" · ".join(context)))
    return Message(escape(clip(result.stdout.strip(), 300)) or "Done.", body)


def _nothing_message(job: Job, result: RunResult) -> Message:
    text = _NOTHING.get(result.status, _OURS)
    ask = [] if result.status == "stopped" else [blocks.actions([blocks.button("Ask a tutor", "ask_tutor", job.id)])]
    return Message(text, [blocks.section(text), *ask])


def _numbers(lines: str) -> str:
    return "\n".join(f"• {escape(clip(line, 400))}" for line in lines.splitlines()[:30])


def _link(section: dict[str, str]) -> str:
    heading, url = escape(section["heading"]), section["url"]
    return f"<{url}|{heading}>" if url.startswith(("https://", "http://")) else f"*{heading}*"
