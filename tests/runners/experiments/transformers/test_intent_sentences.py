"""The sentences: enough of each kind, no two nearly the same, none in the test that was as good as learned."""

from __future__ import annotations

import difflib
from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from runners.experiments.transformers import intent_data
from runners.experiments.transformers.intent_baselines import words
from runners.experiments.transformers.intent_data import Corpus


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return intent_data.load()


def test_twelve_intents_with_thirty_six_sentences_in_six_styles(corpus: Corpus) -> None:
    assert len(corpus.intents) == 12
    assert Counter(zip(corpus.labels, corpus.styles, strict=True)) == {
        (intent, style): 6 for intent in range(12) for style in range(6)
    }


def test_no_style_of_the_test_is_learned_from() -> None:
    assert not set(intent_data.TRAINING_STYLES) & set(intent_data.NEW_STYLES)


def test_the_file_is_read_block_by_block() -> None:
    text = "# a\n## x\none\n\n two \n## y\nthree # not a heading\n# b\n## x\nfour\n"
    assert intent_data.parse(text) == [
        ("a", "x", "one"), ("a", "x", "two"), ("a", "y", "three # not a heading"), ("b", "x", "four")
    ]  # fmt: skip


def test_sentences_fit_into_a_sentence_of_the_reading(corpus: Corpus) -> None:
    for text in corpus.texts:
        assert len(text) < 130 and not text.endswith(" ")
    for text, is_new in zip(corpus.texts, corpus.of(*intent_data.NEW_STYLES), strict=True):
        assert not is_new or (". " not in text and not text.endswith("."))


def test_no_two_sentences_are_nearly_the_same(corpus: Corpus) -> None:
    bags = [Counter(words(text)) for text in corpus.texts]
    for (first, one), (second, other) in combinations(enumerate(bags), 2):
        shared = (one & other).total() / (one | other).total()
        assert shared < 0.6, (corpus.texts[first], corpus.texts[second])
    cosines = corpus.embeddings @ corpus.embeddings.T - 2 * np.eye(len(corpus.texts))
    assert cosines.max() < 0.9


def test_no_sentence_of_the_test_is_a_learned_one_with_other_spelling(corpus: Corpus) -> None:
    new = corpus.of(*intent_data.NEW_STYLES)
    for place in np.flatnonzero(new):
        matcher = difflib.SequenceMatcher(b=corpus.texts[place].lower(), autojunk=False)
        for other in np.flatnonzero(~new & (corpus.labels == corpus.labels[place])):
            matcher.set_seq1(corpus.texts[other].lower())
            alike = matcher.quick_ratio() > 0.7 and matcher.ratio()
            assert alike < 0.7, (corpus.texts[place], corpus.texts[other])
