"""What is read for a list: by whom, on whose behalf, and for which rows."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Protocol

from gleaptui.gleap.models import TicketPage
from gleaptui.gleap.query import TicketQuery
from gleaptui.inbox.plan import Read, Sizes, missing
from gleaptui.inbox.spine import Spine
from gleaptui.refresh.lane import Errand, Lane

_MOST_AT_ONCE = 3


class Reader(Protocol):
    """Reads a stretch of the server's list; raises a `GleapError`. `GleapClient.tickets` is one."""

    def __call__(self, question: TicketQuery, *, skip: int, limit: int) -> Awaitable[TicketPage]: ...


@dataclass(eq=False, slots=True)
class Job:
    """A read on its way."""

    read: Read
    errand: Errand
    asked: int
    insist: bool
    task: "asyncio.Task[None] | None" = None


Spans = Sequence[tuple[Lane, range]]
"""Rows that are wanted, each in the order that they are wanted in, and the lane that they are read in."""


class Jobs:
    """The reads of one list that are on their way: a few at once, and none that serves nothing any more."""

    def __init__(self, run: Callable[[Job], Coroutine[None, None, None]], hurry: Callable[[], None]) -> None:
        """``hurry`` is called when a waiting read becomes urgent."""
        self._run = run
        self._hurry = hurry
        self._jobs: list[Job] = []

    def __len__(self) -> int:
        return len(self._jobs)

    @property
    def tasks(self) -> list["asyncio.Task[None]"]:
        """What they run in."""
        return [job.task for job in self._jobs if job.task is not None]

    def plan(
        self, group: asyncio.TaskGroup, spine: Spine, spans: Spans, sizes: Sizes, *, asked: int, insist: bool
    ) -> None:
        """Begin what is missing of these rows, and take back what was not sent and is missed by nobody."""
        self._cancel_unwanted([rows for _, rows in spans if rows], sizes.overlap)
        for lane, rows in spans:
            if not rows:
                continue
            self._raise_lanes(lane, rows)
            for read in missing(spine, rows, [job.read for job in self._jobs], sizes):
                if len(self._jobs) >= _MOST_AT_ONCE:
                    return
                job = Job(read, Errand(lane), asked, insist)
                self._jobs.append(job)
                job.task = group.create_task(self._run(job), name=f"tickets from {read.skip}")

    def ended(self, job: Job) -> None:
        """It is not on its way any more."""
        if job in self._jobs:
            self._jobs.remove(job)

    def clear(self) -> None:
        """None of them is."""
        self._jobs.clear()

    def _raise_lanes(self, lane: Lane, rows: range) -> None:
        late = [job for job in self._jobs if job.errand.lane > lane and job.read.touches(min(rows), max(rows))]
        for job in late:
            job.errand.lane = lane
        if late:
            self._hurry()

    def _cancel_unwanted(self, spans: Sequence[range], margin: int) -> None:
        for job in list(self._jobs):
            needed = any(job.read.touches(min(rows), max(rows), margin) for rows in spans)
            if not needed and job.errand.requests == 0 and job.task is not None:
                job.task.cancel()
                self._jobs.remove(job)
