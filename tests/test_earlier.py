"""After a night, what is stored is shown under its own days until there is something newer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from gleaptui.board import Board
from gleaptui.earlier import Earlier
from gleaptui.gleap.models import Figure
from gleaptui.gleap.periods import resolve
from gleaptui.refresh.snapshot import Problem, Snapshot

NOW = datetime(2026, 9, 16, 7, tzinfo=UTC)
ZONE = "Europe/Paris"
WEEK, BEFORE = (resolve("7d", moment, ZONE) for moment in (NOW, NOW - timedelta(days=1)))
PROBLEM = Problem("network", "No connection", "")


def stored(feed: str, value: float) -> Snapshot[object]:
    """A figure of the night before."""
    return Snapshot(feed, BEFORE.key, (Figure(metric=feed, value=value),), NOW - timedelta(hours=12), "stored")


class Screen:
    """A board and what stands in for it."""

    def __init__(self) -> None:
        self.earlier = Earlier()
        self.board = Board(NOW, WEEK)

    def take(self, snapshot: Snapshot[object]) -> None:
        self.board = self.earlier.showing(self.board, snapshot, WEEK.key)
        self.board = replace(self.board, period=self.earlier.period or WEEK)

    def value(self, metric: str) -> float | None:
        """What stands in the card of the metric."""
        board = self.board
        figures = board.overview.value or () if board.overview.period == board.period.key else ()
        return next((figure.value for figure in figures if figure.metric == metric), None)


def test_figures_of_the_days_before_stand_under_those_days_until_the_first_newer_one_comes() -> None:
    screen = Screen()
    screen.take(stored("new_tickets", 7.0))
    screen.take(stored("replies", 9.0))
    assert screen.board.period.label == "9 Sep – 15 Sep 2026"
    assert (screen.value("new_tickets"), screen.value("replies")) == (7.0, 9.0)
    screen.take(Snapshot("replies", WEEK.key))
    screen.take(Snapshot("replies", WEEK.key, problem=PROBLEM))
    screen.take(Snapshot("messages", WEEK.key, problem=PROBLEM))
    assert (screen.value("new_tickets"), screen.value("replies")) == (7.0, 9.0)
    assert screen.board.source("replies").problem == PROBLEM
    assert screen.board.source("messages").problem == PROBLEM
    screen.take(Snapshot("new_tickets", WEEK.key, (Figure(metric="new_tickets", value=1.0),), NOW))
    assert screen.board.period == WEEK
    assert (screen.value("new_tickets"), screen.value("replies")) == (1.0, None)
    assert screen.board.source("replies").problem == PROBLEM


def test_an_answer_that_holds_nothing_ends_nothing_and_is_shown_with_the_first_that_does() -> None:
    screen = Screen()
    screen.take(stored("new_tickets", 7.0))
    screen.take(Snapshot("comparison", WEEK.key, (), NOW))
    assert screen.board.period.label == "9 Sep – 15 Sep 2026"
    assert screen.value("new_tickets") == 7.0
    screen.take(Snapshot("new_tickets", WEEK.key, (Figure(metric="new_tickets", value=1.0),), NOW))
    assert screen.board.period == WEEK
    assert screen.board.comparison.fetched_at == NOW


def test_another_period_that_is_chosen_ends_the_days_before() -> None:
    screen = Screen()
    screen.take(stored("new_tickets", 7.0))
    screen.earlier.end()
    screen.take(Snapshot("new_tickets", WEEK.key))
    assert screen.board.period == WEEK
    assert screen.value("new_tickets") is None


def test_what_is_of_the_moment_needs_no_other_days() -> None:
    screen = Screen()
    screen.take(Snapshot("open_now", "", (Figure(metric="open_now", value=3.0),), NOW, "stored"))
    assert screen.board.period == WEEK
    assert screen.earlier.period is None
