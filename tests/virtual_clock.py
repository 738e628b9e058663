"""A clock that stands still until it is told to move, so that a month passes in seconds."""

import asyncio
import heapq
import selectors
from collections.abc import Coroutine, Sized
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TypeVar, cast

_MOST_ROUNDS = 100_000

Value = TypeVar("Value")


class VirtualClock:
    """Implements `gleaptui.clock.Clock`. Time moves only in `advance`, `jump` and `suspend`."""

    def __init__(self, start: datetime = datetime(2026, 9, 15, 12, tzinfo=UTC)) -> None:
        self._start = start
        self._began = self._monotonic = 1_000.0
        self._offset = 0.0
        self._order = count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self.wakes = 0
        """How often a sleeper was woken."""

    def now(self) -> datetime:
        """The wall clock, as an aware UTC instant."""
        return self._start + timedelta(seconds=self._monotonic - self._began + self._offset)

    def monotonic(self) -> float:
        """Seconds since an arbitrary moment."""
        return self._monotonic

    async def sleep(self, seconds: float) -> None:
        """Return when the clock was moved that far."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        waker: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._monotonic + seconds, next(self._order), waker))
        await waker

    async def advance(self, seconds: float) -> None:
        """Let that much time pass: wake every sleeper at its own moment, in order, and let all tasks settle between."""
        end = self._monotonic + seconds
        await self.settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            due, _, waker = heapq.heappop(self._sleepers)
            if waker.done():
                continue
            self._monotonic = max(self._monotonic, due)
            waker.set_result(None)
            self.wakes += 1
            await self.settle()
        self._monotonic = end
        await self.settle()

    def jump(self, seconds: float) -> None:
        """Somebody sets the wall clock forward or back; or the machine sleeps on a system whose monotonic clock does
        not count that."""
        self._offset += seconds

    async def suspend(self, seconds: float) -> None:
        """The machine sleeps and both clocks count it: all sleepers who were due meanwhile wake late, at once."""
        await self.settle()
        self._monotonic += seconds
        await self.advance(0)

    async def settle(self) -> None:
        """Let every task run until all of them wait for something that only time or the outside can bring: not for a
        long answer that is read in a thread."""
        loop = asyncio.get_running_loop()
        ready = cast(Sized, loop._ready)  # type: ignore[attr-defined]  # no public way to ask
        for _ in range(_MOST_ROUNDS):
            threads = cast(ThreadPoolExecutor | None, loop._default_executor)  # type: ignore[attr-defined]
            busy = threads is not None and threads._idle_semaphore._value < len(threads._threads)
            await asyncio.sleep(0.0005 if busy else 0)
            if not busy and not len(ready):
                return
        raise RuntimeError("the tasks never settle")


class _Blind(selectors.DefaultSelector):
    """Looks at no socket while there is anything else to do, as none has anything to tell."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(timeout) if timeout != 0 else []


def run(coroutine: Coroutine[None, None, Value]) -> Value:
    """As `asyncio.run`, for what lives on a virtual clock alone: in half the time."""
    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(_Blind())) as runner:
        return runner.run(coroutine)
