"""The bot's own words: the same in every language, and in the language of the question."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args

from bot.words import AnswerWords, en, fr, words_in
from knowledge.values import Reason


def test_a_language_that_is_not_spoken_is_met_in_english() -> None:
    assert words_in("fr") is fr.ANSWER
    assert words_in("sw") is words_in("en") is en.ANSWER


def test_there_are_words_for_every_reason_to_decline() -> None:
    assert set(en.ANSWER.declined) == set(get_args(Reason)) - {""}


def test_french_is_complete() -> None:
    for field in fields(AnswerWords):
        english, french = getattr(en.ANSWER, field.name), getattr(fr.ANSWER, field.name)
        assert french
        if field.name == "declined":
            assert english.keys() == french.keys()
            assert all(french.values())
        elif field.name != "show_section":
            assert french != english
