"""Building the switches of small exercises, and choosing what a reference gives under them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from runners.exercises.values import On, Switch

Row = tuple[str, str, str, str]
Alternatives = Mapping[str, Callable[[], "np.ndarray | float"]]


def slips(group: str, where: str, *rows: Row) -> tuple[Switch, ...]:
    """The switches of one group, from rows of key, message, what is wrong and how to put it right; `where` is
    the first hint of each."""
    return tuple(
        Switch(key.partition(":")[0], message, (where, what, fix), group, key) for key, message, what, fix in rows
    )


def pick(on: On, right: np.ndarray | float, alternatives: Alternatives) -> np.ndarray:
    """The value of the alternative that is on, or else the right one, in float64."""
    chosen = next((make for name, make in alternatives.items() if name in on), None)
    return np.asarray(right if chosen is None else chosen(), np.float64)
