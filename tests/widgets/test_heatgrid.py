"""The grid can be read by its characters alone, at any size."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleaptui.gleap.models import Heatmap
from gleaptui.text import count
from gleaptui.widgets.heatgrid import below, grid
from gleaptui.widgets.heatmeasure import View, measure, place_at
from gleaptui.widgets.heatscale import DAYS, MARKS, STEPS, every_cell
from gleaptui.widgets.heatwords import alone, legend, reading
from tests.figures import Cells, cells

CELLS = st.lists(
    st.lists(st.none() | st.floats(0, 1e12) | st.integers(0, 99), min_size=24, max_size=24).map(tuple),
    min_size=7,
    max_size=7,
).map(tuple)


def view(
    drawn: Cells, cursor: tuple[int, int] = (0, 0), now: tuple[int, int] | None = None, marks: bool = False
) -> View:
    return View(Heatmap(cells=drawn), cursor, now, zone="Europe/Paris", marks=marks)


def test_where_numbers_do_not_fit_marks_stand_for_the_steps() -> None:
    shown = view(cells(0, d0h1=None, d0h2=100_000, d0h3=1), (6, 23))
    monday = grid(shown, 80, 9)[1].plain[5:]
    assert [monday[hour * 2 + 1] for hour in range(4)] == [MARKS[0], " ", MARKS[STEPS - 1], MARKS[1]]


def test_marks_can_be_had_where_numbers_fit_and_say_the_same_in_ascii() -> None:
    values = {f"d0h{step}": float(step) for step in range(STEPS)}
    shown = view(cells(None, **values, d1h0=0), (6, 23), marks=True)
    lines = grid(shown, 120, 9)
    monday, tuesday, wednesday = (lines[day].plain[5 : 5 + 4 * 24] for day in (1, 2, 3))
    assert monday[: 4 * (STEPS - 1)] == "".join(mark * 4 for mark in MARKS[:-1])
    assert monday[4 * (STEPS - 1) :].strip() == "^" + MARKS[-1] * 3
    assert (tuesday.strip(), wednesday.strip()) == (MARKS[0] * 4, "")
    assert monday.isascii()


def test_the_highest_of_each_day_is_marked() -> None:
    lines = grid(view(cells(1, d0h9=7, d1h10=12, d1h15=12), (6, 23)), 120, 9)
    assert lines[1].plain.count("^") == 1
    assert lines[1].plain.split()[10] == "^7"
    assert [word for word in lines[2].plain.split() if "^" in word] == ["^12", "^12"]


def test_the_cell_under_the_cursor_is_in_brackets() -> None:
    assert "[ 1]" in grid(view(cells(1, d0h9=7), (0, 8)), 120, 9)[1].plain
    assert "[--]" in grid(view(cells(5, d6h0=20), (0, 9), marks=True), 120, 9)[1].plain


def test_this_hour_is_marked_above_and_this_day_at_the_left() -> None:
    lines = grid(view(cells(1), (0, 0), (2, 14)), 120, 9)
    assert "▾14" in lines[0].plain
    assert [line.plain[:4] for line in lines if "›" in line.plain] == ["›Wed"]


def test_the_reading_gives_day_hour_value_share_and_zone() -> None:
    said = reading(view(cells(1, d1h10=3), (1, 10)), 120).plain
    assert said.startswith(" Tue 10:00 3 tickets, 1.8 % of all, peak of Tue   Tue 26   10:00 9")
    assert said.endswith("hours of Europe/Paris ")


def test_an_hour_of_a_period_that_is_over_is_not_now() -> None:
    shown = view(cells(1), (2, 14), (2, 14))
    assert "now" in reading(shown).plain
    assert "now" not in reading(replace(shown, over=True)).plain


def test_a_single_one_is_not_called_several() -> None:
    assert "1 ticket," in reading(view(cells(1), (1, 10))).plain


def test_no_share_is_given_of_a_total_that_is_not_known() -> None:
    assert "%" not in reading(view(cells(1, d0h0=None), (1, 10))).plain


def test_the_hint_says_when_to_have_more_people() -> None:
    lines = [line.plain for line in below(view(cells(2, d0h9=9, d0h10=9, d5h3=0)), 120, 30)]
    assert "busy Mon 9-11   quiet Sat 3-4" in lines[1]
    assert "1.5× and under 0.3× the average hour, 2.1" in lines[1]


def test_where_no_hour_stands_out_it_says_so() -> None:
    assert "no hour stands out" in below(view(cells(2)), 120, 30)[1].plain


def test_a_single_cell_names_itself_and_its_zone_on_the_smallest_screen() -> None:
    lines = [line.plain.rstrip() for line in alone(view(cells(2, d2h14=9), (2, 14), (2, 14)), 20, 3)]
    assert lines == [" Wed 14:00 Paris", " 9 tickets", " 2.6 % of all"]


@given(CELLS, st.integers(40, 220), st.integers(9, 60), st.integers(0, 6), st.integers(0, 23), st.booleans())
def test_it_keeps_within_its_room(drawn: Cells, width: int, height: int, day: int, hour: int, marks: bool) -> None:
    shown = view(drawn, (day, hour), (hour % 7, hour), marks=marks)
    under = below(shown, width, height)
    lines = grid(shown, width, height - len(under))
    assert len(lines) + len(under) <= height
    assert {line.cell_length for line in lines} <= {width}
    assert all(line.cell_length <= width for line in under)
    assert hour in measure(shown, width, height).shown
    assert [name for name in DAYS if any(name in line.plain[:4] for line in lines)] == list(DAYS)


@given(CELLS, st.integers(1, 60), st.integers(1, 12), st.integers(0, 6), st.integers(0, 23))
def test_a_single_cell_keeps_within_any_room(drawn: Cells, width: int, height: int, day: int, hour: int) -> None:
    lines = alone(view(drawn, (day, hour)), width, height)
    assert len(lines) <= height
    assert {line.cell_length for line in lines} <= {width}
    value = drawn[day][hour]
    assert value is None or width < 30 or height < 2 or f" {count(value)} " in lines[1].plain


@given(CELLS, st.integers(40, 220), st.integers(9, 60), st.booleans())
def test_a_number_stands_whole_in_its_cell_or_not_at_all(drawn: Cells, width: int, height: int, marks: bool) -> None:
    shown = view(drawn, (6, 23), marks=marks)
    sizes = measure(shown, width, height)
    if not sizes.numbers:
        return
    lines = grid(shown, width, height)
    for day in range(7):
        row = lines[1 + day * sizes.row + (sizes.row - 1) // 2].plain
        for hour, value in enumerate(drawn[day]):
            cell = row[sizes.edge(hour) + sizes.pad - sizes.cell : sizes.edge(hour) + sizes.pad].strip(" ^[]")
            assert cell == ("" if value is None else "·" if value == 0 else count(value))


@given(st.integers(40, 220), st.integers(9, 60), st.integers(0, 6), st.integers(0, 23))
def test_where_a_cell_is_drawn_it_is_found(width: int, height: int, day: int, hour: int) -> None:
    shown = view(cells(1, **{f"d{day}h{hour}": 77}), (day, hour))
    sizes = measure(shown, width, height)
    row = 1 + (day - sizes.days(height, day).start) * sizes.row
    column = sizes.label + (hour - sizes.first) * sizes.cell
    assert place_at(shown, width, height, column, row) == (day, hour)
    assert place_at(shown, width, height, column, 0) is None
    assert place_at(shown, width, height, 0, row) is None


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
@pytest.mark.parametrize("value", [None, 0.0, 3.0, 1e12])
def test_the_legend_fits_and_tells_of_missing_cells(width: int, value: float | None) -> None:
    drawn = legend(view(cells(value, d0h0=None)), width)
    assert drawn.cell_length <= width
    assert "blank: not known" in drawn.plain


@pytest.mark.parametrize("width", range(40, 121))
@pytest.mark.parametrize("highest", [9, 12, 77])
def test_the_last_hour_is_never_written_together_with_the_name_of_the_totals(width: int, highest: int) -> None:
    assert "23all" not in grid(view(cells(0, d0h9=highest), (6, 23)), width, 12)[0].plain


@pytest.mark.parametrize("width", [100, 120, 160, 220])
def test_hours_totals_and_cells_stand_under_each_other(width: int) -> None:
    shown = view(cells(1, d0h9=77), (6, 23))
    lines = grid(shown, width, 12)
    hours, monday = lines[0].plain, next(line.plain for line in lines if "Mon" in line.plain)
    assert hours.index("09") == monday.index("77")
    assert next(line.plain for line in lines if "all" in line.plain[:5]).index("83") == monday.index("77")
    assert len(every_cell(shown.heatmap)) == 168
