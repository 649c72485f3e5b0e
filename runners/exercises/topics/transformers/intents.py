"""Transformers & Attention: how often each intent occurs, and leaving out the rare ones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from runners.exercises.compare import close
from runners.exercises.evidence import row
from runners.exercises.supplied import given, harness
from runners.exercises.topics.making import known
from runners.exercises.values import Arrays, Exercise, Inputs, Observation, On, Output, Trial, Variant

_TRAIN = np.array([150.0, 149, 170, 20, 155, 148])
_TEST = np.array([40.0, 41, 42, 43, 12, 39])
_LEAST = 150


def class_counts(inputs: Inputs, on: On) -> Arrays:
    """Number of labels, counts of both splits, and what both keep of the labels with at least 150 training rows."""
    rules = {
        "border_left_out": _TRAIN > _LEAST,
        "rare_kept": _TRAIN < _LEAST,
        "counted_on_test": _TEST >= _LEAST,
        "nothing_filtered": _TRAIN > 0,
    }
    passed = next((rule for name, rule in rules.items() if name in on), _TRAIN >= _LEAST)
    kept_train = _TRAIN if "train_not_filtered" in on else _TRAIN * passed
    kept_test = (
        _TEST if "test_not_filtered" in on else _TEST * (_TEST >= _LEAST if "test_by_own_counts" in on else passed)
    )
    kept_test = kept_train if "test_from_train" in on else kept_test
    train, test = _TRAIN, _TEST
    if "counted_after_filter" in on:
        train, test = _TRAIN * passed, _TEST * passed
    if "counted_after_filter:test" in on:
        test = _TEST * passed
    if "shares_for_counts" in on:
        train, test = train / train.sum(), test / test.sum()
    if "splits_swapped" in on:
        train, test = test, train
    if "test_counts_of_train" in on:
        test = train
    totals = {"rows_for_labels": _TRAIN.sum(), "largest_label": 5.0, "passed_labels_counted": float(passed.sum())}
    total = next((value for name, value in totals.items() if name in on), 6.0)
    return np.asarray(total), train, test, kept_train, kept_test


def _facts(exercise: Exercise, items: Sequence[Observation]) -> str:
    item = items[0]
    for place, wanted, got in item.pairs():
        if not close(got, wanted):
            shown = [row(np.atleast_1d(values), 8) for values in (got, wanted)]
            return f"Your {exercise.outputs[place].name}: {shown[0]}; it should be {shown[1]}, one number a label."
    return ""


_LOOK = "Print both dictionaries and the number of rows, before and after the filter."
_RULE = "Count both splits first; then keep, in both, the labels with at least 150 training rows."
_filter = partial(known, "filter", evidence=_facts)
_test = partial(known, "test", evidence=_facts)
_count = partial(known, "count", evidence=_facts)
_total = partial(known, "total", evidence=_facts)
_SWITCHES = (
    _filter("border_left_out", "A label with exactly 150 rows is left out.", _LOOK, "150 is not less than 150.", _RULE),
    _filter("rare_kept", "The rare labels are kept, and the frequent ones left out.", _LOOK, "It is inverted.", _RULE),
    _filter(
        "counted_on_test",
        "The labels are chosen by the test split, where none has 150 rows.",
        _LOOK,
        "Nothing is left.",
        _RULE,
    ),
    _filter("nothing_filtered", "Nothing is left out.", _LOOK, "Both splits are as long as before.", _RULE),
    known(
        "train",
        "train_not_filtered",
        "The training split is not filtered.",
        _LOOK,
        "It is as long as before.",
        _RULE,
        _facts,
    ),
    _test("test_not_filtered", "The test split is not filtered.", _LOOK, "It is as long as before.", _RULE),
    _test(
        "test_by_own_counts", "The test split is filtered by its own counts.", _LOOK, "Nothing is left of it.", _RULE
    ),
    _test(
        "test_from_train",
        "test_intents holds rows of the training split.",
        _LOOK,
        "The wrong split is filtered.",
        _RULE,
    ),
    _count("counted_after_filter", "The classes are counted after the filter.", _LOOK, "Some labels are gone.", _RULE),
    _count(
        "counted_after_filter:test",
        "The test split is counted after the filter.",
        _LOOK,
        "Some labels are gone.",
        _RULE,
    ),
    _count("splits_swapped", "The two counts have changed places.", _LOOK, "train and test are swapped.", _RULE),
    known("share", "shares_for_counts", "Shares stand where counts belong.", _LOOK, "They sum to 1.", _RULE, _facts),
    _total(
        "rows_for_labels",
        "total_unique_labels counts rows.",
        _LOOK,
        "There are far fewer labels.",
        "Count each label once.",
    ),
    _total(
        "largest_label",
        "total_unique_labels is the largest label.",
        _LOOK,
        "Labels start at 0.",
        "Count each label once.",
    ),
    _total(
        "passed_labels_counted",
        "total_unique_labels counts only the labels that are kept.",
        _LOOK,
        "It is counted too late.",
        "Count each label once, before the filter.",
    ),
)

EXERCISES = (
    Exercise(
        id="transformers.class_counts",
        practical="Transformers & Attention",
        function="train_counts",
        signature="unique_labels, total_unique_labels, train_counts, test_counts, train_intents, test_intents",
        task="Count the labels of both splits, and keep in both the labels with at least 150 training rows.",
        parameters=(),
        outputs=(
            Output("total_unique_labels", ()),
            *(Output(name, ("label",)) for name in ("train_counts", "test_counts", "train_intents", "test_intents")),
        ),
        trials=lambda: (Trial("a small data set with six labels", {}),),
        reference=class_counts,
        switches=_SWITCHES,
        given=given("intents"),
        harness=harness("intent_checks", "check_counts"),
        variants=(
            Variant(
                frozenset({"test_counts_of_train"}),
                "Your test_counts count the training split. The practical's own answer does too, and its check wants "
                "that; to see how balanced the test split is, count the test split.",
            ),
        ),
        script=True,
    ),
)
