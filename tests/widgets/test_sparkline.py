"""Sparklines never draw what is not known, and never hide what is."""

from hypothesis import given
from hypothesis import strategies as st

from gleaptui.widgets.sparkline import BLOCKS, bar_width, columns, levels, sparkline

VALUES = st.lists(st.none() | st.floats(allow_nan=False, allow_infinity=False), max_size=60)


def test_a_week_in_seven_characters() -> None:
    assert sparkline([0, 1, 2, 3, 4, 5, 6], 7) == ("▁▂▃▄▅▆▇",)


def test_what_is_not_known_is_a_gap_and_zero_is_a_bar() -> None:
    assert sparkline([4, None, 0, 4], 4) == ("▇ ▁▇",)


def test_bars_grow_broader_with_a_space_between_where_there_is_room() -> None:
    assert sparkline([0, 7], 5) == ("▁▁ ▇▇",)


def test_little_looks_different_from_nothing() -> None:
    assert levels([0, 1, 1_000_000], 7) == (0, 1, 7)


def test_one_known_value_is_no_trend() -> None:
    assert sparkline([None, 5, None], 10) == ("",)


def test_below_zero_the_least_is_the_floor() -> None:
    assert levels([-10, 0, 10], 10) == (0, 5, 10)


def test_neighbours_that_share_a_column_show_the_largest() -> None:
    assert columns([1, 9, None, None, 3, 2], 3) == (9, None, 3)


def test_two_lines_stand_on_each_other() -> None:
    upper, lower = sparkline([0, 8, 15], 3, height=2)
    assert lower[0] == "▁"
    assert upper[0] == " "
    assert (upper[2], lower[2]) == ("█", "█")


@given(VALUES, st.integers(0, 80), st.integers(0, 4))
def test_it_keeps_within_its_room_and_draws_only_bars(values: list[float | None], width: int, height: int) -> None:
    lines = sparkline(values, width, height)
    assert len(lines) == height
    assert all(len(line) <= width and set(line) <= {*BLOCKS, " "} for line in lines)


@given(VALUES)
def test_gaps_stand_exactly_where_values_are_missing(values: list[float | None]) -> None:
    line = sparkline(values, len(values))[0]
    if line:
        assert [character == " " for character in line] == [value is None for value in values]


@given(st.integers(1, 100), st.integers(1, 300))
def test_bars_of_that_width_fit(number: int, width: int) -> None:
    bar, between = bar_width(number, width)
    assert (bar, between) == (1, 0) or number * (bar + between) - between <= width
