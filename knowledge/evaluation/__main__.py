"""Print the measures of one or several pairs of questions and index."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from knowledge.answering import Answerer
from knowledge.errors import KnowledgeError
from knowledge.evaluation import Outcome, candidates, evaluate, fit_confidence, interval, measures, read_questions
from knowledge.evaluation.ranking import fit_ranking
from knowledge.search.confidence import CALIBRATION, Calibration, packaged


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m knowledge.evaluation", description="Measure the retrieval.")
    parser.add_argument("questions", nargs="+", help="QUESTIONS.jsonl INDEX, as often as wanted")
    parser.add_argument("--mode", default="hybrid", choices=("hybrid", "lexical", "dense", "multilingual"))
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
    calibration = _fitted_order(pairs) if options.fit else packaged()
    results = []
    for path, index in pairs:
        answerer = Answerer.open(index, calibration=calibration)
        results.append((path, answerer, evaluate(answerer, read_questions(path), mode=options.mode)))
    if options.fit:
        everything = [outcome for _, _, outcomes in results for outcome in outcomes]
        fitted = fit_confidence(everything, calibration.threshold)
        calibration = replace(fitted, ranking=calibration.ranking)
        CALIBRATION.write_text(json.dumps(asdict(calibration), indent=2) + "\n", "utf-8")
    for path, answerer, outcomes in results:
        _report(path, answerer, [_weighed(outcome, calibration) for outcome in outcomes], options)
    return 0


def _fitted_order(pairs: Sequence[tuple[str, str]]) -> Calibration:
    """The packaged calibration with the order of the candidates fitted anew, from the order as fused."""
    unordered = replace(packaged(), ranking={})
    listed = [
        each
        for path, index in pairs
        for each in candidates(Answerer.open(index, calibration=unordered), read_questions(path))
    ]
    return replace(unordered, ranking=fit_ranking(listed))


def _weighed(outcome: Outcome, calibration: Calibration) -> Outcome:
    confidence = outcome.confidence if outcome.off_topic else calibration.probability(outcome.evidence)
    return replace(outcome, confidence=confidence)


def _report(path: str, answerer: Answerer, outcomes: Sequence[Outcome], options: argparse.Namespace) -> None:
    threshold = answerer.calibration.threshold
    for name in ("fit", "test"):
        part = [outcome for outcome in outcomes if outcome.half == name]
        measured = measures(part, threshold=threshold)
        spread = {"recall@1_interval": interval(part), "recall@3_interval": interval(part, at=3)}
        print(json.dumps({"file": Path(path).name, "mode": options.mode, "half": name, **measured, **spread}))
    texts = {question["id"]: question["text"] for question in read_questions(path)} if options.misses else {}
    for outcome in outcomes:
        wrong = outcome.place != 1 if outcome.answerable else outcome.confidence >= threshold
        if options.misses and (wrong or (outcome.answerable and outcome.confidence < threshold)):
            print(f"{outcome.id} place={outcome.place} confidence={outcome.confidence:.2f} {texts[outcome.id][:90]!r}")


if __name__ == "__main__":
    sys.exit(main())
