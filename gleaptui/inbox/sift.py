"""A list of which only some tickets count, told apart here because the server cannot be asked for them."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from gleaptui.gleap.models import Ticket
from gleaptui.inbox.spine import Page
from gleaptui.inbox.window import State, TicketWindow
from gleaptui.refresh.lane import Lane, current_errand

_AHEAD = 30
_MOST_WITHOUT = 2_000
"""Tickets that are looked through for one screen; then it waits until other rows are wanted."""
_MORE_WITHOUT = 500
"""Tickets that are looked through besides with every refresh, for whoever waits for the rest."""
_MOST_LOOKED_AT = 150_000
"""Fewer than a window remembers: it must not forget its beginning for its end."""
_MOST_KEPT = 5_000
"""Tickets whose details are kept although the window has dropped them."""


class Sift:
    """The rows of a window whose tickets pass, as rows of their own. The window's rows stay where they are while they
    are looked at, and so do these: a ticket counts or does not as it was seen first. One that has come to count since
    has arrived, one that counts no more is gone, until `settle`.

    It has the window look through the list as far as rows are wanted; call `absorb` whenever the window has changed."""

    def __init__(self, window: TicketWindow, keep: Callable[[Ticket], bool], *, certain: bool = True) -> None:
        """``certain``: whether it can be told of each ticket whether it passes; else no total is claimed."""
        self.window = window
        window.took = self._take
        self._keep = keep
        self._certain = certain
        self._counts: dict[str, bool] = {}
        """Whether a ticket passed when it was seen first, or settled."""
        self._otherwise: set[str] = set()
        """Those in a row that would be told the other way round by now."""
        self._new: set[str] = set()
        self._tickets: dict[str, Ticket] = {}
        self._sight = (0, -1)
        self._through = 0
        self._allowance = 0
        self._version = -1
        self._parts: dict[Page, tuple[list[str], int, list[str]]] = {}
        """Of each page the tickets that count, and the ids that they were taken from."""
        self._starts: list[int] = []
        self._pages: list[Page] = []
        """The pages with tickets that count, and the row of the first of each."""
        self._start_of: dict[Page, int] = {}
        self._rows = 0

    @property
    def rows(self) -> int:
        """Tickets that pass, as far as was looked."""
        self._arrange()
        return self._rows

    @property
    def looked_at(self) -> int:
        """Tickets of the list that were looked through."""
        return len(self.window.spine.home)

    @property
    def complete(self) -> bool:
        """Whether all of the list was looked through, so that `rows` is the true number."""
        return self.window.version > 0 and self.window.spine.first_unknown is None

    @property
    def total(self) -> int | None:
        """How many pass; None where that is not certain."""
        return self.rows if self.complete and self._certain else None

    @property
    def arrived(self) -> frozenset[str]:
        """Ids of tickets that came or have come to count, and wait for `settle`."""
        came = frozenset(ticket for ticket in self.window.arrived if self._counts.get(ticket))
        return came.union(ticket for ticket in self._differing() if not self._counts[ticket])

    @property
    def gone(self) -> frozenset[str]:
        """Ids of tickets that are shown and have left their place, or count no more."""
        left = frozenset(ticket for ticket in self.window.gone if self._counts.get(ticket))
        return left.union(ticket for ticket in self._differing() if self._counts[ticket])

    @property
    def in_sight(self) -> tuple[int, int]:
        """The rows that are looked at, both included; the first ones where none were named yet."""
        return self._sight if self._sight[1] >= 0 else (0, _AHEAD)

    def row(self, row: int) -> Ticket | None:
        """The ticket in that row; None where it is not at hand."""
        known = self._id(row)
        return self._ticket(known) if known else None

    def row_of(self, ticket: str) -> int | None:
        """The row of a ticket by its id; None where it is not among them."""
        self._arrange()
        page = self.window.spine.home.get(ticket)
        start = None if page is None or not self._counts.get(ticket) else self._start_of.get(page)
        return None if page is None or start is None else start + self._parts[page][2].index(ticket)

    def state(self, ticket: str) -> State:
        """What is special about a ticket in the list."""
        if ticket in self._otherwise:
            return "gone"
        return "new" if ticket in self._new else self.window.state(ticket)

    def loaded(self) -> Iterator[Ticket]:
        """The tickets that pass and are at hand, in their order."""
        found = (self.row(row) for row in range(self.rows))
        return (ticket for ticket in found if ticket is not None)

    def read_at(self) -> datetime | None:
        """When the ticket in sight was read that was read longest ago. None before the first answer."""
        return self.window.read_at(self._in_sight())

    def want(self, first: int, last: int, direction: int = 0) -> None:
        """These rows are looked at: look on until there are as many, and some more."""
        if (first, last) != self._sight:
            self._sight = first, last
            self._allowance = self.looked_at + _MOST_WITHOUT
        self.absorb()

    async def read_through(self, rows: int) -> None:
        """Look on until there are so many rows, but through no more than as many tickets besides those known."""
        self._through = rows
        self._allowance = max(self._allowance, self.looked_at + rows)
        try:
            self.absorb()
            await self.window.idle()
        finally:
            self._through = 0

    async def refresh(self) -> None:
        """Read the head of the list and what is in sight again, and look on for whoever waits. Raises a
        `GleapError`."""
        await self.window.refresh(self._in_sight())
        if current_errand().lane <= Lane.VISIBLE:
            self._allowance = max(self._allowance, self.looked_at + _MORE_WITHOUT)
        self.absorb()

    def settle(self) -> None:
        """Show what has arrived and take out what is gone."""
        self._new = set()
        for ticket in self._otherwise:
            self._counts[ticket] = not self._counts[ticket]
            if self._counts[ticket]:
                self._new.add(ticket)
        self._otherwise.clear()
        self._parts.clear()
        self.window.settle()
        known, waiting = self.window.spine.home, self.window.arrived
        self._counts = {one: counts for one, counts in self._counts.items() if one in known or one in waiting}
        self._tickets = {one: ticket for one, ticket in self._tickets.items() if self._counts.get(one)}

    def absorb(self) -> None:
        """Have more looked through where rows are missing."""
        self._drop_far()
        dropped = (self.window.row_of(known) for known in self._in_sight() if self._ticket(known) is None)
        row = next((row for row in dropped if row is not None), None)
        if row is not None:
            self.window.want(row, row)
            return
        row = self.window.spine.first_unknown
        needed = max(self._sight[1] + 1, self._through)
        looked_at = self.looked_at
        if row is None or self.rows >= needed + _AHEAD or looked_at >= min(self._allowance, _MOST_LOOKED_AT):
            self.window.want(*self.window.in_sight, 0, Lane.BACKGROUND)
        else:
            # The first rows are what somebody waits for. The others are many requests, and leave the user's own free.
            lane = Lane.BACKGROUND if self.rows >= needed else Lane.VISIBLE if looked_at else Lane.USER
            self.window.want(row, row, 1, lane)

    def _take(self, tickets: Iterable[Ticket]) -> None:
        """Tell of each ticket of an answer whether it passes."""
        spine = self.window.spine
        for ticket in tickets:
            # The list knows which of two answers is the later one.
            ticket = spine.find(ticket.id) or ticket
            passes = self._keep(ticket)
            if ticket.id not in spine.home or ticket.id not in self._counts:
                self._counts[ticket.id] = passes
            if passes is self._counts[ticket.id]:
                self._otherwise.discard(ticket.id)
            else:
                self._otherwise.add(ticket.id)
            if passes or self._counts[ticket.id]:
                self._tickets[ticket.id] = ticket

    def _differing(self) -> Iterator[str]:
        return (ticket for ticket in self._otherwise if ticket in self.window.spine.home)

    def _ticket(self, known: str) -> Ticket | None:
        return self.window.spine.find(known) or self._tickets.get(known)

    def _in_sight(self) -> list[str]:
        first, last = self._sight
        return [known for row in range(max(0, first), min(last + 1, self.rows)) if (known := self._id(row))]

    def _id(self, row: int) -> str:
        """The id of the ticket in that row; empty where there is none."""
        self._arrange()
        if not 0 <= row < self._rows:
            return ""
        place = bisect_right(self._starts, row) - 1
        return self._parts[self._pages[place]][2][row - self._starts[place]]

    def _arrange(self) -> None:
        """Count the rows anew where the window has changed."""
        if self._version == self.window.version:
            return
        self._version = self.window.version
        before, self._parts = self._parts, {}
        self._pages, self._starts, self._start_of, self._rows = [], [], {}, 0
        for page in self.window.spine.pages:
            part = before.get(page)
            if part is None or part[0] is not page.ids or part[1] != len(page.ids):
                part = page.ids, len(page.ids), [known for known in page.ids if self._counts.get(known)]
            self._parts[page] = part
            if part[2]:
                self._start_of[page] = self._rows
                self._starts.append(self._rows)
                self._pages.append(page)
                self._rows += len(part[2])

    def _drop_far(self) -> None:
        """Keep the details of the tickets nearest to those in sight."""
        if len(self._tickets) <= _MOST_KEPT * 1.2:
            return
        first = max(0, sum(self._sight) // 2 - _MOST_KEPT // 2)
        near = {self._id(row) for row in range(first, first + _MOST_KEPT)} | self.arrived
        self._tickets = {one: ticket for one, ticket in self._tickets.items() if one in near}
