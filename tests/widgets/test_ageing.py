"""The open tickets by age, by who waits and by type: whole words, and no number that nobody said."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from gleaptui.board import Board
from gleaptui.gleap.backlog import AGES, Backlog, TypeCount
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.text import MISSING
from gleaptui.widgets.ageing import ageing
from tests.figures import NOW, PROBLEM, board
from tests.overview import BOARDS, waiting
from tests.panes.test_overview_sizes import numbers


def said(shown: Board, width: int, height: int) -> list[str]:
    return [line.plain for line, _ in ageing(shown.backlog, shown.now, width, height)]


def test_open_tickets_are_told_by_age_by_who_waits_and_by_type() -> None:
    types = (
        TypeCount(type="BUG", open=1, queued=2),
        TypeCount(type="FEATURE_REQUEST", open=4),
        TypeCount(type="CRASH", open=0),
    )
    first, second = said(waiting(board(), 0.5, 2, 3, 30, 98, types=types), 130, 2)
    assert first.split("   ")[1:] == [
        "under 1 h 1 │ 1-4 h 2 │ 4-24 h 0 │ 1-3 d 1 │ over 3 d 1",
        "u unassigned 2",
        "w longest waiting #3021 4d 2h",
    ]
    assert second.split("   ")[0].strip() == "by type  feature request 4 │ bug 1"
    assert "queued 2" in second


@pytest.mark.parametrize("height", [2, 3])
@pytest.mark.parametrize("width", range(40, 200, 7))
def test_the_age_is_told_wherever_there_are_lines_for_it(width: int, height: int) -> None:
    types = (TypeCount(type="BUG", open=1, queued=2), TypeCount(type="FEATURE_REQUEST", open=4))
    for some in (types, ()):
        shown = waiting(board(), 0.5, 2, 3, 30, 98, types=some, seconds_ago=1_000)
        assert "<20m" in " ".join(said(shown, width, height)) or "<30m" in " ".join(said(shown, width, height))


def test_of_what_goes_together_nothing_stands_behind_something_that_is_left_out() -> None:
    types = (TypeCount(type="A_LONG_NAME_OF_A_TYPE", open=9), TypeCount(type="BUG", open=4))
    for width in range(20, 130):
        for line in said(waiting(board(), 0.5, types=types), width, 3):
            assert "BUG" not in line.upper() or "by type  a long name of a type 9 │ bug 4" in line


def test_what_is_not_known_of_the_backlog_is_a_dash_or_a_reason_and_never_zero() -> None:
    at = NOW.astimezone(UTC)
    backlog = Backlog(at=at, total=900, older=(800, None, 300, 200), types_problem="Not permitted")
    shown = replace(board(), backlog=Snapshot("backlog", "", backlog, at))
    lines = " ".join(said(shown, 130, 3))
    assert f"under 1 h 100 │ 1-4 h {MISSING} │ 4-24 h {MISSING} │ 1-3 d 100 │ over 3 d 200" in lines
    assert "by type: Not permitted" in lines
    assert "unassigned" not in lines
    assert said(board(), 80, 3) == [" Open tickets: loading…".ljust(80)]


def test_of_a_large_backlog_it_is_said_that_only_the_oldest_were_looked_at() -> None:
    at = NOW.astimezone(UTC)
    created = tuple(at - timedelta(days=9) for _ in range(200))
    backlog = Backlog(at=at, total=900, created=created, looked_at=200, unassigned=12, older=(None,) * len(AGES))
    shown = replace(board(), backlog=Snapshot("backlog", "", backlog, at))
    assert "u unassigned 12 of the 200 oldest" in " ".join(said(shown, 130, 3))


def test_an_empty_backlog_is_good_news() -> None:
    assert "nobody waits" in " ".join(said(waiting(board()), 130, 2))


def test_a_backlog_that_cannot_be_asked_for_keeps_its_figures_with_their_age() -> None:
    shown = waiting(board(), 2, seconds_ago=900)
    lines = said(replace(shown, backlog=shown.backlog.failed(PROBLEM)), 130, 2)
    assert "o open 1" in lines[0]
    assert "15m old: No connection" in lines[1]


@pytest.mark.parametrize("height", [1, 2, 3])
@pytest.mark.parametrize("width", range(1, 220, 3))
def test_lines_of_the_backlog_hold_whole_words_and_say_that_something_is_left_out(width: int, height: int) -> None:
    for name in ("full", "huge", "hostile"):
        shown = BOARDS[name]
        words = " ".join([*said(shown, 500, 3), *said(shown, 77, 3), *said(shown, 500, 1)])
        lines = said(shown, width, height)
        assert all(line.cell_length <= width for line, _ in ageing(shown.backlog, shown.now, width, height))
        assert numbers(" ".join(lines)) <= numbers(words)
