"""The list of tickets as somebody looks at it: a view, narrowed down and sorted, in rows that are read as they come
into sight. It knows no screen."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from gleaptui.clock import Clock
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.models import Person, Ticket, TicketPage
from gleaptui.gleap.periods import Period
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.filters import SORTS, Filter, FilterError, Vocabulary, parse
from gleaptui.inbox.search import Found, Hit, LoadedSearch, ask
from gleaptui.inbox.settings import InboxSettings
from gleaptui.inbox.sift import Sift
from gleaptui.inbox.views import VIEWS, Compiled, Project, View, compiled, saved
from gleaptui.inbox.window import State, TicketWindow, nothing

_HEAD = 100
"""Tickets of the list's head that are told to others."""


class Rows(Protocol):
    """Tickets by row."""

    @property
    def rows(self) -> int: ...
    @property
    def total(self) -> int | None: ...
    def row(self, row: int) -> Ticket | None: ...
    def row_of(self, ticket: str) -> int | None: ...
    def state(self, ticket: str) -> State: ...
    def want(self, first: int, last: int, direction: int = 0) -> None: ...


class Look(Struct, frozen=True, kw_only=True):
    """What somebody wants to see: a view by its name, a line that narrows it down, and a word for the order; empty
    for the view's own."""

    view: str = "open"
    filter: str = ""
    sort: str = ""


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
        self._settings = settings
        self._zone = zone
        self._hurry = hurry
        self._people: tuple[Person, ...] = ()
        self._asked_people = False
        self._serving = False
        self._replaced = asyncio.Event()
        self._search = LoadedSearch()
        self.changed: Callable[[], None] = nothing
        """Called whenever something about the rows has changed."""
        self.read_at: datetime | None = None
        """When the rows in sight were read last; None before the first answer."""
        self.window = TicketWindow(self._ask, TicketQuery())
        self.look = Look()
        self.compiled: Compiled
        self._open(self._compile(self.look))

    # What is looked at

    @property
    def views(self) -> tuple[View, ...]:
        """All views, the user's own last."""
        own = (saved(view, self._vocabulary()) for view in self._settings.views)
        return (*VIEWS.values(), *own)

    @property
    def view(self) -> View:
        """The view that is looked at."""
        return self._view(self.look.view)

    @property
    def rows(self) -> Rows:
        """The tickets of the view."""
        return self._rows

    @property
    def order(self) -> str:
        """The word for the order that the rows are in; empty for one that has none."""
        return next((word for word, sort in SORTS.items() if sort == self.compiled.question.sort), "")

    @property
    def looked_at(self) -> int | None:
        """How many tickets were looked through, where not all of the view can be asked for; else None."""
        return self._rows.looked_at if isinstance(self._rows, Sift) else None

    @property
    def arrived(self) -> int:
        """Tickets that came since, and wait for `settle`."""
        return len(self.window.arrived)

    @property
    def gone(self) -> int:
        """Tickets that are shown and are in the list no more."""
        return len(self.window.gone)

    @property
    def problem(self) -> GleapError | None:
        """Why rows could not be read just now."""
        return self.window.problem

    def look_at(self, look: Look) -> None:
        """Show that instead, from its top. Raises `FilterError` where it cannot be understood; then nothing changes."""
        wanted = self._compile(look)
        same = wanted.question == self.compiled.question and wanted.partly_here == self.compiled.partly_here == ""
        self.look = look
        if same:
            self.compiled = wanted
            self.changed()
        else:
            self._open(wanted)

    def settle(self) -> None:
        """Show what has arrived and take out what is gone."""
        self.window.settle()
        if isinstance(self._rows, Sift):
            self._rows.restart()
        self.changed()

    def retry(self) -> None:
        """Ask again for what failed."""
        self.window.retry()

    def loaded(self) -> Sequence[Ticket]:
        """The tickets of the view that are at hand, in its order."""
        if isinstance(self._rows, Sift):
            found = (self._rows.row(row) for row in range(self._rows.rows))
            return [ticket for ticket in found if ticket is not None]
        return list(self.window.loaded())

    # Reading

    async def serve(self) -> None:
        """Read rows as they are looked at, until cancelled."""
        self._serving = True
        try:
            while True:
                self._replaced.clear()
                async with asyncio.TaskGroup() as group:
                    serving = group.create_task(self.window.serve(), name="tickets")
                    people = group.create_task(self._read_people(), name="people")
                    await self._replaced.wait()
                    serving.cancel()
                    people.cancel()
        finally:
            self._serving = False

    async def read(self, _period: Period) -> TicketPage:
        """Read anew what is in sight, and give the list's head. Raises a `GleapError`."""
        window = self.window
        if self.read_at is None and self._serving:
            # The rows in sight are on their way already, or are now.
            window.want(*window.in_sight)
            window.retry()
            await window.idle()
            if window.problem is not None:
                raise window.problem
        else:
            await window.refresh()
            self.read_at = self._clock.now()
            if window.problem is not None:
                window.retry()
        head = (self.rows.row(row) for row in range(min(_HEAD, self.rows.rows)))
        return TicketPage(tickets=tuple(one for one in head if one is not None), total=self.rows.total)

    async def read_all(self, most: int = 2_000) -> None:
        """Read the rows that are not at hand, up to so many."""
        row, rows = 0, self._rows
        while row < min(rows.rows, most) and rows is self._rows and self.window.problem is None:
            rows.want(row, row + _HEAD - 1, 1)
            await self.window.idle()
            row += _HEAD

    async def _ask(self, question: TicketQuery, *, skip: int, limit: int) -> TicketPage:
        page = await self._client.tickets(question, skip=skip, limit=limit)
        if self.read_at is None and question == self.compiled.question:
            self.read_at = self._clock.now()
        return page

    async def _read_people(self) -> None:
        """Names are Gleap's to know; without them, tickets are told apart here by what stands in them."""
        if self._asked_people or not self._names_somebody:
            return
        self._asked_people = True
        try:
            self._people = await self._client.people()
        except GleapError:
            return
        try:
            wanted = self._compile(self.look)
        except FilterError:
            return
        if wanted.question != self.compiled.question:
            self._open(wanted)

    @property
    def _names_somebody(self) -> bool:
        return bool(self._filter(self.look).assignee)

    # Search

    def find_here(self, words: str) -> tuple[Hit, ...]:
        """Tickets at hand that the words fit, the best first."""
        return self._search.find(words, self.window.loaded())

    async def find(self, words: str) -> Found:
        """Those, and what Gleap knows besides. Raises a `GleapError`."""
        here = self.find_here(words)
        return await ask(words, self._client, here, self._search.looked_at)

    # Putting the question together

    def _open(self, wanted: Compiled) -> None:
        self.compiled = wanted
        self.read_at = None
        self.window = TicketWindow(self._ask, wanted.question, changed=self._came, hurry=self._hurry)
        self._rows: TicketWindow | Sift = self.window if wanted.keep is None else Sift(self.window, wanted.keep)
        self._replaced.set()
        self.changed()

    def _came(self) -> None:
        if isinstance(self._rows, Sift):
            self._rows.absorb()
        self.changed()

    def _view(self, name: str) -> View:
        found = next((view for view in self.views if view.name == name), None)
        if found is None:
            raise FilterError(f"there is no view {name!r} any more")
        return found

    def _filter(self, look: Look) -> Filter:
        found = parse(look.filter, self._vocabulary(), self._view(look.view).filter)
        if look.sort in SORTS:
            found = structs.replace(found, sort=SORTS[look.sort])
        return found

    def _compile(self, look: Look) -> Compiled:
        project = Project(
            vocabulary=self._vocabulary(),
            me=self._settings.me,
            people=self._people,
            tags=frozenset(tag for ticket in self.window.loaded() for tag in ticket.tags),
        )
        return compiled(self._filter(look), project)

    def _vocabulary(self) -> Vocabulary:
        seen = {(ticket.status, ticket.type) for ticket in self.window.loaded()}
        return Vocabulary(
            now=self._clock.now().astimezone(ZoneInfo(self._zone)),
            zone=self._zone,
            aliases=self._settings.aliases,
            statuses=frozenset(status for status, _ in seen if status),
            types=frozenset(kind for _, kind in seen if kind),
        )
