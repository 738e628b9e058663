"""A window over a list of a hundred thousand tickets that is read in pages and changes meanwhile."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Literal

from gleaptui.clock import SystemClock
from gleaptui.gleap.models import Ticket, TicketPage
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.jobs import Job, Jobs, Reader
from gleaptui.inbox.keeping import shrink
from gleaptui.inbox.lastread import LastRead
from gleaptui.inbox.merge import Merge, Outcome
from gleaptui.inbox.news import News
from gleaptui.inbox.order import Order
from gleaptui.inbox.plan import Read, Sizes, around
from gleaptui.inbox.sight import Sight, Wanted
from gleaptui.inbox.slim import Slimmer
from gleaptui.inbox.spine import Spine
from gleaptui.inbox.stretches import Answer
from gleaptui.refresh.lane import Lane, carrying

State = Literal["", "new", "changed", "gone"]

_OVERLAP = 10
_MOST_AT_A_REFRESH = 4
"""Reads of a refresh besides that of the head."""
_NOW = SystemClock().now
_INSIST_AFTER = 2
_GIVE_UP_AFTER = 6


def nothing(*_told: object) -> None:
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
        now: Callable[[], datetime] = _NOW,
    ) -> None:
        """``hurry`` is called when a waiting read becomes urgent, such as `Budget.reconsider`."""
        self.question = question
        """What is asked for. Where only its dates move on, what falls out of them is gone from the list."""
        self.problem: Exception | None = None
        """Why the last read failed; None again after the next one that did not."""
        self.version = 0
        """Counts up with every change of what the rows show."""
        self.took: Callable[[Iterable[Ticket]], None] = nothing
        """Called with the tickets of an answer once they are in the list, before any of them is dropped again."""
        self._read = read
        self._sizes = Sizes(page, min(_OVERLAP, max(1, page // 4)))
        self._most_loaded = kept * page
        self._tell = changed
        self.spine = Spine()
        """The list's order, as far as it was seen."""
        self._order = Order(question.sort)
        self._news = News(self.spine, self._order)
        self._slimmer = Slimmer()
        self._last_read = LastRead(now)
        self._jobs = Jobs(self._run, hurry)
        self._sight = Sight(self.spine)
        self._failed_at: Wanted | None = None
        self._fruitless = 0
        self._answers = 0
        self._group: asyncio.TaskGroup | None = None

    @property
    def total(self) -> int | None:
        """How many rows the list has, as far as can be told; None before the first answer."""
        if self._answers == 0 or (self.spine.total is None and self.spine.tail):
            return None
        return self.spine.rows

    @property
    def rows(self) -> int:
        """Rows to scroll through: `total`, or what is known so far and a little more."""
        return self.spine.rows if self._answers else 0

    @property
    def in_sight(self) -> tuple[int, int]:
        """The rows that are looked at, both included; those at the top where none were named yet."""
        wanted = self._sight.wanted
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
    def serving(self) -> bool:
        """Whether reads are made."""
        return self._group is not None

    @property
    def busy(self) -> bool:
        """Whether anything is being read."""
        return len(self._jobs) > 0

    @property
    def requests_pending(self) -> int:
        """Reads on their way."""
        return len(self._jobs)

    def row(self, row: int) -> Ticket | None:
        """The ticket in that row; None where it is not loaded. Costs a binary search."""
        return self.spine.ticket(row) if 0 <= row < self.spine.rows else None

    def row_of(self, ticket: str) -> int | None:
        """The row of a ticket by its id, also of one whose details were dropped; None where it was never seen."""
        return self.spine.row_of(ticket)

    def state(self, ticket: str) -> State:
        """What is special about a ticket in the list."""
        return self._news.state(ticket)

    def loaded(self) -> Iterator[Ticket]:
        """Every ticket at hand, in the list's order."""
        return self.spine.loaded()

    def read_at(self, tickets: Iterable[str] | None = None) -> datetime | None:
        """When the one of these tickets, by default of those looked at, was read that was read longest ago. None before
        the first answer."""
        return self._last_read.oldest(self.looked_at() if tickets is None else tickets)

    def looked_at(self) -> list[str]:
        """Ids of the tickets in the rows that are looked at, as far as they are known, but those that are gone."""
        first, last = self.in_sight
        return [known for known in self.spine.ids(first, last + 1) if known not in self._news.gone]

    def want(self, first: int, last: int, direction: int = 0, lane: Lane = Lane.USER) -> None:
        """These rows, both included, are looked at. ``direction`` is 1 where the eye moves down, -1 up, 0 neither.
        Reads that serve nothing any more and have not been sent are cancelled."""
        self._sight.wanted = Wanted(max(0, first), max(0, last), direction, lane)
        if self._failed_at is not None and self._failed_at != self._sight.wanted:
            self._failed_at = None
        self._replan()

    async def read_through(self, rows: int) -> None:
        """Read so many rows from the top, whatever is looked at meanwhile. Returns once they are there, or once a read
        has failed or led nowhere too often."""
        self._sight.through = rows
        try:
            self._replan()
            await self.idle()
        finally:
            self._sight.through = 0

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
        while tasks := self._jobs.tasks:
            await asyncio.wait(tasks)

    async def begun(self) -> None:
        """Return once there was an answer, or nothing is being read."""
        while self._answers == 0 and (tasks := self._jobs.tasks):
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)

    async def refresh(self, tickets: Sequence[str] | None = None) -> None:
        """Read the head of the list, and what is around these tickets, by default those looked at; where that is too
        much for one time, what was read longest ago. Raises a `GleapError`. The requests belong to the errand of the
        caller."""
        due = self.looked_at() if tickets is None else list(tickets)
        limit = self._sizes.limit
        read = Read(0, limit, 0, limit)
        for _ in range(1 + _MOST_AT_A_REFRESH):
            outcome = await self._take(read, asked=self._answers, insist=False)
            done = outcome.back | self._news.gone
            due = [known for known in due if known in self.spine.home and known not in done]
            if not due:
                return
            page = self.spine.home[self._last_read.longest_ago(due)]
            read = around(self.spine, page, self._sizes, frozenset(due))
            covered = frozenset(self.spine.ids(read.first, read.end))
            due = [known for known in due if known not in covered]

    def settle(self) -> int:
        """Show what has arrived and take out what is gone; how many tickets came in. Rows are counted anew."""
        anchor = self._sight.anchor()
        shown = self._news.settle()
        self._shrink()
        self._sight.follow(anchor)
        self._changed()
        self._replan()
        return shown

    def _replan(self) -> None:
        if self._group is not None and self._failed_at is None:
            # What has led nowhere is not asked for over and over where nobody looks at it.
            spans = self._sight.spans(self._sizes.page, through=self._fruitless < _GIVE_UP_AFTER)
            insist = self._fruitless >= _INSIST_AFTER
            self._jobs.plan(self._group, self.spine, spans, self._sizes, asked=self._answers, insist=insist)

    async def _run(self, job: Job) -> None:
        try:
            with carrying(job.errand):
                outcome = await self._take(job.read, asked=job.asked, insist=job.insist)
            self.problem = None
            self._note_progress(outcome)
        except Exception as error:  # noqa: BLE001 - what one answer does must not end the list, let alone the program
            self.problem, self._failed_at = error, self._sight.wanted
            self._changed()
        finally:
            self._jobs.ended(job)
        self._replan()

    def _note_progress(self, outcome: Outcome) -> None:
        self._fruitless = 0 if outcome.shown or outcome.closed else self._fruitless + 1
        if self._fruitless >= _GIVE_UP_AFTER and self.row(self._sight.wanted.first) is None:
            # Better the list anew than the same question for ever.
            self._begin_anew()

    def _begin_anew(self) -> None:
        self.spine.clear()
        self._news.clear()
        self._fruitless = 0

    async def _take(self, read: Read, *, asked: int, insist: bool) -> Outcome:
        found = await self._read(self.question, skip=read.skip, limit=read.limit)
        self._answers += 1
        self._heed(read, found)
        tickets = self._slimmer.slim(found.tickets)
        keys = self._order.keys(tickets)
        answer = Answer(tickets, read.skip, found.total, read.first, read.cold, asked, self._answers, insist, keys)
        anchor = self._sight.anchor()
        try:
            outcome = Merge(self.spine, self._order, self._news.arrived, self._sizes.overlap).run(answer)
            self._news.take(outcome, answer)
            self.took(tickets)
        except Exception:
            # Half of the answer may be in the list: better that anew than tickets in wrong places.
            self._begin_anew()
            raise
        self._last_read.note(tickets)
        self._sight.follow(anchor)
        self._shrink()
        self._changed()
        return outcome

    def _heed(self, read: Read, found: TicketPage) -> None:
        """Ask for no more at once than the server gives."""
        given = len(found.tickets)
        if 0 < given < self._sizes.limit and found.total is not None and read.skip + given < found.total:
            overlap = max(1, min(self._sizes.overlap, given // 4))
            self._sizes = Sizes(max(1, given - 2 * overlap), overlap)

    def _shrink(self) -> None:
        shrink(self.spine, self._sight.distance, page=self._sizes.page, most=self._most_loaded)

    def _changed(self) -> None:
        self.version += 1
        self._tell()
