"""Feeds that answer as a test tells them, with everything around them."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from gleaptui.gleap.periods import Period, resolve
from gleaptui.refresh.budget import Budget
from gleaptui.refresh.feed import Feed, FeedStatus
from gleaptui.refresh.scheduler import Scheduler
from gleaptui.refresh.snapshot import Snapshot
from tests.virtual_clock import VirtualClock


class RefusedError(Exception):
    """An error that describes itself, as the client's errors do."""

    def __init__(self, kind: str = "network", retry_after: float | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.title = "No connection"
        self.message = "Nobody answers."
        self.retry_after = retry_after


@dataclass
class Source:
    """What one feed fetches: ``requests`` requests at once, each taking ``seconds``, failing while ``error`` is set."""

    name: str
    desk: "Desk"
    requests: int = 1
    seconds: float = 0.1
    path: str = "/statistics/facts"
    error: Exception | None = None
    starts: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    periods: list[str] = field(default_factory=list)
    running: int = 0
    most_at_once: int = 0

    async def fetch(self, period: Period) -> object:
        clock = self.desk.clock
        self.running += 1
        self.most_at_once = max(self.most_at_once, self.running)
        self.starts.append(clock.monotonic())
        self.periods.append(period.key)
        try:
            await asyncio.gather(*(self._request() for _ in range(self.requests)))
            return f"{self.name} {len(self.starts)}"
        finally:
            self.running -= 1
            self.ends.append(clock.monotonic())

    async def _request(self) -> None:
        desk = self.desk
        async with desk.budget.passing(self.path):
            desk.sent.append((desk.clock.monotonic(), self.path, self.name))
            desk.on_their_way += 1
            desk.most_on_their_way = max(desk.most_on_their_way, desk.on_their_way)
            try:
                await desk.clock.sleep(self.seconds)
            finally:
                desk.on_their_way -= 1
            if self.error is not None:
                raise self.error


class Desk:
    """A scheduler with its clock, budget, sources and everything it published."""

    def __init__(
        self,
        requests_per_minute: int = 120,
        tickets: int = 60,
        period: str = "7d",
        seed: int = 7,
        concurrency: int | None = None,
    ) -> None:
        self.clock = VirtualClock()
        self.budget = Budget(self.clock, requests_per_minute, tickets, concurrency=concurrency)
        self.period_name = period
        self.zone = "Europe/Paris"
        self.seed = seed
        self.sources: dict[str, Source] = {}
        self.feeds: list[Feed] = []
        self.sent: list[tuple[float, str, str]] = []
        self.on_their_way = self.most_on_their_way = 0
        self.published: list[Snapshot[object]] = []
        self.shown: dict[str, Snapshot[object]] = {}
        self.on_publish: Callable[[Snapshot[object]], None] = lambda snapshot: None
        self.scheduler: Scheduler

    def feed(
        self,
        name: str,
        interval: float = 30,
        idle: float | None = None,
        *,
        requests: int = 1,
        seconds: float = 0.1,
        path: str = "/statistics/facts",
        periodic: bool = True,
        slow: float | None = None,
        floor: float = 5.0,
    ) -> Source:
        source = Source(name, self, requests, seconds, path)
        self.sources[name] = source
        self.feeds.append(Feed(name, source.fetch, interval, idle, slow, periodic, requests, floor))
        return source

    def period(self) -> Period:
        return resolve(self.period_name, self.clock.now(), self.zone)

    def publish(self, snapshot: Snapshot[object]) -> None:
        self.published.append(snapshot)
        self.shown[snapshot.feed] = snapshot
        self.on_publish(snapshot)

    def build(self, deadline: float = 120.0, concurrency: int = 6) -> Scheduler:
        self.scheduler = Scheduler(
            self.feeds,
            clock=self.clock,
            budget=self.budget,
            period=self.period,
            publish=self.publish,
            jitter=random.Random(self.seed),
            deadline=deadline,
            concurrency=concurrency,
        )
        return self.scheduler

    def forget(self) -> None:
        """Remember nothing of what was sent, fetched and published so far."""
        self.sent.clear()
        self.published.clear()
        for source in self.sources.values():
            for moments in (source.starts, source.ends, source.periods):
                moments.clear()

    @asynccontextmanager
    async def open(self, *watched: str, deadline: float = 120.0, concurrency: int = 6) -> AsyncIterator[Scheduler]:
        scheduler = self.build(deadline, concurrency)
        scheduler.watch(watched)
        task = asyncio.create_task(scheduler.run())
        try:
            yield scheduler
            assert not task.done()
        finally:
            task.cancel()
            await asyncio.wait([task])
            await self.clock.settle()

    def status(self, name: str) -> FeedStatus:
        return next(status for status in self.scheduler.status() if status.name == name)

    def value(self, name: str) -> object:
        return self.shown[name].value

    def fetched_at(self, name: str) -> datetime | None:
        return self.shown[name].fetched_at


def worst_minute(moments: list[float]) -> int:
    """The most moments in any closed span of 60 seconds."""
    worst = first = 0
    for last, moment in enumerate(moments):
        while moments[first] < moment - 60:
            first += 1
        worst = max(worst, last - first + 1)
    return worst
