"""A feed's place in the schedule: when it is due and in which lane. Moments are monotonic seconds."""

import asyncio
import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from gleaptui.gleap.periods import Period
from gleaptui.refresh.feed import Feed, FeedStatus
from gleaptui.refresh.lane import Errand, Lane
from gleaptui.refresh.snapshot import Snapshot

NEVER = math.inf
LONG_AGO = -math.inf
_FIRST_BACK_OFF = 5.0
_LONGEST_BACK_OFF = 300.0
_USER_FLOOR = 1.0
"""A key held down repeats thirty times a second."""


@dataclass(slots=True, eq=False)
class Run:
    """A fetch under way."""

    errand: Errand
    period: Period
    started: float
    started_at: datetime
    touched: bool
    ending: Literal["", "late", "dropped"] = ""
    """Why the scheduler ended it, if it did."""
    task: "asyncio.Task[None] | None" = None

    def end(self, reason: Literal["late", "dropped"]) -> None:
        """Cancel it, once."""
        if not self.ending and self.task is not None:
            self.ending = reason
            self.task.cancel()

    @property
    def unsent(self) -> bool:
        """All it ever did is wait to be let through."""
        return self.errand.requests == 0 and self.errand.waiting > 0


@dataclass(frozen=True, slots=True)
class Pace:
    """What holds for all feeds alike."""

    stretch: float = 1.0
    """Factor on all intervals, where the budget cannot hold them."""
    following: bool = False
    """Events tell what has changed, so that the rest may wait for its slow interval."""


@dataclass(slots=True, eq=False)
class Entry:
    """A feed and what happened to it so far."""

    feed: Feed
    snapshot: Snapshot[object]
    rank: int = 0
    """Its place among feeds in the same lane."""
    watched: bool = False
    alerting: bool = False
    asked: bool = False
    """By the user."""
    touched: bool = False
    """By an event, since its last run began."""
    overdue: bool = True
    """To be run at once, whatever its interval."""
    spread: float = 1.0
    """Jitter: a factor on the next interval."""
    failures: int = 0
    retry_at: float = LONG_AGO
    started: float = LONG_AGO
    finished: float = LONG_AGO
    started_at: datetime | None = None
    finished_at: datetime | None = None
    last_requests: int = 0
    cost: float = 1.0
    ticket_cost: float = 0.0
    run: Run | None = field(default=None)
    elsewhere: bool = False
    """Another process asks for it, and hands its answers over."""

    @property
    def lane(self) -> Lane:
        """For whom it would run now."""
        if self.asked:
            return Lane.USER
        if self.watched:
            return Lane.VISIBLE
        return Lane.ALERT if self.alerting else Lane.BACKGROUND

    def interval(self, pace: Pace) -> float | None:
        """Seconds between runs as things stand; None: it does not run by itself."""
        feed = self.feed
        if feed.interval <= 0:
            return None
        plain = feed.interval if self.watched or self.alerting else feed.idle_interval
        if not plain:
            return None
        slow = feed.slow_interval if pace.following else None
        return max(plain, slow or 0.0) * pace.stretch

    def due(self, pace: Pace) -> float:
        """The moment from which it may run, `NEVER` where it does not run by itself."""
        if self.elsewhere:
            return NEVER
        if self.asked:
            return self.started + _USER_FLOOR
        interval = self.interval(pace)
        if interval is None and not self._still_owed():
            return NEVER
        if self.failures:
            return self.retry_at
        if self.overdue or interval is None:
            return LONG_AGO
        # From start to start, but a server that takes long to answer is left alone for half the interval.
        regular = max(self.started + interval * self.spread, self.finished + interval * self.spread / 2)
        if self.touched:
            floor = self.feed.floor if self.watched or self.alerting else self.feed.idle_floor
            return min(regular, self.started + floor * pace.stretch)
        return regular

    def _still_owed(self) -> bool:
        """A manual feed runs when it is first looked at, and again until what was asked for has come."""
        unanswered = self.snapshot.fetched_at is None or self.failures > 0
        return self.watched and self.feed.interval <= 0 and unanswered

    def begin(self, run: Run) -> None:
        """It runs: what made it due is answered by this run."""
        self.run = run
        self.asked = False
        self.touched = False

    def conclude(self, run: Run, now: float, now_at: datetime, spread: float) -> None:
        """The run brought a value or a problem."""
        self.overdue = False
        self.spread = spread
        self.started, self.started_at = run.started, run.started_at
        self.finished, self.finished_at = now, now_at
        self.last_requests = run.errand.requests
        if run.errand.requests:
            self.cost = _smoothed(self.cost, run.errand.requests)
            self.ticket_cost = _smoothed(self.ticket_cost, run.errand.ticket_requests)

    def back_off(self, now: float, jitter: float, wait: float) -> float:
        """It failed: seconds until it may be tried again, twice as many each time, and never less than ``wait``."""
        self.failures += 1
        delay = max(wait, jitter * min(_LONGEST_BACK_OFF, _FIRST_BACK_OFF * 2.0 ** min(self.failures - 1, 10)))
        self.retry_at = now + delay
        return delay

    def status(self, pace: Pace, now: float) -> FeedStatus:
        """How it stands, for people."""
        due = self.due(pace)
        return FeedStatus(
            name=self.feed.name,
            watched=self.watched,
            interval=self.interval(pace),
            running=self.run is not None,
            last_started=self.started_at,
            last_finished=self.finished_at,
            next_due=max(0.0, due - now) if due < NEVER else None,
            problem=self.snapshot.problem,
            requests=self.last_requests,
            failures=self.failures,
            elsewhere=self.elsewhere,
        )

    def adopt(self, snapshot: Snapshot[object], now: float, age: float) -> None:
        """Somebody else fetched it, that many seconds ago."""
        self.snapshot = snapshot
        self.overdue = self.touched = False
        self.failures = 0
        self.started = self.finished = now - age

    def forget_run(self, run: Run) -> None:
        """The run was taken back as if it had never begun."""
        self.touched = self.touched or run.touched


def _smoothed(before: float, now: float) -> float:
    return (before + now) / 2


def needed_stretch(entries: list[Entry], following: bool, requests_a_minute: float, tickets_a_minute: float) -> float:
    """The factor, at least 1, by which all intervals must grow for their requests to fit."""
    pace = Pace(1.0, following)
    wanted = wanted_tickets = 0.0
    for entry in entries:
        interval = entry.interval(pace)
        if interval is not None:
            wanted += entry.cost * 60 / interval
            wanted_tickets += entry.ticket_cost * 60 / interval
    return max(1.0, wanted / requests_a_minute, wanted_tickets / tickets_a_minute)
