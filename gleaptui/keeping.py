"""What this process read and wished for, on its way into the history."""

from collections.abc import Callable
from dataclasses import replace

from gleaptui.gleap.models import Event, Figure
from gleaptui.gleap.periods import Period
from gleaptui.history.store import Store
from gleaptui.history.wishes import Wish
from gleaptui.plan import NEWS
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.watch import Watch

_OF_THIS_MOMENT = 60.0
"""Seconds for which a figure is one of this moment."""


class Keeping:
    """Holds what came until it is written: `take` never waits, and `write` waits for the disk."""

    def __init__(self, store: Store, watch: Watch, *, period: Callable[[], Period], moved: Callable[[], None]) -> None:
        """``moved`` hears of new events that the file did not take; others hear of those that it took as well."""
        self._store = store
        self._watch = watch
        self._period = period
        self._moved = moved
        self._pending: dict[str, Snapshot[object]] = {}
        self._wishes: list[Wish] = []
        self._latest: dict[str, Snapshot[object]] = {}
        self._epoch = store.epoch
        self._events_kept: frozenset[str] = frozenset()
        self._refused: Snapshot[object] | None = None
        """The events that the file did not take."""

    def take(self, snapshot: Snapshot[object]) -> None:
        """Store this with the next `write`, in the place of what waits of the same feed."""
        self._pending[snapshot.feed] = self._latest[snapshot.feed] = snapshot

    def wish(self, wish: Wish) -> None:
        """Leave this for the process that polls, with the next `write`."""
        self._wishes.append(wish)

    async def write(self) -> None:
        """Put what came since into the history, and what is wished for. Nothing is forgotten before it was written, as
        the program may be left meanwhile. Where the file takes nothing, one try is enough, and all of it waits."""
        if self._store.epoch != self._epoch:
            # Another file, which holds nothing of what was written to the one before.
            self._epoch, self._events_kept, self._pending = self._store.epoch, frozenset(), dict(self._latest)
        for feed in list(self._pending):
            snapshot = self._pending[feed]
            kept = await self._keep(snapshot) or self._store.trouble is None
            if self._pending.get(feed) is snapshot:
                del self._pending[feed]
                if not kept:
                    # At the end, so that it does not stand in the way of the others.
                    self._pending[feed] = snapshot
            if not kept:
                break
        while self._wishes:
            await self._store.wish(self._wishes[0])
            del self._wishes[0]

    async def _keep(self, snapshot: Snapshot[object]) -> bool:
        given = snapshot.value if isinstance(snapshot.value, tuple) else ()
        if snapshot.feed in ("events", NEWS) and snapshot.value is not None:
            return await self._keep_events(snapshot, [one for one in given if isinstance(one, Event)])
        if not await self._store.save(snapshot):
            return False
        figures = (one for one in given if isinstance(one, Figure))
        # One with a span is of another time, as is what had to wait for long.
        values = {self._sampled(snapshot, figure): figure.value for figure in figures if not figure.span}
        young = (snapshot.age(self._watch.now()) or 0.0) < _OF_THIS_MOMENT
        if values and young and snapshot.problem is None:
            await self._store.sample(values)
        return True

    def _sampled(self, snapshot: Snapshot[object], figure: Figure) -> str:
        """What a figure is sampled as: what is of a period says of which, by its name, as days go by."""
        return f"{figure.metric} {self._period().name}" if snapshot.period else figure.metric

    async def _keep_events(self, snapshot: Snapshot[object], events: list[Event]) -> bool:
        fresh = tuple(event for event in events if event.id not in self._events_kept)
        if fresh and not await self._store.append(fresh):
            if snapshot is not self._refused:
                self._moved()
            self._refused = snapshot
            return False
        self._events_kept = frozenset(event.id for event in events)
        desk, at = self._watch.desk, snapshot.fetched_at
        whole_from = desk.events.whole_from if snapshot.feed == "events" else desk.news.whole_from
        if whole_from is not None and at is not None and (snapshot.feed == NEWS or self._period().includes(at)):
            await self._store.cover(whole_from, at)
        # One event stands for all of them: they are in the log.
        return await self._store.save(replace(snapshot, value=tuple(events[-1:])))
