"""The last snapshot of each feed and period, kept so that the program starts with figures instead of blanks."""

import sqlite3
from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from gleaptui.gleap.models import Event
from gleaptui.gleap.periods import Period, of_key, resolve
from gleaptui.history import log, records
from gleaptui.history.filters import EventFilter
from gleaptui.history.kept import decode, encode, masked
from gleaptui.history.schema import touch
from gleaptui.refresh.snapshot import Problem, Snapshot
from gleaptui.text import clean

PERIODS_KEPT = 24
"""Snapshots of a feed for that many periods are kept."""
EVENTS_GIVEN = 1_000
_FUTURE = timedelta(minutes=1)
_EVENTS = "events"


class _Problem(Struct, array_like=True):
    kind: str
    title: str
    message: str
    retry_at: int | None
    everywhere: bool = False


_ENCODER = msgspec.msgpack.Encoder()
_PROBLEM = msgspec.msgpack.Decoder(_Problem)


def save(connection: sqlite3.Connection, snapshot: Snapshot[object], now: datetime) -> bool:
    """Keep it in the place of the last one of its feed and period. False for a value of a kind that is not kept. Events
    go to the log."""
    if isinstance(snapshot.value, tuple) and snapshot.value and isinstance(snapshot.value[0], Event):
        log.append(connection, [event for event in snapshot.value if isinstance(event, Event)], now)
        kept: tuple[str, bytes] | None = (_EVENTS, b"")
    else:
        kept = encode(snapshot.value)
    if kept is None:
        return False
    fetched = None if snapshot.fetched_at is None else records.microseconds(snapshot.fetched_at)
    # What was known stays where only a problem came.
    known = "fetched_at = excluded.fetched_at, tag = excluded.tag, value = excluded.value," if kept[0] else ""
    connection.execute(
        "INSERT INTO snapshots VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (feed, period) DO UPDATE SET"
        f" {known} problem = excluded.problem, kept_at = excluded.kept_at",
        (snapshot.feed, snapshot.period, fetched, *kept, _problem(snapshot.problem), records.microseconds(now)),
    )
    connection.execute(
        "DELETE FROM snapshots WHERE feed = ? AND period NOT IN"
        " (SELECT period FROM snapshots WHERE feed = ? ORDER BY kept_at DESC LIMIT ?)",
        (snapshot.feed, snapshot.feed, PERIODS_KEPT),
    )
    touch(connection, snapshot.feed)
    return True


def _problem(problem: Problem | None) -> bytes | None:
    if problem is None:
        return None
    retry = None if problem.retry_at is None else records.microseconds(problem.retry_at)
    kind, title, message = (records.encodable(masked(text)) for text in (problem.kind, problem.title, problem.message))
    return _ENCODER.encode(_Problem(kind, title, message, retry, problem.everywhere))


def load(connection: sqlite3.Connection, feed: str, period: str | None, now: datetime) -> Snapshot[object] | None:
    """The stored snapshot of that period, or with None the latest of any. What cannot be read is as if it were not
    there. One from the future, because a clock was set back, has no age."""
    condition, values = ("feed = ?", (feed,)) if period is None else ("feed = ? AND period = ?", (feed, period))
    row: tuple[str, int | None, str, bytes, bytes | None] | None = connection.execute(
        f"SELECT period, fetched_at, tag, value, problem FROM snapshots WHERE {condition}"
        " ORDER BY kept_at DESC LIMIT 1",
        values,
    ).fetchone()
    if row is None:
        return None
    kept_period, fetched, tag, value, problem = row
    found = _events(connection, kept_period) if tag == _EVENTS else decode(tag, value)
    if found is None and tag:
        return None
    at = None if fetched is None else records.moment(fetched)
    if at is not None and at > now + _FUTURE:
        at = None
    return Snapshot(feed, kept_period, found, at, "stored", _read_problem(problem))


def last_period(connection: sqlite3.Connection, period: Period) -> Period:
    """The period, if something is stored of it; else the last one of which there is something that had its name when
    that was fetched. After a night the last seven days are others."""
    rows: list[tuple[str, int]] = connection.execute(
        "SELECT period, max(fetched_at) AS at FROM snapshots WHERE tag <> '' AND fetched_at IS NOT NULL"
        " GROUP BY period ORDER BY at DESC"
    ).fetchall()
    if any(key == period.key for key, _ in rows):
        return period
    for key, at in rows:
        if key == resolve(period.name, records.moment(at), period.zone).key and (found := of_key(key)) is not None:
            return found
    return period


def _events(connection: sqlite3.Connection, period: str) -> tuple[Event, ...]:
    """The last events of the period, whose key says its days."""
    span = of_key(period)
    low, high = (EventFilter(since=span.start, until=span.end) if span is not None else EventFilter()).bounds
    return log.latest(connection, EVENTS_GIVEN, low, high)


def _read_problem(kept: bytes | None) -> Problem | None:
    if kept is None:
        return None
    try:
        problem = _PROBLEM.decode(kept)
    except (msgspec.DecodeError, UnicodeDecodeError, TypeError):
        return None
    retry = None if problem.retry_at is None else records.moment(problem.retry_at)
    return Problem(clean(problem.kind), clean(problem.title), clean(problem.message), retry, problem.everywhere)
