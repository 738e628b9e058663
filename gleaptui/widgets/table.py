"""A table that draws only the lines that are seen, and sends only those that differ."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.events import Click, Resize
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from gleaptui.widgets.bound import bound
from gleaptui.widgets.columns import Row, TableColumn, differing
from gleaptui.widgets.scrolled import Scrolled
from gleaptui.widgets.tablelines import COMPONENTS, TableLines

_TITLES = 1
"""Lines of the header, which stays while the rows scroll."""
_FOOT = 2
"""Lines of the foot: a rule and one row."""
_LEAST_WITH_FOOT = 6
"""Lines from which there is room for a foot."""


class _OfRow(Message):
    """Something happened to a row of a table."""

    def __init__(self, table: "Table", key: str) -> None:
        super().__init__()
        self.table = table
        self.key = key

    @property
    def control(self) -> "Table":
        """The table."""
        return self.table


class Table(Scrolled, can_focus=True):
    """Rows under a header, with a cursor that stays on its row when others come and go.

    Until somebody moves the cursor the first row stays in sight, so that on a wall the newest is shown. From then on
    what is read stays where it is. The wheel takes the cursor along."""

    DEFAULT_CSS = """
    Table > .table--header { color: $muted; text-style: none; }
    Table > .table--muted { color: $muted; }
    Table > .table--cursor { background: $panel; }
    Table > .table--cursor-focused { background: $cursor; }
    Table > .table--rule { color: $rule; }
    Table > .table--empty { color: $muted; }
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

    class Chosen(_OfRow):
        """Enter was pressed on a row, or the row under the cursor was clicked."""

    class Moved(_OfRow):
        """The cursor went to another row."""

    class Rearranged(Message):
        """Columns found their room."""

    class HeadClicked(_OfRow):
        """The head of a column was clicked; ``key`` is the column's."""

    def __init__(self, columns: Sequence[TableColumn], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines = TableLines(self, columns)
        self._rows: tuple[Row, ...] = ()
        self._foot: Row | None = None
        self._cursor = 0
        self._touched = False
        self._empty = Content("")

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that are shown."""
        return self._rows

    @property
    def columns_shown(self) -> tuple[str, ...]:
        """The keys of the columns that have room."""
        return self._lines.shown

    @property
    def cursor(self) -> int:
        """The index of the row under the cursor."""
        return self._cursor

    @property
    def key(self) -> str:
        """The key of the row under the cursor; empty where there is none."""
        return self._rows[self._cursor].key if self._rows else ""

    @property
    def _room(self) -> int:
        """Lines for rows."""
        return max(1, self.size.height - _TITLES - self._foot_lines)

    @property
    def _foot_lines(self) -> int:
        return _FOOT if self._foot is not None and self._rows and self.size.height >= _LEAST_WITH_FOOT else 0

    # What is shown

    def set_columns(self, columns: Sequence[TableColumn]) -> None:
        """Show other columns, or other labels."""
        if tuple(columns) != self._lines.columns:
            self._lines.columns = tuple(columns)
            self._arrange()

    def set_foot(self, foot: Row | None) -> None:
        """Show this row apart from the others, under a rule beneath them; it takes no cursor."""
        if foot is self._foot or (foot is not None and foot.is_same(self._foot)):
            return
        self._foot = foot
        self._measure()
        self.refresh()

    def set_rows(self, rows: Sequence[Row], *, empty: Content | None = None, follow: bool = False) -> None:
        """Show these rows. The cursor stays on its row and the row on its line; with ``follow`` it goes to the last
        one. ``empty`` is said where there are none."""
        before, after = self._rows, tuple(rows)
        if empty is not None and not empty.is_same(self._empty):
            self._empty = empty
            if not after:
                self.refresh()
        if len(before) == len(after) and all(old.is_same(new) for old, new in zip(before, after, strict=True)):
            return
        key, cursor, top = self.key, self._cursor, self.scroll_offset.y
        self._rows = after
        self._cursor = self._found(key, follow=follow)
        if len(before) != len(after):
            self._measure()
        if follow:
            self._touched = True
            self.show_from(len(after))
        elif self._touched:
            self.show_from(top + self._cursor - cursor)
        if not before or not after or (self._foot_lines and len(before) != len(after)):
            self.refresh()
        else:
            self._refresh_changed(before, cursor, top)

    def _found(self, key: str, *, follow: bool) -> int:
        """Where the cursor belongs among the new rows."""
        last = max(0, len(self._rows) - 1)
        if follow:
            return last
        found = next((index for index, row in enumerate(self._rows) if row.key == key), None)
        if found is None:
            return min(self._cursor, last) if self._touched else 0
        return found

    def _refresh_changed(self, before: tuple[Row, ...], cursor: int, top: int) -> None:
        """Draw the lines that differ from those rows with that cursor, shown from ``top`` on."""
        now = self.scroll_offset.y
        numbers = set(differing(before[top:], self._rows[now:], self._room))
        numbers |= {cursor - top} ^ {self._cursor - now}
        regions = [Region(0, _TITLES + number, self.size.width, 1) for number in numbers if 0 <= number < self._room]
        if regions:
            self.refresh(*regions)

    # The cursor

    def move_to(self, index: int) -> None:
        """Put the cursor on that row and bring it into sight."""
        index = max(0, min(index, len(self._rows) - 1))
        self._touched = True
        if not self._rows or index == self._cursor:
            self._reveal()
            return
        self._refresh_row(self._cursor)
        self._cursor = index
        self._reveal()
        self._refresh_row(index)
        self.post_message(self.Moved(self, self.key))

    def _refresh_row(self, index: int) -> None:
        number = index - self.scroll_offset.y
        if 0 <= number < self._room:
            self.refresh(Region(0, _TITLES + number, self.size.width, 1))

    def _in_sight(self, index: int) -> int:
        """The row nearest to that one that is in sight."""
        top = self.scroll_offset.y
        return max(0, min(max(index, top), top + self._room - 1, len(self._rows) - 1))

    def _reveal(self) -> None:
        top, room = self.scroll_offset.y, self._room
        if self._cursor < top:
            self.show_from(self._cursor)
        elif self._cursor >= top + room:
            self.show_from(self._cursor - room + 1)
        if self.scroll_offset.y != top:
            self.refresh()

    def scrolled_by_hand(self, *, down: bool) -> None:
        """The cursor stays in sight, and goes to the end with the rows."""
        if not self._rows:
            return
        at_end = down and self.scroll_offset.y >= self.max_scroll_y
        index = len(self._rows) - 1 if at_end else self._in_sight(self._cursor)
        self._touched = True
        if index != self._cursor:
            self._cursor = index
            self.post_message(self.Moved(self, self.key))

    # Size

    def _measure(self) -> None:
        self.set_height(len(self._rows) + _TITLES + self._foot_lines)

    def _arrange(self) -> None:
        if self._lines.arrange(self.scrollable_content_region.width):
            self.refresh()
            self.post_message(self.Rearranged())

    def on_resize(self, _event: Resize) -> None:
        """Fit the columns to the new width and keep the cursor in sight."""
        self._measure()
        self._arrange()
        if self._touched:
            self._reveal()

    def on_mount(self) -> None:
        self._measure()

    # Drawing

    def redraw_cursor(self) -> None:
        self._refresh_row(self._cursor)

    def forget_drawn(self) -> None:
        self._lines.forget()

    def render_line(self, y: int) -> Strip:
        if y < _TITLES:
            return self._lines.head()
        number = y - _TITLES
        if not self._rows:
            return self._lines.said(self._empty) if number == 1 else self._lines.blank()
        index, below = number + self.scroll_offset.y, number - min(len(self._rows), self._room)
        if below < 0 and index < len(self._rows):
            return self._lines.row(self._rows[index], chosen=index == self._cursor)
        if self._foot is not None and 0 <= below < self._foot_lines:
            return self._lines.rule() if below == 0 else self._lines.foot(self._foot)
        return self._lines.blank()

    # Keys and mouse

    def on_click(self, event: Click) -> None:
        """Put the cursor on the row that was clicked; a click on the cursor opens it."""
        number = event.y - _TITLES
        index = number + self.scroll_offset.y
        column = self._lines.column_at(event.x) if number < 0 else ""
        if column:
            self.post_message(self.HeadClicked(self, column))
        if not 0 <= number < self._room or index >= len(self._rows):
            return
        if index == self._cursor:
            self.post_message(self.Chosen(self, self.key))
        else:
            self.move_to(index)

    def action_move(self, by: int) -> None:
        """Move the cursor by lines."""
        self.move_to(self._in_sight(self._cursor) + by)

    def action_half_page(self, halves: int) -> None:
        """Move the cursor by half pages."""
        self.move_to(self._in_sight(self._cursor) + halves * max(1, self._room // 2))

    def action_first(self) -> None:
        """Go to the first row and stay with whatever comes to be the first."""
        self.move_to(0)
        self._touched = False

    def action_last(self) -> None:
        """Go to the last row."""
        self.move_to(len(self._rows) - 1)

    def action_choose(self) -> None:
        """Open the row under the cursor, if it is in sight; else show where the cursor is."""
        if self._rows and self._in_sight(self._cursor) == self._cursor:
            self.post_message(self.Chosen(self, self.key))
        else:
            self._reveal()
