"""The order of a long list as far as it was seen: pages of ids with gaps of unknown rows between them."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator

from gleaptui.gleap.models import Ticket


class Page:
    """Tickets that stand one after the other. A cold page remembers only their ids."""

    __slots__ = ("gap", "ids", "keys", "position", "seen", "start", "tickets")

    def __init__(self, tickets: Iterable[tuple[Ticket, float]], *, position: int, seen: int) -> None:
        found = list(tickets)
        self.ids = [ticket.id for ticket, _ in found]
        self.keys = array("d", [key for _, key in found])
        self.tickets: dict[str, Ticket] | None = {ticket.id: ticket for ticket, _ in found}
        self.gap = 0
        """Rows above that are not known; 0 where this page follows the one before, or the top, without a gap."""
        self.start = 0
        self.position = position
        """Where the server probably has its first ticket."""
        self.seen = seen
        """When it was last confirmed, as a count of answers."""

    @property
    def end(self) -> int:
        """The row after its last one."""
        return self.start + len(self.ids)

    @property
    def beyond(self) -> int:
        """Where the server probably has the ticket after its last one."""
        return self.position + len(self.ids)


class Spine:
    """Pages in their order. A gap of 0 means that nothing lies between; an open gap has at least one row.

    Borders are counted like pages: border 0 is above the first page, the last one below the last page.
    """

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.tail = 1
        """Unknown rows below the last page."""
        self.home: dict[str, Page] = {}
        self.total: int | None = None
        """How many tickets the server has, by its last answer."""
        self._starts: list[int] = []

    @property
    def rows(self) -> int:
        """All rows, known or not."""
        return (self.pages[-1].end if self.pages else 0) + self.tail

    @property
    def first_unknown(self) -> int | None:
        """The first row that is not known; None where all are."""
        gap = next((page for page in self.pages if page.gap), None)
        if gap is not None:
            return gap.start - gap.gap
        return self.rows - self.tail if self.tail else None

    def gap(self, border: int) -> int:
        """Unknown rows at that border."""
        return self.pages[border].gap if border < len(self.pages) else self.tail

    def set_gap(self, border: int, rows: int) -> None:
        """Change how many rows are unknown at that border."""
        if border < len(self.pages):
            self.pages[border].gap = rows
        else:
            self.tail = rows

    def above(self, border: int) -> Page | None:
        """The page above a border."""
        return self.pages[border - 1] if border else None

    def below(self, border: int) -> Page | None:
        """The page below a border."""
        return self.pages[border] if border < len(self.pages) else None

    def shift(self, by: int, unseen_since: int) -> None:
        """The server's list was found to have moved by so many places; so has whatever was not confirmed since."""
        for page in self.pages:
            if page.seen <= unseen_since:
                page.position += by

    def end_at(self, end: int, unseen_since: int) -> None:
        """The server's list was found to end there; what was not confirmed since stands before, each page before the
        next."""
        for page in reversed(self.pages):
            if page.seen <= unseen_since:
                page.position = min(page.position, end - len(page.ids))
            end = min(end, page.position)

    def locate(self, row: int) -> tuple[int, Page | None]:
        """The page with that row and its index; for an unknown row the border and None."""
        index = bisect_right(self._starts, row) - 1
        if index >= 0 and row < self.pages[index].end:
            return index, self.pages[index]
        return index + 1, None

    def ticket(self, row: int) -> Ticket | None:
        """The ticket in that row, where it is loaded."""
        _, page = self.locate(row)
        if page is None or page.tickets is None:
            return None
        return page.tickets[page.ids[row - page.start]]

    def find(self, ticket: str) -> Ticket | None:
        """A ticket by its id, where it is loaded."""
        page = self.home.get(ticket)
        return page.tickets[ticket] if page is not None and page.tickets is not None else None

    def ids(self, first: int, end: int) -> list[str]:
        """The ids of the known tickets in these rows, the last of them not included."""
        found: list[str] = []
        for page in self.pages[max(0, bisect_right(self._starts, first) - 1) : bisect_left(self._starts, end)]:
            found += page.ids[max(0, first - page.start) : end - page.start]
        return found

    def row_of(self, ticket: str) -> int | None:
        """The row of a ticket that was seen."""
        page = self.home.get(ticket)
        return None if page is None else page.start + page.ids.index(ticket)

    def insert(self, border: int, page: Page, *, above: int, below: int) -> None:
        """Put a page into a gap, with so many unknown rows left above and below it."""
        self.set_gap(border, below)
        page.gap = above
        self.pages.insert(border, page)
        for ticket in page.ids:
            self.home[ticket] = page
        self.renumber()

    def forget(self, page: Page) -> None:
        """Know nothing any more of a page; its rows become unknown."""
        index = self.pages.index(page)
        del self.pages[index]
        self.set_gap(index, self.gap(index) + page.gap + len(page.ids))
        for ticket in page.ids:
            del self.home[ticket]
        self.renumber()

    def clear(self) -> None:
        """Know nothing but how many rows there are."""
        self.tail = max(1, self.rows)
        self.pages.clear()
        self.home.clear()
        self.renumber()

    def split(self, page: Page, at: int) -> None:
        """Make two pages of one, the second from the ticket of that index on."""
        lower = Page((), position=page.position + at, seen=page.seen)
        lower.ids, lower.keys = page.ids[at:], page.keys[at:]
        lower.tickets = None if page.tickets is None else {ticket: page.tickets[ticket] for ticket in lower.ids}
        page.ids, page.keys = page.ids[:at], page.keys[:at]
        if page.tickets is not None:
            page.tickets = {ticket: page.tickets[ticket] for ticket in page.ids}
        self.pages.insert(self.pages.index(page) + 1, lower)
        for ticket in lower.ids:
            self.home[ticket] = lower
        self.renumber()

    def join_small(self, largest: int) -> None:
        """Make one page of two that follow each other, where both are small and alike."""
        joined = False
        index = 0
        while index + 1 < len(self.pages):
            upper, lower = self.pages[index], self.pages[index + 1]
            small = len(upper.ids) + len(lower.ids) <= largest
            if lower.gap or not small or (upper.tickets is None) is not (lower.tickets is None):
                index += 1
                continue
            for ticket in lower.ids:
                self.home[ticket] = upper
            upper.ids += lower.ids
            upper.keys += lower.keys
            upper.seen = min(upper.seen, lower.seen)
            if upper.tickets is not None and lower.tickets is not None:
                upper.tickets |= lower.tickets
            del self.pages[index + 1]
            joined = True
        if joined:
            self.renumber()

    def remove(self, tickets: Container[str], pages: Iterable[Page]) -> None:
        """Take tickets out of those pages, and their rows with them."""
        for page in pages:
            kept = [index for index, ticket in enumerate(page.ids) if ticket not in tickets]
            for ticket in page.ids:
                if ticket in tickets:
                    del self.home[ticket]
                    if page.tickets is not None:
                        del page.tickets[ticket]
            page.ids, page.keys = [page.ids[i] for i in kept], array("d", [page.keys[i] for i in kept])
            if not page.ids:
                self.forget(page)
        self.renumber()

    def renumber(self) -> None:
        """Count the rows anew after a change."""
        row = 0
        starts: list[int] = []
        for page in self.pages:
            row += page.gap
            page.start = row
            starts.append(row)
            row += len(page.ids)
        self._starts = starts

    def loaded(self) -> Iterator[Ticket]:
        """All tickets whose details are at hand, in their order."""
        for page in self.pages:
            if page.tickets is not None:
                for ticket in page.ids:
                    yield page.tickets[ticket]
