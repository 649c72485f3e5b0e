"""`tutor shapes`: the shape walk of a named operation, or of any code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from bot.cli.extras import require
from bot.cli.files import print_json, read_text
from bot.cli.problems import CommandError
from bot.cli.running import make_sandbox, save
from bot.settings import Settings
from runners.shapes.shortening import left_out_text, shorten
from runners.values import ShapeStep, ShapeWalk


def shapes(
    read_settings: Callable[[], Settings],
    operation: str | None,
    words: Sequence[str],
    file: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Print the walk, and end with exit code 1 when it clashes."""
    from runners import shapes as rooms

    if (operation is None) == (file is None):
        raise CommandError(
            "Give an operation with its shapes, such as matmul a=2,3 b=3,4, or code with --file (- for standard input)."
        )
    if operation is not None:
        walk, title = rooms.walk(operation, words), operation
    else:
        code = read_text(str(file))
        with make_sandbox(read_settings()) as sandbox:
            walk, title = (
                rooms.walk_code(sandbox, code),
                f"The shapes in {Path(str(file)).name if file != '-' else 'your code'}",
            )
    if out:
        require("runners")
        walk = replace(walk, figure=save(rooms.draw(walk, title), out, 1))
    show(walk, as_json)


def show(walk: ShapeWalk, as_json: bool) -> None:
    print_json(walk.to_dict()) if as_json else _print(walk)
    if walk.problem:
        raise SystemExit(1)


def _print(walk: ShapeWalk) -> None:
    shown = shorten(walk, len(walk.steps))
    for step in shown.first:
        _print_step(step)
    if shown.left_out:
        print(left_out_text(shown.left_out))
    for step in shown.last:
        _print_step(step)
    if walk.problem:
        line = f"{walk.problem.line:>4}  " if walk.problem.line else ""
        print(f"{line}✗ {walk.problem.expression}")
        if walk.problem.operands:
            print(f"{' ' * (len(line) + 4)}{', '.join(walk.problem.operands)}")
        print(f"Cause: {walk.problem.cause}\nFix: {walk.problem.fix}")
    if walk.figure:
        print(f"picture: {walk.figure.path}")


def _print_step(step: ShapeStep) -> None:
    line = f"{step.line:>4}  " if step.line else ""
    print(f"{line}{step.expression}\n{' ' * (len(line) + 4)}{_shape(step)}")


def _shape(step: ShapeStep) -> str:
    if step.dtype == "tree":
        return step.note
    axes = f"  {', '.join(step.axes)}" if step.axes else ""
    dtype = f"  {step.dtype}" if step.line else ""
    note = f"  ({step.note})" if step.note else ""
    return f"{step.shape}{axes}{dtype}{note}"
