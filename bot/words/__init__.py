"""The bot's own words around an answer, one file a language, and which language a text is in."""

from bot.words.language import language_of
from bot.words.values import AnswerWords

__all__ = ["AnswerWords", "language_of", "words_for"]


def words_for(text: str) -> AnswerWords:
    """The words in the language of what the person wrote."""
    from bot.words import en, fr

    return {"en": en.ANSWER, "fr": fr.ANSWER}[language_of(text)]
