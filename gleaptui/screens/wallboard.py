"""For a wall: a few big figures at a time, one pane after the other, until something is wrong."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen

from gleaptui.alerts import Alert
from gleaptui.board import Board
from gleaptui.config import Wallboard
from gleaptui.refresh.snapshot import Problem, Snapshot
from gleaptui.widgets.bound import bound
from gleaptui.widgets.lines import Lines
from gleaptui.widgets.wallalarm import alarm, silence, silent
from gleaptui.widgets.wallbodies import body, scope, seen, source
from gleaptui.widgets.wallframe import bottom, targets, top

_OLD = Problem("old", "No newer figure", "")


class WallboardScreen(Screen[None]):
    """Shows the chosen panes in turn. Alerts that nobody has acknowledged stop the round and take the screen."""

    DEFAULT_CSS = """
    WallboardScreen { layout: vertical; background: $background; }
    WallboardScreen Wall { width: 1fr; height: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("back", "leave"),
        bound("close", "leave"),
        bound("wallboard", "leave"),
        bound("right", "turn(1)"),
        bound("wall.next", "turn(1)"),
        bound("left", "turn(-1)"),
    ]

    def __init__(self, settings: Wallboard) -> None:
        super().__init__()
        self._settings = settings
        self._turn = 0
        self._page = 0
        """Of the pane, where not all of it is seen at once."""

    def compose(self) -> ComposeResult:
        yield Wall()

    def on_mount(self) -> None:
        self.set_interval(self._settings.seconds, self.go_on)
        self._show()

    def show_wall(self, board: Board, alerts: Sequence[Alert]) -> None:
        """Show this board; what is the same sends nothing."""
        wall = self.query_one(Wall)
        wall.board, wall.alerts = board, tuple(alert for alert in alerts if not alert.acknowledged)
        self._show()

    def go_on(self) -> None:
        """Show what comes next. What is wrong stops the round, which goes on where it stood."""
        if not self.query_one(Wall).stopped:
            self.action_turn(1)

    def action_turn(self, by: int) -> None:
        """Go to the next page or pane, or to the one before."""
        self._page += by
        if not 0 <= self._page < self.query_one(Wall).pages:
            self._turn = (self._turn + by) % len(self._settings.panes)
            self._page = 0
            self._show()
            if by < 0:
                self._page = self.query_one(Wall).pages - 1
        self._show()

    def action_leave(self) -> None:
        """Back to the panes."""
        self.dismiss()

    def _show(self) -> None:
        wall = self.query_one(Wall)
        wall.pane, wall.page = self._settings.panes[self._turn], self._page
        wall.repaint()


class Wall(Lines):
    """The whole screen as lines."""

    def __init__(self) -> None:
        super().__init__()
        self.board: Board | None = None
        self.alerts: tuple[Alert, ...] = ()
        self.pane = "overview"
        self.page = 0
        self.pages = 1
        """How many the pane takes at this size; known once it was drawn."""

    @property
    def stopped(self) -> bool:
        """Whether something is wrong that takes the screen."""
        return bool(self.alerts) or (self.board is not None and silent(self.board))

    def lines(self, width: int, height: int) -> list[Content]:
        if self.board is None:
            return [Content.assemble((" starting", "$muted"))]
        return self._shown(self.board if self.stopped else seen(self.board, self.pane), width, height)

    def _shown(self, board: Board, width: int, height: int) -> list[Content]:
        name, of, shown = self._subject(board)
        room = max(0, height - len(top(board, name, of, "", shown, width, height)) - 1)
        self.pages = 1
        if silent(board):
            drawn = silence(board, width, room)
        elif self.alerts:
            drawn = alarm(board, self.alerts, width, room)
        else:
            drawn, self.pages = body(board, self.pane, self.page, width, room)
        place = f"{self.page % self.pages + 1}/{self.pages}" if self.pages > 1 else ""
        drawn = (drawn + [Content("")] * room)[:room]
        held = targets(board, alarm=bool(self.alerts)) if not silent(board) else Content("")
        end = bottom(board, shown, held, width)
        return [*top(board, name, of, place, shown, width, height), *drawn, end]

    def _subject(self, board: Board) -> tuple[str, str, Snapshot[object]]:
        """What is shown, of when it is, and the snapshot that its age is told by."""
        if silent(board):
            return "", "", replace(board.overview, fetched_at=board.latest)
        if self.alerts:
            worst = self.alerts[0]
            problem = board.source(worst.metric).problem or (_OLD if worst.stale else None)
            of = f"{worst.period}, partial" if worst.period else ""
            return "Alert", of, Snapshot(worst.metric, fetched_at=worst.as_of, problem=problem)
        return self.pane.capitalize(), scope(board, self.pane), source(board, self.pane)
