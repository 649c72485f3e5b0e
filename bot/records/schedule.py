"""The schedule as people write it, a line for each slot: `2026-08-22 09:00-12:00 Transformers & Attention`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.records.practicals import find_practical, practicals
from bot.records.rules import Problem
from bot.records.setup import Slot

MOST_SLOTS = 40
"""They fit into the form's text box, of 3,000 characters."""

_LINE = re.compile(r"(\d{4}-\d{2}-\d{2})\s+(\d{1,2}:\d{2})\s*[-\u2013\u2014]\s*(\d{1,2}:\d{2})\s+(\S.*)")


def read_schedule(lines: Sequence[str], timezone: str) -> tuple[list[Slot], list[Problem]]:
    """The slots of the lines, whose times are in `timezone`, in the order of time; and what is wrong with the lines."""
    read = [_read(line.strip(), timezone) for line in lines if line.strip()]
    slots = [one for one in read if isinstance(one, Slot)]
    problems = [one for one in read if isinstance(one, Problem)]
    if len(slots) > MOST_SLOTS:
        problems.append(Problem("schedule", "many", str(len(slots)), str(MOST_SLOTS)))
    slots.sort(key=lambda slot: datetime.fromisoformat(slot.start))
    return slots, problems or list(_overlaps(slots))


def written_schedule(slots: Sequence[Slot], timezone: str) -> str:
    """The lines that `read_schedule` reads."""
    return "\n".join(_written(slot, ZoneInfo(timezone)) for slot in slots)


def _read(line: str, timezone: str) -> Slot | Problem:
    match = _LINE.fullmatch(line)
    if match is None:
        return Problem("schedule", "line", line)
    day, opens, closes, name = match.groups()
    practical = find_practical(name)
    if not practical:
        return Problem("schedule", "practical", name, "; ".join(practicals()))
    start, end = _moment(day, opens, timezone), _moment(day, closes, timezone)
    if start is None or end is None or start >= end:
        return Problem("schedule", "line", line)
    return Slot(practical, start.isoformat(), end.isoformat())


def _moment(day: str, clock: str, timezone: str) -> datetime | None:
    """None for a day or a time that there is not; 24:00 is the end of the day."""
    midnight = clock == "24:00"
    try:
        moment = datetime.strptime(f"{day} {'00:00' if midnight else clock}", "%Y-%m-%d %H:%M")
    except ValueError:
        return None
    return (moment + timedelta(days=midnight)).replace(tzinfo=ZoneInfo(timezone))


def _overlaps(slots: Sequence[Slot]) -> Iterator[Problem]:
    for earlier, later in zip(slots, slots[1:], strict=False):
        if datetime.fromisoformat(later.start) < datetime.fromisoformat(earlier.end):
            yield Problem("schedule", "overlap", later.practical, earlier.practical)


def _written(slot: Slot, zone: ZoneInfo) -> str:
    start, end = (datetime.fromisoformat(moment).astimezone(zone) for moment in (slot.start, slot.end))
    closes = "24:00" if end.date() > start.date() else f"{end:%H:%M}"
    return f"{start:%Y-%m-%d %H:%M}\u2013{closes} {slot.practical}"
