"""What each workspace sees: the material, and what its own tutors have kept.

Nobody sees another's words, so that those neither answer a question nor make an answer seem surer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from knowledge.index.merging import merged, selected
from knowledge.index.store import Index

if TYPE_CHECKING:
    from knowledge.search.retrieval import Searcher

__all__ = ["KeptIndex", "Shelf", "Shelves"]


@dataclass(frozen=True)
class KeptIndex:
    """An index of entries, and the workspace of each of its sections; empty for one that all see."""

    index: Index
    teams: tuple[str, ...]


@dataclass(frozen=True)
class Shelf:
    """An index, and who searches it."""

    index: Index
    searcher: Searcher


class Shelves:
    """The shelves over one state of the material and the entries; each is made at its first use."""

    def __init__(self, material: Index, kept: KeptIndex | None, searcher: Callable[[Index], Searcher]) -> None:
        self._material = material
        self._kept = kept
        self._searcher = searcher
        self._made: dict[str | None, Shelf] = {}

    def of(self, team: str | None) -> Shelf:
        """What a workspace sees; None sees all. Those that see the same share one."""
        owners = set(self._kept.teams) if self._kept else set()
        owner = None if team is None or owners <= {"", team} else team if team in owners else ""
        if owner not in self._made:
            self._made[owner] = self._shelf(self._seen_by(owner))
        return self._made[owner]

    @cached_property
    def of_material(self) -> Shelf:
        """The material alone."""
        return self._shelf(self._material)

    def _shelf(self, index: Index) -> Shelf:
        return Shelf(index, self._searcher(index))

    def _seen_by(self, owner: str | None) -> Index:
        if self._kept is None:
            return self._material
        if owner is None:
            return merged(self._material, self._kept.index)
        chosen = np.array([team in ("", owner) for team in self._kept.teams])
        return merged(self._material, selected(self._kept.index, chosen)) if chosen.any() else self._material
