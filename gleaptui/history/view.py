"""A window on the log: any rows of what a filter wants, in bounded memory, while the log grows."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from msgspec import structs

from gleaptui.gleap.models import Event
from gleaptui.history import log
from gleaptui.history.filters import EventFilter
from gleaptui.history.records import first_key
from gleaptui.history.rows import Listed, Ranked, Rows, newest, older
from gleaptui.history.schema import fact

PAGE = 128
_MOST_CACHED = 8 * PAGE

Given = TypeVar("Given")
Numbered = dict[int, tuple[int, Event]]
"""Keys and events by their row."""


class Source(Protocol):
    """What a view needs of the store."""

    @property
    def unsaved(self) -> tuple[Event, ...]:
        """Events that could not be written yet, taken for the newest of all."""
        ...

    @property
    def epoch(self) -> int:
        """Grows when another file takes the place of the one that was read."""
        ...

    async def read(self, work: Callable[[sqlite3.Connection], Given], otherwise: Given, *, long: bool = False) -> Given:
        """What the work gives, or the other where the file cannot be read. Long work runs beside the short."""
        ...


@dataclass(frozen=True, slots=True)
class _State:
    rows: Rows
    seq: int
    floor: int


@dataclass(frozen=True, slots=True)
class _News:
    """What became of the log since a state; ``came`` and its least key are None where too much was missed."""

    seq: int
    floor: int
    came: list[int] | None = None
    least: int | None = None
    rows: Rows | None = None


class View:
    """The events that a filter wants as rows from 0, the oldest, to `count`. Made by `Store.view`.

    `count`, `complete` and `rows` are cheap and never wait. The others read from the file in a thread. Row numbers stay
    as they are until `refresh` or `count_all` is called.
    """

    def __init__(self, source: Source, filter: EventFilter) -> None:
        self.filter = filter
        self._source = source
        self._state: _State | None = None
        self._epoch = source.epoch
        self._cache: Numbered = {}
        self._unsaved: tuple[Event, ...] = ()

    @property
    def count(self) -> int:
        """How many rows there are; while not `complete`, how many are known so far."""
        return self._kept + len(self._unsaved)

    @property
    def complete(self) -> bool:
        """Whether `count` is all there is."""
        rows = self._state.rows if self._state is not None else None
        return not isinstance(rows, Listed) or rows.complete

    def rows(self, start: int, stop: int) -> tuple[Event | None, ...]:
        """The rows from ``start`` up to ``stop``, as far as there are any; None for one that `load` has not read."""
        return tuple(self._cached(row) for row in range(max(start, 0), min(stop, self.count)))

    async def load(self, start: int, stop: int) -> tuple[Event | None, ...]:
        """Read those rows, a page before and a page behind them, and give them as `rows` does."""
        first, last = max(start, 0), min(stop, self._kept)
        state = self._state
        if state is not None and any(row not in self._cache for row in range(first, last)):
            around = range(max(first - PAGE, 0), min(last + PAGE, state.rows.count))
            missing = [row for row in around if row not in self._cache]
            begin, end = missing[0], missing[-1] + 1
            nothing: Numbered = {}
            found = await self._source.read(lambda connection: _numbered(connection, state.rows, begin, end), nothing)
            if self._state is state:
                if len(self._cache) + len(found) > _MOST_CACHED:
                    self._cache = {row: cached for row, cached in self._cache.items() if row in around}
                self._cache = self._cache | found
        return self.rows(start, stop)

    async def refresh(self, anchor: int | None = None) -> int | None:
        """Take in what came and went since. Gives the row at which the event of row ``anchor`` stands now; None where
        it is gone, or no anchor was given."""
        key = await self._key(anchor) if anchor is not None else None
        await self._renew()
        state = self._state
        if key is None or state is None:
            return None
        return await self._source.read(lambda connection: _row_of(connection, state.rows, key), None)

    async def count_all(self) -> int:
        """Look up the rest of the rows, which may take a second; gives by how much every row's number grew."""
        state = self._state
        if state is None or not isinstance(state.rows, Listed) or state.rows.complete:
            return 0
        listed, filter, below = state.rows, self.filter, state.rows.oldest
        rest = await self._source.read(lambda connection: older(connection, filter, below), None, long=True)
        if rest is None or self._state is None or self._state.rows is not listed or listed.complete:
            return 0
        grown = listed.complete_with(rest)
        self._cache = {row + grown: cached for row, cached in self._cache.items()}
        # Once more what came since the beginning: some of it may lie in the past, behind the place just looked at.
        self._state = _State(listed, state.seq, state.floor)
        await self._renew()
        return grown

    async def row_at(self, moment: datetime) -> int:
        """The first row at or after that moment; `count` where all are earlier."""
        state = self._state
        if state is None:
            return 0
        return await self._source.read(lambda connection: state.rows.row(connection, first_key(moment)), 0)

    async def find(self, text: str, start: int, *, forward: bool = True) -> int | None:
        """The next row after ``start``, or before it, that has the words of the text, as a filter would find them."""
        state, key = self._state, await self._key(start)
        if state is None or key is None:
            return None
        wanted = structs.replace(self.filter, text=f"{self.filter.text} {text}")

        def look(connection: sqlite3.Connection) -> int | None:
            found = log.nearest(connection, wanted, key, forward=forward)
            return None if found is None else _row_of(connection, state.rows, found)

        return await self._source.read(look, None)

    async def open(self) -> None:
        """Read the state of the log, and the last rows."""
        filter = self.filter

        def look(connection: sqlite3.Connection) -> tuple[_State, Numbered]:
            seq = _last_arrival(connection)
            rows: Rows = Ranked(connection, filter, seq) if filter.ranked else newest(connection, filter, 2 * PAGE)
            state = _State(rows, seq, fact(connection, "floor"))
            return state, _numbered(connection, rows, max(rows.count - PAGE, 0), rows.count)

        self._epoch = self._source.epoch
        found = await self._source.read(look, None)
        self._state, self._cache = found if found is not None else (None, {})
        self._take_unsaved()

    @property
    def _kept(self) -> int:
        return self._state.rows.count if self._state is not None else 0

    def _cached(self, row: int) -> Event | None:
        if row >= self._kept:
            return self._unsaved[row - self._kept]
        cached = self._cache.get(row)
        return cached[1] if cached else None

    async def _key(self, row: int) -> int | None:
        if row not in self._cache and 0 <= row < self._kept:
            await self.load(row, row + 1)
        cached = self._cache.get(row)
        return cached[0] if cached else None

    async def _renew(self) -> None:
        state = self._state
        if state is None or self._epoch != self._source.epoch:
            await self.open()
            return
        news = await self._source.read(lambda connection: _news(connection, self.filter, state), None)
        if self._state is not state:
            return
        if news is None:
            self._take_unsaved()
            return
        if news.came is None:
            await self.open()
            return
        rows = news.rows or state.rows
        if isinstance(rows, Listed):
            rows.drop_below(news.floor)
            for key in news.came:
                rows.insert(key)
        least = news.least
        if news.floor != state.floor:
            self._cache = {}
        elif least is not None:
            self._cache = {row: cached for row, cached in self._cache.items() if cached[0] < least}
        self._state = _State(rows, news.seq, news.floor)
        self._take_unsaved()

    def _take_unsaved(self) -> None:
        low, high = self.filter.bounds
        self._unsaved = tuple(
            event
            for event in self._source.unsaved
            if self.filter.matches(event, first_key(event.at) if event.at else min(max(low, 0), high))
        )


def _last_arrival(connection: sqlite3.Connection) -> int:
    row: tuple[int | None] = connection.execute("SELECT max(seq) FROM arrivals").fetchone()
    return row[0] or 0


def _numbered(connection: sqlite3.Connection, rows: Rows, start: int, stop: int) -> Numbered:
    keys = rows.keys(connection, start, stop)
    numbers = {key: start + index for index, key in enumerate(keys)}
    return {numbers[key]: (key, event) for key, event in log.at_keys(connection, keys)}


def _row_of(connection: sqlite3.Connection, rows: Rows, key: int) -> int | None:
    row = rows.row(connection, key)
    return row if rows.keys(connection, row, row + 1) == [key] else None


def _news(connection: sqlite3.Connection, filter: EventFilter, state: _State) -> _News:
    seq, floor = _last_arrival(connection), fact(connection, "floor")
    if seq == state.seq and floor == state.floor:
        return _News(seq, floor, [])
    keys: list[tuple[int]] = connection.execute(
        "SELECT key FROM arrivals WHERE seq > ? ORDER BY key", (state.seq,)
    ).fetchall()
    if len(keys) != seq - state.seq:
        return _News(seq, floor)
    least = keys[0][0] if keys else None
    if isinstance(state.rows, Listed):
        came = log.at_keys(connection, [key for (key,) in keys])
        return _News(seq, floor, [key for key, event in came if filter.matches(event, key)], least)
    return _News(seq, floor, [], least, Ranked(connection, filter, seq))
