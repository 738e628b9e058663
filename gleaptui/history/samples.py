"""Figures over time, as they were seen: Gleap tells how many tickets are open now, and not how many were."""

import math
import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta

from gleaptui.history import records
from gleaptui.history.schema import fact, set_fact, touch

MINUTE = 60_000_000
FEED = "samples"
_THINNED = ((timedelta(days=1), 5), (timedelta(days=8), 60))
"""From which age on only one sample of so many minutes is kept."""
_THIN_AT_ONCE = 360
"""Minutes of the past that are thinned at a time."""


def add(connection: sqlite3.Connection, values: Mapping[str, float | None], now: datetime) -> bool:
    """Keep one value a minute of each metric, the last. A missing value leaves a gap. Whether there was any."""
    minute = records.microseconds(now) // MINUTE
    rows = [(metric, minute, value) for metric, value in values.items() if value is not None and math.isfinite(value)]
    connection.executemany("INSERT OR REPLACE INTO samples VALUES (?, ?, ?)", rows)
    if rows:
        touch(connection, FEED)
    return bool(rows)


def series(
    connection: sqlite3.Connection, metric: str, start: datetime, end: datetime, step: timedelta
) -> tuple[float | None, ...]:
    """The last value seen in each step from ``start`` until before ``end``, oldest first; None where none was seen."""
    length = max(1, step // timedelta(minutes=1))
    first, last = records.microseconds(start) // MINUTE, records.microseconds(end) // MINUTE
    buckets: list[float | None] = [None] * max(0, -((first - last) // length))
    rows: list[tuple[int, float]] = connection.execute(
        "SELECT minute, value FROM samples WHERE metric = ? AND minute >= ? AND minute < ? ORDER BY minute",
        (metric, first, last),
    ).fetchall()
    for minute, value in rows:
        buckets[(minute - first) // length] = float(value)
    return tuple(buckets)


def end_of_step(now: datetime, step: timedelta) -> datetime:
    """When the step ends that this moment lies in."""
    length = step // timedelta(microseconds=1)
    return records.moment((records.microseconds(now) // length + 1) * length)


def thin(connection: sqlite3.Connection, now: datetime, days: int) -> bool:
    """Take out what is denser than its age deserves, a few hours' worth at a time; whether there is more to do."""
    minute = records.microseconds(now) // MINUTE
    connection.execute("DELETE FROM samples WHERE minute < ?", (minute - days * 24 * 60,))
    more = False
    for age, spacing in _THINNED:
        name = f"thinned_to_{spacing}"
        oldest: tuple[int | None] = connection.execute("SELECT min(minute) FROM samples").fetchone()
        if oldest[0] is None:
            return False
        end = (minute - age // timedelta(minutes=1)) // spacing * spacing
        begin = max(fact(connection, name), oldest[0] // spacing * spacing)
        until = min(end, begin + _THIN_AT_ONCE)
        if begin >= until:
            continue
        connection.execute(
            "DELETE FROM samples WHERE minute >= ? AND minute < ? AND EXISTS (SELECT 1 FROM samples AS later"
            " WHERE later.metric = samples.metric AND later.minute > samples.minute"
            " AND later.minute < samples.minute - samples.minute % ? + ?)",
            (begin, until, spacing, spacing),
        )
        set_fact(connection, name, until)
        more = more or until < end
    return more
