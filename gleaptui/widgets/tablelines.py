"""How the lines of a table look: its head, its rows and what stands beneath them."""

from collections.abc import Sequence

from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget

from gleaptui.widgets.columns import GAP, Places, Row, TableColumn, arrange, line
from gleaptui.widgets.lines import drawn

COMPONENTS = {"table--header", "table--muted", "table--cursor", "table--rule", "table--empty"}
"""Component classes of the widget whose lines these are."""
_MOST_STRIPS = 400
"""Drawn lines that are kept; a screen holds fewer."""


class TableLines:
    """Draws the lines of one table and keeps those of its rows."""

    def __init__(self, widget: Widget, columns: Sequence[TableColumn]) -> None:
        self._widget = widget
        self._places: Places = ()
        self._fitted: tuple[int, int, tuple[TableColumn, ...]] | None = None
        """For what the columns were fitted."""
        self._strips: dict[str, tuple[Row, Strip]] = {}
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
        self.forget()
        return True

    def forget(self) -> None:
        """Draw all rows anew, as they carry the theme's colours and the columns' widths."""
        self._strips.clear()

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
        return self._cells([Content(column.label) for column in self.columns], "table--header")

    def row(self, row: Row, *, chosen: bool = False) -> Strip:
        """A row, or the one under the cursor."""
        if chosen:
            return self._cells(row.cells, "table--cursor")
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

    def _cells(self, cells: Sequence[Content], name: str) -> Strip:
        return self.strip(line(self.columns, self._places, cells), name)

    def strip(self, content: Content, name: str) -> Strip:
        """A line in the style of that component class."""
        widget = self._widget
        style = widget.get_visual_style(name) if name else widget.visual_style
        return drawn(widget, content, widget.size.width, style)
