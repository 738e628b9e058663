"""The grid can be read by its characters alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleaptui.gleap.models import Heatmap
from gleaptui.widgets.heatgrid import View, grid, legend, measure, reading
from gleaptui.widgets.heatscale import MARKS, STEPS, Scale, every_cell, peak, total
from tests.figures import cells

CELLS = st.lists(
    st.lists(st.none() | st.floats(0, 1e12) | st.integers(0, 99), min_size=24, max_size=24).map(tuple),
    min_size=7,
    max_size=7,
).map(tuple)


def test_zero_has_a_step_of_its_own_and_the_highest_the_last() -> None:
    scale = Scale(70)
    assert [scale.step(value) for value in (0, 0.1, 10, 10.1, 60, 60.1, 70)] == [0, 1, 1, 2, 6, 7, 7]


def test_the_legend_names_the_values_of_each_step() -> None:
    assert Scale(30).ranges() == ("0", "1-4", "5-8", "9-12", "13-17", "18-21", "22-25", "26-30")
    assert Scale(3).ranges().count("") == 4


@given(st.integers(1, 5_000), st.integers(0, 5_000))
def test_the_legend_agrees_with_the_steps(highest: int, value: int) -> None:
    value = min(value, highest)
    scale = Scale(highest)
    named = scale.ranges()[scale.step(value)].replace("\u202f", "")
    first, _, last = named.partition("-")
    assert int(first) <= value <= int(last or first)


def test_a_sum_over_unknown_cells_is_at_least_and_over_none_is_missing() -> None:
    assert str(total((1.0, None, 2.0))) == "≥3"
    assert str(total((None, None))) == "–"
    assert str(total((1.0, 2.0))) == "3"


def test_the_peak_is_the_first_of_the_highest() -> None:
    assert peak(Heatmap(cells=cells(1, d1h10=31, d4h9=31))) == (1, 10, 31)
    assert peak(Heatmap(cells=cells(0))) is None
    assert peak(Heatmap(cells=cells(None))) is None


def test_where_numbers_do_not_fit_marks_stand_for_the_steps() -> None:
    heatmap = Heatmap(cells=cells(0, d0h1=None, d0h2=100_000, d0h3=1))
    drawn = grid(View(heatmap, (0, 0)), 80, 9)
    monday = drawn[1].plain[5:]
    assert [monday[hour * 2 + 1] for hour in range(4)] == [MARKS[0], " ", MARKS[STEPS - 1], MARKS[1]]


def test_the_reading_gives_day_hour_value_and_share() -> None:
    assert reading(View(Heatmap(cells=cells(1)), (1, 10))).plain.startswith(" Tue 10:00 1, 0.6 % of all 168")


def test_no_share_is_given_of_a_total_that_is_not_known() -> None:
    assert "%" not in reading(View(Heatmap(cells=cells(1, d0h0=None)), (1, 10))).plain


def test_eight_steps_have_eight_characters() -> None:
    assert len(set(MARKS)) == STEPS
    assert " " not in MARKS


@given(CELLS, st.integers(20, 220), st.integers(1, 60), st.integers(0, 6), st.integers(0, 23))
def test_it_keeps_within_its_room(
    drawn: tuple[tuple[float | None, ...], ...], width: int, height: int, day: int, hour: int
) -> None:
    heatmap = Heatmap(cells=drawn)
    lines = grid(View(heatmap, (day, hour), (hour % 7, hour)), width, height)
    assert len(lines) <= height
    assert {line.cell_length for line in lines} <= {width}
    sizes = measure(heatmap, width, height, hour)
    assert hour in sizes.shown
    assert legend(heatmap, width).cell_length <= max(width, 40)


@pytest.mark.parametrize("width", [100, 120, 160, 220])
def test_hours_totals_and_cells_stand_under_each_other(width: int) -> None:
    heatmap = Heatmap(cells=cells(1, d0h9=77))
    lines = grid(View(heatmap, (6, 23)), width, 12)
    hours, monday = lines[0].plain, next(line.plain for line in lines if "Mon" in line.plain)
    assert hours.index("09") == monday.index("77")
    assert next(line.plain for line in lines if "all" in line.plain[:5]).index("83") == monday.index("77")
    assert len(every_cell(heatmap)) == 168
