"""The period that is looked at, and the bins of time in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PeriodName = Literal["hour", "today", "all"]
PERIODS: tuple[PeriodName, ...] = get_args(PeriodName)

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_STEPS = (5 * _MINUTE, 15 * _MINUTE, 30 * _MINUTE, _HOUR, 2 * _HOUR, 4 * _HOUR, 12 * _HOUR, _DAY, 7 * _DAY, 28 * _DAY)


@dataclass(frozen=True)
class Period:
    """From `since` (None: from the beginning) until `until`, both with their offset from UTC."""

    name: PeriodName
    since: datetime | None
    until: datetime


@dataclass(frozen=True)
class Bins:
    """`count` bins of `step` seconds; `start` is local time."""

    start: datetime
    step: float
    count: int

    def place(self, at: datetime) -> int | None:
        """The number of the bin that has this moment; None outside them."""
        number = int((at - self.start).total_seconds() // self.step)
        return number if 0 <= number < self.count else None


def period_of(name: str, now: datetime, timezone: str = "UTC") -> Period:
    """The last hour, the day so far in `timezone`, or everything. What is no name of a period is today."""
    zone = _zone(timezone)
    local = now.astimezone(zone)
    if name == "hour":
        return Period("hour", (now - timedelta(hours=1)).astimezone(zone), local)
    if name == "all":
        return Period("all", None, local)
    return Period("today", local.replace(hour=0, minute=0, second=0, microsecond=0), local)


def bins_between(first: datetime, until: datetime, *, most: int = 24) -> Bins:
    """Bins from the one with `first` to the one with `until`, at most `most`, of a length that people count in."""
    local = first.astimezone(until.tzinfo)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    for step in _STEPS:
        start = midnight + timedelta(seconds=(local - midnight).total_seconds() // step * step)
        count = int((until.timestamp() - start.timestamp()) // step) + 1
        if count <= most:
            return Bins(start, step, count)
    return Bins(until - timedelta(seconds=_STEPS[-1] * (most - 1)), _STEPS[-1], most)


def aware(at: datetime) -> datetime:
    """A time from the database: SQLite gives it back without its zone, which is UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
