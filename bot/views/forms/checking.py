"""The form of `/check`: which exercise, and the code.

The exercises are looked up when a form is made: they load NumPy, which the bot's start should not wait for.
"""

from __future__ import annotations

import itertools

from bot.views import blocks
from bot.views.blocks import Block, option
from bot.views.forms.code_box import code_box, read_code
from bot.views.forms.fields import View, field, menu, modal, read
from bot.views.forms.place import Place
from bot.views.forms.snippets import STARTERS, fenced
from bot.views.text import escape

CHECK_FORM = "check_form"
EXERCISE = "exercise"
_WHATEVER = "whatever"
_SHAPES = "shapes"


def check_form(place: Place, exercise: str = _WHATEVER) -> View:
    """The exercises by practical, what the chosen one asks for, and the box for the code."""
    words = place.words.forms
    choice = menu(EXERCISE, _choices(place), words.exercise, exercise)
    body: list[Block] = [
        field(words.exercise, choice, dispatch=True),
        *_task(exercise),
        field(words.code, code_box("code", words.starter, place.code), hint=words.check_hint),
    ]
    return modal(CHECK_FORM, words.check_title, body, place.to_metadata(), words, words.check_submit)


def read_check(view: View, place: Place) -> tuple[str, dict[str, str]]:
    """The text of the check, and what is wrong by field."""
    code = read_code(view, "code", STARTERS)
    exercise = read(view, EXERCISE)
    named = f"{exercise}\n" if exercise not in ("", _WHATEVER) else ""
    return named + fenced(code), {} if code else {"code": place.words.forms.no_code}


def _choices(place: Place) -> dict[str, list[Block]]:
    from runners.exercises import catalogue

    words = place.words.forms
    groups = {
        practical: [option(one.short_name, one.id, one.task) for one in group]
        for practical, group in itertools.groupby(catalogue(), lambda one: one.practical)
    }
    ordered = sorted(groups, key=lambda name: name != place.practical)
    either = [option(words.whatever, _WHATEVER), option(words.shapes, _SHAPES)]
    return {words.any_code: either, **{name: groups[name] for name in ordered}}


def _task(exercise: str) -> list[Block]:
    from runners.exercises import find

    if exercise in (_WHATEVER, _SHAPES):
        return []
    found = find(exercise)
    return [blocks.section(f"`{escape(found.signature)}`\n{escape(found.task)}")]
