from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from knowledge.answering import Answerer
from knowledge.errors import KnowledgeError
from knowledge.evaluation import Outcome, auroc, evaluate, half, measures, read_questions
from knowledge.search.confidence import Calibration, fit

BENCHMARK = Path(__file__).parents[2] / "knowledge" / "benchmark" / "built-in.jsonl"


def test_the_fit_equals_that_of_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    columns = rng.uniform(size=(80, 2))
    answered = columns[:, 0] + 0.3 * rng.normal(size=80) > 0.5
    evidence = [{"cosine": a, "coverage": b} for a, b in columns]
    ours = fit(evidence, list(answered), ridge=1.0)
    scaled = StandardScaler().fit(columns)
    theirs = LogisticRegression(C=1.0).fit(scaled.transform(columns), answered)
    expected = theirs.predict_proba(scaled.transform(columns))[:, 1]
    assert [ours.probability(each) for each in evidence] == pytest.approx(expected, abs=2e-3)


def test_a_probability_is_the_logistic_of_the_weighted_evidence() -> None:
    calibration = Calibration(bias=-1.0, weights={"cosine": 2.0}, threshold=0.5)
    assert calibration.probability({"cosine": 0.75}) == pytest.approx(1 / (1 + math.exp(-0.5)))


def outcome(answerable: bool, place: int, confidence: float) -> Outcome:
    return Outcome("q", "test", answerable, place, confidence, {})


def test_the_measures_worked_by_hand() -> None:
    outcomes = [
        outcome(True, 1, 0.9),
        outcome(True, 2, 0.4),
        outcome(True, 0, 0.7),
        outcome(False, 0, 0.6),
        outcome(False, 0, 0.1),
    ]
    found = measures(outcomes, threshold=0.5)
    assert found["recall@1"] == pytest.approx(1 / 3, abs=1e-3)
    assert found["recall@3"] == pytest.approx(2 / 3, abs=1e-3)
    assert found["mrr@10"] == pytest.approx(0.5)
    assert found["auroc"] == pytest.approx(5 / 6, abs=1e-3)
    assert found["answered_known"] == pytest.approx(2 / 3, abs=1e-3)
    assert found["answered_unknown"] == 0.5
    assert found["precision"] == pytest.approx(1 / 3, abs=1e-3)
    assert math.isnan(auroc(outcomes[:2], []))


@pytest.mark.timeout(900)  # hundreds of questions, on a machine that may be busy
def test_the_test_half_of_the_benchmark_reaches_its_marks(built_in: Answerer) -> None:
    questions = [question for question in read_questions(BENCHMARK) if half(question) == "test"]
    headings = {section.heading[-1] for section in built_in.index.sections}
    assert {heading for question in questions for heading in question["gold"]} <= headings
    found = measures(evaluate(built_in, questions), threshold=built_in.calibration.threshold)
    assert found["recall@1"] >= 0.65
    assert found["recall@3"] >= 0.8
    assert found["auroc"] >= 0.7


def test_a_file_that_has_no_questions_is_named(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"text": "no id"}\n')
    with pytest.raises(KnowledgeError, match=r"q\.jsonl is not a file of questions"):
        read_questions(tmp_path / "q.jsonl")
