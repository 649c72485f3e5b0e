"""The commands of `tutor`: each reads its arguments, calls one function of a room, and prints."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import answering, running, services, walking
from bot.settings import read_settings

application = typer.Typer(
    name="tutor",
    help="A Slack tutor for hands-on machine-learning practicals.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
IndexFolder = Annotated[Path | None, typer.Option("--index", help="The index folder; default: the built-in material.")]


@application.command()
def demo(port: Annotated[int, typer.Option(help="The port of the page.")] = 3900) -> None:
    """Everything on this machine with a local Slack page; no account needed. Ctrl-C ends it."""
    services.demo(read_settings(), port)


@application.command()
def up() -> None:
    """Everything on this machine, against your real Slack workspace. Ctrl-C ends it."""
    services.up(read_settings())


@application.command()
def serve(http: Annotated[str, typer.Option(help="HOST:PORT for HTTP events; default: Socket Mode.")] = "") -> None:
    """Only the bot, as one process of a larger installation."""
    services.serve(read_settings(), http)


@application.command()
def worker(
    queues: Annotated[str, typer.Option(help="answers, snippets, replies; several with commas.")] = (
        "answers,snippets,replies"
    ),
    concurrency: Annotated[int, typer.Option(min=1, max=256)] = 2,
) -> None:
    """Only a worker, as one process of a larger installation."""
    services.worker(read_settings(), queues, concurrency)


@application.command()
def index(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Folder, .ipynb, .md, git URL.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Where the index goes.")] = None,
    as_json: Json = False,
) -> None:
    """Read material and build its index; with no source, the built-in material."""
    answering.index(sources or [], out or read_settings().index_folder, as_json)


@application.command()
def ask(
    question: Annotated[str | None, typer.Argument()] = None,
    index: IndexFolder = None,
    top: Annotated[int, typer.Option(min=1, max=20)] = 3,
    batch: Annotated[Path | None, typer.Option("--batch", help='A file of {"id","text"} lines.')] = None,
    as_json: Json = False,
) -> None:
    """Answer a question from the material, with the section."""
    folder = index or read_settings().index_folder
    answering.ask(question, batch, folder, top, as_json, built_in=index is None)


@application.command()
def run(
    experiment: Annotated[str | None, typer.Argument()] = None,
    parameters: Annotated[list[str] | None, typer.Argument(metavar="[NAME=VALUE]...")] = None,
    file: Annotated[str | None, typer.Option("--file", help="A Python file, or - for standard input.")] = None,
    out: Annotated[Path, typer.Option("--out", help="Where figures are written.")] = Path("."),
    as_json: Json = False,
) -> None:
    """Run a reference experiment, or a snippet in the sandbox."""
    running.run(read_settings(), experiment, parameters or [], file, out, as_json)


@application.command()
def check(
    exercise: Annotated[str | None, typer.Argument()] = None,
    file: Annotated[str | None, typer.Option("--file", help="The attempt, or - for standard input.")] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help='A file of {"id","exercise","code"} lines.')] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Where a picture of expected beside got is written.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check an attempt at an exercise; with no exercise named, all that the code holds."""
    running.check(read_settings(), exercise, file, batch, out, as_json)


@application.command()
def shapes(
    operation: Annotated[str | None, typer.Argument()] = None,
    arguments: Annotated[list[str] | None, typer.Argument(metavar="[NAME=SHAPE]...")] = None,
    file: Annotated[str | None, typer.Option("--file", help="Any Python code, or - for standard input.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Where the picture is written.")] = None,
    as_json: Json = False,
) -> None:
    """Walk through the shapes of an operation: tutor shapes attention q=2,10,64 k=2,12,64 v=2,12,64 heads=8

    With --file, of any code, line by line."""
    walking.shapes(read_settings, operation, arguments or [], file, out, as_json)


@application.command()
def compile(
    out: Annotated[Path | None, typer.Option("--out", help="Where the compiled programs go.")] = None,
) -> None:
    """Compile what snippets usually need, so that they find it ready. `make install` does it once."""
    settings = read_settings()
    running.compile_programs(settings, out or settings.programs_folder)


@application.command()
def exercises(as_json: Json = False) -> None:
    """The exercises that `check` knows."""
    running.exercises(as_json)


@application.command()
def experiments(
    as_json: Json = False,
    write: Annotated[
        Path | None, typer.Option("--write", metavar="FILE", help="Run them all, and write a page that shows them.")
    ] = None,
) -> None:
    """The experiments that `run` knows, with their parameters."""
    if write:
        from bot.cli import gallery

        gallery.write(read_settings(), write)
    else:
        running.experiments(as_json)


@application.command()
def doctor(as_json: Json = False) -> None:
    """What is in order, what is missing, and what to do about it."""
    from bot.cli import diagnosis

    raise typer.Exit(diagnosis.doctor(as_json))


@application.command()
def bench(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...")] = None,
    as_json: Json = False,
) -> None:
    """Measure: start-up, ask, run and check, beside what a user would do instead."""
    from bot.cli import measuring

    measuring.bench(read_settings(), names or [], as_json)
