"""How the counts of the intents' classes are read from the variables that the code leaves."""

from __future__ import annotations

from typing import Any

import numpy as np

LABELS = range(6)


def check_counts(learner: dict[str, Any], name: str) -> Any:
    """Number of labels, both counts by label, and how many rows of each label both filtered splits hold."""
    missing = [n for n in ("total_unique_labels", "train_counts", "test_counts") if n not in learner]
    if missing:
        raise NameError(f"name {missing[0]!r} is not defined")
    counts = [_by_label(learner[n]) for n in ("train_counts", "test_counts")]
    kept = [_kept(learner[n]) for n in ("train_intents", "test_intents")]
    total = learner["total_unique_labels"]
    return (np.asarray(total if isinstance(total, int | np.integer) else len(total), np.float32), *counts, *kept)


def _by_label(counts: Any) -> Any:
    return np.array([float(counts.get(label, 0)) for label in LABELS], np.float32)


def _kept(split: Any) -> Any:
    return np.bincount([row["label"] for row in split], minlength=len(LABELS)).astype(np.float32)
