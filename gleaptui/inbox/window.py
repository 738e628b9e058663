"""A window over a list of a hundred thousand tickets that is read in pages and changes meanwhile."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Literal

from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.models import Ticket, TicketPage
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.jobs import Job, Reader, Wanted
from gleaptui.inbox.merge import Merge, Outcome
from gleaptui.inbox.news import News
from gleaptui.inbox.order import Order
from gleaptui.inbox.plan import Read, Sizes, around, missing
from gleaptui.inbox.slim import Slimmer
from gleaptui.inbox.spine import Page, Spine
from gleaptui.inbox.stretches import Answer
from gleaptui.refresh.lane import Errand, Lane, carrying

State = Literal["", "new", "changed", "gone"]

_OVERLAP = 10
_AHEAD = 1.5
"""Pages read ahead of the rows looked at."""
_MOST_AT_ONCE = 3
_MOST_KNOWN = 200_000
"""Tickets whose ids and order are remembered."""
_INSIST_AFTER = 2
_GIVE_UP_AFTER = 6


def nothing() -> None:
    """Tell nobody."""


class TicketWindow:
    """The list as rows from 0 on. What is looked at is read, and a little ahead in the direction of movement.

    Rows keep their tickets while they are looked at: what arrives between known tickets waits in `arrived` until
    `settle`, what leaves is marked. Rows may be counted anew when a gap turns out longer or shorter than thought; who
    shows the list keeps a ticket's id as its anchor and asks `row_of`. As long as ``serve`` runs, reads are made. Each
    ticket that is in the list all the time and does not change its place is in exactly one row, whatever else happens;
    one that moves up past what was read is found by `refresh`.
    """

    def __init__(
        self,
        read: Reader,
        question: TicketQuery,
        *,
        page: int = 110,
        kept: int = 50,
        changed: Callable[[], None] = nothing,
        hurry: Callable[[], None] = nothing,
    ) -> None:
        self.question = question
        self.problem: GleapError | None = None
        """Why the last read failed; None again after the next one that did not."""
        self.version = 0
        """Counts up with every change of what the rows show."""
        self._read = read
        self._sizes = Sizes(page, min(_OVERLAP, max(1, page // 4)))
        self._most_loaded = kept * page
        self._tell = changed
        self._hurry = hurry
        """Called when a waiting read becomes urgent, such as `Budget.reconsider`."""
        self._spine = Spine()
        self._order = Order(question.sort)
        self._news = News(self._spine, self._order)
        self._slimmer = Slimmer()
        self._jobs: list[Job] = []
        self._wanted = Wanted()
        self._failed_at: Wanted | None = None
        self._fruitless = 0
        self._answers = 0
        self._group: asyncio.TaskGroup | None = None

    @property
    def total(self) -> int | None:
        """How many rows the list has, as far as can be told; None before the first answer."""
        if self._answers == 0 or (self._spine.total is None and self._spine.tail):
            return None
        return self._spine.rows

    @property
    def rows(self) -> int:
        """Rows to scroll through: `total`, or what is known so far and a little more."""
        return self._spine.rows if self._answers else 0

    @property
    def in_sight(self) -> tuple[int, int]:
        """The rows that are looked at, both included; those at the top where none were named yet."""
        wanted = self._wanted
        return (wanted.first, wanted.last) if wanted.last >= 0 else (0, self._sizes.page // 2)

    @property
    def arrived(self) -> frozenset[str]:
        """Ids of tickets that came or moved up, and wait for `settle`."""
        return self._news.arrived

    @property
    def changed(self) -> frozenset[str]:
        """Ids of tickets whose row shows something else than when it was first read."""
        return frozenset(self._news.changed)

    @property
    def gone(self) -> frozenset[str]:
        """Ids of tickets that are shown and were not found in their place any more."""
        return frozenset(self._news.gone)

    @property
    def busy(self) -> bool:
        """Whether anything is being read."""
        return bool(self._jobs)

    @property
    def requests_pending(self) -> int:
        """Reads on their way."""
        return len(self._jobs)

    def row(self, row: int) -> Ticket | None:
        """The ticket in that row; None where it is not loaded. Costs a binary search."""
        return self._spine.ticket(row) if 0 <= row < self._spine.rows else None

    def row_of(self, ticket: str) -> int | None:
        """The row of a ticket by its id, also of one whose details were dropped; None where it was never seen."""
        return self._spine.row_of(ticket)

    def state(self, ticket: str) -> State:
        """What is special about a ticket in the list."""
        return self._news.state(ticket)

    def loaded(self) -> Iterator[Ticket]:
        """Every ticket at hand, in the list's order."""
        return self._spine.loaded()

    def want(self, first: int, last: int, direction: int = 0) -> None:
        """These rows, both included, are looked at. ``direction`` is 1 where the eye moves down, -1 up, 0 neither.
        Reads that serve nothing any more and have not been sent are cancelled."""
        self._wanted = Wanted(max(0, first), max(0, last), direction)
        if self._failed_at is not None and self._failed_at != self._wanted:
            self._failed_at = None
        self._replan()

    def retry(self) -> None:
        """Ask again for what failed."""
        self._failed_at = self.problem = None
        self._replan()

    async def serve(self) -> None:
        """Make the reads that are wanted, until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                self._group = group
                self._replan()
                await asyncio.Event().wait()
        finally:
            self._group = None
            self._jobs.clear()

    async def idle(self) -> None:
        """Return once nothing is being read."""
        while tasks := [job.task for job in self._jobs if job.task is not None]:
            await asyncio.wait(tasks)

    async def refresh(self) -> None:
        """Read the head of the list, and the rows looked at where they are elsewhere. Raises a `GleapError`. The
        requests belong to the errand of the caller."""
        limit = self._sizes.limit
        await self._take(Read(0, limit, 0, limit), asked=self._answers, insist=False)
        _, page = self._spine.locate(self._wanted.first)
        if page is not None and self._wanted.last >= limit - self._sizes.overlap:
            await self._take(around(self._spine, page, self._sizes), asked=self._answers, insist=False)

    def settle(self) -> int:
        """Show what has arrived and take out what is gone; how many tickets came in. Rows are counted anew."""
        anchor = self._anchor()
        shown = self._news.settle()
        self._shrink()
        self._follow(anchor)
        self._changed()
        self._replan()
        return shown

    def _spans(self) -> tuple[range, range]:
        """The rows looked at and those ahead, each in the order that they are wanted in."""
        wanted, end = self._wanted, self._spine.rows
        first, last = max(0, min(wanted.first, end - 1)), min(wanted.last, end - 1)
        ahead = int(self._sizes.page * _AHEAD)
        if wanted.direction < 0:
            return range(last, first - 1, -1), range(first - 1, max(-1, first - 1 - ahead), -1)
        return range(first, last + 1), range(last + 1, min(end, last + 1 + ahead * wanted.direction))

    def _replan(self) -> None:
        group = self._group
        if group is None or self._failed_at is not None or self._wanted.last < 0:
            return
        visible, ahead = self._spans()
        self._cancel_unwanted(visible, ahead)
        for lane, rows in ((Lane.USER, visible), (Lane.BACKGROUND, ahead)):
            if not rows:
                continue
            self._raise_lanes(lane, rows)
            for read in missing(self._spine, rows, [job.read for job in self._jobs], self._sizes):
                if len(self._jobs) >= _MOST_AT_ONCE:
                    return
                self._start(group, read, lane)

    def _start(self, group: asyncio.TaskGroup, read: Read, lane: Lane) -> None:
        job = Job(read, Errand(lane), self._answers, self._fruitless >= _INSIST_AFTER)
        self._jobs.append(job)
        job.task = group.create_task(self._run(job), name=f"tickets from {read.skip}")

    def _raise_lanes(self, lane: Lane, rows: range) -> None:
        late = [job for job in self._jobs if job.errand.lane > lane and job.read.touches(min(rows), max(rows))]
        for job in late:
            job.errand.lane = lane
        if late:
            self._hurry()

    def _cancel_unwanted(self, visible: range, ahead: range) -> None:
        margin = self._sizes.overlap
        for job in list(self._jobs):
            needed = any(rows and job.read.touches(min(rows), max(rows), margin) for rows in (visible, ahead))
            if not needed and job.errand.requests == 0 and job.task is not None:
                job.task.cancel()
                self._jobs.remove(job)

    async def _run(self, job: Job) -> None:
        try:
            with carrying(job.errand):
                outcome = await self._take(job.read, asked=job.asked, insist=job.insist)
            self.problem = None
            self._note_progress(outcome)
        except GleapError as error:
            self.problem, self._failed_at = error, self._wanted
            self._changed()
        finally:
            if job in self._jobs:
                self._jobs.remove(job)
        self._replan()

    def _note_progress(self, outcome: Outcome) -> None:
        self._fruitless = 0 if outcome.shown or outcome.closed else self._fruitless + 1
        if self._fruitless >= _GIVE_UP_AFTER and self.row(self._wanted.first) is None:
            # Better the list anew than the same question for ever.
            self._spine.clear()
            self._news.clear()
            self._fruitless = 0

    async def _take(self, read: Read, *, asked: int, insist: bool) -> Outcome:
        found = await self._read(self.question, skip=read.skip, limit=read.limit)
        self._answers += 1
        self._heed(read, found)
        tickets = self._slimmer.slim(found.tickets)
        answer = Answer(tickets, read.skip, found.total, read.first, read.cold, asked, self._answers, insist)
        anchor = self._anchor()
        outcome = Merge(self._spine, self._order, self._news.arrived, self._sizes.overlap).run(answer)
        self._news.take(outcome, answer)
        self._follow(anchor)
        self._shrink()
        self._changed()
        return outcome

    def _heed(self, read: Read, found: TicketPage) -> None:
        """Ask for no more at once than the server gives."""
        given = len(found.tickets)
        if 0 < given < self._sizes.limit and found.total is not None and read.skip + given < found.total:
            overlap = max(1, min(self._sizes.overlap, given // 4))
            self._sizes = Sizes(max(1, given - 2 * overlap), overlap)

    def _anchor(self) -> tuple[str, int]:
        """A ticket that is looked at, and its row."""
        for row in range(self._wanted.first, self._wanted.last + 1):
            index, page = self._spine.locate(row)
            if page is not None:
                return page.ids[row - page.start], row
            if index >= len(self._spine.pages):
                break
        return "", 0

    def _follow(self, anchor: tuple[str, int]) -> None:
        """Where rows were counted anew, the same tickets are looked at as before, in other rows."""
        ticket, before = anchor
        after = self._spine.row_of(ticket)
        if after is not None and after != before:
            wanted, by = self._wanted, after - before
            self._wanted = Wanted(max(0, wanted.first + by), max(0, wanted.last + by), wanted.direction)

    def _shrink(self) -> None:
        """Drop the details of the pages that are farthest from the rows looked at, and forget the farthest of all."""
        spine = self._spine
        spine.join_small(self._sizes.page)
        warm = [page for page in spine.pages if page.tickets is not None]
        room = self._most_loaded
        if sum(len(page.ids) for page in warm) > room:
            for page in sorted(warm, key=self._distance):
                room -= len(page.ids)
                if room < 0 and self._distance(page) > 3 * self._sizes.page:
                    page.tickets = None
        while len(spine.home) > _MOST_KNOWN:
            spine.forget(max(spine.pages, key=self._distance))

    def _distance(self, page: Page) -> int:
        return max(page.start - self._wanted.last, self._wanted.first - page.end, 0)

    def _changed(self) -> None:
        self.version += 1
        self._tell()
