"""`tutor run`, `check`, `exercises` and `experiments`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.extras import require
from bot.cli.files import print_json, read_lines, read_text
from bot.cli.problems import CommandError
from bot.settings import Settings
from runners.values import CheckResult, ErrorReport, Figure, RunResult

if TYPE_CHECKING:
    from runners.sandbox import Sandbox


def run(
    settings: Settings, experiment: str | None, words: Sequence[str], file: str | None, out: Path, as_json: bool
) -> None:
    from runners import experiments as catalogue
    from runners.run import run_snippet

    if (experiment is None) == (file is None):
        raise CommandError("Give the name of an experiment (tutor experiments lists them), or code with --file.")
    code = read_text(file) if file else ""
    parameters = catalogue.parse(experiment, tuple(words)) if experiment else None
    with make_sandbox(settings) as sandbox:
        if parameters is None:
            result = run_snippet(sandbox, code)
        else:
            result = catalogue.run_experiment(sandbox, str(experiment), parameters)
    saved = replace(result, figures=tuple(save(figure, out, i) for i, figure in enumerate(result.figures, start=1)))
    print_json(saved.to_dict()) if as_json else _show_run(saved)
    if saved.status != "ok":
        raise SystemExit(1)


def check(settings: Settings, exercise: str | None, file: str | None, batch: Path | None, as_json: bool) -> None:
    require("runners")
    from bot.cli import walking
    from runners.check import check as check_attempt
    from runners.shapes import walk_code
    from runners.values import NoExercise

    if (file is None) == (batch is None):
        raise CommandError("Give an attempt with --file, or a file of attempts with --batch.")
    code = read_text(file) if file else ""
    items = list(read_lines(batch, ("id", "exercise", "code"))) if batch else []
    with make_sandbox(settings) as sandbox:
        for item in items:
            result = check_attempt(sandbox, item["exercise"], str(item["code"]), id=str(item["id"]))
            print_json(result.to_dict())
        if file:
            try:
                result = check_attempt(sandbox, exercise, code)
            except NoExercise:
                walking.show(walk_code(sandbox, code), as_json)
                return
            print_json(result.to_dict()) if as_json else _show_check(result)


def exercises(as_json: bool) -> None:
    require("runners")
    from runners import exercises as room

    found = room.catalogue()
    if as_json:
        print_json([exercise.to_dict() for exercise in found])
        return
    for exercise in found:
        print(f"{exercise.id}\n    {exercise.signature}\n    {exercise.task}")


def experiments(as_json: bool) -> None:
    from runners import experiments as room

    found = room.catalogue()
    if as_json:
        print_json([experiment.to_dict() for experiment in found])
        return
    for experiment in found:
        print(experiment.guide)


def make_sandbox(settings: Settings) -> Sandbox:
    from runners.sandbox import Limits, Sandbox

    require("runners")
    return Sandbox(Limits(**settings.snippet_limits), size=1, programs=[settings.programs_folder])


def compile_programs(settings: Settings, out: Path) -> None:
    from runners.compiling import compile_usual

    started = time.monotonic()
    with make_sandbox(settings) as sandbox:
        file = compile_usual(sandbox, out)
    size = file.stat().st_size / 2**20
    print(f"Compiled what snippets usually need in {time.monotonic() - started:.0f} s: {file} ({size:.1f} MB)")


def save(figure: Figure, folder: Path, number: int) -> Figure:
    kind = "gif" if figure.data.startswith(b"GIF8") else "png"
    file = folder / f"figure-{number}.{kind}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(figure.data)
    except OSError as denied:
        raise CommandError(f"{file} can't be written: {denied.strerror}. Give another folder with --out.") from None
    return replace(figure, path=str(file))


def _show_run(result: RunResult) -> None:
    if result.stdout:
        print(result.stdout, end="" if result.stdout.endswith("\n") else "\n")
    if result.result is not None:
        print(result.result)
    for array in result.arrays:
        numbers = f" = {array.preview}" if array.preview else ""
        print(f"{array.name}: {array.dtype}[{','.join(map(str, array.shape))}]{numbers}")
    for figure in result.figures:
        print(f"figure: {figure.path} ({figure.width} × {figure.height}) {figure.alt}")
    if result.error:
        _show_error(result.error)
    memory = f", {result.memory_bytes / 2**20:.0f} MB" if result.memory_bytes else ""
    print(f"{result.status}, {result.seconds.run:.2f} s{memory}")


def _show_error(error: ErrorReport) -> None:
    where = f" on line {error.line}" if error.line else ""
    print(f"{error.type}{where}: {error.message}")
    for more in (error.excerpt, error.explanation):
        if more:
            print(more)


def _show_check(result: CheckResult) -> None:
    print(f"{result.exercise}: {result.verdict}")
    for mistake in result.mistakes:
        print(f"- {mistake.message} [{mistake.slug}]\n  {mistake.evidence}")
        if mistake.hints:
            print(f"  Hint: {mistake.hints[0]}")
    for shape in result.shapes:
        print(f"  {shape.name}: expected ({shape.expected}), got ({shape.got})")
    if result.error:
        _show_error(result.error)
    for note in result.notes:
        print(f"Note: {note}")
