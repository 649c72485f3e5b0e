"""Print the measures of one or several pairs of questions and index."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from knowledge.answering import Answerer
from knowledge.confidence import CALIBRATION, Calibration
from knowledge.errors import KnowledgeError
from knowledge.evaluation import Outcome, evaluate, fit_confidence, measures, read_questions


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m knowledge.evaluation", description="Measure the retrieval.")
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
        calibration = fit_confidence(
            [outcome for _, _, outcomes in results for outcome in outcomes], calibration.threshold
        )
        CALIBRATION.write_text(json.dumps(asdict(calibration), indent=2) + "\n", "utf-8")
    for path, answerer, outcomes in results:
        _report(path, answerer, [_weighed(outcome, calibration) for outcome in outcomes], options)
    return 0


def _weighed(outcome: Outcome, calibration: Calibration) -> Outcome:
    confidence = outcome.confidence if outcome.off_topic else calibration.probability(outcome.evidence)
    return replace(outcome, confidence=confidence)


def _report(path: str, answerer: Answerer, outcomes: Sequence[Outcome], options: argparse.Namespace) -> None:
    threshold = answerer.calibration.threshold
    for name in ("fit", "test"):
        part = [outcome for outcome in outcomes if outcome.half == name]
        measured = measures(part, threshold=threshold)
        print(json.dumps({"file": Path(path).name, "mode": options.mode, "half": name, **measured}))
    texts = {question["id"]: question["text"] for question in read_questions(path)} if options.misses else {}
    for outcome in outcomes:
        wrong = outcome.place != 1 if outcome.answerable else outcome.confidence >= threshold
        if options.misses and (wrong or (outcome.answerable and outcome.confidence < threshold)):
            print(f"{outcome.id} place={outcome.place} confidence={outcome.confidence:.2f} {texts[outcome.id][:90]!r}")


if __name__ == "__main__":
    sys.exit(main())
