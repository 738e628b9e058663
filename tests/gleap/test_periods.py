"""Periods are whole calendar days of a zone, sent as the instants of their first and last millisecond; a running one is
compared with the same part of the one before."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleaptui.gleap.periods import NAMES, Period, PeriodError, compared, growing, partial, resolve, same_part
from gleaptui.gleap.query import instant

PARIS = "Europe/Paris"
NOON = datetime(2026, 9, 16, 12, 5, tzinfo=UTC)
"""A Wednesday, 14:05 in Paris."""
RUNNING = ("today", "7d", "30d", "this-week", "this-month")
ZONES = [
    PARIS,
    "UTC",
    "America/New_York",
    "America/Santiago",
    "America/Nuuk",
    "Asia/Kolkata",
    "Asia/Beirut",
    "Pacific/Kiritimati",
    "Australia/Lord_Howe",
]
MOMENTS = st.datetimes(datetime(2012, 1, 3), datetime(2037, 12, 1), timezones=st.just(UTC))


def paris(text: str) -> datetime:
    """The instant of a local time in Paris."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(PARIS)).astimezone(UTC)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", date(2026, 9, 16), date(2026, 9, 16)),
        ("yesterday", date(2026, 9, 15), date(2026, 9, 15)),
        ("7d", date(2026, 9, 10), date(2026, 9, 16)),
        ("30d", date(2026, 8, 18), date(2026, 9, 16)),
        ("this-week", date(2026, 9, 14), date(2026, 9, 16)),
        ("last-week", date(2026, 9, 7), date(2026, 9, 13)),
        ("this-month", date(2026, 9, 1), date(2026, 9, 16)),
        ("last-month", date(2026, 8, 1), date(2026, 8, 31)),
        ("2026-09-01..2026-09-14", date(2026, 9, 1), date(2026, 9, 14)),
    ],
)
def test_names_become_days(name: str, first: date, last: date) -> None:
    period = resolve(name, NOON, PARIS)
    assert (period.name, period.first, period.last) == (name, first, last)


def test_the_day_is_that_of_the_zone_and_not_of_utc() -> None:
    late = datetime(2026, 9, 16, 22, 30, tzinfo=UTC)
    assert resolve("today", late, PARIS).first == date(2026, 9, 17)
    assert resolve("today", late, "America/New_York").first == date(2026, 9, 16)


def test_a_week_begins_on_monday_and_a_month_on_its_first_at_midnight_of_the_zone() -> None:
    sunday_night, monday = paris("2026-09-20T23:59:59"), paris("2026-09-21T00:00")
    assert resolve("this-week", sunday_night, PARIS).days == 7
    assert resolve("this-week", monday, PARIS).days == 1
    assert resolve("last-week", monday, PARIS).first == date(2026, 9, 14)
    assert resolve("this-month", paris("2027-01-01T00:00"), PARIS).first == date(2027, 1, 1)
    assert resolve("last-month", paris("2027-01-01T00:00"), PARIS).first == date(2026, 12, 1)


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


@given(st.sampled_from(NAMES), MOMENTS, st.sampled_from(ZONES))
def test_the_period_before_ends_right_before(name: str, now: datetime, zone: str) -> None:
    period = resolve(name, now, zone)
    before = period.previous()
    assert before.end + timedelta(milliseconds=1) == period.start
    assert period.start < period.end
    assert partial(period, now) == (name in RUNNING)
    assert len(period.dates) == period.days
    assert period.key != before.key
    if "month" in name:
        assert before.first.day == 1
        assert before.last.month == before.first.month
    else:
        assert before.days == (7 if "week" in name else period.days)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("this-month", date(2026, 8, 1), date(2026, 8, 31)),
        ("last-month", date(2026, 7, 1), date(2026, 7, 31)),
        ("2026-03-01..2026-03-31", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-03-01..2026-03-30", date(2026, 1, 30), date(2026, 2, 28)),
        ("this-week", date(2026, 9, 7), date(2026, 9, 13)),
        ("2026-09-10..2026-09-16", date(2026, 9, 3), date(2026, 9, 9)),
    ],
)
def test_before_a_month_lies_a_month_and_before_other_days_as_many(name: str, first: date, last: date) -> None:
    before = resolve(name, NOON, PARIS).previous()
    assert (before.first, before.last) == (first, last)


@pytest.mark.parametrize(
    "name", ["soon", "", "..", "2026-09-14..2026-09-01", "2026-13-01..2026-13-02", "1d", "0001-01-01..9999-12-31"]
)
def test_what_is_no_period_is_refused_with_an_example_or_a_reason(name: str) -> None:
    with pytest.raises(PeriodError, match=r"period|ends before|too long"):
        resolve(name, NOON, PARIS)


@pytest.mark.parametrize(
    ("name", "label", "days"),
    [
        ("7d", "last 7 days", "Thu 10 – Wed 16 Sep"),
        ("30d", "last 30 days", "Tue 18 Aug – Wed 16 Sep"),
        ("today", "today", "Wed 16 Sep"),
        ("2026-09-01..2026-09-14", "1 Sep – 14 Sep 2026", "Tue 1 – Mon 14 Sep"),
        ("2025-12-30..2026-01-02", "30 Dec 2025 – 2 Jan 2026", "Tue 30 Dec 2025 – Fri 2 Jan 2026"),
        ("2026-09-01..2026-09-01", "1 Sep 2026", "Tue 1 Sep"),
    ],
)
def test_a_period_is_named_for_people_and_its_days_are_written_out(name: str, label: str, days: str) -> None:
    period = resolve(name, NOON, PARIS)
    assert (period.label, period.written_days) == (label, days)


# The same part of the period before


@pytest.mark.parametrize(
    ("name", "now", "start", "end", "label"),
    [
        ("today", "2026-09-16T14:07", "2026-09-15T00:00", "2026-09-15T14:05", "yesterday until 14:05"),
        ("7d", "2026-09-16T14:07", "2026-09-03T00:00", "2026-09-09T14:00", "3 Sep – 9 Sep 2026 until 14:00"),
        ("this-week", "2026-09-15T09:59", "2026-09-07T00:00", "2026-09-08T09:55", "last week until Tue 09:55"),
        ("this-week", "2026-09-16T14:19", "2026-09-07T00:00", "2026-09-09T14:15", "last week until Wed 14:15"),
        ("this-month", "2026-09-16T14:07", "2026-08-01T00:00", "2026-08-16T14:00", "last month until 16 Aug, 14:00"),
        ("2026-09-14..2026-09-18", "2026-09-16T08:45", "2026-09-09T00:00", "2026-09-11T08:45", "until 08:45"),
        # A day that the month before does not have.
        ("this-month", "2026-03-30T10:00", "2026-02-01T00:00", "2026-03-01T00:00", "last month"),
        # At midnight nothing of the day has passed: whole days are left.
        ("7d", "2026-09-16T00:03", "2026-09-03T00:00", "2026-09-09T00:00", "3 Sep – 8 Sep 2026"),
        # The clock goes forward on the day before: 02:00 to 03:00 is not there.
        ("today", "2026-03-30T02:30", "2026-03-29T00:00", "2026-03-29T03:00", "yesterday until 03:00"),
        ("today", "2026-03-30T14:05", "2026-03-29T00:00", "2026-03-29T14:05", "yesterday until 14:05"),
        # And back.
        ("today", "2026-10-26T14:05", "2026-10-25T00:00", "2026-10-25T14:05", "yesterday until 14:05"),
        ("today", "2026-10-25T14:05", "2026-10-24T00:00", "2026-10-24T14:05", "yesterday until 14:05"),
    ],
)
def test_a_running_period_goes_with_the_same_part_of_the_one_before(
    name: str, now: str, start: str, end: str, label: str
) -> None:
    moment = paris(now)
    part = same_part(resolve(name, moment, PARIS), moment)
    assert part is not None
    assert part.start == paris(start)
    assert part.end + timedelta(milliseconds=1) == paris(end)
    assert part.label.endswith(label)


def test_a_time_that_came_twice_is_the_first_of_both() -> None:
    now = paris("2026-10-26T02:30")
    part = same_part(resolve("today", now, PARIS), now)
    assert part is not None
    assert part.end - part.start < timedelta(hours=2, minutes=30)


def test_a_period_that_has_only_just_begun_is_compared_with_nothing() -> None:
    now = paris("2026-09-16T00:04:59")
    for name in ("today", "2026-09-16..2026-09-18"):
        assert compared(resolve(name, now, PARIS), now) is None


def test_a_period_that_has_not_begun_is_compared_with_nothing() -> None:
    assert compared(resolve("2026-10-01..2026-10-02", NOON, PARIS), NOON) is None


def test_a_period_that_is_over_is_compared_with_the_whole_one_before() -> None:
    for name in ("yesterday", "last-week", "last-month", "2026-09-01..2026-09-10"):
        period = resolve(name, NOON, PARIS)
        assert compared(period, NOON) == period.previous()


@given(st.sampled_from(RUNNING), MOMENTS, st.sampled_from(ZONES))
def test_the_same_part_lies_within_the_period_before_and_ends_at_most_a_step_before_this_time_of_day(
    name: str, now: datetime, zone: str
) -> None:
    period = resolve(name, now, zone)
    part, whole = compared(period, now), period.previous()
    local = now.astimezone(ZoneInfo(zone))
    step = 5 if period.days <= 2 else 15 if period.days <= 7 else 60
    if part is None:
        assert period.days == 1
        assert local.hour * 60 + local.minute < max(step, 120), "only midnight may have nothing before it"
        return
    assert part.start == whole.start
    assert part.start < part.end <= whole.end
    assert part.end < now
    assert part.key not in (period.key, whole.key) or part == whole
    if part.until is not None:
        cut = part.until.astimezone(ZoneInfo(zone))
        skipped = cut.utcoffset() != (part.until - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).utcoffset()
        behind = local.hour * 60 + local.minute - cut.hour * 60 - cut.minute
        assert 0 <= behind < step or skipped
        assert cut.minute % step == 0 or skipped


@given(st.sampled_from(RUNNING), MOMENTS, st.sampled_from(ZONES), st.integers(0, 4 * 60))
def test_the_part_stays_the_same_for_a_step_so_that_its_answer_can_be_kept(
    name: str, now: datetime, zone: str, seconds: int
) -> None:
    now = now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0)
    later = now + timedelta(seconds=seconds)
    assert compared(resolve(name, now, zone), now) == compared(resolve(name, later, zone), later)


def test_only_running_periods_are_partial_and_of_these_only_those_grow_that_begin_anew() -> None:
    def which(test: object) -> list[str]:
        assert callable(test)
        return [name for name in NAMES if test(resolve(name, NOON, PARIS), NOON)]

    assert which(partial) == list(RUNNING)
    assert which(growing) == ["today", "this-week", "this-month"]
    assert growing(resolve("2026-09-10..2026-09-20", NOON, PARIS), NOON)
