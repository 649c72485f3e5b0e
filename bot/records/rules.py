"""What a set-up may hold, checked on its JSON before anything is made of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal
from zoneinfo import available_timezones

from bot.records.practicals import practicals
from bot.records.setup import Setup
from bot.words import LANGUAGES

Wrong = Literal[
    "unknown", "channel", "same", "group", "person", "practical", "line", "many", "overlap", "yes_no", "minutes",
    "order", "timezone", "time", "hours", "language",
]  # fmt: skip

MOST_MINUTES = 1_440
_CHANNEL = re.compile(r"[^\s,]{1,80}")
_GROUP = re.compile(r"S[A-Z0-9]{4,20}")
_PERSON = re.compile(r"[UW][A-Z0-9]{4,20}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_MIDNIGHT = "24:00"


@dataclass(frozen=True)
class Problem:
    """A value that can't be used: the field of `Setup` it is in, what is wrong, the value, and the valid ones."""

    field: str
    wrong: Wrong
    value: str
    valid: str = ""


def problems(wire: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a set-up, of which fields may be missing. The schedule is checked where it is read."""
    found = [problem for name, value in wire.items() for problem in _of_field(name, value)]
    return found or list(_together(Setup.from_dict(wire)))


def _of_field(name: str, value: Any) -> Iterator[Problem]:
    if name not in Setup.__dataclass_fields__:
        yield Problem(name, "unknown", name, ", ".join(field.name for field in fields(Setup)))
    elif name == "leads":
        yield from _leads(value)
    elif name == "language" and value not in list(LANGUAGES):
        yield Problem(name, "language", str(value), ", ".join(LANGUAGES))
    elif name == "practicals_channels":
        yield from _each(name, "channel", value, _matches(_CHANNEL))
    elif name in _ALLOWED:
        wrong, is_allowed = _ALLOWED[name]
        if not is_allowed(value):
            yield Problem(name, wrong, str(value))


def _leads(leads: Any) -> Iterator[Problem]:
    if not isinstance(leads, Mapping):
        yield Problem("leads", "person", str(leads))
        return
    for practical, people in leads.items():
        if practical and practical not in practicals():
            yield Problem("leads", "practical", practical, "; ".join(practicals()))
        yield from _each("leads", "person", people, _matches(_PERSON))


def _each(name: str, wrong: Wrong, values: Any, is_allowed: Callable[[Any], bool]) -> Iterator[Problem]:
    """A list whose values are all allowed."""
    for value in values if isinstance(values, list | tuple) else [[values]]:
        if not is_allowed(value):
            yield Problem(name, wrong, str(value))


def _together(setup: Setup) -> Iterator[Problem]:
    """What each value allows, and the other does not."""
    if setup.opens == setup.closes:
        yield Problem("closes", "hours", setup.closes)
    if setup.tutors_channel in setup.practicals_channels:
        yield Problem("tutors_channel", "same", setup.tutors_channel)
    reminded = max(setup.unclaimed_minutes, setup.unanswered_minutes)
    if setup.escalate_minutes <= reminded:
        yield Problem("escalate_minutes", "order", str(setup.escalate_minutes), str(reminded))


def _matches(pattern: re.Pattern[str], *, empty: bool = False) -> Callable[[Any], bool]:
    def is_allowed(value: Any) -> bool:
        return isinstance(value, str) and ((empty and not value) or pattern.fullmatch(value) is not None)

    return is_allowed


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def _is_minutes(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_MINUTES


_ALLOWED: dict[str, tuple[Wrong, Callable[[Any], bool]]] = {
    "tutors_channel": ("channel", _matches(_CHANNEL, empty=True)),
    "tutors_group": ("group", _matches(_GROUP, empty=True)),
    "quiet": ("yes_no", _is_bool),
    "fold": ("yes_no", _is_bool),
    "unclaimed_minutes": ("minutes", _is_minutes),
    "unanswered_minutes": ("minutes", _is_minutes),
    "escalate_minutes": ("minutes", _is_minutes),
    "timezone": ("timezone", lambda value: isinstance(value, str) and value in available_timezones()),
    "opens": ("time", _matches(_TIME)),
    "closes": ("time", lambda value: value == _MIDNIGHT or _matches(_TIME)(value)),
}
