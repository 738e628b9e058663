"""Numbers as Gleap writes them, in base units or not at all."""

import pytest

from gleaptui.gleap.models import Unit
from gleaptui.gleap.values import exact, measure, moment, number, rated, written_duration


@pytest.mark.parametrize("value", ["--", None, "", " ", "–", "n/a", "no data"])
@pytest.mark.parametrize("unit", ["count", "seconds", "percent", "rating"])
def test_a_zero_beside_nothing_is_nothing(value: object, unit: Unit) -> None:
    assert measure(value, 0, "", unit) == (None, False)
    assert measure(value, 0, "s", unit) == (None, False)


@pytest.mark.parametrize(("value", "given"), [(0, "s"), ("0", "min"), (0, ""), ("0s", ""), (0.0, None)])
def test_a_time_of_zero_is_zero_in_any_unit(value: object, given: object) -> None:
    assert measure(value, 0, given, "seconds") == (0, False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("😊 92", 92),
        ("92 😊", 92),
        ("😊 86.4 %", 86.4),
        ("1️⃣ 92", 92),
        ("👍🏽\u200d 100%", 100),
        ("75", 75),
        (75, 75),
        ("No ratings yet (0)", None),
        ("😊 86,4", None),
        ("4.7 / 5", None),
        ("92 of 13", None),
        ("😊", None),
        ("😊 -5", None),
        ("– 5", None),
        ("Rating 5", None),
        (True, None),
    ],
)
def test_a_rating_is_a_number_with_an_emoji_and_nothing_else(text: object, found: float | None) -> None:
    assert rated(text) == found


@pytest.mark.parametrize(
    ("value", "given", "unit", "found"),
    [
        (12, "", "count", 12),
        (12, "tickets", "count", 12),
        (12, "Document Count", "count", 12),
        (1.2, "k", "count", None),
        (3, "h", "count", None),
        (3, "%", "count", None),
        (3, "thousand", "count", None),
        (-1, "", "count", None),
        (-1, "s", "seconds", None),
        (92, "%", "rating", 92),
        (92, "/ 100", "rating", 92),
        (4.6, "/5", "rating", None),
        (4.6, "stars", "rating", None),
        (920, "", "rating", None),
        (96.1, "%", "percent", 96.1),
        (96.1, "percent", "percent", 96.1),
        (9612, "%", "percent", None),
        (5, "h", "percent", None),
        ("96.1 %", "", "percent", 96.1),
        (3, "weeks", "seconds", None),
    ],
)
def test_a_number_in_a_unit_that_does_not_fit_is_none(
    value: object, given: str, unit: Unit, found: float | None
) -> None:
    assert measure(value, None, given, unit) == (found, False)


@pytest.mark.parametrize(("value", "unit", "found"), [(45.2, "seconds", 45.2), (0.4, "percent", 40), (1, "percent", 1)])
def test_what_was_assumed_is_said(value: float, unit: Unit, found: float) -> None:
    assert measure(value, None, None, unit) == (found, True)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("6.5h", 23_400),
        ("1h 48m", 6_480),
        ("2d 3h", 183_600),
        ("90 sec", 90),
        ("5", None),
        ("3 weeks", None),
        ("Room 5", None),
    ],
)
def test_a_written_duration_is_the_sum_of_its_parts(text: str, seconds: float | None) -> None:
    assert written_duration(text) == seconds


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (491_701_234_567, "491701234567"),
        (1_234_567.89, "1234567.89"),
        (123_456.0, "123456"),
        (-0.5, "-0.5"),
        (10**30, "1" + "0" * 30),
    ],
)
def test_a_number_is_written_in_all_its_digits(value: float, written: str) -> None:
    assert exact(value) == written


@pytest.mark.parametrize(
    "value", [True, None, "", "1,234", "²", "Infinity", float("nan"), float("inf"), 10**18, [], {}]
)
def test_what_is_no_number_is_none(value: object) -> None:
    assert number(value) is None


@pytest.mark.parametrize(
    "value", ["2026-13-45", "tomorrow", "5", 5, 0, -1, True, 1e30, "9999-12-31T23:59:59-14:00", {}]
)
def test_what_is_no_moment_is_none(value: object) -> None:
    assert moment(value) is None


@pytest.mark.parametrize("value", ["9999-12-31T23:59:59.999Z", 253_402_300_799_000, "0001-01-01T00:00:00Z"])
def test_a_moment_that_has_no_date_in_some_time_zone_is_none(value: object) -> None:
    assert moment(value) is None
