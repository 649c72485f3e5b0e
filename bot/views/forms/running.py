"""The form of `/run`: a box for code, and the gallery of experiments."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from bot.views import blocks
from bot.views.blocks import Block, option
from bot.views.forms.code_box import code_box, read_code
from bot.views.forms.fields import View, field, menu, modal
from bot.views.forms.place import Place
from bot.views.forms.snippets import STARTERS, fenced
from runners.experiments import Experiment, catalogue

RUN_FORM = "run_form"
CHOOSE_EXPERIMENT = "choose_experiment"


def run_form(place: Place) -> View:
    """Code, or an experiment whose form then takes this one's place; `place.code` is in the box already."""
    words = place.words.forms
    gallery = menu(CHOOSE_EXPERIMENT, _by_practical(place.practical), words.choose_experiment)
    body: list[Block] = [
        field(words.code, code_box("code", words.starter, place.code), hint=words.run_hint, optional=True),
        blocks.section(words.or_experiment),
        {**blocks.actions([gallery]), "block_id": CHOOSE_EXPERIMENT},
    ]
    return modal(RUN_FORM, words.run_title, body, place.to_metadata(), words, words.run_submit)


def code_form(place: Place) -> View:
    """The box alone, with code that ran before."""
    words = place.words.forms
    body = [field(words.code, code_box("code", words.starter, place.code), hint=words.run_hint)]
    return modal(RUN_FORM, words.edit_title, body, place.to_metadata(), words, words.run_submit)


def code_in_box(view: View) -> str:
    return read_code(view, "code", STARTERS)


def read_run(view: View, place: Place) -> tuple[str, dict[str, str]]:
    """The text of the run, and what is wrong by field."""
    code = code_in_box(view)
    return fenced(code), {} if code else {"code": place.words.forms.run_nothing}


def _by_practical(first: str) -> dict[str, list[Block]]:
    groups = {practical: list(options) for practical, options in _groups()}
    return {name: groups[name] for name in sorted(groups, key=lambda name: name != first)}


def _groups() -> Iterator[tuple[str, Iterator[Block]]]:
    for practical, group in itertools.groupby(catalogue(), lambda one: one.practical):
        yield practical, (_option(one) for one in group)


def _option(experiment: Experiment) -> Block:
    return option(experiment.name, experiment.name, experiment.title)
