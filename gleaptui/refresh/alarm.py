"""Waiting for a moment or for news, whichever comes first, on any clock."""

import asyncio

from gleaptui.clock import Clock

_SHORTEST = 0.001
"""A wait of almost nothing must still let time pass, or rounding could turn a loop into a busy one."""


class Alarm:
    """Wakes one waiting task at a time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """End the wait now, or the next one if nobody waits."""
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Return after that many seconds, or at once when the alarm rings or has rung since the last wait."""
        bell = asyncio.ensure_future(self._rung.wait())
        timer = asyncio.ensure_future(self._clock.sleep(max(seconds, _SHORTEST)))
        try:
            await asyncio.wait((bell, timer), return_when=asyncio.FIRST_COMPLETED)
        finally:
            bell.cancel()
            timer.cancel()
            self._rung.clear()
