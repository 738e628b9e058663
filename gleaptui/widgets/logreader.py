"""Reads the log for the Events pane: another period, what came, a search, a jump. Never two of these at a time."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import structs

from gleaptui.gleap.models import Event
from gleaptui.gleap.periods import Period
from gleaptui.history.filters import EventFilter
from gleaptui.history.store import Store
from gleaptui.widgets.eventlog import EventLog
from gleaptui.widgets.eventsource import EventSource, Latest, fits
from gleaptui.widgets.kinds import kind, who


class LogReader:
    """Keeps an `EventLog` to a period and a filter, from the history or else from the latest events."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self.store: Store | None = None
        """Where the history is, once it is open."""
        self.latest: tuple[Event, ...] = ()
        """The events that were just read."""
        self.whole_from: datetime | None = None
        """From when on nothing of the period is missing, where something before that is, or may be."""
        self._latest = Latest()
        # Row numbers hold good until somebody refreshes, so whoever goes by them has to be alone.
        self._turn = asyncio.Lock()
        self._wishes = 0

    async def open(self, period: Period, filter: EventFilter, *, stays: bool) -> None:
        """Show what the filter wants of the period: the newest of it, or where it ``stays``, the moment that is read.
        Of several wishes that wait, the last is granted."""
        self._wishes += 1
        mine = self._wishes
        async with self._turn:
            if mine == self._wishes:
                await self._open(period, filter, stays=stays)
            if mine == self._wishes:
                await self._count_all()

    async def _open(self, period: Period, filter: EventFilter, *, stays: bool) -> None:
        log = self._log
        source, row, event = await self._source(period, filter), None, log.event
        if stays and not log.place.following and event is not None and event.at is not None:
            await source.count_all()
            row = await source.row_at(event.at)
        log.show_log(source, row)
        await self._look_how_far(period)

    async def _source(self, period: Period, filter: EventFilter) -> EventSource:
        if self.store is not None:
            return await self.store.view(structs.replace(filter, since=period.start, until=period.end))
        self._latest.give(self.latest)
        self._latest.want(filter)
        await self._latest.refresh()
        return self._latest

    async def _count_all(self) -> None:
        source = self._log.shown
        if not source.complete:
            before = source.count
            grown = await source.count_all()
            self._log.shift(grown, source.count - before - grown)

    async def renew(self, period: Period) -> None:
        """Take in what came."""
        async with self._turn:
            self._latest.give(self.latest)
            await self._log.renew()
            await self._look_how_far(period)

    async def _look_how_far(self, period: Period) -> None:
        whole = await self.store.coverage() if self.store is not None else None
        self.whole_from = whole[0] if whole is not None and whole[0] > period.start else None

    async def find(self, words: str, *, later: bool, here: bool = False) -> bool:
        """Go to the next event that has the words; ``here`` also takes the one under the cursor. Whether there is."""
        async with self._turn:
            log, event = self._log, self._log.event
            if here and event is not None and fits(event, EventFilter(text=words)):
                return True
            row = await log.shown.find(words, log.place.cursor, forward=later)
            if row is not None:
                log.move_to(row)
            return row is not None

    async def jump(self, moment: datetime) -> None:
        """Go to the first event at that moment or after it, or to the newest."""
        async with self._turn:
            log = self._log
            row = await log.shown.row_at(moment)
            log.move_to(row)

    async def kinds(self) -> Mapping[str, str]:
        """The actions of the log, the most frequent first, with the words that they are shown in."""
        actions: Iterable[str] = Counter(event.action for event in self.latest)
        if self.store is not None:
            actions = await self.store.kinds()
        return {action: kind(action).word for action in actions}

    async def people(self) -> Iterable[str]:
        """The agents of the log, the most frequent first."""
        if self.store is not None:
            return await self.store.agents()
        named = Counter(event.agent or who(event) for event in self.latest)
        return [name for name, _ in named.most_common() if name]
