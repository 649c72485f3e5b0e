"""A mistake by its slug, in the words that a learner gets."""

from __future__ import annotations

from functools import cache


def in_words(exercise: str, slug: str) -> str:
    """The sentence that names the mistake; the slug's own words for one that belongs to no exercise alone."""
    return _sentences().get((exercise, slug)) or slug.replace("_", " ")


@cache
def _sentences() -> dict[tuple[str, str], str]:
    from runners.exercises import catalogue

    named = {(one.id, broken.slug): broken.message for one in catalogue() for broken in one.properties}
    return named | {(one.id, switch.slug): switch.message for one in catalogue() for switch in one.switches}
