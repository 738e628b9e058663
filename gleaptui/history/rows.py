"""The rows of a filtered log, numbered from the oldest: which key stands where."""

import sqlite3
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import Protocol

from gleaptui.history.filters import EventFilter, match
from gleaptui.history.log import at_keys, source
from gleaptui.history.records import hour_of, hour_start

_STEP = 5_000
_LOOKED_AT = 256
_MOST_LOOKED_AT = 10 * _LOOKED_AT


class Rows(Protocol):
    """Numbers the rows of one state of the log. What takes a connection reads from the file."""

    @property
    def count(self) -> int:
        """How many rows there are, or are known."""
        ...

    def keys(self, connection: sqlite3.Connection, start: int, stop: int) -> list[int]:
        """The keys of the rows from ``start`` on, up to but not including ``stop``."""
        ...

    def row(self, connection: sqlite3.Connection, key: int) -> int:
        """How many rows stand before that key."""
        ...


class Ranked:
    """Rows numbered by the counts of each hour: exact at once, whatever the size of the log, and next to no memory.

    What arrived after ``seq`` has no number here, so that the rows of an hour to which something was added stay."""

    def __init__(self, connection: sqlite3.Connection, filter: EventFilter, seq: int) -> None:
        self._low, self._high = filter.bounds
        wanted = match(connection, filter)
        self._table, self._column, self._condition, self._values = source(wanted.expression)
        self._known = f"{self._column} NOT IN (SELECT key FROM arrivals WHERE seq > {seq})"
        hours = _hours(connection, filter.kinds) if wanted.possible else []
        self._hours = array("q", (hour for hour, _ in hours))
        self._before = array("q", accumulate((n for _, n in hours), initial=0))
        self._first = self._rank(connection, self._low)
        self._count = max(0, self._rank(connection, self._high + 1) - self._first)

    @property
    def count(self) -> int:
        return self._count

    def keys(self, connection: sqlite3.Connection, start: int, stop: int) -> list[int]:
        start, stop = max(start, 0), min(stop, self.count)
        if start >= stop:
            return []
        rank = start + self._first
        index = bisect_right(self._before, rank) - 1
        rows: list[tuple[int]] = connection.execute(
            f"SELECT {self._column} FROM {self._table} WHERE {self._condition}{self._column} BETWEEN ? AND ?"
            f" AND {self._known} ORDER BY {self._column} LIMIT ? OFFSET ?",
            (*self._values, hour_start(self._hours[index]), self._high, stop - start, rank - self._before[index]),
        ).fetchall()
        return [key for (key,) in rows]

    def row(self, connection: sqlite3.Connection, key: int) -> int:
        return min(max(self._rank(connection, key) - self._first, 0), self.count)

    def _rank(self, connection: sqlite3.Connection, key: int) -> int:
        index = bisect_left(self._hours, hour_of(key))
        if index == len(self._hours) or self._hours[index] != hour_of(key):
            return self._before[index]
        within: tuple[int] = connection.execute(
            f"SELECT count(*) FROM {self._table} WHERE {self._condition}{self._column} >= ? AND {self._column} < ?"
            f" AND {self._known}",
            (*self._values, hour_start(self._hours[index]), key),
        ).fetchone()
        return self._before[index] + within[0]


def _hours(connection: sqlite3.Connection, kinds: tuple[str, ...]) -> list[tuple[int, int]]:
    where = ""
    if kinds:
        where = f"WHERE kind IN (SELECT id FROM kinds WHERE name IN ({','.join('?' * len(kinds))}))"
    return connection.execute(f"SELECT hour, sum(n) FROM tally {where} GROUP BY hour ORDER BY hour", kinds).fetchall()


class Listed:
    """Rows numbered by a list of their keys, eight bytes each: at first the newest, later all."""

    def __init__(self, newest: Iterable[int], complete: bool) -> None:
        # Negated, so that looking further back appends, and both lists ascend.
        self._older = array("q", (-key for key in newest))
        self._newer = array("q")
        self.complete = complete

    @property
    def count(self) -> int:
        return len(self._older) + len(self._newer)

    @property
    def oldest(self) -> int | None:
        """The least key that is known."""
        return -self._older[-1] if self._older else (self._newer[0] if self._newer else None)

    def complete_with(self, older: "array[int]") -> int:
        """Take in all that is older than the oldest, as negated keys; gives by how much every row's number grew."""
        self._older.extend(older)
        self.complete = True
        return len(older)

    def insert(self, key: int) -> None:
        """Take in an event that came since. While this is not complete, one older than all is left for later."""
        oldest = self.oldest
        if not self.complete and (oldest is None or key < oldest):
            return
        newest_old = -self._older[0] if self._older else None
        side, value = (self._older, -key) if newest_old is not None and key <= newest_old else (self._newer, key)
        place = bisect_left(side, value)
        if place == len(side) or side[place] != value:
            side.insert(place, value)

    def drop_below(self, floor: int) -> None:
        """Forget what was removed from the log."""
        del self._older[bisect_right(self._older, -floor) :]
        del self._newer[: bisect_left(self._newer, floor)]

    def keys(self, connection: sqlite3.Connection, start: int, stop: int) -> list[int]:
        del connection
        old = len(self._older)
        return [
            -self._older[old - 1 - row] if row < old else self._newer[row - old]
            for row in range(max(start, 0), min(stop, self.count))
        ]

    def row(self, connection: sqlite3.Connection, key: int) -> int:
        del connection
        return len(self._older) - bisect_right(self._older, -key) + bisect_left(self._newer, key)


def newest(connection: sqlite3.Connection, filter: EventFilter, limit: int) -> Listed:
    """The last rows that a filter wants, as fast as may be: about as many, or fewer if more would take long."""
    wanted = match(connection, filter, lazily=True)
    if not wanted.possible:
        return Listed((), True)
    low, high = filter.bounds
    if not wanted.partial:
        keys = _descending(connection, wanted.expression, low, high, limit)
        return Listed(keys, len(keys) < limit)
    found: list[int] = []
    for _ in range(_MOST_LOOKED_AT // _LOOKED_AT):
        keys = _descending(connection, wanted.expression, low, high, _LOOKED_AT)
        found += [key for key, event in reversed(at_keys(connection, keys)) if filter.matches(event, key)]
        if len(keys) < _LOOKED_AT:
            return Listed(found, True)
        if len(found) >= limit // 2:
            break
        high = keys[-1] - 1
    return Listed(found, False)


def older(connection: sqlite3.Connection, filter: EventFilter, below: int | None) -> "array[int]":
    """All keys under that one which a filter wants, negated, the newest first."""
    found = array("q")
    wanted = match(connection, filter)
    if wanted.possible:
        low, high = filter.bounds
        cursor = _select(connection, wanted.expression, low, high if below is None else min(high, below - 1), -1)
        while step := cursor.fetchmany(_STEP):
            found.extend([-key for (key,) in step])
    return found


def _descending(connection: sqlite3.Connection, expression: str, low: int, high: int, limit: int) -> list[int]:
    return [key for (key,) in _select(connection, expression, low, high, limit).fetchall()]


def _select(connection: sqlite3.Connection, expression: str, low: int, high: int, limit: int) -> sqlite3.Cursor:
    table, column, condition, values = source(expression)
    return connection.execute(
        f"SELECT {column} FROM {table} WHERE {condition}{column} BETWEEN ? AND ? ORDER BY {column} DESC LIMIT ?",
        (*values, low, high, limit),
    )
