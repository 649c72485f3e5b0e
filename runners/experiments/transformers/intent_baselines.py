"""Classifiers that know no language: what they reach is what a sentence embedding must beat.

A text is a bag of words, or of letter groups, weighted by tf-idf (Salton and Buckley, "Term-weighting approaches in
automatic text retrieval", 1988; smoothed as in scikit-learn), and gets the intent whose mean vector, the centroid, is
nearest (Manning, Raghavan and Schütze, "Introduction to Information Retrieval", 2008, section 14.2).

Axes: n texts, v words or letter groups, d entries of any vector, k intents.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np

Pieces = Callable[[str], list[str]]
_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def letters(text: str) -> list[str]:
    """Groups of 2, 3 and 4 neighbouring letters, the space before and after each word among them."""
    padded = [f" {word} " for word in words(text)]
    return [word[at : at + size] for word in padded for size in (2, 3, 4) for at in range(len(word) - size + 1)]


class TfIdf:
    """Counts of the pieces that the learned texts have, rare pieces weighted up, each vector of length one."""

    def __init__(self, texts: Iterable[str], pieces: Pieces) -> None:
        bags = [set(pieces(text)) for text in texts]
        found = Counter(piece for bag in bags for piece in bag)
        self.pieces = pieces
        self.column = {piece: place for place, piece in enumerate(sorted(found))}
        documents = np.array([found[piece] for piece in self.column])  # (v,)
        self.weights = np.log((1 + len(bags)) / (1 + documents)) + 1  # (v,)

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """(n, v); a text without any known piece is all zeros."""
        counts = np.zeros((len(texts), len(self.column)))
        for row, text in enumerate(texts):
            for piece in self.pieces(text):
                if piece in self.column:
                    counts[row, self.column[piece]] += 1
        weighted = counts * self.weights  # (n, v)
        lengths = np.linalg.norm(weighted, axis=1, keepdims=True)  # (n, 1)
        return np.asarray(weighted / np.where(lengths > 0, lengths, 1.0))


def centroids(vectors: np.ndarray, labels: np.ndarray, intents: int) -> np.ndarray:
    """The mean vector of each intent: (n, d), (n,) -> (k, d)."""
    return np.stack([vectors[labels == intent].mean(axis=0) for intent in range(intents)])


def nearest(vectors: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """The intent of the centroid at the smallest distance: (n, d), (k, d) -> (n,)."""
    squares = (centres**2).sum(axis=1) - 2 * vectors @ centres.T  # (n, k), without what is the same for all centroids
    return np.asarray(squares.argmin(axis=1))
