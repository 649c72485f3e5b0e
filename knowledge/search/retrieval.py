"""Finding sections: four scores fused, then the first ones ordered by what they say about the question.

Fusion is a convex combination of the scores, each over its largest: Bruch, Gai and Ingber, "An Analysis of Fusion
Functions for Hybrid Retrieval" (TOIS 2023). On the benchmark it finds more than reciprocal ranks do, because a
question's rare word and a close paraphrase differ in how far they lead, which ranks forget. The first sections are
then ordered by a linear model of `knowledge.search.features`, fitted as ListNet is (Cao et al., 2007).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from knowledge.index.store import Index
from knowledge.models.late import Tokens, interaction
from knowledge.questions.query import Query
from knowledge.reading.sections import Section, joined, neighbours
from knowledge.search.doubts import Unusual
from knowledge.search.features import FEATURES, Candidate, Reader, Scores, evidence_for

if TYPE_CHECKING:
    import torch

__all__ = ["Hit", "Ranked", "Searcher", "Vectors"]

Floats = NDArray[np.float32]
MODES = {
    "hybrid": (0.4, 0.6, 0.1, 0.4),
    "lexical": (1.0, 0.0, 0.0, 0.0),
    "dense": (0.0, 1.0, 0.0, 0.0),
    "multilingual": (0.0, 0.0, 0.0, 1.0),
}
FOREIGN = (0.2, 0.1, 0.0, 1.0)
KIND_WEIGHT = {"explanation": 1.0, "code": 0.95, "exercise": 0.9, "api": 0.9, "faq": 1.0, "solution": 0.0}


@dataclass(frozen=True)
class Vectors:
    """A question's vectors by the English and the multilingual model, [dimension], and its tokens by the second."""

    english: Floats
    multilingual: Floats
    tokens: Tokens


@dataclass(frozen=True)
class Hit:
    """A section found; `score` is in (0, 1], and never rises from one hit to the next.

    `shown` is the section with its neighbours under the same heading, an exercise beside what it is about.
    """

    place: int
    section: Section
    shown: Section
    score: float


@dataclass(frozen=True)
class Ranked:
    """Sections, best first, the evidence for the first, and the features of the candidates by place."""

    hits: list[Hit]
    evidence: dict[str, float]
    features: dict[int, Floats]


class Searcher:
    """Searches one index; `weights` of the features by name order the candidates, none leaves them as fused."""

    def __init__(self, index: Index, weights: Mapping[str, float], unusual: Unusual) -> None:
        import torch

        self.index = index
        self.weights = np.array([weights.get(name, 0.0) for name in FEATURES], dtype=np.float32)
        self.kinds = np.array([KIND_WEIGHT[section.kind] for section in index.sections], dtype=np.float32)
        self.reader = Reader(index, unusual)
        pieces = index.pieces.reconstruct_n(0, index.pieces.ntotal)
        self._pieces, self._passages, self._sentences = (
            torch.from_numpy(np.array(rows)) for rows in (pieces, index.multilingual, index.sentence_vectors)
        )

    def rank(self, query: Query, vectors: Vectors, *, top: int = 10, mode: str = "hybrid", depth: int = 25) -> Ranked:
        """The first `top` sections, of which the first `depth` are ordered by their features in hybrid mode.

        `mode` is "hybrid", or "lexical", "dense" or "multilingual" for one list alone. Answers
        to exercises are never among the hits.
        """
        scores = self._scores(query, vectors)
        mixture = FOREIGN if mode == "hybrid" and query.language != "en" else MODES[mode]
        fused = _fused(scores, mixture) * self.kinds
        places = _order(fused, max(top, depth))
        if not len(places):
            return Ranked([], {}, {})
        late = [self._late(place, vectors.tokens) if rank < depth else 0.0 for rank, place in enumerate(places)]
        candidates = [
            Candidate(int(place), self.index.sections[place], float(fused[place]), near)
            for place, near in zip(places, late, strict=True)
        ]
        spread = (max(late), float(np.mean(late[:depth])))
        features = {one.place: self.reader.features(query, one, scores, spread) for one in candidates[:depth]}
        if mode == "hybrid" and self.weights.any():
            candidates[:depth] = self._reordered(candidates[:depth], features)
        hits = self._hits(candidates, top)
        return Ranked(hits, evidence_for(self.reader, query, candidates[0], scores, features), features)

    def _late(self, place: int, tokens: Tokens) -> float:
        """The late interaction of a question's tokens with the best piece of a section."""
        first, last = np.searchsorted(self.index.piece_section, [place, place + 1])
        starts = self.index.token_starts[first : last + 1]
        return interaction(tokens, self.index.tokens[starts[0] : starts[-1]], starts[:-1] - starts[0])

    def _reordered(self, candidates: list[Candidate], features: dict[int, Floats]) -> list[Candidate]:
        return sorted(candidates, key=lambda one: -float(features[one.place] @ self.weights))

    def _hits(self, candidates: list[Candidate], top: int) -> list[Hit]:
        """The first `top` hits, each under a heading of its own unless that is long; a hit that was moved up takes
        the score of the one before it."""
        hits: list[Hit] = []
        shown: set[int] = set()
        for one in candidates:
            if one.place in shown or len(hits) == top:
                continue
            places = neighbours(self.index.sections, one.place)
            shown |= set(places)
            score = min(hits[-1].score if hits else 1.0, round(one.fused, 4))
            whole = joined([self.index.sections[place] for place in places])
            hits.append(Hit(one.place, one.section, whole, score))
        return hits

    def _scores(self, query: Query, vectors: Vectors) -> Scores:
        index = self.index
        dense = _best(self._pieces, vectors.english, index.piece_section, len(index.sections))
        multilingual = _best(self._passages, vectors.multilingual, index.piece_section, len(index.sections))
        sentence = _best(self._sentences, vectors.english, index.sentence_section, len(index.sections))
        return Scores(index.bm25.scores(query.tokens), dense, sentence, multilingual)


def _best(rows: torch.Tensor, vector: Floats, section: NDArray[np.int32], size: int) -> Floats:
    """The best cosine of each section's rows, [size]; `section` [rows] is in order."""
    import torch

    best = np.zeros(size, dtype=np.float32)
    if len(section):
        cosines = torch.mv(rows, torch.from_numpy(np.array(vector))).numpy()
        starts = np.flatnonzero(np.diff(section, prepend=-1))
        best[section[starts]] = np.maximum(np.maximum.reduceat(cosines, starts), 0)
    return best


def _fused(scores: Scores, weights: tuple[float, ...]) -> Floats:
    parts = (scores.lexical, scores.dense, scores.sentence, scores.spread)
    shares = [weight * part / max(float(part.max()), 1e-6) for weight, part in zip(weights, parts, strict=True)]
    return np.asarray(sum(shares) / sum(weights), dtype=np.float32)


def _order(scores: Floats, depth: int) -> NDArray[np.int64]:
    order = np.argsort(-scores, kind="stable")[:depth]
    return order[scores[order] > 0]
