"""A writer that is killed at any instant leaves a whole file behind, without at most the transaction it was in."""

import asyncio
import contextlib
import multiprocessing
import random
import sqlite3
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from gleaptui.clock import SystemClock
from gleaptui.history.paths import Place
from gleaptui.history.retention import Retention
from gleaptui.history.store import Store
from gleaptui.refresh.snapshot import Snapshot
from tests.history.worlds import events, everything, store_at

_BATCH = 50
_PROCESSES = multiprocessing.get_context("forkserver")


def _write(path: Path, number: int, told: Connection) -> None:
    """Go on from that event, and tell of each batch that is in the file."""

    async def go_on(number: int) -> None:
        store = await Store.open(Place(path), SystemClock(), Retention(days=100_000, max_mb=400))
        while True:
            kept = await store.append(events(_BATCH, number))
            assert kept, store.trouble
            number += _BATCH
            told.send(number)
            await store.sample({"open": float(number)})
            await store.save(Snapshot("heatmap", "p", None, SystemClock().now()))
            await store.tidy()

    asyncio.run(go_on(number))


async def _kill_once(path: Path, known: int, rng: random.Random) -> int:
    """Let a writer go on from there, kill it somewhere, and give how many events the file holds then."""
    heard, told = _PROCESSES.Pipe(duplex=False)
    writer = _PROCESSES.Process(target=_write, args=(path, known, told), daemon=True)
    writer.start()
    told.close()
    acknowledged = known
    with contextlib.closing(heard), contextlib.suppress(EOFError):
        try:
            if rng.random() < 0.8:
                acknowledged = heard.recv()
            # Real time, because the very point is to kill in the middle of something.
            time.sleep(rng.random() * 0.08)
        finally:
            writer.kill()
            writer.join()
        while True:
            acknowledged = heard.recv()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        counted = {
            connection.execute(f"SELECT {question}").fetchone()[0]
            for question in (
                "count(*) FROM events",
                "count(DISTINCT id) FROM events",
                "sum(n) FROM tally",
                "count(*) FROM words WHERE words MATCH 'ada'",
            )
        }
    assert len(counted) == 1
    (count,) = counted
    assert count % _BATCH == 0
    assert count >= acknowledged
    return int(count)


async def _kill(path: Path, times: int) -> None:
    rng = random.Random(times)
    # Each writer begins as a copy of a process that has all of this at hand.
    _PROCESSES.set_forkserver_preload([__name__])
    async with store_at(path):
        pass
    known = 0
    for _ in range(times):
        known = await _kill_once(path, known, rng)
        async with store_at(path) as store:
            assert store.notices == ()
            assert store.trouble is None
            assert (await store.view()).count == known
    assert known > 0
    async with store_at(path) as store:
        found = await everything(await store.view())
        assert len({event.id for event in found}) == known


async def test_a_writer_killed_a_few_times_leaves_a_whole_file(tmp_path: Path) -> None:
    await _kill(tmp_path / "h.db", 4)


@pytest.mark.slow
async def test_a_writer_killed_a_hundred_times_leaves_a_whole_file(tmp_path: Path) -> None:
    await _kill(tmp_path / "h.db", 100)
