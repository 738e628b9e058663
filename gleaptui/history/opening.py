"""From a path to a connection: created with the right mode, migrated, or set aside where it is damaged."""

import contextlib
import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from gleaptui.history.paths import PRIVATE, Place
from gleaptui.history.retention import Retention
from gleaptui.history.schema import check, claim, file_version, migrate
from gleaptui.history.trouble import NONSENSE, HistoryTrouble, trouble_of

BUSY_SECONDS = 1.0
_GUARD_SECONDS = 3.0
_CACHE_KB = 3_000
_WAL_BYTES = 16_000_000
"""Writing back what is in the write-ahead log waits for the disk, and is left to `Store.tidy` up to that size."""
_PAGE = 4_096
_ENDINGS = ("-wal", "-shm")
"""Of the names of what SQLite puts beside a file."""
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


@contextlib.contextmanager
def reading(place: Place) -> Iterator[sqlite3.Connection]:
    """A connection that only reads and leaves nothing beside the file. Raises `HistoryTrouble`."""
    try:
        # Without a journal nobody has the file open, and it is whole by itself.
        alone = not place.journal.exists()
        with contextlib.closing(connect(place.path, writable=False, alone=alone)) as connection:
            check(connection, file_version(connection), place.owner)
            yield connection
    except (sqlite3.Error, *NONSENSE) as error:
        raise trouble_of(error) from error


def open_writer(place: Place | None, now: datetime, keep: Retention) -> tuple[sqlite3.Connection, tuple[str, ...]]:
    """The connection that writes, and what the person should know about how it was opened. Raises `HistoryTrouble`."""
    try:
        if place is None:
            connection = connect(None)
            migrate(connection)
            return connection, ()
        place.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with guarded(place):
            drop_damaged(place, now - timedelta(days=keep.days))
            try:
                return _opened(place, keep.max_bytes), ()
            except HistoryTrouble as trouble:
                if trouble.kind != "corrupt":
                    raise
                aside = set_aside(place, now)
                return _opened(place, keep.max_bytes), (told(trouble, aside),)
    except OSError as error:
        raise trouble_of(error) from error


def told(trouble: HistoryTrouble, aside: Path) -> str:
    """What the person should know of a file that was set aside."""
    return f"{trouble} The damaged one is {aside.name}."


def _opened(place: Place, most_bytes: int) -> sqlite3.Connection:
    # Begun as an empty file that nobody else can read, not even for a moment.
    with contextlib.suppress(FileExistsError):
        os.close(_new_file(place.path, place.mode))
    connection: sqlite3.Connection | None = None
    try:
        connection = connect(place.path)
        _prepare(connection, place, most_bytes)
    except (sqlite3.Error, HistoryTrouble, *NONSENSE) as error:
        if connection is not None:
            connection.close()
        raise trouble_of(error) from error
    _allow(place)
    return connection


def _prepare(connection: sqlite3.Connection, place: Place, most_bytes: int) -> None:
    version = file_version(connection)
    check(connection, version, place.owner)
    if version == 0:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    journal = min(_WAL_BYTES, most_bytes // 4)
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA journal_size_limit = {journal}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {journal // _PAGE}").fetchone()
    connection.execute("PRAGMA secure_delete = FAST").fetchone()
    migrate(connection)
    claim(connection, place.owner)
    size: tuple[int] = connection.execute("PRAGMA page_size").fetchone()
    pages: tuple[int] = connection.execute("PRAGMA page_count").fetchone()
    # Far above what retention aims at: removing needs room, too.
    most = max(2 * most_bytes // size[0], pages[0] + most_bytes // size[0])
    connection.execute(f"PRAGMA max_page_count = {most}").fetchone()
    for probe in _PROBES:
        connection.execute(probe).fetchall()


def _allow(place: Place) -> None:
    """Let those read and write who may, as the files may be from before a directory was shared, or no longer is; and
    SQLite gives what it puts beside the file to the group of whoever runs it."""
    shared = place.mode != PRIVATE
    group = place.path.parent.stat().st_gid if shared else -1
    for path in place.everything():
        with contextlib.suppress(OSError):
            status = path.stat()
            if status.st_mode & 0o060 != 0o060 if shared else status.st_mode & 0o077:
                path.chmod(place.mode)
            if shared and status.st_gid != group:
                os.chown(path, -1, group)


def _new_file(path: Path, mode: int) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, mode)
    os.fchmod(descriptor, mode)
    if mode != PRIVATE:
        with contextlib.suppress(OSError):
            os.fchown(descriptor, -1, path.parent.stat().st_gid)
    return descriptor


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
    """Rename a damaged file, with what belongs to it, and say where it is. Those of earlier times go."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    aside, number = place.aside(stamp), 1
    while aside.exists():
        number += 1
        aside = place.aside(f"{stamp}-{number}")
    drop_damaged(place, datetime.max.replace(tzinfo=UTC))
    place.path.rename(aside)
    for ending in _ENDINGS:
        with contextlib.suppress(FileNotFoundError):
            place.path.with_name(place.path.name + ending).rename(aside.with_name(aside.name + ending))
    return aside


def drop_damaged(place: Place, before: datetime) -> None:
    """Remove what was set aside and last written before then."""
    for aside in place.damaged():
        with contextlib.suppress(OSError):
            if aside.stat().st_mtime < before.timestamp():
                for ending in ("", *_ENDINGS):
                    aside.with_name(aside.name + ending).unlink(missing_ok=True)


def same_file(path: Path, inode: tuple[int, int]) -> bool:
    """Whether the path still leads to the file that was opened."""
    try:
        return identity(path) == inode
    except OSError:
        return False


def identity(file: Path | int) -> tuple[int, int]:
    """What tells a file, or one that is open, from any other that comes to the same path. Raises `OSError`."""
    status = os.stat(file)
    return status.st_dev, status.st_ino
