"""What a form shows while it waits for what goes into it, or instead of it."""

from __future__ import annotations

from bot.views import blocks
from bot.views.forms.fields import View, modal
from bot.views.forms.place import Place

NOTE = "note"


def loading_form(place: Place, title: str) -> View:
    return note_form(place, title, place.words.forms.loading)


def note_form(place: Place, title: str, sentence: str) -> View:
    """One sentence to read."""
    return modal(NOTE, title, [blocks.section(sentence)], place.to_metadata(), place.words.forms, "")
