"""An hour that has not come is neither quiet nor zero."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gleaptui.gleap.models import Heatmap
from gleaptui.gleap.periods import resolve
from gleaptui.widgets.heatgrid import grid
from gleaptui.widgets.heatmeasure import View
from gleaptui.widgets.heatslots import Slots, blanked, slots
from gleaptui.widgets.heatwords import legend, reading
from gleaptui.widgets.staffing import named, staffing
from tests.figures import NOW, ZONE, cells

WEEK = {(day, hour) for day in range(7) for hour in range(24)}


LATER = datetime(2026, 12, 1, tzinfo=UTC)


def at(name: str, moment: datetime = NOW) -> Slots:
    return slots(resolve(name, NOW.astimezone(UTC), ZONE), moment)


def test_the_rest_of_today_has_not_come_within_seven_days() -> None:
    had = at("7d")
    assert had.absent == {(2, hour) for hour in range(15, 24)}
    assert had.running == (2, 14)


def test_of_one_day_the_others_have_not_come() -> None:
    assert at("yesterday").absent == {place for place in WEEK if place[0] != 1}
    assert at("yesterday").running is None
    assert at("today").absent == {place for place in WEEK if place[0] != 2 or place[1] > 14}


@pytest.mark.parametrize("name", ["30d", "last-month", "2025-01-01..2025-12-31"])
def test_in_a_long_period_every_hour_has_come(name: str) -> None:
    assert (at(name).absent, at(name).running) == (frozenset(), None)


def test_how_often_each_hour_has_come_is_counted_also_where_clocks_are_changed() -> None:
    assert {at("7d").often[place] for place in WEEK - at("7d").absent} == {1}
    month = at("2026-03-01..2026-03-31").often
    assert [month[day, 9] for day in range(7)] == [5, 5, 4, 4, 4, 4, 5]
    assert (month[6, 2], month[6, 3]) == (4, 5)
    assert at("2026-10-25..2026-10-25", LATER).often == {(6, hour): 1 + (hour == 2) for hour in range(24)}


@pytest.mark.parametrize("zone", ["Europe/Paris", "Asia/Kolkata", "America/Los_Angeles", "Australia/Lord_Howe"])
def test_weeks_are_counted_as_if_gone_through_hour_by_hour(zone: str) -> None:
    period = resolve("2025-08-09..2026-09-16", NOW.astimezone(UTC), zone)
    begun, local = Counter[tuple[int, int]](), ZoneInfo(zone)
    at = period.start
    while at <= NOW:
        begun[at.astimezone(local).weekday(), at.astimezone(local).hour] += 1
        at += timedelta(hours=1)
    assert slots(period, NOW).often == begun


def test_figures_of_this_morning_say_nothing_about_this_afternoon() -> None:
    assert (2, 12) in at("7d", NOW.replace(hour=9)).absent


def test_the_hour_that_clocks_leave_out_is_absent() -> None:
    assert slots(resolve("2026-03-29..2026-03-29", NOW.astimezone(UTC), ZONE), NOW).absent >= {(6, 2)}
    assert (6, 3) not in slots(resolve("2026-03-29..2026-03-29", NOW.astimezone(UTC), ZONE), NOW).absent


def test_what_has_not_come_is_blank_and_missing_nowhere() -> None:
    had = at("7d")
    heatmap = blanked(Heatmap(cells=cells(2, **{f"d2h{hour}": 0 for hour in range(15, 24)})), had.absent)
    view = View(heatmap, (2, 20), (2, 14), slots=had)
    wednesday = next(line.plain for line in grid(view, 120, 9) if "Wed" in line.plain)
    assert wednesday.split()[1:17] == [*["^2"] * 15, "["]
    assert "30" in wednesday.split(), "the total is whole"
    assert "Wed 20:00 – no such hour so far" in reading(view, 120).plain
    assert "blank: no such hour so far" in legend(view, 120).plain


def test_what_came_in_an_hour_that_should_not_be_stays() -> None:
    heatmap = blanked(Heatmap(cells=cells(0, d2h20=3)), at("7d").absent)
    assert heatmap.cells[2][19:21] == (None, 3)


def test_no_hint_calls_an_hour_quiet_that_is_not_over() -> None:
    had = at("7d")
    quiet = {f"d2h{hour}": 0 for hour in range(14, 24)}
    hint = staffing(blanked(Heatmap(cells=cells(2, d0h3=0, **quiet)), had.absent), had)
    assert hint is not None
    assert named(hint.quiet, 99) == "Mon 3-4"
