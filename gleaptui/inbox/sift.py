"""A list of which only some tickets count, told apart here because the server cannot be asked for them."""

from collections.abc import Callable

from gleaptui.gleap.models import Ticket
from gleaptui.inbox.window import State, TicketWindow

_AHEAD = 30
_MOST_WITHOUT = 2_000
"""Tickets that are looked through for one screen; then it waits until more is wanted."""


class Sift:
    """The tickets of a window that pass, as rows of their own. It has the window look through the list as far as rows
    are wanted; call `absorb` whenever the window has changed."""

    def __init__(self, window: TicketWindow, keep: Callable[[Ticket], bool]) -> None:
        self.window = window
        self._keep = keep
        self._found: list[str] = []
        self._tickets: dict[str, Ticket] = {}
        self._seen: set[str] = set()
        self._last = ""
        self._wanted = 0
        self._allowance = 0
        self.looked_at = 0
        """Tickets of the list that were looked through."""
        self.complete = False
        """Whether the end of the list was reached, so that `rows` is the true number."""

    @property
    def rows(self) -> int:
        """Tickets that pass, as far as was looked."""
        return len(self._found)

    @property
    def total(self) -> int | None:
        """How many pass; None until the end of the list was reached."""
        return len(self._found) if self.complete else None

    def row(self, row: int) -> Ticket | None:
        """The ticket in that row."""
        return self._tickets.get(self._found[row]) if 0 <= row < len(self._found) else None

    def row_of(self, ticket: str) -> int | None:
        """The row of a ticket by its id; None where it is not among them."""
        return self._found.index(ticket) if ticket in self._tickets else None

    def state(self, ticket: str) -> State:
        """What is special about a ticket in the list."""
        return self.window.state(ticket)

    def want(self, first: int, last: int, direction: int = 0) -> None:
        """These rows are looked at: look on until there are as many, and some more."""
        self._wanted = last + _AHEAD
        self._allowance = self.looked_at + _MOST_WITHOUT
        self.absorb()

    def absorb(self) -> None:
        """Look through what has been loaded, and have more loaded where rows are missing."""
        row = self._next()
        while (ticket := self.window.row(row)) is not None:
            self._look_at(ticket)
            row = self._next()
        total = self.window.total
        self.complete = total is not None and row >= total
        if not self.complete and self.rows <= self._wanted and self.looked_at < self._allowance:
            self.window.want(row, row, 1)

    def restart(self) -> None:
        """Begin at the top again, after the window was settled."""
        self._found, self._tickets, self._seen, self._last = [], {}, set(), ""
        self.looked_at = 0
        self._allowance = _MOST_WITHOUT
        self.absorb()

    def _next(self) -> int:
        """The row after the one looked at last, wherever that is by now."""
        row = self.window.row_of(self._last) if self._last else -1
        return self.looked_at if row is None else row + 1

    def _look_at(self, ticket: Ticket) -> None:
        self._last = ticket.id
        if ticket.id in self._seen:
            return
        self._seen.add(ticket.id)
        self.looked_at += 1
        if self._keep(ticket):
            self._found.append(ticket.id)
            self._tickets[ticket.id] = ticket
