"""A card says what a figure is, how it stands to its target, and whether its change is good."""

from dataclasses import replace

import pytest
from textual.content import Content

from gleaptui.gleap.metrics import METRIC
from gleaptui.gleap.models import Figure
from gleaptui.targets import State
from gleaptui.text import MISSING
from gleaptui.widgets.card import Face, card, in_ascii
from gleaptui.widgets.cardrow import columns, row
from gleaptui.widgets.chart import Chart
from gleaptui.widgets.faces import face, rough_age
from tests.figures import NOW, figure, series


def lines(shown: Face, width: int = 28, height: int = 5, *, chosen: bool = False) -> list[str]:
    return [line.plain for line in card(shown, width, height, chosen=chosen)]


def of(given: Figure, *, stale: bool = False) -> Face:
    return face(METRIC[given.metric], given, None, "6m", stale=stale)


def aimed(state: State, side: str = "over") -> Face:
    given = figure("first_response_time", 1_260, before=900.0)
    return replace(of(given), target="15m", state=state, side=side)


def styles(contents: list[Content]) -> set[str]:
    return {str(span.style) for line in contents for span in line.spans}


# Changes


@pytest.mark.parametrize(
    ("metric", "value", "before", "said"),
    [
        ("closed_tickets", 110.0, 100.0, "▲ 10 (10 %), was 100 ✓"),
        ("closed_tickets", 90.0, 100.0, "▼ 10 (10 %), was 100 ✗ worse"),
        ("sla_breaches", 2.0, 5.0, "▼ 3 (60 %), was 5 ✓ better"),
        ("sla_breaches", 4.0, 1.0, "▲ 3, was 1 ✗ worse"),
        ("first_response_time", 1_260.0, 900.0, "▲ 6m, was 15m ✗ worse"),
        ("new_tickets", 50.0, 100.0, "▼ 50 (50 %), was 100"),
        ("sla_compliance", 93.1, 91.0, "▲ 2.1 points, was 91 % ✓"),
        ("open_now", 7.0, None, ""),
    ],
)
def test_a_change_is_said_in_the_unit_and_is_good_or_bad_by_the_metric(
    metric: str, value: float, before: float | None, said: str
) -> None:
    assert lines(of(figure(metric, value, before=before)), 32)[2].strip("│ ") == said


def test_of_the_wordings_the_fullest_that_fits_is_taken() -> None:
    shown = of(figure("new_tickets", 326.0, before=396.0))
    said = {width: lines(shown, width)[2].strip("│ ") for width in (28, 26, 22, 14)}
    assert said == {28: "▼ 70 (17.7 %), was 396", 26: "▼ 70 (17.7 %), was 396", 22: "▼ 17.7 %, was 396", 14: "▼ 17.7 %"}


def test_without_a_value_before_what_gleap_says_of_the_change_is_shown() -> None:
    assert lines(of(figure("escalations", 41, change_pct=5.1)))[2].strip("│ ") == "▲ 5.1 % ✗ worse"


def test_good_and_bad_are_said_in_words_and_signs_not_only_in_colour() -> None:
    worse = of(figure("first_response_time", 6570.5, change_pct=40))
    assert any("▲ 40 % ✗ worse" in line for line in lines(worse))
    assert "▲ 40 % ✗" in row(worse, 50, chosen=False).plain


def test_a_neutral_change_is_neither() -> None:
    neutral = of(figure("new_tickets", 326, change_pct=-17.7))
    assert "▼ 17.7 %" in "".join(lines(neutral))
    assert not styles([row(neutral, 50, chosen=False), *card(neutral, 28, 5, chosen=False)]) & {"$good", "$bad"}


# Targets


@pytest.mark.parametrize(
    ("state", "side", "said", "style"),
    [
        ("ok", "over", " ok ✓ ", "$good"),
        ("warning", "over", " over ! ", "bold $watch"),
        ("warning", "under", " under ! ", "bold $watch"),
        ("critical", "over", " far over !! ", "bold $bad"),
        ("unknown", "over", " ? ", "$muted"),
    ],
)
def test_the_state_is_told_by_word_sign_and_colour_in_the_frame(state: State, side: str, said: str, style: str) -> None:
    drawn = card(aimed(state, side), 36, 5, chosen=False)
    assert f"{said}─╮" in drawn[0].plain
    assert style in styles(drawn[:1])


def test_the_target_stands_beside_the_value() -> None:
    assert lines(aimed("warning"))[1].strip("│ ").split() == ["21m", "target", "15m"]


def test_a_word_that_the_title_has_no_room_for_stands_before_the_target() -> None:
    drawn = lines(aimed("critical"), 27)
    assert "─ !! ─╮" in drawn[0]
    assert "far over target 15m │" in drawn[1]


def test_in_the_narrowest_card_the_sign_of_the_state_is_left() -> None:
    assert "!! ─╮" in lines(aimed("critical"), 14, 3)[0]


def test_a_figure_without_a_target_has_no_state() -> None:
    assert of(figure("replies", 3)).standing == ("", "", "")
    assert "target" not in "".join(lines(of(figure("replies", 3))))


def test_an_old_value_is_not_coloured_as_if_it_were_of_now() -> None:
    stale = replace(aimed("critical"), stale=True)
    assert not styles(card(stale, 30, 5, chosen=False)) & {"bold $bad", "$bad", "bold $foreground"}


def test_the_chosen_card_is_told_by_its_frame() -> None:
    assert lines(aimed("ok"), chosen=True)[0].startswith("┏")
    assert lines(aimed("ok"))[0].startswith("╭")


# Values


def test_seconds_are_shown_as_hours_and_minutes() -> None:
    assert any("1h 50m" in line for line in lines(of(figure("first_response_time", 6570.5))))


def test_a_missing_value_is_a_dash_with_its_reason_over_several_lines() -> None:
    shown = of(Figure(metric="rating", reason="Gleap knows no ratings in these days"))
    assert lines(shown)[1].strip("│ ") == MISSING
    assert " ".join(line.strip("│ ") for line in lines(shown)[2:4]) == "Gleap knows no ratings in these days"
    assert "0" not in "".join(lines(shown))


def test_a_metric_that_was_not_answered_for_says_so() -> None:
    assert "not asked" in "".join(lines(face(METRIC["rating"], None, None, "", stale=False)))


def test_the_age_stands_in_the_frame() -> None:
    assert lines(of(figure("replies", 3)))[-1].startswith("╰─ 6m ─")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "<1m"),
        (59, "<1m"),
        (60, "<5m"),
        (599, "<15m"),
        (1_799, "<30m"),
        (1_800, "<1h"),
        (3_600, "1h"),
        (90_000, "1d"),
    ],
)
def test_an_age_changes_seldom_and_never_makes_a_figure_younger_within_the_hour(seconds: float, said: str) -> None:
    assert rough_age(seconds) == said


def test_an_old_value_loses_its_weight_and_its_age_stands_out() -> None:
    drawn = card(of(figure("replies", 3), stale=True), 28, 5, chosen=False)
    assert "bold $foreground" not in styles(drawn)
    assert "$stale" in styles(drawn[-1:])


def test_the_bar_of_a_day_that_is_not_over_is_muted() -> None:
    chart = Chart(series([4, 5]), "count", NOW.date())
    shown = face(METRIC["replies"], figure("replies", 9), chart, "", stale=False)
    trend = card(shown, 28, 5, chosen=False)[3]
    assert [span.style for span in trend.spans if span.style in ("$primary", "$muted")] == ["$primary", "$muted"]


def test_in_four_lines_the_trend_stands_beside_the_change() -> None:
    chart = Chart(series([1, 2, 3, 4, 5, 6, 7]), "count")
    shown = face(METRIC["closed_tickets"], figure("closed_tickets", 21, before=20.0), chart, "", stale=False)
    assert lines(shown, 28, 4)[2].strip("│ ").split()[-1] == "▂▃▄▄▅▆▇"
    assert "▲ 5 %, was 20" in lines(shown, 28, 4)[2]


EXTREMES = [
    replace(
        face(
            METRIC["replies"],
            figure("replies", value, before=before, source="sum_of_days", unit_assumed=True),
            Chart(series([1, None, 3]), "count"),
            "999d",
            stale=False,
        ),
        target="999d 23h",
        state="critical",
        side="under",
    )
    for value, before in ((1e12, 1.0), (-1e12, 1e12), (0.0, 1e300), (1e300, -1e300), (999_999.0, 1_000_000.0))
]


@pytest.mark.parametrize("height", [3, 4, 5, 6, 9])
@pytest.mark.parametrize("width", [12, 15, 20, 28, 60])
@pytest.mark.parametrize("shown", EXTREMES)
def test_a_card_fills_its_frame_exactly(shown: Face, width: int, height: int) -> None:
    drawn = card(shown, width, height, chosen=True, place="22/22")
    assert [line.cell_length for line in drawn] == [width] * height


@pytest.mark.parametrize("width", range(1, 140))
def test_a_row_fills_its_line_exactly_and_never_cuts_a_number_short(width: int) -> None:
    shown = of(figure("escalations", 987_654, before=1_000_000.0))
    line = row(shown, width, chosen=False)
    assert line.cell_length == width
    if width >= 12:
        assert shown.value in line.plain


@pytest.mark.parametrize("width", range(20, 140, 3))
def test_values_and_changes_stand_below_each_other(width: int) -> None:
    given = [of(figure("net_change", now, before=was)) for now, was in ((3.0, 9.0), (123_456.0, 1e5), (-77.0, 12.0))]
    given.append(of(figure("new_tickets", 7, before=70.0)))
    shape = columns(width, given)
    lines = [row(shown, width, chosen=False, shape=shape).plain for shown in given]
    assert len({line.index(shown.value) + len(shown.value) for line, shown in zip(lines, given, strict=True)}) == 1
    if shape.change:
        assert len({line.index(sign) for line in lines for sign in "✓✗" if sign in line}) == 1


def test_a_terminal_without_signs_gets_the_same_in_ascii() -> None:
    drawn = [in_ascii(line) for line in card(EXTREMES[0], 40, 6, chosen=False, place="1/22")]
    assert all(line.plain.isascii() for line in drawn)
    assert [line.cell_length for line in drawn] == [40] * 6
