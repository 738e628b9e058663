"""The heading says which period it is, what it is compared with, and how many figures are off their targets."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gleaptui.gleap.metrics import METRIC
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.targets import State
from gleaptui.widgets.faces import outlook
from gleaptui.widgets.overviewheading import scope, targets_met, top
from tests.figures import all_figures, board, figure
from tests.overview import BOARDS, aimed, full


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ({}, ""),
        ({"rating": "ok"}, "✓ 1 target met"),
        ({"rating": "ok", "replies": "ok"}, "✓ all 2 targets met"),
        ({"rating": "ok", "replies": "unknown"}, "✓ 1 target met, 1 not known"),
        ({"rating": "unknown"}, "? 1 target not known"),
        ({"rating": "ok", "replies": "warning"}, "! 1 off target"),
        ({"rating": "critical", "replies": "warning", "messages": "ok"}, "!! 2 off target"),
    ],
)
def test_the_heading_says_how_many_are_off_target(states: dict[str, State], said: str) -> None:
    shown = aimed(board(all_figures()), states)
    assert targets_met(shown, tuple(METRIC))[0].plain == said


def test_a_figure_off_target_that_has_no_card_is_counted_and_said() -> None:
    shown = aimed(board(all_figures()), {"rating": "warning", "replies": "critical"})
    assert targets_met(shown, ("replies",))[0].plain == "!! 2 off target, 1 not shown"


def test_nothing_is_said_of_targets_before_there_are_figures() -> None:
    assert not any(targets_met(aimed(board(), {"rating": "unknown"}), tuple(METRIC)))


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("today", "today, partial"),
        ("yesterday", "yesterday"),
        ("7d", "last 7 days, partial"),
        ("last-week", "last week"),
    ],
)
def test_a_running_period_is_marked_partial(period: str, said: str) -> None:
    assert scope(board(all_figures(), period=period), ()) == (said,)


def test_the_heading_says_what_is_compared_with() -> None:
    figures = (figure("replies", 3, before=2.0, before_label="yesterday until 14:05"), figure("rating", 3))
    assert scope(board(period="today"), figures)[0] == "today, partial, against yesterday until 14:05"


@pytest.mark.parametrize("width", range(16, 200))
def test_how_many_are_off_target_is_the_last_thing_to_go(width: int) -> None:
    shown = outlook(aimed(full(), {"rating": "critical", "replies": "warning"}))
    line = top(shown, shown.board.overview, tuple(METRIC), width)
    assert line.cell_length == width
    assert "!! 2 off" in line.plain


@pytest.mark.parametrize("width", [40, 48, 60, 80, 90, 120])
def test_the_age_goes_after_what_is_compared_with_and_after_its_own_name(width: int) -> None:
    shown = outlook(aimed(full(), {"rating": "critical", "replies": "warning"}))
    line = top(shown, shown.board.overview, tuple(METRIC), width).plain
    assert ("last 7 days, partial" in line, "<1m old" in line) == (True, True)


def test_what_was_not_answered_yet_is_not_called_not_available() -> None:
    shown = board()
    for metric, value in (("replies", 3), ("messages", None)):
        shown = shown.showing(Snapshot(metric, shown.period.key, (figure(metric, value),), shown.now))
    line = top(outlook(shown), shown.overview, tuple(METRIC), 120).plain
    assert "1 not available" in line


@pytest.mark.parametrize("name", BOARDS)
@pytest.mark.parametrize("width", [20, 39, 60, 80, 120, 400])
def test_the_heading_fills_its_line_and_cuts_nothing(name: str, width: int) -> None:
    shown = outlook(BOARDS[name])
    line = top(shown, shown.board.overview, tuple(METRIC), width)
    assert line.cell_length == width
    assert "…" not in line.plain


def test_the_heading_says_when_the_first_figure_is_asked_again_where_there_is_room() -> None:
    shown = board(all_figures())
    looks = {"new_tickets": shown.now + timedelta(minutes=3), "replies": shown.now + timedelta(seconds=30)}
    said = outlook(replace(shown, next_looks=looks))
    assert "<1m old   next by 14:06" in top(said, said.board.overview, tuple(METRIC), 120).plain
    assert "next by" not in top(said, said.board.overview, tuple(METRIC), 40).plain
    by_hand = outlook(replace(shown, next_looks={"agents": shown.now}))
    assert "r asks again" in top(by_hand, by_hand.board.overview, tuple(METRIC), 120).plain
