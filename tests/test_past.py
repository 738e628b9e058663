"""The past of a period is read piece by piece, once, and survives a restart."""

import asyncio

from gleaptui.backfill import Backfill
from gleaptui.gleap.periods import Period, resolve
from gleaptui.history.store import Store
from gleaptui.past import Past
from tests.test_watch import ZONE, Seat


def span(seat: Seat) -> Period:
    return resolve("7d", seat.clock.now(), ZONE)


async def finish(seat: Seat, past: Past) -> int:
    """Read on until nothing is missing; how many pieces that took."""
    pieces = 0
    while True:
        task = asyncio.create_task(past.read_on(span(seat)))
        while not task.done():
            await seat.clock.advance(1)
            await asyncio.sleep(0)
        if not task.result():
            return pieces
        pieces += 1


async def test_a_period_becomes_whole_and_is_not_read_again() -> None:
    seat = Seat("7d")
    store = await Store.open(None, seat.clock)
    async with seat.sitting():
        past = Past(seat.watch, store, seat.clock)
        assert await past.progress(span(seat)) is None
        start = seat.watch.desk.events.whole_from
        assert start is not None
        await store.cover(start, seat.clock.now())
        before = await past.progress(span(seat))
        assert before is not None
        assert before < 100
        assert await finish(seat, past) > 1
        assert await past.progress(span(seat)) == 100
        log = seat.desk.log
        first = span(seat).start.timestamp() * 1000
        known = await store.coverage()
        assert known is not None
        wanted = sum(first <= at < start.timestamp() * 1000 for at in log.at)
        assert (await store.summary()).events == wanted
        asked = seat.asked("raw-data")
        again = Past(seat.watch, store, seat.clock)
        assert await again.progress(span(seat)) == 100
        assert await again.read_on(span(seat)) is False
        assert seat.asked("raw-data") - asked <= 1
    await store.close()


async def test_trouble_leaves_what_was_read_and_waits_a_minute() -> None:
    seat = Seat("7d")
    store = await Store.open(None, seat.clock)
    async with seat.sitting():
        past = Past(seat.watch, store, seat.clock)
        start = seat.watch.desk.events.whole_from
        assert start is not None
        await store.cover(start, seat.clock.now())
        seat.control.fail(403, prefix="/statistics/raw-data")
        assert await finish(seat, past) == 0
        asked = seat.asked("raw-data")
        assert await past.read_on(span(seat)) is False
        assert seat.asked("raw-data") == asked
        seat.control.heal()
        await seat.clock.advance(120)
        assert await finish(seat, past) > 0
        assert await past.progress(span(seat)) == 100
    await store.close()


class Reader:
    """Stands for the session: reads itself, or wishes."""

    def __init__(self, *, reads: bool) -> None:
        self.reads = reads
        self.wishes = 0

    def may_read(self) -> bool:
        return self.reads

    def may_wish(self) -> bool:
        return not self.reads

    def wish_for_past(self) -> None:
        self.wishes += 1

    def log_moved(self) -> None:
        pass


async def test_the_past_is_read_only_while_somebody_looks_here_or_in_another_process() -> None:
    seat = Seat("7d")
    store = await Store.open(None, seat.clock)
    async with seat.sitting():
        past = Past(seat.watch, store, seat.clock)
        start = seat.watch.desk.events.whole_from
        assert start is not None
        await store.cover(start, seat.clock.now())
        host = Reader(reads=False)
        backfill = Backfill(past, seat.clock, lambda: span(seat), host)
        task = asyncio.create_task(backfill.run())
        begin = await store.coverage()

        async def moved() -> bool:
            nonlocal begin
            for _ in range(20):
                await seat.clock.advance(1)
                # The store works in a thread of its own.
                await store.coverage()
            begin, before = await store.coverage(), begin
            return begin != before

        assert not await moved()
        backfill.want(True)
        assert not await moved()
        assert 1 <= host.wishes <= 2
        assert backfill.percent is not None
        backfill.want(False)
        host.reads = True
        assert not await moved()
        backfill.wished()
        assert await moved()
        assert backfill.percent is None
        await seat.clock.advance(60)
        await moved()
        assert not await moved()
        task.cancel()
    await store.close()
