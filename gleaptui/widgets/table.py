"""A table that draws only the lines that are seen, and sends only those that differ."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from gleaptui.widgets.columns import Places, Row, TableColumn, arrange, differing, line
from gleaptui.widgets.lines import fit

_TITLES = 1
"""Lines of the header, which stays while the rows scroll."""
_FOOT = 2
"""Lines of the foot: a rule and one row."""
_LEAST_WITH_FOOT = 6
"""Lines from which there is room for a foot."""
_MOST_STRIPS = 400
"""Drawn lines that are kept; a screen holds fewer."""


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


class Table(ScrollView, can_focus=True):
    """Rows under a header, with a cursor that stays on its row when others come and go.

    Until somebody moves the cursor the first row stays in sight, so that on a wall the newest is shown. From then on
    what is read stays where it is. The wheel takes the cursor along."""

    DEFAULT_CSS = """
    Table {
        width: 1fr; height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1;
        background: $background; color: $foreground;
    }
    Table > .table--header { color: $muted; text-style: none; }
    Table > .table--muted { color: $muted; }
    Table > .table--cursor { background: $panel; }
    Table:focus > .table--cursor { background: $cursor; }
    Table > .table--rule { color: $rule; }
    Table > .table--empty { color: $muted; }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--header",
        "table--muted",
        "table--cursor",
        "table--rule",
        "table--empty",
    }

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Down", show=False),
        Binding("k,up", "move(-1)", "Up", show=False),
        Binding("g,home", "first", "First", show=False),
        Binding("G,end", "last", "Last", show=False),
        Binding("ctrl+d", "half_page(1)", "Half a page down", show=False),
        Binding("ctrl+u", "half_page(-1)", "Half a page up", show=False),
        Binding("pagedown", "half_page(2)", "Page down", show=False),
        Binding("pageup", "half_page(-2)", "Page up", show=False),
        Binding("enter", "choose", "Open", show=False),
    ]

    class Chosen(_OfRow):
        """Enter was pressed on a row, or the row under the cursor was clicked."""

    class Moved(_OfRow):
        """The cursor went to another row."""

    def __init__(self, columns: Sequence[TableColumn], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._rows: tuple[Row, ...] = ()
        self._foot: Row | None = None
        self._places: Places = ()
        self._cursor = 0
        self._touched = False
        self._placing = False
        self._empty = Content("")
        self._strips: dict[str, tuple[Row, Strip]] = {}

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that are shown."""
        return self._rows

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
        if tuple(columns) != self._columns:
            self._columns = tuple(columns)
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
            self._show_from(len(after))
        elif self._touched:
            self._show_from(top + self._cursor - cursor)
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
            self._show_from(self._cursor)
        elif self._cursor >= top + room:
            self._show_from(self._cursor - room + 1)
        if self.scroll_offset.y != top:
            self.refresh()

    def _show_from(self, index: int) -> None:
        """Scroll there. What is to be drawn anew is up to the caller, who may know that it is the same."""
        # Forced, because before the next layout there may be no scrollbar yet, and then scrolling is refused.
        self._placing = True
        self.scroll_to(y=max(0, index), animate=False, immediate=True, force=True)
        self._placing = False

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Where the wheel or the scrollbar scrolls, the cursor stays in sight, and goes to the end with the rows."""
        if self._placing:
            if self.show_vertical_scrollbar:
                self.vertical_scrollbar.position = new_value
            return
        super().watch_scroll_y(old_value, new_value)
        if not self._rows:
            return
        at_end = new_value > old_value and self.scroll_offset.y >= self.max_scroll_y
        index = len(self._rows) - 1 if at_end else self._in_sight(self._cursor)
        self._touched = True
        if index != self._cursor:
            self._cursor = index
            self.post_message(self.Moved(self, self.key))

    def watch_show_vertical_scrollbar(self, shown: bool) -> None:
        """A scrollbar that appears after scrolling starts where the rows are."""
        if shown:
            self.vertical_scrollbar.position = self.scroll_y

    # Size

    def _measure(self) -> None:
        """Say how far there is to scroll. Textual would lay out and repaint the whole screen for it, which is only
        needed where the scrollbar comes or goes."""
        size = Size(self.size.width, len(self._rows) + _TITLES + self._foot_lines)
        scrolls = size.height > self.size.height
        if size.width != self.virtual_size.width or scrolls != self.show_vertical_scrollbar:
            self.virtual_size = size
            return
        self.set_reactive(Table.virtual_size, size)
        if scrolls:
            self.vertical_scrollbar.window_virtual_size = size.height
        if self.scroll_offset.y > self.max_scroll_y:
            self._show_from(round(self.max_scroll_y))

    def _arrange(self) -> None:
        self._places = arrange(self._columns, max(1, self.scrollable_content_region.width - 2))
        self._strips.clear()
        self.refresh()

    def on_resize(self, _event: Resize) -> None:
        """Fit the columns to the new width and keep the cursor in sight."""
        self._measure()
        self._arrange()
        if self._touched:
            self._reveal()

    def on_mount(self) -> None:
        self._measure()

    def notify_style_update(self) -> None:
        """Drawn lines carry the theme's colours."""
        super().notify_style_update()
        self._strips.clear()

    # Drawing

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y < _TITLES:
            labels = [Content(column.label) for column in self._columns]
            return self._strip(line(self._columns, self._places, labels), "table--header")
        number = y - _TITLES
        if not self._rows:
            said = self._empty if number == 1 else Content("")
            return self._strip(Content.assemble("  ", said), "table--empty")
        index, below = number + self.scroll_offset.y, number - min(len(self._rows), self._room)
        if below < 0 and index < len(self._rows):
            return self._row_strip(index)
        if self._foot is not None and 0 <= below < self._foot_lines:
            if below == 0:
                return self._strip(Content(" " + "─" * max(0, width - 2)), "table--rule")
            return self._strip(line(self._columns, self._places, self._foot.cells), "")
        return Strip.blank(width, self.rich_style)

    def _row_strip(self, index: int) -> Strip:
        row = self._rows[index]
        if index == self._cursor:
            return self._strip(line(self._columns, self._places, row.cells), "table--cursor")
        known = self._strips.get(row.key)
        if known is not None and known[0] is row:
            return known[1]
        strip = self._strip(line(self._columns, self._places, row.cells), "table--muted" if row.muted else "")
        if len(self._strips) >= _MOST_STRIPS:
            self._strips.clear()
        self._strips[row.key] = (row, strip)
        return strip

    def _strip(self, content: Content, name: str) -> Strip:
        width = self.size.width
        style = self.get_visual_style(name) if name else self.visual_style
        strips = Visual.to_strips(self, fit(content, width), width, 1, style)
        return strips[0] if strips else Strip.blank(width, self.rich_style)

    # Keys and mouse

    def on_click(self, event: Click) -> None:
        """Put the cursor on the row that was clicked; a click on the cursor opens it."""
        number = event.y - _TITLES
        index = number + self.scroll_offset.y
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
