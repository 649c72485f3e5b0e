"""What an admin wrote into a form of the set-up: the changes, or what is wrong at which field."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot.records.rules import Problem, problems
from bot.records.schedule import read_schedule
from bot.views.setup_forms import BY_CHANNEL, QUIET, lead_fields
from bot.words import words_in
from bot.words.values import SetupWords

Changes = dict[str, Any]
_FIRST_FIELD = {"leads": "leads_0"}
"""Slack takes an error only for a field that the form has."""

State = Mapping[str, Mapping[str, Any]]


def read_setup_form(view: Mapping[str, Any]) -> tuple[Changes, dict[str, str]]:
    """The fields of the set-up as JSON, and a sentence for each field of the form that can't be used."""
    told = json.loads(view["private_metadata"])
    state = {block: next(iter(fields.values())) for block, fields in view["state"]["values"].items()}
    changes, wrong = _READERS[told["form"]](state)
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


def _channels(state: State) -> tuple[Changes, list[Problem]]:
    changes: Changes = {
        "practicals_channels": state["practicals_channels"].get("selected_conversations") or [],
        "tutors_channel": state["tutors_channel"].get("selected_conversation") or "",
    }
    offered = [name for name in ("language", "tutors_group") if name in state]
    chosen = {name: state[name]["selected_option"]["value"] for name in offered}
    return {**changes, **{name: "" if value == BY_CHANNEL else value for name, value in chosen.items()}}, []


def _leads(state: State) -> tuple[Changes, list[Problem]]:
    chosen = {practical: state[name].get("selected_users") or [] for name, practical in lead_fields().items()}
    return {"leads": {practical: users for practical, users in chosen.items() if users}}, []


def _schedule(state: State) -> tuple[Changes, list[Problem]]:
    timezone = (state["timezone"].get("value") or "").strip()
    closes = state["closes"].get("selected_time") or "24:00"
    hours: Changes = {
        "timezone": timezone,
        "opens": state["opens"].get("selected_time") or "00:00",
        "closes": "24:00" if closes == "00:00" else closes,
    }
    wrong = problems(hours)
    if wrong:
        return hours, wrong
    slots, wrong = read_schedule((state["schedule"].get("value") or "").splitlines(), timezone)
    return {**hours, "schedule": [asdict(slot) for slot in slots]}, wrong


def _behaviour(state: State) -> tuple[Changes, list[Problem]]:
    names = ("unclaimed_minutes", "unanswered_minutes", "escalate_minutes")
    changes: Changes = {name: _number(state[name].get("value") or "") for name in names}
    ticked = state["quiet"].get("selected_options") or []
    return {**changes, "quiet": any(option["value"] == QUIET for option in ticked)}, []


def _number(text: str) -> int | str:
    return int(text) if text.isdecimal() else text


_READERS: dict[str, Callable[[State], tuple[Changes, list[Problem]]]] = {
    "channels": _channels,
    "leads": _leads,
    "schedule": _schedule,
    "behaviour": _behaviour,
}
