"""When which feed asks, and for whom."""

import asyncio
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from gleaptui.clock import Clock
from gleaptui.gleap.periods import Period
from gleaptui.refresh.alarm import Alarm
from gleaptui.refresh.attempt import Brought, Failed, attempt
from gleaptui.refresh.budget import Budget
from gleaptui.refresh.entry import LONG_AGO, NEVER, Entry, Pace, Run, needed_stretch
from gleaptui.refresh.feed import Feed, FeedStatus
from gleaptui.refresh.lane import Errand, Lane
from gleaptui.refresh.outage import Outage
from gleaptui.refresh.problems import describe, is_outage, is_throttle, log_unknown
from gleaptui.refresh.snapshot import Problem, Snapshot

_TICK = 5.0
"""Seconds after which the wall clock and the period are looked at again, whatever else is due."""
_CLOCK_JUMP = 30.0
_LOOK_AGAIN = 10.0
"""Seconds after a failure from which opening the pane is reason enough to try again."""
_HEADROOM = 0.95
"""The part of the budget that intervals are planned for; the rest is for what events and clocks bring."""


class Scheduler:
    """Runs feeds: what is on the screen first, then what alerts need, then the rest, none of them twice at once.

    A feed that fails keeps its last value, is tried again later and later, and touches no other. ``publish`` is called
    with each new snapshot; ``describe`` says what an exception means, None for one it does not know. Every method may
    be called at any time from the event loop that runs `run`.
    """

    def __init__(
        self,
        feeds: Sequence[Feed],
        *,
        clock: Clock,
        budget: Budget,
        period: Callable[[], Period],
        publish: Callable[[Snapshot[object]], None],
        describe: Callable[[Exception], Problem | None] = describe,
        jitter: random.Random | None = None,
        concurrency: int = 6,
        deadline: float = 120.0,
    ) -> None:
        self._clock, self._budget, self._period = clock, budget, period
        self._publish_to, self._describe = publish, describe
        self._jitter = jitter or random.Random()
        self._concurrency, self._deadline = concurrency, deadline
        self._current = period()
        self._entries = {
            feed.name: Entry(feed, self._empty(feed), rank=rank, cost=feed.requests) for rank, feed in enumerate(feeds)
        }
        if len(self._entries) != len(feeds):
            raise ValueError("two feeds have the same name")
        self._alarm = Alarm(clock)
        self._outage = Outage(self._jitter)
        self._paused = False
        self._following = False
        self._led: tuple[Entry, tuple[Entry, ...]] | None = None
        """What tells which feeds are to be asked, and those feeds."""
        self._stretch = 1.0
        self._wall_offset = self._offset()

    @property
    def period(self) -> Period:
        """What figures are asked for now: the one that a screen may put above them."""
        return self._current

    @property
    def stretch(self) -> float:
        """The factor, at least 1, by which intervals have grown because the budget cannot hold them."""
        return self._stretch

    @property
    def paused(self) -> bool:
        """Whether only the user's own requests run."""
        return self._paused

    @property
    def next_probe(self) -> float | None:
        """While nothing comes through: seconds until one of the feeds tries again."""
        return max(0.0, self._outage.next_probe - self._clock.monotonic()) if self._outage.active else None

    def status(self) -> tuple[FeedStatus, ...]:
        """How each feed stands, in the order in which they were given."""
        pace, now = self._pace(), self._clock.monotonic()
        return tuple(entry.status(pace, now) for entry in self._entries.values())

    def snapshot(self, name: str) -> Snapshot[object]:
        """The latest snapshot of that feed."""
        return self._entries[name].snapshot

    def restore(self, snapshots: Iterable[Snapshot[object]]) -> None:
        """Begin with what was stored earlier, where it is for the current period. It is shown, and asked for anew."""
        for snapshot in snapshots:
            entry = self._entries.get(snapshot.feed)
            if entry is not None and snapshot.period == entry.snapshot.period and entry.snapshot.value is None:
                self._publish(entry, replace(snapshot, source="stored"))

    def leave_to_others(self, names: Iterable[str]) -> None:
        """Another process asks for these feeds and for no others; its answers come by `adopt`."""
        others = self._named(names)
        for entry in self._entries.values():
            entry.elsewhere = entry in others
            if entry.elsewhere and entry.run is not None:
                entry.run.end("dropped")
        self._nudge()

    def adopt(self, snapshot: Snapshot[object]) -> None:
        """Show what another process fetched, if it is for what is looked at here and newer, or why it got nothing."""
        entry, age = self._entries[snapshot.feed], snapshot.age(self._clock.now())
        mine = entry.snapshot
        if snapshot.period != mine.period:
            return
        if age is None or snapshot.fetched_at is None:
            if snapshot.value is None and snapshot.problem is not None:
                self._publish(entry, mine.failed(snapshot.problem))
        elif mine.fetched_at is None or mine.fetched_at <= snapshot.fetched_at:
            self._publish(entry, snapshot)
            entry.adopt(snapshot, self._clock.monotonic(), age)

    def watch(self, names: Iterable[str]) -> None:
        """These feeds, and no others, are on the screen now, the most wanted first."""
        self._mark(names, alerts=False)

    def alert(self, names: Iterable[str]) -> None:
        """Alerts are computed from these feeds, and from no others: they run as if watched, but after what is."""
        self._mark(names, alerts=True)

    def refresh(self, names: Iterable[str]) -> None:
        """The user wants these now. A run that is under way is hurried on instead of being repeated."""
        for entry in self._named(names):
            if entry.run is not None and not entry.run.ending:
                entry.run.errand.lane = Lane.USER
            else:
                entry.asked = True
        self._nudge()

    def begin_anew(self, names: Iterable[str]) -> None:
        """What these feeds brought is not what is wanted any more: it leaves the screen, and is asked for anew by
        whoever asks."""
        for entry in self._named(names):
            self._begin_anew(entry)
            entry.opened = entry.watched
        self._nudge()

    def touch(self, names: Iterable[str], after: float = 0.0) -> None:
        """Something happened that these feeds would show: they become due early, no sooner than their floor allows, or
        where that is said, so many seconds from now."""
        for entry in self._named(names):
            entry.touch(self._clock.monotonic(), after)
        self._nudge()

    def lead(self, leader: str, led: Iterable[str]) -> None:
        """This feed, and no other, tells when those are to be asked: while any of them runs by itself, it runs as if
        watched, and goes before them."""
        (entry,) = self._named([leader])
        self._led = (entry, tuple(self._named(led)))
        self._nudge()

    def follow(self, following: bool) -> None:
        """Whether events tell what has changed, so that feeds with a slow interval keep to it until touched."""
        self._following = following
        self._nudge()

    def period_changed(self) -> None:
        """Another period was chosen: values for the old one leave the screen at once, and all is asked anew."""
        for entry in self._follow_the_period():
            entry.opened = entry.watched
        self._nudge()

    def _follow_the_period(self) -> list[Entry]:
        """Take the period as it is now; the feeds that begin anew with it."""
        before, self._current = self._current, self._period()
        if before.key == self._current.key:
            return []
        stale = [entry for entry in self._entries.values() if entry.feed.periodic]
        for entry in stale:
            self._begin_anew(entry)
        return stale

    def pause(self) -> None:
        """Start nothing but what the user asks for, or opens and has not seen yet. What is under way ends."""
        self._paused = True

    def resume(self) -> None:
        """Go on; what became due meanwhile runs now, the visible first."""
        self._paused = False
        self._nudge()

    async def run(self) -> None:
        """Keep feeds fresh until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                await self._alarm.wait(self._step(group))

    def _step(self, group: asyncio.TaskGroup) -> float:
        now = self._clock.monotonic()
        self._look_at_the_clocks()
        rest = self._end_the_late(now)
        self._plan(now)
        pace = self._pace()
        idle = [(entry.due(pace), entry) for entry in self._entries.values() if entry.run is None]
        for due, entry in sorted(idle, key=lambda place: (place[1].lane, place[1].rank, place[0])):
            if due <= now and self._may_start(entry):
                self._start(group, entry, now)
        rest = min([rest, *(due - now for due, entry in idle if due > now)])
        if self._outage.active and not self._paused:
            self._tell_of_the_outage(entry for due, entry in idle if due <= now)
            rest = min(rest, self._probe(group, [entry for due, entry in idle if due < NEVER], now))
        return min(rest, _TICK)

    def _probe(self, group: asyncio.TaskGroup, candidates: list[Entry], now: float) -> float:
        """In an outage, let the cheapest feed try when it is time; seconds until the next look."""
        if any(entry.run is not None for entry in self._entries.values()) or not candidates:
            return NEVER
        if self._outage.next_probe > now:
            return self._outage.next_probe - now
        self._outage.probing(now)
        # One whose last run had nothing to ask may have nothing to ask again.
        self._start(group, min(candidates, key=lambda entry: (not entry.last_requests, entry.cost, entry.lane)), now)
        return NEVER

    def _tell_of_the_outage(self, overdue: Iterable[Entry]) -> None:
        """What would be asked for now, and cannot be, is as stale as what was asked for in vain."""
        problem = next((entry.snapshot.problem for entry in self._entries.values() if self._is_out(entry)), None)
        for entry in overdue:
            if problem is not None and entry.snapshot.problem is None and entry.run is None:
                self._publish(entry, entry.snapshot.failed(problem))

    @staticmethod
    def _is_out(entry: Entry) -> bool:
        return entry.snapshot.problem is not None and entry.snapshot.problem.everywhere

    def _may_start(self, entry: Entry) -> bool:
        if entry.asked:
            return True
        if self._outage.active or (self._paused and not entry.opened):
            return False
        running = sum(1 for other in self._entries.values() if other.run is not None)
        return entry.lane <= Lane.VISIBLE or running < self._concurrency

    def _start(self, group: asyncio.TaskGroup, entry: Entry, now: float) -> None:
        run = Run(Errand(entry.lane), self._current, now, self._clock.now(), entry.touched_from)
        entry.begin(run)
        run.task = group.create_task(self._perform(entry, run), name=f"feed {entry.feed.name}")
        # Not a finally inside: a task cancelled before its first step never gets there.
        run.task.add_done_callback(lambda _task: self._ended(entry, run))

    async def _perform(self, entry: Entry, run: Run) -> None:
        outcome = await attempt(entry.feed, run, self._deadline, self._describe)
        if isinstance(outcome, Brought):
            self._succeed(entry, run, outcome.value)
        elif outcome is not None:
            self._fail(entry, run, outcome)

    def _ended(self, entry: Entry, run: Run) -> None:
        if run.ending == "dropped":
            entry.forget_run(run)
        entry.total_requests += run.errand.requests
        entry.run = None
        self._alarm.ring()

    def _succeed(self, entry: Entry, run: Run, value: object) -> None:
        self._conclude(entry, run)
        entry.failures = 0
        period = run.period.key if entry.feed.periodic else ""
        self._publish(entry, Snapshot(entry.feed.name, period, value, self._clock.now()))
        if run.errand.requests:
            self._reached()

    def _fail(self, entry: Entry, run: Run, failed: Failed) -> None:
        self._conclude(entry, run)
        problem, now, now_at = failed.problem, self._clock.monotonic(), self._clock.now()
        wait = max(failed.wait, (problem.retry_at - now_at).total_seconds() if problem.retry_at else 0.0)
        # The budget keeps all feeds waiting after a 429; once it lets them through, none has a reason to wait longer.
        delay = entry.back_off(now, self._jitter.uniform(0.75, 1.0), wait, again=is_throttle(problem))
        if is_outage(problem):
            others = any(other is not entry and other.due(self._pace()) < NEVER for other in self._entries.values())
            self._outage.failed(entry.feed.name, now, others)
            if self._outage.active:
                delay = self._outage.next_probe - now
        else:
            self._reached()
        everywhere = self._outage.active and is_outage(problem)
        problem = replace(problem, retry_at=now_at + timedelta(seconds=delay), everywhere=everywhere)
        self._publish(entry, entry.snapshot.failed(problem))

    def _conclude(self, entry: Entry, run: Run) -> None:
        entry.conclude(run, self._clock.monotonic(), self._clock.now(), self._jitter.uniform(0.95, 1.05))

    def _reached(self) -> None:
        """Gleap answered: if nothing came through before, all that waited for that is due again."""
        if self._outage.reached():
            for entry in self._entries.values():
                if entry.snapshot.problem is not None and is_outage(entry.snapshot.problem):
                    # One that was only said to be as stale is owed an answer, however seldom it is asked from now on.
                    entry.retry_at, entry.overdue = LONG_AGO, True

    def _look_at_the_clocks(self) -> None:
        offset = self._offset()
        jump, self._wall_offset = offset - self._wall_offset, offset
        if abs(jump) > _CLOCK_JUMP:
            self._catch_up(jump)
        if not self._paused:
            self._follow_the_period()

    def _catch_up(self, jump: float) -> None:
        """The machine slept, or somebody set its clock: no due moment of before means anything now."""
        for entry in self._entries.values():
            entry.overdue = True
            entry.retry_at = LONG_AGO
            if jump > 0 and entry.run is not None:
                entry.run.end("dropped")
            fetched_at = entry.snapshot.fetched_at
            if jump < 0 and fetched_at is not None:
                # By a clock that was set back it would be of the future, and seem new for all that time.
                self._publish(entry, replace(entry.snapshot, fetched_at=fetched_at + timedelta(seconds=jump)))

    def _end_the_late(self, now: float) -> float:
        """Cancel what had its time; seconds until the next run has. Waiting for the budget costs a run no time."""
        rest = NEVER
        for entry in self._entries.values():
            if entry.run is not None and not entry.run.ending:
                left = self._deadline - entry.run.errand.busy_for(entry.run.started, now)
                if left <= 0:
                    entry.run.end("late")
                else:
                    rest = min(rest, max(left, 1.0))
        return rest

    def _begin_anew(self, entry: Entry) -> None:
        if entry.run is not None:
            entry.run.end("dropped")
        entry.overdue = True
        empty = self._empty(entry.feed)
        if self._outage.active:
            empty = replace(empty, problem=entry.snapshot.problem)
        else:
            entry.failures = 0
        self._publish(entry, empty)

    def _mark(self, names: Iterable[str], alerts: bool) -> None:
        chosen = self._named(names)
        for position, entry in enumerate(self._entries.values()):
            before = entry.lane
            if alerts:
                entry.alerting = entry in chosen
            else:
                seen, entry.watched = entry.watched, entry in chosen
                entry.rank = chosen.index(entry) if entry.watched else position
                entry.opened = entry.watched and entry.snapshot.value is None and (entry.opened or not seen)
            if entry.lane < before and entry.failures:
                entry.retry_at = min(entry.retry_at, entry.finished + _LOOK_AGAIN)
            if entry.run is not None:
                self._move(entry, entry.run, before)
        self._nudge()

    def _move(self, entry: Entry, run: Run, before: Lane) -> None:
        """Have a run go on for whom it is wanted now; one that nobody wants any more sends no further request."""
        if entry.lane < before:
            run.errand.lane = min(run.errand.lane, entry.lane)
        elif entry.lane > before:
            unwanted = run.errand.requests == 0 or entry.interval(self._pace()) is None
            if unwanted and run.errand.waiting:
                run.end("dropped")
            run.errand.lane = entry.lane

    def _named(self, names: Iterable[str]) -> list[Entry]:
        unknown = sorted(set(names := list(names)) - self._entries.keys())
        if unknown:
            raise ValueError(f"no feed is called {', '.join(unknown)}")
        return [self._entries[name] for name in names]

    def _nudge(self) -> None:
        """Something changed that may make a feed due, or move a request that waits."""
        self._budget.reconsider()
        self._alarm.ring()

    def _plan(self, now: float) -> None:
        if self._led is not None:
            leader, led = self._led
            wanted = any(entry.interval(self._pace()) is not None for entry in led)
            for entry in self._entries.values():
                entry.leading = entry is leader and wanted
        requests, tickets = self._budget.steady_rate()
        entries = list(self._entries.values())
        self._stretch = needed_stretch(entries, self._following, requests * _HEADROOM, tickets * _HEADROOM, now)

    def _pace(self) -> Pace:
        return Pace(self._stretch, self._following)

    def _empty(self, feed: Feed) -> Snapshot[object]:
        return Snapshot(feed.name, self._current.key if feed.periodic else "")

    def _publish(self, entry: Entry, snapshot: Snapshot[object]) -> None:
        if snapshot == entry.snapshot:
            return
        entry.snapshot = snapshot
        try:
            self._publish_to(snapshot)
        except Exception as error:  # noqa: BLE001 - a pane that cannot show a value must not stop the feeds
            log_unknown(error, f"showing {entry.feed.name} failed")

    def _offset(self) -> float:
        return self._clock.now().timestamp() - self._clock.monotonic()
