"""A day of a busy desk on a virtual clock: how late figures are, and what that costs in requests.

The engine follows the event log; it is compared with the same feeds at plain fixed intervals, scaled so that they make
as many requests.
"""

import asyncio
import random
import sys
import time
from bisect import bisect_right
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles

from gleaptui.config import Refresh
from gleaptui.gleap.periods import Period, resolve
from gleaptui.plan import PLAN, PLANS, TOUCHES, UNKNOWN_TOUCHES, WATCHED, FeedPlan
from gleaptui.refresh.budget import Budget
from gleaptui.refresh.changes import Change, Changes
from gleaptui.refresh.feed import Feed
from gleaptui.refresh.scheduler import Scheduler
from gleaptui.refresh.snapshot import Snapshot
from tests.virtual_clock import VirtualClock

DAY = 86_400.0
TICKETS_A_DAY = 2_000
LATENCY = 0.4
EVENTS_KEPT = 500
IDLE_FACTOR = 5
COMPARED = 19
"""Figures that have a value of the period before."""
HOURS = (1, 1, 1, 1, 1, 2, 4, 8, 14, 16, 16, 15, 12, 14, 16, 15, 13, 10, 7, 5, 4, 3, 2, 1)
"""How busy each hour of the day is."""

COUNTS = tuple(plan.name for plan in PLANS if plan.complete or plan.name == "open_now")
"""The counts of the Overview, whose lag is measured."""


@dataclass(frozen=True)
class Happening:
    """An event of the simulated desk."""

    id: str
    action: str
    at: datetime


def history(start: datetime, tickets: int, seconds: float, seed: int) -> list[Happening]:
    """What happens at the desk, oldest first."""
    chance = random.Random(seed)
    happened: list[tuple[float, str]] = []
    for _ in range(tickets):
        hour = chance.choices(range(24), HOURS)[0]
        begun = (hour * 3600 + chance.uniform(0, 3600)) * seconds / DAY
        happened.append((begun, "CREATE_TICKET"))
        if chance.random() < 0.6:
            happened += [(begun + 2, "KAI_INVOLVED"), (begun + 4, "KAI_QUESTION")]
            answered = chance.random() < 0.7
            happened.append((begun + 9, "KAI_ANSWERED" if answered else "KAI_ANSWERED_WITH_NO_ANSWER"))
            if not answered:
                happened.append((begun + 60, "CUSTOMER_SUPPORT_REQUESTED"))
        moment = begun + chance.expovariate(1 / 600)
        happened.append((moment, "ASSIGN_TICKET"))
        for _ in range(chance.choice((1, 1, 2, 3))):
            moment += chance.expovariate(1 / 1200)
            happened.append((moment, "TICKET_REPLY"))
            moment += chance.expovariate(1 / 1800)
            happened.append((moment, "COMMENT_CREATED"))
        happened.append((moment + chance.expovariate(1 / 1800), "TICKET_STATUS_CHANGE"))
    happened = sorted(entry for entry in happened if entry[0] < seconds)
    return [Happening(str(n), what, start + timedelta(seconds=at)) for n, (at, what) in enumerate(happened)]


@dataclass
class Result:
    """What a run measured."""

    requests: list[float] = field(default_factory=list)
    watched: list[float] = field(default_factory=list)
    unwatched: list[float] = field(default_factory=list)
    seconds: float = DAY
    followed: bool = False

    @property
    def mean(self) -> float:
        """Requests a minute."""
        return len(self.requests) * 60 / self.seconds

    @property
    def worst(self) -> int:
        """The most requests in any 60 seconds."""
        return max((bisect_right(self.requests, at + 60) - index for index, at in enumerate(self.requests)), default=0)


class Simulation:
    """One way of refreshing, for one stretch of time."""

    def __init__(self, happened: list[Happening], clock: VirtualClock, seconds: float, scale: float | None) -> None:
        self._clock = clock
        self._seconds = seconds
        self._scale = scale
        self._happened = happened
        self._moments = [event.at for event in happened]
        self._moved_at = {plan.name: [event.at for event in happened if event.action in plan.kinds] for plan in PLANS}
        self._shown: dict[str, int] = {}
        self._compared: datetime | None = None
        self._changes = Changes(TOUCHES, UNKNOWN_TOUCHES)
        self._budget = Budget(clock)
        self.result = Result(seconds=seconds)
        self.scheduler = Scheduler(
            self._feeds(),
            clock=clock,
            budget=self._budget,
            period=self._period,
            publish=self._publish,
            jitter=random.Random(1),
        )

    async def run(self) -> Result:
        """Let the time pass and say what it was like."""
        self.scheduler.watch(WATCHED["Overview"])
        if self._scale is None:
            self.scheduler.alert(["events"])
        task = asyncio.create_task(self.scheduler.run())
        await self._clock.advance(self._seconds)
        self.result.followed = self._changes.following
        task.cancel()
        await asyncio.wait([task])
        return self.result

    def _period(self) -> Period:
        return resolve("30d", self._clock.now(), "UTC")

    def _feeds(self) -> list[Feed]:
        scale = self._scale or 1.0
        refresh = Refresh()
        return [
            Feed(
                plan.name,
                self._events if plan.name == "events" else self._fetcher(plan),
                refresh.intervals.of(plan.pane) * scale,
                None if plan.only_watched else refresh.intervals.of(plan.pane) * scale * IDLE_FACTOR,
                plan.slow if self._scale is None else None,
                requests=plan.requests,
                floor=plan.floor,
                idle_floor=plan.idle_floor,
            )
            for plan in PLANS
        ]

    def _fetcher(self, plan: FeedPlan) -> Callable[[Period], Awaitable[int]]:
        async def fetch(_period: Period) -> int:
            if plan.name == "comparison":
                return await self._compare()
            return min(await asyncio.gather(*(self._ask(plan) for _ in range(plan.requests))))

        return fetch

    async def _compare(self) -> int:
        """What figures were before: asked when the hour of the day changes, and kept."""
        hour = self._clock.now().replace(minute=0, second=0, microsecond=0)
        if hour != self._compared:
            self._compared = hour
            await asyncio.gather(*(self._request("/statistics/facts") for _ in range(COMPARED)))
        return 0

    async def _ask(self, plan: FeedPlan) -> int:
        await self._request("/tickets" if plan.name == "tickets" else "/statistics/facts")
        answer = bisect_right(self._moved_at[plan.name], self._clock.now())
        await self._clock.sleep(LATENCY / 2)
        return answer

    async def _events(self, _period: Period) -> tuple[Happening, ...]:
        await self._request("/statistics/raw-data")
        last = bisect_right(self._moments, self._clock.now())
        await self._clock.sleep(LATENCY / 2)
        return tuple(self._happened[max(0, last - EVENTS_KEPT) : last])

    async def _request(self, path: str) -> None:
        await self._budget.admit(path)
        self.result.requests.append(self._clock.monotonic())
        await self._clock.sleep(LATENCY / 2)

    def _publish(self, snapshot: Snapshot[object]) -> None:
        value = snapshot.value
        if isinstance(value, int):
            self._note_lag(snapshot.feed, value)
            if PLAN[snapshot.feed].complete:
                self._changes.counts(snapshot.feed, snapshot.period, value)
        elif isinstance(value, tuple) and self._scale is None:
            log: Snapshot[Sequence[Change]] = Snapshot("events", snapshot.period, value, problem=snapshot.problem)
            touched = self._changes.events(log, self._clock.now())
            self.scheduler.touch(touched)
            self.scheduler.follow(self._changes.following)

    def _note_lag(self, name: str, shown: int) -> None:
        moved_at, now = self._moved_at[name], self._clock.now()
        lags = [(now - at).total_seconds() for at in moved_at[self._shown.get(name, 0) : shown]]
        self._shown[name] = shown
        if name in COUNTS:
            self.result.watched.extend(lags)
        elif name not in WATCHED["Overview"]:
            self.result.unwatched.extend(lags)


def simulate(tickets: int, seconds: float, scale: float | None) -> Result:
    """Run the engine, or plain fixed intervals ``scale`` times as long as configured."""
    clock = VirtualClock(datetime(2026, 9, 15, tzinfo=UTC))
    happened = history(clock.now(), tickets, seconds, seed=4)
    return asyncio.run(Simulation(happened, clock, seconds, scale).run())


def simulate_fixed(mean: float) -> Result:
    """Plain fixed intervals that make about ``mean`` requests a minute in a day."""
    hour = simulate(TICKETS_A_DAY // 24, 3600, 1.0)
    scale = hour.mean / mean
    return simulate(TICKETS_A_DAY, DAY, scale)


def line(name: str, result: Result) -> str:
    """One row of the table."""
    cells = [f"{result.mean:8.1f}", f"{result.worst:8d}"]
    for lags in (result.watched, result.unwatched):
        cells += [f"{median(lags):9.1f}", f"{quantiles(lags, n=20)[-1]:9.1f}"] if len(lags) > 1 else ["        -"] * 2
    return f"{name:<24}{''.join(cells)}\n"


def main() -> int:
    """Print the comparison; 0 when the engine keeps what it promises."""
    began = time.perf_counter()
    engine = simulate(TICKETS_A_DAY, DAY, None)
    fixed = simulate_fixed(engine.mean)
    night = simulate(4, DAY / 6, None)
    write = sys.stdout.write
    write(f"{TICKETS_A_DAY} tickets, 24 hours, Overview watched; lag in seconds from an event to the figure\n")
    write(f"{'':<24}{'req/min':>8}{'worst60':>8}{'watched':>9}{'p95':>9}{'unwatched':>9}{'p95':>9}\n")
    write(line("engine", engine) + line("fixed intervals", fixed) + line("engine, quiet night", night))
    engine_p95, fixed_p95 = (quantiles(result.watched, n=20)[-1] for result in (engine, fixed))
    checks = {
        "watched counts are at most 10 s late (p95)": engine_p95 <= 10,
        "at most 30 requests a minute (mean)": engine.mean <= 30,
        "at least 4 times better than fixed intervals": fixed_p95 >= 4 * engine_p95,
        "under 12 requests a minute on a quiet night": night.mean < 12,
        "never over budget": max(engine.worst, fixed.worst, night.worst) <= 120,
        "the events were followed to the end": engine.followed and night.followed,
    }
    for promise, kept in checks.items():
        write(f"{'ok  ' if kept else 'FAIL'} {promise}\n")
    write(f"{fixed_p95 / engine_p95:.1f} times better, simulated in {time.perf_counter() - began:.1f} s\n")
    return 0 if all(checks.values()) else 1
