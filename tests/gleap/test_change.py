"""A change is said in the unit of its figure, and only as far as it means something."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gleaptui import text
from gleaptui.gleap.change import LEAST_BASE, change, change_of, goodness, wordings
from gleaptui.gleap.metrics import METRIC, METRICS
from gleaptui.gleap.models import Figure, Unit

UNITS: list[Unit] = ["count", "seconds", "percent", "rating"]
VALUES = st.one_of(st.integers(0, 10**9).map(float), st.floats(0, 1e9))


def said(value: float, before: float, unit: Unit) -> tuple[str, ...]:
    found = change(value, before, unit)
    assert found is not None
    return wordings(found)


@pytest.mark.parametrize(
    ("value", "before", "unit", "words"),
    [
        (33 * 60, 21 * 60, "seconds", ("▲ 12m, was 21m", "▲ 12m")),
        (45, 95, "seconds", ("▼ 50s, was 1m 35s", "▼ 50s")),
        (91_800, 3_600, "seconds", ("▲ 1d 1h, was 1h", "▲ 1d 1h")),
        (90_000, 3_600, "seconds", ("▲ 1d, was 1h", "▲ 1d")),
        (326, 396, "count", ("▼ 70 (17.7 %), was 396", "▼ 17.7 %, was 396", "▼ 17.7 %")),
        (5, 5, "count", ("= was 5", "=")),
        (10, 5, "count", ("▲ 5 (100 %), was 5", "▲ 100 %, was 5", "▲ 100 %")),
        (10, 4, "count", ("▲ 6, was 4", "▲ 6")),
        (7, 0, "count", ("▲ 7, was 0", "▲ 7")),
        (0, 396, "count", ("▼ 396 (100 %), was 396", "▼ 100 %, was 396", "▼ 100 %")),
        (8, -8, "count", ("▲ 16, was -8", "▲ 16")),
        (-3, 12, "count", ("▼ 15, was 12", "▼ 15")),
        (10_001, 10_000, "count", ("▲ 1, was 10\u202f000", "▲ 1")),
        (93.1, 91.0, "percent", ("▲ 2.1 points, was 91 %", "▲ 2.1 pt, was 91 %", "▲ 2.1 pt")),
        (92, 91, "percent", ("▲ 1 point, was 91 %", "▲ 1 pt, was 91 %", "▲ 1 pt")),
        (80, 84.5, "rating", ("▼ 4.5 points, was 84.5", "▼ 4.5 pt, was 84.5", "▼ 4.5 pt")),
    ],
)
def test_changes_are_said_in_their_unit(value: float, before: float, unit: Unit, words: tuple[str, ...]) -> None:
    assert said(value, before, unit) == words


def test_the_difference_of_two_times_is_that_of_what_can_be_read() -> None:
    # 20m 31s and 15m 29s stand on the screen as 21m and 15m.
    assert said(1_231, 929, "seconds")[0] == "▲ 6m, was 15m"
    assert said(1_250, 1_275, "seconds")[0] == "= was 21m"


@pytest.mark.parametrize("unit", UNITS)
def test_against_nothing_known_there_is_no_change(unit: Unit) -> None:
    for value, before in ((None, 1.0), (1.0, None), (None, None), (math.nan, 1.0), (1.0, math.inf)):
        assert change(value, before, unit) is None


@given(VALUES, VALUES, st.sampled_from(UNITS))
def test_the_arrow_shows_where_the_value_went_and_the_words_are_never_empty(
    value: float, before: float, unit: Unit
) -> None:
    words = said(value, before, unit)
    arrow = {"▲": value > before, "▼": value < before, "=": True}[words[0][0]]
    assert arrow
    assert all(word[0] == words[0][0] and len(word) <= len(words[0]) for word in words)
    assert words[0].endswith(f"was {text.quantity(before, unit)}")
    if words[0][0] == "=" and unit != "count":
        assert text.quantity(value, unit) == text.quantity(before, unit) or abs(value - before) < 3_600


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_counts_have_a_percentage_only_after_a_period_that_was_not_almost_empty(value: int, before: int) -> None:
    found = change(value, before, "count")
    assert found is not None
    assert found.amount == value - before
    if before < LEAST_BASE:
        assert found.percent is None
        assert "%" not in wordings(found)[0]
    else:
        assert found.percent == pytest.approx((value - before) / before * 100)


@given(VALUES, VALUES, st.sampled_from(UNITS))
def test_back_and_forth_are_the_same_difference(value: float, before: float, unit: Unit) -> None:
    there, back = change(value, before, unit), change(before, value, unit)
    assert there is not None
    assert back is not None
    assert there.amount == pytest.approx(-back.amount)


@given(st.sampled_from(METRICS), st.floats(0, 1e6), st.floats(0, 1e6))
def test_for_better_and_for_worse_follow_the_metrics_direction(metric: object, value: float, before: float) -> None:
    found = METRIC[getattr(metric, "id", "")]
    moved = change(value, before, found.unit)
    assert moved is not None
    assume(moved.amount != 0)
    verdict = goodness(found, moved)
    if found.better is None:
        assert verdict == ""
    else:
        assert (verdict == "better") == ((value > before) == (found.better == "higher"))


def test_no_change_is_neither_better_nor_worse() -> None:
    assert goodness(METRIC["sla_breaches"], change(3, 3, "count")) == ""
    assert goodness(METRIC["sla_breaches"], None) == ""


def test_a_difference_of_two_counts_has_no_percentage() -> None:
    found = change_of(Figure(metric="net_change", value=20, before=10))
    assert found is not None
    assert wordings(found) == ("▲ 10, was 10", "▲ 10")
    assert change_of(Figure(metric="new_tickets", value=20)) is None
