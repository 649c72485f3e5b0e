"""The bot's own words: complete in every language, and in the language of the question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args

import pytest

from bot.words import LANGUAGES, en, fr, words_in
from knowledge.values import Reason

_SAME_IN_BOTH: set[str] = {".reminder.ticket"}
"""What is spelt alike in English and French, by its path."""


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every sentence with its path, through groups and mappings."""
    if is_dataclass(value):
        for field in fields(value):
            yield from leaves(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, str):
        yield path, value
    else:
        for name, inner in value.items():
            yield from leaves(inner, f"{path}.{name}")


def test_a_language_that_is_not_spoken_is_met_in_english() -> None:
    assert words_in("fr") is fr.WORDS
    assert words_in("sw") is words_in("en") is en.WORDS


def test_there_are_words_for_every_reason_to_decline() -> None:
    assert set(en.WORDS.answer.declined) == set(get_args(Reason)) - {""}


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_a_language_is_complete(language: str) -> None:
    english, other = dict(leaves(en.WORDS)), dict(leaves(words_in(language)))
    assert english.keys() == other.keys()
    assert [path for path in english if not other[path].strip()] == []
    assert {path for path in english if other[path] == english[path]} == _SAME_IN_BOTH


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_a_sentence_has_the_same_blanks_in_every_language(language: str) -> None:
    from string import Formatter

    def blanks(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    english, other = dict(leaves(en.WORDS)), dict(leaves(words_in(language)))
    assert {path: blanks(text) for path, text in english.items()} == {
        path: blanks(text) for path, text in other.items()
    }
