"""Late interaction and doubts: whether this section answers this question."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.index.bm25 import build_bm25
from knowledge.models.e5 import Multilingual
from knowledge.models.e5_weights import find_weights
from knowledge.models.late import Projection, compressed, fit_projection, interaction
from knowledge.models.minilm import Encoder
from knowledge.questions.query import parse_question
from knowledge.search.doubts import doubts
from knowledge.tokens import tokenize


def test_interaction_is_the_mean_of_each_question_tokens_best_cosine() -> None:
    exact = Projection(np.zeros(3, dtype=np.float32), np.eye(3, dtype=np.float32))
    question = compressed(np.array([[1, 0, 0], [0, 1, 0]], dtype=np.float32), exact)
    passage = compressed(np.array([[2, 0, 0], [0, 3, 4], [0, 0, 1]], dtype=np.float32), exact)
    assert interaction(question, passage) == pytest.approx((1.0 + 0.6) / 2, abs=0.01)
    assert interaction(question, passage[:0]) == 0.0


def test_the_projection_keeps_the_directions_that_vary_most() -> None:
    rng = np.random.default_rng(0)
    states = rng.normal(size=(500, 200)).astype(np.float32) * np.linspace(3, 0.01, 200, dtype=np.float32)
    projection = fit_projection(states)
    _, singular, rows = np.linalg.svd(states - states.mean(axis=0), full_matrices=False)
    overlap = np.abs((rows[:5] * projection.basis.T[:5]).sum(axis=1))
    assert overlap == pytest.approx(np.ones(5), abs=1e-2)
    assert singular[0] > singular[100]


def test_the_same_words_in_another_context_interact_less() -> None:
    model = Multilingual(find_weights())
    question = model.questions(["why does the kite fall when the wind stops"])[0]
    near, far = model.passages(["Without wind a kite has no lift, so it falls.", "The bank stops lending at noon."])
    assert interaction(question.tokens, near.tokens) > interaction(question.tokens, far.tokens)
    assert question.vector @ near.vector > question.vector @ far.vector


def test_everyday_words_raise_less_doubt_than_unknown_names(encoder: Encoder) -> None:
    text = "the tail of a kite keeps it steady in strong wind"
    material, said = build_bm25([("Kites", text), ("Ropes", "nylon stretches")]), frozenset(tokenize(text))
    asked = ("what holds my kite calm when weather gets big", "what FID score does the kite diffuser reach")
    paraphrase, foreign = (doubts(parse_question(one), said, material, encoder.unusual) for one in asked)
    assert foreign["unknown_names"] > paraphrase["unknown_names"]
    assert foreign["unknown_most"] == 1.0
    elsewhere = doubts(parse_question("does the kite have a nylon tail"), said, material, encoder.unusual)
    assert elsewhere["unknown_names"] == 0.0
    assert elsewhere["missing_names"] > 0.0


def test_common_words_are_not_unusual(encoder: Encoder) -> None:
    weights = [encoder.unusual(word) for word in ("the", "village", "tensor", "qwrtz")]
    assert weights == sorted(weights)
    assert (weights[0], weights[-1]) == (0.0, 1.0)
