"""Answers in the less likely of their shapes, and those that say nothing of what was asked."""

import json
from datetime import date

import pytest

from gleaptui.gleap import decode


def body(value: object) -> bytes:
    return json.dumps(value).encode()


def test_a_byte_order_mark_before_an_answer_is_no_part_of_it() -> None:
    assert decode.fact(b"\xef\xbb\xbf" + body({"value": 5})).value == 5


def test_a_list_may_lie_two_objects_deep_or_be_null() -> None:
    ticket = {"_id": "a" * 24}
    for answer in ([ticket], {"data": [ticket]}, {"data": {"tickets": [ticket]}}, {"hits": {"hits": [ticket]}}):
        assert len(decode.ticket_page(body(answer)).tickets) == 1
    nothings: list[object] = [None, [], {"tickets": None}, {"data": None}]
    for nothing in nothings:
        assert decode.ticket_page(body(nothing)).tickets == ()


@pytest.mark.parametrize(("levels", "read"), [(100, "leaf"), (400, "…"), (20_000, "…")])
def test_what_is_nested_beyond_reason_costs_itself_alone(levels: int, read: str) -> None:
    opening, closing = '{"type":"bulletList","content":[{"type":"listItem","content":[', "]}]}"
    leaf = '{"type":"paragraph","content":[{"type":"text","text":"leaf"}]}'
    deep = f'{{"type":"doc","content":[{opening * levels}{leaf}{closing * levels}]}}'
    latest = f'"latestComment":{{"data":{{"content":{deep}}}}}'
    listed = f'[{{"_id":"a","title":"]\\"{{",{latest}}},{{"_id":"b","title":"after"}}]'
    tickets = decode.ticket_page(listed.encode()).tickets
    assert [(one.title, one.latest_comment) for one in tickets] == [(']"{', read), ("after", "")]
    said = decode.messages(f'[{{"id":"1","data":{{"content":{deep}}}}},{{"id":"2","text":"after"}}]'.encode())
    assert [one.lines[-1].spans[-1].text for one in said.messages] == [read, "after"]


def test_a_single_thing_may_be_held_by_an_object() -> None:
    assert decode.fact(body({"data": {"value": 7}})).value == 7
    assert decode.fact(body({"data": {"value": 7}, "value": 8})).value == 8
    assert decode.ticket(body({"data": {"_id": "t"}})).id == "t"
    assert decode.me(body({"data": {"email": "ada@example.test"}})).name == "ada@example.test"
    assert decode.permissions(body({"data": {"roles": ["ADMIN"]}})).roles == ("ADMIN",)
    series = {"series": [{"name": "x", "data": [{"x": "Sep 9", "y": 1}]}]}
    chart = decode.bar_chart(body({"data": series}), first=date(2026, 9, 1), last=date(2026, 9, 30))
    assert [bar.value for bar in chart.series[0].bars] == [1]


@pytest.mark.parametrize("answer", [[], "hi", None, {}, {"permissions": "all"}, {"message": "no"}])
def test_an_answer_that_does_not_say_what_the_key_may_do_is_no_answer(answer: object) -> None:
    with pytest.raises(decode.ShapeError):
        decode.permissions(body(answer))


def test_rights_and_members_may_be_objects() -> None:
    assert decode.permissions(body({"permissions": [{"name": "read"}, {"_id": "x"}, 5]})).permissions == ("read", "x")
    assert decode.teams(body([{"_id": "t", "members": [{"_id": "u1"}, "u2"]}]))[0].members == ("u1", "u2")


@pytest.mark.parametrize(
    ("answer", "count"),
    [
        (12, 12),
        ("12", 12),
        ({"total": 12}, 12),
        ({"BUG": 4, "FOR-RELEASE": 8}, 12),
        ({"ALL": 12, "BUG": 4, "INQUIRY": 6}, 12),
        ([{"_id": "BUG", "count": 4}, {"type": "INQUIRY", "count": 8}], 12),
        ({"OPEN": 4, "DONE": 8}, 12),
        ({"OPEN": 4, "BUG": 8}, None),
        ({"page": 1, "limit": 20}, None),
        ({"ok": 1}, None),
        ({"BUG": 4, "INQUIRY": None}, None),
        ([{"count": 4}, {"count": 8}], None),
        ([{"_id": "BUG", "count": 4}, {"foo": 8}], None),
        ([], None),
        ({}, None),
        (None, None),
        (-3, None),
    ],
)
def test_tickets_are_counted_only_where_it_is_known_what_the_numbers_are_of(answer: object, count: int | None) -> None:
    assert decode.ticket_count(body(answer)) == count


def test_form_fields_keep_their_digits_and_none_hides_another() -> None:
    form = {
        "a": {"title": "Order", "value": 12_345_678},
        "b": {"title": "Price", "value": 1_234_567.89},
        "c": {"title": "Order", "value": "again"},
        "d": {"name": "size", "value": ["S", "M", 5]},
        "e": "plain &amp; simple",
        "f": {"title": "Agreed", "value": True},
        "g": {"title": "Empty", "value": None},
    }
    assert decode.ticket(body({"_id": "t", "form": form})).form == (
        ("Order", "12345678"),
        ("Price", "1234567.89"),
        ("Order", "again"),
        ("size", "S, M, 5"),
        ("e", "plain & simple"),
        ("Agreed", "yes"),
    )
    assert decode.ticket(body({"_id": "t", "formData": {"phone": 491_701_234_567}})).form == (
        ("phone", "491701234567"),
    )


def test_an_entry_of_the_activity_log_keeps_its_digits_and_its_plain_data() -> None:
    log = [
        {"createdAt": "2026-09-14T13:00:00Z", "action": "LINK", "data": {"bugId": 1_234_567}},
        {"timestamp": 1_789_390_900, "event": "RATED", "value": 10, "user": "Bo"},
        {"date": "2026-09-14", "type": "NOTE", "data": "moved"},
    ]
    found = decode.activities(body(log))
    assert [(entry.who, entry.what) for entry in found] == [
        ("", "NOTE moved"),
        ("", "LINK bugId: 1234567"),
        ("Bo", "RATED 10"),
    ]


@pytest.mark.parametrize(
    "names",
    [
        ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
        ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        [1, 2, 3, 4, 5, 6, 0],
        ["1", "2", "3", "4", "5", "6", "7"],
    ],
)
def test_weekdays_are_known_in_the_languages_that_people_use(names: list[object]) -> None:
    series = [{"name": name, "data": [{"x": "9", "y": place}]} for place, name in enumerate(names)]
    assert [row[9] for row in decode.heatmap(body({"series": series[::-1]})).cells] == list(range(7))


@pytest.mark.parametrize("names", [["Pirmdiena", "Tuesday"], ["Monday", "Montag"], [1, "Tuesday"], [None], [9]])
def test_a_heatmap_whose_days_are_not_all_known_is_refused(names: list[object]) -> None:
    series = [{"name": name, "data": [{"x": 9, "y": 1}]} for name in names]
    with pytest.raises(decode.ShapeError):
        decode.heatmap(body({"series": series}))


def test_a_heatmap_without_cells_is_empty_and_what_is_none_is_refused() -> None:
    nothings: list[object] = [None, {}, [], {"series": []}, {"series": None}, {"title": "x", "data": []}]
    for nothing in nothings:
        assert {cell for row in decode.heatmap(body(nothing)).cells for cell in row} == {None}
    for other in ("text", 5, {"foo": 1}):
        with pytest.raises(decode.ShapeError):
            decode.heatmap(body(other))


def test_a_row_without_cells_is_no_day_of_a_heatmap() -> None:
    series = [{"name": "Total", "data": []}, {"name": None}, {"name": "Mon", "data": [{"x": "09:00", "y": 1}]}]
    assert decode.heatmap(body({"series": series})).cells[0][9] == 1


def test_less_than_nothing_never_happened() -> None:
    series = [{"name": "Mon", "data": [{"x": 0, "y": -3}, {"x": 1, "y": "4"}]}]
    assert decode.heatmap(body({"series": series})).cells[0][:2] == (None, 4)
    assert decode.fact(body({"value": -5})).value is None
