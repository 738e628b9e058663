"""The tickets, newest first, a page of the server's list at a time."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from gleaptui import text
from gleaptui.board import Board
from gleaptui.gleap.models import Ticket, TicketPage
from gleaptui.panes.pane import Pane
from gleaptui.widgets.columns import Row, TableColumn
from gleaptui.widgets.heading import Heading
from gleaptui.widgets.kinds import status_word, type_word
from gleaptui.widgets.table import Table

_COLUMNS = (
    TableColumn("number", "number", 7, "right", 0),
    TableColumn("type", "type", 9, "left", 5),
    TableColumn("status", "status", 12, "left", 1, narrow=6),
    TableColumn("priority", "prio", 6, "left", 3),
    TableColumn("sla", "SLA", 4, "left", 4),
    TableColumn("age", "age", 4, "right", 1),
    TableColumn("assignee", "assignee", 14, "left", 6),
    TableColumn("customer", "customer", 16, "left", 2),
    TableColumn("title", "title", None, "left", 0, least=20),
)
_PRIORITY = {"HIGH": "$bad", "URGENT": "$bad", "LOW": "$muted"}


class TicketsPane(Pane):
    """A list to read by keyboard; enter opens the ticket."""

    FEED = "tickets"
    HINTS = (("enter", "open"), ("< >", "page"))
    PAGE = 100
    """Tickets in a page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("greater_than_sign,right_square_bracket", "page(1)", "Next page", show=False),
        Binding("less_than_sign,left_square_bracket", "page(-1)", "Page before", show=False),
    ]

    class Opened(Message):
        """A ticket is to be read."""

        def __init__(self, ticket: Ticket) -> None:
            super().__init__()
            self.ticket = ticket

    class PageWanted(Message):
        """Another page of the list is wanted, from the ticket at ``skip`` on."""

        def __init__(self, skip: int) -> None:
            super().__init__()
            self.skip = skip

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None
        self._rows: dict[str, tuple[Ticket, str, Row]] = {}
        self._skip = 0
        self._wanted = 0

    def compose(self) -> ComposeResult:
        yield Heading("Tickets", scope="newest first")
        yield Table(_COLUMNS)

    def show(self, board: Board) -> None:
        self._board = board
        page, table = board.tickets.value, self.query_one(Table)
        if page is None:
            said = "no tickets yet" if board.tickets.problem else "loading…"
            table.set_rows((), empty=Content(said))
        else:
            turned = page.skip != self._skip
            self._skip = page.skip
            table.set_rows(self._fill(page, board), empty=Content("no tickets here"))
            if turned:
                table.action_first()
        self.query_one(Heading).show(board, board.tickets, self._note(board))

    def _fill(self, page: TicketPage, board: Board) -> tuple[Row, ...]:
        """Rows for the page. Those whose ticket and age are still the same are taken over."""
        fresh: dict[str, tuple[Ticket, str, Row]] = {}
        for ticket in page.tickets:
            age = text.age((board.now - ticket.created_at).total_seconds()) if ticket.created_at else text.MISSING
            known = self._rows.get(ticket.id)
            same = known is not None and known[0] == ticket and known[1] == age
            fresh[ticket.id] = known if known is not None and same else (ticket, age, _row(ticket, age))
        self._rows = fresh
        return tuple(row for _, _, row in fresh.values())

    def _note(self, board: Board) -> Content:
        page = board.tickets.value
        if page is None:
            return Content("")
        first, last = page.skip + 1, page.skip + len(page.tickets)
        total = f" of {text.grouped(page.total)}" if page.total is not None else ""
        place = f"{text.grouped(first)}–{text.grouped(last)}{total}" if page.tickets else f"none{total}"
        waiting = self._wanted != page.skip and board.tickets.problem is None
        return Content.assemble(
            (place, "$foreground"), (" unarchived", "$muted"), ("  loading another page…" if waiting else "", "$muted")
        )

    def on_table_chosen(self, message: Table.Chosen) -> None:
        """Open the ticket under the cursor."""
        found = self._rows.get(message.key)
        if found is not None:
            self.post_message(self.Opened(found[0]))

    def ticket_beside(self, by: int) -> Ticket | None:
        """The ticket so many lines below the cursor, or above it; None where this page ends before."""
        place, known = self.query_one(Table).cursor + by, [ticket for ticket, _, _ in self._rows.values()]
        return known[place] if 0 <= place < len(known) else None

    def step_ticket(self, by: int) -> Ticket | None:
        """Move the cursor to that ticket, and give it."""
        ticket, table = self.ticket_beside(by), self.query_one(Table)
        if ticket is not None:
            table.move_to(table.cursor + by)
        return ticket

    def action_page(self, by: int) -> None:
        """Turn to another page of the list, if there is one."""
        board = self._board
        page = board.tickets.value if board is not None else None
        if page is None or board is None:
            return
        # Counted by what came, as a server may send fewer than were asked for.
        skip = page.skip + len(page.tickets) if by > 0 else max(0, page.skip - self.PAGE)
        beyond = page.total is not None and skip >= page.total
        if skip == page.skip or (by > 0 and beyond):
            return
        self._wanted = skip
        self.post_message(self.PageWanted(skip))
        self.query_one(Heading).show(board, board.tickets, self._note(board))


def _row(ticket: Ticket, age: str) -> Row:
    customer = (ticket.customer.name or ticket.customer.email) if ticket.customer else ""
    closed = ticket.status == "DONE" or ticket.archived
    return Row(
        ticket.id,
        (
            Content.assemble((f"#{ticket.number}" if ticket.number is not None else text.MISSING, "$muted")),
            Content(type_word(ticket.type)),
            Content.assemble((status_word(ticket.status, ticket.status_label), "" if closed else "$primary")),
            Content.assemble(
                (ticket.priority.lower() or text.MISSING, "" if closed else _PRIORITY.get(ticket.priority, ""))
            ),
            _sla(ticket),
            Content(age),
            _assignee(ticket),
            Content(customer or text.MISSING),
            Content.assemble((ticket.title, "")) if ticket.title else Content.assemble(("no title", "$muted italic")),
        ),
        muted=closed,
    )


def _sla(ticket: Ticket) -> Content:
    if ticket.sla_breached is None:
        return Content.assemble((text.MISSING, "$muted"))
    return Content.assemble(("late", "$bad")) if ticket.sla_breached else Content.assemble(("ok", "$muted"))


def _assignee(ticket: Ticket) -> Content:
    if ticket.assignee is None:
        return Content.assemble(("nobody", "$watch"))
    return Content(ticket.assignee.name)
