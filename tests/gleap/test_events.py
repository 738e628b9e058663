"""The raw log: read in pieces, whatever stands in it, and each entry told apart."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gleaptui.gleap import decode
from gleaptui.gleap.decode.events import _Data, _Entry
from gleaptui.gleap.decode.longarray import pieces

ADA = {"_id": "u1", "firstName": "Ada", "lastName": "Quill", "lastSeen": "2026-09-14T16:02:11.000Z"}
START = datetime(2026, 9, 14, 12, tzinfo=UTC)
Entry = dict[str, object]


def entry(number: int, **more: object) -> Entry:
    at = START - timedelta(seconds=number)
    return {
        "_id": f"e{number}",
        "action": "TICKET_REPLY",
        "createdAt": at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "actionUser": ADA,
        "data": {"replyTimeInSec": number, "comment": "Thanks, that is it. " * 12},
        **more,
    }


def body(entries: list[Entry], wrap: str = "{}", **style: object) -> bytes:
    return wrap.replace("{}", json.dumps(entries, **style)).encode("utf-8", "surrogatepass")  # type: ignore[arg-type]


LOG = [entry(number) for number in range(1_000)]


def _with(change: Callable[[Entry], object]) -> list[Entry]:
    """The log with something odd in one entry in the middle."""
    changed = [dict(one) for one in LOG]
    change(changed[500])
    return changed


SHAPES = {
    "bare": body(LOG),
    "newest last": body(LOG[::-1]),
    "wrapped": body(LOG, '{"data":{}}'),
    "among others": body(LOG, ' {"count": 1000, "ok": true, "list": {}, "page": {"a": [1, 2]}} '),
    "behind an object": body(LOG, '{"meta": {"a": [{"b": 1}, {"b": 2}]}, "data": {}}'),
    "deeper": body(LOG, '{"result": 1, "data": {"items": {}}}'),
    "with a byte-order mark": b"\xef\xbb\xbf" + body(LOG),
    "indented": body(LOG, indent=2),
    "dense": body(LOG, separators=(",", ":")),
    "a lone surrogate": body(_with(lambda one: one.update(note="x\ud800y"))),
    "a number that is none": body(_with(lambda one: one.update(odd=float("nan")))),
    "an endless number": body(_with(lambda one: one.update(odd=10**300))),
    "objects within": body(_with(lambda one: one.update(rows=[{"a": 1}, {"b": 2}] * 9)), separators=(",", ":")),
    "objects within all": body([one | {"rows": [{"a": 1}, {"b": 2}]} for one in LOG], separators=(",", ":")),
    "a long entry": body(_with(lambda one: one.update(rows=[{"a": "b" * 40}] * 9_000))),
    "text like entries": body([one | {"note": '"},{"é😀'} for one in LOG], ensure_ascii=False),
    "broken text": body(LOG).replace(b"Thanks, that", b"Th\xff\xfeks, that", 1),
    "people in other shapes": body([one | {"actionUser": "Ada Quill"} for one in LOG]),
    "text for objects": body(_with(lambda one: one.update(ticket={"_id": "t"}, session=[], user=7))),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_log_is_read_whole_in_every_shape_and_never_much_at_once(shape: str) -> None:
    found = list(decode.events_in_pieces(SHAPES[shape]))
    assert max(map(len, found)) < 300
    assert {event.id for piece in found for event in piece} == {f"e{number}" for number in range(1_000)}
    assert all(event.actor == "Ada Quill" for piece in found for event in piece)
    events = decode.events(SHAPES[shape])
    assert [event.seconds for event in events] == list(range(999, -1, -1))


CUT = {
    "its end": SHAPES["bare"][:-1],
    "its middle": SHAPES["bare"][:100_000],
    "the end of its wrapping": SHAPES["wrapped"][:-1],
    "both ends": SHAPES["wrapped"][:-2],
    "its end, behind odd text": SHAPES["a lone surrogate"][:-3],
}
OTHER = {
    "too much": SHAPES["bare"] + b"]",
    "two": SHAPES["bare"] + b"[]",
    "depth": b"[" * 3_000,
    "more depth": b"[{" + b'"data":{' * 3_000,
    "nothing": b"",
    "a page": b"<html>",
    "no list": b'{"title": "Log"}',
    "text": b'"events"',
}


@pytest.mark.parametrize("cut", [*CUT.values(), *OTHER.values()], ids=[*CUT, *OTHER])
def test_a_log_that_is_none_or_is_cut_short_is_refused(cut: bytes) -> None:
    with pytest.raises(decode.ShapeError):
        decode.events(cut)


@pytest.mark.parametrize("nothing", [b"[]", b" [ ] ", b'{"data":[]}', b'{"data": null}', b"null", b"[null, 7, [], {}]"])
def test_an_empty_log_has_no_events(nothing: bytes) -> None:
    assert decode.events(nothing) == ()


_ANYTHING = st.recursive(
    st.none() | st.integers(-(2**60), 2**60) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@given(st.lists(_ANYTHING, max_size=8))
@settings(max_examples=60)
def test_whatever_an_array_holds_comes_out_in_its_order(items: list[object]) -> None:
    def refuse(_piece: bytes) -> list[object]:
        raise RecursionError

    for read in (refuse, json.loads):
        found = pieces(json.dumps(items).encode(), read, lambda item: item, expected="things")
        assert [item for piece in found for item in piece] == items


def test_moments_are_utc_and_times_that_nobody_can_mean_are_left_out() -> None:
    odd = [
        entry(1, createdAt="2026-09-14T13:00:00+02:00"),
        entry(2, createdAt=1_789_383_600_000),
        entry(3, createdAt="1789383600"),
        entry(4, createdAt="yesterday", data={"replyTimeInSec": 1e300}),
        entry(
            5, createdAt=None, date="2026-09-14T11:00:00", data={"replyTimeInSec": "--", "timeToAssignmentInSec": "60"}
        ),
    ]
    found = {event.id: event for event in decode.events(body(odd))}
    assert [found[name].at for name in ("e1", "e2", "e3", "e5")] == [datetime(2026, 9, 14, 11, tzinfo=UTC)] * 4
    assert {str(found[name].at.tzinfo) for name in ("e1", "e2")} == {"UTC"}  # type: ignore[union-attr]
    assert (found["e4"].at, found["e4"].seconds, found["e5"].seconds) == (None, None, 60)
    assert decode.events(body(odd))[-1].id == "e4"


@pytest.mark.parametrize(
    "place",
    [
        {"ticket": "t1"},
        {"ticket": {"_id": "t1", "title": "Help"}},
        {"ticketId": "t1"},
        {"bug": {"id": "t1"}},
        {"data": {"ticket": "t1"}},
        {"data": {"ticketId": "t1"}},
        {"data": {"bug": {"_id": "t1"}}},
        {"data": {"bugId": "t1"}},
    ],
)
def test_an_event_names_its_ticket_in_many_places(place: Entry) -> None:
    assert decode.events(body([entry(1, **place)]))[0].ticket == "t1"


@given(
    st.dictionaries(st.sampled_from(_Entry.__struct_encode_fields__), _ANYTHING, max_size=5),
    st.dictionaries(st.sampled_from(_Data.__struct_encode_fields__), _ANYTHING, max_size=5),
)
@settings(max_examples=60)
def test_an_entry_may_hold_anything_in_any_of_its_fields(fields: Entry, inner: Entry) -> None:
    for more in (fields, {"data": inner}, {"actionUser": fields}):
        odd = {**entry(2), **more}
        # The second of them cannot be read by the quick way.
        for entries in ([entry(1), odd], [entry(1) | {"note": float("nan")}, odd]):
            found = decode.events(body(entries))
            assert "e1" in [event.id for event in found]
            assert len(found) in (1, 2)


def test_an_event_without_an_id_keeps_the_one_it_gets_while_people_come_and_go() -> None:
    def read(**more: object) -> str:
        return decode.events(body([{**entry(1, **more), "_id": None}]))[0].id

    same = read()
    assert len(same) == 24
    assert read(actionUser=ADA | {"lastSeen": "2026-09-15T00:00:00.000Z", "available": False}) == same
    assert read(createdAt="2026-09-14T11:59:58.000Z") != same
    assert read(action="COMMENT_CREATED") != same
    assert read(actionUser={"name": "Bo"}) != same
    assert read(ticket="t1") != same
    assert read(data={"replyTimeInSec": 2}) != same
