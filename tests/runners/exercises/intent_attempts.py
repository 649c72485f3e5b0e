"""Attempts at counting the intents' classes as learners write them."""

from __future__ import annotations

COUNTS = "transformers.class_counts"


def _counts(
    total: str = "len(unique_labels)",
    train: str = "{label: sum(label == train_intents['label']) for label in unique_labels}",
    test: str = "{label: sum(label == test_intents['label']) for label in unique_labels}",
    passed: str = "count>=150",
    keep: str = "lambda data: data['label'] in passed_labels",
    test_kept: str = "",
) -> str:
    return f"""
# task 1
unique_labels = np.unique(train_intents["label"])
total_unique_labels = {total}

train_counts = {train}
test_counts = {test}

# task 2
passed_labels = [label for label, count in train_counts.items() if {passed}]
train_intents = train_intents.filter({keep})
test_intents = {test_kept or f"test_intents.filter({keep})"}
"""


WRONG: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (COUNTS, ("border_left_out",), _counts(passed="count > 150")),
    (COUNTS, ("counted_on_test",), _counts().replace("in train_counts.items()", "in test_counts.items()")),
    (COUNTS, ("test_not_filtered",), _counts(test_kept="test_intents")),
    (COUNTS, ("test_from_train",), _counts(test_kept="train_intents.filter(lambda d: d['label'] in passed_labels)")),
    (COUNTS, ("rare_kept",), _counts(passed="count < 150")),
    (COUNTS, ("rows_for_labels",), _counts("len(train_intents['label'])")),
    (COUNTS, ("border_left_out", "test_not_filtered"), _counts(passed="count > 150", test_kept="test_intents")),
)

RIGHT: tuple[tuple[str, str], ...] = (
    (COUNTS, _counts()),
    (
        COUNTS,
        _counts("np.size(unique_labels)", "dict(Counter(train_intents['label']))", "Counter(test_intents['label'])"),
    ),
    (COUNTS, _counts(test="{label: sum(label == train_intents['label']) for label in unique_labels}")),
)
