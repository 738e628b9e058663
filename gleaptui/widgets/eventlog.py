"""The raw log as lines: rows are read by number, however many there are, and only those in sight are drawn."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar, Protocol

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.visual import Visual

from gleaptui import text
from gleaptui.gleap.models import Event
from gleaptui.widgets.columns import Places, TableColumn, arrange, line
from gleaptui.widgets.kinds import detail, kind, who
from gleaptui.widgets.lines import fit
from gleaptui.widgets.scrolled import Scrolled

_HEAD = 1
"""Lines of the header, which stays."""
_COLUMNS = (
    TableColumn("time", "time", 15, "right", 0),
    TableColumn("kind", "what", 20, "left", 3, narrow=13),
    TableColumn("who", "who", 18, "left", 2),
    TableColumn("detail", "detail", None, "left", 1, least=12),
)
_NARROW = (TableColumn("time", "time", 8, "right", 0), *_COLUMNS[1:])
_WIDE = 60


class Log(Protocol):
    """Events as rows from 0, the oldest. A view of the history is one."""

    @property
    def count(self) -> int: ...

    @property
    def complete(self) -> bool: ...

    def rows(self, start: int, stop: int) -> tuple[Event | None, ...]: ...

    async def load(self, start: int, stop: int) -> tuple[Event | None, ...]: ...

    async def refresh(self, anchor: int | None = None) -> int | None: ...

    async def count_all(self) -> int: ...

    async def row_at(self, moment: datetime) -> int: ...

    async def find(self, text: str, start: int, *, forward: bool = True) -> int | None: ...


class Latest:
    """The events of a snapshot, where there is no history."""

    complete = True

    def __init__(self) -> None:
        self._events: tuple[Event, ...] = ()
        self._next: tuple[Event, ...] = ()

    def give(self, events: tuple[Event, ...]) -> None:
        """Take these with the next `refresh`."""
        self._next = events

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._events)

    def rows(self, start: int, stop: int) -> tuple[Event | None, ...]:
        """Those from ``start`` up to ``stop``."""
        return self._events[max(0, start) : max(0, stop)]

    async def load(self, start: int, stop: int) -> tuple[Event | None, ...]:
        """The same: all are at hand."""
        return self.rows(start, stop)

    async def refresh(self, anchor: int | None = None) -> int | None:
        """Take in what was given; where the event of that row stands now."""
        key = self._events[anchor].id if anchor is not None and 0 <= anchor < self.count else None
        self._events = self._next
        return next((row for row, event in enumerate(self._events) if event.id == key), None) if key else None

    async def count_all(self) -> int:
        """Nothing is left to count."""
        return 0

    async def row_at(self, moment: datetime) -> int:
        """The first row at or after that moment."""
        return next((row for row, event in enumerate(self._events) if event.at and event.at >= moment), self.count)

    async def find(self, text: str, start: int, *, forward: bool = True) -> int | None:
        """The next row after ``start``, or before it, that has all these words."""
        wanted = text.casefold().split()
        rows = range(start + 1, self.count) if forward else range(start - 1, -1, -1)
        return next((row for row in rows if all(word in _words(self._events[row]) for word in wanted)), None)


def _words(event: Event) -> str:
    return f"{kind(event.action).word} {who(event)} {event.agent} {detail(event)}".casefold()


class EventLog(Scrolled, can_focus=True):
    """Lines of the log with a cursor. While it follows, the newest is in sight; what is read back stays where it is."""

    DEFAULT_CSS = """
    EventLog > .log--header { color: $muted; }
    EventLog > .log--cursor { background: $panel; }
    EventLog:focus > .log--cursor { background: $cursor; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"log--header", "log--cursor"}

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Down", show=False),
        Binding("k,up", "move(-1)", "Up", show=False),
        Binding("g,home", "first", "First", show=False),
        Binding("G,end", "last", "Last", show=False),
        Binding("ctrl+d", "half_page(1)", "Half a page down", show=False),
        Binding("ctrl+u", "half_page(-1)", "Half a page up", show=False),
        Binding("pagedown", "half_page(2)", "Page down", show=False),
        Binding("pageup", "half_page(-2)", "Page up", show=False),
        Binding("enter", "choose", "Open the ticket", show=False),
    ]

    class Moved(Message):
        """The cursor moved, or following began or ended."""

    class Chosen(Message):
        """Enter was pressed on an event, or the one under the cursor was clicked."""

        def __init__(self, event: Event) -> None:
            super().__init__()
            self.event = event

    def __init__(self) -> None:
        super().__init__()
        self._log: Log = Latest()
        self._local: Callable[[datetime], datetime] = lambda moment: moment
        self._today: datetime | None = None
        self._empty = ""
        self._hidden: frozenset[str] = frozenset()
        self._columns: tuple[TableColumn, ...] = _COLUMNS
        self._places: Places = ()
        self._arranged = 0
        """The width that the columns are arranged for."""
        self._drawn: dict[int, Content] = {}
        self.cursor = 0
        self.following = True
        self.unread = 0
        """Rows that came since it stopped following."""

    @property
    def shown(self) -> Log:
        """The log that is shown."""
        return self._log

    @property
    def _room(self) -> int:
        return max(1, self.size.height - _HEAD)

    @property
    def _top(self) -> int:
        return self.scroll_offset.y

    # What is shown

    async def show_log(self, log: Log) -> None:
        """Show another log, from its newest row."""
        self._log = log
        self.unread = 0
        if log.count:
            await log.load(max(0, log.count - self._room), log.count)
        self.cursor, self.following = max(0, log.count - 1), True
        self._settle(log.count)

    async def renew(self) -> None:
        """Take in what came. What is read stays where it is; what is followed is followed."""
        log, before = self._log, self._log.count
        row = await log.refresh(None if self.following else self.cursor)
        if log is not self._log:
            return
        grown = log.count - before
        if self.following:
            self.cursor = max(0, log.count - 1)
            await log.load(max(0, log.count - self._room), log.count)
            self._settle(log.count)
        else:
            row = min(self.cursor, max(0, log.count - 1)) if row is None else row
            top = self._top + row - self.cursor
            # What was put in before the cursor is not news.
            self.unread = max(0, self.unread + grown - (row - self.cursor))
            self.cursor = row
            await log.load(top, top + self._room)
            self._settle(top)
        self.post_message(self.Moved())

    def show_moment(self, local: Callable[[datetime], datetime], now: datetime) -> None:
        """Times are shown as ``local`` gives them; those of another day than now's are dated."""
        self._local = local
        if self._today is None or self._today.date() != now.date():
            self._today = now
            self._repaint()

    def say_empty(self, words: str) -> None:
        """What is said where there is no event."""
        if words != self._empty:
            self._empty = words
            self._repaint()

    def hide(self, columns: Sequence[str]) -> None:
        """Leave these columns out."""
        self._hidden = frozenset(columns)
        self._arrange()

    def _settle(self, top: int) -> None:
        """Scroll there and draw what differs."""
        self.set_height(self._log.count + _HEAD)
        self.show_from(max(0, min(top, self._log.count - self._room)))
        if self.scrollable_content_region.width != self._arranged:
            # The scrollbar came or went.
            self._arrange()
        self._want()
        self._repaint()

    def _want(self) -> None:
        """Read the rows in sight that are not at hand."""
        rows = self._log.rows(self._top, self._top + self._room)
        if any(row is None for row in rows):
            self.run_worker(self._load(self._top), group="rows", exclusive=True, exit_on_error=False)

    async def _load(self, top: int) -> None:
        await self._log.load(top, top + self._room)
        self._repaint()

    # Drawing

    def on_resize(self, _event: Resize) -> None:
        """Another size: other columns, other rows."""
        self._arrange()
        if self.following:
            self._settle(self._log.count)
        else:
            self._settle(self._top)

    def _arrange(self) -> None:
        self._fit_columns()
        self._drawn.clear()
        self.refresh()

    def _fit_columns(self) -> None:
        self._arranged = self.scrollable_content_region.width
        columns = _COLUMNS if self._arranged >= _WIDE else _NARROW
        self._columns = tuple(column for column in columns if column.key not in self._hidden)
        self._places = arrange(self._columns, max(1, self._arranged - 1))

    def notify_style_update(self) -> None:
        """Drawn lines carry the theme's colours."""
        super().notify_style_update()
        self._drawn.clear()

    def _repaint(self) -> None:
        """Draw the lines in sight that differ from what stands there."""
        if not self.size:
            return
        changed = [
            y for y in range(self.size.height) if (old := self._drawn.get(y)) is None or not old.is_same(self._line(y))
        ]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if width != self._arranged:
            # The scrollbar came or went since the columns were fitted.
            self._fit_columns()
        content = self._line(y)
        self._drawn[y] = content
        style = self.visual_style
        if y < _HEAD:
            style = self.get_visual_style("log--header", partial=False)
        elif self._top + y - _HEAD == self.cursor and self._log.count:
            style = self.get_visual_style("log--cursor", partial=False)
        strips = Visual.to_strips(self, fit(content, width), width, 1, style)
        return strips[0] if strips else Strip.blank(width, self.rich_style)

    def _line(self, y: int) -> Content:
        if y < _HEAD:
            return line(self._columns, self._places, [Content(column.label) for column in self._columns])
        row = self._top + y - _HEAD
        if not self._log.count:
            return Content.assemble((f" {self._empty}", "$muted")) if row == 0 else Content("")
        if row >= self._log.count:
            return Content("")
        found = self._log.rows(row, row + 1)
        event = found[0] if found else None
        # The cursor is told by a mark as well as by its colour, and so that a line that gets it differs.
        mark = "›" if row == self.cursor else " "
        if event is None:
            return Content.assemble((mark, "$primary"), (" …", "$muted"))
        shown = line(self._columns, self._places, [self._cell(event, column.key) for column in self._columns])
        return Content.assemble((mark, "bold $primary"), shown[1:])

    def _cell(self, event: Event, column: str) -> Content:
        if column == "time":
            return Content.assemble((self._time(event), "$muted"))
        if column == "kind":
            shown = kind(event.action)
            return Content.assemble((f"{shown.sign} {shown.word}", shown.style))
        return Content(who(event)) if column == "who" else Content.assemble((detail(event), "$muted"))

    def _time(self, event: Event) -> str:
        if event.at is None:
            return text.MISSING
        local = self._local(event.at)
        time = text.clock_time(local, seconds=True)
        width = dict(self._places).get(0, 0)
        if self._today is None or local.date() == self._today.date():
            return time
        return f"{local.day} {local:%b} {time}" if width >= 15 else f"{local.day} {text.clock_time(local)}"

    # The cursor

    def move_to(self, row: int, *, middle: bool = False) -> None:
        """Put the cursor on that row and bring it into sight, into the middle where it was not."""
        last = max(0, self._log.count - 1)
        self.cursor = max(0, min(row, last))
        self._follow(self.cursor == last)
        top = self._top
        if not top <= self.cursor < top + self._room:
            top = (
                self.cursor - self._room // 2
                if middle
                else self.cursor
                if self.cursor < top
                else self.cursor - self._room + 1
            )
        self._settle(top)
        self.post_message(self.Moved())

    def follow(self, following: bool) -> None:
        """Keep the newest in sight, or stop."""
        if following:
            self.move_to(self._log.count - 1)
        else:
            self._follow(False)
            self.post_message(self.Moved())

    def _follow(self, following: bool) -> None:
        if following or self.following:
            self.unread = 0
        self.following = following

    def scrolled_by_hand(self, *, down: bool) -> None:
        """The wheel takes the cursor along."""
        top, last = self._top, max(0, self._log.count - 1)
        self.cursor = max(top, min(self.cursor, top + self._room - 1, last))
        self._follow(down and top + self._room > last)
        if self.following:
            self.cursor = last
        self._want()
        self._repaint()
        self.post_message(self.Moved())

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.move_to(self.cursor + by)

    def action_half_page(self, halves: int) -> None:
        """Move the cursor by half pages."""
        self.move_to(self.cursor + halves * max(1, self._room // 2))

    def action_first(self) -> None:
        """Go to the oldest."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the newest, and follow it."""
        self.move_to(self._log.count - 1)

    def action_choose(self) -> None:
        """Choose the event under the cursor."""
        found = self._log.rows(self.cursor, self.cursor + 1)
        if found and found[0] is not None:
            self.post_message(self.Chosen(found[0]))

    def on_click(self, event: Click) -> None:
        """Move to the line that was clicked; once more opens its ticket."""
        row = self._top + event.y - _HEAD
        if event.y < _HEAD or row >= self._log.count:
            return
        if row == self.cursor:
            self.action_choose()
        else:
            self.move_to(row)
