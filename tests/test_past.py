"""The past of a period is read piece by piece, once, and survives a restart."""

import asyncio
from datetime import timedelta

import pytest

from gleaptui.backfill import Backfill
from gleaptui.history.filters import EventFilter
from gleaptui.history.retention import Retention
from gleaptui.history.store import Store
from gleaptui.past import Past
from tests.rawlog import Log


async def begun(log: Log, days: int = 90) -> tuple[Store, Past]:
    """What is known after a first look at the last two hours."""
    store = await Store.open(None, log.clock, Retention(days))
    now = log.clock.now()
    await store.cover(now - timedelta(hours=2), now)
    return store, Past(log.raw.read, store, log.clock)


async def finish(log: Log, past: Past) -> int:
    """Read on until nothing is missing; how many pieces that took."""
    pieces = 0
    while True:
        task = asyncio.create_task(past.read_on(log.period()))
        while not task.done():
            await log.clock.advance(1)
        if not task.result():
            return pieces
        pieces += 1


def missing(log: Log) -> set[str]:
    """The events of the period that happened before what is known at first."""
    end = log.clock.now() - timedelta(hours=2)
    return {name for name, at in log.events if at is not None and log.period().start <= at < end}


async def stored(store: Store) -> set[str]:
    view = await store.view(EventFilter())
    return {one.id for one in await view.load(0, view.count) if one is not None}


@pytest.mark.parametrize("cut_at", [10_000, 500, 64])
async def test_a_period_becomes_whole_whatever_pages_the_server_gives_and_is_not_read_again(cut_at: int) -> None:
    log = Log(cut_at=cut_at)
    log.happened_every(100, days=8)
    wanted = missing(log)
    store, past = await begun(log)
    before = await past.progress(log.period())
    assert before is not None
    assert 0 < before < 100
    assert await finish(log, past) > 1
    assert await past.progress(log.period()) == 100
    assert wanted <= await stored(store)
    asked = len(log.asked)
    again = Past(log.raw.read, store, log.clock)
    assert await again.progress(log.period()) == 100
    assert await again.read_on(log.period()) is False
    assert len(log.asked) == asked
    await store.close()


async def test_what_can_only_be_had_by_the_page_is_read_in_pieces_that_fit_one() -> None:
    log = Log(can_skip=False)
    log.happened_every(100, days=8)
    wanted = missing(log)
    store, past = await begun(log)
    await finish(log, past)
    assert await past.progress(log.period()) == 100
    assert wanted <= await stored(store)
    await store.close()


async def test_a_minute_that_cannot_be_had_whole_is_not_called_so_and_not_asked_for_without_pause() -> None:
    log = Log(can_skip=False)
    at = log.clock.now() - timedelta(hours=4)
    log.events = [(f"n{number}", at) for number in range(600)]
    store, past = await begun(log)
    assert await finish(log, past) > 1
    asked = len(log.asked)
    assert await past.read_on(log.period()) is False
    assert len(log.asked) == asked
    known = await store.coverage()
    assert known is not None
    assert timedelta(0) < known[0] - at < timedelta(minutes=1)
    await store.close()


async def test_what_is_too_old_to_be_kept_is_not_read() -> None:
    log = Log()
    log.happened_every(1_000, days=8)
    oldest = log.clock.now() - timedelta(days=3)
    store, past = await begun(log, days=3)
    assert await finish(log, past) > 0
    assert await past.progress(log.period()) == 100
    read = await stored(store)
    assert min(at for name, at in log.events if name in read and at is not None) >= oldest
    await log.clock.advance(86_400)
    while await store.tidy():
        pass
    known = await store.coverage()
    assert known is not None
    assert known[0] > oldest + timedelta(hours=23)
    await store.close()


async def test_trouble_leaves_what_was_read_and_waits_a_minute() -> None:
    log = Log()
    log.happened_every(1_000, days=8)
    store, past = await begun(log)
    log.refuses = True
    assert await finish(log, past) == 0
    asked = len(log.asked)
    assert await past.read_on(log.period()) is False
    assert len(log.asked) == asked
    log.refuses = False
    await log.clock.advance(120)
    assert await finish(log, past) > 0
    assert await past.progress(log.period()) == 100
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
    log = Log()
    log.happened_every(100, days=8)
    store, past = await begun(log)
    host = Reader(reads=False)
    backfill = Backfill(past, log.clock, log.period, host)
    task = asyncio.create_task(backfill.run())
    begin = await store.coverage()

    async def moved() -> bool:
        nonlocal begin
        for _ in range(20):
            await log.clock.advance(1)
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
    await log.clock.advance(60)
    await moved()
    assert not await moved()
    task.cancel()
    await store.close()
