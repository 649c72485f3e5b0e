"""What is offered for files with code."""

from __future__ import annotations

from bot.views import blocks
from bot.views.blocks import Block, Message
from bot.views.text import clip, escape
from bot.words.values import FileWords

_LONGEST_NAME = 100


def offer_message(file: dict[str, str], thread: str, words: FileWords) -> Message:
    """A Python file can be run or checked, a notebook's cell picked; the results come in `thread`."""
    return _message(words.offer.format(name=_shown(file["name"])), _buttons(file, _subject(file["id"], thread), words))


def cell_taken_message(file: dict[str, str], thread: str, number: int, words: FileWords) -> Message:
    """What takes the place of a notebook's offer: which cell was picked, the first being 1, and another to pick."""
    text = words.cell_taken.format(number=number, name=_shown(file["name"]))
    return _message(text, [blocks.button(words.another_cell, "pick_cell", _subject(file["id"], thread))])


def _message(text: str, buttons: list[Block]) -> Message:
    return Message(text, [blocks.section(text), blocks.actions(buttons)])


def _subject(file: str, thread: str) -> str:
    return f"{file} {thread}"


def _shown(name: str) -> str:
    return escape(clip(name.replace("`", "'"), _LONGEST_NAME))


def _buttons(file: dict[str, str], value: str, words: FileWords) -> list[Block]:
    if file["name"].lower().endswith(".ipynb"):
        return [blocks.button(words.pick_cell, "pick_cell", value, style="primary")]
    return [
        blocks.button(words.run_it, "run_file", value, style="primary"),
        blocks.button(words.check_it, "check_file", value),
    ]
