"""Steps go back and forth between periods of one kind, and never beyond the running one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleaptui.gleap.periods import NAMES, resolve
from gleaptui.gleap.stepping import step
from tests.gleap.test_periods import MOMENTS, NOON, PARIS, RUNNING, ZONES


def walk(name: str, *steps: int, now: datetime = NOON, home: str = "") -> list[str]:
    """The names on the way."""
    period, names = resolve(name, now, PARIS), []
    for by in steps:
        period = step(period, by, now, home)
        names.append(period.name)
    return names


@pytest.mark.parametrize(
    ("name", "back"),
    [
        ("today", ["yesterday", "2026-09-14..2026-09-14", "2026-09-13..2026-09-13"]),
        ("yesterday", ["2026-09-14..2026-09-14", "2026-09-13..2026-09-13", "2026-09-12..2026-09-12"]),
        ("7d", ["2026-09-03..2026-09-09", "2026-08-27..2026-09-02", "2026-08-20..2026-08-26"]),
        ("30d", ["2026-07-19..2026-08-17", "2026-06-19..2026-07-18", "2026-05-20..2026-06-18"]),
        ("this-week", ["last-week", "2026-08-31..2026-09-06", "2026-08-24..2026-08-30"]),
        ("this-month", ["last-month", "2026-07-01..2026-07-31", "2026-06-01..2026-06-30"]),
        ("2026-09-01..2026-09-03", ["2026-08-29..2026-08-31", "2026-08-26..2026-08-28", "2026-08-23..2026-08-25"]),
        ("2026-03-01..2026-03-31", ["2026-02-01..2026-02-28", "2026-01-01..2026-01-31", "2025-12-01..2025-12-31"]),
    ],
)
def test_steps_back_are_whole_periods_of_the_same_kind(name: str, back: list[str]) -> None:
    assert walk(name, -1, -1, -1) == back


@pytest.mark.parametrize("name", RUNNING)
def test_stepping_forward_again_comes_back_to_the_running_period_by_its_name_and_stays(name: str) -> None:
    assert walk(name, -1, -1, 1, 1, 1, 5)[-3:] == [name, name, name]


def test_a_step_forward_from_days_of_ones_own_ends_today_at_the_latest() -> None:
    assert walk("2026-09-08..2026-09-11", 1, 1) == ["2026-09-12..2026-09-15", "2026-09-13..2026-09-16"]
    assert walk("2026-09-13..2026-09-16", 1) == ["2026-09-13..2026-09-16"]
    assert walk("2026-12-01..2026-12-05", 1) == ["2026-12-01..2026-12-05"]


def test_days_that_fit_two_names_come_back_as_the_one_that_was_left() -> None:
    sunday = datetime(2026, 9, 20, 12, tzinfo=UTC)
    assert walk("7d", -1, 1, now=sunday, home="7d") == ["2026-09-07..2026-09-13", "7d"]
    assert walk("this-week", -1, 1, now=sunday, home="this-week") == ["last-week", "this-week"]
    custom = "2026-09-10..2026-09-20"
    assert walk(custom, -1, 1, home=custom)[-1] == custom


def test_a_walk_that_midnight_overtakes_ends_in_the_running_period() -> None:
    thursday = NOON + timedelta(days=1)
    assert walk("2026-09-03..2026-09-09", 1, 1, 1, now=thursday, home="7d") == ["2026-09-10..2026-09-16", "7d", "7d"]
    assert walk("today", -1, now=thursday, home="today") == ["yesterday"]


@pytest.mark.parametrize("name", ["2000-01-01..2000-01-10", "2000-01-01..2000-01-31"])
def test_there_is_no_step_out_of_the_calendar(name: str) -> None:
    assert walk(name, -1, -2_000, -10_000_000) == [name, name, name]


@given(st.sampled_from(RUNNING), MOMENTS, st.sampled_from(ZONES), st.lists(st.integers(-4, 4), max_size=8))
def test_however_one_walks_names_mean_the_days_shown_and_as_many_steps_forward_lead_home(
    name: str, now: datetime, zone: str, steps: list[int]
) -> None:
    period, away = resolve(name, now, zone), 0
    for by in steps:
        period = step(period, by, now, home=name)
        away = max(0, away - by)
        assert resolve(period.name, now, zone) == period
        assert period.start <= now
        assert (period.name == name) == (away == 0)
        assert (period.name in NAMES) or away > 0
    assert step(period, away, now, home=name) == resolve(name, now, zone)


@given(st.sampled_from(RUNNING), MOMENTS, st.sampled_from(ZONES), st.integers(1, 24))
def test_periods_on_the_way_lie_side_by_side(name: str, now: datetime, zone: str, away: int) -> None:
    here = step(resolve(name, now, zone), -away, now, home=name)
    before = step(here, -1, now, home=name)
    assert before.last + timedelta(days=1) == here.first
    assert step(before, 1, now, home=name) == here


@given(st.dates(date(2001, 1, 1), date(2030, 1, 1)), st.integers(0, 400), st.integers(-3, 3))
def test_a_step_of_any_days_never_ends_after_today_unless_it_did_before(first: date, days: int, by: int) -> None:
    period = resolve(f"{first}..{first + timedelta(days=days)}", NOON, PARIS)
    found = step(period, by, NOON)
    assert found.last <= max(date(2026, 9, 16), period.last)
    assert resolve(found.name, NOON, PARIS) == found
