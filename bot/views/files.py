"""What is offered for files with code."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views import blocks
from bot.views.blocks import Block, Message
from bot.views.text import clip, escape
from bot.words.values import FileWords

_LONGEST_NAME = 100


def offer_message(files: Sequence[dict[str, str]], thread: str, words: FileWords) -> Message:
    """A Python file can be run or checked, a notebook's cell picked; the results come in `thread`."""
    body: list[Block] = []
    for file in files:
        body.append(blocks.section(words.offer.format(name=_shown(file))))
        body.append(blocks.actions(_buttons(file, f"{file['id']} {thread}", words)))
    return Message(words.offer.format(name=_shown(files[0])), body)


def _shown(file: dict[str, str]) -> str:
    return escape(clip(file["name"].replace("`", "'"), _LONGEST_NAME))


def _buttons(file: dict[str, str], value: str, words: FileWords) -> list[Block]:
    if file["name"].lower().endswith(".ipynb"):
        return [blocks.button(words.pick_cell, "pick_cell", value, style="primary")]
    return [
        blocks.button(words.run_it, "run_file", value, style="primary"),
        blocks.button(words.check_it, "check_file", value),
    ]
