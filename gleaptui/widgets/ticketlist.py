"""The tickets of the inbox as a table, or what was found among them; going from one to the other loses no place."""

from collections.abc import Sequence
from datetime import datetime

from gleaptui.gleap.models import Ticket
from gleaptui.inbox.columns import COLUMNS
from gleaptui.inbox.desk import Inbox, Look
from gleaptui.inbox.filters import FilterError
from gleaptui.inbox.place import TicketPlace
from gleaptui.inbox.search import Found, Hit
from gleaptui.widgets.longtable import LongTable
from gleaptui.widgets.ticketrows import FoundRows, Layout, Places, TicketRows, found_rows, usual


class TicketList(LongTable):
    """Rows of an inbox."""

    def __init__(self) -> None:
        super().__init__()
        self.inbox: Inbox | None = None
        """Whose tickets are shown."""
        self.places: Places = usual()
        """The columns that are liked."""
        self._return_to: TicketPlace | None = None
        """Where somebody was when the program was left."""
        self._rows: TicketRows | None = None
        self._rows_of: object = None
        self._found: FoundRows | None = None
        self._left: TicketPlace = TicketPlace()
        """Where the list was left for what was found."""
        self._now: datetime | None = None

    def restore(self, place: TicketPlace) -> None:
        """Begin where somebody was."""
        self._return_to = place
        known = tuple((key, width) for key, width in place.columns if key in COLUMNS)
        self.places = known or usual()

    def use(self, inbox: Inbox) -> None:
        """Show these tickets."""
        self.inbox = inbox
        was = self._return_to
        if was is not None and (was.view or was.filter or was.sort):
            try:
                inbox.look_at(Look(view=was.view or Look().view, filter=was.filter, sort=was.sort))
            except FilterError:
                # A view that is gone from the config, or a name that means nobody any more.
                self._return_to = None

    @property
    def ticket(self) -> Ticket | None:
        """The ticket under the cursor; None where there is none, or none yet."""
        return self.beside(0)

    def beside(self, by: int) -> Ticket | None:
        """The ticket so many rows below the cursor, or above it."""
        index = self.cursor + by
        shown = self._found or self._rows
        return shown.ticket(index) if shown is not None and 0 <= index < shown.count else None

    @property
    def found(self) -> bool:
        """Whether what was found is shown, and not the list."""
        return self._found is not None

    def place(self) -> TicketPlace:
        """Where somebody is in the list."""
        if self.inbox is None:
            return self._return_to or TicketPlace()
        look = self.inbox.look
        was = self._return_to or (self._left if self.found else self._here())
        widths = ((key, width or COLUMNS[key].width or COLUMNS[key].least) for key, width in self.places)
        return TicketPlace(
            view=look.view,
            filter=look.filter,
            sort=look.sort,
            cursor=was.cursor,
            row=was.row,
            scroll=was.scroll,
            columns=() if self.places == usual() else tuple(widths),
        )

    def _here(self) -> TicketPlace:
        return TicketPlace(cursor=self.key if self.touched else "", row=max(0, self.cursor), scroll=max(0, self.top))

    # What is shown

    def renew_at(self, now: datetime) -> None:
        """Show what the rows are by now."""
        self._now = now
        inbox = self.inbox
        if inbox is None:
            return
        if self._rows_of is not inbox.rows:
            self._begin(inbox, now)
        for rows in (self._rows, self._found):
            if rows is not None:
                rows.at(now)
        self._go_back(inbox)
        self.renew()

    def _begin(self, inbox: Inbox, now: datetime) -> None:
        """Show the rows of another look, from their top."""
        self._rows_of = inbox.rows
        self._rows = TicketRows(inbox.rows, self._layout(), now)
        self._rows.at(now)
        self._found = None
        self.set_columns(self._layout().columns)
        self.show(self._rows)
        if self._return_to is not None:
            inbox.rows.want(self._return_to.scroll, self._return_to.scroll + self.room)

    def _go_back(self, inbox: Inbox) -> None:
        """Be where somebody was, once there are rows."""
        was = self._return_to
        if was is None or self._rows is None or not inbox.rows.rows:
            return
        self._return_to = None
        if was.row or was.cursor:
            self.show(self._rows, cursor=was.row, key=was.cursor, top=was.scroll, touched=was.row > 0)

    def _layout(self) -> Layout:
        return Layout(self.places, self.inbox.order if self.inbox is not None else "")

    def like(self, places: Places) -> None:
        """Show these columns, in their order and widths."""
        self.places = places
        if self._rows is None or self._now is None or self.inbox is None:
            return
        layout = self._layout()
        self._rows = TicketRows(self.inbox.rows, layout, self._now)
        self._rows.at(self._now)
        if self._found is not None:
            self._found = self._found.laid_out(layout)
            self._found.at(self._now)
        self.set_columns(self._found.columns if self._found is not None else layout.columns)
        self.source = self._found or self._rows
        self.renew()

    # What was found

    def show_found(self, found: Found | Sequence[Hit], key: str = "") -> None:
        """Show what was found instead of the list, with the cursor on the ticket of that id, else on the first."""
        if self._now is None:
            return
        if not self.found:
            self._left = self._here()
        self._found = found_rows(found, self._layout())
        self._found.at(self._now)
        self.set_columns(self._found.columns)
        self.show(self._found, key=key, touched=True)

    def leave_found(self) -> None:
        """Show the list again, where it was left."""
        was, rows = self._left, self._rows
        if not self.found or rows is None:
            return
        self._found = None
        self.set_columns(self._layout().columns)
        self.show(rows, cursor=was.row, key=was.cursor, top=was.scroll, touched=bool(was.cursor or was.row))

    def go_to(self, ticket: str) -> bool:
        """Put the cursor on that ticket, if it is in the list; whether it is."""
        row = self.inbox.rows.row_of(ticket) if self.inbox is not None else None
        if row is None:
            return False
        self.leave_found()
        self.move_to(row)
        return True
