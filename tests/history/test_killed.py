"""A writer that is killed at any instant leaves a whole file behind, without at most the transaction it was in."""

import contextlib
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.history.worlds import everything, store_at

_BATCH = 200
_WRITER = """
import asyncio, sys
from datetime import timedelta
from pathlib import Path
from gleaptui.clock import SystemClock
from gleaptui.history.paths import Place
from gleaptui.history.retention import Retention
from gleaptui.history.store import Store
from gleaptui.refresh.snapshot import Snapshot
from tests.history.worlds import events

async def main():
    number = int(sys.argv[2])
    store = await Store.open(Place(Path(sys.argv[1])), SystemClock(), Retention(days=100_000, max_mb=400))
    while True:
        kept = await store.append(events(200, number))
        assert kept, store.trouble
        number += 200
        print(number, flush=True)
        await store.sample({"open": float(number)})
        await store.save(Snapshot("heatmap", "p", None, SystemClock().now()))
        await store.tidy()

asyncio.run(main())
"""


async def _kill_once(path: Path, known: int, rng: random.Random) -> int:
    """Let a writer go on from there, kill it somewhere, and give how many events the file holds then."""
    writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(path), str(known)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    try:
        if rng.random() < 0.8:
            writer.stdout.readline()
        # Real time, because the very point is to kill in the middle of something.
        time.sleep(rng.random() * 0.08)
    finally:
        writer.kill()
        said = writer.stdout.read().split()
        writer.wait()
        writer.stdout.close()
    acknowledged = int(said[-1]) if said else known
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
