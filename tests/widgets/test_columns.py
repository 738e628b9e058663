"""Columns fit any width, and a cell is never wider than its column."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from gleaptui.widgets.columns import GAP, Row, TableColumn, arrange, differing, line, sorted_by

COLUMNS = (
    TableColumn("number", "number", 7, "right", 0),
    TableColumn("status", "status", 12, "left", 1),
    TableColumn("age", "age", 4, "right", 6),
    TableColumn("title", "title", None, "left", 0, least=20),
)
PIECES = ["a", "[/b]", " ", "日", "👩\u200d💻", "🇫🇷", "e\u0301", "❤\ufe0f"]
WRITTEN = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


def shown(width: int) -> list[str]:
    return [COLUMNS[index].key for index, _ in arrange(COLUMNS, width)]


def test_the_least_important_columns_go_first() -> None:
    assert shown(60) == ["number", "status", "age", "title"]
    assert shown(46) == ["number", "status", "title"]
    assert shown(35) == ["number", "title"]
    assert shown(5) == ["number", "title"]


def test_the_open_column_takes_the_rest() -> None:
    assert dict(arrange(COLUMNS, 100))[3] == 100 - 7 - 12 - 4 - 3 * GAP


def test_a_column_that_can_shrink_does_so_before_it_goes() -> None:
    columns = (replace(COLUMNS[0], narrow=3, importance=2), *COLUMNS[1:])
    assert dict(arrange(columns, 60))[0] == 7
    assert dict(arrange(columns, 39)) == {0: 3, 1: 12, 3: 20}
    assert 0 not in dict(arrange(columns, 9))


def test_what_matters_less_shrinks_and_goes_before_what_matters_more_and_what_is_left_over_widens_it_again() -> None:
    columns = (
        TableColumn("type", "type", 9, "left", 7, narrow=7),
        TableColumn("status", "status", 12, "left", 1, narrow=6),
        TableColumn("late", "late", 4, "left", 4),
        TableColumn("title", "title", None, "left", 0, least=20),
    )

    def at(width: int) -> dict[str, int]:
        return {columns[index].key: width for index, width in arrange(columns, width)}

    assert at(51) == {"type": 9, "status": 12, "late": 4, "title": 20}
    assert at(50) == {"type": 7, "status": 12, "late": 4, "title": 21}
    assert at(48) == {"status": 12, "late": 4, "title": 28}
    assert at(39) == {"status": 6, "late": 4, "title": 25}
    assert at(33) == {"status": 6, "title": 25}


def test_an_open_column_grows_no_wider_than_is_good() -> None:
    columns = (*COLUMNS[:3], replace(COLUMNS[3], most=40))
    assert dict(arrange(columns, 60))[3] == 60 - 7 - 12 - 4 - 3 * GAP
    assert dict(arrange(columns, 300))[3] == 40


def test_the_column_that_is_sorted_by_is_never_hidden() -> None:
    columns = [sorted_by(column, rising=False) if column.key == "age" else column for column in COLUMNS]
    assert [columns[index].label for index, _ in arrange(columns, 46)] == ["number", "age▼", "title"]


@given(st.lists(WRITTEN, min_size=4, max_size=4), st.integers(49, 200))
def test_every_line_is_as_wide_as_its_columns_whatever_the_cells_hold(cells: list[str], width: int) -> None:
    drawn = line(COLUMNS, arrange(COLUMNS, width), [Content(cell) for cell in cells])
    assert drawn.cell_length == width + 1


def test_a_cell_that_is_too_wide_ends_in_an_ellipsis() -> None:
    drawn = line(
        COLUMNS, arrange(COLUMNS, 60), [Content("1234567890"), Content("日本語日本語日本語"), Content(""), Content("")]
    )
    assert drawn.plain.startswith(" 123456…  日本語日本 …  ")


def test_missing_cells_are_blank() -> None:
    assert line(COLUMNS, arrange(COLUMNS, 60), [Content("1")]).plain.strip() == "1"


def test_rows_of_the_same_text_and_another_style_differ() -> None:
    plain, red = Row("a", (Content("x"),)), Row("a", (Content.assemble(("x", "$bad")),))
    assert plain.is_same(Row("a", (Content("x"),)))
    assert not plain.is_same(red)
    assert not plain.is_same(Row("a", (Content("x"),), muted=True))


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ("abc", "abc", []),
        ("abc", "axc", [1]),
        ("abc", "bc", [0, 1, 2]),
        ("abc", "ab", [2]),
        ("abcd", "abcx", []),
        ("", "", []),
    ],
)
def test_only_lines_that_differ_are_named(before: str, after: str, lines: list[int]) -> None:
    def rows(keys: str) -> list[Row]:
        return [Row(key, (Content(key),)) for key in keys]

    assert differing(rows(before), rows(after), 3) == lines
