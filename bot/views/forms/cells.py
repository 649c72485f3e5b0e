"""The form in which a cell of a notebook is picked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bot.views import blocks
from bot.views.blocks import Block, option
from bot.views.forms.fields import OPTIONS, View, field, menu, modal, one_of, read
from bot.views.forms.place import Place
from bot.views.text import clip
from bot.words.values import FormWords
from runners.notebooks import Cell

CELLS_FORM = "cells_form"
WITH_BEFORE = "with_before"
ALONE = "alone"
CHECK = "check"
_SHOWN = 1_000


def cells_form(place: Place, name: str, cells: Sequence[Cell]) -> View:
    """The cells by the heading above them, with their number and first line, and what to do with the one chosen."""
    words = place.words.forms
    ways = [option(words.with_before, WITH_BEFORE), option(words.alone, ALONE), option(words.check_cell, CHECK)]
    body: list[Block] = [
        blocks.context(f"📓 `{name}`"),
        field(words.cell, menu("cell", _groups(cells[:_SHOWN], words), words.choose_cell)),
        field(words.what_to_do, one_of("way", ways, WITH_BEFORE)),
    ]
    if len(cells) > _SHOWN:
        body.append(blocks.context(words.more_cells.format(count=len(cells), shown=_SHOWN)))
    return modal(CELLS_FORM, words.cells_title, body, place.to_metadata(), words, words.cells_submit)


def read_cells(view: View) -> tuple[int, str]:
    """The cell's place among the notebook's cells with code, and what to do with it."""
    return int(read(view, "cell")), read(view, "way")


def _groups(cells: Sequence[Cell], words: FormWords) -> dict[str, list[Block]]:
    """By heading; where the headings are more than a menu takes, by a hundred."""
    shown = [(number, cell) for number, cell in enumerate(cells)]
    by_heading: dict[str, list[Block]] = {}
    for heading, group in groupby(shown, lambda one: one[1].heading or words.before_first):
        by_heading.setdefault(clip(heading, 75), []).extend(_option(*one) for one in group)
    if len(by_heading) <= OPTIONS and all(len(group) <= OPTIONS for group in by_heading.values()):
        return by_heading
    parts = [shown[start : start + OPTIONS] for start in range(0, len(shown), OPTIONS)]
    return {f"{part[0][0] + 1}–{part[-1][0] + 1}": [_option(*one) for one in part] for part in parts}


def _option(number: int, cell: Cell) -> Block:
    return option(f"{number + 1} · {cell.first_line}", str(number))
