"""The history of one project: the one object that the rest of the program talks to."""

import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from gleaptui.clock import Clock
from gleaptui.gleap.models import Event
from gleaptui.gleap.periods import Period
from gleaptui.history import coverage, log, records, retention, samples, snapshots, wishes
from gleaptui.history.connections import Connections
from gleaptui.history.filters import EventFilter
from gleaptui.history.paths import Place
from gleaptui.history.retention import Retention
from gleaptui.history.schema import data_version, fact, revisions, set_fact
from gleaptui.history.summary import Summary, span, summary
from gleaptui.history.trouble import HistoryTrouble
from gleaptui.history.view import View
from gleaptui.history.wishes import Wish
from gleaptui.refresh.snapshot import Snapshot

UNSAVED_KEPT = 5_000
"""Events that are held in memory while the file cannot take them, the newest."""
MEMORY_MB = 24
LOOK = 1.0
"""Seconds between two looks for what other processes wrote."""
_SET_BACK = timedelta(minutes=5)
_TOLD, _TOLD_FOR = 5, 300.0
"""How many sentences are told at most, and for how many seconds."""

Given = TypeVar("Given")


class Store:
    """Events, snapshots, samples and wishes of one project, in a file or in memory.

    Nothing here raises for what may befall a file: what cannot be written is not kept, what cannot be read is not
    there, and `trouble` says why. All ``async`` methods run in threads of the store; the others are cheap.
    """

    def __init__(self, connections: Connections, clock: Clock, keep: Retention) -> None:
        self._connections = connections
        self._clock = clock
        self._keep = keep
        self._troubled: dict[str, HistoryTrouble] = {}
        self._notices: list[tuple[float, str]] = []
        self._unsaved: dict[str, Event] = {}
        self._saved: dict[tuple[str, str], Snapshot[object]] = {}
        self._version: int | None = None
        self._seen: dict[str, int] = {}
        self._epoch = 0
        self._opened = clock.now() - timedelta(seconds=clock.monotonic())

    @classmethod
    async def open(cls, place: Place | None, clock: Clock, keep: Retention | None = None) -> "Store":
        """The history at that place, or one in memory. A damaged file is set aside, and `notices` say so. Raises
        `HistoryTrouble`, after which `open` without a place lets the program go on."""
        keep = keep or Retention()
        if place is None:
            keep = Retention(keep.days, min(keep.max_mb, MEMORY_MB))
        store = cls(Connections(place, keep), clock, keep)
        try:
            store._tell(await store._connections.open(clock.now()))
        except HistoryTrouble:
            await store._connections.close()
            raise
        await store._look_at_the_clock()
        return store

    @property
    def trouble(self) -> HistoryTrouble | None:
        """Why history is not kept or read just now; None while all is well."""
        return next(iter(self._troubled.values()), None)

    @property
    def unread(self) -> bool:
        """Whether the file cannot be read just now."""
        return bool(self._troubled.keys() & {"read", "open"})

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences for the person about what happened to the file in the last minutes."""
        since = self._clock.monotonic() - _TOLD_FOR
        return tuple(sentence for at, sentence in self._notices if at > since)

    @property
    def unsaved(self) -> tuple[Event, ...]:
        """Events that the file could not take yet."""
        return tuple(self._unsaved.values())

    @property
    def epoch(self) -> int:
        """Grows when another file takes the place of the one that was read."""
        return self._epoch

    async def append(self, events: Iterable[Event]) -> bool:
        """Keep events, each once, in whatever order they come; whether they are in the file now. Those that are not
        are held in memory, shown by views, and written with the next ones."""
        given = [*self._unsaved.values(), *events]
        now = self._clock.now()
        kept = await self._write(lambda connection: log.append(connection, given, now), None, what="append")
        if kept is None:
            ordered = {event.id: event for event in given}
            self._unsaved = dict(list(ordered.items())[-UNSAVED_KEPT:])
            return False
        self._unsaved = {}
        return True

    async def view(self, filter: EventFilter | None = None) -> View:
        """The events that the filter wants, opened at the newest."""
        view = View(self, filter or EventFilter())
        await view.open()
        return view

    async def kinds(self) -> dict[str, int]:
        """How many events of each kind there are, the most frequent first."""
        return await self.read(log.counted_kinds, {})

    async def agents(self) -> dict[str, int]:
        """How many events there are of each agent, the most frequent first."""
        return await self.read(log.counted_agents, {}, long=True)

    async def span(self) -> tuple[datetime, datetime] | None:
        """When the oldest and the newest event happened; None where there is none."""
        return await self.read(span, None)

    async def coverage(self) -> tuple[datetime, datetime] | None:
        """Between which moments the log is known to be whole; None where that is not known of any span."""
        return await self.read(coverage.coverage, None)

    async def kept_from(self) -> datetime:
        """Before which moment nothing is kept: it is too old, or had to go to make room."""
        oldest = self._now_as_it_was_opened() - timedelta(days=self._keep.days)
        return await self.read(lambda connection: coverage.kept_from(connection, oldest), oldest)

    async def cover(self, since: datetime, until: datetime) -> bool:
        """Say that the log is whole between these moments, as far as it is kept: it was just read without leaving
        anything out."""
        bounds = records.microseconds(since), records.microseconds(until)
        return await self._write(lambda connection: coverage.cover(connection, *bounds), False)

    async def save(self, snapshot: Snapshot[object]) -> bool:
        """Keep a snapshot in the place of the last one of its feed and period; whether it is in the file now. Tickets
        lose what is not to be stored; events go to the log."""
        place = (snapshot.feed, snapshot.period)
        if self._saved.get(place) == snapshot:
            return True
        now = self._clock.now()
        kept = await self._write(lambda connection: snapshots.save(connection, snapshot, now), False)
        if kept:
            self._saved = {key: saved for key, saved in self._saved.items() if key[0] != snapshot.feed}
            self._saved[place] = snapshot
        return kept

    async def load(self, feed: str, period: str | None = None) -> Snapshot[object] | None:
        """The last snapshot of a feed for that period, or without one the last of any; its source is ``stored``."""
        now = self._clock.now()
        return await self.read(lambda connection: snapshots.load(connection, feed, period, now), None)

    async def last_period(self, period: Period) -> Period:
        """The period, or where nothing is stored of it, the last one that had its name."""
        return await self.read(lambda connection: snapshots.last_period(connection, period), period)

    async def sample(self, values: Mapping[str, float | None]) -> bool:
        """Keep what these metrics are now, one value a minute; whether there was any. None is a gap, not a zero."""
        now, taken = self._clock.now(), dict(values)
        return await self._write(lambda connection: samples.add(connection, taken, now), False)

    async def trend(self, metric: str, length: timedelta, step: timedelta) -> tuple[float | None, ...]:
        """The last value seen in each step, oldest first, None where nothing was seen; the last step is the one that
        now lies in. Steps are whole minutes and begin at multiples of their length, so that they stay where they are
        while time goes on."""
        end = samples.end_of_step(self._clock.now(), step)
        return await self.read(lambda connection: samples.series(connection, metric, end - length, end, step), ())

    async def wish(self, wish: Wish) -> bool:
        """Ask the one who polls for something; whether the wish could be left."""
        now = self._clock.now()
        return await self._write(lambda connection: wishes.make(connection, wish, now), False)

    async def take_wishes(self, about: str = "") -> tuple[Wish, ...]:
        """What the viewers want, each once. For the one who polls that."""
        now = self._clock.now()
        return await self._write(lambda connection: wishes.take(connection, about, now), ())

    async def spend(self, who: str, requests: int = 1, *, tickets: int = 0) -> bool:
        """Tell the others of requests that were just sent."""
        now = self._clock.now()
        return await self._write(lambda connection: wishes.spend(connection, who, requests, tickets, now), False)

    async def spent_by_others(self, who: str) -> tuple[int, int, int]:
        """Requests of the last minute by others, how many of them went to tickets and messages, and how many others
        sent them."""
        now = self._clock.now()
        return await self.read(lambda connection: wishes.spent_by_others(connection, who, now), (0, 0, 0))

    async def changed(self) -> frozenset[str]:
        """The feeds that have something new since the last call, by whatever process; at first all that ever had. They
        are those of `save`, and ``log``, ``samples`` and ``wishes``. Next to free while nothing happens. Opens the
        file anew where it was replaced."""
        self._mind_the_clock()
        if await self._connections.replaced():
            await self._reopen(set_aside=False)
        version = await self.read(data_version, None, outside=True)
        # One's own connection does not see its own writes there, and memory has but one.
        if version is None or (version == self._version and not self._connections.in_memory):
            return frozenset()
        seen = await self.read(revisions, None)
        if seen is None:
            return frozenset()
        news = frozenset(feed for feed, revision in seen.items() if revision != self._seen.get(feed))
        self._version, self._seen = version, seen
        return news

    async def follow(self) -> AsyncIterator[frozenset[str]]:
        """What `changed` tells, whenever it tells something; a change is seen within `LOOK` seconds and a bit."""
        while True:
            if feeds := await self.changed():
                yield feeds
            await self._clock.sleep(LOOK)

    async def tidy(self) -> bool:
        """Do one small piece of keeping the file within its days and megabytes; whether there is more to do. For the
        one who polls, every half a minute, and sooner while there is more."""
        keep, now = self._keep, self._now_as_it_was_opened()
        if self._unsaved:
            await self.append(())
        more = await self._write(lambda connection: retention.tidy(connection, keep, now), False)
        with contextlib.suppress(HistoryTrouble):
            await self._connections.hand_back(retention.PAGES_AT_ONCE)
        return more

    async def move_to(self, place: Place, keep: Retention) -> bool:
        """Go on in the file at that place, with the events that were kept in memory until now; whether that could be
        done. Views begin anew."""
        connections = Connections(place, keep)
        try:
            notices = await connections.open(self._clock.now())
        except HistoryTrouble:
            await connections.close()
            return False
        low, high = EventFilter().bounds
        nothing: tuple[Event, ...] = ()
        kept = await self.read(lambda connection: log.latest(connection, UNSAVED_KEPT, low, high), nothing)
        before, self._connections, self._keep = self._connections, connections, keep
        self._begin(notices)
        await before.close()
        await self.append(kept)
        return True

    async def summary(self) -> Summary:
        """What is in it."""
        return await self.read(summary, Summary())

    async def close(self) -> None:
        """Finish what is being written, and let go of the file."""
        now = records.microseconds(self._clock.now())
        with contextlib.suppress(HistoryTrouble):
            await self._connections.write(lambda connection: set_fact(connection, "last_seen", now))
        await self._connections.close()

    async def read(
        self,
        work: Callable[[sqlite3.Connection], Given],
        otherwise: Given,
        *,
        long: bool = False,
        outside: bool = False,
    ) -> Given:
        """What the work gives, or the other where the file cannot be read. Long work runs beside the short; ``outside``
        of a transaction it sees what others do in between."""
        try:
            given = await self._connections.read(work, long=long, outside=outside)
        except HistoryTrouble as trouble:
            await self._note("read", trouble)
            return otherwise
        self._troubled.pop("read", None)
        return given

    async def _write(
        self, work: Callable[[sqlite3.Connection], Given], otherwise: Given, *, what: str = "write"
    ) -> Given:
        try:
            given = await self._connections.write(work)
        except HistoryTrouble as trouble:
            await self._note(what, trouble)
            return otherwise
        self._troubled.pop(what, None)
        return given

    async def _note(self, what: str, trouble: HistoryTrouble) -> None:
        self._troubled["open" if trouble.kind == "newer" else what] = trouble
        if trouble.kind == "corrupt":
            await self._reopen(set_aside=True)

    async def _reopen(self, *, set_aside: bool) -> None:
        now = self._clock.now()
        try:
            notices = await (self._connections.begin_anew(now) if set_aside else self._connections.open(now))
        except HistoryTrouble as trouble:
            self._troubled["open"] = trouble
            return
        self._begin(notices)

    def _begin(self, notices: tuple[str, ...]) -> None:
        """Know nothing of the file yet."""
        self._tell(notices)
        self._troubled = {}
        self._saved = {}
        self._version, self._seen = None, {}
        self._epoch += 1

    def _tell(self, sentences: tuple[str, ...]) -> None:
        self._notices = [*self._notices, *((self._clock.monotonic(), sentence) for sentence in sentences)][-_TOLD:]

    async def _look_at_the_clock(self) -> None:
        seen = await self.read(lambda connection: fact(connection, "last_seen"), 0)
        if records.moment(seen) > self._clock.now() + _SET_BACK:
            self._tell((str(HistoryTrouble("clock")),))

    def _now_as_it_was_opened(self) -> datetime:
        """By a clock that nobody can set to next year, which would make everything too old."""
        return self._opened + timedelta(seconds=self._clock.monotonic())

    def _mind_the_clock(self) -> None:
        opened = self._clock.now() - timedelta(seconds=self._clock.monotonic())
        if opened < self._opened - _SET_BACK:
            self._opened = opened
            self._tell((str(HistoryTrouble("clock")),))
