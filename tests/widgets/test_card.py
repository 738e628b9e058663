"""A card says what a figure is, and whether its change is good."""

import pytest

from gleaptui.gleap.metrics import METRIC
from gleaptui.gleap.models import Figure
from gleaptui.text import MISSING
from gleaptui.widgets.card import Face, card, face, row, verdict
from tests.figures import NOW, figure, series


def lines(shown: Face, width: int = 28, height: int = 5) -> list[str]:
    return [line.plain for line in card(shown, width, height, chosen=False)]


def of(given: Figure, *, stale: bool = False) -> Face:
    return face(METRIC[given.metric], given, None, "6m", today=None, stale=stale)


@pytest.mark.parametrize(
    ("better", "change", "said"),
    [
        ("higher", 5.0, "better"),
        ("higher", -5.0, "worse"),
        ("lower", 5.0, "worse"),
        ("lower", -5.0, "better"),
        ("lower", 0.01, ""),
        (None, 50.0, ""),
        ("higher", None, ""),
    ],
)
def test_a_change_is_good_or_bad_by_the_direction_of_the_metric(
    better: str | None, change: float | None, said: str
) -> None:
    assert verdict(better, change) == said


def test_good_and_bad_are_said_in_words_and_signs_not_only_in_colour() -> None:
    worse = of(figure("first_response_time", 6570.5, change_pct=40))
    assert any("▲ 40 %  worse" in line for line in lines(worse))
    assert "▲ 40 % ✗" in row(worse, 50, chosen=False).plain


def test_a_neutral_change_is_neither() -> None:
    neutral = of(figure("new_tickets", 326, change_pct=-17.7))
    assert "▼ 17.7 %" in "".join(lines(neutral))
    assert "better" not in "".join(lines(neutral))
    styles = {
        span.style for span in (*row(neutral, 50, chosen=False).spans, *card(neutral, 28, 5, chosen=False)[2].spans)
    }
    assert not styles & {"$good", "$bad"}


def test_seconds_are_shown_as_hours_and_minutes() -> None:
    assert any("1h 50m" in line for line in lines(of(figure("first_response_time", 6570.5))))


def test_a_missing_value_is_a_dash_with_its_reason_over_several_lines() -> None:
    shown = of(Figure(metric="rating", reason="Gleap knows no ratings in these days"))
    assert lines(shown)[1].strip("│ ") == MISSING
    assert " ".join(line.strip("│ ") for line in lines(shown)[2:4]) == "Gleap knows no ratings in these days"
    assert "0" not in "".join(lines(shown))


def test_a_metric_that_was_not_answered_for_says_so() -> None:
    assert "not asked" in "".join(lines(face(METRIC["rating"], None, None, "", today=None, stale=False)))


def test_the_age_stands_in_the_frame() -> None:
    assert lines(of(figure("replies", 3)))[-1].endswith(" 6m ─╯")


def test_an_old_value_loses_its_weight_and_its_age_stands_out() -> None:
    drawn = card(of(figure("replies", 3), stale=True), 28, 5, chosen=False)
    assert "bold $foreground" not in {span.style for line in drawn for span in line.spans}
    assert "$stale" in {span.style for span in drawn[-1].spans}


def test_the_bar_of_a_day_that_is_not_over_is_muted() -> None:
    shown = face(METRIC["replies"], figure("replies", 9), series([4, 5]), "", today=NOW.date(), stale=False)
    trend = card(shown, 28, 5, chosen=False)[3]
    assert [span.style for span in trend.spans if span.style in ("$primary", "$muted")] == ["$primary", "$muted"]


@pytest.mark.parametrize("height", [3, 4, 5, 6, 9])
@pytest.mark.parametrize("width", [12, 20, 28, 60])
def test_a_card_fills_its_frame_exactly(width: int, height: int) -> None:
    shown = face(
        METRIC["replies"],
        figure("replies", 1e12, change_pct=1e9, source="sum_of_days", unit_assumed=True),
        series([1, None, 3]),
        "999d",
        today=None,
        stale=False,
    )
    drawn = card(shown, width, height, chosen=True)
    assert [line.cell_length for line in drawn] == [width] * height


@pytest.mark.parametrize("width", range(1, 80))
def test_a_row_fills_its_line_exactly_and_never_cuts_a_number_short(width: int) -> None:
    shown = of(figure("escalations", 987_654, change_pct=-12.3))
    line = row(shown, width, chosen=False)
    assert line.cell_length == width
    if width >= 12:
        assert shown.value in line.plain
