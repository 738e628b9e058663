"""The list of tickets as somebody looks at it: a view, narrowed down and sorted, in rows that are read as they come
into sight. It knows no screen."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from msgspec import structs

from gleaptui.clock import Clock
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.models import Ticket, TicketPage
from gleaptui.gleap.periods import Period
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.compiling import Compiled
from gleaptui.inbox.directory import Directory
from gleaptui.inbox.looks import Look, Looks
from gleaptui.inbox.ranked import Ranked
from gleaptui.inbox.search import Found, Hit, LoadedSearch, ask
from gleaptui.inbox.settings import InboxSettings
from gleaptui.inbox.sift import Sift
from gleaptui.inbox.views import View
from gleaptui.inbox.window import State, TicketWindow, nothing

__all__ = ["Inbox", "Look", "Rows"]

_HEAD = 100
"""Tickets of the list's head that are told to others."""
MOST_EXPORTED = 5_000
"""Tickets of a view that are read for a file: as many as a window keeps."""
_PREPARED = 50
"""Tickets that are made ready for a search at a time."""


class Rows(Protocol):
    """Tickets by row."""

    @property
    def rows(self) -> int: ...
    @property
    def total(self) -> int | None: ...
    @property
    def in_sight(self) -> tuple[int, int]: ...
    @property
    def arrived(self) -> frozenset[str]: ...
    @property
    def gone(self) -> frozenset[str]: ...
    def row(self, row: int) -> Ticket | None: ...
    def row_of(self, ticket: str) -> int | None: ...
    def state(self, ticket: str) -> State: ...
    def loaded(self) -> Iterator[Ticket]: ...
    def read_at(self) -> datetime | None: ...
    def want(self, first: int, last: int, direction: int = 0) -> None: ...
    def settle(self) -> object: ...
    async def refresh(self) -> None: ...
    async def read_through(self, rows: int) -> None: ...


class Inbox:
    """The tickets of one project. Rows are read while `serve` runs."""

    def __init__(
        self,
        client: GleapClient,
        clock: Clock,
        settings: InboxSettings,
        zone: str,
        *,
        hurry: Callable[[], None] = nothing,
    ) -> None:
        """``hurry`` is called when a waiting request becomes urgent."""
        self._client = client
        self._clock = clock
        self._hurry = hurry
        self.directory = Directory(client, clock)
        """Who is who in the project."""
        self._serving = False
        self._replaced = asyncio.Event()
        self._search = LoadedSearch()
        self.changed: Callable[[], None] = nothing
        """Called whenever something about the rows has changed."""
        self.window = TicketWindow(self._ask, TicketQuery())
        self._looks = Looks(settings, zone, clock, self.directory, lambda: self.window.loaded())
        self._open()

    # What is looked at

    @property
    def views(self) -> tuple[View, ...]:
        """All views, the user's own last."""
        return self._looks.views()

    @property
    def look(self) -> Look:
        """What is looked at."""
        return self._looks.look

    @property
    def view(self) -> View:
        """The view that is looked at."""
        return self._looks.view

    @property
    def compiled(self) -> Compiled:
        """The question that is asked for it."""
        return self._looks.compiled

    @property
    def rows(self) -> Rows:
        """The tickets of the view."""
        return self._rows

    @property
    def order(self) -> str:
        """The word for the order that the rows are in; empty for one that has none."""
        return self.compiled.order

    @property
    def looked_at(self) -> int | None:
        """How many tickets were looked through, where not all of the view can be asked for; else None."""
        return self._rows.looked_at if isinstance(self._rows, Sift) else None

    @property
    def read_at(self) -> datetime | None:
        """When the ticket in sight was read that was read longest ago; None before the first answer."""
        return self._rows.read_at()

    @property
    def arrived(self) -> int:
        """Tickets that came since, and wait for `settle`."""
        return len(self._rows.arrived)

    @property
    def gone(self) -> int:
        """Tickets that are shown and are in the list no more."""
        return len(self._rows.gone)

    @property
    def problem(self) -> Exception | None:
        """Why rows could not be read just now."""
        return self.window.problem

    def look_at(self, look: Look) -> None:
        """Show that instead, from its top. Raises `FilterError` where it cannot be understood; then nothing changes."""
        before, looks = self.compiled, self._looks
        if not self._rows.rows:
            looks.forget_doubts()
        looks.take(look)
        if self.compiled.question != before.question or self.compiled.partly_here or before.partly_here:
            self._open()
        else:
            self.changed()

    def settle(self) -> None:
        """Show what has arrived and take out what is gone."""
        self._rows.settle()
        self.changed()

    def retry(self) -> None:
        """Ask again for what failed."""
        self.window.retry()

    def loaded(self) -> Sequence[Ticket]:
        """The tickets of the view that are at hand, in its order."""
        return list(self._rows.loaded())

    def at_hand(self, ticket: str) -> Ticket | None:
        """The ticket of that id, where it is loaded."""
        row = self.window.row_of(ticket)
        return self.window.row(row) if row is not None else None

    # Reading

    async def serve(self) -> None:
        """Read rows as they are looked at, until cancelled."""
        self._serving = True
        try:
            while True:
                self._replaced.clear()
                async with asyncio.TaskGroup() as group:
                    serving = group.create_task(self.window.serve(), name="tickets")
                    people = group.create_task(self._meet_people(), name="people")
                    await self._replaced.wait()
                    serving.cancel()
                    people.cancel()
        finally:
            self._serving = False

    async def read(self, _period: Period) -> TicketPage:
        """Read anew what is in sight, and give the list's head. Raises what kept it from being read."""
        await self._meet_people()
        if self._looks.move_dates_on():
            self.window.question = self.compiled.question
        rows = None
        while rows is not self._rows:
            rows, window = self._rows, self.window
            if rows.read_at() is None and self._serving:
                # The rows in sight are on their way already, or are now.
                while self._serving and not window.serving:
                    await asyncio.sleep(0)
                rows.want(*rows.in_sight)
                window.retry()
                await window.begun()
                if window.problem is not None:
                    raise window.problem
            else:
                await rows.refresh()
                if window.problem is not None:
                    window.retry()
        head = (self.rows.row(row) for row in range(min(_HEAD, self.rows.rows)))
        return TicketPage(tickets=tuple(one for one in head if one is not None), total=self.rows.total)

    async def read_all(self, most: int = MOST_EXPORTED) -> None:
        """Read the rows that are not at hand, up to so many, whatever is looked at meanwhile."""
        await self._rows.read_through(most)

    async def _ask(self, question: TicketQuery, *, skip: int, limit: int) -> TicketPage:
        page = await self._client.tickets(question, skip=skip, limit=limit)
        if question is self.window.question and self._looks.heed(page, first=skip == 0):
            self._open()
        return structs.replace(page, tickets=await self.directory.named(page.tickets))

    async def _meet_people(self) -> None:
        """Names are Gleap's to know; without them, tickets are told apart here by what stands in them."""
        if await self._looks.meet_people():
            self._open()

    # Search

    async def prepare_search(self) -> None:
        """Get ready for the first word that is looked for, a little at a time."""
        tickets = list(self.window.loaded())
        for first in range(0, len(tickets), _PREPARED):
            self._search.prepare(tickets[first : first + _PREPARED])
            await asyncio.sleep(0)

    def find_here(self, words: str) -> tuple[Hit, ...]:
        """Tickets at hand that the words fit, the best first."""
        return self._search.find(words, self.window.loaded())

    async def find(self, words: str) -> Found:
        """Those, and what Gleap knows besides. Raises a `GleapError`."""
        found = await ask(words, self._client, self.find_here(words), self._search.looked_at)
        exact = await self.directory.named((found.exact,) if found.exact is not None else ())
        there = await self.directory.named(found.there)
        return structs.replace(found, exact=exact[0] if exact else None, there=there)

    def _open(self) -> None:
        """Begin at the top of the list that is asked for now."""
        wanted = self.compiled
        self.window = window = TicketWindow(
            self._ask, wanted.question, changed=self._came, hurry=self._hurry, now=self._clock.now
        )
        self._rows: Rows
        if wanted.keep is None:
            self._rows = window
        elif wanted.since is None:
            self._rows = Sift(window, wanted.keep, certain=wanted.certain)
        else:
            self._rows = Ranked(window, wanted.keep, wanted.since, certain=wanted.certain)
        self._replaced.set()
        self.changed()

    def _came(self) -> None:
        if isinstance(self._rows, Sift):
            self._rows.absorb()
        self.changed()
