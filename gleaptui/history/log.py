"""The event log in the file: adding, reading, removing. Plain functions on a connection, inside its transaction."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from msgspec import structs

from gleaptui.gleap.models import Event
from gleaptui.history import records
from gleaptui.history.filters import EventFilter, match
from gleaptui.history.kept import masked
from gleaptui.history.records import TIES, Id, first_key, hour_of, packed
from gleaptui.history.schema import fact, set_fact, touch
from gleaptui.history.trouble import HistoryTrouble
from gleaptui.history.words import person_tag
from gleaptui.text import clean

FEED = "log"
ARRIVALS_KEPT = 20_000
"""How many of the latest arrivals are remembered; a view that missed more begins anew."""
_AT_ONCE = 500
_INSERT = "INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?)"
_ROWS = "SELECT e.key, e.id, e.kind, e.body FROM events e"


_Row = tuple[int, Id, int, bytes]
"""Key, id, kind and body of an event."""

One = TypeVar("One")


def append(connection: sqlite3.Connection, events: Iterable[Event], now: datetime) -> int:
    """Keep those events that are not kept yet, and say how many those were. An event without a time stands where it
    came, by ``now``. E-mail addresses in it are not kept."""
    unique = {packed(event.id): _masked(event) for event in events}
    fresh = dict(unique)
    for some in _portions(list(unique)):
        marks = ",".join("?" * len(some))
        known: list[tuple[Id]] = connection.execute(f"SELECT id FROM events WHERE id IN ({marks})", some).fetchall()
        for (identifier,) in known:
            del fresh[identifier]
    if not fresh:
        return 0
    ids = _kind_ids(connection, {event.action for event in fresh.values()})
    rows = [
        (first_key(event.at or now), identifier, ids[records.encodable(event.action)], records.body(event))
        for identifier, event in fresh.items()
    ]
    keys = _insert(connection, rows)
    tally: Counter[tuple[int, int]] = Counter()
    texts: list[tuple[int, str]] = []
    for key, (_, _, kind, _), event in zip(keys, rows, fresh.values(), strict=True):
        tally[hour_of(key), kind] += 1
        texts.append((key, records.indexed(event, kind)))
    connection.executemany("INSERT INTO words(rowid, text) VALUES (?, ?)", texts)
    connection.executemany("INSERT INTO arrivals(key) VALUES (?)", ((key,) for key in keys))
    connection.executemany(
        "INSERT INTO tally VALUES (?, ?, ?) ON CONFLICT (hour, kind) DO UPDATE SET n = n + excluded.n",
        ((hour, kind, n) for (hour, kind), n in tally.items()),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO agents VALUES (?)", ((name,) for name in records.agents(fresh.values()))
    )
    touch(connection, FEED)
    return len(fresh)


def _masked(event: Event) -> Event:
    if "@" not in event.actor and "@" not in event.agent and "@" not in event.detail:
        return event
    actor, agent, detail = map(masked, (event.actor, event.agent, event.detail))
    return structs.replace(event, actor=actor, agent=agent, detail=detail)


def _insert(connection: sqlite3.Connection, rows: list[_Row]) -> list[int]:
    """Put the rows into the table, each at its key or at the next one behind it that is free; which those were."""
    if connection.executemany(_INSERT, rows).rowcount == len(rows):
        return [row[0] for row in rows]
    placed: dict[int, Id] = {}
    for some in _portions([row[0] for row in rows]):
        marks = ",".join("?" * len(some))
        placed.update(connection.execute(f"SELECT key, id FROM events WHERE key IN ({marks})", some))
    return [row[0] if placed[row[0]] == row[1] else _insert_behind(connection, row) for row in rows]


def _insert_behind(connection: sqlite3.Connection, row: _Row) -> int:
    slot = key = row[0]
    while not connection.execute(_INSERT, (key, *row[1:])).rowcount:
        last: tuple[int | None] = connection.execute(
            "SELECT max(key) FROM events WHERE key BETWEEN ? AND ?", (slot, slot + (1 << TIES) - 1)
        ).fetchone()
        if last[0] is None or last[0] < key:
            # Nothing stands there, so that its id must be known, though it was not found.
            raise HistoryTrouble("corrupt")
        key = last[0] + 1
        if key == slot + (1 << TIES):
            slot = key
    return key


def _kind_ids(connection: sqlite3.Connection, actions: set[str]) -> dict[str, int]:
    names = {records.encodable(action) for action in actions}
    connection.executemany("INSERT OR IGNORE INTO kinds(name) VALUES (?)", ((name,) for name in sorted(names)))
    known: dict[str, int] = dict(connection.execute("SELECT name, id FROM kinds"))
    return known


def kind_names(connection: sqlite3.Connection) -> dict[int, str]:
    """Actions by the number they are kept under."""
    return dict(connection.execute("SELECT id, name FROM kinds"))


def at_keys(connection: sqlite3.Connection, keys: Sequence[int]) -> list[tuple[int, Event]]:
    """The events at those keys, in the order of keys; one that is gone is left out."""
    kinds = kind_names(connection)
    found: list[tuple[int, Event]] = []
    for some in _portions(keys):
        marks = ",".join("?" * len(some))
        rows = connection.execute(f"{_ROWS} WHERE e.key IN ({marks}) ORDER BY e.key", some).fetchall()
        found += records.events_of(rows, kinds)
    return found


def _portions(many: Sequence[One]) -> Iterator[Sequence[One]]:
    """So many at a time as a question can name."""
    return (many[start : start + _AT_ONCE] for start in range(0, len(many), _AT_ONCE))


def latest(connection: sqlite3.Connection, limit: int, low: int, high: int) -> tuple[Event, ...]:
    """The last events between two keys, oldest first."""
    rows = connection.execute(
        f"{_ROWS} WHERE e.key BETWEEN ? AND ? ORDER BY e.key DESC LIMIT ?", (low, high, limit)
    ).fetchall()
    return tuple(event for _, event in reversed(records.events_of(rows, kind_names(connection))))


def counted_kinds(connection: sqlite3.Connection) -> dict[str, int]:
    """How many events of each kind there are, the most frequent first."""
    rows: list[tuple[str, int]] = connection.execute(
        "SELECT k.name, sum(t.n) AS total FROM tally t JOIN kinds k ON k.id = t.kind GROUP BY t.kind"
        " ORDER BY total DESC, k.name"
    ).fetchall()
    return {clean(name): n for name, n in rows}


def counted_agents(connection: sqlite3.Connection) -> dict[str, int]:
    """How many events there are of each agent, the most frequent first."""
    names: list[tuple[str]] = connection.execute("SELECT name FROM agents").fetchall()
    counted: list[tuple[str, int]] = []
    for (name,) in names:
        row: tuple[int] = connection.execute(
            "SELECT count(*) FROM words WHERE words MATCH ?", (f'"{person_tag(name)}"',)
        ).fetchone()
        if row[0]:
            counted.append((clean(name), row[0]))
    return dict(sorted(counted, key=lambda pair: (-pair[1], pair[0])))


def nearest(
    connection: sqlite3.Connection, filter: EventFilter, key: int, *, forward: bool, included: bool = False
) -> int | None:
    """The key of the next event that the filter wants, after or before this key."""
    wanted = match(connection, filter)
    if not wanted.possible:
        return None
    low, high = filter.bounds
    if forward:
        low = max(low, key if included else key + 1)
    else:
        high = min(high, key if included else key - 1)
    table, column, condition, values = source(wanted.expression)
    row: tuple[int] | None = connection.execute(
        f"SELECT {column} FROM {table} WHERE {condition}{column} BETWEEN ? AND ?"
        f" ORDER BY {column} {'ASC' if forward else 'DESC'} LIMIT 1",
        (*values, low, high),
    ).fetchone()
    return row[0] if row else None


def source(expression: str) -> tuple[str, str, str, tuple[str, ...]]:
    """Where keys are read from for an expression: the table, its column of keys, a condition and the values in it."""
    return ("words", "rowid", "words MATCH ? AND ", (expression,)) if expression else ("events", "key", "", ())


def remove_oldest(connection: sqlite3.Connection, below: int, limit: int) -> int:
    """Remove at most so many of the oldest events under this key, and say how many went."""
    rows: list[tuple[int, Id, int, bytes]] = connection.execute(
        f"{_ROWS} WHERE e.key < ? ORDER BY e.key LIMIT ?", (below, limit)
    ).fetchall()
    if not rows:
        return 0
    kinds = kind_names(connection)
    tally: Counter[tuple[int, int]] = Counter()
    for (key, _, kind, _), (_, event) in zip(rows, records.events_of(rows, kinds, str), strict=True):
        connection.execute(
            "INSERT INTO words(words, rowid, text) VALUES ('delete', ?, ?)", (key, records.indexed(event, kind))
        )
        tally[hour_of(key), kind] += 1
    last = rows[-1][0]
    connection.execute("DELETE FROM events WHERE key <= ?", (last,))
    connection.executemany(
        "UPDATE tally SET n = n - ? WHERE hour = ? AND kind = ?", ((n, hour, kind) for (hour, kind), n in tally.items())
    )
    connection.execute("DELETE FROM tally WHERE n <= 0 AND hour <= ?", (hour_of(last),))
    set_fact(connection, "floor", max(last + 1, fact(connection, "floor")))
    set_fact(connection, "removed", fact(connection, "removed") + len(rows))
    touch(connection, FEED)
    return len(rows)
