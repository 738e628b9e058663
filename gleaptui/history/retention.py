"""Keeping the file within its days and megabytes, a little at a time, so that nobody waits for it."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from gleaptui.history import log, records, samples
from gleaptui.history.schema import fact, set_fact

PAGES_AT_ONCE = 200
_EVENTS_AT_ONCE = 400
_AIM = 0.9
"""To what part of the limit a file that grew over it is brought."""
_MERGE_FROM = 5_000
_DOOMED = "doomed"
"""While it is not 0: events under this key have to go, because the file is too large."""
_MERGING = "merging"
"""1 while the index is being merged."""


@dataclass(frozen=True, slots=True)
class Retention:
    """How much is kept."""

    days: int = 90
    max_mb: int = 500

    @property
    def max_bytes(self) -> int:
        """The limit of the file, in bytes."""
        return self.max_mb * 1_000_000


def tidy(connection: sqlite3.Connection, retention: Retention, now: datetime) -> bool:
    """Do one small piece of what is to do, some milliseconds long; whether there is more."""
    oldest = now - timedelta(days=retention.days)
    connection.execute("DELETE FROM arrivals WHERE seq <= (SELECT max(seq) FROM arrivals) - ?", (log.ARRIVALS_KEPT,))
    connection.execute("DELETE FROM snapshots WHERE kept_at < ?", (records.microseconds(oldest),))
    more = samples.thin(connection, now, retention.days)
    if fact(connection, _MERGING):
        _merge(connection)
        return True
    doomed = fact(connection, _DOOMED) or _too_much(connection, retention)
    below = max(records.first_key(oldest), doomed)
    if log.remove_oldest(connection, below, _EVENTS_AT_ONCE) == _EVENTS_AT_ONCE:
        return True
    events: tuple[int | None] = connection.execute("SELECT sum(n) FROM tally").fetchone()
    if doomed or fact(connection, "removed") >= max(_MERGE_FROM, (events[0] or 0) // 10):
        # Only now does the index give its room back, and only then can the size be judged again.
        set_fact(connection, _DOOMED, 0)
        set_fact(connection, "removed", 0)
        set_fact(connection, _MERGING, 1)
        connection.execute("INSERT INTO words(words, rank) VALUES ('merge', ?)", (-PAGES_AT_ONCE,))
        return True
    free: tuple[int] = connection.execute("PRAGMA freelist_count").fetchone()
    return more or free[0] > PAGES_AT_ONCE


def used_bytes(connection: sqlite3.Connection) -> int:
    """The size of the file without the room in it that is free again."""
    sizes = [connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "freelist_count", "page_size")]
    (pages,), (free,), (size,) = sizes
    used: int = (pages - free) * size
    return used


def _too_much(connection: sqlite3.Connection, retention: Retention) -> int:
    """The key under which events have to go so that the file becomes small enough, by whole hours; 0 if it is."""
    used = used_bytes(connection)
    if used <= retention.max_bytes:
        return 0
    hours: list[tuple[int, int]] = connection.execute(
        "SELECT hour, sum(n) FROM tally GROUP BY hour ORDER BY hour"
    ).fetchall()
    superfluous = sum(n for _, n in hours) * (1 - _AIM * retention.max_bytes / used)
    doomed = 0
    for hour, n in hours:
        if superfluous <= 0:
            break
        superfluous -= n
        doomed = records.hour_start(hour + 1)
    set_fact(connection, _DOOMED, doomed)
    return doomed


def _merge(connection: sqlite3.Connection) -> None:
    before = connection.total_changes
    connection.execute("INSERT INTO words(words, rank) VALUES ('merge', ?)", (PAGES_AT_ONCE,))
    if connection.total_changes - before < 2:
        set_fact(connection, _MERGING, 0)
