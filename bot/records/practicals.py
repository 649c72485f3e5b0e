"""The practicals by their titles, and which one somebody means."""

from __future__ import annotations

from functools import cache

from runners.experiments import catalogue


@cache
def practicals() -> tuple[str, ...]:
    """The titles, in the order of the practicals."""
    return tuple(dict.fromkeys(experiment.practical for experiment in catalogue()))


def find_practical(text: str) -> str:
    """The title that `text` is, or is a part of; empty when that is true of none or of several."""
    wanted = " ".join(text.casefold().replace(" and ", " & ").split())
    fitting = [title for title in practicals() if wanted and wanted in title.casefold()]
    exact = [title for title in fitting if wanted == title.casefold()]
    found = exact or fitting
    return found[0] if len(found) == 1 else ""
