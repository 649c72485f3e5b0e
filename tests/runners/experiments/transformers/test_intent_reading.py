"""What the text says about an outcome, on outcomes made by hand."""

from __future__ import annotations

import numpy as np

from runners.experiments.transformers.intent_reading import (
    Confused,
    Given,
    Outcome,
    majority,
    most_confused,
    numbers,
    reading,
)

GIVEN = Given("all", 0, 0.001, 0.03, 50, 7)
TEXTS = ("one", "two", "three", "four")


def _outcome(probabilities: list[list[float]], losses: tuple[float, ...] = (1.1, 0.2) * 25) -> Outcome:
    found, labels = np.array(probabilities), np.array([0, 0, 1, 2])
    table = np.zeros((3, 3), dtype=int)
    np.add.at(table, (labels, found.argmax(axis=1)), 1)
    share = float(np.trace(table)) / 4
    groups = dict.fromkeys(("learned", "held out", "second language", "typos", "new"), share)
    return Outcome(
        intents=("hint", "run", "thanks"),
        counts=dict.fromkeys(groups, 4),
        accuracy=dict.fromkeys(("words", "letters", "centroid", "head"), groups),
        confusion=table,
        texts=TEXTS,
        labels=labels,
        probabilities=found,
        losses=np.array(losses),
    )


ONE_WRONG = _outcome([[0.8, 0.1, 0.1], [0.3, 0.1, 0.6], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]])
ALL_RIGHT = _outcome([[0.8, 0.1, 0.1], [0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]])


def test_the_pair_that_is_confused_most_with_its_surest_mistake() -> None:
    both_ways = _outcome([[0.2, 0.1, 0.7], [0.4, 0.1, 0.5], [0.6, 0.4, 0.0], [0.9, 0.0, 0.1]])
    assert most_confused(both_ways) == Confused(("hint", "thanks"), 3, "four", "thanks", "hint")
    assert most_confused(ONE_WRONG) == Confused(("hint", "thanks"), 1, "two", "hint", "thanks")
    assert most_confused(ALL_RIGHT) is None


def test_the_last_sentence() -> None:
    assert reading(ONE_WRONG, GIVEN).endswith(
        "It confuses “hint” and “thanks” most (once): it took “two”, which is “hint”, for “thanks”."
    )
    assert reading(ALL_RIGHT, GIVEN).endswith("It confuses no two intents.")


def test_a_loss_above_guessing_is_told() -> None:
    diverged = ALL_RIGHT._replace(losses=np.full(50, 9.0))
    assert "A learning rate of 0.03 was too large: the loss is 9.00, and guessing gives 1.10." in reading(
        diverged, GIVEN
    )


def test_numbers_leave_out_what_is_empty() -> None:
    assert "accuracy on new sentences in styles it learned" in numbers(ONE_WRONG)
    by_group = {name: value for name, value in ONE_WRONG.accuracy["head"].items() if name != "held out"}
    without = ONE_WRONG._replace(accuracy=dict.fromkeys(ONE_WRONG.accuracy, by_group))
    assert "accuracy on new sentences in styles it learned" not in numbers(without)
    assert numbers(ONE_WRONG)["accuracy in new styles"] == "75.0% of 4 sentences"


def test_the_majority_is_the_largest_row() -> None:
    assert majority(ONE_WRONG) == 0.5
