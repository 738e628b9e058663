"""The labels of buckets as dates."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gleaptui.gleap.labels import bucket_starts

FIRST, LAST = date(2026, 9, 10), date(2026, 9, 16)
WEEK = [FIRST + timedelta(days=number) for number in range(7)]
ZONES = ("UTC", "Europe/Paris", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "America/Santiago")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("written_in", ["UTC", "the zone"])
@pytest.mark.parametrize("form", ["seconds", "milliseconds", "digits", "Z", "offset"])
@pytest.mark.parametrize("first", [date(2026, 9, 3), date(2026, 3, 5), date(2026, 10, 22)], ids=str)
def test_stamps_are_days_where_they_begin_days(zone: str, written_in: str, form: str, first: date) -> None:
    """Also over the days on which clocks are changed, one of them at midnight."""
    days = [first + timedelta(days=number) for number in range(7)]
    tz = ZoneInfo(zone if written_in == "the zone" else "UTC")
    moments = [datetime.combine(day, time.min, tz) for day in days]
    seconds = [int(moment.timestamp()) for moment in moments]
    labels: dict[str, list[object]] = {
        "seconds": [*seconds],
        "milliseconds": [stamp * 1000 for stamp in seconds],
        "digits": [str(stamp * 1000) for stamp in seconds],
        "Z": [f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z" for moment in moments],
        "offset": [moment.isoformat() for moment in moments],
    }
    assert bucket_starts(labels[form], days[0], days[-1], zone) == days
    assert bucket_starts(labels[form][::-1], days[0], days[-1], zone) == days[::-1]


def test_stamps_within_days_are_days_of_the_zone() -> None:
    labels = [f"2026-09-{day:02}T23:30:00Z" for day in range(9, 16)]
    assert bucket_starts(labels, FIRST, LAST, "Europe/Paris") == WEEK
    assert bucket_starts(["2026-09-10T00:00:00", "2026-09-11 12:00"], FIRST, LAST, "Asia/Tokyo") == WEEK[:2]


@pytest.mark.parametrize(
    "label",
    ["Sep 14", "14 Sep", "14. Sept.", "Mon, Sep 14", "Monday 14 September", "Mon Sep 14 2026", "2026/9/14", "Sep 14th"],
)
def test_every_known_way_to_write_a_day_is_read(label: str) -> None:
    assert bucket_starts([label], FIRST, LAST, "UTC") == [date(2026, 9, 14)]


@pytest.mark.parametrize(
    "label",
    [
        "",
        "Mon",
        "Week 37",
        "Sep 31",
        "Foo 3",
        "Oct 3",
        "0",
        "12",
        7,
        -5,
        1e18,
        True,
        None,
        [],
        "2026-13-01",
        "99999-1-1",
    ],
)
def test_what_is_no_day_of_the_period_is_none(label: object) -> None:
    assert bucket_starts([label], FIRST, LAST, "UTC") == [None]


@pytest.mark.parametrize("stamp", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", 253402300800000])
def test_a_moment_out_of_all_time_is_none(stamp: object) -> None:
    assert bucket_starts([stamp], FIRST, LAST, "Pacific/Auckland") == [None]


def test_a_label_that_fits_two_years_takes_the_one_among_its_neighbours() -> None:
    first, last = date(2025, 1, 1), date(2026, 12, 31)
    found = bucket_starts(["Jan 1", "Dec 31", "Jan 1"], first, last, "UTC")
    assert found == [date(2026, 1, 1), date(2025, 12, 31), date(2025, 1, 1)]
    months = ["Mar", "Feb", "Jan", "Dec", "Nov", "Oct", "Sep", "Aug", "Jul", "Jun", "May", "Apr", "Mar", "Feb"]
    found = bucket_starts(months, date(2025, 2, 10), date(2026, 3, 5), "UTC")
    assert found[0] == date(2026, 3, 1)
    assert found[-2:] == [date(2025, 3, 1), date(2025, 2, 1)]
    assert bucket_starts(["Sep 3", "Sep 4"], first, last, "UTC") == [None, None]


@given(st.dates(date(2020, 1, 1), date(2028, 1, 1)), st.integers(1, 800), st.booleans(), st.booleans())
@settings(max_examples=60)
def test_all_days_of_a_period_are_told_apart_however_long_it_is(
    first: date, days: int, newest_first: bool, whole: bool
) -> None:
    dates = [first + timedelta(days=number) for number in range(days)]
    shown = dates if whole else dates[1:] or dates
    if newest_first:
        shown = shown[::-1]
    labels = [f"{day:%b} {day.day}" for day in shown]
    found = bucket_starts(labels, dates[0], dates[-1], "UTC")
    assert found == list(shown) or len(shown) < 3
