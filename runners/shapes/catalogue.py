"""The catalogue of named operations, and `walk`, which runs one of them on shapes."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from runners.shapes import algebra, attention, choosing, convolution, graphs, layers
from runners.shapes.arrays import Clash, Recorder
from runners.shapes.operation import Operation
from runners.values import ShapeProblem, ShapeWalk, UsageError


def operations() -> tuple[Operation, ...]:
    """Every operation that `walk` knows."""
    rooms = (attention, layers, convolution, graphs, algebra, choosing)
    return tuple(operation for room in rooms for operation in room.OPERATIONS)


def find_operation(name: str) -> Operation:
    """The operation of this name (or of one of its other names).

    Raises `UsageError`, naming the nearest one."""
    wanted = name.strip().lower().replace("-", "_")
    names = {known: operation for operation in operations() for known in (operation.name, *operation.aliases)}
    if wanted in names:
        return names[wanted]
    near = get_close_matches(wanted, names, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(o.name for o in operations())}."
    raise UsageError(f"There is no operation called {name.strip()[:40]!r}. {hint}")


def walk(operation: str, arguments: Sequence[str]) -> ShapeWalk:
    """The shapes that `operation` goes through, up to its end or to the first step that clashes.

    `arguments` are as typed: `["q=2,10,64", "k=2,12,64", "v=2,12,64", "heads=8"]`. Raises
    `UsageError` with one sentence for anything that can't be read."""
    found = find_operation(operation)
    recorder = Recorder()
    problem: ShapeProblem | None = None
    try:
        found.run(recorder, found.read(arguments))
    except Clash as clash:
        problem = clash.problem
    return ShapeWalk(tuple(recorder.steps), problem)
