"""Whatever befalls the file, the program goes on with what it can, and says so."""

import contextlib
import os
import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from gleaptui.gleap.models import Figure
from gleaptui.history import log, schema
from gleaptui.history.filters import EventFilter
from gleaptui.history.glance import glance
from gleaptui.history.paths import Place, place
from gleaptui.history.retention import Retention
from gleaptui.history.schema import VERSION
from gleaptui.history.store import Store
from gleaptui.history.trouble import HistoryTrouble
from gleaptui.history.wishes import Wish
from gleaptui.refresh.snapshot import Snapshot
from tests.history.worlds import NOW, WEEK, event, events, everything, store_at
from tests.virtual_clock import VirtualClock


async def _filled(path: Path, count: int = 2_000) -> None:
    async with store_at(path) as store:
        assert await store.append(events(count))


def _garbage(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(50_000))


def _bad_head(path: Path) -> None:
    kept = path.read_bytes()
    path.write_bytes(b"\0" * 100 + kept[100:])


def _cut_off(path: Path) -> None:
    os.truncate(path, 3 * 4_096 + 17)


def _bad_schema(path: Path) -> None:
    kept = bytearray(path.read_bytes())
    kept[100:4_000] = random.Random(2).randbytes(3_900)
    path.write_bytes(kept)


def _spoil(path: Path) -> None:
    with path.open("r+b") as file:
        for page in range(10, path.stat().st_size // 4_096):
            file.seek(page * 4_096)
            file.write(b"\xff" * 4_096)


@pytest.mark.parametrize("damage", [_garbage, _bad_head, _cut_off, _bad_schema])
async def test_a_damaged_file_is_set_aside_and_a_new_one_begun(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    path = tmp_path / "h.db"
    await _filled(path)
    damage(path)
    damaged = path.read_bytes()
    async with store_at(path) as store:
        assert store.trouble is None
        (notice,) = store.notices
        (aside,) = tmp_path.glob("h.db.damaged-*[0-9Z]")
        assert "damaged" in notice
        assert notice.endswith(f" {aside.name}.")
        assert aside.read_bytes() == damaged
        assert await store.append(events(3))
        assert await everything(await store.view()) == events(3)
    async with store_at(path) as store:
        assert store.notices == ()
        assert (await store.view()).count == 3


async def test_damage_that_shows_only_later_begins_a_new_file_while_running(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    await _filled(path, 20_000)
    async with store_at(path) as store:
        view = await store.view()
        _spoil(path)
        for start in range(0, 20_000, 500):
            await view.load(start, start + 50)
        await store.view(EventFilter(text="ada"))
        assert store.epoch == 1
        assert len(store.notices) == 1
        assert store.trouble is None
        assert await store.append(events(5))
        await view.refresh()
        assert await everything(view) == events(5)


async def test_two_processes_that_find_the_damage_set_one_file_aside(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    await _filled(path, 20_000)
    async with store_at(path) as one, store_at(path) as other:
        _spoil(path)
        for store in (one, other):
            view = await store.view()
            for start in range(0, 20_000, 500):
                await view.load(start, start + 50)
        assert [len(store.notices) for store in (one, other)] == [1, 0]
        assert await one.append(events(2))
        assert await other.append(events(3))
        assert len(list(tmp_path.glob("h.db.damaged-*Z"))) == 1
        await one.changed()
        assert (await one.view()).count == 3


async def test_a_newer_file_is_left_alone_and_the_program_can_go_on_without(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    await _filled(path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(HistoryTrouble, match="newer gleaptui") as caught:
        await Store.open(Place(path), VirtualClock(NOW))
    assert caught.value.kind == "newer"
    assert path.read_bytes() == before
    async with store_at(None) as store:
        assert await store.append(events(3))


async def test_the_file_of_another_program_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE music (title TEXT)")
    with pytest.raises(HistoryTrouble) as caught:
        await Store.open(Place(path), VirtualClock(NOW))
    assert caught.value.kind == "foreign"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("music",)]


async def test_a_file_that_a_newer_program_takes_over_meanwhile_is_neither_written_nor_set_aside(
    tmp_path: Path,
) -> None:
    path = tmp_path / "h.db"
    async with store_at(path) as store, store_at(path) as follower:
        await store.append(events(3))
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("DROP TABLE samples")
            connection.execute(f"PRAGMA user_version = {VERSION + 1}")
        assert not await store.append(events(2, 3))
        assert not await store.sample({"open": 1.0})
        await follower.changed()
        await follower.trend("open", timedelta(hours=1), timedelta(minutes=10))
        for one in (store, follower):
            assert one.trouble is not None
            assert one.trouble.kind == "newer"
            assert one.epoch == 0
        assert store.unsaved == tuple(events(2, 3))
        assert path.exists()


def _first_version(path: Path) -> None:
    """A file as the first version of the program left it."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in schema.MIGRATIONS[0].split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION}")
        connection.execute("PRAGMA user_version = 1")
        log.append(connection, events(40), NOW)
        for feed in ("tickets", "heatmap"):
            connection.execute("INSERT INTO snapshots VALUES (?, '', 1, 'tickets/1', x'80', NULL, 1)", (feed,))


async def test_an_older_file_goes_on_as_one_of_today_without_the_tickets_that_were_in_it(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    _first_version(path)
    async with store_at(path) as store:
        assert await everything(await store.view()) == events(40)
        assert await store.wish(Wish("past", about="7d"))
        assert (await store.summary()).snapshots == 1
        assert (await store.summary()).schema == VERSION
        assert store.notices == ()


async def test_a_change_of_tables_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "h.db"
    _first_version(path)
    monkeypatch.setattr(schema, "MIGRATIONS", (schema.MIGRATIONS[0], "DROP TABLE wishes;\nDROP TABLE kinds;\nDROP it"))
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            schema.migrate(connection)
        assert schema.file_version(connection) == 1
        assert log.counted_kinds(connection) == {"TICKET_REPLY": 40}
        assert connection.execute("SELECT count(*) FROM wishes").fetchone() == (0,)


async def test_a_file_belongs_to_the_project_and_the_server_that_it_was_begun_for(tmp_path: Path) -> None:
    own = tmp_path / "own.db"
    async with store_at(place("a" * 24, own)) as store:
        await store.save(Snapshot("new_tickets", WEEK.key, (Figure(metric="new_tickets", value=7.0),), NOW))
    for other in (place("b" * 24, own), place("a" * 24, own, origin="https://other.test")):
        with pytest.raises(HistoryTrouble, match="another project") as caught:
            await Store.open(other, VirtualClock(NOW))
        assert caught.value.kind == "project"
        assert glance(other, {"new_tickets": True}, WEEK, NOW) == []
    assert len(glance(place("a" * 24, own), {"new_tickets": True}, WEEK, NOW)) == 1


async def test_of_damaged_files_the_last_one_is_kept_for_as_many_days_as_all_else(tmp_path: Path) -> None:
    path, clock = tmp_path / "h.db", VirtualClock(NOW)
    for _ in range(3):
        path.write_bytes(b"nonsense" * 1_000)
        async with store_at(path, clock):
            pass
        clock.jump(60)
    (aside,) = Place(path).damaged()
    for days, there in ((5, True), (11, False)):
        os.utime(aside, times=(NOW.timestamp() - days * 86_400,) * 2)
        async with store_at(path, VirtualClock(NOW), Retention(days=10)):
            assert aside.exists() == there


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A directory, and this process without the rights of the superuser, if it has them."""
    directory = Path(tempfile.mkdtemp(prefix="gleaptui-"))
    directory.chmod(0o755)
    superuser = os.geteuid() == 0
    if superuser:
        os.chown(directory, 65_534, 65_534)
        os.seteuid(65_534)
    try:
        yield directory
    finally:
        if superuser:
            os.seteuid(0)
        directory.chmod(0o700)
        shutil.rmtree(directory)


async def test_a_directory_that_cannot_be_written_to_is_a_trouble_with_a_sentence(nobody: Path) -> None:
    nobody.chmod(0o500)
    with pytest.raises(HistoryTrouble, match="cannot be written") as caught:
        await Store.open(Place(nobody / "h.db"), VirtualClock(NOW))
    assert caught.value.kind == "readonly"
    with pytest.raises(HistoryTrouble, match="cannot be written"):
        await Store.open(Place(nobody / "deeper" / "h.db"), VirtualClock(NOW))


async def test_a_file_that_became_read_only_is_read_and_takes_nothing(nobody: Path) -> None:
    path = nobody / "h.db"
    await _filled(path, 10)
    path.chmod(0o400)
    async with store_at(path) as store:
        assert store.trouble is None
        assert not await store.append(events(3, 10))
        assert store.trouble is not None
        assert store.trouble.kind == "readonly"
        assert await everything(await store.view()) == events(13)


async def test_when_the_disk_is_full_new_events_are_shown_and_kept_as_soon_as_there_is_room(tmp_path: Path) -> None:
    filler = [event(n, detail=f"{n:x} " * 40) for n in range(30_000)]
    live = events(7, 90_000)
    async with store_at(tmp_path / "h.db", keep=Retention(max_mb=1)) as store:
        for start in range(0, len(filler), 1_000):
            if not await store.append(filler[start : start + 1_000]):
                break
        assert store.trouble is not None
        assert store.trouble.kind == "full"
        view = await store.view()
        before = view.count
        assert not await store.append(live)
        await store.save(Snapshot("heatmap", "", None, NOW))
        assert store.trouble is not None
        await view.refresh()
        assert (await view.load(view.count - 7, view.count)) == tuple(live)
        assert view.count == before + 7
        while await store.tidy():
            pass
        assert await store.append([])
        assert store.trouble is None
        assert store.unsaved == ()
        await view.refresh()
        assert (await view.load(view.count - 7, view.count)) == tuple(live)
    async with store_at(tmp_path / "h.db") as store:
        view = await store.view()
        assert view.rows(view.count - 7, view.count) == tuple(live)


async def test_while_another_program_holds_the_file_reading_goes_on_and_writing_is_made_up_for(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    async with store_at(path) as store:
        await store.append(events(10))
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            started = time.monotonic()
            assert not await store.append(events(5, 10))
            assert time.monotonic() - started < 5
            assert store.trouble is not None
            assert store.trouble.kind == "locked"
            assert await everything(await store.view()) == events(15)
            other.execute("ROLLBACK")
        assert await store.append(events(2, 15))
        assert store.trouble is None
        assert await everything(await store.view()) == events(17)


async def test_a_clock_that_was_set_back_is_noticed(tmp_path: Path) -> None:
    async with store_at(tmp_path / "h.db", VirtualClock(NOW)) as store:
        await store.append(events(3))
    async with store_at(tmp_path / "h.db", VirtualClock(NOW - timedelta(days=2))) as store:
        assert [notice for notice in store.notices if "clock" in notice]
        assert await everything(await store.view()) == events(3)
    async with store_at(tmp_path / "h.db", VirtualClock(NOW + timedelta(days=2))) as store:
        assert store.notices == ()


async def test_a_clock_that_is_set_back_meanwhile_is_noticed_once(tmp_path: Path) -> None:
    clock = VirtualClock(NOW)
    async with store_at(tmp_path / "h.db", clock) as store:
        clock.jump(-60)
        await store.changed()
        assert store.notices == ()
        clock.jump(-7_200)
        await store.changed()
        await store.changed()
        assert len(store.notices) == 1
        assert "clock" in store.notices[0]
        await clock.advance(301)
        assert store.notices == ()


async def test_what_was_kept_in_memory_goes_into_a_file_that_comes_within_reach(tmp_path: Path) -> None:
    place = Place(tmp_path / "gone" / "h.db")
    async with store_at(None) as store:
        await store.append(events(40))
        view = await store.view()
        (tmp_path / "gone").write_text("in the way")
        assert not await store.move_to(place, Retention())
        assert (await store.view()).count == 40
        (tmp_path / "gone").unlink()
        assert await store.move_to(place, Retention())
        await store.append(events(2, 40))
        await view.refresh()
        assert await everything(view) == events(42)
    async with store_at(place) as store:
        assert (await store.view()).count == 42


async def test_stored_figures_are_shown_from_where_nothing_can_be_written(nobody: Path) -> None:
    path = nobody / "h.db"
    async with store_at(path) as store:
        await store.save(Snapshot("new_tickets", WEEK.key, (Figure(metric="new_tickets", value=7.0),), NOW))
    path.chmod(0o400)
    nobody.chmod(0o500)
    (found,) = glance(Place(path), {"new_tickets": True}, WEEK, NOW)
    assert found.source == "stored"
    assert not list(nobody.glob("*-shm"))


async def test_a_first_look_leaves_nothing_beside_the_file(tmp_path: Path) -> None:
    async with store_at(tmp_path / "h.db") as store:
        await store.save(Snapshot("new_tickets", WEEK.key, (Figure(metric="new_tickets", value=7.0),), NOW))
        assert len(glance(Place(tmp_path / "h.db"), {"new_tickets": True}, WEEK, NOW)) == 1
    before = set(tmp_path.iterdir())
    assert len(glance(Place(tmp_path / "h.db"), {"new_tickets": True}, WEEK, NOW)) == 1
    assert set(tmp_path.iterdir()) == before


async def test_a_file_that_is_removed_while_it_is_used_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    async with store_at(path) as store, store_at(path) as follower:
        await store.append(events(10))
        view = await follower.view()
        for found in tmp_path.iterdir():
            found.unlink()
        await store.changed()
        await follower.changed()
        assert await store.append(events(4))
        assert "log" in await follower.changed()
        await view.refresh()
        assert await everything(view) == events(4)
