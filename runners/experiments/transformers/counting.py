"""Language models that only count: the bars that a GPT has to pass.

Axes: V characters that there are.
"""

from __future__ import annotations

import numpy as np

PRIOR = 5.0
"""How many counts the unigram model is worth in each row of the bigram model."""


def unigram(ids: np.ndarray, characters: int) -> np.ndarray:
    """How often each character comes, each counted once more than it was seen: (V,), sums to one."""
    counts = np.bincount(ids, minlength=characters) + 1.0  # (V,)
    return np.asarray(counts / counts.sum())


def bigram(ids: np.ndarray, characters: int) -> np.ndarray:
    """How often each character comes after each one, smoothed towards the unigram model: (V, V), rows sum to one.

    p(b | a) = (n(a, b) + c p(b)) / (n(a) + c), with c = PRIOR: MacKay & Peto, "A hierarchical Dirichlet language
    model" (1995), equation 15.
    """
    counts = np.zeros((characters, characters))  # (V, V)
    np.add.at(counts, (ids[:-1], ids[1:]), 1.0)
    smoothed = counts + PRIOR * unigram(ids, characters)  # (V, V)
    return np.asarray(smoothed / smoothed.sum(axis=1, keepdims=True))


def bigram_entropy(ids: np.ndarray, characters: int) -> float:
    """The entropy of a character of this text given the one before, in nats: no model that sees one character has a
    smaller loss on it."""
    counts = np.zeros((characters, characters))  # (V, V)
    np.add.at(counts, (ids[:-1], ids[1:]), 1.0)
    seen = counts > 0
    conditional = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1.0)  # (V, V)
    return float(-(counts[seen] * np.log(conditional[seen])).sum() / counts.sum())


def unigram_entropy(ids: np.ndarray) -> float:
    """The entropy of a character of this text, in nats."""
    shares = np.unique(ids, return_counts=True)[1] / len(ids)
    return float(-(shares * np.log(shares)).sum())


def cross_entropies(train: np.ndarray, pieces: np.ndarray, characters: int) -> tuple[float, float]:
    """The losses of the unigram and the bigram model of `train` on `pieces`, (b, t + 1), in nats: on the very
    characters that a GPT is tested on."""
    before, after = pieces[:, :-1], pieces[:, 1:]
    alone = -np.log(unigram(train, characters)[after]).mean()
    paired = -np.log(bigram(train, characters)[before, after]).mean()
    return float(alone), float(paired)
