"""Until when a ticket is put off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.records.hours import office_day
from bot.records.values import Snooze
from bot.records.workspaces import Setup

_FIXED: dict[str, timedelta] = {"quarter": timedelta(minutes=15), "hour": timedelta(hours=1)}
_ALWAYS_OPEN = "00:00"
_MORNING = time(8)


def until(length: Snooze, setup: Setup, now: datetime) -> datetime:
    """The end of a snooze, in UTC. The morning begins with the office hours, at eight where there are none; while hours
    go on after midnight, with those of the same date."""
    if length in _FIXED:
        return now + _FIXED[length]
    opens = _MORNING if setup.opens in ("", _ALWAYS_OPEN) else time.fromisoformat(setup.opens)
    zone = _zone(setup.timezone)
    today = office_day(now, replace(setup, timezone=zone.key))
    return datetime.combine(today + timedelta(days=1), opens, zone).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
