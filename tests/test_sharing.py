"""Some who look at one project, in one process: who asks when one is paused, goes elsewhere, is refused, or cannot
store."""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs

from gleaptui.commands import history
from gleaptui.config import Given, Settings, load
from gleaptui.gleap.periods import Period, resolve
from gleaptui.history import opening
from gleaptui.history.filters import EventFilter
from gleaptui.history.paths import Place
from gleaptui.history.store import Store
from gleaptui.history.summary import Summary
from gleaptui.plan import WATCHED
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.secret import Secret
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
    """Somebody who looks at a pane."""

    def __init__(self, settings: Settings, clock: QuickClock, *, period: str = "7d", pane: str = "Overview") -> None:
        self.period_name = period
        self.pane = pane
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
        self.session.watch.scheduler.watch(WATCHED[self.pane])
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

    def knows(self, feed: str) -> object:
        """The value of that feed for the period, unless it is of an earlier time."""
        snapshot = self.shown.get(feed)
        key = self._period().key
        return snapshot.value if snapshot is not None and snapshot.period in ("", key) else None

    def problem(self, feed: str) -> str:
        """The kind of what is wrong with that feed."""
        problem = self.shown[feed].problem if feed in self.shown else None
        return problem.kind if problem is not None else ""

    def asked(self, feed: str) -> bool:
        """Whether this process ever asked for that feed itself."""
        status = next(one for one in self.session.watch.scheduler.status() if one.name == feed)
        return status.requests > 0

    async def stored_events(self) -> int:
        """How many events of the period there are in the log."""
        period = self._period()
        return (await self.session.store.view(EventFilter(since=period.start, until=period.end))).count

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


async def until(holds: Callable[[], object]) -> None:
    """Wait until it holds, for as long as a busy machine may need: how soon it does is asked elsewhere, by a clock."""
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.02)


@pytest.fixture(scope="module")
def server() -> Iterator[LiveServer]:
    with LiveServer() as running:
        yield running


@pytest.fixture
def settings(server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    # As much less as the clock is faster.
    monkeypatch.setattr(opening, "BUSY_SECONDS", opening.BUSY_SECONDS / FASTER)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    given = load(Given(period="7d", timezone=ZONE), server.environment)
    # What is to be waited for is each other, and not the budget.
    yield structs.replace(given, refresh=structs.replace(given.refresh, requests_per_minute=900))
    server.control.heal()


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


async def test_each_period_is_asked_for_by_one_of_those_who_look_at_it(settings: Settings) -> None:
    clock = QuickClock()
    async with AsyncExitStack() as stack:
        seats = [await stack.enter_async_context(Seat(settings, clock).sitting()) for _ in range(3)]
        first, second, third = seats
        await until(lambda: second.follows and third.follows and third.shows(7))
        # The one who polls goes elsewhere: one of the others goes on for those who stay.
        first.look_at("30d")
        await until(lambda: first.shows(30) and second.follows != third.follows)
        assert not first.follows
        second.look_at("30d")
        third.look_at("30d")
        await until(lambda: second.follows and second.shows(30) and third.follows and third.shows(30))
        assert not first.follows
        # And whoever looks at a period alone has its events in the log as well.
        third.look_at("last-week")
        await until(lambda: third.knows("events") and not third.follows)
        count = 0
        while not count:
            await clock.sleep(1)
            count = await third.stored_events()


async def test_whoever_is_refused_everything_leaves_the_asking_to_the_others(
    settings: Settings, server: LiveServer
) -> None:
    revoked = structs.replace(settings, token=Secret("revoked"))
    clock = QuickClock()
    async with Seat(revoked, clock).sitting() as first:
        await until(lambda: first.problem("new_tickets") == "unauthorized")
        async with Seat(settings, clock).sitting() as second:
            await until(lambda: second.shows(7) and first.follows and first.shows(7))
            assert not second.follows


async def test_what_fails_for_everybody_leaves_the_lead_where_it_is(settings: Settings, server: LiveServer) -> None:
    clock = QuickClock()
    async with Seat(settings, clock).sitting() as first, Seat(settings, clock).sitting() as second:
        await until(lambda: second.follows and second.shows(7))
        server.control.fail(500)
        first.session.refresh(WATCHED["Overview"])
        await until(lambda: second.problem("new_tickets") == "server")
        assert second.follows
        assert not second.asked("new_tickets")


async def test_those_who_follow_learn_what_is_refused_from_the_start(settings: Settings, server: LiveServer) -> None:
    server.control.fail(403, prefix="/statistics/heatmap")
    clock = QuickClock()
    async with Seat(settings, clock).sitting() as first, Seat(settings, clock).sitting() as second:
        await until(lambda: second.follows and second.shows(7))
        await until(lambda: second.problem("heatmap") == "forbidden")
        assert not second.asked("heatmap")
        assert not first.follows


async def test_what_somebody_looks_at_who_follows_is_asked_for_as_well(settings: Settings) -> None:
    clock = QuickClock()
    quiet = structs.replace(settings, refresh=structs.replace(settings.refresh, background=False))
    async with Seat(quiet, clock).sitting() as first, Seat(quiet, clock, pane="Heatmap").sitting() as second:
        await until(lambda: second.follows and second.knows("heatmap") and second.knows("heatmap_comments"))
        assert not second.asked("heatmap_comments")
        second.session.watch.scheduler.watch(WATCHED["Agents"])
        await until(lambda: second.knows("agents"))
        assert not first.follows


async def test_what_happens_now_is_asked_for_once_while_many_look_at_a_past_period(settings: Settings) -> None:
    clock = QuickClock()
    async with (
        Seat(settings, clock, period="yesterday").sitting() as first,
        Seat(settings, clock, period="yesterday").sitting() as second,
    ):
        await until(lambda: second.follows and second.shows(1) and second.knows("news") is not None)
        assert first.asked("news")
        assert not second.asked("news")
        # The past is read from now on backwards, also by somebody who never looked at this very day.
        first.session.want_past(True)
        await until(lambda: first.session.backfill == 100)


async def test_where_the_poller_cannot_store_each_asks_until_it_can_again(settings: Settings) -> None:
    clock = QuickClock()
    async with Seat(settings, clock).sitting() as first, Seat(settings, clock).sitting() as second:
        await until(lambda: second.follows and second.shows(7))
        with contextlib.closing(sqlite3.connect(_file(settings), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await until(lambda: not second.follows)
            assert "another program holds" in first.session.trouble
            await until(lambda: second.sent)
            other.execute("ROLLBACK")
        await until(lambda: second.follows)
        assert not first.session.trouble


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


@pytest.mark.parametrize(
    ("pragma", "said"), [("user_version = 99", "a newer gleaptui"), ("application_id = 4711", "another program")]
)
async def test_a_file_that_is_not_for_this_program_is_left_alone_and_the_figures_come_all_the_same(
    settings: Settings, pragma: str, said: str
) -> None:
    clock, file = QuickClock(), _file(settings)
    await (await Store.open(Place(file), clock)).close()
    with contextlib.closing(sqlite3.connect(file)) as other:
        other.execute(f"PRAGMA {pragma}")
    kept = file.read_bytes()
    async with Seat(settings, clock).sitting() as first:
        await until(lambda: first.shows(7))
        assert said in first.session.trouble
    assert file.read_bytes() == kept


async def test_a_file_that_is_locked_at_the_start_is_used_as_soon_as_it_is_free(settings: Settings) -> None:
    clock = QuickClock()
    async with Seat(settings, clock).sitting() as first:
        await until(lambda: first.shows(7))
    with contextlib.closing(sqlite3.connect(_file(settings), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        async with Seat(settings, clock).sitting() as late:
            await until(lambda: late.shows(7))
            assert "another program holds" in late.session.trouble
            other.execute("ROLLBACK")
            await until(lambda: not late.session.trouble)
            async with Seat(settings, clock).sitting() as second:
                await until(lambda: second.follows and second.shows(7))
