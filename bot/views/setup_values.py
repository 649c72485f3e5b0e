"""What an admin wrote into a form of the set-up: the changes, or what is wrong at which field."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from bot.records.rules import Problem, problems
from bot.records.schedule import read_schedule
from bot.views.forms.fields import View, is_ticked, read, read_several
from bot.views.setup_forms import BY_CHANNEL, lead_fields
from bot.words import words_in
from bot.words.values import SetupWords

Changes = dict[str, Any]
_FIRST_FIELD = {"leads": "leads_0"}
"""Slack takes an error only for a field that the form has."""


def read_setup_form(view: View) -> tuple[Changes, dict[str, str]]:
    """The fields of the set-up as JSON, and a sentence for each field of the form that can't be used."""
    told = json.loads(view["private_metadata"])
    changes, wrong = _READERS[told["form"]](view)
    wrong = wrong or problems(changes)
    sentences = problem_sentences(wrong, words_in(told["language"]).setup)
    return changes, {_FIRST_FIELD.get(name, name): sentence for name, sentence in sentences.items()}


def problem_sentences(wrong: Sequence[Problem], words: SetupWords) -> dict[str, str]:
    """One sentence a field, for the first thing that is wrong there."""
    sentences: dict[str, str] = {}
    for problem in wrong:
        text = words.wrong[problem.wrong].format(value=problem.value, valid=problem.valid)
        sentences.setdefault(problem.field, text)
    return sentences


def _channels(view: View) -> tuple[Changes, list[Problem]]:
    changes: Changes = {
        "practicals_channels": read_several(view, "practicals_channels"),
        "tutors_channel": read(view, "tutors_channel"),
    }
    chosen = {name: read(view, name) for name in ("language", "tutors_group")}
    offered = {name: "" if value == BY_CHANNEL else value for name, value in chosen.items() if value}
    return {**changes, **offered}, []


def _leads(view: View) -> tuple[Changes, list[Problem]]:
    chosen = {practical: read_several(view, name) for name, practical in lead_fields().items()}
    return {"leads": {practical: users for practical, users in chosen.items() if users}}, []


def _schedule(view: View) -> tuple[Changes, list[Problem]]:
    timezone = read(view, "timezone").strip()
    closes = read(view, "closes") or "24:00"
    hours: Changes = {
        "timezone": timezone,
        "opens": read(view, "opens") or "00:00",
        "closes": "24:00" if closes == "00:00" else closes,
    }
    wrong = problems(hours)
    if wrong:
        return hours, wrong
    slots, wrong = read_schedule(read(view, "schedule").splitlines(), timezone)
    return {**hours, "schedule": [asdict(slot) for slot in slots]}, wrong


def _behaviour(view: View) -> tuple[Changes, list[Problem]]:
    names = ("unclaimed_minutes", "unanswered_minutes", "escalate_minutes")
    changes: Changes = {name: _number(read(view, name)) for name in names}
    return {**changes, **{name: is_ticked(view, name) for name in ("fold", "quiet")}}, []


def _number(text: str) -> int | str:
    return int(text) if text.isdecimal() else text


_READERS: dict[str, Callable[[View], tuple[Changes, list[Problem]]]] = {
    "channels": _channels,
    "leads": _leads,
    "schedule": _schedule,
    "behaviour": _behaviour,
}
