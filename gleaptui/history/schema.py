"""The tables, and how an older file becomes a newer one."""

import contextlib
import sqlite3

from gleaptui.history.trouble import HistoryTrouble

APPLICATION = 0x676C_7475
"""Written into the file, so that another program's database is never taken for a history."""

_OWNER = "project"

# An event's key is its time in milliseconds, shifted to leave room for those of the same millisecond. So the table, the
# index of words and every list of keys are in the order of time without another index.
_FIRST = """
CREATE TABLE kinds (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE agents (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE events (key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, kind INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE tally (hour INTEGER, kind INTEGER, n INTEGER NOT NULL, PRIMARY KEY (hour, kind)) WITHOUT ROWID;
CREATE TABLE arrivals (seq INTEGER PRIMARY KEY, key INTEGER NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(text, content='', columnsize=0, detail=none, tokenize='ascii');
CREATE VIRTUAL TABLE terms USING fts5vocab('words', 'instance');
CREATE TABLE snapshots (
  feed TEXT, period TEXT, fetched_at INTEGER, tag TEXT NOT NULL, value BLOB, problem BLOB, kept_at INTEGER NOT NULL,
  PRIMARY KEY (feed, period)
);
CREATE TABLE samples (metric TEXT, minute INTEGER, value REAL NOT NULL, PRIMARY KEY (metric, minute)) WITHOUT ROWID;
CREATE TABLE wishes (
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, argument TEXT NOT NULL, who TEXT NOT NULL
);
CREATE TABLE spent (at INTEGER NOT NULL, who TEXT NOT NULL, requests INTEGER NOT NULL, tickets INTEGER NOT NULL);
CREATE TABLE revisions (feed TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
"""

_WITHOUT_TICKETS = """
DELETE FROM snapshots WHERE feed = 'tickets';
DROP TABLE wishes;
CREATE TABLE wishes (
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, argument TEXT NOT NULL, who TEXT NOT NULL,
  about TEXT NOT NULL
);
"""

MIGRATIONS = (_FIRST, _WITHOUT_TICKETS)
"""Each makes a file of the version before it one of the next. Those that were ever released never change."""

VERSION = len(MIGRATIONS)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to `VERSION` in one transaction. Raises `HistoryTrouble` where it is newer or not a history."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = file_version(connection)
        check(connection, version)
        for script in MIGRATIONS[version:]:
            for statement in script.split(";\n"):
                connection.execute(statement)
        if version < VERSION:
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def file_version(connection: sqlite3.Connection) -> int:
    """The version of the file; 0 for an empty one."""
    return _whole(connection, "PRAGMA user_version")


def check(connection: sqlite3.Connection, version: int, owner: int = 0) -> None:
    """Raise `HistoryTrouble` for a file that is not to be touched: another program's, a newer gleaptui's, or another
    project's than the ``owner``."""
    tables = _whole(connection, "SELECT count(*) FROM sqlite_master")
    if tables and _whole(connection, "PRAGMA application_id") != APPLICATION:
        raise HistoryTrouble("foreign")
    if version > VERSION:
        raise HistoryTrouble("newer")
    if version and owner and fact(connection, _OWNER) not in (0, owner):
        raise HistoryTrouble("project")


def claim(connection: sqlite3.Connection, owner: int) -> None:
    """Make the file that project's. Another one, or none, is told so by `check`."""
    if owner and not fact(connection, _OWNER):
        set_fact(connection, _OWNER, owner)


def is_newer(connection: sqlite3.Connection) -> bool:
    """Whether a newer gleaptui has taken the file over, perhaps while it was in use here."""
    with contextlib.suppress(sqlite3.Error):
        return file_version(connection) > VERSION
    return False


def _whole(connection: sqlite3.Connection, question: str) -> int:
    row: tuple[int] = connection.execute(question).fetchone()
    return row[0]


def fact(connection: sqlite3.Connection, name: str) -> int:
    """A number that the file keeps about itself; 0 where it has none of that name."""
    row: tuple[int] | None = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row else 0


def set_fact(connection: sqlite3.Connection, name: str, value: int) -> None:
    """Keep that number."""
    connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))


def touch(connection: sqlite3.Connection, feed: str) -> None:
    """Let followers see that this feed has something new."""
    connection.execute(
        "INSERT INTO revisions VALUES (?, 1) ON CONFLICT (feed) DO UPDATE SET revision = revision + 1", (feed,)
    )


def revisions(connection: sqlite3.Connection) -> dict[str, int]:
    """How often each feed was touched. Raises `HistoryTrouble` where a newer gleaptui has taken the file over."""
    if is_newer(connection):
        raise HistoryTrouble("newer")
    return dict(connection.execute("SELECT feed, revision FROM revisions"))


def data_version(connection: sqlite3.Connection) -> int:
    """A number that is another one once others, or other connections, have written."""
    return _whole(connection, "PRAGMA data_version")
