"""The settings file that seeds the set-up of workspaces which nobody has configured in Slack."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.records.practicals import find_practical
from bot.records.rules import Problem, problems
from bot.records.schedule import read_schedule
from bot.records.setup import Setup
from bot.settings import SettingsError
from bot.words import words_in

EVERY = "every practical"


def read_seed(file: Path | None) -> Setup:
    """The set-up in a TOML file; the defaults without a file.

    Raises `SettingsError` with the file, the key, what is wrong with its value, and the valid ones.
    """
    if file is None:
        return Setup()
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as unreadable:
        raise SettingsError(f"TUTOR_SETUP={str(file)!r} can't be read: {unreadable.strerror}.") from None
    except ValueError as broken:
        raise SettingsError(f"TUTOR_SETUP={str(file)!r} is not a TOML file: {broken}.") from None
    wire, wrong = _wire(written)
    wrong = wrong or problems(wire)
    if wrong:
        raise SettingsError(_sentence(file, wrong[0]))
    return Setup.from_dict(wire)


def _wire(written: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """The file's keys as the JSON of a set-up: the practicals by their titles, the schedule's lines as slots."""
    wire = dict(written)
    if isinstance(wire.get("leads"), dict):
        wire["leads"] = {_practical(name): people for name, people in wire["leads"].items()}
    if "schedule" not in wire:
        return wire, []
    lines = wire.pop("schedule")
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        return wire, [Problem("schedule", "line", str(lines))]
    wrong = problems(wire)
    if wrong:
        return wire, wrong
    slots, wrong = read_schedule(lines, wire.get("timezone", "UTC"))
    return {**wire, "schedule": [asdict(slot) for slot in slots]}, wrong


def _practical(name: str) -> str:
    return "" if name == EVERY else find_practical(name) or name


def _sentence(file: Path, problem: Problem) -> str:
    reason = words_in("en").setup.wrong[problem.wrong].format(value=problem.value, valid=problem.valid)
    return f"TUTOR_SETUP={str(file)!r}, {problem.field}: {reason}"
