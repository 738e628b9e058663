"""What is said of the log fits, and the most important stays."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleaptui import text
from gleaptui.history.filters import EventFilter
from gleaptui.widgets.eventlines import EventsLayout, choices, day_label, day_line, sound
from gleaptui.widgets.lognotes import Standing, filter_line, note, past_read, wanted_words

NOW = datetime(2026, 9, 16, 14, 5, tzinfo=ZoneInfo("Europe/Paris"))
READING = Standing(3_136, True, 1_203, False, 12)


@pytest.mark.parametrize(
    ("room", "said"),
    [
        (80, "whole since 14 Sep 09:00, 40 % read  1\u202f204 of 3\u202f136  12 new ↓"),
        (50, "40 % read  1\u202f204 of 3\u202f136  12 new ↓"),
        (30, "1\u202f204 of 3\u202f136  12 new ↓"),
        (10, "12 new ↓"),
        (5, "12 ↓"),
        (2, ""),
    ],
)
def test_what_there_is_no_room_for_goes_the_least_important_first(room: int, said: str) -> None:
    past = past_read(40, NOW - timedelta(days=2, hours=5, minutes=5), NOW)
    assert note(READING, *past, room).plain == said


@given(
    st.builds(Standing, st.integers(0, 10**9), st.booleans(), st.integers(0, 10**9), st.booleans(), st.integers(0)),
    st.integers(-5, 200),
)
def test_a_note_is_never_wider_than_its_room(standing: Standing, room: int) -> None:
    assert note(standing, *past_read(3, NOW, NOW), room).cell_length <= max(0, room)


def test_an_unfinished_count_is_not_told_as_the_whole() -> None:
    assert note(Standing(256, False, 255, True, 0), "", "", 40).plain == "over 256  following"


def test_a_past_that_was_read_is_not_spoken_of() -> None:
    assert past_read(100, None, NOW) == ("", "")
    assert past_read(None, None, NOW) == ("", "")
    assert past_read(None, NOW - timedelta(days=400), NOW) == ("whole since 12 Aug 2025 14:05", "")


def test_a_moment_has_its_day_unless_that_is_today() -> None:
    assert text.day_and_time(NOW, NOW) == "14:05"
    assert text.day_and_time(NOW - timedelta(days=1), NOW) == "15 Sep 14:05"


def test_a_filter_is_told_in_the_words_of_the_screen() -> None:
    filter = EventFilter(kinds=("TICKET_REPLY", "CUSTOMER_SUPPORT_REQUESTED"), agent="Ada Quill", text="refund")
    assert wanted_words(filter) == "reply, escalated  Ada Quill  “refund”"
    assert "5 kinds" in filter_line(EventFilter(kinds=tuple("ABCDE"))).plain


@given(st.integers(0, 200), st.integers(-400, 400))
def test_a_day_fits_its_place(width: int, days_ago: int) -> None:
    day, today = (NOW - timedelta(days=days_ago)).date(), NOW.date()
    assert len(day_label(day, width, today)) <= max(width, 3)
    assert len("".join(said for said, _ in day_line(day, width, today))) <= max(width, 12)


def test_columns_that_are_not_known_are_forgotten_and_new_ones_stay_hidden() -> None:
    layout = sound(EventsLayout(("detail", "colour", "who", "who"), ("who", "size")))
    assert layout.shown == ("detail",)
    assert set(layout.order) == set(EventsLayout().order)
    assert sound(EventsLayout()) == EventsLayout()


def test_columns_are_moved_hidden_and_put_back() -> None:
    layout = EventsLayout().wished("later", "kind")
    assert layout.order[:2] == ("who", "kind")
    assert [choice.shown for choice in choices(layout.wished("toggle", "who"))][:2] == [False, True]
    assert layout.wished("toggle", "who").wished("toggle", "who") == layout
    assert layout.wished("earlier", "nothing") == layout
    assert layout.wished("reset", "") == EventsLayout()
