"""Office hours: when tutors are there, and how many minutes of that time somebody has waited."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.records.setup import Setup

_DAY = timedelta(days=1)


def is_open(at: datetime, setup: Setup) -> bool:
    """Whether `at` is within office hours."""
    start, end = _hours(at.astimezone(ZoneInfo(setup.timezone)).date(), setup)
    return start <= at.astimezone(UTC) < end


def office_minutes(since: datetime, until: datetime, setup: Setup) -> float:
    """The minutes between two moments that lie within office hours; every day of the week counts."""
    start, end = since.astimezone(UTC), until.astimezone(UTC)
    zone = ZoneInfo(setup.timezone)
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    open_time = timedelta()
    while day <= last:
        opens, closes = _hours(day, setup)
        open_time += max(min(end, closes) - max(start, opens), timedelta())
        day += _DAY
    return open_time / timedelta(minutes=1)


def _hours(day: date, setup: Setup) -> tuple[datetime, datetime]:
    """When a day's office hours start and end, in UTC: clocks that are put forward or back are taken into account."""
    return _moment(day, setup.opens, setup.timezone), _moment(day, setup.closes, setup.timezone)


def _moment(day: date, clock: str, timezone: str) -> datetime:
    hour, minute = (int(part) for part in clock.split(":"))
    whole_day = day + _DAY if hour == 24 else day
    local = datetime(whole_day.year, whole_day.month, whole_day.day, hour % 24, minute, tzinfo=ZoneInfo(timezone))
    return local.astimezone(UTC)
