"""Outside text is made harmless, and figures are written so that they cannot be misread."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleaptui import text

ANY_FLOAT = st.floats(allow_nan=True, allow_infinity=True)
UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
OUTSIDE = st.text(st.characters(), max_size=300)


@given(OUTSIDE)
def test_a_cleaned_line_holds_nothing_that_acts_and_no_line_break(raw: str) -> None:
    line = text.clean(raw)
    assert not UNSAFE.search(line)
    assert "\n" not in line


@given(OUTSIDE)
def test_a_cleaned_block_holds_nothing_that_acts(raw: str) -> None:
    assert not UNSAFE.search(text.clean_block(raw))


@given(OUTSIDE)
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    assert text.clean(text.clean(raw)) == text.clean(raw)
    assert text.clean_block(text.clean_block(raw)) == text.clean_block(raw)


@given(OUTSIDE, st.integers(1, 50))
def test_a_cleaned_line_is_never_longer_than_asked_for(raw: str, limit: int) -> None:
    assert len(text.clean(raw, limit)) <= limit


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=80))
def test_plain_words_pass_unchanged(words: str) -> None:
    assert text.clean(words) == words


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mred", "[31mred"),
        ("\x1b]52;c;aGk=\x07x", "]52;c;aGk=x"),
        ("\x9b31mC1", "31mC1"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("zero\u200bwidth", "zerowidth"),
        ("two\r\nlines\tand tabs", "two lines and tabs"),
        ("[/foo] stays as it is", "[/foo] stays as it is"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("abc\u200d def", "abc def"),
        ("\ud800lone", "lone"),
        (None, ""),
        (12, ""),
    ],
)
def test_known_attacks_become_plain_text(raw: object, shown: str) -> None:
    assert text.clean(raw) == shown


def test_marks_piled_on_a_letter_are_cut_down() -> None:
    assert len(text.clean("Z" + "\u0301" * 500)) < 20


@given(ANY_FLOAT)
def test_every_formatter_takes_every_number(value: float) -> None:
    spans = (text.duration(value), text.age(value), text.working_time(value))
    for shown in (*spans, text.count(value), text.percent(value), text.change(value)):
        assert "\n" not in shown
        assert len(shown) < 40


@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf])
def test_what_is_not_known_is_a_dash_and_never_zero(value: float | None) -> None:
    for shown in (text.duration(value), text.count(value), text.percent(value), text.age(value)):
        assert shown == text.MISSING
    assert text.change(value) == ""
    assert "0" not in text.quantity(value, "count")


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0s"),
        (0.2, "<1s"),
        (42.4, "42s"),
        (59.6, "1m"),
        (138, "2m 18s"),
        (900, "15m"),
        (3599, "1h"),
        (6570.52, "1h 50m"),
        (6480, "1h 48m"),
        (86_399, "1d"),
        (181_440, "2d 2h"),
        (-60, "-1m"),
        (1e9, "11\u202f574d"),
    ],
)
def test_durations_have_two_units_at_most(seconds: float, shown: str) -> None:
    assert text.duration(seconds) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(27_000, "7h 30m"), (86_369, "23h 59m"), (86_370, "24h"), (113_400, "32h"), (3.6e9, "1Mh"), (1e300, "2.8e+296h")],
)
def test_worked_time_is_never_told_in_days(seconds: float, shown: str) -> None:
    assert text.working_time(seconds) == shown
    assert text.working_time(None) == text.MISSING


UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}


def _read(shown: str) -> float:
    return sum(int(number) * UNITS[unit] for number, unit in re.findall(r"(\d+)([dhms])", shown.replace("\u202f", "")))


@given(st.floats(0.5, 8e7))
def test_a_duration_reads_back_as_about_what_it_was(seconds: float) -> None:
    assert _read(text.duration(seconds)) == pytest.approx(seconds, rel=0.03, abs=0.6)


@given(st.floats(0, 8e7), st.floats(0, 8e7))
def test_a_longer_time_is_never_written_as_a_shorter_one(one: float, other: float) -> None:
    shorter, longer = sorted((one, other))
    assert _read(text.duration(shorter)) <= _read(text.duration(longer))


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (12, "12"), (1234, "1\u202f234"), (1.5, "1.5"), (1_240_000, "1.24M"), (10**12, "1T"), (-25, "-25")],
)
def test_counts_are_grouped_and_large_ones_shortened(value: float, shown: str) -> None:
    assert text.count(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(12.06, "▲ 12.1 %"), (-3.0, "▼ 3 %"), (0.0, "= 0 %"), (0.01, "= 0 %"), (99.96, "▲ 100 %"), (125_000, "▲ >999 %")],
)
def test_changes_say_their_direction_and_are_capped(value: float, shown: str) -> None:
    assert text.change(value) == shown


@pytest.mark.parametrize(
    ("seconds", "coarse", "fine"),
    [
        (0, "<1m", "<10s"),
        (25, "<1m", "20s"),
        (60, "1m", "1m"),
        (7_300, "2h", "2h"),
        (200_000, "2d", "2d"),
        (-5, "<1m", "<10s"),
    ],
)
def test_ages_change_seldom(seconds: float, coarse: str, fine: str) -> None:
    assert text.age(seconds) == coarse
    assert text.age(seconds, fine=True) == fine
