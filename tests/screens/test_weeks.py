"""Two weeks on the wall, on a clock that is told to move: nights without Gleap, midnights, the end of summer time."""

import gc
from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import httpx
import pytest

from gleaptui.app import GleapApp
from gleaptui.config import Intervals, Refresh, Settings, Wallboard
from gleaptui.demo.control import Control
from gleaptui.demo.desk import Desk
from gleaptui.demo.people import PROJECT
from gleaptui.demo.server import TOKEN, create_app
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.credentials import Credentials
from gleaptui.gleap.periods import resolve
from gleaptui.refresh.budget import Budget
from gleaptui.screens.wallboard import Wall, WallboardScreen
from gleaptui.secret import Secret
from gleaptui.targets import AlertOptions, Target
from gleaptui.watch import Watch
from tests.letters import shows
from tests.virtual_clock import VirtualClock

ZONE = "Europe/Paris"
START = datetime(2026, 10, 16, 16, 7, tzinfo=UTC)
"""Nine days before summer time ends there."""
DAYS = 14
STEP = 6 * 3_600.0
NIGHT = (23, 5)
"""Between these hours Gleap does not answer, every other night."""
PANES = ("overview", "agents", "trends", "tickets")
SETTINGS = Settings(
    demo=True,
    timezone=ZONE,
    period="today",
    targets=(Target("new_tickets", warn=12.0),),
    alerts=AlertOptions(hold=0),
    wallboard=Wallboard(panes=PANES),  # type: ignore[arg-type]  # all of them are panes
    refresh=Refresh(
        intervals=Intervals(overview=21_500, trends=43_000, agents=43_000, heatmap=80_000, events=0, tickets=0)
    ),
    on_the_wall=True,
)


class Weeks(GleapApp):
    """The program on the wall over a desk that can be unplugged. What other processes have to do with it is left out,
    as they look for each other every second."""

    def __init__(self) -> None:
        self.virtual = VirtualClock(START)
        super().__init__(SETTINGS, clock=self.virtual)
        self.control = Control()
        self.desk = Desk(now=START, days=3, tickets_per_day=20, zone=ZONE)

    async def _watch_desk(self) -> None:
        budget = Budget(self.virtual, concurrency=8)
        client = GleapClient(
            Credentials(Secret(TOKEN), PROJECT),
            gate=budget,
            clock=self.virtual,
            base_url="https://desk.invalid/v3",
            transport=httpx.ASGITransport(app=create_app(self.desk, clock=self.virtual, control=self.control)),
        )
        self._watch = Watch(client, budget, SETTINGS, clock=self.virtual, period=self.period, publish=self._publish)
        self._watch_what_is_shown()
        await self._watch.run()

    @property
    def wall(self) -> Wall:
        return self.screen.query_one(Wall)

    @property
    def said(self) -> list[str]:
        return [line.plain for line in self.wall._fitted()]


def held() -> Counter[str]:
    """How many objects of each kind there are, of the program and of what it draws with. Tracing every byte instead
    takes several times as long as the fortnight."""
    gc.collect()
    kinds = (type(one) for one in gc.get_objects())
    return Counter(
        f"{kind.__module__}.{kind.__name__}"
        for kind in kinds
        if kind.__module__.startswith(("gleaptui", "textual", "rich", "asyncio")) and "demo" not in kind.__module__
    )


@pytest.mark.slow
async def test_two_weeks_on_the_wall_end_as_they_began(monkeypatch: pytest.MonkeyPatch) -> None:
    # It looks at the clocks every few seconds, which takes longer than the rest of a fortnight.
    monkeypatch.setattr("gleaptui.refresh.scheduler._TICK", 300.0)
    # With each request it looks in vain for a library that is not there.
    monkeypatch.setattr("httpx._transports.asgi.is_running_trio", lambda: False)
    app = Weeks()
    shown: set[str] = set()
    alarms: set[int] = set()
    nights, before = 0, Counter[str]()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, WallboardScreen)
        for step in range(int(DAYS * 86_400 / STEP)):
            local = app.virtual.now().astimezone(ZoneInfo(ZONE))
            out = local.day % 2 == (local.hour < NIGHT[1]) and not NIGHT[1] <= local.hour < NIGHT[0]
            app.control.fail(500) if out else app.control.heal()
            # Drawn once, however much comes in these hours.
            with app.batch_update(), monkeypatch.context() as patched:
                patched.setattr(Wall, "repaint", lambda _wall: None)
                await app.virtual.advance(STEP)
            app._tick()
            app.screen.go_on()
            await pilot.pause()
            local = app.virtual.now().astimezone(ZoneInfo(ZONE))
            said, wall = app.said, app.wall
            assert app.board.now == local
            if step and out:
                nights += 1
                assert shows(said, "NO DATA"), local
                assert not shows(said, "New tickets"), local
            elif step:
                assert not shows(said, "NO DATA"), local
                assert app.board.period.key == resolve("today", app.virtual.now(), ZONE).key, local
                assert app.board.overview.period == app.board.period.key, local
                assert app.board.overview.value is not None, local
                if wall.alerts:
                    alarms.add(local.day)
                    assert shows(said, "ALERT"), local
                    assert all(alert.since.astimezone(ZoneInfo(ZONE)).date() == local.date() for alert in wall.alerts)
                else:
                    for _ in range(6):
                        shown.add(wall.pane)
                        app.screen.go_on()
            if step * STEP == DAYS // 2 * 86_400:
                before = held()
        after = held()
    assert nights >= DAYS // 2 - 1
    assert shown == set(PANES)
    # On how many days depends on which answers come within a step, on a machine that is busy with other things.
    assert len(alarms) > 2
    grown = {kind: (before[kind], count) for kind, count in after.items() if count > 1.5 * before[kind] + 500}
    assert not grown
    assert after.total() < 1.3 * before.total()
