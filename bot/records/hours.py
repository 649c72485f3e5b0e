"""Office hours: when tutors are there, and how many minutes of that time somebody has waited.

Hours that end before they start go on after midnight, and belong to the day on which they started.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.records.setup import Setup

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


def is_open(at: datetime, setup: Setup) -> bool:
    """Whether `at` is within office hours."""
    start, end = _hours(office_day(at, setup), setup)
    return start <= at < end


def office_day(at: datetime, setup: Setup) -> date:
    """The day to which `at` belongs: the one before while its hours still go on."""
    today = at.astimezone(ZoneInfo(setup.timezone)).date()
    _, end = _hours(today - _DAY, setup)
    return today - _DAY if at < end else today


def office_minutes(since: datetime, until: datetime, setup: Setup) -> float:
    """The minutes between two moments that lie within office hours; every day of the week counts."""
    start, end = since.astimezone(UTC), until.astimezone(UTC)
    day, last = office_day(start, setup), office_day(end, setup)
    open_time = timedelta()
    while day <= last:
        opens, closes = _hours(day, setup)
        open_time += max(min(end, closes) - max(start, opens), timedelta())
        day += _DAY
    return open_time / _MINUTE


def _hours(day: date, setup: Setup) -> tuple[datetime, datetime]:
    """When a day's office hours start and end, in UTC."""
    zone, last = ZoneInfo(setup.timezone), day + _DAY if setup.closes < setup.opens else day
    return _moment(day, setup.opens, zone), _moment(last, setup.closes, zone)


def _moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """The first moment, in UTC, at which the clocks show a time or a later one: where they are put forward a time can
    be left out, where they are put back it comes twice."""
    hour, minute = (int(part) for part in clock.split(":"))
    wanted = datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute)
    early, late = sorted(wanted.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    moments = (early + _MINUTE * passed for passed in range((late - early) // _MINUTE + 1))
    return next(at for at in moments if at.astimezone(zone).replace(tzinfo=None) >= wanted)
