"""The Heatmap: when the desk is busy, by weekday and hour."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from gleaptui.board import Board
from gleaptui.panes.pane import Pane
from gleaptui.widgets.heading import Heading, current
from gleaptui.widgets.heatgrid import HeatGrid, View
from gleaptui.widgets.heatscale import peak


class HeatmapPane(Pane, can_focus=True):
    """The grid with a cursor that reads its cells."""

    FEED = "heatmap"
    HINTS = (("h j k l", "read"), ("b", "busiest"))

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1, 0)", "Next day", show=False),
        Binding("k,up", "move(-1, 0)", "Previous day", show=False),
        Binding("l,right", "move(0, 1)", "Next hour", show=False),
        Binding("h,left", "move(0, -1)", "Previous hour", show=False),
        Binding("g,home", "move(-6, 0)", "Monday", show=False),
        Binding("G,end", "move(6, 0)", "Sunday", show=False),
        Binding("ctrl+d,pagedown", "move(0, 6)", "Six hours on", show=False),
        Binding("ctrl+u,pageup", "move(0, -6)", "Six hours back", show=False),
        Binding("b", "busiest", "Busiest hour", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None
        self.cursor: tuple[int, int] | None = None
        """Day and hour; None until the cursor is moved, then it stands where it was put."""

    def compose(self) -> ComposeResult:
        yield Heading("Heatmap")
        yield HeatGrid()

    def show(self, board: Board) -> None:
        self._board = board
        snapshot = current(board, board.heatmap)
        named = (snapshot.value.title if snapshot.value is not None else "") or "by weekday and hour"
        note = Content.assemble((f"{named}, hours of {board.period.zone}", "$muted"))
        self.query_one(Heading).show(board, snapshot, note)
        self._show_grid()

    def _show_grid(self) -> None:
        board = self._board
        if board is None:
            return
        snapshot = current(board, board.heatmap)
        if snapshot.value is None:
            self.query_one(HeatGrid).show(None, "not answered" if snapshot.problem else "loading…")
            return
        now = (board.now.weekday(), board.now.hour)
        self.query_one(HeatGrid).show(View(snapshot.value, self.cursor or now, now))

    def action_move(self, days: int, hours: int) -> None:
        """Move the cursor."""
        if self._board is None:
            return
        day, hour = self.cursor or (self._board.now.weekday(), self._board.now.hour)
        self.cursor = (max(0, min(6, day + days)), max(0, min(23, hour + hours)))
        self._show_grid()

    def action_busiest(self) -> None:
        """Put the cursor on the busiest hour."""
        value = current(self._board, self._board.heatmap).value if self._board is not None else None
        found = peak(value) if value is not None else None
        if found is not None:
            self.cursor = found[:2]
            self._show_grid()
