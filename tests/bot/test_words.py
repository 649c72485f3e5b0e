"""The bot's own words: the same in every language, and in the language of the question."""

from __future__ import annotations

from dataclasses import fields

import pytest

from bot.words import AnswerWords, en, fr, language_of, words_for

ENGLISH = [
    "why do we divide by sqrt(d_k)?",
    "how do i use vmap",
    "ValueError: Incompatible shapes for broadcasting",
    "vmap?",
    "",
    "what is the difference between jit and vmap",
    "```\nle = la + les\n```\nwhy is this wrong?",
]
FRENCH = [
    "pourquoi diviser par la racine de d_k ?",
    "comment utiliser vmap",
    "à quoi sert le masque causal ?",
    "quelle est la différence entre jit et vmap ?",
    "je ne comprends pas l'erreur de shape",
    "c'est quoi un pytree",
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize("text", FRENCH)
def test_french(text: str) -> None:
    assert language_of(text) == "fr"
    assert words_for(text) is fr.ANSWER


def test_french_is_complete() -> None:
    for field in fields(AnswerWords):
        english, french = getattr(en.ANSWER, field.name), getattr(fr.ANSWER, field.name)
        assert french
        if field.name == "declined":
            assert english.keys() == french.keys()
            assert all(french.values())
        elif field.name != "show_section":
            assert french != english
