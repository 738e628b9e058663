"""A minute without a server, with the real client on a real socket and a real clock."""

import asyncio
import time
from collections.abc import Callable

import pytest

from gleaptui.board import Board
from gleaptui.clock import SystemClock
from gleaptui.config import Settings
from gleaptui.demo.control import Control, Request
from gleaptui.gleap.periods import Period, resolve
from gleaptui.plan import PLAN
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.secret import Secret
from gleaptui.watch import open_watch
from tests.live_server import PROJECT, TOKEN, LiveServer
from tests.refresh.desk import worst_minute

OUTAGE = 60.0
BACK_WITHIN = 15.0
JITTER = 1.05


class Viewer:
    """Keeps what was published, and lets somebody wait for a state of it."""

    def __init__(self, clock: SystemClock) -> None:
        self.clock = clock
        self.board = Board(clock.now(), self.period())
        self.latest: dict[str, Snapshot[object]] = {}
        self.news = asyncio.Event()

    def period(self) -> Period:
        return resolve("7d", self.clock.now(), "Europe/Paris")

    def publish(self, snapshot: Snapshot[object]) -> None:
        self.latest[snapshot.feed] = snapshot
        self.board = self.board.showing(snapshot)
        self.news.set()

    @property
    def fresh(self) -> bool:
        """Whether every feed has a value, and none was asked for in vain or is due and cannot be asked for."""
        known = [self.latest.get(name) for name in PLAN]
        return all(one is not None and one.problem is None and one.fetched_at is not None for one in known)

    async def until(self, holds: Callable[["Viewer"], bool], seconds: float) -> None:
        async with asyncio.timeout(seconds):
            while not holds(self):
                self.news.clear()
                await self.news.wait()


class TimedControl(Control):
    """Remembers when each request arrived."""

    def __init__(self) -> None:
        super().__init__()
        self.moments: list[float] = []

    def record(self, request: Request) -> None:
        super().record(request)
        self.moments.append(time.monotonic())


@pytest.mark.slow
async def test_after_a_minute_without_a_server_every_pane_is_fresh_within_fifteen_seconds() -> None:
    clock, control = SystemClock(), TimedControl()
    with LiveServer(control) as server:
        viewer = Viewer(clock)
        settings = Settings(
            project=PROJECT, token=Secret(TOKEN), base_url=server.url, timezone="Europe/Paris", period="7d"
        )
        watch = await open_watch(settings, clock=clock, period=viewer.period, publish=viewer.publish)
        task = asyncio.create_task(watch.run())
        watch.scheduler.watch(list(PLAN))
        await viewer.until(lambda viewer: viewer.fresh, 60)
        await asyncio.to_thread(server.stop)
        await viewer.until(lambda viewer: viewer.board.overview.problem is not None, 60)
        await clock.sleep(OUTAGE)
        assert viewer.board.overview.value is not None
        stale = [name for name in PLAN if viewer.latest[name].problem is not None]
        assert {PLAN[name].pane for name in stale} >= {"overview", "agents", "events", "tickets"}
        await asyncio.to_thread(server.start)
        back = clock.now()
        await viewer.until(lambda viewer: viewer.fresh, BACK_WITHIN)

        def age(name: str) -> float:
            return viewer.latest[name].age(clock.now()) or 0.0

        assert all(age(name) < (clock.now() - back).total_seconds() for name in stale)
        # The others were not due meanwhile: while events tell what has changed, those may wait for long.
        calm = [one for one in watch.scheduler.status() if one.name in PLAN and one.name not in stale]
        assert all(one.next_due and one.interval and age(one.name) < one.interval * JITTER for one in calm)
        task.cancel()
        await asyncio.wait([task])
    assert len(control.moments) > 60
    assert worst_minute(control.moments) <= settings.refresh.requests_per_minute
