"""The list of tickets as somebody looks at it: a view, narrowed down and sorted, in rows that are read as they come
into sight. It knows no screen."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from gleaptui.clock import Clock
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.models import Ticket, TicketPage
from gleaptui.gleap.periods import Period
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.compiling import Compiled, Project, compiled, dated
from gleaptui.inbox.directory import Directory
from gleaptui.inbox.filters import SORTS, Filter, FilterError, Vocabulary, parse
from gleaptui.inbox.ranked import Ranked
from gleaptui.inbox.search import Found, Hit, LoadedSearch, ask
from gleaptui.inbox.settings import InboxSettings
from gleaptui.inbox.sift import Sift
from gleaptui.inbox.views import VIEWS, View, saved
from gleaptui.inbox.window import State, TicketWindow, nothing

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
        self.directory = Directory(client, clock)
        """Who is who in the project."""
        self._doubted: frozenset[str] = frozenset()
        self._serving = False
        self._replaced = asyncio.Event()
        self._search = LoadedSearch()
        self.changed: Callable[[], None] = nothing
        """Called whenever something about the rows has changed."""
        self.window = TicketWindow(self._ask, TicketQuery())
        self.look = Look()
        self.view = VIEWS[self.look.view]
        """The view that is looked at."""
        self._filter: Filter
        self.compiled: Compiled
        self._take_up(self.look)
        self._open()

    # What is looked at

    @property
    def views(self) -> tuple[View, ...]:
        """All views, the user's own last."""
        vocabulary = self._vocabulary()
        return (*VIEWS.values(), *(saved(view, vocabulary) for view in self._settings.views))

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
        before = self.compiled
        if not self._rows.rows:
            # Nothing was found either way: that the question was wrong has not been shown.
            self._doubted = frozenset()
        self._take_up(look)
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
        self._move_dates_on()
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
        if question is self.window.question:
            self._doubt(page, whole=skip == 0)
        return structs.replace(page, tickets=await self.directory.named(page.tickets))

    def _doubt(self, page: TicketPage, *, whole: bool) -> None:
        """Ask in another way where Gleap has not heeded the question, or where it may have understood another one and
        so has nothing to give (API.md, "Unknown parameters are filters")."""
        unproven = self.compiled.unproven
        doubted = {name for name, holds in unproven.items() if not all(map(holds, page.tickets))}
        if whole and not page.tickets:
            doubted |= unproven.keys()
        if doubted:
            self._doubted |= doubted
            self.compiled = self._compile(self._filter)
            self._open()

    async def _meet_people(self) -> None:
        """Names are Gleap's to know; without them, tickets are told apart here by what stands in them."""
        if self.compiled.certain:
            return
        await self.directory.meet()
        if not self.directory.people:
            return
        try:
            self.compiled = wanted = self._compile(self._filter)
        except FilterError:
            return
        if wanted.question != self.window.question:
            self._open()

    def _move_dates_on(self) -> None:
        """Ask for what the filter's spans of time mean by now."""
        question = dated(self.compiled.question, self._filter, self._vocabulary())
        if question != self.compiled.question:
            self.compiled = structs.replace(self.compiled, question=question)
            self.window.question = question

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
        here = self.find_here(words)
        return await ask(words, self._client, here, self._search.looked_at)

    # Putting the question together

    def _take_up(self, look: Look) -> None:
        """Understand what is to be looked at. Raises `FilterError`; then nothing changes."""
        vocabulary = self._vocabulary()
        view = self._find_view(look.view, vocabulary)
        wanted = parse(look.filter, vocabulary, view.filter)
        if look.sort in SORTS:
            wanted = structs.replace(wanted, sort=SORTS[look.sort])
        self.compiled = self._compile(wanted)
        self.look, self.view, self._filter = look, view, wanted

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

    def _find_view(self, name: str, vocabulary: Vocabulary) -> View:
        if name in VIEWS:
            return VIEWS[name]
        own = next((view for view in self._settings.views if view.name == name), None)
        if own is None:
            raise FilterError(f"there is no view {name!r} any more")
        return saved(own, vocabulary)

    def _compile(self, wanted: Filter) -> Compiled:
        project = Project(
            vocabulary=self._vocabulary(),
            me=self._settings.me,
            people=self.directory.people,
            closed_statuses=self._settings.closed,
            tags=frozenset(tag for ticket in self.window.loaded() for tag in ticket.tags),
            doubted=self._doubted,
        )
        return compiled(wanted, project)

    def _vocabulary(self) -> Vocabulary:
        seen = {(ticket.status, ticket.type) for ticket in self.window.loaded()}
        return Vocabulary(
            now=self._clock.now().astimezone(ZoneInfo(self._zone)),
            zone=self._zone,
            aliases=self._settings.aliases,
            statuses=frozenset(status for status, _ in seen if status),
            types=frozenset(kind for _, kind in seen if kind),
        )
