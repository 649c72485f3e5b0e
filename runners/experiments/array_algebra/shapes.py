"""Shapes as people write them."""

from __future__ import annotations

Shape = tuple[int, ...]


def as_shape(text: str) -> Shape:
    """`3,1` or `()` as a tuple of sizes."""
    return tuple(int(size) for size in text.strip("()").split(",") if size)
