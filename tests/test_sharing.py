"""Two who look at one project, in one process: who asks when one is paused, goes elsewhere, or cannot store."""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gleaptui.commands import history
from gleaptui.config import Given, Settings, load
from gleaptui.gleap.periods import Period, resolve
from gleaptui.history.paths import Place
from gleaptui.history.summary import Summary
from gleaptui.plan import WATCHED
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.session import Session
from gleaptui.stored import history_place
from tests.live_server import LiveServer

FASTER = 8
ZONE = "Europe/Paris"


class QuickClock:
    """A clock that runs faster than the machine's."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._start = datetime.now(UTC)

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return (time.monotonic() - self._began) * FASTER

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / FASTER)


class Seat:
    """Somebody who looks at the overview."""

    def __init__(self, settings: Settings, clock: QuickClock) -> None:
        self.period_name = "7d"
        self.shown: dict[str, Snapshot[object]] = {}
        self._clock = clock
        self.session = Session(settings, clock=clock, period=self._period, publish=self._take)

    def _period(self) -> Period:
        return resolve(self.period_name, self._clock.now(), ZONE)

    def _take(self, snapshot: Snapshot[object]) -> None:
        self.shown[snapshot.feed] = snapshot

    @asynccontextmanager
    async def sitting(self) -> AsyncIterator["Seat"]:
        await self.session.open()
        self.session.watch.scheduler.watch(WATCHED["Overview"])
        task = asyncio.create_task(self.session.run())
        try:
            yield self
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    @property
    def follows(self) -> bool:
        return self.session.poller is not None

    @property
    def sent(self) -> int:
        return self.session.watch.budget.total

    def look_at(self, period: str) -> None:
        self.period_name = period
        self.session.period_changed()

    def shows(self, days: int) -> bool:
        """Whether there is a live figure for a period of so many days."""
        snapshot = self.shown.get("new_tickets")
        period = self._period()
        return (
            snapshot is not None
            and snapshot.value is not None
            and snapshot.period == period.key
            and (period.last - period.first).days + 1 == days
        )


async def until(holds: Callable[[], object], seconds: float = 40) -> float:
    """Wait until it holds; how many seconds of the quick clock that took."""
    began = time.monotonic()
    while not holds():
        assert (time.monotonic() - began) * FASTER < seconds
        await asyncio.sleep(0.02)
    return (time.monotonic() - began) * FASTER


@pytest.fixture(scope="module")
def server() -> Iterator[LiveServer]:
    with LiveServer() as running:
        yield running


@pytest.fixture
def settings(server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return load(Given(period="7d", timezone=ZONE), server.environment)


def _file(settings: Settings) -> Path:
    place = history_place(settings)
    assert place is not None
    return place.path


async def test_whoever_pauses_leaves_the_asking_to_the_others_and_still_gets_what_he_asks_for(
    settings: Settings,
) -> None:
    clock = QuickClock()
    async with Seat(settings, clock).sitting() as first, Seat(settings, clock).sitting() as second:
        await until(lambda: second.follows and second.shows(7))
        assert not first.follows
        first.session.watch.scheduler.pause()
        await until(lambda: not second.follows and second.sent > 2)
        before = first.sent
        first.session.refresh(["new_tickets"])
        await until(lambda: first.sent > before)
        assert not first.follows
        first.session.watch.scheduler.resume()
        await until(lambda: first.follows)
        assert not second.follows


async def test_another_period_is_asked_for_at_once_and_only_by_who_looks_at_it(settings: Settings) -> None:
    clock = QuickClock()
    async with Seat(settings, clock).sitting() as first, Seat(settings, clock).sitting() as second:
        await until(lambda: second.follows and second.shows(7))
        second.look_at("30d")
        assert await until(lambda: second.shows(30)) < 8
        assert not second.follows
        second.look_at("7d")
        await until(lambda: second.follows and second.shows(7))
        # The one who polls was elsewhere and is back: that is no reason for anybody to ask twice.
        first.look_at("30d")
        await until(lambda: first.shows(30))
        first.look_at("7d")
        began = clock.monotonic()
        await until(lambda: clock.monotonic() - began > 15)
        assert second.follows


async def test_where_the_poller_cannot_store_each_asks_until_it_can_again(settings: Settings) -> None:
    clock = QuickClock()
    async with Seat(settings, clock).sitting() as first, Seat(settings, clock).sitting() as second:
        await until(lambda: second.follows and second.shows(7))
        with contextlib.closing(sqlite3.connect(_file(settings), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await until(lambda: not second.follows, 90)
            assert "another program holds" in first.session.notice
            await until(lambda: second.sent)
            other.execute("ROLLBACK")
        await until(lambda: second.follows, 90)
        assert not first.session.notice


async def test_a_history_that_is_cleared_meanwhile_is_filled_with_what_is_known(settings: Settings) -> None:
    clock = QuickClock()
    async with Seat(settings, clock).sitting() as first:
        await until(lambda: first.shows(7) and first.session.log_version)
        await clock.sleep(3)
        before = await first.session.store.summary()
        assert before.events > 1
        assert history.clear(Place(_file(settings)), yes=True) == 0
        found = Summary()
        while found.events < before.events or found.snapshots < before.snapshots:
            await clock.sleep(1)
            found = await first.session.store.summary()


async def test_a_file_that_is_locked_at_the_start_is_used_as_soon_as_it_is_free(settings: Settings) -> None:
    clock = QuickClock()
    async with Seat(settings, clock).sitting() as first:
        await until(lambda: first.shows(7))
    with contextlib.closing(sqlite3.connect(_file(settings), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        async with Seat(settings, clock).sitting() as late:
            await until(lambda: late.shows(7))
            assert "another program holds" in late.session.notice
            other.execute("ROLLBACK")
            await until(lambda: not late.session.notice, 60)
            async with Seat(settings, clock).sitting() as second:
                await until(lambda: second.follows and second.shows(7))
