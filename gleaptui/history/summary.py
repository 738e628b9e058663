"""What a history holds, in a few figures."""

import sqlite3
from datetime import datetime

from msgspec import Struct

from gleaptui.history import records, retention
from gleaptui.history.schema import VERSION


class Summary(Struct, frozen=True, kw_only=True):
    """What a history holds. ``size`` is in bytes; the instants are those of the oldest and the newest event."""

    schema: int = VERSION
    size: int = 0
    events: int = 0
    first: datetime | None = None
    last: datetime | None = None
    samples: int = 0
    snapshots: int = 0


def span(connection: sqlite3.Connection) -> tuple[datetime, datetime] | None:
    """When the oldest and the newest event happened; None where there is none."""
    row: tuple[int | None, int | None] = (
        *connection.execute("SELECT min(key) FROM events").fetchone(),
        *connection.execute("SELECT max(key) FROM events").fetchone(),
    )
    if row[0] is None or row[1] is None:
        return None
    return records.moment((row[0] >> records.TIES) * 1000), records.moment((row[1] >> records.TIES) * 1000)


def summary(connection: sqlite3.Connection) -> Summary:
    """What a file holds."""
    counts: tuple[int, int, int, int] = connection.execute(
        "SELECT (SELECT coalesce(sum(n), 0) FROM tally), (SELECT count(*) FROM samples),"
        " (SELECT count(*) FROM snapshots), (SELECT user_version FROM pragma_user_version)"
    ).fetchone()
    events, sampled, kept, schema = counts
    first, last = span(connection) or (None, None)
    return Summary(
        schema=schema,
        size=retention.used_bytes(connection),
        events=events,
        first=first,
        last=last,
        samples=sampled,
        snapshots=kept,
    )
