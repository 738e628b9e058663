"""Days are told apart by lines of their own, and one stands where one stood."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gleaptui.widgets.daylines import Hold, Line, lines, rows_in
from gleaptui.widgets.logplace import LogPlace

FIRST = date(2026, 9, 1)
Days = list[date | None]

days = st.lists(st.one_of(st.none(), st.integers(0, 4)), max_size=40).map(
    lambda numbers: [
        None if number is None else FIRST + timedelta(days=sum(one or 0 for one in numbers[: place + 1]))
        for place, number in enumerate(numbers)
    ]
)
"""The days of rows, rising; some are not known."""


def all_lines(known: Days) -> list[Line]:
    """The whole log with its days, written down plainly."""
    found: list[Line] = []
    before: date | None = None
    for row, day in enumerate(known):
        if day is not None and before is not None and day != before:
            found.append(day)
        found.append(row)
        before = day or before
    return found


def without_unknown(known: Days) -> Days:
    return [day for day in known if day is not None]


def test_a_line_stands_between_two_days_and_none_before_the_first() -> None:
    known = [FIRST, FIRST, FIRST + timedelta(days=1), None, FIRST + timedelta(days=1), FIRST + timedelta(days=4)]
    found = lines(Hold(0), len(known), 20, known.__getitem__)
    assert found == (0, 1, FIRST + timedelta(days=1), 2, 3, 4, FIRST + timedelta(days=4), 5)


@given(days, st.integers(0, 50), st.integers(0, 12), st.booleans())
def test_what_is_in_sight_is_a_piece_of_the_log_and_fills_the_room(
    known: Days, row: int, room: int, last: bool
) -> None:
    known = without_unknown(known)
    whole = all_lines(known)
    found = lines(Hold(row, last), len(known), room, known.__getitem__)
    assert len(found) == min(room, len(whole))
    assert any(list(found) == whole[start : start + len(found)] for start in range(len(whole) + 1))


@given(days, st.integers(0, 50), st.integers(1, 12), st.booleans())
def test_only_rows_that_were_announced_are_looked_at(known: Days, row: int, room: int, last: bool) -> None:
    hold = Hold(row, last).within(len(known))
    looked_at: set[int] = set()

    def day_of(place: int) -> date | None:
        looked_at.add(place)
        return known[place]

    lines(hold, len(known), room, day_of)
    start, stop = hold.needed(len(known), room)
    assert looked_at <= set(range(start, stop))


wishes = st.lists(
    st.tuples(
        st.sampled_from(["move", "page", "scroll", "drag", "end", "stop", "came", "came above", "gone", "another"]),
        st.integers(-30, 30),
    ),
    max_size=30,
)


@given(days, st.integers(1, 9), wishes)
def test_the_cursor_is_always_in_sight_and_following_means_the_newest(
    known: Days, room: int, wished: list[tuple[str, int]]
) -> None:
    place, known = LogPlace(), list(known)
    place.begin(len(known), room, None)
    for what, by in wished:
        count = len(known)
        match what:
            case "move":
                place.move_to(place.cursor + by, count, room)
            case "page":
                place.page(by, count)
            case "scroll":
                place.scroll(by, count)
            case "drag":
                place.drag(abs(by), count, at_end=abs(by) + room >= count, down=by > 0)
            case "end":
                place.to_the_end(count)
            case "stop":
                place.stop()
            case "came" | "gone" if what == "came" or place.cursor < count - 1:
                known = [*known, known[-1] if known else FIRST] if what == "came" else known[:-1]
                place.shift(0, len(known) - count, len(known))
            case "came above":
                known = [known[0] if known else FIRST, *known]
                place.shift(1 if count else 0, 0 if count else 1, len(known))
            case "another":
                place.begin(count, room, abs(by))
        place.settle(len(known), room, known.__getitem__)
        assert 0 <= place.cursor <= max(0, len(known) - 1)
        if known:
            assert place.cursor in place.rows
        if place.following:
            assert place.cursor == max(0, len(known) - 1)
            assert not place.unread


@given(days, st.integers(1, 9), st.integers(0, 40), st.integers(0, 9), st.integers(0, 9))
def test_what_comes_while_somebody_reads_moves_nothing_and_is_counted_where_it_is_new(
    known: Days, room: int, row: int, above: int, below: int
) -> None:
    known = without_unknown(known) or [FIRST]
    place = LogPlace()
    place.begin(len(known), room, None)
    place.settle(len(known), room, known.__getitem__)
    place.move_to(row % len(known), len(known), room)
    place.settle(len(known), room, known.__getitem__)
    place.stop()
    before = place.in_sight
    more = [known[0]] * above + known + [known[-1]] * below
    place.shift(above, below, len(more))
    place.settle(len(more), room, more.__getitem__)
    assert place.unread == below
    assert place.cursor == row % len(known) + above
    if len(before) == room:
        assert rows_in(place.in_sight) == [row + above for row in rows_in(before)]


def test_a_page_further_begins_where_the_page_before_ended() -> None:
    known = [FIRST] * 100
    place = LogPlace()
    place.begin(100, 10, 0)
    seen: list[int] = []
    while not place.following:
        place.settle(100, 10, known.__getitem__)
        seen += place.rows
        place.page(10, 100)
    assert seen[:90] == list(range(90))
