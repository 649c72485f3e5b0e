"""BM25 over sections, in NumPy.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.4, with the
idf of Lucene, ln(1 + (N - df + 1/2) / (df + 1/2)), which is never negative. A heading's words count
`heading_weight` times, as in BM25F with one length for the whole document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.tokens import tokenize

__all__ = ["BM25", "build_bm25"]

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True)
class BM25:
    """Postings by word. `weights[starts[w]:starts[w + 1]]` are the scores that word w adds to `documents[...]`."""

    vocabulary: dict[str, int]
    starts: Ints  # [words + 1]
    documents: Ints  # [postings]
    weights: Floats  # [postings]
    idf: Floats  # [words]
    size: int

    def scores(self, tokens: Sequence[str]) -> Floats:
        """The score of every document, [size], for a question's words; a repeated word counts once."""
        scores = np.zeros(self.size, dtype=np.float32)
        for token in dict.fromkeys(tokens):
            word = self.vocabulary.get(token)
            if word is not None:
                postings = slice(self.starts[word], self.starts[word + 1])
                scores[self.documents[postings]] += self.weights[postings]
        return scores

    def rarity(self, token: str) -> float:
        """The idf of a word; a word that no document has counts as the rarest one possible."""
        word = self.vocabulary.get(token)
        return float(self.idf[word]) if word is not None else float(np.log(1 + (self.size + 0.5) / 0.5))

    def has(self, document: int, token: str) -> bool:
        word = self.vocabulary.get(token)
        if word is None:
            return False
        postings = self.documents[self.starts[word] : self.starts[word + 1]]
        place = int(np.searchsorted(postings, document))
        return place < len(postings) and int(postings[place]) == document


def build_bm25(
    documents: Sequence[tuple[str, str]], *, k1: float = 1.2, b: float = 0.6, heading_weight: int = 3
) -> BM25:
    """The index of `(heading, body)` documents."""
    counts = [_counts(heading, body, heading_weight) for heading, body in documents]
    vocabulary = {word: place for place, word in enumerate(sorted(set().union(*counts)))} if counts else {}
    lengths = np.array([sum(count.values()) for count in counts], dtype=np.float32)
    mean = float(lengths.mean()) if len(lengths) else 1.0
    postings: list[list[tuple[int, int]]] = [[] for _ in vocabulary]
    for document, count in enumerate(counts):
        for word, frequency in count.items():
            postings[vocabulary[word]].append((document, frequency))
    frequencies = np.array([len(entries) for entries in postings], dtype=np.float32)
    idf = np.log(1 + (len(counts) - frequencies + 0.5) / (frequencies + 0.5)).astype(np.float32)
    flat = np.array([entry for entries in postings for entry in entries], dtype=np.int32).reshape(-1, 2)
    within = flat[:, 1].astype(np.float32)
    saturation = within * (k1 + 1) / (within + k1 * (1 - b + b * lengths[flat[:, 0]] / mean))
    starts = np.concatenate([[0], np.cumsum(frequencies)]).astype(np.int32)
    weights = (np.repeat(idf, frequencies.astype(int)) * saturation).astype(np.float32)
    return BM25(vocabulary, starts, flat[:, 0].copy(), weights, idf, len(counts))


def _counts(heading: str, body: str, heading_weight: int) -> Counter[str]:
    counts = Counter(tokenize(body))
    for token in tokenize(heading):
        counts[token] += heading_weight
    return counts
