"""The whole program on the demo desk at a fixed moment, for pictures and for tests by key."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from textual.pilot import Pilot

from gleaptui.app import GleapApp
from gleaptui.clock import Clock, SystemClock
from gleaptui.config import Intervals, Refresh, Settings
from gleaptui.screens.ticket import TicketScreen
from gleaptui.status import Rough
from gleaptui.widgets.eventlog import EventLog

MOMENT = datetime(2026, 9, 16, 12, 5, tzinfo=UTC)
"""A Wednesday, 14:05 in Paris."""

_SOON = 60.0
"""Seconds within which a feed is asked again only for what has just come."""


class StandingClock(SystemClock):
    """Shows one moment for ever; sleeping takes as long as it always does."""

    def now(self) -> datetime:
        return MOMENT


def demo_settings(**changes: object) -> Settings:
    """Settings of the demo, asking once and then hardly again."""
    slow = Intervals(overview=3600, trends=3600, agents=3600, heatmap=3600, events=3600, tickets=3600)
    values: dict[str, object] = {
        "demo": True,
        "timezone": "Europe/Paris",
        "period": "7d",
        "theme": "dark",
        "refresh": Refresh(requests_per_minute=500, intervals=slow),
    }
    return Settings(**(values | changes))  # type: ignore[arg-type]


class Quick(Rough):
    """As if all had been asked long ago: how much of it was in the last minute is up to the machine."""

    def said(self, _number: int) -> str:
        return super().said(0)


class StillApp(GleapApp):
    """Leaves out what chance and the speed of the machine decide."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        super().__init__(settings, clock=clock)
        self._spent = Quick()

    def _next_looks(self) -> dict[str, datetime]:
        return {}

    def _watch_past(self) -> None:
        """The past is read in pieces that take their time."""


def demo_app(**changes: object) -> GleapApp:
    """The program on the demo desk, standing at `MOMENT`."""
    return StillApp(demo_settings(**changes), clock=StandingClock())


async def until(pilot: Pilot[int], condition: Callable[[], bool], seconds: float = 30) -> None:
    """Let the program go on until the condition holds."""
    async with asyncio.timeout(seconds):
        while not condition():
            await pilot.pause()
            await asyncio.sleep(0)
    await pilot.pause()


async def all_answered(pilot: Pilot[int]) -> None:
    """Let the program go on until nothing is being asked for nor due soon, and all of it is shown."""
    app = pilot.app
    assert isinstance(app, GleapApp)

    def answered() -> bool:
        session = app._session
        if session is None or not session.samples.keys() >= {"open_now", "agents_online"}:
            return False
        if app.active == "Events" and not app.query_one(EventLog).shown.count:
            return False
        if any(not worker.is_finished for worker in app.workers if worker.name != "watch"):
            return False
        feeds = session.watch.scheduler.status()
        return all(not feed.running and (feed.next_due is None or feed.next_due > _SOON) for feed in feeds)

    await until(pilot, answered)
    app._show()
    await pilot.pause()


def all_read(pilot: Pilot[int]) -> bool:
    """Whether the ticket on the screen, if there is one, was read."""
    screen = pilot.app.screen
    return not isinstance(screen, TicketScreen) or (
        screen.opened.task is None and screen.opened.conversation.value is not None
    )


def then_press(*keys: str) -> Callable[[Pilot[int]], Awaitable[None]]:
    """For a picture: everything answered, then these keys."""

    async def run(pilot: Pilot[int]) -> None:
        await all_answered(pilot)
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        await until(pilot, lambda: all_read(pilot))

    return run
