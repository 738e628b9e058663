"""The raw log: what just happened, newest at the bottom."""

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from gleaptui import text
from gleaptui.board import Board
from gleaptui.gleap.models import Event
from gleaptui.panes.pane import Pane
from gleaptui.widgets.columns import Row, TableColumn
from gleaptui.widgets.heading import Heading, current
from gleaptui.widgets.kinds import detail, kind, who
from gleaptui.widgets.table import Table

_COLUMNS = (
    TableColumn("time", "time", 8, "left", 0),
    TableColumn("kind", "what", 20, "left", 3, narrow=13),
    TableColumn("who", "who", 18, "left", 2),
    TableColumn("detail", "detail", None, "left", 1, least=12),
)
_DATED = (TableColumn("time", "time", 15, "right", 0), *_COLUMNS[1:])
"""The same where some events are of another day."""


class EventsPane(Pane):
    """A log that follows the newest line until one scrolls up."""

    FEED = "events"
    HINTS = (("f", "follow"), ("enter", "ticket"))
    MOST = 5_000
    """Events that are shown, the latest."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f", "follow", "Follow the newest", show=False)]

    class Opened(Message):
        """The ticket of an event is wanted."""

        def __init__(self, ticket: str) -> None:
            super().__init__()
            self.ticket = ticket

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None
        self._shown: tuple[Event, ...] | None = None
        self._events: dict[str, Event] = {}
        self._rows: dict[str, Row] = {}
        self._day: date | None = None
        self._following = True
        self._seen: set[str] = set()

    def compose(self) -> ComposeResult:
        yield Heading("Events")
        yield Table(_COLUMNS)

    def show(self, board: Board) -> None:
        self._board = board
        snapshot = current(board, board.events)
        if snapshot.value is None:
            said = "no events yet" if snapshot.problem else "loading…"
            self.query_one(Table).set_rows((), empty=Content(said))
        elif snapshot.value is not self._shown or board.now.date() != self._day:
            self._fill(snapshot.value, board)
        self._shown, self._day = snapshot.value, board.now.date()
        if self._following:
            self._seen = set(self._events)
        self.query_one(Heading).show(board, snapshot, self._note())

    def _fill(self, events: tuple[Event, ...], board: Board) -> None:
        """Rows for the events. Those that were shown are taken over, as a full log would take long to build anew."""
        table = self.query_one(Table)
        known = self._events if board.now.date() == self._day else {}
        latest = {event.id: event for event in events[-self.MOST :]}
        self._rows = {
            id: self._rows[id] if known.get(id) == event else _row(event, board) for id, event in latest.items()
        }
        self._events = latest
        dated = any(event.at is not None and board.local(event.at).date() != board.now.date() for event in events)
        table.set_columns(_DATED if dated else _COLUMNS)
        table.set_rows(
            tuple(self._rows.values()),
            empty=Content("nothing happened in this period"),
            follow=self._following,
        )

    def _note(self) -> Content:
        if self._shown is None:
            return Content("")
        count = Content.assemble((f"latest {text.grouped(len(self._events))}", "$muted"))
        if self._following:
            return Content.assemble(count, ("  following", "$good"))
        fresh = len(self._events.keys() - self._seen)
        return Content.assemble(count, (f"  {fresh} new ↓" if fresh else "  not following", "$watch"))

    def on_table_moved(self, message: Table.Moved) -> None:
        """Follow again when the last line is reached, and stop when it is left."""
        following = message.table.cursor == len(message.table.rows) - 1
        if following != self._following:
            self._set_following(following)

    def on_table_chosen(self, message: Table.Chosen) -> None:
        """Open the event's ticket, if it names one."""
        event = self._events.get(message.key)
        if event is not None and event.ticket:
            self.post_message(self.Opened(event.ticket))

    def action_follow(self) -> None:
        """Follow the newest line, or stop."""
        self._set_following(not self._following)
        if self._following:
            table = self.query_one(Table)
            table.move_to(len(table.rows) - 1)

    def _set_following(self, following: bool) -> None:
        self._following = following
        self._seen = set(self._events)
        if self._board is not None:
            self.query_one(Heading).show(self._board, current(self._board, self._board.events), self._note())


def _row(event: Event, board: Board) -> Row:
    shown = kind(event.action)
    time = text.MISSING
    if event.at is not None:
        local = board.local(event.at)
        time = text.clock_time(local, seconds=True)
        if local.date() != board.now.date():
            time = f"{local.day} {local:%b} {time}"
    return Row(
        event.id,
        (
            Content.assemble((time, "$muted")),
            Content.assemble((f"{shown.sign} {shown.word}", shown.style)),
            Content(who(event)),
            Content.assemble((detail(event), "$muted")),
        ),
    )
