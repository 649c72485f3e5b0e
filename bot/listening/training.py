"""Training the classifier, by hand: `python -m bot.listening.training` writes the weights anew.

It is a logistic regression with an L2 penalty. Each sentence gets a score from a model that has not seen its group of
paraphrases; on these scores it is calibrated (Platt 1999), and the thresholds are the least and the most careful that
keep the precision of *ask* and the recall of *ask* and *maybe*.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from bot.listening.features import SIZE, features
from bot.listening.sentences import Sentence, read_sentences, with_question_marks
from bot.listening.verdicts import WEIGHTS, Weights, to_json

Array = NDArray[np.float64]

FOLDS = 10
SEED = 2022


def train(
    sentences: Sequence[Sentence], *, strength: float = 1.0, precision: float = 0.97, recall: float = 0.97
) -> Weights:
    """The weights for `sentences`; `strength` is the inverse of the penalty."""
    table = _table(sentences)
    asks = np.array([sentence.asks for sentence in sentences])
    scores = _unseen_scores(table, asks, [sentence.group for sentence in sentences], strength)
    slope, shift = _calibrated(scores, asks)
    sure = 1 / (1 + np.exp(-(slope * scores + shift)))
    model = _fitted(table, asks, strength)
    unit = _rounded(np.abs(model.coef_).max() / 127)
    return Weights(
        steps=[int(step) for step in np.rint(model.coef_[0] / unit).clip(-127, 127)],
        unit=unit,
        bias=_rounded(model.intercept_[0]),
        slope=_rounded(slope),
        shift=_rounded(shift),
        ask=_least_sure(sure, asks, precision),
        leave=_most_sure(sure, asks, recall),
    )


def _table(sentences: Sequence[Sentence]) -> csr_matrix:
    rows = [features(sentence.text, in_thread=sentence.in_thread) for sentence in sentences]
    ends = np.cumsum([0, *(len(row) for row in rows)])
    places = [place for row in rows for place in row]
    values = [value for row in rows for value in row.values()]
    return csr_matrix((values, places, ends), shape=(len(rows), SIZE))


def _fitted(table: csr_matrix, asks: NDArray[np.bool_], strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, solver="liblinear", random_state=SEED, tol=1e-10, max_iter=10000).fit(
        table, asks
    )


def _unseen_scores(table: csr_matrix, asks: NDArray[np.bool_], groups: Sequence[int], strength: float) -> Array:
    """The score of each sentence by a model that was fitted without its group."""
    scores = np.zeros(len(asks))
    for seen, unseen in GroupKFold(FOLDS).split(table, asks, groups):
        scores[unseen] = _fitted(table[seen], asks[seen], strength).decision_function(table[unseen])
    return scores


def _calibrated(scores: Array, asks: NDArray[np.bool_]) -> tuple[float, float]:
    model = LogisticRegression(C=1e6, solver="liblinear", random_state=SEED, tol=1e-8).fit(scores[:, None], asks)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def _least_sure(sure: Array, asks: NDArray[np.bool_], precision: float) -> float:
    """The lowest threshold from which on those above it ask with at least this precision."""
    for threshold in np.arange(0.30, 0.99, 0.01):
        if asks[sure >= threshold].mean() >= precision:
            return _rounded(threshold)
    return 0.99


def _most_sure(sure: Array, asks: NDArray[np.bool_], recall: float) -> float:
    """The highest threshold below which at most this share of what asks is left out."""
    for threshold in np.arange(0.60, 0.01, -0.01):
        if (sure[asks] >= threshold).mean() >= recall:
            return _rounded(threshold)
    return 0.01


def _rounded(number: float) -> float:
    """Three digits, so that the file does not hang on the last bits of a processor's arithmetic."""
    return float(f"{number:.3g}")


def main(folder: Path = Path(__file__).parent) -> int:
    weights = train(with_question_marks(read_sentences()))
    folder.joinpath(WEIGHTS).write_text(to_json(weights))
    return 0


if __name__ == "__main__":
    sys.exit(main())
