"""Everything can be done with the mouse, and the terminal can keep it to itself."""

import sys
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from gleaptui.app import GleapApp
from gleaptui.panes.agents import AgentsPane
from gleaptui.panes.events import EventsPane
from gleaptui.panes.overview import OverviewPane
from gleaptui.panes.trends import TrendsPane
from gleaptui.screens.agent import AgentScreen
from gleaptui.screens.period import PeriodScreen
from gleaptui.screens.wallboard import WallboardScreen
from gleaptui.widgets.eventlog import EventLog
from gleaptui.widgets.heatgrid import HeatGrid
from gleaptui.widgets.longtable import LongTable
from gleaptui.widgets.table import Table
from gleaptui.widgets.ticketreader import TicketReader
from tests.demo_app import all_answered, demo_app, until
from tests.terminal import Terminal

TRACKING = (b"\x1b[?1000h", b"\x1b[?1002h", b"\x1b[?1003h", b"\x1b[?1006h", b"\x1b[?1015h", b"\x1b[?1016h")


def rows(app: GleapApp) -> list[str]:
    return ["".join(part.text for part in strip) for strip in app.screen._compositor.render_strips()]


class Hand:
    """Points at what it reads."""

    def __init__(self, pilot: Pilot[int]) -> None:
        self._pilot = pilot
        assert isinstance(pilot.app, GleapApp)
        self.app = pilot.app

    async def click(self, words: str, *, from_row: int = 0, times: int = 1) -> None:
        """Click on the middle of these words."""
        found = [(y, row.find(words)) for y, row in enumerate(rows(self.app)) if y >= from_row and words in row]
        assert found, f"{words!r} is not on the screen:\n" + "\n".join(rows(self.app))
        y, x = found[0]
        assert await self._pilot.click(offset=(x + len(words) // 2, y), times=times)
        await self._pilot.pause()


async def test_every_pane_can_be_walked_through_with_the_mouse() -> None:
    app = demo_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await all_answered(pilot)
        hand = Hand(pilot)

        def shown(name: str) -> Callable[[], bool]:
            return lambda: app.active == name and app._pane() is not None

        # A card, once to choose it and once more for its trend.
        overview = app._pane()
        assert isinstance(overview, OverviewPane)
        await hand.click("Rating")
        assert overview.chosen == "rating"
        await hand.click("Rating")
        await until(pilot, shown("Trends"))
        trends = app._pane()
        assert isinstance(trends, TrendsPane)
        assert trends.chosen == "rating"
        await hand.click("New tickets")
        assert trends.chosen == "new_tickets"

        await hand.click("3 Agents")
        await until(pilot, shown("Agents"))
        agents = app._pane()
        assert isinstance(agents, AgentsPane)
        await until(pilot, lambda: bool(agents.query_one(Table).columns_shown) and "closed" in "".join(rows(app)))
        before = agents.liked
        await hand.click("replies")
        assert agents.liked != before
        await pilot.click(agents.query_one(Table), offset=(8, 3))
        assert agents.query_one(Table).cursor == 2
        await pilot.click(agents.query_one(Table), offset=(8, 3))
        await until(pilot, lambda: isinstance(app.screen, AgentScreen))
        await pilot.press("escape", "c")
        await pilot.pause()
        await hand.click("[x] closed")
        await hand.click("[x] closed")
        assert agents.liked.hidden
        await pilot.press("c")

        await hand.click("4 Heatmap")
        await until(pilot, shown("Heatmap"))
        await until(pilot, lambda: "Mon" in "".join(rows(app)))
        grid = app.screen.query_one(HeatGrid)
        await pilot.click(grid, offset=(12, 3))
        await pilot.pause()
        first = rows(app)
        await pilot.click(grid, offset=(40, 6))
        await pilot.pause()
        assert rows(app) != first

        await hand.click("5 Events")
        await until(pilot, shown("Events"))
        events = app._pane()
        assert isinstance(events, EventsPane)
        log = events.query_one(EventLog)
        await until(pilot, lambda: log.shown.count > 20)
        await pilot.click(EventLog, offset=(20, 5))
        await pilot.pause()
        assert not log.place.following

        await hand.click("6 Tickets")
        await until(pilot, shown("Tickets"))
        tickets = app._pane()
        assert tickets is not None
        await until(pilot, lambda: "#" in "".join(rows(app)))
        await pilot.click(LongTable, offset=(20, 4))
        await pilot.click(LongTable, offset=(20, 4))
        await until(pilot, lambda: tickets.query_one(TicketReader).display)
        await pilot.press("escape")
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, PeriodScreen))
        await hand.click("Today")
        await until(pilot, lambda: app.period_name == "today")

        await pilot.press("W")
        await until(pilot, lambda: isinstance(app.screen, WallboardScreen))
        await pilot.click(offset=(20, 20))
        await pilot.pause()
        assert isinstance(app.screen, WallboardScreen)


def _started(*options: str) -> bytes:
    with Terminal([sys.executable, "-m", "gleaptui", "--demo", *options]) as terminal:
        terminal.wait_for("New tickets")
        terminal.wait_until(lambda screen: "live" in screen or "data" in screen, "figures")
        terminal.send("q")
        terminal.drain(0.5)
        if "--wallboard" in options:
            terminal.send("q")
        assert terminal.wait_exit() == 0
        return bytes(terminal.raw)


def test_the_mouse_is_tracked_unless_it_is_switched_off(tmp_path: Path) -> None:
    off = tmp_path / "config.toml"
    off.write_text("mouse = false\n")
    tracked = _started()
    assert b"\x1b[?1000h" in tracked
    assert b"\x1b[?1006h" in tracked
    for options in (("--no-mouse",), ("--config", str(off)), ("--wallboard",)):
        written = _started(*options)
        assert [mark for mark in TRACKING if mark in written] == [], options
