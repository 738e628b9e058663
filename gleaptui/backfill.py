"""Reading the log's past while somebody looks at it, here or in a process that follows this one."""

from collections.abc import Callable
from typing import Protocol

from gleaptui.clock import Clock
from gleaptui.gleap.periods import Period
from gleaptui.past import Past

_STEP = 1.0
"""Seconds between two looks at whether there is something to read."""
_WISHED = 20.0
"""Seconds between two wishes of one who follows."""


class Host(Protocol):
    """What is asked of the session."""

    def may_read(self) -> bool:
        """Whether what this process reads is what is stored, and it may ask now."""
        ...

    def may_wish(self) -> bool:
        """Whether another process reads for this one."""
        ...

    def wish_for_past(self) -> None:
        """Ask the process that polls for the past of the period."""
        ...

    def log_moved(self) -> None:
        """The stored log has something new."""
        ...


class Backfill:
    """Asks for nothing while nobody looks at the log."""

    def __init__(self, past: Past, clock: Clock, period: Callable[[], Period], host: Host) -> None:
        self._past = past
        self._clock = clock
        self._period = period
        self._host = host
        self._wanted = False
        self._wished_until = self._wish_at = clock.monotonic()
        self.percent: int | None = None
        """How much of the period's log is stored; None where nobody asked here."""

    def want(self, wanted: bool) -> None:
        """Whether somebody looks at the log in this process."""
        self._wanted = wanted
        if not wanted:
            self.percent = None

    def wished(self) -> None:
        """Somebody looks at it in another process."""
        # Longer than until the next wish, which may come late.
        self._wished_until = self._clock.monotonic() + 2 * _WISHED

    async def run(self) -> None:
        """Read, or wish for it, until cancelled."""
        while True:
            looked_at = self._wanted or self._clock.monotonic() < self._wished_until
            if not looked_at or not await self._read_a_piece(self._period()):
                await self._clock.sleep(_STEP)

    async def _read_a_piece(self, period: Period) -> bool:
        known = await self._past.progress(period)
        self.percent = known if self._wanted else None
        if known is None or known >= 100:
            return False
        if self._host.may_read():
            if not await self._past.read_on(period):
                return False
            self._host.log_moved()
            return True
        now = self._clock.monotonic()
        if self._host.may_wish() and now >= self._wish_at:
            self._wish_at = now + _WISHED
            self._host.wish_for_past()
        return False
