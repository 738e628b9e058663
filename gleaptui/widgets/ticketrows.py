"""Tickets as rows of a long table: the list, and what a search has found."""

from collections.abc import Callable, Sequence
from datetime import datetime

from gleaptui.gleap.models import Ticket
from gleaptui.inbox.columns import COLUMNS, Column
from gleaptui.inbox.desk import Rows
from gleaptui.inbox.search import Found, Hit
from gleaptui.inbox.window import State
from gleaptui.widgets.columns import Cell, Row, TableColumn, sorted_by

Places = tuple[tuple[str, int], ...]
"""Ids of columns with their widths, 0 for the usual one, in their order."""
_STYLES = {"plain": "", "muted": "$muted", "good": "$good", "watch": "$watch", "bad": "$bad", "primary": "$primary"}
_MARKS: dict[State, tuple[str, str]] = {
    "": (" ", ""),
    "new": ("+", "$good"),
    "changed": ("~", "$watch"),
    "gone": ("-", "$muted"),
}
MARKS_SAID = {"new": "+ new", "changed": "~ changed", "gone": "- gone"}
_MOST_KEPT = 600
_NARROW = {"status": 6, "customer": 10, "assignee": 8, "type": 7, "title": 25}


def usual() -> Places:
    """All columns, as wide as they usually are."""
    return tuple((column, 0) for column in COLUMNS)


class Layout:
    """Which columns are shown, and how cells look in them."""

    def __init__(self, places: Places, order: str = "") -> None:
        """``order`` is the word for the order of the rows."""
        self.places = places
        self._columns: tuple[Column, ...] = tuple(COLUMNS[key] for key, _ in places if key in COLUMNS)
        self.columns = (
            TableColumn("mark", "", 1, importance=0),
            *(_column(COLUMNS[key], width, order) for key, width in places if key in COLUMNS),
        )

    def cells(self, ticket: Ticket, now: datetime) -> tuple[Cell, ...]:
        """What the columns show of a ticket."""
        found = (column.cell(ticket, now) for column in self._columns)
        return tuple((text, _STYLES[role]) for text, role in found)


def _column(column: Column, width: int, order: str) -> TableColumn:
    shown = TableColumn(
        column.id,
        column.label,
        (width or column.width) or None,
        "right" if column.right else "left",
        column.importance,
        least=column.least or 8,
        narrow=_NARROW.get(column.id, 0),
    )
    # From the oldest and from whoever waits longest is from the smallest moment on.
    return sorted_by(shown, rising=order in ("oldest", "waiting")) if order in column.sorts else shown


class TicketRows:
    """The rows of a list, each made once for as long as it looks the same."""

    def __init__(self, rows: Rows, layout: Layout, now: datetime) -> None:
        self._rows = rows
        self._layout = layout
        self._now = now
        self._kept: dict[str, tuple[Ticket, State, datetime, Row]] = {}

    @property
    def count(self) -> int:
        """Rows to scroll through."""
        return self._rows.rows

    def at(self, now: datetime) -> None:
        """Ages are of this moment, by the minute."""
        self._now = now.replace(second=0, microsecond=0)

    def ticket(self, index: int) -> Ticket | None:
        """The ticket in a row; None where it is not at hand."""
        return self._rows.row(index)

    def row(self, index: int) -> Row:
        """The row, or dots in its place while it is read."""
        ticket = self._rows.row(index)
        if ticket is None:
            return Row(f"·{index}", (("", ""), *(("·", "") for _ in self._layout.columns[1:])), muted=True)
        state = self._rows.state(ticket.id)
        known = self._kept.get(ticket.id)
        if known is not None and known[0] is ticket and known[1] == state and known[2] == self._now:
            return known[3]
        cells = (_MARKS[state], *self._layout.cells(ticket, self._now))
        row = Row(ticket.id, cells, muted=ticket.closed or ticket.archived or state == "gone")
        if known is not None and known[3].is_same(row):
            row = known[3]
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[ticket.id] = (ticket, state, self._now, row)
        return row

    def key(self, index: int) -> str:
        """The ticket's id."""
        ticket = self._rows.row(index)
        return ticket.id if ticket is not None else ""

    def index_of(self, key: str) -> int | None:
        """The row of a ticket."""
        return self._rows.row_of(key)

    def look(self, first: int, last: int, direction: int) -> None:
        """Read what is in sight."""
        self._rows.want(first, last, direction)


class FoundRows:
    """What a search has found, each with where it was found."""

    def __init__(self, tickets: Sequence[Ticket], said: Callable[[Ticket], tuple[str, str]], layout: Layout) -> None:
        """``said`` tells where a ticket was found, and the style of that."""
        self._tickets = tuple(tickets)
        self._places = {ticket.id: place for place, ticket in enumerate(self._tickets)}
        self._said = said
        self._layout = layout
        self._made: dict[str, Row] = {}
        self._now: datetime | None = None
        self.columns = (TableColumn("found", "found", 6, importance=0), *layout.columns[1:])

    def laid_out(self, layout: Layout) -> "FoundRows":
        """The same in other columns."""
        return FoundRows(self._tickets, self._said, layout)

    @property
    def count(self) -> int:
        """How many were found."""
        return len(self._tickets)

    def at(self, now: datetime) -> None:
        """Ages are of this moment, by the minute."""
        now = now.replace(second=0, microsecond=0)
        if now != self._now:
            self._now = now
            self._made.clear()

    def ticket(self, index: int) -> Ticket | None:
        """The ticket in a row."""
        return self._tickets[index] if 0 <= index < len(self._tickets) else None

    def row(self, index: int) -> Row:
        """The row."""
        ticket = self._tickets[index]
        row = self._made.get(ticket.id)
        if row is None:
            assert self._now is not None
            cells = (self._said(ticket), *self._layout.cells(ticket, self._now))
            row = self._made[ticket.id] = Row(ticket.id, cells, muted=ticket.closed or ticket.archived)
        return row

    def key(self, index: int) -> str:
        """The ticket's id."""
        return self._tickets[index].id if 0 <= index < len(self._tickets) else ""

    def index_of(self, key: str) -> int | None:
        """The row of a ticket."""
        return self._places.get(key)

    def look(self, first: int, last: int, direction: int) -> None:
        """All of them are at hand."""


def found_rows(found: Found | Sequence[Hit], layout: Layout) -> FoundRows:
    """What Gleap and the loaded tickets brought; or what stands among the loaded ones, while one types."""
    if not isinstance(found, Found):
        return FoundRows([hit.ticket for hit in found], lambda _: ("here", "$muted"), layout)
    exact = found.exact.id if found.exact is not None else ""
    here = {hit.ticket.id for hit in found.here}

    def said(ticket: Ticket) -> tuple[str, str]:
        if ticket.id == exact:
            return "number", "$good"
        return ("here", "$muted") if ticket.id in here else ("Gleap", "$accent")

    return FoundRows(found.tickets, said, layout)
