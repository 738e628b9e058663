"""From a path to a connection: created with the right mode, migrated, or set aside where it is damaged."""

import contextlib
import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from gleaptui.history.paths import PRIVATE, Place
from gleaptui.history.schema import check, file_version, migrate
from gleaptui.history.trouble import HistoryTrouble, trouble_of

BUSY_SECONDS = 1.0
_GUARD_SECONDS = 3.0
_CACHE_KB = 3_000
_WAL_BYTES = 16_000_000
_WAL_PAGES = 4_000
"""Writing back what is in the write-ahead log waits for the disk, and is left to `Store.tidy` up to that size."""
_PROBES = (
    "SELECT * FROM events ORDER BY key LIMIT 1",
    "SELECT * FROM events ORDER BY key DESC LIMIT 1",
    "SELECT sum(n) FROM tally",
    "SELECT * FROM arrivals ORDER BY seq DESC LIMIT 1",
    "SELECT term FROM terms LIMIT 1",
    "SELECT * FROM snapshots",
    "SELECT * FROM facts",
)


def connect(path: Path | None, *, writable: bool = True, alone: bool = False) -> sqlite3.Connection:
    """A connection to that file, which must be there, or to memory. ``alone``: nobody else can write, and nothing is
    put beside the file, which not even a reader can do without otherwise. Raises what sqlite3 raises."""
    mode = ("rw" if writable else "ro") + ("&immutable=1" if alone else "")
    name = ":memory:" if path is None else f"file:{quote(str(path))}?mode={mode}"
    connection = sqlite3.connect(
        name, uri=path is not None, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    return connection


def open_writer(place: Place | None, now: datetime, most_bytes: int) -> tuple[sqlite3.Connection, tuple[str, ...]]:
    """The connection that writes, and what the person should know about how it was opened. Raises `HistoryTrouble`."""
    try:
        if place is None:
            connection = connect(None)
            migrate(connection)
            return connection, ()
        _make_directory(place)
        with guarded(place):
            try:
                return _opened(place, most_bytes), ()
            except HistoryTrouble as trouble:
                if trouble.kind != "corrupt":
                    raise
                aside = set_aside(place, now)
                return _opened(place, most_bytes), (f"{trouble} The damaged one is {aside}.",)
    except OSError as error:
        raise trouble_of(error) from error


def _opened(place: Place, most_bytes: int) -> sqlite3.Connection:
    _create(place)
    connection: sqlite3.Connection | None = None
    try:
        connection = connect(place.path)
        _prepare(connection, most_bytes)
        if place.mode != PRIVATE:
            _share(place)
    except (sqlite3.Error, HistoryTrouble) as error:
        if connection is not None:
            connection.close()
        raise (error if isinstance(error, HistoryTrouble) else trouble_of(error)) from error
    return connection


def _prepare(connection: sqlite3.Connection, most_bytes: int) -> None:
    version = file_version(connection)
    check(connection, version)
    if version == 0:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA journal_size_limit = {_WAL_BYTES}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_WAL_PAGES}").fetchone()
    connection.execute("PRAGMA secure_delete = FAST").fetchone()
    migrate(connection)
    size: tuple[int] = connection.execute("PRAGMA page_size").fetchone()
    pages: tuple[int] = connection.execute("PRAGMA page_count").fetchone()
    # Far above what retention aims at: removing needs room, too.
    most = max(2 * most_bytes // size[0], pages[0] + most_bytes // size[0])
    connection.execute(f"PRAGMA max_page_count = {most}").fetchone()
    for probe in _PROBES:
        connection.execute(probe).fetchall()


def _make_directory(place: Place) -> None:
    place.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def _create(place: Place) -> None:
    """Begin an empty file that nobody else can read, not even for a moment."""
    with contextlib.suppress(FileExistsError):
        os.close(_new_file(place.path, place.mode))
    if place.mode == PRIVATE:
        with contextlib.suppress(OSError):
            if place.path.stat().st_mode & 0o077:
                place.path.chmod(PRIVATE)


def _new_file(path: Path, mode: int) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, mode)
    os.fchmod(descriptor, mode)
    if mode != PRIVATE:
        with contextlib.suppress(OSError):
            os.fchown(descriptor, -1, path.parent.stat().st_gid)
    return descriptor


def _share(place: Place) -> None:
    """Give what SQLite put beside the file to the group of the directory, as not every directory does so by itself."""
    for ending in ("-wal", "-shm"):
        with contextlib.suppress(OSError):
            os.chown(place.path.with_name(place.path.name + ending), -1, place.path.parent.stat().st_gid)


def open_shared_file(path: Path, mode: int) -> int:
    """A descriptor of a small file beside the history, created if need be. Raises `OSError`."""
    for _ in range(3):
        with contextlib.suppress(FileExistsError):
            return _new_file(path, mode)
        with contextlib.suppress(FileNotFoundError):
            return os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    raise OSError(f"{path} comes and goes")


@contextlib.contextmanager
def guarded(place: Place) -> Iterator[None]:
    """Let one process at a time create, migrate or set aside. Raises `HistoryTrouble` where another takes too long."""
    descriptor = open_shared_file(place.guard, place.mode)
    try:
        end = time.monotonic() + _GUARD_SECONDS
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise HistoryTrouble("locked") from None
                time.sleep(0.01)
        yield
    finally:
        os.close(descriptor)


def set_aside(place: Place, now: datetime) -> Path:
    """Rename a damaged file, with what belongs to it, and say where it is."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    aside, number = place.aside(stamp), 1
    while aside.exists():
        number += 1
        aside = place.aside(f"{stamp}-{number}")
    place.path.rename(aside)
    for ending in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            place.path.with_name(place.path.name + ending).rename(aside.with_name(aside.name + ending))
    return aside


def same_file(path: Path, inode: tuple[int, int]) -> bool:
    """Whether the path still leads to the file that was opened."""
    try:
        return identity(path) == inode
    except OSError:
        return False


def identity(path: Path) -> tuple[int, int]:
    """What tells a file from any other that comes to the same path. Raises `OSError`."""
    status = path.stat()
    return status.st_dev, status.st_ino
