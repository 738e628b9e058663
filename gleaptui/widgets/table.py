"""A table that draws only the lines that are seen, and sends only those that differ."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from gleaptui.widgets.lines import fit

_GAP = 2
_TITLES = 1
"""Lines of the header, which stays while the rows scroll."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column. Without a ``width`` it takes what the others leave; where room is short, the least important go."""

    key: str
    label: str
    width: int | None = None
    align: Literal["left", "right"] = "left"
    importance: int = 5
    """From 0, which always stays, to 9, which goes first."""
    least: int = 8
    """The least width of a column that takes the rest."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a cell for each column. The key tells it from all others."""

    key: str
    cells: tuple[Content, ...]
    muted: bool = False

    def is_same(self, other: "Row | None") -> bool:
        """Whether both look alike. Comparing contents with ``==`` would pass over their styles."""
        return (
            other is not None
            and (self.key, self.muted, len(self.cells)) == (other.key, other.muted, len(other.cells))
            and all(mine.is_same(theirs) for mine, theirs in zip(self.cells, other.cells, strict=True))
        )


def arrange(columns: Sequence[TableColumn], width: int) -> tuple[tuple[int, int], ...]:
    """Index and width of the columns that fit, in their order."""
    kept = list(range(len(columns)))

    def needed() -> int:
        widths = [columns[index].width or columns[index].least for index in kept]
        return sum(widths) + _GAP * max(0, len(kept) - 1)

    while len(kept) > 1 and needed() > width:
        worst = max(kept, key=lambda index: (columns[index].importance, index))
        if columns[worst].importance == 0:
            break
        kept.remove(worst)
    fixed = sum(columns[index].width or 0 for index in kept) + _GAP * max(0, len(kept) - 1)
    flexible = [index for index in kept if columns[index].width is None]
    share, extra = divmod(max(0, width - fixed), len(flexible)) if flexible else (0, 0)
    return tuple(
        (index, columns[index].width or max(1, share + (extra if index == flexible[-1] else 0))) for index in kept
    )


class Table(ScrollView, can_focus=True):
    """Rows under a header, with a cursor that stays on its row when others come and go."""

    DEFAULT_CSS = """
    Table {
        width: 1fr; height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1;
        background: $background; color: $foreground;
    }
    Table > .table--header { color: $muted; text-style: none; }
    Table > .table--muted { color: $muted; }
    Table > .table--cursor { background: $panel; }
    Table:focus > .table--cursor { background: $cursor; }
    Table > .table--empty { color: $muted; }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--header",
        "table--muted",
        "table--cursor",
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

    class Chosen(Message):
        """Enter was pressed on a row, or the row under the cursor was clicked."""

        def __init__(self, table: "Table", key: str) -> None:
            super().__init__()
            self.table = table
            self.key = key

        @property
        def control(self) -> "Table":
            """The table."""
            return self.table

    class Moved(Message):
        """The cursor went to another row."""

        def __init__(self, table: "Table", key: str) -> None:
            super().__init__()
            self.table = table
            self.key = key

        @property
        def control(self) -> "Table":
            """The table."""
            return self.table

    def __init__(self, columns: Sequence[TableColumn], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._rows: tuple[Row, ...] = ()
        self._places: tuple[tuple[int, int], ...] = ()
        self._cursor = 0
        self._empty = Content("")

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

    def set_columns(self, columns: Sequence[TableColumn]) -> None:
        """Show other columns, or other labels."""
        if tuple(columns) != self._columns:
            self._columns = tuple(columns)
            self._arrange()

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
        key, top = self.key, self.scroll_offset.y
        self._rows = after
        places = {row.key: index for index, row in enumerate(after)}
        moved = places.get(key, min(self._cursor, max(0, len(after) - 1))) - self._cursor
        self._cursor += moved
        if len(before) != len(after):
            self._measure()
        if follow:
            self._cursor = max(0, len(after) - 1)
            self._show_from(len(after))
            # How far one can scroll is only known again once the new height is laid out.
            self.call_after_refresh(self._reveal)
        elif moved and top:
            self._show_from(top + moved)
        if self.scroll_offset.y != top:
            self.refresh()
            return
        self._refresh_changed(before, after)

    def _refresh_changed(self, before: tuple[Row, ...], after: tuple[Row, ...]) -> None:
        top, height = self.scroll_offset.y, self.size.height - _TITLES
        regions = [
            Region(0, _TITLES + line, self.size.width, 1)
            for line in range(max(0, height))
            if _differ(_at(before, top + line), _at(after, top + line))
        ]
        if not before or not after:
            self.refresh()
        elif regions:
            self.refresh(*regions)

    def move_to(self, index: int) -> None:
        """Put the cursor on that row and bring it into sight."""
        index = max(0, min(index, len(self._rows) - 1))
        if not self._rows or index == self._cursor:
            self._reveal()
            return
        self._refresh_row(self._cursor)
        self._cursor = index
        self._reveal()
        self._refresh_row(index)
        self.post_message(self.Moved(self, self.key))

    def _refresh_row(self, index: int) -> None:
        line = index - self.scroll_offset.y
        if 0 <= line < self.size.height - _TITLES:
            self.refresh(Region(0, _TITLES + line, self.size.width, 1))

    def _reveal(self) -> None:
        top, height = self.scroll_offset.y, max(1, self.size.height - _TITLES)
        if self._cursor < top:
            self._show_from(self._cursor)
        elif self._cursor >= top + height:
            self._show_from(self._cursor - height + 1)

    def _show_from(self, line: int) -> None:
        self.scroll_to(y=max(0, line), animate=False, immediate=True)

    def _measure(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._rows) + _TITLES)

    def _arrange(self) -> None:
        self._places = arrange(self._columns, max(1, self.scrollable_content_region.width - 2))
        self.refresh()

    def on_resize(self, _event: Resize) -> None:
        """Fit the columns to the new width and keep the cursor in sight."""
        self._measure()
        self._arrange()
        self._reveal()

    def on_mount(self) -> None:
        self._measure()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y == 0:
            cells = tuple(Content(column.label) for column in self._columns)
            return self._strip(self.line(cells), "table--header", width)
        index = y - _TITLES + self.scroll_offset.y
        if not self._rows:
            said = self._empty if y == _TITLES + 1 else Content("")
            return self._strip(fit(Content.assemble("  ", said), width), "table--empty", width)
        if index >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = self._rows[index]
        name = "table--cursor" if index == self._cursor else "table--muted" if row.muted else ""
        return self._strip(self.line(row.cells), name, width)

    def line(self, cells: tuple[Content, ...]) -> Content:
        """The cells in the columns that are shown, as one line."""
        parts: list[Content | str] = [" "]
        for number, (index, width) in enumerate(self._places):
            if number:
                parts.append(" " * _GAP)
            cell = cells[index] if index < len(cells) else Content("")
            if self._columns[index].align == "right" and cell.cell_length < width:
                parts.append(" " * (width - cell.cell_length))
                parts.append(cell)
            else:
                parts.append(fit(cell, width))
        return Content.assemble(*parts)

    def _strip(self, line: Content, name: str, width: int) -> Strip:
        style = self.get_visual_style(name) if name else self.visual_style
        strips = Visual.to_strips(self, fit(line, width), width, 1, style)
        return strips[0] if strips else Strip.blank(width, self.rich_style)

    def on_click(self, event: Click) -> None:
        """Put the cursor on the row that was clicked; a click on the cursor opens it."""
        index = event.y - _TITLES + self.scroll_offset.y
        if event.y < _TITLES or index >= len(self._rows):
            return
        if index == self._cursor:
            self.post_message(self.Chosen(self, self.key))
        else:
            self.move_to(index)

    def action_move(self, by: int) -> None:
        """Move the cursor by lines."""
        self.move_to(self._cursor + by)

    def action_half_page(self, halves: int) -> None:
        """Move the cursor by half pages."""
        self.move_to(self._cursor + halves * max(1, (self.size.height - _TITLES) // 2))

    def action_first(self) -> None:
        """Go to the first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self.move_to(len(self._rows) - 1)

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if self._rows:
            self.post_message(self.Chosen(self, self.key))


def _at(rows: tuple[Row, ...], index: int) -> Row | None:
    return rows[index] if index < len(rows) else None


def _differ(before: Row | None, after: Row | None) -> bool:
    return before is not after and not (before is not None and before.is_same(after))


def labelled(column: TableColumn, label: str) -> TableColumn:
    """The same column under another label."""
    return replace(column, label=label)
