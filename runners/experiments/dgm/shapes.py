"""All images of a small world: bars, crosses and rings of a few sizes, at every place of a square of 8 by 8 pixels."""

from __future__ import annotations

import numpy as np

SIDE = 8
KINDS = ("lying bar", "standing bar", "plus", "ring", "diagonal cross")


def all_shapes() -> tuple[np.ndarray, np.ndarray]:
    """Every image once: -1 where it is empty and 1 where it is drawn, (n, SIDE, SIDE), and its place in KINDS, (n,)."""
    images, kinds = [], []
    for kind, templates in enumerate(_templates()):
        for template in templates:
            placed = _everywhere(template)
            images += placed
            kinds += [kind] * len(placed)
    return np.stack(images), np.array(kinds)


def _templates() -> list[list[np.ndarray]]:
    bars = [np.ones((2, length), bool) for length in (4, 6)]
    squares = [np.eye(size, dtype=bool) for size in (4, 5, 6)]
    return [bars, [bar.T for bar in bars], [_plus(5), _plus(6)], [_ring(4), _ring(5), _ring(6)], [
        square | square[::-1] for square in squares
    ]]  # fmt: skip


def _plus(size: int) -> np.ndarray:
    middle = np.zeros(size, bool)
    middle[(size - 1) // 2 : size // 2 + 1] = True
    return middle[:, None] | middle


def _ring(size: int) -> np.ndarray:
    ring = np.ones((size, size), bool)
    ring[1:-1, 1:-1] = False
    return ring


def _everywhere(template: np.ndarray) -> list[np.ndarray]:
    height, width = template.shape
    placed = []
    for row in range(SIDE - height + 1):
        for column in range(SIDE - width + 1):
            image = np.full((SIDE, SIDE), -1.0, np.float32)
            image[row : row + height, column : column + width][template] = 1.0
            placed.append(image)
    return placed
