"""The raw log as lines: rows are read by number, however many there are, and only those in sight are drawn."""

import asyncio
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.visual import Visual

from gleaptui.gleap.models import Event
from gleaptui.widgets.columns import Places, TableColumn, arrange, line
from gleaptui.widgets.daylines import Hold, Line, lines, rows_in
from gleaptui.widgets.eventlines import (
    TIME,
    EventsLayout,
    cell,
    columns_for,
    day_label,
    day_line,
    pattern,
    pointed_out,
)
from gleaptui.widgets.eventsource import EventSource, Latest
from gleaptui.widgets.lines import fit
from gleaptui.widgets.scrolled import Scrolled

_LEAST_WITH_HEAD = 4
"""Lines from which there is room for the names of the columns."""
_WHEEL = 3
"""Rows that a notch of the wheel moves."""
_PATIENCE = 0.1
"""Seconds for which what stands there stays while other rows are read."""


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
        Binding("ctrl+d", "half_pages(1)", "Half a page down", show=False),
        Binding("ctrl+u", "half_pages(-1)", "Half a page up", show=False),
        Binding("pagedown,ctrl+f", "half_pages(2)", "Page down", show=False),
        Binding("pageup,ctrl+b", "half_pages(-2)", "Page up", show=False),
        Binding("enter", "choose", "Open the ticket", show=False),
    ]

    class Moved(Message):
        """The cursor moved, rows came, or following began or ended."""

        def can_replace(self, message: Message) -> bool:
            """Where several wait, one is enough."""
            return isinstance(message, EventLog.Moved)

    class Chosen(Message):
        """Enter was pressed on an event, or the one under the cursor was clicked."""

        def __init__(self, event: Event) -> None:
            super().__init__()
            self.event = event

    def __init__(self) -> None:
        super().__init__()
        self.shown: EventSource = Latest()
        """The log that is shown."""
        self.cursor = 0
        self.following = True
        self.unread = 0
        """Rows that came since it stopped following."""
        self._hold = Hold(0)
        self._cursor_leads = True
        """Whether the cursor is to be in sight; else it follows what is."""
        self._in_sight: tuple[Line, ...] = ()
        self._painted: tuple[Content, ...] = ()
        self._local: Callable[[datetime], datetime] = lambda moment: moment
        self._today = date.min
        self._empty = ""
        self._sought: re.Pattern[str] | None = None
        self._layout = EventsLayout()
        self._columns: tuple[TableColumn, ...] = ()
        self._places: Places = ()
        self._arranged = -1
        """The width that the columns are arranged for."""

    @property
    def event(self) -> Event | None:
        """The event under the cursor, if it is at hand."""
        found = self.shown.rows(self.cursor, self.cursor + 1)
        return found[0] if found else None

    @property
    def _head(self) -> int:
        """Lines of the names of the columns, which stay."""
        return 1 if self.size.height >= _LEAST_WITH_HEAD else 0

    @property
    def _room(self) -> int:
        return max(1, self.size.height - self._head)

    # What is shown

    def show_log(self, log: EventSource, row: int | None = None) -> None:
        """Show another log, at a row, or from its newest."""
        self.shown = log
        self.unread = 0
        if row is None or row >= log.count:
            self._to_the_end()
            self._settle()
        else:
            self.following, self.cursor = False, row
            self._bring_into_the_middle()
        self.post_message(self.Moved())

    async def renew(self) -> None:
        """Take in what came. What is read stays where it is; what is followed is followed."""
        log, before = self.shown, self.shown.count
        anchor = None if self.following else self.cursor
        row = await log.refresh(anchor)
        if log is not self.shown:
            return
        # The cursor may have been moved meanwhile.
        shift = row - anchor if row is not None and anchor is not None else 0
        self._shift(shift, log.count - before - shift)

    def grown_above(self, rows: int, below: int = 0) -> None:
        """So many rows came before all others, and so many behind them."""
        self._shift(rows, below)

    def _shift(self, above: int, below: int) -> None:
        if self.following:
            self._to_the_end()
        else:
            self.cursor = max(0, min(self.cursor + above, self.shown.count - 1))
            self._hold = Hold(self._hold.row + above, self._hold.last)
            # What was put in before the cursor is not news.
            self.unread = max(0, self.unread + below)
        self._settle()
        self.post_message(self.Moved())

    def show_moment(self, local: Callable[[datetime], datetime], now: datetime) -> None:
        """Times are shown as ``local`` gives them; those of another day than now's are told by it."""
        self._local = local
        if self._today != now.date():
            self._today = now.date()
            self._paint()

    def say_empty(self, words: str) -> None:
        """What is said where there is no event."""
        if words != self._empty:
            self._empty = words
            self._paint()

    def point_out(self, words: Sequence[str]) -> None:
        """Mark these words wherever they stand."""
        self._sought = pattern(words)
        self._paint()

    def like(self, layout: EventsLayout) -> None:
        """Show these columns."""
        self._layout = layout
        self._arrange()
        self._paint()

    # Placing

    def _to_the_end(self) -> None:
        self.following, self.unread, self._cursor_leads = True, 0, True
        self.cursor = max(0, self.shown.count - 1)
        self._hold = Hold(self.cursor, last=True)

    def _settle(self) -> None:
        """Place the lines and draw what differs, as soon as the rows are at hand."""
        if not self.size:
            return
        start, stop = self._hold.within(self.shown.count).needed(self.shown.count, self._room)
        if None in self.shown.rows(start, stop):
            self.run_worker(self._load(start, stop), group="rows", exclusive=True, exit_on_error=False)
        else:
            self._place()

    async def _load(self, start: int, stop: int) -> None:
        log, room = self.shown, self._room
        reading = asyncio.ensure_future(log.load(start - room, stop + room))
        done, _ = await asyncio.wait((reading,), timeout=_PATIENCE)
        if not done:
            if log is self.shown:
                self._place()
            await reading
        if log is self.shown:
            self._place()

    def _place(self) -> None:
        count = self.shown.count
        self._in_sight = lines(self._hold, count, self._room, self._day_of)
        rows = rows_in(self._in_sight)
        if rows and not rows[0] <= self.cursor <= rows[-1]:
            if self._cursor_leads:
                self._hold = Hold(self.cursor, last=self.cursor > rows[-1])
                self._in_sight = lines(self._hold, count, self._room, self._day_of)
                rows = rows_in(self._in_sight)
            else:
                self.cursor = max(rows[0], min(self.cursor, rows[-1]))
        self.set_height(count + self._head)
        self.show_from(min(rows[0], max(0, count - self._room)) if rows else 0)
        if self.scrollable_content_region.width != self._arranged:
            # The scrollbar came or went.
            self._arrange()
        self._paint()
        if rows and None in self.shown.rows(rows[0] - self._room, rows[-1] + self._room):
            # The pages before and behind, so that they need not be waited for.
            ahead = self.shown.load(rows[0] - self._room, rows[-1] + self._room)
            self.run_worker(ahead, group="ahead", exclusive=True, exit_on_error=False)

    def _day_of(self, row: int) -> date | None:
        found = self.shown.rows(row, row + 1)
        event = found[0] if found else None
        return self._local(event.at).date() if event is not None and event.at is not None else None

    def on_resize(self, _event: Resize) -> None:
        """Another size: other columns, other rows."""
        self._arrange()
        self._settle()

    def _arrange(self) -> None:
        self._fit_columns()
        self._drawn.clear()
        self.refresh()

    def _fit_columns(self) -> None:
        self._arranged = self.scrollable_content_region.width
        self._columns = columns_for(self._layout, self._arranged)
        self._places = arrange(self._columns, max(1, self._arranged - 1))

    # Drawing

    def _paint(self) -> None:
        """Draw the lines in sight that differ from what stands there."""
        if not self.size:
            return
        before, self._painted = self._painted, self._contents()
        if len(before) != len(self._painted):
            self.refresh()
            return
        pairs = enumerate(zip(before, self._painted, strict=True))
        changed = [y for y, (old, new) in pairs if not old.is_same(new)]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        content = self._painted[y] if y < len(self._painted) else Content("")
        style = self.visual_style
        if y < self._head:
            style = self.get_visual_style("log--header", partial=False)
        elif self._row_of(y) == self.cursor:
            style = self.get_visual_style("log--cursor", partial=False)
        strips = Visual.to_strips(self, fit(content, width), width, 1, style)
        return strips[0] if strips else Strip.blank(width, self.rich_style)

    def _row_of(self, y: int) -> int | None:
        place = y - self._head
        found = self._in_sight[place] if 0 <= place < len(self._in_sight) else None
        return found if isinstance(found, int) else None

    def _contents(self) -> tuple[Content, ...]:
        width = self.scrollable_content_region.width
        names = [self._names()] if self._head else []
        if not self.shown.count:
            below = [Content.styled(f" {self._empty}", "$muted")]
        else:
            below = [
                self._row(found) if isinstance(found, int) else day_line(found, width, self._today)
                for found in self._in_sight
            ]
        below += [Content("")] * (self._room - len(below))
        return (*names, *below[: self._room])

    def _names(self) -> Content:
        """The names of the columns; above the times stands the day of the first of them."""
        rows = rows_in(self._in_sight)
        day = next((day for row in rows if (day := self._day_of(row)) is not None), None) if self.shown.count else None
        widths = dict(self._places)
        label = day_label(day, widths.get(0, 0), self._today) if day is not None else TIME
        labels = [label, *(column.label for column in self._columns[1:])]
        return line(self._columns, self._places, [Content(label) for label in labels])

    def _row(self, row: int) -> Content:
        found = self.shown.rows(row, row + 1)
        event = found[0] if found else None
        # The cursor is told by a mark as well as by its colour, and so that a line that gets it differs.
        mark = "›" if row == self.cursor else " "
        if event is None:
            return Content.assemble((mark, "$primary"), (" …", "$muted"))
        places = {self._columns[index].key for index, _ in self._places}
        local = self._local(event.at) if event.at is not None else None
        cells = [
            cell(event, column, local, self._today, took="took" in places) if column.key in places else Content("")
            for column in self._columns
        ]
        shown = pointed_out(line(self._columns, self._places, cells), self._sought)
        return Content.assemble((mark, "bold $primary"), shown[1:])

    # The cursor

    def move_to(self, row: int) -> None:
        """Put the cursor on that row and bring it into sight, into the middle if it is far."""
        last = max(0, self.shown.count - 1)
        rows = rows_in(self._in_sight)
        far = bool(rows) and not rows[0] - self._room < row < rows[-1] + self._room
        self.cursor, self._cursor_leads = max(0, min(row, last)), True
        self._follow(self.cursor == last)
        if self.following:
            self._to_the_end()
            self._settle()
        elif far:
            self._bring_into_the_middle()
        elif rows and not rows[0] <= self.cursor <= rows[-1]:
            self._hold = Hold(self.cursor, last=self.cursor > rows[-1])
            self._settle()
        else:
            self._paint()
        self.post_message(self.Moved())

    def _bring_into_the_middle(self) -> None:
        self._cursor_leads = True
        self._hold = Hold(max(0, self.cursor - self._room // 2))
        self._settle()

    def follow(self, following: bool) -> None:
        """Keep the newest in sight, or stop."""
        if following:
            self.move_to(self.shown.count - 1)
        else:
            self._follow(False)
            self.post_message(self.Moved())

    def _follow(self, following: bool) -> None:
        if following or self.following:
            self.unread = 0
        self.following = following

    def _scroll_by(self, rows: int) -> None:
        """Move what is in sight, and the cursor with it."""
        shown = rows_in(self._in_sight)
        if not shown:
            return
        last = self.shown.count - 1
        if rows > 0 and shown[-1] + rows >= last:
            if self.cursor + rows < last and shown[-1] < last:
                self._hold_row(Hold(last, last=True), self.cursor + rows, following=False)
            else:
                self._hold_row(Hold(last, last=True), last, following=True)
        else:
            self._hold_row(Hold(max(0, shown[0] + rows)), max(0, self.cursor + rows), following=False)
        self.post_message(self.Moved())

    def _hold_row(self, hold: Hold, cursor: int, *, following: bool) -> None:
        self._hold, self.cursor, self._cursor_leads = hold, cursor, False
        self._follow(following)
        self._settle()

    def scrolled_by_hand(self, *, down: bool) -> None:
        """The scrollbar was dragged."""
        top, last = round(self.scroll_y), max(0, self.shown.count - 1)
        if top + self._room > last:
            self._hold_row(Hold(last, last=True), last if down else self.cursor, following=down)
        else:
            self._hold_row(Hold(top), self.cursor, following=False)
        self.post_message(self.Moved())

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel reads back."""
        event.stop()
        event.prevent_default()
        self._wheel(-_WHEEL)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel returns."""
        event.stop()
        event.prevent_default()
        self._wheel(_WHEEL)

    def _wheel(self, rows: int) -> None:
        """The cursor stays on its row for as long as that is in sight."""
        shown = rows_in(self._in_sight)
        if not shown:
            return
        last = self.shown.count - 1
        if rows > 0 and shown[-1] + rows >= last:
            self._hold_row(Hold(last, last=True), last, following=True)
        else:
            self._hold_row(Hold(max(0, shown[0] + rows)), self.cursor, following=False)
        self.post_message(self.Moved())

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.move_to(self.cursor + by)

    def action_half_pages(self, halves: int) -> None:
        """Move by half pages of the rows in sight."""
        self._scroll_by(halves * max(1, len(rows_in(self._in_sight)) // 2))

    def action_first(self) -> None:
        """Go to the oldest."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the newest, and follow it."""
        self.move_to(self.shown.count - 1)

    def action_choose(self) -> None:
        """Choose the event under the cursor."""
        if self.event is not None:
            self.post_message(self.Chosen(self.event))

    def on_click(self, event: Click) -> None:
        """Move to the line that was clicked; once more opens its ticket."""
        row = self._row_of(event.y)
        if row is None:
            return
        if row == self.cursor:
            self.action_choose()
        else:
            self.move_to(row)
