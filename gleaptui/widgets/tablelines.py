"""How the lines of a table look: its head, its rows and what stands beneath them."""

from collections.abc import Iterable, Iterator, Sequence

from rich.style import Style as RichStyle
from textual.content import Content
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from gleaptui.widgets.columns import GAP, Cell, Places, Row, TableColumn, arrange
from gleaptui.widgets.lines import cut, drawn, joined, looks

COMPONENTS = {
    "table--header",
    "table--muted",
    "table--cursor",
    "table--cursor-focused",
    "table--rule",
    "table--empty",
}
"""Component classes of the widget whose lines these are."""
_MOST_STRIPS = 400
"""Drawn lines that are kept; a screen holds fewer."""


class TableLines:
    """Draws the lines of one table and keeps those of its rows."""

    def __init__(self, widget: Widget, columns: Sequence[TableColumn]) -> None:
        self._widget = widget
        self._places: Places = ()
        self._fitted: tuple[int, int, tuple[TableColumn, ...]] = (0, 0, ())
        """For what the columns were fitted."""
        self._rest = 0
        """Cells that they leave over; below 0 where even those that always stay have no room."""
        self._strips: dict[str, tuple[Row, Strip]] = {}
        self._looks: dict[Style, dict[str, RichStyle]] = {}
        """What a style of a cell comes to on the style of its line."""
        self.columns = tuple(columns)

    @property
    def shown(self) -> tuple[str, ...]:
        """The keys of the columns that have room."""
        return tuple(self.columns[index].key for index, _ in self._places)

    def arrange(self, width: int) -> bool:
        """Fit the columns into that width; whether anything looks different then."""
        fitted = (width, self._widget.size.width, self.columns)
        if fitted == self._fitted:
            return False
        self._fitted = fitted
        self._places = arrange(self.columns, max(1, width - 2))
        taken = 1 + sum(width for _, width in self._places) + GAP * max(0, len(self._places) - 1)
        self._rest = self._widget.size.width - taken
        self.forget()
        return True

    def forget(self) -> None:
        """Draw all rows anew, as they carry the theme's colours and the columns' widths."""
        self._strips.clear()
        self._looks.clear()

    def column_at(self, x: int) -> str:
        """The key of the column that stands there; empty beside them."""
        end = 1
        for index, width in self._places:
            end += width + GAP
            if x < end:
                return self.columns[index].key
        return ""

    def head(self) -> Strip:
        """The columns' labels."""
        return self._cells([(column.label, "") for column in self.columns], "table--header")

    def row(self, row: Row, *, chosen: bool = False) -> Strip:
        """A row, or the one under the cursor."""
        if chosen:
            return self._cells(row.cells, f"table--cursor{'-focused' if self._widget.has_focus else ''}")
        known = self._strips.get(row.key)
        if known is not None and known[0] is row:
            return known[1]
        strip = self._cells(row.cells, "table--muted" if row.muted else "")
        if len(self._strips) >= _MOST_STRIPS:
            self._strips.clear()
        self._strips[row.key] = (row, strip)
        return strip

    def foot(self, row: Row) -> Strip:
        """The row apart from the others."""
        return self._cells(row.cells, "")

    def rule(self) -> Strip:
        """What parts the rows from the foot."""
        return self.strip(Content(" " + "─" * max(0, self._widget.size.width - 2)), "table--rule")

    def said(self, content: Content) -> Strip:
        """What stands in the place of rows."""
        return self.strip(Content.assemble("  ", content), "table--empty")

    def blank(self) -> Strip:
        """A line with nothing on it."""
        return Strip.blank(self._widget.size.width, self._widget.rich_style)

    def _cells(self, cells: Sequence[Cell], name: str) -> Strip:
        """The cells in the columns that are shown, with a margin of one."""
        width = self._fitted[1]
        strip = joined(self._parts(cells, self._style(name)), width - min(0, self._rest))
        return strip if self._rest >= 0 else strip.crop(0, width)

    def _parts(self, cells: Sequence[Cell], style: Style) -> Iterator[tuple[str, RichStyle]]:
        plain, known = style.rich_style, self._looks.setdefault(style, {})
        blank = 1
        for number, (index, width) in enumerate(self._places):
            cell = cells[index] if index < len(cells) else ("", "")
            length, parts = self._cell(cell, width, style, known)
            before = width - length if self.columns[index].align == "right" else 0
            blank += before + (GAP if number else 0)
            if length:
                yield " " * blank, plain
                yield from parts
                blank = 0
            blank += width - length - before
        yield " " * (blank + self._rest), plain

    def _cell(
        self, cell: Cell, width: int, style: Style, known: dict[str, RichStyle]
    ) -> tuple[int, Iterable[tuple[str, RichStyle]]]:
        """What there is room for of a cell, and how long that is; ``known`` is how styles look on that of the line."""
        if isinstance(cell, tuple):
            (said, length), own = cut(cell[0], width), cell[1]
            if own not in known:
                known[own] = (style + self._widget.app.stylesheet.parse_style(own)).rich_style
            return length, ((said, known[own]),)
        fitted = cell if cell.cell_length <= width else cell.truncate(width, ellipsis=True)
        return fitted.cell_length, looks(self._widget, fitted, style)

    def _style(self, name: str) -> Style:
        return self._widget.get_visual_style(name) if name else self._widget.visual_style

    def strip(self, content: Content, name: str) -> Strip:
        """A line in the style of that component class."""
        return drawn(self._widget, content, self._widget.size.width, self._style(name))
