"""A table of any length: rows are asked for when they come into sight, and only those that differ are sent."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from gleaptui.widgets.bound import bound
from gleaptui.widgets.columns import Row, TableColumn
from gleaptui.widgets.rowsource import Nothing, RowSource
from gleaptui.widgets.scrolled import Scrolled
from gleaptui.widgets.tablelines import COMPONENTS, TableLines

_HEAD = 1
"""Lines of the columns' labels, which stay."""
_LEAST_WITH_HEAD = 3
_WHEEL = 3


class LongTable(Scrolled, can_focus=True):
    """Rows with a cursor. What is read stays on its line while rows come and go."""

    DEFAULT_CSS = """
    LongTable > .table--header { color: $muted; text-style: none; }
    LongTable > .table--muted { color: $muted; }
    LongTable > .table--cursor { background: $panel; }
    LongTable > .table--cursor-focused { background: $cursor; }
    LongTable > .table--empty { color: $muted; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENTS

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("down", "move(1)"),
        bound("up", "move(-1)"),
        bound("first", "first"),
        bound("last", "last"),
        bound("half_page_down", "half_page(1)"),
        bound("half_page_up", "half_page(-1)"),
        bound("page_down", "half_page(2)"),
        bound("page_up", "half_page(-2)"),
        bound("open", "choose"),
    ]

    class Moved(Message):
        """Another row is under the cursor, also where it took the place of the one before, or the same one is
        elsewhere."""

        def can_replace(self, message: Message) -> bool:
            """Where several wait, one is enough."""
            return isinstance(message, LongTable.Moved)

    class Chosen(Message):
        """Enter was pressed on a row, or the row under the cursor was clicked; empty where there is none, or none
        yet."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class HeadClicked(Message):
        """The label of a column was clicked."""

        def __init__(self, column: str) -> None:
            super().__init__()
            self.column = column

    def __init__(self, columns: Sequence[TableColumn] = ()) -> None:
        super().__init__()
        self._lines = TableLines(self, columns)
        self.source: RowSource = Nothing()
        """What is shown."""
        self.cursor = 0
        """The row under the cursor."""
        self.touched = False
        """Whether somebody has moved the cursor; until then the top stays in sight."""
        self._key = ""
        self._seen: list[Row] = []
        """The rows in sight, as they are drawn."""
        self._empty = Content("")
        self._last_top = 0

    @property
    def key(self) -> str:
        """The key of the row under the cursor; empty where there is none, or none yet."""
        return self.source.key(self.cursor) if self.cursor < self.source.count else ""

    @property
    def top(self) -> int:
        """The first row in sight."""
        return int(self.scroll_offset.y)

    @property
    def _head(self) -> int:
        return _HEAD if self.size.height >= _LEAST_WITH_HEAD else 0

    @property
    def room(self) -> int:
        """Rows that fit."""
        return max(1, self.size.height - self._head)

    # What is shown

    def set_columns(self, columns: Sequence[TableColumn]) -> None:
        """Show other columns."""
        if tuple(columns) != self._lines.columns:
            self._lines.columns = tuple(columns)
            self._arrange()

    def show(self, source: RowSource, *, cursor: int = 0, key: str = "", top: int = 0, touched: bool = False) -> None:
        """Show other rows, with the cursor on the row of that key, else on that number."""
        self.source = source
        found = source.index_of(key) if key else None
        self.cursor = cursor if found is None else found
        self._key, self.touched = key, touched
        self._measure()
        self.show_from(max(0, min(top + self.cursor - cursor, source.count - self.room)))
        self._keep_in_sight()
        self.renew()
        self.post_message(self.Moved())

    def say_empty(self, words: Content) -> None:
        """What is said where there are no rows."""
        if not words.is_same(self._empty):
            self._empty = words
            if not self.source.count:
                self.refresh()

    def renew(self) -> None:
        """Show what the rows are by now. The cursor stays on its row, and the row on its line."""
        found = self.source.index_of(self._key) if self._key else None
        before, was = self.cursor, self._key
        last = max(0, self.source.count - 1)
        self._measure()
        if found is not None and (self.touched or found == 0):
            self.cursor = found
            if found != before:
                self.show_from(max(0, self.top + found - before))
        else:
            self.cursor = min(self.cursor, last) if self.touched else 0
        self._key = self.key or (self._key if self.touched else "")
        self._say_what_is_seen()
        self._paint()
        if (self.cursor, self._key) != (before, was):
            self.post_message(self.Moved())

    def _paint(self) -> None:
        """Draw the rows in sight that differ from what stands there."""
        before, after = self._seen, self._in_sight()
        self._seen = after
        if bool(before) != bool(after):
            self.refresh()
            return
        count = max(len(before), len(after))
        changed = [
            number
            for number in range(count)
            if number >= len(before) or number >= len(after) or not before[number].is_same(after[number])
        ]
        if changed:
            self._refresh_lines(changed)

    def _in_sight(self) -> list[Row]:
        return [self.source.row(index) for index in range(self.top, min(self.top + self.room, self.source.count))]

    def _refresh_lines(self, numbers: Sequence[int]) -> None:
        regions = [Region(0, self._head + number, self.size.width, 1) for number in numbers if 0 <= number < self.room]
        if regions:
            self.refresh(*regions)

    def _say_what_is_seen(self) -> None:
        """Tell the source which rows are in sight."""
        top = self.top
        direction = (top > self._last_top) - (top < self._last_top)
        self._last_top = top
        self.source.look(top, top + self.room - 1, direction)

    def _see(self) -> None:
        """Look at other rows than before."""
        self._say_what_is_seen()
        self._seen = self._in_sight()

    # The cursor

    def move_to(self, index: int) -> None:
        """Put the cursor on that row and bring it into sight."""
        self.touched = True
        before, top = self.cursor, self.top
        self.cursor = max(0, min(index, self.source.count - 1))
        self._key = self.key
        self._keep_in_sight()
        if self.top != top:
            self._see()
            self.refresh()
        else:
            self._say_what_is_seen()
            self._refresh_lines((before - top, self.cursor - top))
        if self.cursor != before:
            self.post_message(self.Moved())

    def _keep_in_sight(self) -> None:
        if self.cursor < self.top:
            self.show_from(self.cursor)
        elif self.cursor >= self.top + self.room:
            self.show_from(self.cursor - self.room + 1)

    def show_top(self) -> None:
        """Bring the first rows into sight, without moving the cursor."""
        self._scroll(-self.top)

    def _scroll(self, by: int) -> None:
        """Move what is in sight; the cursor comes along."""
        top = max(0, min(self.top + by, self.source.count - self.room))
        if top == self.top:
            return
        self.show_from(top)
        self.touched = True
        self.cursor = max(top, min(self.cursor, top + self.room - 1))
        self._key = self.key
        self._see()
        self.refresh()
        self.post_message(self.Moved())

    def scrolled_by_hand(self, *, down: bool) -> None:
        """The scrollbar was dragged."""
        self.cursor = max(self.top, min(self.cursor, self.top + self.room - 1, max(0, self.source.count - 1)))
        self.touched = True
        self._key = self.key
        self._see()
        self.post_message(self.Moved())

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel."""
        event.stop()
        event.prevent_default()
        self._scroll(_WHEEL)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel."""
        event.stop()
        event.prevent_default()
        self._scroll(-_WHEEL)

    # Size and drawing

    def _measure(self) -> None:
        self.set_height(self.source.count + self._head)

    def _arrange(self) -> None:
        if self._lines.arrange(self.scrollable_content_region.width):
            self.refresh()

    def watch_show_vertical_scrollbar(self, shown: bool) -> None:
        """Fit the columns beside the scrollbar, which may come after the size."""
        super().watch_show_vertical_scrollbar(shown)
        self._arrange()

    def on_resize(self, _event: Resize) -> None:
        """Fit the columns to the new width and keep the cursor in sight."""
        self._measure()
        self._arrange()
        self._keep_in_sight()
        self._say_what_is_seen()
        self._paint()

    def redraw_cursor(self) -> None:
        self._refresh_lines((self.cursor - self.top,))

    def forget_drawn(self) -> None:
        self._lines.forget()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Textual draws a pane that comes back before it says how large it is."""
        if len(self._seen) != min(self.room, max(0, self.source.count - self.top)):
            self._seen = self._in_sight()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        number = y - self._head
        if number < 0:
            return self._lines.head()
        if not self.source.count:
            return self._lines.said(self._empty) if number == 0 else self._lines.blank()
        if number >= len(self._seen):
            return self._lines.blank()
        return self._lines.row(self._seen[number], chosen=number + self.top == self.cursor)

    # Keys and mouse

    def on_click(self, event: Click) -> None:
        """Put the cursor on the row that was clicked; a click on the cursor opens it."""
        number = event.y - self._head
        if number < 0:
            if column := self._lines.column_at(event.x):
                self.post_message(self.HeadClicked(column))
            return
        index = number + self.top
        if index >= self.source.count:
            return
        if index == self.cursor:
            self.action_choose()
        else:
            self.move_to(index)

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self.move_to(self.cursor + by)

    def action_half_page(self, halves: int) -> None:
        """Move the cursor by half pages."""
        self.move_to(self.cursor + halves * max(1, self.room // 2))

    def action_first(self) -> None:
        """Go to the first row, and stay with whatever comes to be the first."""
        self.move_to(0)
        self.touched = False

    def action_last(self) -> None:
        """Go to the last row."""
        self.move_to(self.source.count - 1)

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        self.post_message(self.Chosen(self.key))
