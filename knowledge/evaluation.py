"""How well sections are found and doubts are known: `python -m knowledge.evaluation QUESTIONS.jsonl INDEX`.

A line of QUESTIONS has `id`, `text`, and what answers it: `gold`, a list of headings (the last of a section's path),
or `source` and `cells`, a notebook and its cells. With none of them the material has no answer. A question belongs to
the fit half or the test half by its id's hash, so a new question moves no other. `--fit` writes the coefficients of the
confidence, fitted on the fit half alone; the figures are always those of both halves, apart.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.answering import Answerer
from knowledge.confidence import CALIBRATION, Calibration, fit
from knowledge.errors import KnowledgeError
from knowledge.questions import off_topic
from knowledge.retrieval import Evidence
from knowledge.sections import Section

__all__ = ["Outcome", "auroc", "evaluate", "half", "main", "measures", "read_questions"]


@dataclass(frozen=True)
class Outcome:
    """One question's result: `place` of the first right section from 1, 0 when it was not found or there is none."""

    id: str
    half: str
    answerable: bool
    place: int
    confidence: float
    evidence: Evidence
    off_topic: bool = False


def read_questions(path: str | Path) -> list[dict[str, Any]]:
    """The questions of a JSON-lines file.

    Raises KnowledgeError when the file is missing or a line is not a question.
    """
    try:
        lines = Path(path).read_text("utf-8").splitlines()
        return [_question(json.loads(line)) for line in lines if line.strip()]
    except (OSError, ValueError, KeyError) as error:
        raise KnowledgeError(f"{path} is not a file of questions ({error}). Each line needs an id and a text.") from error


def _question(wire: dict[str, Any]) -> dict[str, Any]:
    return {"gold": [], "source": "", "cells": [], **wire, "id": str(wire["id"]), "text": str(wire["text"])}


def half(identifier: str) -> str:
    """`fit` or `test`, by the parity of the id's hash."""
    return "fit" if hashlib.sha256(identifier.encode()).digest()[0] % 2 else "test"


def evaluate(answerer: Answerer, questions: Sequence[dict[str, Any]], *, mode: str = "hybrid") -> list[Outcome]:
    """The outcome of every question, with the sections ranked as `mode` says."""
    return [_outcome(answerer, question, mode) for question in questions]


def _outcome(answerer: Answerer, question: dict[str, Any], mode: str) -> Outcome:
    _, hits, evidence = answerer.search(question["text"], top=10, mode=mode)
    places = (place for place, hit in enumerate(hits, start=1) if _right(hit.section, question))
    unfit = off_topic(question["text"])
    confidence = 0.02 if unfit else answerer.calibration.probability(evidence)
    answerable = bool(question["gold"] or question["cells"])
    return Outcome(question["id"], half(question["id"]), answerable, next(places, 0), confidence, evidence, unfit)


def _right(section: Section, question: dict[str, Any]) -> bool:
    if question["cells"]:
        return section.source == question["source"] and bool(set(section.cells) & set(question["cells"]))
    return section.heading[-1] in question["gold"]


def measures(outcomes: Sequence[Outcome], *, threshold: float) -> dict[str, float]:
    """Recall at 1, 3 and 5, MRR at 10 over the answerable; AUROC of the confidence; the two shares answered, and
    the share of the answers given whose first section is right."""
    known = [outcome for outcome in outcomes if outcome.answerable]
    unknown = [outcome for outcome in outcomes if not outcome.answerable]
    places = np.array([outcome.place or np.inf for outcome in known])
    given = [outcome for outcome in outcomes if outcome.confidence >= threshold]
    found = {f"recall@{k}": float((places <= k).mean()) for k in (1, 3, 5)}
    found |= {"mrr@10": float((1 / places).mean()), "auroc": auroc(known, unknown)}
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


def _fit(outcomes: Sequence[Outcome], threshold: float) -> Calibration:
    """The coefficients for whether one of the first three sections is right, from the fit half less the off-topic."""
    used = [outcome for outcome in outcomes if outcome.half == "fit" and not outcome.off_topic]
    return fit([outcome.evidence for outcome in used], [1 <= outcome.place <= 3 for outcome in used], threshold=threshold)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m knowledge.evaluation", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("questions", nargs="+", help="QUESTIONS.jsonl INDEX, as often as wanted")
    parser.add_argument("--mode", default="hybrid", choices=("hybrid", "lexical", "dense"))
    parser.add_argument("--fit", action="store_true", help="write new coefficients of the confidence")
    parser.add_argument("--misses", action="store_true", help="list the questions that went wrong")
    options = parser.parse_args(arguments)
    if len(options.questions) % 2:
        parser.error("give pairs of QUESTIONS.jsonl and INDEX")
    try:
        return _run(options)
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return 1


def _run(options: argparse.Namespace) -> int:
    pairs = list(zip(options.questions[::2], options.questions[1::2], strict=True))
    results = []
    for path, index in pairs:
        answerer = Answerer.open(index)
        outcomes = evaluate(answerer, read_questions(path), mode=options.mode)
        results.append((path, answerer, outcomes))
    calibration = results[0][1].calibration
    if options.fit:
        calibration = _fit([outcome for _, _, outcomes in results for outcome in outcomes], calibration.threshold)
        CALIBRATION.write_text(json.dumps(asdict(calibration), indent=2) + "\n", "utf-8")
    for path, answerer, outcomes in results:
        _report(path, answerer, [_weighed(outcome, calibration) for outcome in outcomes], options)
    return 0


def _weighed(outcome: Outcome, calibration: Calibration) -> Outcome:
    confidence = outcome.confidence if outcome.off_topic else calibration.probability(outcome.evidence)
    return Outcome(**{**vars(outcome), "confidence": confidence})


def _report(path: str, answerer: Answerer, outcomes: Sequence[Outcome], options: argparse.Namespace) -> None:
    threshold = answerer.calibration.threshold
    for name in ("fit", "test"):
        part = [outcome for outcome in outcomes if outcome.half == name]
        print(json.dumps({"questions_file": Path(path).name, "mode": options.mode, "half": name, **measures(part, threshold=threshold)}))
    texts = {question["id"]: question["text"] for question in read_questions(path)} if options.misses else {}
    for outcome in outcomes:
        wrong = outcome.place != 1 if outcome.answerable else outcome.confidence >= threshold
        if options.misses and (wrong or (outcome.answerable and outcome.confidence < threshold)):
            print(f"{outcome.id} place={outcome.place} confidence={outcome.confidence:.2f} {texts[outcome.id][:90]!r}")


if __name__ == "__main__":
    sys.exit(main())
