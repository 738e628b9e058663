"""The raw log: what just happened, newest at the bottom, and all that is kept of the past above it."""

from collections.abc import Coroutine, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import DescendantFocus, Resize
from textual.message import Message
from textual.worker import Worker, WorkerState

from gleaptui import text
from gleaptui.board import Board
from gleaptui.eventwords import WordsError, moment, names_somebody, wanted
from gleaptui.gleap.models import Event
from gleaptui.history.filters import EventFilter
from gleaptui.history.store import Store
from gleaptui.keys import label
from gleaptui.panes.pane import Pane
from gleaptui.refresh.problems import log_unknown
from gleaptui.widgets.agentwords import Said
from gleaptui.widgets.askline import AskLine
from gleaptui.widgets.bound import bound
from gleaptui.widgets.chooser import Chooser
from gleaptui.widgets.eventlines import EventsLayout, choices, sound
from gleaptui.widgets.eventlog import EventLog
from gleaptui.widgets.heading import Heading, current, heading
from gleaptui.widgets.lognotes import Standing, filter_line, note, past_read, search_line
from gleaptui.widgets.logreader import LogReader

_ASKED = {
    "filter": "kind:reply,status agent:ada words",
    "search": "words to look for, into the past",
    "jump": "14:05, 2h, yesterday 9:00, mon 9:00, 2026-09-14 09:00",
}
_BESIDE_FROM = 70
"""Columns from which the chooser stands beside the log rather than in its place."""


class _Body(Horizontal):
    """The log and what stands beside it, which cover it."""

    BLANK = True


class EventsPane(Pane):
    """A log that follows the newest line until somebody reads back."""

    BLANK = True

    FEED = "events"
    HINTS = (("f", "follow"), ("/", "search"), ("F", "filter"), (":", "jump"), ("enter", "ticket"))

    DEFAULT_CSS = """
    EventsPane #events-body { height: 1fr; width: 1fr; }
    EventsPane Chooser, EventsPane Said { display: none; }
    EventsPane.-speaking Said, EventsPane.-choosing Chooser { display: block; }
    EventsPane.-choosing.-narrow Chooser { width: 1fr; }
    EventsPane.-choosing.-narrow EventLog { display: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("events.follow", "follow"),
        bound("events.filter", "ask('filter')"),
        bound("events.search", "ask('search')"),
        bound("events.jump", "ask('jump')"),
        bound("events.earlier", "find(False)"),
        bound("events.later", "find(True)"),
        bound("events.columns", "columns"),
        bound("back", "clear"),
    ]

    class Opened(Message):
        """The ticket of an event is wanted."""

        def __init__(self, ticket: str) -> None:
            super().__init__()
            self.ticket = ticket

    class LayoutChanged(Message):
        """The columns are to be remembered like this."""

        def __init__(self, layout: EventsLayout) -> None:
            super().__init__()
            self.layout = layout

    def __init__(self) -> None:
        super().__init__()
        self.liked = EventsLayout()
        """Which columns are shown."""
        self._statuses: Mapping[str, str] = {}
        self._board: Board | None = None
        self._log = EventLog()
        self._reader = LogReader(self._log)
        self._events: tuple[Event, ...] | None = None
        self._period = ("", "")
        """Key and name of the period that is shown."""
        self._version = -1
        self._filter = EventFilter()
        self._filter_typed = ""
        self._sought = ""
        self._told = ""
        """What there is to say until the next key."""

    def compose(self) -> ComposeResult:
        yield Heading("Events")
        with _Body(id="events-body"):
            yield self._log
            yield Chooser("Columns")
        yield Said()
        yield AskLine()

    def restore(self, layout: EventsLayout) -> None:
        """Show the columns that were remembered."""
        self.liked = sound(layout)
        self._log.like(self.liked, self._statuses)

    def name_statuses(self, names: Mapping[str, str]) -> None:
        """Show the project's own statuses by these names."""
        self._statuses = names
        self._log.like(self.liked, names)

    def use(self, store: Store) -> None:
        """Show the history's log, and not only the latest events."""
        self._reader.store = store
        self._period = ("", "")
        if self._board is not None:
            self.show(self._board)

    # What is shown

    def show(self, board: Board) -> None:
        self._board = board
        self._log.show_moment(board.local, board.now)
        self._say_empty()
        stored, snapshot = self._reader.store is not None, current(board, board.events)
        self._reader.latest = snapshot.value or ()
        key, name = board.period.key, board.period.name
        if key != self._period[0]:
            # Days go by; where only that made another period of it, what is read stays.
            stays = name == self._period[1]
            self._period, self._version, self._events = (key, name), board.log_version, snapshot.value
            self._reopen(stays=stays)
        elif stored and board.log_version != self._version:
            self._version = board.log_version
            self._run(self._reader.renew(board.period))
        elif not stored and snapshot.value is not self._events:
            self._events = snapshot.value
            self._run(self._reader.renew(board.period))
        self._show_heading()

    def _say_empty(self) -> None:
        if self._board is None:
            return
        snapshot = current(self._board, self._board.events)
        if self._filter != EventFilter():
            self._log.say_empty(f"no event that is known is like that; {label('back')} shows all")
        elif snapshot.problem is not None:
            self._log.say_empty("no events are known")
        elif snapshot.value == () and snapshot.source == "live":
            self._log.say_empty("nothing happened in this period")
        else:
            self._log.say_empty("loading…")

    def _reopen(self, *, stays: bool) -> None:
        if self._board is not None:
            self._run(self._reader.open(self._board.period, self._filter, stays=stays))

    def _run(self, work: Coroutine[None, None, None]) -> None:
        self.run_worker(work, group="log", exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say how far the past is known once that was looked up; and where the log fails by a mistake of ours, say so
        rather than stand still in silence."""
        if event.state is WorkerState.SUCCESS:
            self._show_heading()
        elif event.state is WorkerState.ERROR and event.worker.error is not None:
            log_unknown(event.worker.error, "the event log")
            self._tell("the log could not be read")

    # What is said

    def _show_heading(self) -> None:
        board, place, shown = self._board, self._log.place, self._log.shown
        if board is None or not self.size.width:
            return
        snapshot, whole = current(board, board.events), self._reader.whole_from
        left = heading("Events", "", board, snapshot, Content(""), self.size.width)[0].rstrip()
        past = past_read(board.backfill, board.local(whole) if whole is not None else None, board.now)
        at = Standing(shown.count, shown.complete, place.cursor, place.following, place.unread)
        said = note(at, *past, self.size.width - left.cell_length - 3)
        self.query_one(Heading).show(board, snapshot, said)

    def _say(self) -> None:
        """The line at the bottom: what there is to tell, which filter and which search are active."""
        parts = [Content.styled(f" {self._told}", "$watch")] if self._told else []
        parts += [filter_line(self._filter)] if self._filter != EventFilter() else []
        parts += [search_line(self._sought)] if self._sought else []
        self.set_class(bool(parts), "-speaking")
        left, right, *_ = (*parts, Content(""), Content(""))
        self.query_one(Said).show(left, right)

    def _tell(self, words: str) -> None:
        self._told = words
        self._say()

    def on_key(self) -> None:
        """What was told was read."""
        if self._told:
            self._tell("")

    def on_event_log_moved(self) -> None:
        """Say where one stands."""
        self._show_heading()

    def on_event_log_chosen(self, message: EventLog.Chosen) -> None:
        """Open the event's ticket, if it names one."""
        if message.event.ticket:
            self.post_message(self.Opened(message.event.ticket))
        else:
            self._tell("this event names no ticket")

    # Columns

    def action_columns(self) -> None:
        """Choose the columns and their order, or be done with it."""
        choosing = not self.has_class("-choosing")
        self.set_class(choosing, "-choosing")
        chooser = self.query_one(Chooser)
        chooser.show(choices(self.liked))
        (chooser if choosing else self._log).focus(scroll_visible=False)

    def on_chooser_wished(self, message: Chooser.Wished) -> None:
        """Do with the column what is wished for."""
        if message.what == "done":
            self.action_columns()
        liked = self.liked.wished(message.what, message.key)
        if liked != self.liked:
            self.restore(liked)
            self.query_one(Chooser).show(choices(liked))
            self.post_message(self.LayoutChanged(liked))

    def on_resize(self, event: Resize) -> None:
        """Take the form for the size."""
        self.set_class(event.size.width < _BESIDE_FROM, "-narrow")
        self._show_heading()

    # Asking

    def action_follow(self) -> None:
        """Follow the newest line, or stop."""
        self._log.follow(not self._log.place.following)

    def action_ask(self, what: str) -> None:
        """Ask for a filter, words or a moment."""
        self.query_one(AskLine).ask(what, _ASKED[what], self._filter_typed if what == "filter" else "")

    def action_clear(self) -> None:
        """Leave the line that asks, else the search, else the filter."""
        if self.query_one(AskLine).what:
            self._log.focus(scroll_visible=False)
        elif self._sought:
            self._seek("")
        elif self._filter != EventFilter():
            self._want(EventFilter(), "")

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Whoever comes back to the log asks no more."""
        if event.widget is self._log:
            self.query_one(AskLine).stop()

    def on_ask_line_answered(self, message: AskLine.Answered) -> None:
        """Do what was asked for."""
        self._log.focus(scroll_visible=False)
        typed = message.typed
        if message.what == "filter":
            self._run(self._take_filter(typed))
        elif message.what == "jump" and typed:
            self._jump(typed)
        elif message.what == "search":
            has_words = bool(EventFilter(text=typed).words)
            self._seek(typed if has_words else "")
            if has_words:
                self._run(self._find(later=False, here=True))
            elif typed:
                self._tell("type words of letters or digits")

    async def _take_filter(self, typed: str) -> None:
        try:
            people = await self._reader.people() if names_somebody(typed) else ()
            filter = wanted(typed, await self._reader.kinds(), people)
        except WordsError as error:
            self._tell(str(error))
            return
        if filter.text and not filter.words:
            self._tell("type words of letters or digits")
        else:
            self._want(filter, typed)

    def _want(self, filter: EventFilter, typed: str) -> None:
        self._filter, self._filter_typed = filter, typed
        self._say()
        self._say_empty()
        self._reopen(stays=True)

    def _seek(self, words: str) -> None:
        self._sought = words
        self._log.point_out(EventFilter(text=words).words)
        self._say()

    def action_find(self, later: bool) -> None:
        """Go to the next event that has the words, or to the one before."""
        if self._sought:
            self._run(self._find(later=later))

    async def _find(self, *, later: bool, here: bool = False) -> None:
        words = self._sought
        if not await self._reader.find(words, later=later, here=here):
            self._tell(f"no {'later' if later else 'earlier'} event that is shown has “{words}”")

    def _jump(self, typed: str) -> None:
        board, whole = self._board, self._reader.whole_from
        if board is None:
            return
        try:
            when = moment(typed, board.now)
        except WordsError as error:
            self._tell(str(error))
            return
        self._run(self._reader.jump(when))
        if not board.period.includes(when):
            outside = f"{text.day_and_time(when, board.now)} is outside of this period"
            self._tell(f"{outside}; {label('period')} chooses another")
        elif whole is not None and when < whole:
            self._tell(f"the log is whole only since {text.day_and_time(board.local(whole), board.now)}")
