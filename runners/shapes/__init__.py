"""Shape walks: the shapes that a named operation goes through, from the operands' shapes alone."""

from runners.shapes.catalogue import find_operation, operations, walk
from runners.values import Figure, ShapeWalk

__all__ = ["draw", "find_operation", "operations", "walk"]


def draw(walk: ShapeWalk, title: str) -> Figure:
    """The picture of a walk. Matplotlib is imported at the first call, since a walk does not need it."""
    from runners.shapes.picture import draw as picture

    return picture(walk, title)
