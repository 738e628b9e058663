"""What holds whatever the feeds, the answers, the failures and the clocks do."""

import asyncio
import random
from dataclasses import dataclass

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.refresh.desk import Desk, RefusedError, worst_minute

_KINDS = ("network_refused", "server", "unauthorized", "bad_parameter", "rate_limited")


@dataclass(frozen=True)
class Plan:
    """A feed to be simulated."""

    interval: float
    idle: float | None
    requests: int
    seconds: float
    tickets: bool


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
        interval=st.sampled_from([0.0, 5.0, 10.0, 30.0, 60.0, 300.0]),
        idle=st.none() | st.sampled_from([60.0, 300.0]),
        requests=st.integers(1, 25),
        seconds=st.sampled_from([0.01, 0.5, 3.0, 200.0]),
        tickets=st.booleans(),
    ),
    min_size=1,
    max_size=6,
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

    def __init__(self, feeds: list[Plan], budget: int, tickets: int, seed: int) -> None:
        self.desk = Desk(budget, tickets, seed=seed)
        self.names = [f"feed {index}" for index in range(len(feeds))]
        for name, plan in zip(self.names, feeds, strict=True):
            path = "/tickets" if plan.tickets else "/statistics/facts"
            self.desk.feed(name, plan.interval, plan.idle, requests=plan.requests, seconds=plan.seconds, path=path)

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

    def check(self, budget: int, tickets: int) -> None:
        sent = self.desk.sent
        assert worst_minute([at for at, _, _ in sent]) <= budget
        assert worst_minute([at for at, path, _ in sent if path == "/tickets"]) <= min(tickets, budget)
        assert all(source.most_at_once <= 1 for source in self.desk.sources.values())
        key = self.desk.scheduler.period.key
        assert all(snapshot.period == key for snapshot in self.desk.shown.values())

    async def recover(self) -> None:
        """Everything works again; after the longest back-off and what the budget needs, all must be well."""
        desk, scheduler = self.desk, self.desk.scheduler
        for source in desk.sources.values():
            source.error = None
            source.seconds = min(source.seconds, 3.0)
        scheduler.resume()
        scheduler.watch(self.names)
        await desk.clock.advance(900 + 120 + 300)
        everything = sum(source.requests for source in desk.sources.values())
        await desk.clock.advance(60 * (2 + 4 * everything / desk.budget.limit))
        await desk.clock.advance(600)


async def _simulate(feeds: list[Plan], events: list[Happening], budget: int, tickets: int, seed: int) -> None:
    simulation = Simulation(feeds, budget, tickets, seed)
    desk = simulation.desk
    async with desk.open(simulation.names[0]) as scheduler:
        for event in events:
            await simulation.happen(event)
        simulation.check(budget, tickets)
        await simulation.recover()
        simulation.check(budget, tickets)
        for status in scheduler.status():
            assert status.problem is None
            assert desk.shown[status.name].fetched_at is not None
        await _nobody_starves(desk)
        simulation.check(budget, tickets)
        await _the_user_is_next(desk, simulation.names[-1])
        simulation.check(budget, tickets)


async def _nobody_starves(desk: Desk) -> None:
    """In a long quiet time each feed starts again within its stretched interval and the time that the budget needs for
    one run of every feed."""
    began = desk.clock.monotonic()
    rate = min(desk.budget.steady_rate())
    round_trip = 60 * sum(source.requests for source in desk.sources.values()) / rate
    longest = max((status.interval or 0.0 for status in desk.scheduler.status()), default=0.0)
    await desk.clock.advance(3 * longest + round_trip + 400)
    for status in desk.scheduler.status():
        if status.interval is None:
            continue
        starts = [start for start in desk.sources[status.name].starts if start >= began]
        pauses = [
            later - earlier for earlier, later in zip([began, *starts], [*starts, desk.clock.monotonic()], strict=True)
        ]
        assert max(pauses) <= status.interval * 1.2 + round_trip + 130, (status, desk.scheduler.stretch)


async def _the_user_is_next(desk: Desk, name: str) -> None:
    """The first request of a refresh goes out at once where the reserve has room, and before anything else."""
    scheduler = desk.scheduler
    while desk.status(name).running:
        await desk.clock.advance(5)
    await desk.clock.advance(1.5)
    while desk.status(name).running:
        await desk.clock.advance(1)
    before = len(desk.sent)
    scheduler.refresh([name])
    await desk.clock.advance(0)
    waited = 0
    while len(desk.sent) == before and waited < 70:
        await desk.clock.advance(1)
        waited += 1
    assert desk.sent[before][2] == name


@settings(max_examples=15, deadline=None)
@given(
    feeds=plans,
    events=happenings,
    budget=st.integers(10, 200),
    tickets=st.integers(10, 200),
    seed=st.integers(0, 1000),
)
def test_whatever_happens_the_budget_holds_nothing_starves_and_all_comes_back(
    feeds: list[Plan], events: list[Happening], budget: int, tickets: int, seed: int
) -> None:
    asyncio.run(_simulate(feeds, events, budget, tickets, seed))


@pytest.mark.slow
@settings(max_examples=300, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
@given(
    feeds=plans,
    events=happenings,
    budget=st.integers(10, 200),
    tickets=st.integers(10, 200),
    seed=st.integers(0, 1000),
)
def test_whatever_happens_the_same_holds_in_many_more_cases(
    feeds: list[Plan], events: list[Happening], budget: int, tickets: int, seed: int
) -> None:
    asyncio.run(_simulate(feeds, events, budget, tickets, seed))


@pytest.mark.slow
async def test_thirty_days_with_daily_outages_and_429_storms_end_fresh_and_within_budget() -> None:
    desk = Desk(requests_per_minute=120, tickets=60, period="today")
    chance = random.Random(30)
    for name, interval, requests, path in (
        ("overview", 30, 20, "/statistics/facts"),
        ("trends", 300, 20, "/statistics/bar-chart"),
        ("agents", 60, 1, "/statistics/lists"),
        ("heatmap", 600, 1, "/statistics/heatmap"),
        ("events", 10, 1, "/statistics/raw-data"),
        ("tickets", 20, 1, "/tickets"),
    ):
        desk.feed(name, interval, interval * 5, requests=requests, path=path, seconds=0.3)
    async with desk.open("overview") as scheduler:
        for _ in range(30):
            await desk.clock.advance(chance.uniform(3600, 40_000))
            for source in desk.sources.values():
                source.error = RefusedError("network_refused")
            await desk.clock.advance(chance.uniform(10, 7200))
            for source in desk.sources.values():
                source.error = RefusedError("rate_limited", retry_after=chance.uniform(1, 60))
            for _ in range(20):
                desk.budget.throttled(chance.uniform(1, 60))
                await desk.clock.advance(chance.uniform(1, 60))
            for source in desk.sources.values():
                source.error = None
            await desk.clock.advance(chance.uniform(3600, 30_000))
            assert worst_minute([at for at, _, _ in desk.sent]) <= 120
            desk.sent.clear()
        await desk.clock.advance(3600)
        assert scheduler.stretch == 1.0
        for status in scheduler.status():
            assert status.problem is None
            age = desk.shown[status.name].age(desk.clock.now())
            assert age is not None
            assert status.interval is not None
            assert age <= status.interval * 1.1 + 5
    assert len(asyncio.all_tasks()) == 1
