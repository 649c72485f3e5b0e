"""Office hours, against minutes that were counted by hand, and one by one."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest

from bot.records.hours import is_open, office_day, office_minutes
from bot.records.setup import Setup

DAY = Setup(timezone="Africa/Lagos", opens="09:00", closes="17:00")
"""Open from 08:00 to 16:00 UTC: Lagos is an hour ahead, all year."""


NIGHT = Setup(timezone="Africa/Lagos", opens="18:00", closes="02:00")
"""Open from 17:00 to 01:00 UTC."""
MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [
        ("2026-08-22 09:00", "2026-08-22 09:07", 7),
        ("2026-08-22 07:50", "2026-08-22 08:10", 10),
        ("2026-08-22 15:50", "2026-08-22 16:30", 10),
        ("2026-08-22 17:00", "2026-08-22 23:00", 0),
        ("2026-08-22 15:50", "2026-08-23 08:05", 15),
        ("2026-08-21 15:00", "2026-08-24 09:00", 60 + 2 * 480 + 60),
        ("2026-08-22 23:30", "2026-08-22 23:40", 0),
        ("2026-08-22 10:00", "2026-08-22 10:00", 0),
        ("2026-08-22 10:10", "2026-08-22 10:00", 0),
    ],
    ids=["within", "before", "after", "evening", "over night", "over a weekend", "next day there", "none", "backwards"],
)
def test_minutes_within_office_hours(since: str, until: str, minutes: float) -> None:
    assert office_minutes(at(since), at(until), DAY) == pytest.approx(minutes)


def test_around_the_clock_every_minute_counts() -> None:
    assert office_minutes(at("2026-08-22 22:00"), at("2026-08-24 01:00"), Setup()) == pytest.approx(27 * 60)
    assert is_open(at("2026-08-22 23:59"), Setup())


def test_clocks_that_are_put_forward_or_back() -> None:
    """Paris went from 02:00 to 03:00 on 29 March 2026, and goes from 03:00 to 02:00 on 25 October 2026."""
    always = Setup(timezone="Europe/Paris")
    assert office_minutes(at("2026-03-28 23:00"), at("2026-03-29 22:00"), always) == pytest.approx(23 * 60)
    assert office_minutes(at("2026-10-24 22:00"), at("2026-10-25 23:00"), always) == pytest.approx(25 * 60)
    night = Setup(timezone="Europe/Paris", opens="01:00", closes="04:00")
    assert office_minutes(at("2026-03-28 12:00"), at("2026-03-29 12:00"), night) == pytest.approx(2 * 60)
    assert office_minutes(at("2026-10-24 12:00"), at("2026-10-25 12:00"), night) == pytest.approx(4 * 60)


def test_hours_that_are_none() -> None:
    never = Setup(opens="09:00", closes="09:00")
    assert office_minutes(at("2026-08-22 00:00"), at("2026-08-25 00:00"), never) == 0
    assert not is_open(at("2026-08-22 09:00"), never)


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("2026-08-22 07:59", False),
        ("2026-08-22 08:00", True),
        ("2026-08-22 15:59", True),
        ("2026-08-22 16:00", False),
    ],
)
def test_open_from_the_first_minute_to_before_the_last(moment: str, opened: bool) -> None:
    assert is_open(at(moment), DAY) is opened


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [
        ("2026-08-22 22:50", "2026-08-22 23:20", 30),
        ("2026-08-22 00:50", "2026-08-22 01:30", 10),
        ("2026-08-22 16:50", "2026-08-22 17:20", 20),
        ("2026-08-22 01:00", "2026-08-22 17:00", 0),
        ("2026-08-22 00:00", "2026-08-23 00:00", 480),
        ("2026-08-22 00:30", "2026-08-22 17:15", 45),
        ("2026-08-22 17:00", "2026-08-25 01:00", 3 * 480),
    ],
    ids=["over midnight", "end", "start", "closed", "a day", "end and start", "three nights"],
)
def test_minutes_in_hours_that_go_on_after_midnight(since: str, until: str, minutes: float) -> None:
    assert office_minutes(at(since), at(until), NIGHT) == pytest.approx(minutes)


@pytest.mark.parametrize(
    ("moment", "day", "opened"),
    [
        ("2026-08-22 16:59", 22, False),
        ("2026-08-22 17:00", 22, True),
        ("2026-08-22 23:30", 22, True),
        ("2026-08-23 00:59", 22, True),
        ("2026-08-23 01:00", 23, False),
    ],
)
def test_a_night_belongs_to_the_day_on_which_it_began(moment: str, day: int, opened: bool) -> None:
    assert is_open(at(moment), NIGHT) is opened
    assert office_day(at(moment), NIGHT).day == day


@pytest.mark.parametrize(
    ("opens", "closes", "forward", "back"),
    [
        ("18:00", "02:00", 8, 8),
        ("18:00", "04:00", 9, 11),
        ("02:30", "04:00", 1, 2.5),
        ("01:00", "02:30", 1, 1.5),
        ("02:15", "02:45", 0, 0.5),
        ("03:00", "02:30", 23, 23.5),
    ],
)
def test_nights_on_which_the_clocks_change(opens: str, closes: str, forward: float, back: float) -> None:
    """In Paris, from one noon to the next. A time that is left out is passed over, and of one that comes twice
    the first is meant."""
    setup = Setup(timezone="Europe/Paris", opens=opens, closes=closes)
    march = office_minutes(at("2026-03-28 11:00"), at("2026-03-29 10:00"), setup)
    october = office_minutes(at("2026-10-24 10:00"), at("2026-10-25 11:00"), setup)
    assert (march / 60, october / 60) == pytest.approx((forward, back))


def counted(since: datetime, until: datetime, setup: Setup) -> int:
    """The minutes in which the office is open, one by one: by the latest time that the clocks have shown so far, so
    that an hour that comes again changes nothing."""
    zone, early = ZoneInfo(setup.timezone), since - timedelta(days=2)
    minutes = [early + MINUTE * passed for passed in range((until - early) // MINUTE)]
    latest = accumulate((one.astimezone(zone).replace(tzinfo=None) for one in minutes), max)
    return sum(one >= since and holds(f"{shown:%H:%M}", setup) for one, shown in zip(minutes, latest, strict=True))


def holds(clock: str, setup: Setup) -> bool:
    if setup.opens <= setup.closes:
        return setup.opens <= clock < setup.closes
    return clock >= setup.opens or clock < setup.closes


CHANGES = [
    ("Africa/Lagos", "2026-06-15"),
    ("Africa/Cairo", "2026-04-23"),
    ("Africa/Cairo", "2026-10-29"),
    ("Africa/Casablanca", "2026-02-14"),
    ("Europe/Paris", "2026-03-28"),
    ("Europe/Paris", "2026-10-24"),
    ("Australia/Lord_Howe", "2026-04-04"),
    ("America/Havana", "2026-11-01"),
]
"""A place, and a day close to which its clocks change; in Lagos they never do."""


@pytest.mark.parametrize(("timezone", "near"), CHANGES)
def test_any_hours_are_the_minutes_counted_one_by_one(timezone: str, near: str) -> None:
    dice = random.Random(timezone + near)
    for _ in range(25):
        opens, closes = (f"{dice.randrange(24):02}:{dice.choice((0, 15, 30, 59)):02}" for _ in range(2))
        setup = Setup(timezone=timezone, opens=opens, closes=dice.choice((closes, closes, "24:00")))
        since = at(f"{near} 00:00") + MINUTE * dice.randrange(-1_440, 2_880)
        until = since + MINUTE * dice.randrange(2_880)
        told = (setup.opens, setup.closes, since, until)
        assert office_minutes(since, until, setup) == counted(since, until, setup), told
        assert is_open(since, setup) is bool(counted(since, since + MINUTE, setup)), told
