"""The bot's own words: complete in every language, and in the language of the question."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args

import pytest

import bot.views
from bot.records.values import TicketState
from bot.words import LANGUAGES, en, fr, words_in
from knowledge.values import Reason
from runners.values import RunStatus
from runners.values import Verdict as CheckVerdict

_SAME_IN_BOTH: set[str] = {".reminder.ticket"}
"""What is spelt alike in English and French, by its path."""


_WORDLESS = ("answers", "checks", "exercises", "experiments", "home", "notices", "runs", "summaries", "waits")
"""The views whose words are all in `bot.words`."""


def sentences(source: str) -> list[str]:
    """The texts of three words or more in a module's code, docstrings aside; of an f-string what is fixed in it."""
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]
    return [text for text in texts if len(re.findall(r"[^\W\d_]{2,}", text)) >= 3]


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


def test_there_are_words_for_everything_that_a_run_and_a_check_can_end_with() -> None:
    assert set(en.WORDS.run.headlines) == set(en.WORDS.found.runs) == set(get_args(RunStatus))
    assert set(en.WORDS.check.verdicts) == set(en.WORDS.found.verdicts) == set(get_args(CheckVerdict))


def test_there_are_words_for_every_state_of_a_ticket_and_all_that_is_erased() -> None:
    assert set(en.WORDS.home.states) >= set(get_args(TicketState))
    assert en.WORDS.erasing.parts.keys() == {"questions", "runs", "attempts", "votes", "tickets"}


@pytest.mark.parametrize("name", _WORDLESS)
def test_a_view_has_no_sentence_of_its_own(name: str) -> None:
    assert sentences((Path(bot.views.__path__[0]) / f"{name}.py").read_text()) == []


def test_a_sentence_in_a_view_is_found() -> None:
    code = '"""What this is for."""\n\ndef f(a):\n    return f"{a} did not work out" + "two words"\n'
    assert sentences(code) == [" did not work out"]


def test_french_has_a_space_before_its_double_marks() -> None:
    prose = {path: re.sub(r"`[^`]*`|<[^>]*>|:\w+:", "", text) for path, text in leaves(fr.WORDS)}
    assert [path for path, text in prose.items() if re.search(r"\w[:;!?](\s|$)", text)] == []


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
