"""How well sections are found and doubts are known: `python -m knowledge.evaluation QUESTIONS.jsonl INDEX`.

A line of QUESTIONS has `id`, `text`, and what answers it: `gold`, a list of headings (the last of a section's path),
or `source` and `cells`, a notebook and its cells. With none of them the material has no answer. A question belongs to
the fit half or the test half by its id's hash, so a new question moves no other; `"half": "fit"` marks one that was
seen while the search was built. `--fit` writes the coefficients of the order and of the confidence, fitted on the fit
half alone; the figures are always those of both halves, apart.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.answering import Answerer
from knowledge.errors import KnowledgeError
from knowledge.questions.scope import out_of_scope
from knowledge.reading.sections import Section, joined, neighbours
from knowledge.search.confidence import Calibration, fit

__all__ = [
    "Outcome", "auroc", "candidates", "coverage", "evaluate", "fit_confidence", "half", "interval", "measures",
    "read_questions",
]  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """One question's result: `place` of the first right section from 1, 0 when it was not found or there is none."""

    id: str
    half: str
    answerable: bool
    place: int
    confidence: float
    evidence: dict[str, float]
    off_topic: bool = False


def read_questions(path: str | Path) -> list[dict[str, Any]]:
    """The questions of a JSON-lines file.

    Raises KnowledgeError when the file is missing or a line is not a question.
    """
    try:
        lines = Path(path).read_text("utf-8").splitlines()
        return [_question(json.loads(line)) for line in lines if line.strip()]
    except (OSError, ValueError, KeyError) as error:
        message = f"{path} is not a file of questions ({error}). Each line needs an id and a text."
        raise KnowledgeError(message) from error


def _question(wire: dict[str, Any]) -> dict[str, Any]:
    return {"gold": [], "source": "", "cells": [], **wire, "id": str(wire["id"]), "text": str(wire["text"])}


def half(question: Mapping[str, Any]) -> str:
    """`fit` or `test`: as the question says, else by the parity of its id's hash."""
    by_hash = "fit" if hashlib.sha256(question["id"].encode()).digest()[0] % 2 else "test"
    return str(question.get("half") or by_hash)


def evaluate(answerer: Answerer, questions: Sequence[dict[str, Any]], *, mode: str = "hybrid") -> list[Outcome]:
    """The outcome of every question, with the sections ranked as `mode` says."""
    return [_outcome(answerer, question, mode) for question in questions]


def _outcome(answerer: Answerer, question: dict[str, Any], mode: str) -> Outcome:
    _, found = answerer.search(question["text"], top=10, mode=mode)
    hits, evidence = found.hits, found.evidence
    places = (place for place, hit in enumerate(hits, start=1) if _right(hit.shown, question))
    unfit = bool(out_of_scope(question["text"]))
    confidence = 0.02 if unfit else answerer.calibration.probability(evidence)
    answerable = bool(question["gold"] or question["cells"])
    return Outcome(question["id"], half(question), answerable, next(places, 0), confidence, evidence, unfit)


def _right(section: Section, question: dict[str, Any]) -> bool:
    if question["cells"]:
        return section.source == question["source"] and bool(set(section.cells) & set(question["cells"]))
    return section.heading[-1] in question["gold"]


def measures(outcomes: Sequence[Outcome], *, threshold: float) -> dict[str, float]:
    """Recall at 1, 3 and 5, MRR and nDCG at 10 of the first right section over the answerable; of the confidence, AUROC
    and coverage at 90% precision; the two shares answered, and the share of answers whose first section is right."""
    known = [outcome for outcome in outcomes if outcome.answerable]
    unknown = [outcome for outcome in outcomes if not outcome.answerable]
    places = np.array([outcome.place or np.inf for outcome in known])
    given = [outcome for outcome in outcomes if outcome.confidence >= threshold]
    found = {f"recall@{k}": float((places <= k).mean()) for k in (1, 3, 5)}
    found |= {"mrr@10": float((1 / places).mean()), "ndcg@10": float((1 / np.log2(1 + places)).mean())}
    found |= {"auroc": auroc(known, unknown), "coverage@90": coverage(outcomes)}
    found["answered_known"] = float(np.mean([outcome.confidence >= threshold for outcome in known]))
    found["answered_unknown"] = float(np.mean([each.confidence >= threshold for each in unknown])) if unknown else 0.0
    found["precision"] = float(np.mean([outcome.place == 1 for outcome in given])) if given else 0.0
    return {name: round(value, 3) for name, value in found.items()} | {"questions": len(outcomes)}


def auroc(known: Sequence[Outcome], unknown: Sequence[Outcome]) -> float:
    """The chance that an answerable question has more confidence than one that is not; ties count half."""
    if not known or not unknown:
        return float("nan")
    ours = np.array([outcome.confidence for outcome in known])[:, None]
    theirs = np.array([outcome.confidence for outcome in unknown])[None, :]
    return float(((ours > theirs) + 0.5 * (ours == theirs)).mean())


def coverage(outcomes: Sequence[Outcome], *, precision: float = 0.9) -> float:
    """The largest share of all questions that a threshold can answer with a right first section in `precision`."""
    ranked = sorted(outcomes, key=lambda outcome: -outcome.confidence)
    right = np.cumsum([outcome.place == 1 for outcome in ranked])
    enough = np.flatnonzero(right / np.arange(1, len(ranked) + 1) >= precision)
    return float((enough[-1] + 1) / len(ranked)) if len(enough) else 0.0


def interval(outcomes: Sequence[Outcome], *, at: int = 1, resamples: int = 2000, seed: int = 0) -> tuple[float, float]:
    """The 95% bootstrap interval of recall at `at` (Efron, 1979: the percentile method)."""
    found = np.array([1 <= outcome.place <= at for outcome in outcomes if outcome.answerable])
    means = np.random.default_rng(seed).choice(found, (resamples, len(found))).mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return round(float(low), 3), round(float(high), 3)


def candidates(
    answerer: Answerer, questions: Sequence[dict[str, Any]]
) -> list[tuple[NDArray[np.float32], NDArray[np.bool_]]]:
    """Of each answerable question of the fit half, its candidates' features and which of them are right."""
    sections = answerer.index.sections
    known = [question for question in questions if question["gold"] or question["cells"]]
    used = [question for question in known if half(question) == "fit"]
    listed = []
    for question in used:
        features = answerer.search(question["text"], top=25)[1].features
        shown = [joined([sections[near] for near in neighbours(sections, place)]) for place in features]
        listed.append((np.array(list(features.values())), np.array([_right(section, question) for section in shown])))
    return listed


def fit_confidence(outcomes: Sequence[Outcome], threshold: float) -> Calibration:
    """The coefficients for whether one of the first three sections is right, from the fit half less the off-topic."""
    used = [outcome for outcome in outcomes if outcome.half == "fit" and not outcome.off_topic]
    found = [1 <= outcome.place <= 3 for outcome in used]
    return fit([outcome.evidence for outcome in used], found, threshold=threshold)
