"""All images of a small world: bars, crosses and rings, 5 pixels long, at every place of a square of 8 by 8 pixels."""

from __future__ import annotations

import numpy as np

SIDE = 8
KINDS = ("lying bar", "standing bar", "plus", "ring", "diagonal cross")


def all_shapes() -> tuple[np.ndarray, np.ndarray]:
    """Every image once: -1 where it is empty and 1 where it is drawn, (n, SIDE, SIDE), and its place in KINDS, (n,)."""
    images, kinds = [], []
    for kind, template in enumerate(_templates()):
        placed = _everywhere(template)
        images += placed
        kinds += [kind] * len(placed)
    return np.stack(images), np.array(kinds)


def _templates() -> list[np.ndarray]:
    bar, middle = np.ones((2, 5), bool), np.arange(5) == 2
    inside = (np.arange(5) > 0) & (np.arange(5) < 4)
    diagonal = np.eye(5, dtype=bool)
    return [bar, bar.T, middle[:, None] | middle, ~(inside[:, None] & inside), diagonal | diagonal[::-1]]


def _everywhere(template: np.ndarray) -> list[np.ndarray]:
    height, width = template.shape
    placed = []
    for row in range(SIDE - height + 1):
        for column in range(SIDE - width + 1):
            image = np.full((SIDE, SIDE), -1.0, np.float32)
            image[row : row + height, column : column + width][template] = 1.0
            placed.append(image)
    return placed
