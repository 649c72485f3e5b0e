"""What a section says about a question beyond its score: the second look, at words, headings and single sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.index.pieces import body_text, sentences
from knowledge.index.store import Index
from knowledge.questions.query import Query
from knowledge.reading.sections import Section, neighbours
from knowledge.search.doubts import DOUBTS, Unusual, doubts
from knowledge.tokens import plain, tokenize

__all__ = ["EVIDENCE", "FEATURES", "Candidate", "Reader", "Scores", "evidence_for"]

Floats = NDArray[np.float32]

FEATURES = (
    "lexical", "dense", "sentence", "multilingual", "coverage", "heading", "path", "heading_share", "one_sentence",
    "phrase", "defines", "exercise", "code", "wrap_up", "opening", "short", "late", "late_lead",
)  # fmt: skip
"""Of a candidate. `lexical`, `dense`, `sentence`: over the best of all sections. `multilingual`: how far above the
mean, over the best's. `coverage`, `heading`, `path`, `one_sentence`: the share of the question's words, weighted by
rarity, in the section, its heading, its heading path, its best sentence.
`heading_share`: the share of the heading's words that
the question has. `phrase`: the share of the question's neighbouring words that are neighbours in a sentence.
`defines`: whether, for a question that asks what something is, a sentence says so. `exercise`, `code`: its kind, when
the question does not ask for one. `wrap_up`: a summary or an introduction. `opening`: the first section under its
heading. `short`: fewer than 25 words. `late`, `late_lead`: the late interaction with its best piece, over the best
candidate's, and above the candidates' mean."""

EVIDENCE = (
    "cosine", "best_sentence", "multilingual", "stands_out", "lexical", "coverage", "heading", "unknown", "absent",
    "one_sentence", "phrase", "defines", "overlap", "agreement", "lead", "late", *DOUBTS,
)  # fmt: skip
"""For the first hit. `cosine`, `best_sentence`, `multilingual`: of its best piece by the two models and of its best
sentence. `stands_out`: the best multilingual cosine less the mean, in tenths of the deviation. `lexical`: its BM25 over
the most that the question's words could give. `unknown`: the share of the question's words that no section has.
`absent`: of the rarest word, when the section lacks it. `overlap`: of the first five by words and by vectors.
`agreement`: how many of the three lists put it first. `lead`: the best cosine less the sixth. `late`: the late
interaction. The rest are `knowledge.search.doubts`."""


@dataclass(frozen=True)
class Candidate:
    place: int
    section: Section
    fused: float
    late: float = 0.0


@dataclass(frozen=True)
class Scores:
    """The scores of every section, [sections] each."""

    lexical: Floats
    dense: Floats
    sentence: Floats
    multilingual: Floats

    @property
    def spread(self) -> Floats:
        """The multilingual cosines above their mean: the model gives every text a high cosine."""
        return np.asarray(np.maximum(self.multilingual - self.multilingual.mean(), 0))


@dataclass(frozen=True)
class _Words:
    """The words of a section: of its sentences in order, of its own heading, and of its heading path."""

    sentences: tuple[tuple[str, ...], ...]
    said: tuple[str, ...]
    heading: frozenset[str]
    path: frozenset[str]


class Reader:
    """Reads the sections of an index as words, each once. `unusual` weighs an English word, from 0 to 1."""

    def __init__(self, index: Index, unusual: Unusual) -> None:
        self.index = index
        self.unusual = unusual
        self._words: dict[int, _Words] = {}
        self._shown: dict[int, frozenset[str]] = {}
        self._asked: tuple[tuple[str, ...], dict[str, float]] = ((), {})

    def words(self, place: int) -> _Words:
        if place not in self._words:
            self._words[place] = _read(self.index.sections[place])
        return self._words[place]

    def weights(self, query: Query) -> dict[str, float]:
        """The rarity of each of the question's words."""
        if self._asked[0] != query.tokens:
            self._asked = (query.tokens, {token: self.index.bm25.rarity(token) for token in query.tokens})
        return self._asked[1]

    def shown(self, place: int) -> frozenset[str]:
        """The words of all that is shown with a section."""
        if place not in self._shown:
            parts = [self.index.sections[near] for near in neighbours(self.index.sections, place)]
            heading = " ".join(parts[0].heading)
            self._shown[place] = frozenset(tokenize(" ".join([heading, *map(body_text, parts)])))
        return self._shown[place]

    def features(self, query: Query, candidate: Candidate, scores: Scores, late: tuple[float, float]) -> Floats:
        """The values of `FEATURES`; `late` has the best and the mean late interaction of all candidates."""
        place, section = candidate.place, candidate.section
        words, rarity = self.words(place), self.weights(query)
        total = sum(rarity.values()) or 1.0
        wanted = set(rarity)
        own = section.heading[-1].lower()
        before = self.index.sections[place - 1] if place else None
        values = (
            float(scores.lexical[place] / max(float(scores.lexical.max()), 1e-6)),
            float(scores.dense[place] / max(float(scores.dense.max()), 1e-6)),
            float(scores.sentence[place] / max(float(scores.sentence.max()), 1e-6)),
            float(scores.spread[place] / max(float(scores.spread.max()), 1e-6)),
            self.coverage(query, place),
            sum(rarity[token] for token in wanted & words.heading) / total,
            sum(rarity[token] for token in wanted & words.path) / total,
            len(wanted & words.heading) / max(len(words.heading), 1),
            self.one_sentence(query, place),
            self.phrase(query, place),
            self.defines(query, place),
            float(section.kind == "exercise" and not _ASKS_EXERCISE.search(query.text)),
            float(section.kind == "code" and not _ASKS_CODE.search(query.text)),
            float(bool(_WRAP_UP.search(own)) or len(section.heading) == 1),
            float(before is None or before.heading != section.heading),
            float(len(section.text.split()) < 25),
            5 * candidate.late / max(late[0], 1e-6) - 4,
            5 * (candidate.late - late[1]),
        )
        return np.array(values, dtype=np.float32)

    def coverage(self, query: Query, place: int) -> float:
        rarity = self.weights(query)
        found = sum(weight for token, weight in rarity.items() if self.index.bm25.has(place, token))
        return found / (sum(rarity.values()) or 1.0)

    def one_sentence(self, query: Query, place: int) -> float:
        rarity = self.weights(query)
        total = sum(rarity.values()) or 1.0
        words = self.words(place)
        shares = (
            sum(rarity[token] for token in rarity.keys() & (set(said) | words.heading)) for said in words.sentences
        )
        return max(shares, default=0.0) / total

    def phrase(self, query: Query, place: int) -> float:
        """Of the question's neighbouring words, the share that stand within three words of each other."""
        pairs = list(zip(query.tokens, query.tokens[1:], strict=False))
        if not pairs:
            return self.coverage(query, place)
        words = self.words(place)
        lines = [*words.sentences, words.said]
        return sum(any(_near(line, *pair) for line in lines) for pair in pairs) / len(pairs)

    def defines(self, query: Query, place: int) -> float:
        if not query.subject:
            return 0.0
        wanted = set(query.subject)
        section = self.index.sections[place]
        if any(wanted <= set(tokenize(bold)) and len(bold.split()) <= 6 for bold in _EMPHASIS.findall(section.text)):
            return 1.0
        return max((0.7 for said in self.words(place).sentences if _opens_with(said, wanted)), default=0.0)


_EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}([^*_\n]{2,50})[*_]{1,3}(?!\w)")
_ASKS_EXERCISE = re.compile(
    r"\b(?:exercises?|tasks?|challenge|homework|stuck|exercice|tâche|exerc[ií]cio)\b", re.IGNORECASE
)
_ASKS_CODE = re.compile(
    r"\b(?:code|implement\w*|function|how (?:do|can|to)|plot|run|cell)\b|\w_\w|\w\.\w|\(", re.IGNORECASE
)
_WRAP_UP = re.compile(
    r"^(?:.*\b(?:conclusions?|take-?aways?|summary|recap|wrap[ -]?up|next steps|feedback|appendix|references)\b.*"
    r"|.*\bputting the pieces together.*|introduction|overview)$",
    re.IGNORECASE,
)


def _read(section: Section) -> _Words:
    said = tuple(tuple(tokenize(plain(one))) for one in sentences(section.text))
    path = frozenset(tokenize(" ".join(section.heading)))
    heading = tuple(tokenize(section.heading[-1]))
    return _Words(said, heading, frozenset(heading), path)


def _near(line: tuple[str, ...], first: str, second: str, *, reach: int = 3) -> bool:
    places = [place for place, token in enumerate(line) if token == first]
    return any(second in line[max(place - reach, 0) : place + reach + 1] for place in places)


def _opens_with(said: tuple[str, ...], wanted: set[str]) -> bool:
    return wanted <= set(said[: len(wanted) + 1])


def evidence_for(
    reader: Reader, query: Query, best: Candidate, scores: Scores, features: dict[int, Floats]
) -> dict[str, float]:
    """The evidence that the section `best` answers, by its names in `EVIDENCE`."""
    first = best.place
    own = dict(zip(FEATURES, features[first], strict=True)) if first in features else dict.fromkeys(FEATURES, 0.0)
    rarity = reader.weights(query)
    total = sum(rarity.values()) or 1.0
    rarest = max(rarity, key=lambda token: rarity[token], default="")
    lists = (scores.lexical, scores.dense, scores.multilingual)
    heads = [set(np.argsort(-part)[:5].tolist()) for part in lists]
    cosines = np.sort(scores.dense)[::-1]
    spread = float(scores.multilingual.std()) or 1.0
    values = {
        "cosine": scores.dense[first],
        "best_sentence": scores.sentence[first],
        "multilingual": 5 * (scores.multilingual[first] - 0.8),
        "stands_out": (scores.multilingual.max() - scores.multilingual.mean()) / spread / 10,
        "lexical": scores.lexical[first] / (2.2 * total),
        "unknown": sum(rarity[token] for token in rarity if token not in reader.index.bm25.vocabulary) / total,
        "absent": 0.0 if not rarest or reader.index.bm25.has(first, rarest) else rarity[rarest] / total,
        "overlap": (len(heads[0] & heads[1]) + len(heads[1] & heads[2])) / 10,
        "agreement": sum(float(part.max() > 0 and int(part.argmax()) == first) for part in lists) / 3,
        "late": best.late,
        **doubts(query, reader.shown(first), reader.index.bm25, reader.unusual),
        "lead": cosines[0] - cosines[min(5, len(cosines) - 1)],
        **{name: own[name] for name in ("coverage", "heading", "one_sentence", "phrase", "defines")},
    }
    return {name: round(float(values[name]), 4) for name in EVIDENCE}
