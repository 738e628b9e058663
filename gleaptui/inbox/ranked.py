"""Tickets that pass, in an order that the server cannot be asked for."""

import math
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from datetime import datetime

from gleaptui.gleap.models import Ticket
from gleaptui.inbox.sift import Sift
from gleaptui.inbox.window import TicketWindow


class Ranked(Sift):
    """The tickets that pass, by a moment that none of them can have before its creation. The window's list rises by
    creation: what it has not looked through yet comes after every moment up to where it has looked, so that the rows
    up to there are final. Where the moment is not known, a ticket stands at the end.

    A ticket keeps its moment as it was seen first, until `settle`."""

    def __init__(
        self,
        window: TicketWindow,
        keep: Callable[[Ticket], bool],
        since: Callable[[Ticket], datetime | None],
        *,
        certain: bool = True,
    ) -> None:
        super().__init__(window, keep, certain=certain)
        self._since = since
        self._ranks: dict[str, float] = {}
        self._order: list[tuple[float, str]] = []
        self._placed: set[str] = set()
        self._reached = -math.inf

    def row_of(self, ticket: str) -> int | None:
        """The row of a ticket by its id; None where it is not among them."""
        self._arrange()
        return bisect_left(self._order, (self._ranks[ticket], ticket)) if ticket in self._placed else None

    def settle(self) -> None:
        """Show what has arrived, take out what is gone, and put the rest where it belongs by now."""
        super().settle()
        self._order, self._placed, self._version = [], set(), -1
        self._ranks = {one: rank for one, rank in self._ranks.items() if self._counts.get(one)}
        for ticket in list(self._ranks):
            if (known := self._ticket(ticket)) is not None:
                self._ranks[ticket] = self._rank(known)
        self.absorb()

    def _take(self, tickets: Iterable[Ticket]) -> None:
        super()._take(tickets)
        for ticket in tickets:
            if ticket.id not in self._placed and (known := self._ticket(ticket.id)) is not None:
                self._ranks[ticket.id] = self._rank(known)

    def _rank(self, ticket: Ticket) -> float:
        since = self._since(ticket)
        return math.inf if since is None else since.timestamp()

    def _id(self, row: int) -> str:
        self._arrange()
        return self._order[row][1] if 0 <= row < self._rows else ""

    def _arrange(self) -> None:
        if self._version == self.window.version:
            return
        self._version = self.window.version
        self._reached = math.inf if self.complete else max(self._reached, self._looked_through())
        home = self.window.spine.home
        for ticket, rank in self._ranks.items():
            if rank <= self._reached and ticket not in self._placed and self._counts.get(ticket) and ticket in home:
                insort(self._order, (rank, ticket))
                self._placed.add(ticket)
        self._rows = len(self._order)

    def _looked_through(self) -> float:
        """The creation up to which every ticket is known."""
        found = -math.inf
        for page in self.window.spine.pages:
            if page.gap:
                break
            found = max([found, *(key for key in page.keys[-1:] if key == key)])
        return found
