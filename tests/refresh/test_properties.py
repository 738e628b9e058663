"""What holds whatever the feeds, the answers, the failures and the clocks do."""

import asyncio
import gc
import random
import sys
from dataclasses import dataclass

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gleaptui.plan import PLANS, TOUCHES, WATCHED
from gleaptui.written import Intervals
from tests.refresh.desk import Desk, RefusedError, worst_minute
from tests.virtual_clock import run

_LONGEST = 3.0
"""Seconds that a request takes where all is well."""
_KINDS = ("network_refused", "server", "unauthorized", "bad_parameter", "rate_limited")


@dataclass(frozen=True)
class Plan:
    """A feed to be simulated."""

    interval: float
    idle: float | None
    slow: float | None
    requests: int
    seconds: float
    tickets: bool


@dataclass(frozen=True)
class Limits:
    """What may be sent: in a minute, of that to tickets, and at once."""

    requests: int
    tickets: int
    at_once: int | None


@dataclass(frozen=True)
class Happening:
    """Something that is done to the scheduler after some seconds."""

    after: float
    what: str
    feed: int
    amount: float


plans = st.lists(
    st.builds(
        Plan,
        interval=st.sampled_from([0.0, 5.0, 10.0, 30.0, 60.0, 120.0]),
        idle=st.none() | st.sampled_from([60.0, 300.0]),
        slow=st.none() | st.sampled_from([60.0, 120.0]),
        requests=st.integers(1, 25),
        seconds=st.sampled_from([0.01, 0.5, 3.0, 200.0]),
        tickets=st.booleans(),
    ),
    min_size=1,
    max_size=6,
)
limits = st.builds(
    Limits, requests=st.integers(10, 200), tickets=st.integers(10, 200), at_once=st.none() | st.integers(3, 10)
)
happenings = st.lists(
    st.builds(
        Happening,
        after=st.floats(0, 200),
        what=st.sampled_from(
            [
                "watch",
                "alert",
                "refresh",
                "touch",
                "look again",
                "lead",
                "follow",
                "fail",
                "fail all",
                "heal",
                "throttle",
                "jump",
                "suspend",
                "pause",
                "resume",
                "period",
                "odd error",
            ]
        ),
        feed=st.integers(0, 5),
        amount=st.floats(0, 1),
    ),
    max_size=40,
)


class Simulation:
    """A desk to which things happen."""

    def __init__(self, feeds: list[Plan], limits: Limits, seed: int) -> None:
        self.limits = limits
        self.desk = Desk(limits.requests, limits.tickets, seed=seed, concurrency=limits.at_once)
        self.names = [f"feed {index}" for index in range(len(feeds))]
        for name, plan in zip(self.names, feeds, strict=True):
            self.desk.feed(
                name,
                plan.interval,
                plan.idle,
                slow=plan.slow,
                requests=plan.requests,
                seconds=plan.seconds,
                path="/tickets" if plan.tickets else "/statistics/facts",
            )

    async def happen(self, happening: Happening) -> None:
        desk, scheduler = self.desk, self.desk.scheduler
        await desk.clock.advance(happening.after)
        name = self.names[happening.feed % len(self.names)]
        source = desk.sources[name]
        match happening.what:
            case "watch":
                scheduler.watch([name])
            case "alert":
                scheduler.alert([name])
            case "refresh":
                scheduler.refresh([name])
            case "touch":
                scheduler.touch(self.names)
            case "look again":
                scheduler.touch([name], after=happening.amount * 60)
            case "lead":
                scheduler.lead(name, self.names)
            case "follow":
                scheduler.follow(happening.amount < 0.7)
            case "fail":
                source.error = RefusedError(_KINDS[int(happening.amount * 4)])
            case "odd error":
                source.error = ZeroDivisionError()
            case "fail all":
                for other in desk.sources.values():
                    other.error = RefusedError("network_dns")
            case "heal":
                for other in desk.sources.values():
                    other.error = None
            case "throttle":
                desk.budget.throttled(happening.amount * 120 or None)
            case "jump":
                desk.clock.jump((happening.amount - 0.5) * 200_000)
            case "suspend":
                await desk.clock.suspend(happening.amount * 100_000)
            case "pause":
                scheduler.pause()
            case "resume":
                scheduler.resume()
            case "period":
                desk.period_name = "today" if desk.period_name == "7d" else "7d"
                scheduler.period_changed()

    def check(self) -> None:
        sent, limits = self.desk.sent, self.limits
        assert worst_minute([at for at, _, _ in sent]) <= limits.requests
        assert worst_minute([at for at, path, _ in sent if path == "/tickets"]) <= min(limits.tickets, limits.requests)
        assert limits.at_once is None or self.desk.most_on_their_way <= limits.at_once
        assert all(source.most_at_once <= 1 for source in self.desk.sources.values())
        key = self.desk.scheduler.period.key
        assert all(snapshot.period == key for snapshot in self.desk.shown.values())

    @property
    def round_trip(self) -> float:
        """The seconds that one run of every feed takes by what the budget lets through in a minute; or, where all want
        to be on their way all the time, the largest one while each other sends a request for each of its own."""
        requests = [source.requests for source in self.desk.sources.values()]
        places = (self.limits.at_once or 100) - 2
        return max(
            60 * sum(requests) / min(self.desk.budget.steady_rate()), len(requests) * max(requests) * _LONGEST / places
        )

    async def recover(self) -> None:
        """Everything works again; after the longest back-off and what the budget needs, all is well."""
        desk, scheduler = self.desk, self.desk.scheduler
        for source in desk.sources.values():
            source.error = None
            source.seconds = min(source.seconds, _LONGEST)
        scheduler.resume()
        scheduler.watch(self.names)
        begun = desk.clock.monotonic()
        while not all(one.fetched_at and not one.problem for one in map(scheduler.snapshot, self.names)):
            await desk.clock.advance(30)
            # A 429 may have stopped everything for up to two minutes, and leaves a smaller limit behind.
            assert desk.clock.monotonic() - begun <= 900 + 120 + 300 + 4 * self.round_trip, scheduler.status()

    async def starve(self) -> None:
        """Nothing but events, and those all the time: each feed starts again within its stretched interval and the time
        that the budget needs for one run of every feed."""
        desk, scheduler = self.desk, self.desk.scheduler
        last = dict.fromkeys(self.names, desk.clock.monotonic())
        left = {status.name: 2 for status in scheduler.status() if status.interval is not None}
        while left:
            await desk.clock.advance(8)
            scheduler.touch(self.names)
            for status in scheduler.status():
                for start in [start for start in desk.sources[status.name].starts if start > last[status.name]]:
                    left[status.name] = left.get(status.name, 0) - 1
                    last[status.name] = start
                waited = desk.clock.monotonic() - last[status.name]
                assert status.interval is None or waited <= status.interval * 1.2 + self.round_trip + 130, (
                    status,
                    scheduler.stretch,
                )
            left = {name: runs for name, runs in left.items() if runs > 0}

    async def ask(self, name: str) -> None:
        """The first request of a refresh goes out before any other, and in the same moment where the budget has room:
        it does not even wait for a request that is on its way."""
        desk, scheduler = self.desk, self.desk.scheduler
        scheduler.touch(other for other in self.names if other != name)
        while desk.status(name).running or desk.sources[name].starts[-1] > desk.clock.monotonic() - 1:
            await desk.clock.advance(0.7)
        now, before = desk.clock.monotonic(), len(desk.sent)
        lately = [path for at, path, _ in desk.sent if at > now - 61]
        room = len(lately) < desk.budget.limit and (
            desk.sources[name].path != "/tickets" or lately.count("/tickets") < desk.budget.ticket_limit
        )
        scheduler.refresh([name])
        await desk.clock.advance(0 if room else 62)
        assert desk.sent[before][2] == name


async def _simulate(feeds: list[Plan], events: list[Happening], limits: Limits, seed: int) -> None:
    simulation = Simulation(feeds, limits, seed)
    async with simulation.desk.open(simulation.names[0]):
        for event in events:
            await simulation.happen(event)
        simulation.check()
        await simulation.recover()
        simulation.check()
        await simulation.starve()
        simulation.check()
        await simulation.ask(simulation.names[-1])
        simulation.check()


@settings(max_examples=15, deadline=None)
@given(feeds=plans, events=happenings, limits=limits, seed=st.integers(0, 1000))
def test_whatever_happens_the_budget_holds_nothing_starves_and_all_comes_back(
    feeds: list[Plan], events: list[Happening], limits: Limits, seed: int
) -> None:
    run(_simulate(feeds, events, limits, seed))


@pytest.mark.slow
@settings(max_examples=300, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
@given(feeds=plans, events=happenings, limits=limits, seed=st.integers(0, 1000))
def test_whatever_happens_the_same_holds_in_many_more_cases(
    feeds: list[Plan], events: list[Happening], limits: Limits, seed: int
) -> None:
    run(_simulate(feeds, events, limits, seed))


class Month:
    """The feeds of the program and what happens at the desk, day after day."""

    def __init__(self) -> None:
        self.desk = Desk(period="today", concurrency=8)
        self.chance = random.Random(30)
        intervals = Intervals()
        for plan in PLANS:
            self.desk.feed(
                plan.name,
                intervals.of(plan.pane),
                intervals.of(plan.pane) * 5,
                slow=plan.slow,
                requests=plan.requests,
                path="/tickets" if plan.pane == "tickets" else "/statistics/facts",
                floor=plan.floor,
            )

    async def go_on(self, seconds: float) -> None:
        """Let time pass, with an event every few minutes."""
        end = self.desk.clock.monotonic() + seconds
        while self.desk.clock.monotonic() < end:
            await self.desk.clock.advance(self.chance.uniform(0, 600))
            touched = TOUCHES[self.chance.choice(sorted(TOUCHES))]
            self.desk.scheduler.touch(touched)
            self.desk.scheduler.touch(touched[:1], after=10)

    async def day(self, number: int) -> None:
        """A morning, an outage, 429s as long as the first feeds ask, an afternoon, and a night asleep."""
        desk, chance = self.desk, self.chance
        begun = desk.clock.now()
        await self.go_on(chance.uniform(300, 1_800))
        self._break(RefusedError("network_refused"))
        await self.go_on(chance.uniform(10, 1_800))
        for _ in range(20):
            self._break(RefusedError("rate_limited", retry_after=chance.uniform(1, 60)))
            desk.budget.throttled(chance.uniform(1, 60))
            await desk.clock.advance(chance.uniform(1, 60))
        self._break(None)
        await self.go_on(chance.uniform(300, 1_800))
        assert worst_minute([at for at, _, _ in desk.sent]) <= 120
        asleep = 86_400 - (desk.clock.now() - begun).total_seconds()
        if number % 2:
            await desk.clock.suspend(asleep)
        else:
            desk.clock.jump(asleep)

    def _break(self, error: Exception | None) -> None:
        for source in self.desk.sources.values():
            source.error = error

    def memory(self) -> int:
        """Blocks that are in use, without what the desk itself remembers."""
        self.desk.forget()
        gc.collect()
        return sys.getallocatedblocks()


async def _thirty_days() -> None:
    month = Month()
    desk = month.desk
    async with desk.open(*WATCHED["Overview"]) as scheduler:
        scheduler.lead("events", [plan.name for plan in PLANS if plan.kinds])
        scheduler.follow(True)
        used = []
        for number in range(30):
            await month.day(number)
            used.append(month.memory())
        assert max(used[20:]) <= max(used[5:15]) + 300
        await month.go_on(1_800)
        assert scheduler.stretch == 1.0
        for status in scheduler.status():
            assert status.problem is None
            age = desk.shown[status.name].age(desk.clock.now())
            assert age is not None
            assert status.interval is not None
            assert age <= status.interval * 1.1 + 5
    assert len(asyncio.all_tasks()) == 1


@pytest.mark.slow
def test_thirty_days_with_daily_outages_429s_and_sleep_end_fresh_within_budget_and_with_memory_flat() -> None:
    run(_thirty_days())
