"""How far a learner has come in each practical, by exercise."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.records.values import Attempt

if TYPE_CHECKING:
    from runners.exercises.values import Exercise


@dataclass(frozen=True)
class Standing:
    """One exercise and a learner's `attempts` at it."""

    exercise: str
    name: str
    task: str
    attempts: int = 0
    solved: bool = False


@dataclass(frozen=True)
class Practice:
    """One practical and where a learner stands in each of its exercises."""

    practical: str
    standings: tuple[Standing, ...]

    @property
    def solved(self) -> int:
        return sum(one.solved for one in self.standings)

    @property
    def tried(self) -> int:
        """How many exercises were tried and are not solved."""
        return sum(one.attempts > 0 and not one.solved for one in self.standings)


def practices(exercises: Iterable[Exercise], attempts: Sequence[Attempt]) -> list[Practice]:
    """The practicals in the order of their exercises."""
    made = Counter(attempt.exercise for attempt in attempts)
    solved = {attempt.exercise for attempt in attempts if attempt.verdict == "correct"}
    return [
        Practice(
            practical,
            tuple(Standing(one.id, one.short_name, one.task, made[one.id], one.id in solved) for one in group),
        )
        for practical, group in itertools.groupby(exercises, lambda exercise: exercise.practical)
    ]
