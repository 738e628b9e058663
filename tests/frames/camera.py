"""A stage on which panes and the wall are shown in turn, at any size and in any theme, and what is seen of them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.containers import Container
from textual.pilot import Pilot

from gleaptui import theme
from gleaptui.alerts import Alert
from gleaptui.board import Board
from gleaptui.clock import SystemClock
from gleaptui.config import Wallboard
from gleaptui.gleap.models import TicketPage
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.desk import Inbox
from gleaptui.inbox.settings import InboxSettings
from gleaptui.panes.agents import AgentsPane
from gleaptui.panes.events import EventsPane
from gleaptui.panes.heatmap import HeatmapPane
from gleaptui.panes.overview import OverviewPane
from gleaptui.panes.pane import Pane
from gleaptui.panes.tickets import TicketsPane
from gleaptui.panes.trends import TrendsPane
from gleaptui.screens.wallboard import WallboardScreen
from tests.quiet import quiet

PANES: dict[str, Callable[[], Pane]] = {
    "overview": lambda: OverviewPane(drawing="block"),
    "trends": lambda: TrendsPane(drawing="block"),
    "agents": AgentsPane,
    "heatmap": HeatmapPane,
    "events": EventsPane,
    "tickets": TicketsPane,
}
WALLS = ("overview", "trends", "agents", "heatmap", "events", "tickets")
VIEWS = (*PANES, *(f"wall-{pane}" for pane in WALLS))
_LINES_AROUND = 2
"""Of the tabs above a pane and of the status below it."""


class Listing:
    """A client whose list of tickets is what a board holds; where there is none, it never answers."""

    def __init__(self, board: Board) -> None:
        self._page = board.tickets.value

    async def tickets(self, question: TicketQuery, *, skip: int = 0, limit: int = 100) -> TicketPage:
        if self._page is None:
            await asyncio.Event().wait()
        assert self._page is not None
        every = self._page.tickets
        total = self._page.total if self._page.total is not None else len(every)
        return TicketPage(tickets=every[skip : skip + limit], total=total, skip=skip)


class Then(SystemClock):
    """Stands at one moment."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment


async def listed(pane: TicketsPane, board: Board) -> "asyncio.Task[None]":
    """Let the pane read the tickets of the board, as they were when the board says that they were read."""
    at = board.tickets.fetched_at or board.now
    inbox = Inbox(Listing(board), Then(at), InboxSettings(), board.period.zone)  # type: ignore[arg-type]  # stands in for a client
    serving = asyncio.create_task(inbox.serve())
    pane.use(inbox)
    while board.tickets.value is not None and inbox.rows.total is None:
        await asyncio.sleep(0)
    return serving


class Stage(App[None]):
    """Nothing but what is shown."""

    CSS = """
    Screen { layout: vertical; background: $background; color: $foreground; }
    #stage { width: 1fr; height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.animation_level = "none"
        for name in theme.names():
            self.register_theme(theme.load(name))
        self.theme = "dark"
        self._view = ""
        self._board: Board | None = None
        self._alerts: Sequence[Alert] = ()
        self._reading: asyncio.Task[None] | None = None

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(theme.load("dark").variables)

    def compose(self) -> ComposeResult:
        yield Container(id="stage")

    async def put(self, view: str, board: Board, alerts: Sequence[Alert] = ()) -> None:
        """Show a new pane, or a new wall, with that board."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        stage = self.screen.query_one("#stage", Container)
        await stage.remove_children()
        self._view, self._board, self._alerts = view, board, alerts
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait([self._reading])
            self._reading = None
        if view.startswith("wall-"):
            await self.push_screen(WallboardScreen(Wallboard(panes=(view.removeprefix("wall-"),))))  # type: ignore[arg-type]
        else:
            pane = PANES[view]()
            await stage.mount(pane)
            if isinstance(pane, TicketsPane):
                self.show()
                self._reading = await listed(pane, board)
            pane.focus() if pane.focusable else pane.query("*").filter("Table, EventLog, LongTable").first().focus()
        self.show()

    @property
    def board(self) -> Board:
        """What is shown."""
        assert self._board is not None
        return self._board

    def show(self) -> None:
        """Hand the board over once more, as happens every few seconds."""
        if isinstance(self.screen, WallboardScreen):
            self.screen.show_wall(self.board, self._alerts)
        else:
            self.screen.query_one(Pane).show(self.board)

    @property
    def rows(self) -> list[list[Segment]]:
        """What stands on the screen, row by row, each within the screen's width."""
        width, height = self.size
        return [list(strip.crop(0, width)) for strip in self.screen._compositor.render_strips()[:height]]

    @property
    def lines(self) -> list[str]:
        """The same as plain text, without the spaces at the ends."""
        return ["".join(segment.text for segment in row).rstrip() for row in self.rows]


class Camera:
    """Takes the stage through sizes and themes."""

    def __init__(self, stage: Stage, pilot: Pilot[None]) -> None:
        self.stage = stage
        self._pilot = pilot

    async def put(self, view: str, board: Board, alerts: Sequence[Alert] = ()) -> None:
        """Show this from now on."""
        await self.stage.put(view, board, alerts)
        await self._settle()

    async def frame(self, columns: int, rows: int) -> list[str]:
        """What a terminal of that size shows, without the two lines that all panes have in common."""
        height = rows if isinstance(self.stage.screen, WallboardScreen) else max(1, rows - _LINES_AROUND)
        if self.stage.size != (columns, height):
            await self._pilot.resize_terminal(columns, height)
            await self._settle()
        return self.stage.lines

    async def _settle(self) -> None:
        """Let all go on that follows."""
        await quiet(self.stage)
        if len(self.stage.workers):
            await self.stage.workers.wait_for_complete()
            # A worker that has just ended is told of in a message.
            await quiet(self.stage)

    async def paint(self, name: str) -> None:
        """Take another theme."""
        self.stage.theme = name
        await quiet(self.stage)


@asynccontextmanager
async def camera(size: tuple[int, int] = (80, 22)) -> AsyncIterator[Camera]:
    """A stage, and a camera before it."""
    stage = Stage()
    async with stage.run_test(size=size) as pilot:
        yield Camera(stage, pilot)
