"""Waiting for a moment or for news, whichever comes first, on any clock."""

import asyncio

from gleaptui.clock import Clock

_SHORTEST = 0.001
"""A wait of almost nothing must still let time pass, or rounding could turn a loop into a busy one."""


class Alarm:
    """Wakes one waiting task at a time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rung = False
        self._sleeper: asyncio.Future[None] | None = None

    def ring(self) -> None:
        """End the wait now, or the next one if nobody waits."""
        self._rung = True
        if self._sleeper is not None:
            _wake(self._sleeper)

    async def wait(self, seconds: float) -> None:
        """Return after that many seconds, or at once when the alarm rings or has rung since the last wait."""
        if self._rung:
            # Whoever rings again and again must not keep everybody else from their turn.
            await asyncio.sleep(0)
        else:
            sleeper = self._sleeper = asyncio.get_running_loop().create_future()
            timer = asyncio.ensure_future(self._clock.sleep(max(seconds, _SHORTEST)))
            timer.add_done_callback(lambda _timer: _wake(sleeper))
            try:
                await sleeper
            finally:
                timer.cancel()
        self._rung = False


def _wake(sleeper: "asyncio.Future[None]") -> None:
    if not sleeper.done():
        sleeper.set_result(None)
