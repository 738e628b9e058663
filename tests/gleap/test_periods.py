"""Periods are whole calendar days of a zone, sent as the instants of their first and last millisecond."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleaptui.gleap.periods import NAMES, Period, PeriodError, resolve
from gleaptui.gleap.query import instant

PARIS = "Europe/Paris"
NOON = datetime(2026, 9, 16, 12, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", date(2026, 9, 16), date(2026, 9, 16)),
        ("yesterday", date(2026, 9, 15), date(2026, 9, 15)),
        ("7d", date(2026, 9, 10), date(2026, 9, 16)),
        ("30d", date(2026, 8, 18), date(2026, 9, 16)),
        ("2026-09-01..2026-09-14", date(2026, 9, 1), date(2026, 9, 14)),
    ],
)
def test_names_become_days(name: str, first: date, last: date) -> None:
    period = resolve(name, NOON, PARIS)
    assert (period.first, period.last) == (first, last)


def test_the_day_is_that_of_the_zone_and_not_of_utc() -> None:
    late = datetime(2026, 9, 16, 22, 30, tzinfo=UTC)
    assert resolve("today", late, PARIS).first == date(2026, 9, 17)
    assert resolve("today", late, "America/New_York").first == date(2026, 9, 16)


def test_the_instants_go_from_the_first_millisecond_to_the_last() -> None:
    period = resolve("7d", NOON, PARIS)
    assert instant(period.start) == "2026-09-09T22:00:00.000Z"
    assert instant(period.end) == "2026-09-16T21:59:59.999Z"


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 9, 16), 24)])
def test_days_of_a_clock_change_have_23_or_25_hours(day: date, hours: int) -> None:
    period = Period("day", day, day, PARIS)
    assert period.end + timedelta(milliseconds=1) - period.start == timedelta(hours=hours)


def test_a_midnight_that_does_not_exist_is_survived() -> None:
    period = Period("day", date(2026, 9, 6), date(2026, 9, 6), "America/Santiago")
    assert period.end + timedelta(milliseconds=1) - period.start == timedelta(hours=23)


@given(
    st.sampled_from(NAMES),
    st.datetimes(datetime(2001, 1, 3), datetime(2199, 12, 1), timezones=st.just(UTC)),
    st.sampled_from([PARIS, "UTC", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe"]),
)
def test_the_period_before_is_as_long_in_days_and_ends_right_before(name: str, now: datetime, zone: str) -> None:
    period = resolve(name, now, zone)
    before = period.previous()
    assert before.days == period.days
    assert before.end + timedelta(milliseconds=1) == period.start
    assert period.start < period.end
    assert name == "yesterday" or period.includes(now)
    assert len(period.dates) == period.days
    assert period.key != before.key


@pytest.mark.parametrize(
    "name", ["soon", "", "..", "2026-09-14..2026-09-01", "2026-13-01..2026-13-02", "1d", "0001-01-01..9999-12-31"]
)
def test_what_is_no_period_is_refused_with_an_example_or_a_reason(name: str) -> None:
    with pytest.raises(PeriodError, match=r"period|ends before|too long"):
        resolve(name, NOON, PARIS)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("7d", "last 7 days"),
        ("2026-09-01..2026-09-14", "1 Sep – 14 Sep 2026"),
        ("2025-12-30..2026-01-02", "30 Dec 2025 – 2 Jan 2026"),
        ("2026-09-01..2026-09-01", "1 Sep 2026"),
    ],
)
def test_a_period_is_named_for_people(name: str, label: str) -> None:
    assert resolve(name, NOON, PARIS).label == label
