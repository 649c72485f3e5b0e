"""Shape walks: the shapes that a named operation goes through, from the operands' shapes alone."""

from runners.shapes.walk import find_operation, operations, walk

__all__ = ["draw", "find_operation", "operations", "walk"]


def __getattr__(name: str) -> object:
    """`draw` needs matplotlib, which is imported when it is first asked for."""
    if name == "draw":
        from runners.shapes.picture import draw

        return draw
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
