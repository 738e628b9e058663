"""Whatever is wrong with the bytes of a file, the program reads what it can, or begins a new one."""

import asyncio
import contextlib
import random
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from gleaptui.gleap.models import Agent, Bar, Figure, Heatmap, Series, TeamPerformance
from gleaptui.history.filters import EventFilter
from gleaptui.history.glance import glance
from gleaptui.history.paths import Place
from gleaptui.history.retention import Retention
from gleaptui.history.store import Store
from gleaptui.history.view import View
from gleaptui.history.wishes import Wish
from gleaptui.refresh.snapshot import Problem, Snapshot
from tests.history.worlds import NOW, WEEK, event, events, store_at
from tests.virtual_clock import VirtualClock

_VALUES: dict[str, object] = {
    "new_tickets": (Figure(metric="new_tickets", value=3.0),),
    "trends": {"new_tickets": Series(bars=(Bar(label="14 Sep", value=1.0),))},
    "agents": TeamPerformance(agents=(Agent(name="Ada Quill"),)),
    "heatmap": Heatmap(),
    "events": tuple(events(3)),
}
_FILTERS = (
    EventFilter(),
    EventFilter(text="word3"),
    EventFilter(agent="Ada Quill"),
    EventFilter(kinds=("TICKET_REPLY",)),
    EventFilter(since=NOW - timedelta(hours=27)),
)


async def _fill(path: Path) -> None:
    clock = VirtualClock(NOW)
    names = ("Ada Quill", "Bo Li")
    async with store_at(path, clock) as store:
        await store.append(
            event(n, detail=f"word{n % 37} export", agent=names[n % 2], ticket=f"{n:024x}") for n in range(150)
        )
        for feed, value in _VALUES.items():
            await store.save(Snapshot(feed, WEEK.key, value, NOW, problem=Problem("network", "No answer", "Again.")))
        for _ in range(20):
            await store.sample({"open_now": 3.0, "agents_online": 2.0})
            clock.jump(60)
        await store.wish(Wish("refresh", "heatmap", "bo"))
        await store.spend("bo", 3)
        await store.cover(NOW - timedelta(days=1), NOW)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file in which there is something of everything."""
    path = tmp_path_factory.mktemp("whole") / "h.db"
    asyncio.run(_fill(path))
    return path


@pytest.fixture
def copies(whole: Path, tmp_path: Path) -> Iterator[Path]:
    """Each time that it is asked for, a file like that, and nothing beside it."""

    def made() -> Iterator[Path]:
        for number in range(1_000_000):
            directory = tmp_path / str(number)
            directory.mkdir()
            yield Path(shutil.copy(whole, directory / "h.db"))
            shutil.rmtree(directory)

    return made()


async def _use(path: Path) -> Store:
    """Do all that the program does with a history, and leave it working; gives the store, closed."""
    glance(Place(path), dict.fromkeys(_VALUES, True), WEEK, NOW)
    store = await Store.open(Place(path), VirtualClock(NOW), Retention(days=1))
    try:
        for filter in _FILTERS:
            view = await store.view(filter)
            await _read(view)
            await view.row_at(NOW - timedelta(hours=27))
            await view.find("export", view.count)
            await view.refresh(3)
        await store.kinds(), await store.agents(), await store.span(), await store.coverage()
        for feed in _VALUES:
            await store.load(feed, WEEK.key), await store.load(feed)
        await store.trend("open_now", timedelta(days=1), timedelta(minutes=10))
        await store.append(events(20, 5_000))
        await store.save(Snapshot("heatmap", WEEK.key, Heatmap(), NOW))
        await store.sample({"open_now": 1.0})
        await store.changed(), await store.take_wishes()
        await store.spend("me"), await store.spent_by_others("me"), await store.summary()
        for _ in range(20):
            if not await store.tidy():
                break
        # Once more, as the first part may have begun a new file.
        assert await store.append(events(2, 6_000))
        await _read(await store.view())
    finally:
        await store.close()
    return store


async def _read(view: View) -> None:
    await view.count_all()
    for start in range(0, view.count, 50):
        await view.load(start, start + 50)


def _damage(kept: bytes, rng: random.Random) -> bytes:
    """The same with a bit, some bytes or a page gone wrong, or without its end."""
    spoiled, place = bytearray(kept), rng.randrange(len(kept))
    length = rng.choice((4, 64, 512))
    match rng.choice(("bit", "bit", "byte", "nothing", "anything", "page", "end")):
        case "bit":
            spoiled[place] ^= 1 << rng.randrange(8)
        case "byte":
            spoiled[place] = rng.randrange(256)
        case "nothing":
            spoiled[place : place + length] = bytes(len(spoiled[place : place + length]))
        case "anything":
            spoiled[place : place + length] = rng.randbytes(len(spoiled[place : place + length]))
        case "page":
            start = place // 4_096 * 4_096
            spoiled[start : start + 4_096] = rng.randbytes(4_096)
        case "end":
            del spoiled[place:]
    return bytes(spoiled)


async def _spoil(copies: Iterator[Path], times: int) -> None:
    rng, troubles = random.Random(times), list[str]()
    for _ in range(times):
        path = next(copies)
        path.write_bytes(_damage(path.read_bytes(), rng))
        async with asyncio.timeout(30):
            store = await _use(path)
        troubles += [store.trouble.kind] if store.trouble is not None else []
    # A row number that is out of all bounds SQLite takes for a full disk.
    assert set(troubles) <= {"full"}
    assert len(troubles) <= times // 100


async def test_no_damage_of_a_few_bytes_ends_the_program_or_the_history(copies: Iterator[Path]) -> None:
    await _spoil(copies, 30)


@pytest.mark.slow
async def test_no_damage_of_hundreds_ends_the_program_or_the_history(copies: Iterator[Path]) -> None:
    await _spoil(copies, 200)


_OTHER_HANDS = (
    "UPDATE snapshots SET fetched_at = 'abc'",
    "UPDATE snapshots SET fetched_at = 9e18",
    "UPDATE snapshots SET problem = 'text'",
    "UPDATE snapshots SET problem = x'94a161a162a163d37fffffffffffffff'",
    "UPDATE snapshots SET tag = 5",
    "UPDATE snapshots SET period = x'00ff'",
    "UPDATE snapshots SET value = 'text'",
    "UPDATE snapshots SET value = NULL",
    "UPDATE events SET kind = 'x'",
    "UPDATE events SET body = 'text'",
    "UPDATE events SET body = x'98c0a1ffa0c400a0a0c0a0'",
    "UPDATE OR IGNORE events SET id = 17",
    "UPDATE events SET body = x'98cf7fffffffffffffffa0a0c4a0a0a0c0a0'",
    "UPDATE kinds SET name = x'ff00'",
    "UPDATE kinds SET name = CAST(x'ff00' AS TEXT)",
    "UPDATE facts SET value = 'abc'",
    "UPDATE facts SET value = 9223372036854775807",
    "UPDATE tally SET n = -5",
    "UPDATE tally SET n = 'abc'",
    "UPDATE samples SET value = 'abc'",
    "UPDATE revisions SET revision = 'x'",
    "INSERT INTO wishes VALUES (99, 'x', x'00', 5, 'y', '')",
    "INSERT INTO spent VALUES ('a', 'b', 'c', 'd')",
    "INSERT INTO agents VALUES (5)",
    "INSERT INTO agents VALUES (x'ff')",
    "INSERT INTO words(words) VALUES ('delete-all')",
    "UPDATE arrivals SET key = 'x'",
    "DELETE FROM tally",
    "DROP TABLE tally",
    "DROP TABLE wishes",
    "DROP TABLE words",
    "DROP TABLE samples",
    "ALTER TABLE snapshots DROP COLUMN problem",
)


async def test_no_value_that_another_hand_wrote_ends_the_program_or_the_history(copies: Iterator[Path]) -> None:
    for statement in _OTHER_HANDS:
        path = next(copies)
        with contextlib.closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(statement)
        async with asyncio.timeout(30):
            store = await _use(path)
        assert store.trouble is None, (statement, store.trouble)
