"""Shape walks: the shapes that a named operation goes through, from the operands' shapes alone, and the shapes
that any code makes, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runners.shapes.catalogue import find_operation, operations, walk
from runners.values import Figure, ShapeWalk

if TYPE_CHECKING:
    from runners.shapes.code.walking import Walker

__all__ = ["draw", "find_operation", "operations", "walk", "walk_code"]


def walk_code(sandbox: Walker, code: str) -> ShapeWalk:
    """The shapes that a learner's code makes, up to its end or to the expression that fails.

    Raises `UsageError` with one sentence for code that can't be walked through."""
    from runners.shapes.code import walk_code as walk_in

    return walk_in(sandbox, code)


def draw(walk: ShapeWalk, title: str) -> Figure:
    """The picture of a walk. Matplotlib is imported at the first call, since a walk does not need it."""
    from runners.shapes.picture import draw as picture

    return picture(walk, title)
