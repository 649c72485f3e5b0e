"""A short way to write down a known mistake."""

from __future__ import annotations

from runners.exercises.values import Evidence, Switch


def known(
    group: str, name: str, message: str, where: str, what: str, fix: str, evidence: Evidence | None = None
) -> Switch:
    """The switch `name`, whose slug is what stands before its colon."""
    return Switch(name.partition(":")[0], message, (where, what, fix), group, name, evidence)
