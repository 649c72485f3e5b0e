"""The baselines of the intent classifier against scikit-learn, and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import NearestCentroid

from runners.experiments.transformers import intent_baselines, intent_data
from runners.experiments.transformers.intent_baselines import Pieces, TfIdf, letters, words


def test_pieces_by_hand() -> None:
    assert words("What's W_q, (3, 1)?") == ["what", "s", "w_q", "3", "1"]
    assert letters("Ab") == [" a", "ab", "b ", " ab", "ab ", " ab "]
    assert words("!?") == letters("") == []


@pytest.mark.parametrize("pieces", [words, letters])
def test_equal_to_scikit_learn(pieces: Pieces) -> None:
    corpus = intent_data.load()
    seen = corpus.of(*intent_data.TRAINING_STYLES)
    learned = [text for text, is_seen in zip(corpus.texts, seen, strict=True) if is_seen]
    theirs = TfidfVectorizer(analyzer=pieces).fit(learned)
    ours = TfIdf(learned, pieces).vectors(corpus.texts)
    np.testing.assert_allclose(ours, theirs.transform(corpus.texts).toarray(), atol=1e-12)

    centres = intent_baselines.centroids(ours[seen], corpus.labels[seen], len(corpus.intents))
    classifier = NearestCentroid().fit(ours[seen], corpus.labels[seen])
    np.testing.assert_allclose(centres, classifier.centroids_, atol=1e-12)
    np.testing.assert_array_equal(intent_baselines.nearest(ours, centres), classifier.predict(ours))


def test_a_text_of_unknown_words_has_no_direction() -> None:
    vectors = TfIdf(["one two", "two three"], words).vectors(["four", "two two"])
    np.testing.assert_allclose(vectors[0], 0.0)
    np.testing.assert_allclose(vectors[1].max(), 1.0)


def test_nearest_by_hand() -> None:
    vectors = np.array([[0.0, 0.0], [0.9, 0.0], [0.0, 5.0]])
    centres = intent_baselines.centroids(np.array([[0.0, 0.0], [0.0, 2.0], [2.0, 0.0]]), np.array([0, 0, 1]), 2)
    np.testing.assert_array_equal(centres, [[0.0, 1.0], [2.0, 0.0]])
    np.testing.assert_array_equal(intent_baselines.nearest(vectors, centres), [0, 1, 0])
