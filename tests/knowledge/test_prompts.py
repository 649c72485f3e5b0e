"""What the assistant pane suggests are questions that the bot answers, from the practical they stand for."""

from __future__ import annotations

import pytest

from bot.words import LANGUAGES, words_in
from knowledge.answering import Answerer

PROMPTS = [
    (language, practical, question)
    for language in LANGUAGES
    for practical, questions in words_in(language).pane.prompts.items()
    for question in questions.values()
]


@pytest.mark.parametrize(("language", "practical", "question"), PROMPTS)
def test_a_suggested_question_is_answered_from_its_practical(
    built_in: Answerer, language: str, practical: str, question: str
) -> None:
    answer = built_in.answer(question)
    assert not answer.abstained
    assert answer.passages[0].heading[0] == practical
    assert answer.language == language
