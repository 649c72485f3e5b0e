"""The bot's own words around an answer, one file a language."""

from bot.words.values import AnswerWords

__all__ = ["AnswerWords", "words_in"]


def words_in(language: str) -> AnswerWords:
    """The words in a language by its two-letter code; English for one that the bot does not speak."""
    from bot.words import en, fr

    return {"en": en.ANSWER, "fr": fr.ANSWER}.get(language, en.ANSWER)
