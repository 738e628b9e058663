"""A night that has brought nothing yet gives way to the whole period before, under that one's own name."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gleaptui.board import Board
from gleaptui.gleap.metrics import METRIC
from gleaptui.gleap.models import Figure
from gleaptui.gleap.periods import resolve
from gleaptui.panes.overview import OverviewPane
from gleaptui.plan import FIGURE_FEEDS
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.widgets.faces import faces
from tests.figures import NOW, PROBLEM, ZONE, figure, on_screen
from tests.overview import aimed

NIGHT = NOW.replace(hour=2, minute=10)


def night(period: str = "today", now: datetime = NIGHT, *, new: float | None = 0.0, known: bool = True) -> Board:
    """A board of the night with so many new tickets and nothing else, and what there was in all of the period
    before."""
    span = resolve(period, now, ZONE)
    before = span.previous()
    shown = Board(now=now, period=span)
    for feed, metrics in FIGURE_FEEDS.items():
        of_now = METRIC[metrics[0]].now
        values = tuple(_of_the_night(metric, new) for metric in metrics)
        shown = shown.showing(Snapshot(feed, "" if of_now else span.key, values, now.astimezone(UTC)))
    figures = tuple(
        figure(one.id, 400.0 + place, span=before.key) for place, one in enumerate(METRIC.values()) if not one.now
    )
    read = now.replace(minute=0).astimezone(UTC)
    return replace(shown, whole_before=Snapshot("whole_before", span.key, figures if known else (), read))


def _of_the_night(metric: str, new: float | None) -> Figure:
    if METRIC[metric].now:
        return figure(metric, 58)
    return figure(metric, new if metric == "new_tickets" else 0.0 if METRIC[metric].unit == "count" else None)


@pytest.mark.parametrize(
    ("period", "label"),
    [("today", "yesterday"), ("this-week", "last week"), ("this-month", "last month"), ("2026-09-14..2026-09-20", "")],
)
def test_the_whole_period_before_is_shown_by_its_own_name_with_the_age_of_its_figures(period: str, label: str) -> None:
    first = {"today": NIGHT, "this-month": NIGHT.replace(day=1)}.get(period, NIGHT.replace(day=14))
    board = night(period, first)
    shown = board.falling_back
    assert shown.instead_of == board.period
    assert shown.period == board.period.previous()
    assert shown.period.label == (label or "7 Sep – 13 Sep 2026")
    seen = faces(shown)
    assert [seen[metric].value for metric in ("new_tickets", "net_change", "open_now")] == ["400", "-1", "58"]
    assert [seen[metric].age for metric in ("new_tickets", "net_change", "open_now")] == ["<15m", "<15m", "<1m"]


@pytest.mark.parametrize(
    "board",
    [
        night(new=1.0),
        night(new=None),
        night(known=False),
        night(now=NIGHT.replace(hour=6)),
        night("yesterday"),
        night("7d"),
        Board(now=NIGHT, period=resolve("today", NIGHT, ZONE)),
    ],
    ids=["a ticket", "not known", "nothing before", "morning", "over", "rolling", "loading"],
)
def test_what_has_figures_of_its_own_or_is_no_night_stays_what_it_is(board: Board) -> None:
    assert board.falling_back is board


def test_targets_are_held_against_the_figures_that_are_shown() -> None:
    board = aimed(night(), {"replies": "ok", "open_now": "warning", "rating": "unknown"})
    assert board.falling_back.states == {"replies": "critical", "open_now": "warning", "rating": "critical"}


def test_where_the_whole_period_could_not_be_read_again_it_says_so() -> None:
    board = night()
    board = replace(board, whole_before=board.whole_before.failed(PROBLEM))
    shown = board.falling_back
    assert shown.source("new_tickets").problem == PROBLEM
    assert shown.source("open_now").problem is None


@pytest.mark.parametrize("size", [(120, 38), (80, 22), (60, 18), (40, 10)])
async def test_the_overview_says_which_period_it_shows_and_why(size: tuple[int, int]) -> None:
    async with on_screen(OverviewPane(), night(), size) as (app, _):
        assert (
            app.text.splitlines()[0]
            .lstrip()
            .removeprefix("Overview")
            .lstrip()
            .startswith("yesterday, nothing yet today")
        )
        assert "400" in app.text
        app.pane.show(night(new=1.0))
        assert "yesterday" not in app.text
