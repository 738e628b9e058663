"""The Trends show each series small and one of them large."""

from dataclasses import replace
from datetime import timedelta

import pytest
from msgspec import structs

from gleaptui.board import Board
from gleaptui.gleap.models import Series
from gleaptui.panes.overview import OverviewPane
from gleaptui.panes.trends import TrendsPane
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.widgets.plot import draw
from tests.figures import NOW, PROBLEM, all_figures, board, fits_every_size, on_screen, series

TRENDS = {
    "new_tickets": series([45, 30, 62, None, 0, 40, 3]),
    "first_response_time": series([6570, 5400, 3000, None, 6000, 8000, 1200]),
    "rating": series([88, 90, None]),
}


async def test_every_series_is_listed_with_its_last_value() -> None:
    async with on_screen(TrendsPane(), board(all_figures(), TRENDS)) as (app, _):
        for said in ("New tickets", "First response", "1m 47s", "Rating"):
            assert said in app.text


async def test_a_single_day_is_no_trend_and_says_so() -> None:
    shown = board(all_figures(), {"new_tickets": series([None, 5]), "replies": series([3, 5])})
    shown = replace(shown, samples={"open_now": ((shown.now, 7.0),)})
    async with on_screen(TrendsPane(), shown) as (app, _):
        rows = {line.split("  ")[0].strip("› "): line[:45] for line in app.text.splitlines()}
        assert ["1 day" in rows[name] for name in ("New tickets", "Replies")] == [True, False]
        assert "1 look" in rows["Open now"]


async def test_the_chosen_one_is_plotted_with_days_and_human_units() -> None:
    pane = TrendsPane()
    async with on_screen(pane, board(all_figures(), TRENDS)) as (app, pilot):
        await pilot.press(*"jjjjjj")
        assert pane.chosen == "first_response_time"
        for said in ("1h 30m┤", "Thu 10", "today", "highest 2h 13m on Tue 15"):
            assert said in app.text


async def test_the_list_keeps_the_chosen_one_in_sight() -> None:
    async with on_screen(TrendsPane(), board((), TRENDS), (40, 8)) as (app, pilot):
        await pilot.press("G")
        assert "SLA compliance" in app.text
        assert "22/22" in app.text


async def test_a_metric_chosen_from_elsewhere_without_a_series_says_so() -> None:
    pane = TrendsPane()
    async with on_screen(pane, board(all_figures(), TRENDS)) as (app, pilot):
        pane.choose("worked_on")
        await pilot.pause()
        assert "Gleap has no days of it" in app.text
        await pilot.press("j")
        assert pane.chosen == "first_response_time"


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


def with_before(value: float = 777.0) -> Board:
    """The board with the days of the week before, each with that value."""
    shown = board(all_figures(), TRENDS)
    week = timedelta(days=7)
    bars = TRENDS["new_tickets"].bars
    before = Series(bars=tuple(structs.replace(bar, value=value, start=bar.start and bar.start - week) for bar in bars))
    earlier = Snapshot("trends_before", shown.period.key, {"new_tickets": before}, shown.trends.fetched_at)
    return replace(shown, trends_before=earlier)


async def test_the_cursor_reads_a_day_and_the_same_day_of_the_period_before() -> None:
    pane = TrendsPane()
    async with on_screen(pane, with_before()) as (app, pilot):
        await pilot.press("h")
        await pilot.pause()
        assert "Tue 15 Sep  40   was 777 on Tue 8 Sep" in app.text
        await pilot.press("v")
        await pilot.pause()
        assert "777" not in app.text


async def test_a_day_that_is_not_over_is_not_held_against_a_whole_one_without_a_word() -> None:
    async with on_screen(TrendsPane(), with_before()) as (app, pilot):
        assert "Wed 16 Sep  3   so far   was 777 on all of Wed 9 Sep" in app.text
        for width in range(72, 120, 6):
            await pilot.resize_terminal(width, 30)
            await pilot.pause()
            assert ("was 777" in app.text) == ("was 777 on all of Wed" in app.text or "was 777 all day" in app.text)


async def test_a_day_that_was_not_over_when_it_was_read_is_not_whole_because_midnight_has_passed() -> None:
    later = replace(with_before(), now=NOW + timedelta(hours=14))
    for pane in (TrendsPane(), OverviewPane()):
        async with on_screen(pane, later) as (app, _):
            assert "Wed 16 Sep  3   so far   was 777 on all of Wed 9 Sep" in app.text
            assert "today" not in app.text


@pytest.mark.parametrize("size", [(120, 38), (80, 22), (60, 18), (44, 16)])
async def test_what_is_laid_over_a_plot_is_said_before_anything_else_of_it(size: tuple[int, int]) -> None:
    for pane in (TrendsPane(), OverviewPane(("new_tickets",))):
        async with on_screen(pane, with_before(), size) as (app, _):
            assert "─ Thu 3 – Wed 9 Sep" in app.text or "─ before" in app.text


async def test_no_period_is_said_to_be_laid_over_a_plot_that_has_no_room_for_it() -> None:
    async with on_screen(TrendsPane(), with_before(), (40, 10)) as (app, pilot):
        assert "before" not in app.text
        await pilot.resize_terminal(44, 16)
        await pilot.pause()
        assert "─ Thu 3 – Wed 9 Sep" in app.text or "─ before" in app.text


@pytest.mark.parametrize("strokes", ["block", "braille", "ascii"])
async def test_every_way_to_draw_shows_the_same_days(strokes: str) -> None:
    pane = TrendsPane(strokes)  # type: ignore[arg-type]  # one of them
    async with on_screen(pane, board(all_figures(), TRENDS)) as (app, _):
        assert "Tue 15" in app.text
        if strokes == "ascii":
            assert not any("\u2580" <= character <= "\u28ff" for character in app.text)


async def test_what_was_seen_of_a_figure_of_the_moment_is_plotted_with_its_gaps() -> None:
    shown = board(all_figures(), TRENDS)
    moments = [shown.now - timedelta(minutes=10 * step) for step in range(1_008, 0, -1)]
    values = tuple(
        (moment, None if 20 < place % 144 < 60 else float(place % 50)) for place, moment in enumerate(moments)
    )
    pane = TrendsPane()
    async with on_screen(pane, replace(shown, samples={"open_now": values})) as (app, pilot):
        pane.choose("open_now")
        await pilot.pause()
        assert "as it was seen, last 24 hours" in app.text
        await pilot.press("w")
        await pilot.pause()
        assert "last 7 days" in app.text
