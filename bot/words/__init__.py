"""The bot's own words, one file a language."""

from bot.words.values import Words

__all__ = ["LANGUAGES", "Words", "words_in"]

LANGUAGES = {"en": "English", "fr": "Français"}


def words_in(language: str) -> Words:
    """The words in a language by its two-letter code; English for one that the bot does not speak."""
    from bot.words import en, fr

    return {"en": en.WORDS, "fr": fr.WORDS}.get(language, en.WORDS)
