"""`tutor run`, `check`, `exercises` and `experiments`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.extras import require
from bot.cli.files import print_json, read_lines, read_text
from bot.cli.problems import CommandError
from bot.settings import Settings
from runners.values import CheckResult, ErrorReport, Figure, NoExercise, RunResult, UsageError

if TYPE_CHECKING:
    from runners.sandbox import Sandbox

_AT_ONCE = 2


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
            result = catalogue.run_experiment(sandbox, str(experiment), parameters, on_progress=_progress_line())
            _end_line()
    saved = replace(result, figures=tuple(save(figure, out, i) for i, figure in enumerate(result.figures, start=1)))
    print_json(saved.to_dict()) if as_json else _show_run(saved)
    if saved.status != "ok":
        raise SystemExit(1)


def _progress_line() -> Callable[[float, str], None] | None:
    """Shows how far it is in one line of the terminal, if there is one."""
    if not sys.stderr.isatty():
        return None
    return lambda done, text: print(f"\r\033[K{done:4.0%} {text}", end="", file=sys.stderr, flush=True)


def _end_line() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def check(
    settings: Settings, exercise: str | None, file: str | None, batch: Path | None, out: Path | None, as_json: bool
) -> None:
    require("runners")
    from bot.cli import walking
    from runners.check import check_all
    from runners.exercises import find
    from runners.shapes import walk_code

    if (file is None) == (batch is None):
        raise CommandError("Give an attempt with --file, or a file of attempts with --batch.")
    if batch:
        _check_batch(settings, list(read_lines(batch, ("id", "exercise", "code"))))
        return
    code = read_text(str(file))
    if exercise:
        find(exercise)  # a name that there is not is told before a sandbox starts
    with make_sandbox(settings) as sandbox:
        try:
            results = check_all(sandbox, exercise, code, draw=out is not None)
        except NoExercise:
            walking.show(walk_code(sandbox, code), as_json)
            return
    for number, result in enumerate(results, start=1):
        saved = replace(result, figure=save(result.figure, out, number)) if out and result.figure else result
        print_json(saved.to_dict()) if as_json else _show_check(saved)


def _check_batch(settings: Settings, items: Sequence[dict[str, Any]]) -> None:
    """Two at a time; a line for each result, in the order of the items. One that can't be judged has an error."""
    from runners.check import check_all

    def judge(item: dict[str, Any]) -> tuple[CheckResult, ...]:
        name, code, id = item["exercise"], str(item["code"]), str(item["id"])
        try:
            return check_all(sandbox, name, code, id=id)
        except UsageError as problem:
            return (CheckResult(id, str(name or ""), "error", error=ErrorReport("Request", str(problem))),)

    with make_sandbox(settings, size=_AT_ONCE) as sandbox, ThreadPoolExecutor(_AT_ONCE) as threads:
        for results in threads.map(judge, items):
            for result in results:
                print_json(result.to_dict())


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


def make_sandbox(settings: Settings, *, size: int = 1) -> Sandbox:
    from runners.sandbox import Limits, Sandbox

    require("runners")
    return Sandbox(Limits(**settings.snippet_limits), size=size, programs=[settings.programs_folder])


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
    write_picture(figure, file, otherwise="Give another folder with --out.")
    return replace(figure, path=str(file))


def write_picture(figure: Figure, file: Path, *, otherwise: str) -> None:
    """Raises CommandError when it can't be written, which says what to do `otherwise`."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(figure.data)
    except OSError as denied:
        raise CommandError(f"{file} can't be written: {denied.strerror}. {otherwise}") from None


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
    print(f"{result.exercise or 'traceback'}: {result.verdict}")
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
    if result.figure:
        print(f"picture: {result.figure.path}")
