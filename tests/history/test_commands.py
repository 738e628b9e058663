"""``gleaptui history info`` and ``clear``."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from gleaptui.cli import main
from gleaptui.commands import history
from gleaptui.history.leader import Lead
from gleaptui.history.paths import Place, default_directory
from tests.history.worlds import NOW, events, everything, store_at
from tests.virtual_clock import VirtualClock


async def _filled(path: Path) -> Place:
    async with store_at(path) as store:
        await store.append(events(1_234))
        await store.sample({"open": 3.0})
    return Place(path)


async def test_info_tells_what_is_kept_and_who_polls(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = await _filled(tmp_path / "abc.db")
    assert history.info(where) == 0
    said = capsys.readouterr().out
    for part in (str(where.path), "1\u202f234", "2026-09-14 08:13:20 UTC", "MB", "2 of 2", "nobody"):
        assert part in said
    leads = [Lead(where, VirtualClock(NOW), about=period) for period in ("7d@Europe/Paris", "today@Europe/Paris")]
    for lead in leads:
        lead.look()
    assert history.info(where) == 0
    said = capsys.readouterr().out
    assert said.count("since 2026-09-15 12:00:00 UTC") == 2
    assert "7d@Europe/Paris" in said
    for lead in leads:
        lead.give_up()
    assert len(list(tmp_path.iterdir())) == 2


def test_info_of_nothing_is_no_error_and_makes_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert history.info(Place(tmp_path / "abc.db")) == 0
    assert "no history yet" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


async def test_info_says_why_a_file_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = await _filled(tmp_path / "abc.db")
    with contextlib.closing(sqlite3.connect(where.path)) as connection:
        connection.execute("PRAGMA user_version = 77")
    assert history.info(where) == 3
    assert "newer gleaptui" in capsys.readouterr().out
    where.path.write_bytes(b"nonsense" * 1_000)
    assert history.info(where) == 3
    assert "damaged" in capsys.readouterr().out


async def test_clear_removes_nothing_unless_it_is_meant(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = await _filled(tmp_path / "abc.db")
    assert history.clear(where, yes=False) == 64
    assert "--yes" in capsys.readouterr().out
    async with store_at(where) as store:
        assert (await store.view()).count == 1_234


async def test_clear_removes_all_that_belongs_to_the_history_and_nothing_else(tmp_path: Path) -> None:
    where = await _filled(tmp_path / "abc.db")
    where.path.write_bytes(b"nonsense" * 1_000)
    async with store_at(where):
        pass
    for left in (where.lock(), where.lock("7d"), where.viewers("7d")):
        left.touch()
    others = {tmp_path / "abcd.db", tmp_path / "other.db", tmp_path / "abc.db.notes"}
    for other in others:
        other.write_text("kept")
    assert len(where.everything()) == 6
    assert history.clear(where, yes=True) == 0
    assert set(tmp_path.iterdir()) == others
    assert history.clear(where, yes=True) == 0


async def test_a_running_program_begins_anew_after_clear_and_stays_the_poller(tmp_path: Path) -> None:
    where = await _filled(tmp_path / "abc.db")
    lead = Lead(where, VirtualClock(NOW))
    lead.look()
    async with store_at(where) as store:
        assert history.clear(where, yes=True) == 0
        await store.changed()
        assert await store.append(events(2))
        assert await everything(await store.view()) == events(2)
    assert lead.holds()
    assert where.path.exists()
    lead.give_up()


async def test_what_is_left_of_a_history_that_is_off_is_told_and_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = "64f0aa1100000000000000aa"
    monkeypatch.setenv("GLEAP_PROJECT", project)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    config = tmp_path / "config.toml"
    config.write_text("[history]\nenabled = false\n")
    where = await _filled(default_directory() / f"{project}.db")
    assert main(["history", "info", "--config", str(config)]) == 0
    assert "1\u202f234" in capsys.readouterr().out
    assert main(["history", "clear", "--yes", "--config", str(config)]) == 0
    assert not where.path.exists()
