"""The plot is exact where it writes, and blank where nothing is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleaptui.gleap.models import Bar, Series
from gleaptui.widgets.axis import bar_label, step_for, ticks
from gleaptui.widgets.chart import frame
from gleaptui.widgets.plot import Chart, draw
from tests.figures import NOW, series

TODAY = NOW.date()


def drawn(values: list[float | None], unit: str = "count", width: int = 84, height: int = 18) -> list[str]:
    return [line.plain for line in draw(Chart(series(values), unit, TODAY), width, height)]


def column(lines: list[str], left: int, right: int) -> str:
    return "".join(line[left:right] for line in lines[:-2])


def test_each_bar_carries_its_value() -> None:
    text = "\n".join(drawn([45, 30, 62, None, 0, 40, 3]))
    for said in ("45", "30", "62", "40"):
        assert said in text


def test_an_unknown_day_is_a_dash_and_a_zero_is_a_zero_and_neither_is_a_bar() -> None:
    lines = drawn([9, None, 0, 9])
    width = (84 - 3) // 4
    unknown, zero = column(lines, 4 + width, 3 + 2 * width), column(lines, 4 + 2 * width, 3 + 3 * width)
    assert unknown.strip() == "–"
    assert zero.strip() == "0"


def test_a_curve_has_a_hole_where_nothing_is_known() -> None:
    lines = drawn([60, 120, None, 120, 60], "seconds")
    middle = column(lines, 36, 52)
    assert not any("\u2801" <= character <= "\u28ff" for character in middle)
    assert "–" in middle


def test_durations_have_ticks_on_the_clock() -> None:
    text = "\n".join(drawn([6500.0, 5400.0, 1200.0], "seconds"))
    for said in ("2h┤", "1h 30m┤", "30m┤"):
        assert said in text


@pytest.mark.parametrize("height", [6, 7, 9, 14, 40])
def test_a_plot_leaves_little_of_its_height_empty(height: int) -> None:
    for highest in (9.0, 11.0, 53.0, 56.0, 72.0, 101.0):
        placed = frame(Chart(series([highest, 3.0, None]), "count"), 60, height)
        assert placed is not None
        assert placed.rows - 1 - placed.row(highest) <= 1 + placed.rows / 8
        assert len(placed.marks) >= 2


def test_days_are_named_and_the_running_one_is_today() -> None:
    assert drawn([1, 2, 3])[-1].split() == ["Mon", "14", "Tue", "15", "today"]


def test_days_without_a_date_keep_gleaps_own_words() -> None:
    assert bar_label(Bar(label="KW 37")) == "KW 37"


def test_many_days_are_named_by_date_and_apart() -> None:
    last = drawn([float(number) for number in range(30)])[-1]
    assert "11 Sep" in last
    assert last.split()[-1] == "today"


def test_the_running_day_is_muted() -> None:
    lines = draw(Chart(series([5, 5]), "count", TODAY), 60, 12)
    inked = [span.style for span in lines[-3].spans if "█" in lines[-3].plain[span.start : span.end]]
    assert inked == ["$primary", "$muted"]


def test_nothing_known_gives_no_plot() -> None:
    assert drawn([None, None]) == []
    assert drawn([]) == []
    assert drawn([1, 2], width=10) == []


def test_two_plots_one_after_the_other_do_not_mix() -> None:
    first = drawn([1, 2, 3], width=60)
    draw.cache_clear()
    drawn([5000.0, 100.0], "seconds", width=90)
    draw.cache_clear()
    assert drawn([1, 2, 3], width=60) == first


@pytest.mark.parametrize(
    ("span", "unit", "step"),
    [
        (7.0, "count", 2.0),
        (0.3, "count", 1.0),
        (0.3, "rating", 0.1),
        (7000.0, "seconds", 1800.0),
        (95.0, "percent", 20.0),
    ],
)
def test_ticks_are_round(span: float, unit: str, step: float) -> None:
    assert step_for(span, unit, 5) == pytest.approx(step)


@given(st.floats(0, 1e15), st.sampled_from(["count", "seconds", "percent", "rating"]), st.integers(1, 12))
def test_ticks_reach_over_every_value(high: float, unit: str, most: int) -> None:
    marks = ticks(0.0, high, unit, most)
    assert marks[0] == 0
    assert marks[-1] >= high * 0.999_999
    assert len(marks) <= most + 2


@given(
    st.lists(st.none() | st.floats(-1e9, 1e12) | st.just(0.0), max_size=45),
    st.sampled_from(["count", "seconds", "rating"]),
    st.integers(20, 160),
    st.integers(4, 40),
)
def test_it_keeps_within_its_room(values: list[float | None], unit: str, width: int, height: int) -> None:
    lines = draw(Chart(Series(bars=series(values).bars), unit, TODAY), width, height)
    assert len(lines) <= height
    assert {line.cell_length for line in lines} <= {width}
    assert not any("\x1b" in line.plain for line in lines)
