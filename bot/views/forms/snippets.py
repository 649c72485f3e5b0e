"""Code on its way from a form or a file into a job's text."""

from __future__ import annotations

from bot.words import LANGUAGES, words_in

STARTERS = tuple(words_in(language).forms.starter for language in LANGUAGES)
_FENCE = "```"
_UNSEEN = "\u200b"


def fenced(code: str) -> str:
    """The code between two fences. A fence inside it is broken by characters that reading the job takes out again."""
    return f"{_FENCE}\n{code.replace(_FENCE, _UNSEEN.join(_FENCE))}\n{_FENCE}"
