"""A feed's place in the schedule: when it is due and in which lane. Moments are monotonic seconds."""

import asyncio
import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from gleaptui.gleap.periods import Period
from gleaptui.refresh.feed import Feed, FeedStatus
from gleaptui.refresh.frequency import Frequency
from gleaptui.refresh.lane import Errand, Lane
from gleaptui.refresh.snapshot import Snapshot

NEVER = math.inf
LONG_AGO = -math.inf
_FIRST_BACK_OFF = 5.0
_LONGEST_BACK_OFF = 300.0
_ROUNDS = 12
"""Steps in which the stretch is found."""
_USER_FLOOR = 1.0
"""A key held down repeats thirty times a second."""
_MEMORY = 300.0
"""Seconds over which it is known how often events touch a feed."""
_CHEAP = 2.0
"""So many requests of a feed that comes onto the screen empty may draw on the user's reserve."""


@dataclass(slots=True, eq=False)
class Run:
    """A fetch under way."""

    errand: Errand
    period: Period
    started: float
    started_at: datetime
    touched_from: float = math.inf
    """The entry's, when it began."""
    ending: Literal["", "late", "dropped"] = ""
    """Why the scheduler ended it, if it did."""
    task: "asyncio.Task[None] | None" = None

    def end(self, reason: Literal["late", "dropped"]) -> None:
        """Cancel it, once."""
        if not self.ending and self.task is not None:
            self.ending = reason
            self.task.cancel()


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
    leading: bool = False
    """It tells what else to ask for, and somebody wants to know."""
    asked: bool = False
    """By the user."""
    opened: bool = False
    """The user looked for it where it was not there yet."""
    touched_from: float = NEVER
    """From when on an event's touch makes it due; `NEVER` where none has since its last run began."""
    touches: Frequency = field(default_factory=lambda: Frequency(_MEMORY))
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
    total_requests: int = 0
    cost: float = 1.0
    """Requests of a run, as was expected at first and is measured since."""
    ticket_cost: float = 0.0
    run: Run | None = field(default=None)
    elsewhere: bool = False
    """Another process asks for it, and hands its answers over."""

    @property
    def lane(self) -> Lane:
        """For whom it would run now."""
        if self.asked or (self.opened and self.cost <= _CHEAP):
            return Lane.USER
        if self.leading:
            return Lane.LEADING
        if self.watched:
            return Lane.VISIBLE
        return Lane.ALERT if self.alerting else Lane.BACKGROUND

    @property
    def wanted(self) -> bool:
        """Whether anybody looks at it, or at what follows from it."""
        return self.watched or self.alerting or self.leading

    def interval(self, pace: Pace) -> float | None:
        """Seconds between runs as things stand; None: it does not run by itself."""
        feed = self.feed
        if feed.interval <= 0:
            return None
        plain = feed.interval if self.wanted else feed.idle_interval
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
        return min(regular, max(self.touched_from, self.started + self._floor * pace.stretch))

    @property
    def _floor(self) -> float:
        return self.feed.floor if self.wanted else self.feed.idle_floor

    def _still_owed(self) -> bool:
        """A manual feed runs when it is first wanted, and again until what was asked for has come."""
        unanswered = self.snapshot.fetched_at is None or self.failures > 0
        return (self.watched or self.alerting) and self.feed.interval <= 0 and unanswered

    def runs_a_minute(self, pace: Pace, now: float) -> float:
        """How often it runs at that pace, as far as clock and events can tell beforehand."""
        interval = self.interval(pace)
        if interval is None:
            return 0.0
        touched = min(self.touches.per_minute(now), 60 / (self._floor * pace.stretch))
        return max(60 / interval, touched)

    def touch(self, now: float, after: float) -> None:
        """An event moves it, which its answers show in so many seconds."""
        if not after:
            self.touches.count(1, now)
        self.touched_from = min(self.touched_from, now + after)

    def begin(self, run: Run) -> None:
        """It runs: what made it due is answered by this run."""
        self.run = run
        self.asked = self.opened = False
        self.touched_from = NEVER

    def conclude(self, run: Run, now: float, now_at: datetime, spread: float) -> None:
        """The run brought a value or a problem."""
        self.overdue = self.opened = False
        self.spread = spread
        self.started, self.started_at = run.started, run.started_at
        self.finished, self.finished_at = now, now_at
        self.last_requests = run.errand.requests
        self.cost = _smoothed(self.cost, run.errand.requests)
        self.ticket_cost = _smoothed(self.ticket_cost, run.errand.ticket_requests)

    def back_off(self, now: float, jitter: float, wait: float, *, again: bool = False) -> float:
        """It failed: seconds until it may be tried again, twice as many each time unless ``again`` says that it is the
        first time each time, and never less than ``wait``."""
        doublings = 0 if again else min(self.failures, 10)
        self.failures += 1
        delay = max(wait, jitter * min(_LONGEST_BACK_OFF, _FIRST_BACK_OFF * 2.0**doublings))
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
            total_requests=self.total_requests,
            failures=self.failures,
            elsewhere=self.elsewhere,
            only_watched=self.feed.interval > 0 and not self.feed.idle_interval,
        )

    def adopt(self, snapshot: Snapshot[object], now: float, age: float) -> None:
        """Somebody else fetched it, that many seconds ago."""
        self.snapshot = snapshot
        self.overdue = False
        self.touched_from = NEVER
        self.failures = 0
        self.started = self.finished = now - age

    def forget_run(self, run: Run) -> None:
        """The run was taken back, as if it had never begun."""
        self.touched_from = min(self.touched_from, run.touched_from)


def _smoothed(before: float, now: float) -> float:
    return (before + now) / 2


def needed_stretch(
    entries: list[Entry], following: bool, requests_a_minute: float, tickets_a_minute: float, now: float
) -> float:
    """The factor, at least 1, by which all intervals must grow for their requests to fit."""
    stretch = 1.0
    for _ in range(_ROUNDS):
        pace = Pace(stretch, following)
        runs = [(entry, entry.runs_a_minute(pace, now)) for entry in entries]
        wanted = sum(entry.cost * often for entry, often in runs) / requests_a_minute
        tickets = sum(entry.ticket_cost * often for entry, often in runs) / tickets_a_minute
        # What events cause is not in proportion: it gives way only where its shortest pauses grow beyond those between
        # the events. So this comes near from below.
        if (excess := max(wanted, tickets)) <= 1.01:
            break
        stretch *= excess
    return stretch
