"""The Heatmap: when the desk is busy, by weekday and hour."""

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from gleaptui.board import Board
from gleaptui.gleap.models import Heatmap
from gleaptui.panes.pane import Pane
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.widgets.bound import bound
from gleaptui.widgets.heading import Heading, current
from gleaptui.widgets.heatgrid import HeatGrid
from gleaptui.widgets.heatmeasure import View
from gleaptui.widgets.heatscale import peak
from gleaptui.widgets.heatslots import blanked, slots

Kind = Literal["ticket", "comment"]
FEEDS: dict[Kind, str] = {"ticket": "heatmap", "comment": "heatmap_comments"}
"""The feed of what is counted."""


def of_kind(board: Board, kind: Kind) -> Snapshot[Heatmap]:
    """What the board holds of that; one that was not answered yet where it holds nothing."""
    return current(board, board.heatmap if kind == "ticket" else board.heatmap_comments)


class HeatmapPane(Pane, can_focus=True):
    """The grid with a cursor that reads its cells."""

    FEED = "heatmap"
    HINTS = (("h j k l", "read"), ("c", "tickets, comments"), ("v", "numbers, marks"), ("b", "busiest"))

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("down", "move(1, 0)"),
        bound("up", "move(-1, 0)"),
        bound("right", "move(0, 1)"),
        bound("left", "move(0, -1)"),
        bound("first", "move(-6, 0)"),
        bound("last", "move(6, 0)"),
        bound("half_page_down", "move(0, 6)"),
        bound("page_down", "move(0, 6)"),
        bound("half_page_up", "move(0, -6)"),
        bound("page_up", "move(0, -6)"),
        bound("heatmap.busiest", "busiest"),
        bound("heatmap.now", "now"),
        bound("heatmap.kind", "kind"),
        bound("heatmap.numbers", "marks"),
    ]

    class KindChanged(Message):
        """Something else is counted from now on, whose feed may never have been asked."""

        def __init__(self, kind: Kind) -> None:
            super().__init__()
            self.kind = kind
            self.feed = FEEDS[kind]

    def __init__(self, kind: Kind = "ticket") -> None:
        super().__init__()
        self._board: Board | None = None
        self.kind: Kind = kind
        """What is counted."""
        self.cursor: tuple[int, int] | None = None
        """Day and hour; None until the cursor is moved, then it stands where it was put."""
        self._marks: bool | None = None
        """Marks instead of numbers; None until chosen: marks where there are no colours."""

    def compose(self) -> ComposeResult:
        yield Heading("Heatmap")
        yield HeatGrid()

    def show(self, board: Board) -> None:
        self._board = board
        kind = Content.styled(f"{self.kind}s", "bold $foreground")
        note = Content.assemble(kind, (f" by weekday, {board.period.zone}", "$muted"))
        self.query_one(Heading).show(board, of_kind(board, self.kind), note, brief=kind)
        self._show_grid()

    def _show_grid(self) -> None:
        board = self._board
        if board is None:
            return
        snapshot = of_kind(board, self.kind)
        if snapshot.value is None:
            self.query_one(HeatGrid).show(None, "not answered" if snapshot.problem else f"loading the {self.kind}s…")
            return
        now = (board.now.weekday(), board.now.hour)
        marks = self.app.no_color if self._marks is None else self._marks
        had = slots(board.period, snapshot.fetched_at or board.now)
        value = blanked(snapshot.value, had.absent)
        over = not board.period.includes(board.now)
        view = View(value, self.cursor or now, now, self.kind, board.period.zone, marks, had, over)
        self.query_one(HeatGrid).show(view)

    def action_move(self, days: int, hours: int) -> None:
        """Move the cursor."""
        if self._board is None:
            return
        day, hour = self.cursor or (self._board.now.weekday(), self._board.now.hour)
        self.cursor = (max(0, min(6, day + days)), max(0, min(23, hour + hours)))
        self._show_grid()

    def action_now(self) -> None:
        """Put the cursor on this hour, where it stays with the time."""
        self.cursor = None
        self._show_grid()

    def action_busiest(self) -> None:
        """Put the cursor on the busiest hour."""
        value = of_kind(self._board, self.kind).value if self._board is not None else None
        found = peak(value) if value is not None else None
        if found is not None:
            self.cursor = found[:2]
            self._show_grid()

    def action_kind(self) -> None:
        """Count comments instead of tickets, or tickets again."""
        self.kind = "comment" if self.kind == "ticket" else "ticket"
        self.post_message(self.KindChanged(self.kind))
        if self._board is not None:
            self.show(self._board)

    def action_marks(self) -> None:
        """Marks instead of numbers, or numbers again where they fit."""
        self._marks = not (self.app.no_color if self._marks is None else self._marks)
        self._show_grid()

    def on_heat_grid_pointed(self, message: HeatGrid.Pointed) -> None:
        """Put the cursor where was clicked."""
        self.cursor = message.place
        self._show_grid()
