"""The staffing hint names each hour that stands out, and no other."""

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from gleaptui.gleap.models import Heatmap
from gleaptui.gleap.periods import resolve
from gleaptui.widgets.heatslots import slots
from gleaptui.widgets.staffing import BUSY, QUIET, Stretch, named, staffing
from tests.figures import NOW, ZONE, Cells, cells

CELLS = st.lists(
    st.lists(st.none() | st.integers(0, 30).map(float), min_size=24, max_size=24).map(tuple), min_size=7, max_size=7
).map(tuple)


def hint(drawn: Cells) -> tuple[str, str]:
    found = staffing(Heatmap(cells=drawn))
    assert found is not None
    return named(found.busy, 999), named(found.quiet, 999)


def places(stretches: tuple[Stretch, ...]) -> list[tuple[int, int]]:
    return [
        (day, hour % 24)
        for one in stretches
        for day in range(one.first, one.last)
        for hour in range(one.start, one.end)
    ]


def test_hours_of_neighbouring_days_are_said_together() -> None:
    marked = {f"d{day}h{hour}": 9.0 for day in range(5) for hour in (9, 10)}
    assert hint(cells(2, **marked)) == ("Mon-Fri 9-11", "")


def test_a_quiet_day_is_said_by_its_name_alone() -> None:
    quiet = {f"d5h{hour}": 0.0 for hour in range(24)}
    assert hint(cells(4, d0h9=9, d0h10=9, **quiet)) == ("Mon 9-11", "Sat")


def test_a_night_is_one_stretch_over_midnight() -> None:
    nights = {f"d{day}h{hour}": 0.0 for day in range(7) for hour in (22, 23, 0, 1, 2, 3)}
    assert hint(cells(4, **nights)) == ("", "every day 22-4")


def test_several_stretches_of_the_same_day_stand_behind_its_name() -> None:
    assert hint(cells(2, d2h9=9, d2h14=9, d2h15=9))[0] == "Wed 9-10 14-16"


def test_an_equal_load_has_no_busy_day_however_often_its_days_came() -> None:
    eight_days = resolve("2026-09-07..2026-09-14", NOW.astimezone(UTC), ZONE)
    twice = {f"d0h{hour}": 4.0 for hour in range(24)}
    found = staffing(Heatmap(cells=cells(2, **twice)), slots(eight_days, NOW))
    assert found is not None
    assert (found.busy, found.quiet) == ((), ())


def test_an_average_over_the_weeks_is_not_divided_once_more() -> None:
    month = slots(resolve("2026-08-01..2026-08-31", NOW.astimezone(UTC), ZONE), NOW)
    # Saturday, Sunday and Monday came five times. By the total, Friday 9 is quiet; each time, Monday 9 as well.
    found = staffing(Heatmap(cells=cells(10, d0h9=3.3, d4h9=2.0)), month)
    assert found is not None
    assert named(found.quiet, 99) == "Fri 9-10"


def test_an_hour_that_is_not_known_is_neither_busy_nor_quiet() -> None:
    assert hint(cells(2, d0h0=None, d6h23=None)) == ("", "")


def test_of_next_to_nothing_no_hint_is_given() -> None:
    assert staffing(Heatmap(cells=cells(None))) is None
    assert staffing(Heatmap(cells=cells(0, d0h9=9))) is None
    assert staffing(Heatmap(cells=cells(None, d0h9=900, d0h10=1))) is None


def test_what_does_not_fit_is_counted() -> None:
    stretches = (Stretch(0, 5, 9, 11), Stretch(5, 6, 10, 11), Stretch(6, 7, 10, 11))
    assert named(stretches, 99) == "Mon-Fri 9-11, Sat 10-11, Sun 10-11"
    assert named(stretches, 30) == "Mon-Fri 9-11 and 2 more hours"
    assert named(stretches[1:], 5) == "Sat 10-11 and 1 more hour"
    assert named((), 20) == ""


@given(CELLS)
def test_each_hour_beyond_the_limits_is_named_once_and_no_other(drawn: Cells) -> None:
    found = staffing(Heatmap(cells=drawn))
    if found is None:
        return
    known = {(day, hour): value for day, row in enumerate(drawn) for hour, value in enumerate(row) if value is not None}
    average = sum(known.values()) / len(known)
    assert sorted(places(found.busy)) == sorted(place for place, value in known.items() if value > BUSY * average)
    assert sorted(places(found.quiet)) == sorted(place for place, value in known.items() if value < QUIET * average)
