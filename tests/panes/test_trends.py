"""The Trends show each series small and one of them large."""

import pytest

from gleaptui.panes.trends import TrendsPane
from gleaptui.widgets.plot import draw
from tests.figures import PROBLEM, all_figures, board, fits_every_size, on_screen, series

TRENDS = {
    "new_tickets": series([45, 30, 62, None, 0, 40, 3]),
    "first_response_time": series([6570, 5400, 3000, None, 6000, 8000, 1200]),
    "rating": series([88, 90, None]),
}


async def test_every_series_is_listed_with_its_last_value() -> None:
    async with on_screen(TrendsPane(), board(all_figures(), TRENDS)) as (app, _):
        for said in ("New tickets", "First response", "20m", "Rating"):
            assert said in app.text


async def test_the_chosen_one_is_plotted_with_days_and_human_units() -> None:
    pane = TrendsPane()
    async with on_screen(pane, board(all_figures(), TRENDS)) as (app, pilot):
        await pilot.press("j")
        assert pane.chosen == "first_response_time"
        for said in ("1h 30m┤", "Thu 10", "today", "highest 2h 13m on Tue 15", "not known: 1 of 7 days"):
            assert said in app.text


async def test_the_list_keeps_the_chosen_one_in_sight() -> None:
    async with on_screen(TrendsPane(), board((), TRENDS), (40, 8)) as (app, pilot):
        await pilot.press("G")
        assert "Rating" in app.text


async def test_a_metric_chosen_from_elsewhere_without_a_series_says_so() -> None:
    pane = TrendsPane()
    async with on_screen(pane, board(all_figures(), TRENDS)) as (app, pilot):
        pane.choose("worked_on")
        await pilot.pause()
        assert "Gleap sent no days of it" in app.text
        await pilot.press("j")
        assert pane.chosen == "new_tickets"


async def test_the_same_board_again_is_not_plotted_again() -> None:
    shown = board(all_figures(), TRENDS)
    async with on_screen(TrendsPane(), shown) as (app, pilot):
        before = draw.cache_info().misses
        app.pane.show(shown)
        app.pane.show(board(all_figures(), dict(TRENDS), seconds_ago=50))
        await pilot.pause()
        assert draw.cache_info().misses == before


async def test_before_the_first_answer_it_says_loading() -> None:
    async with on_screen(TrendsPane(), board()) as (app, _):
        assert "loading…" in app.text


async def test_a_failure_without_series_says_why() -> None:
    async with on_screen(TrendsPane(), board(problem=PROBLEM)) as (app, _):
        assert "No connection" in app.text
        assert "not answered" in app.text


@pytest.mark.parametrize(
    "values", [[], [None], [0.0], [1e300, -1e300], [None, 2, None], [float(n) for n in range(400)]]
)
async def test_no_size_breaks_any_series(values: list[float | None]) -> None:
    trends = {"new_tickets": series(values), "reply_time": series(values), "rating": series(values)}
    shown = board((), trends)
    async with on_screen(TrendsPane(), shown) as (app, pilot):
        await pilot.press("j")
        await fits_every_size(app, pilot, shown, "Trends")
