"""`tutor experiments --write FILE`: runs every experiment and writes the page that shows them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

from bot.cli.problems import CommandError
from bot.cli.running import make_sandbox, write_picture
from bot.settings import Settings
from runners.experiments import Experiment, Parameter, catalogue, run_experiment
from runners.experiments.parameters import shown
from runners.values import Figure, RunResult

_INTRODUCTION = """# Experiments

`/run NAME` in Slack, or `tutor run NAME` in a shell, runs one of these. `/run NAME help` shows what can be changed,
`name=value` changes it: `/run gcn_karate layers=5`. Each is one file that reads from top to bottom, in
`runners/experiments`, and each is checked against something independent in `tests/runners/experiments`.

`tutor experiments --write docs/experiments.md` runs all of them with their defaults and writes this page. Times are
those of that run, with the programs that `make install` compiles; memory is the most at one time beyond what the
libraries need. Pictures that move are shown here by their still ones.
"""


def write(settings: Settings, page: Path) -> None:
    """The page, and a picture of each experiment in the folder beside it that has the page's name.

    Raises CommandError when an experiment does not come to its end, or a file can't be written."""
    if page.is_dir() or not page.suffix:
        raise CommandError(f"{page} can't be the page. Give the name of a file, such as docs/experiments.md.")
    folder = page.with_suffix("")
    parts = [_INTRODUCTION]
    with make_sandbox(settings) as sandbox:
        for practical, group in itertools.groupby(catalogue(), lambda experiment: experiment.practical):
            parts.append(f"## {practical}\n")
            for experiment in group:
                result = run_experiment(sandbox, experiment.name)
                if result.status != "ok":
                    raise CommandError(f"{experiment.name} ended as {result.status}, so the page was not written.")
                picture = save_still(result.figures, folder / f"{experiment.name}.png")
                parts.append(_part(experiment, result, picture, folder.name))
                print(f"{experiment.name}: {result.seconds.run:.1f} s")
    page.write_text("\n".join(parts), "utf-8")


def save_still(figures: Sequence[Figure], file: Path) -> Figure:
    """The first figure that does not move, written to `file`. Raises CommandError when it can't be written."""
    figure = next(figure for figure in figures if figure.data.startswith(b"\x89PNG"))
    write_picture(figure, file, otherwise="Give another place with --write.")
    return figure


def _part(experiment: Experiment, result: RunResult, picture: Figure, folder: str) -> str:
    section = experiment.section
    numbers = [f"- {line}" for line in (result.result or "").splitlines()]
    lines = [
        f"### {experiment.name}: {experiment.title}",
        "",
        experiment.help,
        "",
        f"![{picture.alt}]({folder}/{experiment.name}.png)",
        "",
        f"> {' '.join(result.stdout.split())}",
        "",
        *([*numbers, ""] if numbers else []),
        f"{result.seconds.run:.1f} s, {result.memory_bytes / 2**20:.0f} MB. Taught in {section.file}, "
        f"“{section.heading}”. For example: `tutor run {experiment.usage}`.",
        "",
        "| parameter | may be | if not given | what it is |",
        "|---|---|---|---|",
        *(parameter_row(parameter) for parameter in experiment.parameters),
        "",
    ]
    return "\n".join(lines)


def parameter_row(parameter: Parameter) -> str:
    """A line of the table of an experiment's parameters."""
    return f"| `{parameter.name}` | {parameter.range} | {shown(parameter.default)} | {parameter.help} |"
