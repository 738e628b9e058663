"""Reading the past of the event log, a piece at a time and as the budget allows, until a period is whole."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from gleaptui.clock import Clock
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.models import Event
from gleaptui.gleap.periods import Period
from gleaptui.history.store import Store

ReadEvents = Callable[[datetime, datetime, str], Awaitable[tuple[list[Event], bool]]]
"""Gives the events between two moments, in a zone, and whether those are all. Raises a `GleapError`."""

_SHORTEST, _LONGEST = timedelta(minutes=10), timedelta(days=3)
_LEAST = timedelta(minutes=1)
"""What is still tried where no longer piece can be had whole."""
_A_PIECE = 800
"""Events that one piece should bring."""
_FARTHEST = timedelta(days=100)
_AFTER_TROUBLE = 60.0


class Past:
    """Extends what the store knows to be whole backwards, from now to the beginning of a period."""

    def __init__(self, read: ReadEvents, store: Store, clock: Clock) -> None:
        self._read = read
        self._store = store
        self._clock = clock
        self._length = timedelta(hours=6)
        self._not_before = 0.0

    async def progress(self, period: Period) -> int | None:
        """How much is whole of what is kept of the period, in per cent; None where that is not known."""
        known, end = await self._store.coverage(), min(period.end, self._clock.now())
        if known is None or period.start < self._clock.now() - _FARTHEST or end <= period.start:
            return None
        begin = max(period.start, await self._store.kept_from())
        missing = min(known[0], end) - begin
        return 100 if missing <= timedelta(0) else int(100 * (1 - missing / (end - begin)))

    async def read_on(self, period: Period) -> bool:
        """Read one piece more of the period's past; whether anything came of it."""
        known = await self._store.coverage()
        if known is None or period.start < self._clock.now() - _FARTHEST:
            return False
        begin = max(period.start, await self._store.kept_from())
        if known[0] <= begin or self._clock.monotonic() < self._not_before:
            return False
        start = max(begin, known[0] - self._length)
        try:
            events, whole = await self._read(start, known[0], period.zone)
        except GleapError:
            # What matters now is told by the feeds; the past has time.
            self._not_before = self._clock.monotonic() + _AFTER_TROUBLE
            return False
        if not await self._store.append(events):
            self._not_before = self._clock.monotonic() + _AFTER_TROUBLE
            return False
        if not whole:
            return self._shorten(known[0] - start)
        await self._store.cover(start, known[0])
        wanted = self._length * (_A_PIECE / max(len(events), 50))
        self._length = min(max(wanted, _SHORTEST), _LONGEST)
        return True

    def _shorten(self, length: timedelta) -> bool:
        """Take less at a time where a piece could not be had whole; whether that is worth a try."""
        self._length = max(length / 2, _LEAST)
        if length > _LEAST:
            return True
        self._not_before = self._clock.monotonic() + _AFTER_TROUBLE
        return False
