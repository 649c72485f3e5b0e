"""Office hours, against minutes that were counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.records.hours import is_open, office_minutes
from bot.records.setup import Setup

DAY = Setup(timezone="Africa/Lagos", opens="09:00", closes="17:00")
"""Open from 08:00 to 16:00 UTC: Lagos is an hour ahead, all year."""


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
