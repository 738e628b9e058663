"""The whole way from the demo desk to snapshots, on a clock that is told to move."""

import asyncio
from bisect import bisect_left
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from gleaptui.board import Board
from gleaptui.config import Intervals, Refresh, Settings
from gleaptui.demo import kinds
from gleaptui.demo.control import Control
from gleaptui.demo.desk import Desk
from gleaptui.demo.people import PROJECT
from gleaptui.demo.server import TOKEN, create_app
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.credentials import Credentials
from gleaptui.gleap.periods import Period, resolve
from gleaptui.plan import FIGURE_FEEDS, PLAN, TOUCHES, UNKNOWN_TOUCHES, WATCHED
from gleaptui.refresh.budget import Budget
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.secret import Secret
from gleaptui.status import waits_for_the_budget
from gleaptui.targets import Target
from gleaptui.watch import Watch
from tests.virtual_clock import VirtualClock

MORNING = datetime(2026, 9, 15, 9, tzinfo=UTC)
ZONE = "Europe/Paris"


class Way(httpx.AsyncBaseTransport):
    """The way to the desk, on which a test may answer in its place. Answers tell the time, as they do on a socket."""

    def __init__(self, desk: httpx.AsyncBaseTransport, clock: VirtualClock) -> None:
        self._desk = desk
        self._clock = clock
        self.instead: Callable[[str], object] = lambda url: None
        """The body to be answered to an address in place of the desk's; None leaves it to the desk."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = self.instead(str(request.url))
        if body is None:
            answer = await self._desk.handle_async_request(request)
        else:
            answer = httpx.Response(200, json=body, request=request)
        answer.headers["date"] = format_datetime(self._clock.now(), usegmt=True)
        return answer


class Ahead:
    """A clock that is so many seconds fast."""

    def __init__(self, clock: VirtualClock, seconds: float) -> None:
        self._clock = clock
        self._by = timedelta(seconds=seconds)

    def now(self) -> datetime:
        return self._clock.now() + self._by

    def monotonic(self) -> float:
        return self._clock.monotonic()

    async def sleep(self, seconds: float) -> None:
        await self._clock.sleep(seconds)


class Seat:
    """Somebody who watches the demo desk."""

    def __init__(
        self,
        period: str = "today",
        refresh: Refresh | None = None,
        targets: tuple[Target, ...] = (),
        moment: datetime = MORNING,
        ahead: float = 0.0,
    ) -> None:
        self.clock = VirtualClock(moment)
        clock = Ahead(self.clock, ahead) if ahead else self.clock
        self.control = Control()
        self.desk = Desk(now=self.clock.now(), days=10, tickets_per_day=400, zone=ZONE)
        self.name = period
        self.board = Board(self.clock.now(), self.period())
        self.published: list[Snapshot[object]] = []
        app = create_app(self.desk, clock=self.clock, control=self.control)
        self.way = Way(httpx.ASGITransport(app=app), self.clock)
        self.budget = Budget(self.clock, concurrency=8)
        client = GleapClient(
            Credentials(Secret(TOKEN), PROJECT),
            gate=self.budget,
            clock=clock,
            base_url="https://desk.invalid/v3",
            transport=self.way,
        )
        self.watch = Watch(
            client,
            self.budget,
            Settings(timezone=ZONE, refresh=refresh or Refresh(), targets=targets),
            clock=clock,
            period=self.period,
            publish=self.publish,
        )

    def period(self) -> Period:
        return resolve(self.name, self.clock.now(), ZONE)

    def publish(self, snapshot: Snapshot[object]) -> None:
        self.published.append(snapshot)
        self.board = self.board.showing(snapshot)

    def asked(self, part: str) -> int:
        """How many requests so far had this in their path or query."""
        return sum(part in f"{request.path}?{request.query}" for request in self.control.requests)

    def value(self, metric: str) -> float | None:
        figures = {figure.metric: figure.value for figure in self.board.overview.value or ()}
        return figures[metric]

    def tickets_of_the_day(self) -> int:
        """How many there really are."""
        self.desk.advance(self.clock.now())
        midnight = self.period().start.timestamp() * 1000
        log = self.desk.log
        return sum(kind == kinds.CREATED and at >= midnight for at, kind in zip(log.at, log.kind, strict=True))

    @asynccontextmanager
    async def sitting(self, pane: str = "Overview") -> AsyncIterator[None]:
        self.watch.scheduler.watch(WATCHED[pane])
        task = asyncio.create_task(self.watch.run())
        await self.clock.advance(40)
        try:
            yield
            assert not task.done()
        finally:
            task.cancel()
            await asyncio.wait([task])


async def test_every_figure_comes_and_net_change_is_what_its_two_parts_give() -> None:
    seat = Seat()
    async with seat.sitting():
        assert set(seat.board.figures) == set(FIGURE_FEEDS)
        new, closed = seat.value("new_tickets"), seat.value("closed_tickets")
        assert new is not None
        assert closed is not None
        assert seat.value("net_change") == new - closed
        source = seat.board.source("net_change")
        assert source.fetched_at == min(
            seat.board.source("new_tickets").fetched_at or MORNING,
            seat.board.source("closed_tickets").fetched_at or MORNING,
        )


async def test_a_new_ticket_is_counted_within_ten_seconds_and_what_it_does_not_touch_is_left_alone() -> None:
    seat = Seat()
    async with seat.sitting():
        assert seat.watch.not_following == ""
        worst = waiting = 0
        presence = seat.asked("SNAPSHOT_AGENTS_ONLINE_COUNT")
        for _ in range(300):
            await seat.clock.advance(2)
            waiting = 0 if seat.value("new_tickets") == seat.tickets_of_the_day() else waiting + 2
            worst = max(worst, waiting)
        assert worst <= 12
        assert seat.tickets_of_the_day() > 100
        assert seat.asked("SNAPSHOT_AGENTS_ONLINE_COUNT") - presence <= 6


async def test_on_a_desk_that_stands_still_hardly_anything_is_asked() -> None:
    seat = Seat("7d")
    seat.control.frozen = True
    async with seat.sitting():
        before = len(seat.control.requests)
        await seat.clock.advance(600)
        assert (len(seat.control.requests) - before) / 10 < 12


async def test_without_an_event_log_the_plain_intervals_apply_and_the_reason_is_said() -> None:
    seat = Seat()
    seat.control.fail(404, prefix="/statistics/raw-data")
    async with seat.sitting():
        assert "no event log" in seat.watch.not_following
        before = seat.asked("chartType=NEW_TICKETS_COUNT")
        await seat.clock.advance(300)
        assert 9 <= seat.asked("facts?chartType=NEW_TICKETS_COUNT") - before <= 12


async def test_events_read_by_hand_are_not_followed() -> None:
    seat = Seat(refresh=Refresh(intervals=Intervals(events=0)))
    async with seat.sitting():
        assert seat.watch.not_following
        assert seat.asked("raw-data") == 0


async def test_for_a_period_that_is_over_only_figures_of_this_moment_follow_the_events() -> None:
    seat = Seat("yesterday")
    async with seat.sitting():
        await seat.clock.advance(60)
        opened, new = seat.asked("SNAPSHOT_OPEN_TICKETS"), seat.asked("facts?chartType=NEW_TICKETS_COUNT")
        await seat.clock.advance(300)
        assert seat.asked("facts?chartType=NEW_TICKETS_COUNT") - new <= 1
        assert seat.asked("SNAPSHOT_OPEN_TICKETS") - opened >= 5


async def test_another_period_is_followed_by_the_feed_that_shows_it() -> None:
    seat = Seat("yesterday")
    async with seat.sitting():
        seat.name = "today"
        seat.watch.scheduler.period_changed()
        await seat.clock.advance(60)
        looks = seat.asked("raw-data")
        await seat.clock.advance(80)
        assert 9 <= seat.asked("raw-data") - looks <= 12
        assert seat.board.overview.period == seat.period().key
        assert seat.watch.not_following == ""


async def test_what_a_period_is_compared_with_is_there_at_once_when_somebody_comes_back_to_it() -> None:
    seat = Seat("yesterday")

    async def go_to(name: str) -> dict[str, float | None]:
        seat.name = name
        seat.watch.scheduler.period_changed()
        seat.board = replace(seat.board, period=seat.period())
        await seat.clock.advance(10)
        return {figure.metric: figure.before for figure in seat.board.compared}

    async with seat.sitting():
        there = await go_to("yesterday")
        await go_to("today")
        assert await go_to("yesterday") == there
        assert sum(before is not None for before in there.values()) > 15


async def test_what_has_not_come_because_the_requests_are_spent_is_said_to_wait_for_the_budget() -> None:
    seat = Seat("yesterday")
    async with seat.sitting():
        assert not waits_for_the_budget(seat.watch)
        for name in ("today", "7d", "last-week"):
            seat.name = name
            seat.watch.scheduler.period_changed()
            await seat.clock.advance(2)
        assert waits_for_the_budget(seat.watch)
        await seat.clock.advance(90)
        assert not waits_for_the_budget(seat.watch)
        assert seat.board.trends.value


async def test_a_night_without_anything_new_comes_with_the_figures_of_the_whole_day_before() -> None:
    seat = Seat(moment=datetime(2026, 9, 15, 22, 0, 5, tzinfo=UTC))
    seat.control.frozen = True
    async with seat.sitting():
        shown = replace(seat.board, now=seat.clock.now()).falling_back
        assert shown.period == resolve("yesterday", seat.clock.now(), ZONE)
        figures = {figure.metric: figure.value for figure in shown.overview.value or ()}
        assert figures["new_tickets"] == sum(bar.value or 0 for bar in (shown.trends.value or {})["new_tickets"].bars)
        assert figures["open_now"] == seat.value("open_now")


async def test_where_nobody_has_worked_yet_the_team_of_the_day_before_comes_with_it() -> None:
    seat = Seat(moment=datetime(2026, 9, 15, 22, 1, tzinfo=UTC))
    async with seat.sitting("Agents"):
        team = seat.board.agents.value
        assert team is not None
        assert not team.agents
        assert team.earlier is not None
        assert team.earlier.agents


async def test_the_days_of_the_period_before_are_asked_for_where_a_plot_shows_them() -> None:
    for pane in ("Overview", "Trends"):
        seat = Seat()
        async with seat.sitting(pane):
            assert seat.board.trends_before.value


async def test_an_outage_is_told_of_all_figures_and_ends_for_all() -> None:
    seat = Seat()
    async with seat.sitting():
        seat.control.fail(500)
        await seat.clock.advance(120)
        assert seat.board.overview.problem is not None
        assert seat.board.overview.problem.everywhere
        assert seat.value("new_tickets") is not None
        seat.control.heal()
        await seat.clock.advance(40)
        assert seat.board.overview.problem is None
        assert all(part.problem is None for part in seat.board.figures.values())


@pytest.mark.parametrize("background", [True, False])
async def test_panes_that_nobody_looks_at_are_kept_fresh_unless_told_otherwise(background: bool) -> None:
    seat = Seat(refresh=Refresh(background=background, intervals=Intervals(events=0)))
    async with seat.sitting("Agents"):
        await seat.clock.advance(1_200)
        assert (seat.asked("heatmap") > 0) is background
        assert (seat.asked("NEW_TICKETS_COUNT") > 3) is background


async def test_what_alerts_are_made_of_is_asked_for_wherever_one_looks() -> None:
    targets = (Target("net_change", warn=5.0), Target("sla_compliance", warn=95.0, when="below"))
    seat = Seat(refresh=Refresh(background=False, intervals=Intervals(events=0)), targets=targets)
    async with seat.sitting("Tickets"):
        await seat.clock.advance(1_200)
        for wanted in ("facts?chartType=NEW_TICKETS_COUNT", "TICKET_CLOSE_COUNT", "SLA"):
            assert seat.asked(wanted) > 20, wanted
        assert seat.asked("heatmap") == 0


def test_every_feed_that_events_touch_exists() -> None:
    assert {name for names in WATCHED.values() for name in names} <= PLAN.keys()


async def test_a_count_that_gleap_is_late_with_is_on_the_screen_soon_after_it_is_there() -> None:
    seat = Seat()
    created = seat.desk.log.track("created").at

    def counted() -> int:
        """What the figure says: nothing of the last twenty seconds."""
        begin, end = (moment.timestamp() * 1000 for moment in (seat.period().start, seat.clock.now()))
        return bisect_left(created, end - 20_000) - bisect_left(created, begin)

    seat.way.instead = lambda url: {"value": counted()} if "facts?chartType=NEW_TICKETS_COUNT" in url else None
    async with seat.sitting():
        known = len(created)
        while len(created) == known:
            await seat.clock.advance(1)
        seat.control.frozen = True
        await seat.clock.advance(80)
        assert seat.value("new_tickets") == counted()
        assert seat.watch.not_following == ""


async def test_an_event_log_without_events_is_not_followed_and_costs_one_small_request_at_a_time() -> None:
    seat = Seat("7d")
    looks: list[float] = []

    def nothing(url: str) -> object:
        if "raw-data" not in url:
            return None
        looks.append(seat.clock.monotonic())
        return []

    seat.way.instead = nothing
    async with seat.sitting():
        before = len(looks)
        for _ in range(12):
            assert seat.watch.not_following == "the event log is empty"
            await seat.clock.advance(10)
        assert len(looks) - before <= 17


@pytest.mark.parametrize(("pane", "period"), [("Heatmap", "last-month"), ("Tickets", "7d")])
async def test_the_log_is_read_only_for_somebody_who_gains_from_it(pane: str, period: str) -> None:
    seat = Seat(period, refresh=Refresh(background=False))
    async with seat.sitting(pane):
        await seat.clock.advance(300)
        assert (seat.asked("raw-data") > 0) is (pane == "Tickets")


async def test_events_are_not_late_by_a_clock_that_is_fast() -> None:
    seat = Seat(ahead=90)
    async with seat.sitting():
        await seat.clock.advance(300)
        assert seat.watch.not_following == ""


def test_a_kind_of_event_that_moves_little_touches_little() -> None:
    for kind in set(kinds.ACTIONS):
        assert kind in TOUCHES, kind
        assert len(TOUCHES[kind]) < len(UNKNOWN_TOUCHES), kind
