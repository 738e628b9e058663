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
from gleaptui.widgets.heading import Heading
from gleaptui.widgets.kinds import status_word, type_word
from gleaptui.widgets.table import Row, Table, TableColumn

_COLUMNS = (
    TableColumn("number", "number", 7, "right", 0),
    TableColumn("type", "type", 9, "left", 4),
    TableColumn("status", "status", 12, "left", 1),
    TableColumn("priority", "prio", 6, "left", 3),
    TableColumn("sla", "SLA", 4, "left", 5),
    TableColumn("age", "age", 4, "right", 1),
    TableColumn("assignee", "assignee", 14, "left", 6),
    TableColumn("customer", "customer", 17, "left", 2),
    TableColumn("title", "title", None, "left", 0, least=20),
)
_PRIORITY = {"HIGH": "$bad", "URGENT": "$bad", "MEDIUM": "$foreground", "LOW": "$muted"}


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
        self._tickets: dict[str, Ticket] = {}
        self._skip = 0
        self._wanted = 0

    def compose(self) -> ComposeResult:
        yield Heading("Tickets", scope="newest first, archived ones left out")
        yield Table(_COLUMNS)

    def show(self, board: Board) -> None:
        fresh = self._board is None or board.tickets.value is not self._board.tickets.value
        self._board = board
        page, table = board.tickets.value, self.query_one(Table)
        if page is None:
            said = "no tickets yet" if board.tickets.problem else "loading…"
            table.set_rows((), empty=Content(said))
        else:
            self._tickets = {ticket.id: ticket for ticket in page.tickets}
            turned = fresh and self._skip != page.skip
            self._skip = page.skip if fresh else self._skip
            rows = [_row(ticket, board) for ticket in self._tickets.values()]
            table.set_rows(rows, empty=Content("no tickets here"))
            if turned:
                table.move_to(0)
        self.query_one(Heading).show(board, board.tickets, self._note(page))

    def _note(self, page: TicketPage | None) -> Content:
        if page is None:
            return Content("")
        first, last = page.skip + 1, page.skip + len(page.tickets)
        total = f" of {text.count(page.total)}" if page.total is not None else ""
        place = f"{text.grouped(first)}-{text.grouped(last)}{total}" if page.tickets else f"0{total}"
        wanted = "  loading another page…" if self._wanted != page.skip else ""
        return Content.assemble((place, "$foreground"), (wanted, "$muted"))

    def on_table_chosen(self, message: Table.Chosen) -> None:
        """Open the ticket under the cursor."""
        ticket = self._tickets.get(message.key)
        if ticket is not None:
            self.post_message(self.Opened(ticket))

    def action_page(self, by: int) -> None:
        """Turn to another page of the list, if there is one."""
        page = self._board.tickets.value if self._board is not None else None
        if page is None or self._board is None:
            return
        skip = max(0, page.skip + by * self.PAGE)
        beyond = page.total is not None and skip >= page.total
        if skip == page.skip or beyond or (by > 0 and not page.tickets):
            return
        self._wanted = skip
        self.post_message(self.PageWanted(skip))
        self.query_one(Heading).show(self._board, self._board.tickets, self._note(page))


def _row(ticket: Ticket, board: Board) -> Row:
    age = text.age((board.now - ticket.created_at).total_seconds()) if ticket.created_at else text.MISSING
    customer = (ticket.customer.name or ticket.customer.email) if ticket.customer else ""
    closed = ticket.status == "DONE" or ticket.archived
    return Row(
        ticket.id,
        (
            Content.assemble((f"#{ticket.number}" if ticket.number is not None else text.MISSING, "$muted")),
            Content(type_word(ticket.type)),
            Content.assemble((status_word(ticket.status, ticket.status_label), "" if closed else "$primary")),
            Content.assemble((ticket.priority.lower() or text.MISSING, _PRIORITY.get(ticket.priority, ""))),
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
