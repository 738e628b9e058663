"""Tables: the leaderboard, and any other by its columns."""

import json

import pytest

from gleaptui.gleap import decode
from gleaptui.gleap.models import Agent, Cell


def body(value: object) -> bytes:
    return json.dumps(value).encode()


def cells(*values: object) -> list[Cell]:
    """A column of these values."""
    return [row[0] for row in decode.stat_list(body({"data": [{"a": value} for value in values]})).rows]


def agent(**row: object) -> Agent:
    return decode.team_performance(body({"data": [{"processingUserREF": "Ada", **row}]})).agents[0]


def test_a_cell_has_a_number_only_where_it_is_nothing_but_a_number() -> None:
    found = cells("Refund for order 1234", "Order 12", "12", "#12", {"value": "Refund 99"}, {"value": "😊 92"}, "7 %")
    assert [cell.value for cell in found] == [None, None, 12, None, None, 92, 7]


def test_a_time_in_a_cell_is_in_seconds_however_it_is_written() -> None:
    found = cells("6.5h", {"value": "6.5h"}, {"value": 2.4, "valueUnit": "h"}, {"value": 2.4, "rawValue": 8640})
    assert [cell.value for cell in found] == [23_400, 23_400, 8_640, 8_640]
    assert [cell.text for cell in found] == ["6.5h", "6.5h", "2.4 h", "2.4"]


def test_a_number_keeps_all_its_digits() -> None:
    found = cells(1_234_567, 123_456.78, 1_790_000_000_000, {"value": 1_234_567}, 0.1)
    assert [cell.text for cell in found] == ["1234567", "123456.78", "1790000000000", "1234567", "0.1"]


def test_names_of_columns_are_clean_and_find_their_cells_all_the_same() -> None:
    name = "\x1b[31mA\u202eB"
    table = decode.stat_list(
        body({"columns": [{"key": name}, "open", {"label": "?"}, 7], "data": [{name: 1, "open": 2}]})
    )
    assert [(column.key, column.label) for column in table.columns] == [("[31mAB", "[31mAB"), ("open", "open")]
    assert [cell.value for cell in table.rows[0]] == [1, 2]
    assert decode.stat_list(body([{name: 1}])).columns[0].label == "[31mAB"


@pytest.mark.parametrize("answer", [None, {}, [], {"data": None}, {"title": "x", "columns": [{"key": "a"}]}])
def test_a_table_without_rows_is_empty(answer: object) -> None:
    assert decode.stat_list(body(answer)).rows == ()
    assert decode.team_performance(body(answer)).agents == ()


@pytest.mark.parametrize("answer", ["text", 7, {"title": "x"}, {"data": 5}, {"data": "text"}])
def test_what_is_no_table_is_refused(answer: object) -> None:
    for read in (decode.stat_list, decode.team_performance):
        with pytest.raises(decode.ShapeError):
            read(body(answer))


def test_a_person_without_a_name_is_not_left_out() -> None:
    rows = [{"processingUser": {"_id": "u1"}, "commentCount": 5}, {"processingUser": "u2", "commentCount": 6}]
    found = decode.team_performance(body({"data": rows})).agents
    assert [(one.name, one.id, one.replies.value) for one in found] == [("u1", "u1", 5), ("u2", "u2", 6)]


def test_a_zero_beside_nothing_is_nothing_in_every_column() -> None:
    nothing = {"value": "--", "rawValue": 0, "progressValue": None}
    ada = agent(medianReplyTime=nothing, averageRating=nothing, hoursActive=nothing, commentCount=nothing)
    assert {cell.value for cell in (ada.reply_time, ada.rating, ada.hours_active, ada.replies)} == {None}
    assert ada.rating.text == "--"


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        (6.5, 23_400),
        ("6.5", 23_400),
        ("6.5h", 23_400),
        ({"value": 6.5}, 23_400),
        ({"value": 1_234_567}, 1_234_567 * 3_600),
        ({"value": "6.5h", "rawValue": 23_400}, 23_400),
        ({"value": 30, "valueUnit": "min"}, 1_800),
        ({"value": 38.5, "valueUnit": "weeks"}, None),
        ({"value": "--", "rawValue": 0}, None),
        (0, 0),
    ],
)
def test_hours_are_hours_unless_their_unit_says_otherwise(cell: object, seconds: float | None) -> None:
    assert agent(hoursActive=cell).hours_active.value == seconds


def test_a_bare_number_in_a_column_of_times_is_no_time() -> None:
    ada = agent(medianReplyTime=2.4, medianFirstReplyTime={"value": 5.1}, medianTimeToClose="3h")
    assert (ada.reply_time.value, ada.first_reply_time.value, ada.time_to_close.value) == (None, None, 10_800)


@pytest.mark.parametrize("text", ['"Name","Open"\n"Ada","3"', "Name,Open\nAda,3", "\ufeffName,Open\nAda,3"])
def test_an_exported_list_is_its_lines(text: str) -> None:
    for written in (text.encode(), json.dumps(text).encode()):
        assert decode.exported(written).replace('"', "") == "Name,Open\nAda,3"


@pytest.mark.parametrize("other", [b"", b"<html>", b'[{"a": 1}]', b'{"data": "a,b"}', b"null"])
def test_what_is_no_export_is_refused(other: bytes) -> None:
    with pytest.raises(decode.ShapeError):
        decode.exported(other)
