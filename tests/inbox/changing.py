"""A list of tickets on a server that changes while it is read, and a reader who walks through it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from msgspec import structs

from gleaptui.gleap.models import Ticket, TicketPage
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.window import TicketWindow

START = datetime(2026, 9, 1, tzinfo=UTC)


def identity(number: int) -> str:
    return f"{number:024x}"


class ChangingList:
    """Tickets sorted as the question says. ``happens`` is called after each answer and may change anything."""

    def __init__(self, count: int, sort: str = "-createdAt", *, says_total: bool = True, most: int = 1_000) -> None:
        self.question = TicketQuery(sort=sort)
        self._name, self._back = sort.removeprefix("-"), sort.startswith("-")
        self._next = count
        self.says_total = says_total
        self.most = most
        self.now = count
        self.tickets = {identity(n): self.make(n, n) for n in range(count)}
        self._keys = {known: self._key(ticket) for known, ticket in self.tickets.items()}
        self.asked: list[tuple[int, int]] = []
        self.happens: Callable[[], None] = lambda: None
        self.lag: Callable[[], int] = lambda: 0
        """How many turns of the loop a question takes to arrive, and an answer to come back."""
        self.held: list[asyncio.Future[None]] = []
        self.holding = False
        self._sorted: list[Ticket] | None = None

    def make(self, number: int, at: int) -> Ticket:
        moment = START + timedelta(minutes=at)
        return Ticket(
            id=identity(number),
            number=number,
            title=f"Question {number}",
            status="OPEN",
            priority=("LOW", "MEDIUM", "HIGH")[number % 3],
            created_at=moment,
            updated_at=moment,
        )

    def arrive(self, at: int | None = None) -> str:
        """A new ticket, the latest of all unless another moment is given."""
        self.now += 1
        number, self._next = self._next, self._next + 1
        ticket = self.make(number, self.now if at is None else at)
        self.put(ticket)
        return ticket.id

    def put(self, ticket: Ticket) -> None:
        """Have that ticket, or have it as it is now."""
        self.tickets[ticket.id] = ticket
        self._keys[ticket.id] = self._key(ticket)
        self._sorted = None

    def leave(self, ticket: str) -> None:
        del self.tickets[ticket], self._keys[ticket]
        self._sorted = None

    def touch(self, ticket: str, **changes: object) -> None:
        """Change a ticket now."""
        self.now += 1
        changes = {"updated_at": START + timedelta(minutes=self.now), **changes}
        self.put(structs.replace(self.tickets[ticket], **changes))

    def ordered(self) -> list[Ticket]:
        if self._sorted is None:
            order = sorted(self.tickets, key=self._keys.__getitem__, reverse=self._back)
            self._sorted = [self.tickets[known] for known in order]
        return self._sorted

    def ids(self) -> list[str]:
        return [ticket.id for ticket in self.ordered()]

    def _key(self, ticket: Ticket) -> tuple[str, datetime]:
        moment = ticket.updated_at if self._name == "updatedAt" else ticket.created_at
        return (ticket.priority if self._name == "priority" else "", moment or START)

    async def read(self, question: TicketQuery, *, skip: int, limit: int) -> TicketPage:
        """The server's answer, as things stand when it is asked; it may be held back on the way."""
        self.asked.append((skip, limit))
        for _ in range(self.lag()):
            await asyncio.sleep(0)
        found = self.ordered()
        page = tuple(found[skip : skip + min(limit, self.most)])
        total = len(found) if self.says_total else None
        self.happens()
        for _ in range(self.lag()):
            await asyncio.sleep(0)
        if self.holding:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self.held.append(waiter)
            await waiter
        return TicketPage(tickets=page, total=total)


@asynccontextmanager
async def serving(window: TicketWindow) -> AsyncIterator[TicketWindow]:
    """The window at work."""
    task = asyncio.create_task(window.serve())
    await asyncio.sleep(0)
    try:
        yield window
        if task.done():
            task.result()
    finally:
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled() and task.exception() is not None:
            task.result()


async def show(window: TicketWindow, first: int, last: int, direction: int = 0) -> None:
    """Look at rows until nothing more is read."""
    window.want(first, last, direction)
    await window.idle()


async def walk(window: TicketWindow, height: int = 8, start: int = 0, step: int = 1) -> list[str]:
    """Go from ticket to ticket as the cursor does, from a row to the end of the list in that direction, and scroll by
    half of what is in sight."""
    found: list[str] = []
    row, idle = start, 0
    sight = range(0)
    if window.rows == 0:
        await show(window, start, start, step)
    while 0 <= row < window.rows:
        if row not in sight or window.row(row) is None:
            near, far = (row, row + height) if step > 0 else (max(0, row - height), row)
            await show(window, near, far, step)
            row = _onward(window, found, step, row)
            sight = range(row, row + height // 2) if step > 0 else range(row - height // 2, row + 1)
        ticket = window.row(row)
        if ticket is None:
            idle += 1
            assert idle < 40, f"row {row} of {window.rows} never comes"
            continue
        idle = 0
        found.append(ticket.id)
        row = _onward(window, found, step, row)
    return found


def _onward(window: TicketWindow, found: list[str], step: int, row: int) -> int:
    """The row after the ticket that was shown last, wherever that stands by now."""
    if not found:
        return min(row, max(0, window.rows - 1)) if step > 0 else max(0, window.rows - 1)
    here = window.row_of(found[-1])
    assert here is not None, "the ticket under the cursor was forgotten"
    return here + step


def numbers(ids: Iterator[str] | list[str]) -> list[int]:
    return [int(ticket, 16) for ticket in ids]
