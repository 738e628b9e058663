"""The raw log: what just happened, newest at the bottom, and all that is kept of the past above it."""

from typing import ClassVar, Literal

from msgspec import structs
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from gleaptui import text
from gleaptui.board import Board
from gleaptui.eventwords import WordsError, moment, wanted
from gleaptui.gleap.models import Event
from gleaptui.history.filters import EventFilter
from gleaptui.history.store import Store
from gleaptui.panes.pane import Pane
from gleaptui.widgets.eventlog import EventLog, Latest
from gleaptui.widgets.heading import Heading, current

Asking = Literal["", "filter", "search", "jump"]
_PROMPTS = {
    "filter": "kind:reply  agent:ada  words",
    "search": "words to look for",
    "jump": "14:05, yesterday 9:00, mon 9:00, 2026-09-14 09:00",
}
_TITLE = 44
"""Cells that the heading's own words may take."""
_LOOKS = ((), ("who",), ("detail",))
"""Columns that are left out, one look after the other."""


class EventsPane(Pane):
    """A log that follows the newest line until one scrolls up."""

    FEED = "events"
    HINTS = (("f", "follow"), ("/", "search"), ("F", "filter"), (":", "jump"), ("enter", "ticket"))

    DEFAULT_CSS = """
    EventsPane Input { height: 1; border: none; padding: 0 1; background: $panel; display: none; }
    EventsPane Input:focus { border: none; }
    EventsPane.-asking Input { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "follow", "Follow the newest", show=False),
        Binding("F", "ask('filter')", "Filter", show=False),
        Binding("slash", "ask('search')", "Search", show=False),
        Binding("colon", "ask('jump')", "Jump to a time", show=False),
        Binding("n", "find(1)", "Next that was found", show=False),
        Binding("N", "find(-1)", "The one before", show=False),
        Binding("c", "columns", "Columns", show=False),
        Binding("escape", "clear", "Show everything", show=False),
    ]

    class Opened(Message):
        """The ticket of an event is wanted."""

        def __init__(self, ticket: str) -> None:
            super().__init__()
            self.ticket = ticket

    class Watched(Message):
        """Somebody looks at the log of the period: its past is wanted too."""

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None
        self._latest = Latest()
        self._store: Store | None = None
        self._events: tuple[Event, ...] | None = None
        self._period = ""
        self._version = -1
        self._filter = EventFilter()
        self._typed = ""
        self._sought = ""
        self._said = ""
        self._asking: Asking = ""
        self._look = 0

    def compose(self) -> ComposeResult:
        yield Heading("Events")
        yield EventLog()
        yield Input(compact=True, select_on_focus=False)

    def use(self, store: Store) -> None:
        """Show the history's log, and not only the latest events."""
        self._store = store
        self._period = ""
        if self._board is not None:
            self.show(self._board)

    def show(self, board: Board) -> None:
        self._board = board
        log = self.query_one(EventLog)
        log.show_moment(board.local, board.now)
        snapshot = current(board, board.events)
        known = snapshot.value is not None or self._store is not None
        log.say_empty(self._nothing(known, failing=snapshot.problem is not None))
        if self._store is not None:
            self._show_stored(board)
        elif snapshot.value is not self._events or board.period.key != self._period:
            self._latest.give(snapshot.value or ())
            self._events = snapshot.value
            self._run(self._show_latest(anew=board.period.key != self._period))
            self._period = board.period.key
        self._show_heading()

    def _nothing(self, known: bool, *, failing: bool) -> str:
        if self._typed:
            return f"no event of this period has {self._typed!r}; esc shows all"
        if known:
            return "nothing happened in this period"
        return "no events yet" if failing else "loading…"

    def _show_stored(self, board: Board) -> None:
        if board.period.key != self._period:
            self._period, self._version = board.period.key, board.log_version
            self.post_message(self.Watched())
            self._run(self._open())
        elif board.log_version != self._version:
            self._version = board.log_version
            self._run(self._renew())

    def _run(self, work: object) -> None:
        self.run_worker(work, group="log", exit_on_error=False)  # type: ignore[arg-type]  # any coroutine

    async def _show_latest(self, *, anew: bool) -> None:
        log = self.query_one(EventLog)
        if log.shown is not self._latest or anew:
            await self._latest.refresh()
            await log.show_log(self._latest)
        else:
            await log.renew()
        self._show_heading()

    async def _open(self) -> None:
        """Show what the filter wants of the period."""
        board, store = self._board, self._store
        if board is None or store is None:
            return
        period = board.period
        view = await store.view(structs.replace(self._filter, since=period.start, until=period.end))
        log = self.query_one(EventLog)
        await log.show_log(view)
        self._show_heading()
        if not view.complete and await view.count_all() and log.shown is view:
            await log.show_log(view)
            self._show_heading()

    async def _renew(self) -> None:
        await self.query_one(EventLog).renew()
        self._show_heading()

    # The heading

    def _show_heading(self) -> None:
        if self._board is not None:
            self.query_one(Heading).show(self._board, current(self._board, self._board.events), self._note())

    def _note(self) -> Content:
        log = self.query_one(EventLog)
        if not log.shown.count and not self._typed:
            return Content("")
        parts: list[tuple[str, str]] = []
        if self._said:
            room = self.size.width - _TITLE
            return Content.assemble((self._said, "$watch")).truncate(max(20, room), ellipsis=True)
        if self._typed:
            parts.append((f"only {self._typed}  ", "$accent"))
        backfill = self._board.backfill if self._board is not None else None
        if backfill is not None and backfill < 100:
            parts.append((f"reading the past {backfill} %  ", "$muted"))
        more = "" if log.shown.complete else "over "
        parts.append((f"{more}{text.grouped(log.shown.count)}", "$muted"))
        if log.following:
            parts.append(("  following", "$good"))
        else:
            parts.append((f"  {text.grouped(log.unread)} new ↓" if log.unread else "  not following", "$watch"))
        return Content.assemble(*parts)

    def _say(self, words: str) -> None:
        self._said = words
        self._show_heading()

    def on_event_log_moved(self) -> None:
        """Say where one stands."""
        self._said = ""
        self._show_heading()

    def on_event_log_chosen(self, message: EventLog.Chosen) -> None:
        """Open the event's ticket, if it names one."""
        if message.event.ticket:
            self.post_message(self.Opened(message.event.ticket))
        else:
            self._say("this event names no ticket")

    # Keys

    def action_follow(self) -> None:
        """Follow the newest line, or stop."""
        log = self.query_one(EventLog)
        log.follow(not log.following)

    def action_columns(self) -> None:
        """Show other columns."""
        self._look = (self._look + 1) % len(_LOOKS)
        self.query_one(EventLog).hide(_LOOKS[self._look])

    def action_ask(self, what: Asking) -> None:
        """Ask for a filter, words or a moment."""
        if what == "filter" and self._store is None:
            return
        self._asking = what
        field = self.query_one(Input)
        field.placeholder = _PROMPTS[what]
        field.value = self._typed if what == "filter" else ""
        self.add_class("-asking")
        field.focus()

    def action_clear(self) -> None:
        """Leave the line that asks, or show everything again."""
        if self._asking:
            self._stop_asking()
        elif self._typed:
            self._typed, self._filter = "", EventFilter()
            self._run(self._open())
        elif self._said:
            self._say("")

    def _stop_asking(self) -> None:
        self._asking = ""
        self.remove_class("-asking")
        self.query_one(EventLog).focus()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Take what was typed."""
        asking, typed = self._asking, text.clean(message.value, 200)
        self._stop_asking()
        if asking == "filter":
            self._run(self._take_filter(typed))
        elif asking == "search" and typed:
            self._sought = typed
            self._run(self._find(forward=False, again=False))
        elif asking == "jump" and typed:
            self._run(self._jump(typed))

    async def _take_filter(self, typed: str) -> None:
        store = self._store
        if store is None:
            return
        try:
            self._filter = wanted(typed, await store.kinds(), await store.agents()) if typed else EventFilter()
        except WordsError as error:
            self._say(str(error))
            return
        self._typed = typed
        if self._board is not None:
            self.query_one(EventLog).say_empty(self._nothing(True, failing=False))
        await self._open()

    def action_find(self, direction: int) -> None:
        """Go to the next event that has the words, or to the one before."""
        if self._sought:
            self._run(self._find(forward=direction > 0))

    async def _find(self, *, forward: bool, again: bool = True) -> None:
        log = self.query_one(EventLog)
        # The first search begins with the line under the cursor, and goes into the past.
        start = log.cursor if again else log.cursor + 1
        row = await log.shown.find(self._sought, start, forward=forward)
        if row is None:
            way = "later" if forward else "earlier"
            self._say(f"no {way} event of this period has {self._sought!r}")
            return
        log.move_to(row, middle=True)

    async def _jump(self, typed: str) -> None:
        board, log = self._board, self.query_one(EventLog)
        if board is None:
            return
        try:
            when = moment(typed, board.now)
        except WordsError as error:
            self._say(str(error))
            return
        row = await log.shown.row_at(when)
        log.move_to(row, middle=True)
