"""The threads that SQLite runs on: one writes, one reads, and the event loop waits for neither."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar

from gleaptui.history.opening import connect, guarded, identity, open_writer, same_file, set_aside, told
from gleaptui.history.paths import Place
from gleaptui.history.retention import Retention
from gleaptui.history.schema import is_newer
from gleaptui.history.trouble import NONSENSE, HistoryTrouble, trouble_of
from gleaptui.refresh.problems import log_unknown

Given = TypeVar("Given")
Work = Callable[[sqlite3.Connection], Given]
"""What is done with a connection, inside one transaction."""


class Connections:
    """One file, or memory where there is no place. Each piece of work is one transaction: all of it or nothing."""

    def __init__(self, place: Place | None, keep: Retention) -> None:
        self._place = place
        self._keep = keep
        self._writing = ThreadPoolExecutor(1, "history-write")
        # A database in memory belongs to one connection alone.
        self._reading = self._writing if place is None else ThreadPoolExecutor(1, "history-read")
        self._counting = self._writing if place is None else ThreadPoolExecutor(1, "history-count")
        self._writer: sqlite3.Connection | None = None
        self._reader: sqlite3.Connection | None = None
        self._inode: tuple[int, int] | None = None

    @property
    def in_memory(self) -> bool:
        """Whether there is no file."""
        return self._place is None

    async def open(self, now: datetime) -> tuple[str, ...]:
        """Open the file, or open it anew; gives what the person should know. Raises `HistoryTrouble`."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writing, self._open, now)

    async def write(self, work: Work[Given]) -> Given:
        """Do this alone of all writers. Raises `HistoryTrouble`."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writing, self._in_transaction, work, True)

    async def read(self, work: Work[Given], *, long: bool = False, outside: bool = False) -> Given:
        """Do this on one consistent state of the file, or ``outside`` of a transaction. Long work has a thread of its
        own. Raises `HistoryTrouble`."""
        loop = asyncio.get_running_loop()
        if long:
            return await loop.run_in_executor(self._counting, self._at_length, work)
        done = self._plainly if outside else self._in_transaction
        return await loop.run_in_executor(self._reading, done, work)

    async def hand_back(self, pages: int) -> None:
        """Give at most so many free pages back to the disk, and bring what was written into the file itself, as far as
        no reader is in the way. Raises `HistoryTrouble`."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._writing, self._hand_back, pages)

    async def replaced(self) -> bool:
        """Whether somebody removed the file or set it aside while it was open."""
        if self._place is None or self._inode is None:
            return False
        path, inode = self._place.path, self._inode
        loop = asyncio.get_running_loop()
        return not await loop.run_in_executor(self._reading, same_file, path, inode)

    async def begin_anew(self, now: datetime) -> tuple[str, ...]:
        """Set the file aside, unless another process has done it, and open a new one. Raises `HistoryTrouble`."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writing, self._begin_anew, now)

    async def close(self) -> None:
        """Finish what is being done, and let go of the file."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._reading, self._close_reader)
        await loop.run_in_executor(self._writing, self._close_writer)
        self._counting.shutdown(wait=False)
        self._reading.shutdown(wait=False)
        self._writing.shutdown(wait=False)

    def _open(self, now: datetime) -> tuple[str, ...]:
        self._close_writer()
        self._writer, notices = open_writer(self._place, now, self._keep)
        self._inode = identity(self._place.path) if self._place is not None else None
        if self._reading is not self._writing:
            self._reading.submit(self._close_reader).result()
        return notices

    def _begin_anew(self, now: datetime) -> tuple[str, ...]:
        place, inode = self._place, self._inode
        if place is None:
            return self._open(now)
        notices: tuple[str, ...] = ()
        self._close_writer()
        self._reading.submit(self._close_reader).result()
        try:
            with guarded(place):
                if inode is not None and same_file(place.path, inode):
                    notices = (told(HistoryTrouble("corrupt"), set_aside(place, now)),)
        except OSError as error:
            raise trouble_of(error) from error
        return notices + self._open(now)

    def _in_transaction(self, work: Work[Given], writing: bool = False) -> Given:
        with _telling(self._connection(writing)) as connection:
            return _within(connection, work, writing)

    def _hand_back(self, pages: int) -> None:
        with _telling(self._connection(True)) as connection:
            # A script, because an ordinary execute takes the first step of this one only.
            connection.executescript(f"PRAGMA incremental_vacuum({pages})")
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def _plainly(self, work: Work[Given]) -> Given:
        with _telling(self._connection(False)) as connection:
            return work(connection)

    def _at_length(self, work: Work[Given]) -> Given:
        if self._place is None:
            return self._in_transaction(work)
        with contextlib.closing(_opened(self._place)) as opened, _telling(opened) as connection:
            return _within(connection, work)

    def _connection(self, writing: bool) -> sqlite3.Connection:
        if writing or self._place is None:
            if self._writer is None:
                raise HistoryTrouble("unreadable")
            return self._writer
        if self._reader is None:
            self._reader = _opened(self._place)
        return self._reader

    def _close_writer(self) -> None:
        if self._writer is not None:
            with contextlib.suppress(sqlite3.Error):
                self._writer.close()
            self._writer = None

    def _close_reader(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None


def _opened(place: Place) -> sqlite3.Connection:
    """A connection that only reads. Raises `HistoryTrouble`."""
    try:
        connection = connect(place.path)
        connection.execute("PRAGMA query_only = ON")
    except sqlite3.Error as error:
        raise trouble_of(error) from error
    return connection


@contextlib.contextmanager
def _telling(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Tell what goes wrong with the file as `HistoryTrouble`. A file whose tables a newer gleaptui has changed
    meanwhile is not taken for a damaged one."""
    try:
        yield connection
    except (sqlite3.Error, *NONSENSE) as error:
        if isinstance(error, NONSENSE):
            log_unknown(error, "the history")
        trouble = trouble_of(error)
        if trouble.kind == "corrupt" and is_newer(connection):
            trouble = HistoryTrouble("newer")
        raise trouble from error


def _within(connection: sqlite3.Connection, work: Work[Given], writing: bool = False) -> Given:
    connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
    try:
        if writing and is_newer(connection):
            raise HistoryTrouble("newer")
        given = work(connection)
        connection.execute("COMMIT")
    except BaseException:
        # SQLite has itself rolled back after some errors, such as a full disk.
        with contextlib.suppress(sqlite3.Error):
            connection.rollback()
        raise
    return given
