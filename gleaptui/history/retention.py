"""Keeping the file within its days and megabytes, a little at a time, so that nobody waits for it."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from gleaptui.history import log, records, samples
from gleaptui.history.schema import fact, set_fact

_EVENTS_AT_ONCE = 400
_PAGES_AT_ONCE = 200
_AIM = 0.9
"""To what part of the limit a file that grew over it is brought."""
_MERGE_FROM = 5_000
_DONE, _BEGUN = 0, 1


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
    below = max(records.first_key(oldest), _doomed(connection, retention))
    removed = log.remove_oldest(connection, below, _EVENTS_AT_ONCE)
    if removed == _EVENTS_AT_ONCE:
        return True
    return _shrink(connection) or more


def used_bytes(connection: sqlite3.Connection) -> int:
    """The size of the file without the room in it that is free again."""
    sizes = [connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "freelist_count", "page_size")]
    (pages,), (free,), (size,) = sizes
    used: int = (pages - free) * size
    return used


def _doomed(connection: sqlite3.Connection, retention: Retention) -> int:
    """Events under this key have to go, because the file is too large. Whole hours, so that it is found at once."""
    doomed = fact(connection, "doomed")
    kept: tuple[int | None] = connection.execute("SELECT min(key) FROM events").fetchone()
    busy = (kept[0] is not None and kept[0] < doomed) or fact(connection, "merging") != _DONE
    used = used_bytes(connection)
    if busy or used <= retention.max_bytes:
        return doomed
    hours: list[tuple[int, int]] = connection.execute(
        "SELECT hour, sum(n) FROM tally GROUP BY hour ORDER BY hour"
    ).fetchall()
    superfluous = sum(n for _, n in hours) * (1 - _AIM * retention.max_bytes / used)
    for hour, n in hours:
        superfluous -= n
        if superfluous <= 0:
            doomed = records.hour_start(hour + 1)
            break
    set_fact(connection, "doomed", doomed)
    # The index gives its room back only when it is merged.
    set_fact(connection, "removed", max(fact(connection, "removed"), _MERGE_FROM))
    return doomed


def _shrink(connection: sqlite3.Connection) -> bool:
    """Merge the index once enough of it is of removed events, then give free room back to the disk."""
    events: tuple[int | None] = connection.execute("SELECT sum(n) FROM tally").fetchone()
    if fact(connection, "merging") == _DONE:
        if fact(connection, "removed") >= max(_MERGE_FROM, (events[0] or 0) // 10):
            set_fact(connection, "removed", 0)
            set_fact(connection, "merging", _BEGUN)
            connection.execute("INSERT INTO words(words, rank) VALUES ('merge', ?)", (-_PAGES_AT_ONCE,))
            return True
        free: tuple[int] = connection.execute("PRAGMA freelist_count").fetchone()
        connection.execute(f"PRAGMA incremental_vacuum({_PAGES_AT_ONCE})").fetchall()
        return free[0] > _PAGES_AT_ONCE
    before = connection.total_changes
    connection.execute("INSERT INTO words(words, rank) VALUES ('merge', ?)", (_PAGES_AT_ONCE,))
    if connection.total_changes - before < 2:
        set_fact(connection, "merging", _DONE)
    return True
