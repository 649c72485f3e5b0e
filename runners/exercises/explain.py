"""Which mistakes explain what the learner's code returned? A search over switches, then relations and properties."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import combinations

import numpy as np

from runners.exercises import relations
from runners.exercises.compare import close, is_right, matches
from runners.exercises.evidence import shapes_differ, side_by_side, which_are_right
from runners.exercises.values import NO_MISTAKE, Arrays, Exercise, Inputs, Observation, On, Switch
from runners.values import Mistake


class Search:
    """The hypotheses about one attempt, each computed at most once for each trial."""

    def __init__(self, exercise: Exercise, observations: Sequence[Observation]) -> None:
        self.exercise = exercise
        self.observations = sorted(observations, key=is_right)
        self._known: dict[tuple[int, On], Arrays | None] = {}

    def outputs(self, place: int, on: On) -> Arrays | None:
        key = (place, on)
        if key not in self._known:
            self._known[key] = self._computed(self.observations[place].trial.inputs, on)
        return self._known[key]

    def _computed(self, inputs: Inputs, on: On) -> Arrays | None:
        """None where NumPy can't carry the mistakes out: code that makes them stops there."""
        try:
            with np.errstate(all="ignore"):
                return self.exercise.reference(inputs, on)
        except (ValueError, IndexError):
            return None

    def explains(self, on: On) -> bool:
        agrees = all(matches(item, self.outputs(place, on)) for place, item in enumerate(self.observations))
        return agrees and self._foretold(on) >= 0.25

    def _foretold(self, on: On) -> float:
        """The share of the learner's numbers about which the hypothesis says something."""
        known = total = 0
        for place, item in enumerate(self.observations):
            outputs = self.outputs(place, on) or ()
            known += sum(int((~np.isnan(outputs[i])).sum()) for i in item.compared)
            total += sum(outputs[i].size for i in item.compared)
        return known / total if total else 1.0

    @cached_property
    def effective(self) -> tuple[Switch, ...]:
        """The switches that change something on these trials."""
        return tuple(switch for switch in self.exercise.switches if self._changes(switch))

    def _changes(self, switch: Switch) -> bool:
        for place in range(len(self.observations)):
            right, wrong = self.outputs(place, NO_MISTAKE), self.outputs(place, frozenset({switch.key}))
            if wrong is None or right is None:
                continue
            if not all(close(a, b) for a, b in zip(right, wrong, strict=False)):
                return True
        return False

    def singles(self) -> Iterator[tuple[Switch, ...]]:
        yield from ((switch,) for switch in self.effective)

    def pairs(self) -> Iterator[tuple[Switch, ...]]:
        for first, second in combinations(self.effective, 2):
            if first.group != second.group:
                yield first, second

    def find(self, candidates: Iterator[tuple[Switch, ...]]) -> tuple[Switch, ...]:
        return next((some for some in candidates if self.explains(frozenset(s.key for s in some))), ())

    def rearranged(self, on: On) -> str:
        """The slug of a rearrangement of the outputs that explains everything, or ''."""
        first = self.outputs(0, on)
        if first is None or not self.observations:
            return ""
        for slug, change in relations.rearrangements(self.exercise, first):
            if all(self._matches_changed(place, on, change) for place in range(len(self.observations))):
                return slug
        return ""

    def _matches_changed(self, place: int, on: On, change: Callable[[Arrays], Arrays]) -> bool:
        outputs = self.outputs(place, on)
        return outputs is not None and matches(self.observations[place], change(outputs))


def unforeseen(exercise: Exercise, observations: Sequence[Observation]) -> Mistake:
    """What to say of outputs that are not right where `foreseen` names nothing."""
    return _unknown(Search(exercise, observations))


def foreseen(exercise: Exercise, observations: Sequence[Observation]) -> tuple[Mistake, ...]:
    """The mistakes that switches, relations and properties can name; () when there are none."""
    search = Search(exercise, observations)
    return (
        _switches(search, search.singles())
        or _rearrangement(search, [()])
        or _arithmetic(search)
        or _switches(search, search.pairs())
        or _rearrangement(search, search.singles())
        or _without_optional(search)
        or _properties(search)
    )


def _switches(search: Search, candidates: Iterator[tuple[Switch, ...]]) -> tuple[Mistake, ...]:
    return tuple(to_mistake(search.exercise, switch, search.observations) for switch in search.find(candidates))


def to_mistake(exercise: Exercise, switch: Switch, observations: Sequence[Observation]) -> Mistake:
    evidence = (switch.evidence or side_by_side)(exercise, observations)
    return Mistake(switch.slug, switch.message, evidence or side_by_side(exercise, observations), switch.hints)


def _rearrangement(
    search: Search, candidates: Sequence[tuple[Switch, ...]] | Iterator[tuple[Switch, ...]]
) -> tuple[Mistake, ...]:
    for switches in candidates:
        slug = search.rearranged(frozenset(switch.key for switch in switches))
        if slug:
            others = (to_mistake(search.exercise, switch, search.observations) for switch in switches)
            return (relations.rearranged(search.exercise, slug, search.observations[0]), *others)
    return ()


def _arithmetic(search: Search) -> tuple[Mistake, ...]:
    found = relations.arithmetic(search.exercise, search.observations)
    return (found,) if found else ()


def _without_optional(search: Search) -> tuple[Mistake, ...]:
    """Explain the trials that leave the optional inputs out; the others are then wrong in a way of their own."""
    optional = {parameter.name for parameter in search.exercise.parameters if parameter.optional}
    plain = [item for item in search.observations if not optional & set(item.trial.inputs)]
    if not plain or len(plain) == len(search.observations) or all(map(is_right, plain)):
        return ()
    part = Search(search.exercise, plain)
    return _switches(part, part.singles()) or _rearrangement(part, [()]) or _switches(part, part.pairs())


def _properties(search: Search) -> tuple[Mistake, ...]:
    for rule in search.exercise.properties:
        for item in (item for item in search.observations if not is_right(item)):
            evidence = rule.broken(search.exercise, item)
            if evidence:
                return (Mistake(rule.slug, rule.message, evidence, rule.hints),)
    return ()


def _unknown(search: Search) -> Mistake:
    if search.exercise.value_is_answer:
        return _another_value(search)
    differing = next((text for item in search.observations if (text := shapes_differ(search.exercise, item))), "")
    if differing:
        return wrong_shape(differing)
    spot = side_by_side(search.exercise, search.observations)
    good = which_are_right(search.exercise, search.observations)
    return Mistake(
        "different_values",
        "The shapes are right, but the numbers are not.",
        f"{spot} {good}".strip(),
        (
            good or "Work through the smallest case by hand, and print each step.",
            "One step computes something else than the task asks; it is none of the mistakes I know.",
            "Compare each step with the formula in the practical. A tutor can look at it with you.",
        ),
    )


def _another_value(search: Search) -> Mistake:
    return Mistake(
        "another_value",
        "This is not the value that the task asks for.",
        side_by_side(search.exercise, search.observations),
        (
            "Read the task once more, word by word.",
            "Work it out on paper, step by step; your value is none of the slips that I know.",
            "Compare with the example before the task. A tutor can look at it with you.",
        ),
    )


def wrong_shape(evidence: str) -> Mistake:
    return Mistake(
        "wrong_shape",
        "An output has the wrong shape.",
        evidence,
        (
            "Print the shape after each step, and name every axis.",
            evidence,
            "Check over which axis you sum, and whether an axis was lost, kept or swapped.",
        ),
    )
