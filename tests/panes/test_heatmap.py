"""The Heatmap can be read without colour, and a blank is not a zero."""

import pytest

from gleaptui.panes.heatmap import HeatmapPane
from tests.figures import PROBLEM, board, cells, fits_every_size, on_screen


async def test_the_busiest_hour_the_zone_and_the_totals_are_named() -> None:
    async with on_screen(HeatmapPane(), board(heat=cells(1, d1h10=31))) as (app, _):
        assert "busiest: Tue 10:00, 31" in app.text
        assert "Europe/Paris" in app.text
        tuesday = next(line for line in app.text.splitlines() if line.startswith(" Tue"))
        assert tuesday.split()[25] == "54"
        assert "198" in app.text


@pytest.mark.parametrize("size", [(80, 22), (120, 38)])
async def test_values_stand_in_the_cells_where_they_fit(size: tuple[int, int]) -> None:
    async with on_screen(HeatmapPane(), board(heat=cells(0, d0h9=12, d0h10=None, d0h11=7)), size) as (app, _):
        monday = next(line for line in app.text.splitlines() if line.startswith(" Mon"))
        assert monday.split()[1:13] == ["·"] * 9 + ["12", "7", "·"]
        assert "≥19" in monday


async def test_a_total_over_unknown_cells_is_at_least() -> None:
    async with on_screen(HeatmapPane(), board(heat=cells(None, d2h14=4))) as (app, _):
        assert "≥4" in app.text
        assert "blank: not known" in app.text


async def test_the_cursor_starts_at_this_hour_and_reads_its_cell() -> None:
    pane = HeatmapPane()
    async with on_screen(pane, board(heat=cells(2, d2h14=9, d3h15=None))) as (app, pilot):
        assert "▾14" in app.text
        assert "›Wed" in app.text
        assert "Wed 14:00 9" in app.text
        await pilot.press("j", "l")
        assert "Thu 15:00 – not known" in app.text


async def test_b_goes_to_the_busiest_hour_and_the_edges_hold() -> None:
    pane = HeatmapPane()
    async with on_screen(pane, board(heat=cells(2, d6h23=9))) as (_, pilot):
        await pilot.press("b", "j", "l", "l")
        assert pane.cursor == (6, 23)
        await pilot.press(*["ctrl+u"] * 5, "g")
        assert pane.cursor == (0, 0)


async def test_before_the_first_answer_there_is_no_grid() -> None:
    async with on_screen(HeatmapPane(), board()) as (app, _):
        assert "loading…" in app.text
        assert "Mon" not in app.text


async def test_a_failure_keeps_the_grid_and_says_how_old_it_is() -> None:
    async with on_screen(HeatmapPane(), board(heat=cells(3), seconds_ago=400, problem=PROBLEM)) as (app, _):
        assert "No connection" in app.text
        assert "6m old" in app.text
        assert "Mon" in app.text


@pytest.mark.parametrize("value", [None, 0.0, 0.4, 3.0, 123_456.0, 1e300, -5.0])
async def test_no_size_breaks_any_value(value: float | None) -> None:
    shown = board(heat=cells(value))
    async with on_screen(HeatmapPane(), shown) as (app, pilot):
        await fits_every_size(app, pilot, shown, "Heatmap")
