"""Until when a ticket is put off."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.records.values import Snooze
from bot.records.workspaces import Setup

_FIXED: dict[str, timedelta] = {"quarter": timedelta(minutes=15), "hour": timedelta(hours=1)}
_ALWAYS_OPEN = "00:00"
_MORNING = time(8)


def until(length: Snooze, setup: Setup, now: datetime) -> datetime:
    """The end of a snooze, in UTC. The morning begins with the office hours, at eight where there are none."""
    if length in _FIXED:
        return now + _FIXED[length]
    opens = _MORNING if setup.opens in ("", _ALWAYS_OPEN) else time.fromisoformat(setup.opens)
    here = now.astimezone(_zone(setup.timezone))
    return datetime.combine(here.date() + timedelta(days=1), opens, here.tzinfo).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
