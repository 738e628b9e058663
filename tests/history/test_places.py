"""Where a history lies, and who may read and write its files."""

import contextlib
import os
import stat
from pathlib import Path

import pytest

from gleaptui.history.leader import Lead
from gleaptui.history.opening import open_writer
from gleaptui.history.paths import Place, file_name, place
from gleaptui.history.retention import Retention
from tests.history.worlds import NOW
from tests.virtual_clock import VirtualClock


@pytest.mark.parametrize("mask", [0o000, 0o077, 0o777])
def test_the_file_is_private_whatever_the_umask(tmp_path: Path, mask: int) -> None:
    directory = tmp_path / "private"
    directory.mkdir(mode=0o700)
    assert _modes(place("abc", directory), mask) == {0o600}


def test_a_directory_that_a_group_shares_makes_files_of_the_group(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    where = place("abc", tmp_path)
    assert where.mode == 0o660
    assert _modes(where, 0o077) == {0o660}


def test_files_in_a_directory_of_a_group_are_of_that_group_though_it_does_not_see_to_that(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(tmp_path, -1, 12_345)
    tmp_path.chmod(0o770)
    connection, _ = open_writer(place("abc", tmp_path), NOW, Retention())
    with contextlib.closing(connection):
        connection.execute("INSERT INTO facts VALUES ('x', 1)")
        assert {path.stat().st_gid for path in tmp_path.iterdir()} == {tmp_path.stat().st_gid}
        assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize(("before", "after", "modes"), [(0o700, 0o2770, {0o660}), (0o2770, 0o700, {0o600})])
def test_files_get_the_mode_of_a_directory_that_is_shared_later_or_no_longer(
    tmp_path: Path, before: int, after: int, modes: set[int]
) -> None:
    lead = Lead(place("abc", tmp_path), VirtualClock(NOW))
    for mode in (before, after):
        tmp_path.chmod(mode)
        where = place("abc", tmp_path)
        lead.look()
        connection, _ = open_writer(where, NOW, Retention())
        with contextlib.closing(connection):
            connection.execute("INSERT OR REPLACE INTO facts VALUES ('x', 1)")
            found = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    lead.give_up()
    assert found == modes


def _modes(where: Place, mask: int) -> set[int]:
    """Of all files while a program runs: the database, its log, the index of that, and the guard."""
    before = os.umask(mask)
    try:
        connection, _ = open_writer(where, NOW, Retention())
    finally:
        os.umask(before)
    with contextlib.closing(connection):
        connection.execute("INSERT INTO facts VALUES ('x', 1)")
        found = list(where.path.parent.iterdir())
        assert len(found) == 4
        return {stat.S_IMODE(path.stat().st_mode) for path in found}


@pytest.mark.parametrize(
    "project", ["", "..", "../../etc/passwd", "a/b", "a\0b", "CON ", "x" * 300, "Ünïcode", "\ud800", ".hidden"]
)
def test_no_project_id_leaves_the_directory(project: str) -> None:
    name = file_name(project)
    assert Path(name).name == name
    assert len(name) < 80
    assert name.startswith("project-")
    assert file_name(project + "x") != name


def test_a_plain_project_id_is_the_name_of_its_file_and_another_server_has_another_file(tmp_path: Path) -> None:
    assert place("64f0aa11", tmp_path).path == tmp_path / "64f0aa11.db"
    assert place("64f0aa11", tmp_path / "own.db").path == tmp_path / "own.db"
    assert place("64f0aa11", tmp_path, origin="https://other.test").path != tmp_path / "64f0aa11.db"
    assert place("64f0aa11").path.parent.name == "history"
    assert place("64f0aa11", Path("team")).path == place("64f0aa11").path.parent / "team" / "64f0aa11.db"
