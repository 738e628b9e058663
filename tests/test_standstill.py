"""Where nothing is asked for any more, no figure looks as if it were live."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from gleaptui.board import Board
from gleaptui.gleap.metrics import METRICS
from gleaptui.refresh.snapshot import Problem, Snapshot
from gleaptui.standstill import Asking, standstill
from gleaptui.widgets.faces import faces
from gleaptui.written import Intervals
from tests.figures import NOW, PROBLEM, all_figures, board
from tests.frames.desks import full

AT = NOW.astimezone(UTC)
ENDED = Problem("internal", "gleaptui no longer asks", "Please start it again.")
BY_HAND = Intervals(overview=0, trends=0, agents=0, heatmap=0, events=0, tickets=0)


def why(shown: Board, intervals: Intervals | None = None, **facts: object) -> str:
    """The title of what keeps figures from coming; empty where nothing does."""
    now = Asking(**({"began": AT} | facts))  # type: ignore[arg-type]
    found = standstill(shown, now, intervals or Intervals())
    return found.title if found is not None else ""


def test_nothing_stands_still_while_answers_come_or_fail_openly() -> None:
    assert not why(board(all_figures()))
    assert not why(board(all_figures(), seconds_ago=86_400, problem=PROBLEM))


def test_a_pause_and_an_end_are_told_at_once() -> None:
    assert why(board(all_figures()), paused=True) == "Paused"
    assert why(board(all_figures()), paused=True, ended=ENDED) == ENDED.title


def test_a_wait_that_gleap_asks_for_is_told_once_figures_get_old_by_it() -> None:
    until = AT + timedelta(seconds=40)
    assert not why(board(all_figures(), seconds_ago=59), until=until)
    assert why(board(all_figures(), seconds_ago=60), until=until) == "Gleap asks for less"


@pytest.mark.parametrize(
    ("seconds_ago", "intervals", "told"),
    [
        (300, Intervals(), False),
        (316, Intervals(), True),
        (3_600, Intervals(overview=3_600, trends=3_600, agents=3_600, heatmap=3_600, events=0, tickets=0), False),
        (86_400, BY_HAND, False),
    ],
)
def test_answers_that_stay_away_for_longer_than_they_may_are_missed(
    seconds_ago: float, intervals: Intervals, told: bool
) -> None:
    assert bool(why(board(all_figures(), seconds_ago=seconds_ago), intervals)) is told


def test_an_answer_of_any_feed_shows_that_asking_goes_on_and_without_one_the_start_counts() -> None:
    old = board(all_figures(), seconds_ago=900)
    assert why(old)
    assert not why(replace(old, events=Snapshot("events", fetched_at=AT)))
    assert not why(board())
    assert why(board(), began=AT - timedelta(minutes=6))


def test_a_halted_board_has_the_reason_in_every_snapshot_and_keeps_its_figures() -> None:
    shown = full()
    halted = shown.halted(ENDED)
    assert shown.halted(None) is shown
    for snapshot in halted._snapshots().values():
        assert snapshot.problem is not None, snapshot.feed
        assert snapshot.problem.title == ENDED.title
    assert halted.overview.value == shown.overview.value
    assert all(face.stale for face in faces(halted).values())


def test_a_figure_that_was_never_answered_says_why_instead_of_waiting_for_ever() -> None:
    period = board().period.key
    shown = board().showing(Snapshot("new_tickets", period, all_figures()[:1], AT))
    found = faces(shown.halted(ENDED))
    assert found["new_tickets"].value
    assert (found["replies"].value, found["replies"].reason) == ("–", ENDED.title)
    assert all(found[metric.id].value for metric in METRICS)


def test_a_figure_of_a_day_that_was_not_over_is_never_held_against_a_whole_one() -> None:
    shown = board(all_figures(), period="today")
    later = replace(shown, now=NOW + timedelta(hours=14))
    assert not any(figure.change_pct for figure in later.compared)
    read_later = replace(later.overview, fetched_at=later.now)
    assert any(figure.change_pct for figure in replace(later, overview=read_later).compared)
