"""One project being watched: client, budget, feeds and scheduler put together, without a screen."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar, cast

from gleaptui.clock import Clock
from gleaptui.config import Settings
from gleaptui.connection import open_client
from gleaptui.feeds import Desk
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.models import Event, Figure
from gleaptui.gleap.periods import Period
from gleaptui.inbox.desk import Inbox
from gleaptui.inbox.reading import Reading
from gleaptui.inbox.settings import inbox_of
from gleaptui.plan import FIGURE_FEEDS, NEWS, PLAN, PLANS, TOUCHES, UNKNOWN_TOUCHES, feeds_of
from gleaptui.refresh.behind import Behind
from gleaptui.refresh.budget import Budget
from gleaptui.refresh.changes import Change, Changes
from gleaptui.refresh.lane import Lane, in_lane
from gleaptui.refresh.scheduler import Scheduler
from gleaptui.refresh.snapshot import Snapshot

Value = TypeVar("Value")

_TOGETHER = 1.0
_CONCURRENCY = 8
"""Requests on their way at once; as many as the client keeps connections."""


class Watch:
    """Reads one project in the background and publishes snapshots."""

    def __init__(
        self,
        client: GleapClient,
        budget: Budget,
        settings: Settings,
        *,
        clock: Clock,
        period: Callable[[], Period],
        publish: Callable[[Snapshot[object]], None],
    ) -> None:
        self._client = client
        self._clock = clock
        self._publish = publish
        self._by_events = settings.refresh.intervals.events > 0
        self.budget = budget
        self.changes = Changes(TOUCHES, UNKNOWN_TOUCHES)
        self.behind = Behind([plan.name for plan in PLANS if plan.certain])
        self.inbox = Inbox(client, clock, inbox_of(settings), settings.timezone, hurry=budget.reconsider)
        self.desk = Desk(client, clock, self.inbox.read)
        self.scheduler = Scheduler(
            self.desk.feeds(settings.refresh),
            clock=clock,
            budget=budget,
            period=period,
            publish=self._took,
        )
        self._alerting = tuple(dict.fromkeys(name for one in settings.targets for name in feeds_of(one.metric)))
        self._for_others: tuple[str, ...] = ()
        self.scheduler.alert(self._alerting)
        self._compared: dict[str, tuple[str, tuple[float | None, ...]]] = {}
        """The figures of each feed that were compared last, and their period."""
        self._follower = ""
        self._choose_follower()

    @property
    def not_following(self) -> str:
        """Why events are not followed, so that plain intervals apply; empty while they are."""
        return self.changes.reason if self._by_events else "the events are read by hand only"

    def look_for_others(self, names: tuple[str, ...]) -> None:
        """Keep these feeds as fresh as if they were looked at here, as they are in another process."""
        if names != self._for_others:
            self._for_others = names
            self.scheduler.alert(dict.fromkeys((*self._alerting, *names)))

    def now(self) -> datetime:
        """The moment, in UTC."""
        return self._clock.now()

    def next_looks(self) -> dict[str, datetime]:
        """When each feed is asked again at the latest; those that do not run by themselves are left out."""
        now = self._clock.now()
        return {
            status.name: now + timedelta(seconds=status.next_due)
            for status in self.scheduler.status()
            if status.next_due is not None
        }

    def _took(self, snapshot: Snapshot[object]) -> None:
        """Hand a new snapshot on, and see what it tells about the others."""
        self._publish(snapshot)
        self._choose_follower()
        if snapshot.feed == self._follower and (snapshot.value is not None or snapshot.problem is not None):
            self._follow(snapshot)
        elif snapshot.feed in PLAN and snapshot.value is not None and snapshot.problem is None:
            self._weigh(snapshot)

    def _weigh(self, snapshot: Snapshot[object]) -> None:
        """See whether an answer is what the events have led to expect."""
        counts = tuple(figure.value for figure in _of(snapshot.value, Figure))
        if snapshot.feed in FIGURE_FEEDS and self._compared.get(snapshot.feed) != (snapshot.period, counts):
            # In a moment, so that figures that come together are compared together.
            self.scheduler.touch(("comparison",), after=_TOGETHER)
            self._compared[snapshot.feed] = (snapshot.period, counts)
        if counts and PLAN[snapshot.feed].complete and self._follower != NEWS:
            awaited = self.behind.awaits(snapshot.feed)
            self.changes.counts(snapshot.feed, snapshot.period, counts, awaited=awaited)
        again = self.behind.brought(snapshot.feed, snapshot.period, counts or snapshot.value)
        if again is not None:
            self.scheduler.touch((snapshot.feed,), after=again)

    def _follow(self, snapshot: Snapshot[object]) -> None:
        events = _of(snapshot.value, Event) if snapshot.value is not None else None
        log: Snapshot[Sequence[Change]] = Snapshot(snapshot.feed, snapshot.period, events, problem=snapshot.problem)
        # An event is as late as it is by the clock that gave it its time.
        touched = self.changes.events(log, self._clock.now() - self._client.ahead)
        if self._follower == NEWS:
            # What happens now changes nothing about a period that is over.
            touched = frozenset(name for name in touched if PLAN[name].now)
        if touched:
            self.behind.touched(touched)
            self.scheduler.touch(touched)
        self.scheduler.follow(self.changes.following)

    def _choose_follower(self) -> None:
        """The feed whose events are followed: the one on the screen where its period is not over."""
        if not self._by_events:
            return
        running = self.scheduler.period.includes(self._clock.now())
        follower = "events" if running else NEWS
        if follower != self._follower:
            self._follower = follower
            self.scheduler.lead(follower, [plan.name for plan in PLANS if plan.kinds and (running or plan.now)])

    async def run(self) -> None:
        """Read until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.inbox.serve(), name="inbox")
                await self.scheduler.run()
        finally:
            await self._client.aclose()

    async def past_events(self, start: datetime, end: datetime, zone: str) -> tuple[list[Event], bool]:
        """The events between two moments, for whoever has time, and whether those are all. Raises a `GleapError`."""
        with in_lane(Lane.BACKGROUND):
            return await self.desk.log.read(start, end, zone)

    def reading(self, changed: Callable[[str], None]) -> Reading:
        """What reads tickets that somebody opens; ``changed`` is told the id of a ticket of which something came."""
        return Reading(
            self._client,
            self._clock,
            changed=changed,
            hurry=self.budget.reconsider,
            directory=self.inbox.directory,
            at_hand=self.inbox.at_hand,
        )


def _of(value: object, kind: type[Value]) -> tuple[Value, ...]:
    """A feed's values where they are of that kind, all of them like the first."""
    return (
        cast(tuple[Value, ...], value) if isinstance(value, tuple) and isinstance(next(iter(value), None), kind) else ()
    )


async def open_watch(
    settings: Settings,
    *,
    clock: Clock,
    period: Callable[[], Period],
    publish: Callable[[Snapshot[object]], None],
) -> Watch:
    """A watch over the project of the settings, or over the demo desk. Raises `GleapError` for settings that cannot
    work, such as a base URL that is not https."""
    budget = Budget(
        clock,
        requests_per_minute=settings.refresh.requests_per_minute,
        ticket_requests_per_minute=settings.refresh.ticket_requests_per_minute,
        concurrency=_CONCURRENCY,
    )
    client = await open_client(settings, gate=budget, clock=clock)
    return Watch(client, budget, settings, clock=clock, period=period, publish=publish)
