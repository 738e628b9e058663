"""The Heatmap can be read without colour, and a blank is not a zero."""

from dataclasses import dataclass, field, replace

import pytest

from gleaptui.board import Board
from gleaptui.gleap.models import Heatmap
from gleaptui.panes.heatmap import HeatmapPane
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.widgets.heatgrid import HeatGrid
from tests.figures import NOW, PROBLEM, OnePane, board, cells, fits_every_size, on_screen


@dataclass(frozen=True, slots=True)
class WithComments(Board):
    """A board on which comments are counted too."""

    heatmap_comments: Snapshot[Heatmap] = field(default_factory=lambda: Snapshot("heatmap_comments"))


def both() -> Board:
    """Two tickets in every hour, and seven comments."""
    one = board(heat=cells(2))
    comments = replace(one.heatmap, feed="heatmap_comments", value=Heatmap(cells=cells(7)))
    return WithComments(now=one.now, period=one.period, heatmap=one.heatmap, heatmap_comments=comments)


async def test_the_busiest_hour_the_zone_and_the_totals_are_named() -> None:
    async with on_screen(HeatmapPane(), board(heat=cells(1, d1h10=31))) as (app, _):
        assert "busiest: Tue 10:00, 31" in app.text
        assert "Europe/Paris" in app.text
        tuesday = next(line for line in app.text.splitlines() if line.startswith(" Tue"))
        assert tuesday.split()[25] == "54"
        assert "198" in app.text


@pytest.mark.parametrize("size", [(200, 60), (80, 22), (60, 18), (40, 10), (20, 5)])
async def test_the_zone_is_named_at_every_size(size: tuple[int, int]) -> None:
    async with on_screen(HeatmapPane(), board(heat=cells(3)), size) as (app, _):
        assert "Paris" in app.text


@pytest.mark.parametrize("size", [(80, 22), (120, 38)])
async def test_values_stand_in_the_cells_where_they_fit(size: tuple[int, int]) -> None:
    async with on_screen(HeatmapPane(), board(heat=cells(0, d0h9=12, d0h10=None, d0h11=7)), size) as (app, _):
        monday = next(line for line in app.text.splitlines() if line.startswith(" Mon"))
        assert monday.replace("^", " ").split()[1:13] == ["·"] * 9 + ["12", "7", "·"]
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
        assert "Wed 14:00 9 tickets, peak of Wed, now" in app.text
        await pilot.press("j", "l")
        assert "Thu 15:00 – not known" in app.text
        await pilot.press("n")
        assert "Wed 14:00 9 tickets" in app.text


async def test_b_goes_to_the_busiest_hour_and_the_edges_hold() -> None:
    pane = HeatmapPane()
    async with on_screen(pane, board(heat=cells(2, d6h23=9))) as (_, pilot):
        await pilot.press("b", "j", "l", "l")
        assert pane.cursor == (6, 23)
        await pilot.press(*["ctrl+u"] * 5, "g")
        assert pane.cursor == (0, 0)


async def test_a_click_puts_the_cursor_on_a_cell() -> None:
    pane = HeatmapPane()
    async with on_screen(pane, board(heat=cells(2, d3h9=88))) as (app, pilot):
        line, text = next((y, text) for y, text in enumerate(app.text.splitlines()) if "88" in text)
        await pilot.click(offset=(text.index("88"), line))
        assert pane.cursor == (3, 9)
        assert "Thu 09:00 88 tickets" in app.text
        await pilot.click(offset=(1, 1))
        assert pane.cursor == (3, 9)


async def test_c_counts_comments_and_tickets_again() -> None:
    pane = HeatmapPane()
    wanted: list[str] = []

    class Listening(OnePane):
        def on_heatmap_pane_kind_changed(self, message: HeatmapPane.KindChanged) -> None:
            wanted.append(message.feed)

    app = Listening(pane)
    async with app.run_test(size=(120, 38)) as pilot:
        pane.show(both())
        await pilot.press("c")
        await pilot.pause()
        assert "Wed 14:00 7 comments" in app.text
        assert "comments by weekday" in app.text
        await pilot.press("c")
        await pilot.pause()
        assert "Wed 14:00 2 tickets" in app.text
        assert wanted == ["heatmap_comments", "heatmap"]


async def test_comments_that_were_not_answered_are_not_shown_as_tickets() -> None:
    async with on_screen(HeatmapPane(), board(heat=cells(2))) as (app, pilot):
        await pilot.press("c")
        await pilot.pause()
        assert "loading the comments" in app.text
        assert "Mon" not in app.text


async def test_v_shows_marks_instead_of_numbers() -> None:
    async with on_screen(HeatmapPane(), board(heat=cells(0, d0h9=12))) as (app, pilot):
        assert "@@" not in app.text
        await pilot.press("v")
        await pilot.pause()
        assert "^@@@" in app.text
        await pilot.press("v")
        await pilot.pause()
        assert "^12" in app.text


async def test_without_colours_the_marks_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with on_screen(HeatmapPane(), board(heat=cells(0, d0h9=12))) as (app, pilot):
        assert "^@@@" in app.text
        await pilot.press("v")
        await pilot.pause()
        assert "^12" in app.text


async def test_before_the_first_answer_there_is_no_grid() -> None:
    async with on_screen(HeatmapPane(), board()) as (app, _):
        assert "loading the tickets" in app.text
        assert "Mon" not in app.text


async def test_a_failure_keeps_the_grid_and_says_how_old_it_is() -> None:
    async with on_screen(HeatmapPane(), board(heat=cells(3), seconds_ago=400, problem=PROBLEM)) as (app, _):
        assert "No connection" in app.text
        assert "6m old" in app.text
        assert "Mon" in app.text


async def test_the_same_heatmap_again_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = board(heat=cells(3))
    async with on_screen(HeatmapPane(), shown) as (app, pilot):
        sent: list[object] = []
        monkeypatch.setattr(HeatGrid, "refresh", lambda _self, *regions, **_options: sent.append(regions))
        app.pane.show(replace(shown, now=NOW.replace(second=9)))
        assert sent == []
        await pilot.press("l")
        assert len(sent) == 1


@pytest.mark.parametrize("value", [None, 0.0, 0.4, 3.0, 123_456.0, 1e12, 1e300, -5.0])
async def test_no_size_breaks_any_value(value: float | None) -> None:
    shown = board(heat=cells(value))
    async with on_screen(HeatmapPane(), shown) as (app, pilot):
        await fits_every_size(app, pilot, shown, "Heatmap")
