"""One rate budget for all requests of a project."""

import asyncio
import math
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from gleaptui.clock import Clock
from gleaptui.refresh.alarm import Alarm
from gleaptui.refresh.lane import Errand, Lane, current_errand

MINUTE = 60.0
_WINDOW = MINUTE + 1.0
"""Gleap counts when a request arrives, we when it leaves: the extra second absorbs what differs on the way."""
_PAUSE = 30.0
_LONGEST_PAUSE = 900.0
_LOWEST_SHARE = 1 / 16
_RECOVERY_STEP = 30.0
_RECOVERY_SHARE = 0.1
_USERS_PLACES = 2
"""Places for requests on their way that only the user's lane may take."""
_TICKET_PATHS = frozenset({"tickets", "messages"})


@dataclass(slots=True, eq=False)
class _Waiter:
    errand: Errand
    tickets: bool
    round: int
    order: int
    admitted: "asyncio.Future[None]"


class Budget:
    """Lets requests through, so that no span of 60 seconds ever holds more than the limit.

    It keeps the moments of the last minute's requests, not a bucket of tokens: a full bucket on top of its refill would
    let almost twice the limit through in one minute. Requests to tickets and messages have a smaller share of their own
    (API.md, "Ground rules"). A part of both is a reserve that only the user's lane may use. Implements
    `gleaptui.gleap.gate.Gate`; what headers say of the limit is obeyed too.
    """

    def __init__(
        self,
        clock: Clock,
        requests_per_minute: int = 120,
        ticket_requests_per_minute: int = 60,
        reserve: float = 0.1,
        concurrency: int | None = None,
    ) -> None:
        """``concurrency``: how many requests may be on their way at once, where `passing` is used; None: any number."""
        if requests_per_minute < 1 or ticket_requests_per_minute < 1 or not 0 <= reserve < 1:
            raise ValueError("a budget needs at least one request a minute and a reserve below 1")
        if concurrency is not None and concurrency <= _USERS_PLACES:
            raise ValueError(f"more than {_USERS_PLACES} requests must be allowed at once")
        self._clock = clock
        self._full = requests_per_minute
        self._full_tickets = min(ticket_requests_per_minute, requests_per_minute)
        self._reserve = reserve
        self._sent: deque[float] = deque()
        self._sent_tickets: deque[float] = deque()
        self._queue: list[_Waiter] = []
        self._order = count()
        self._round = 0
        """That of the latest request that was let through."""
        self._alarm = Alarm(clock)
        self._porter: asyncio.Task[None] | None = None
        self._share = 1.0
        self._pause_end = -math.inf
        self._places = concurrency
        self._on_their_way = 0
        self._others = self._others_tickets = self._processes = 0
        self._part = self._part_for_tickets = math.inf
        """What may still be sent before it is known again what others sent."""
        self.total = 0
        """Requests let through so far."""
        self.total_for_tickets = 0
        """Those among them to tickets and messages."""
        self._told_remaining = 0
        self._told_until = -math.inf

    @property
    def limit(self) -> int:
        """Requests a minute that are allowed now: the whole budget, or less for a while after a 429."""
        return max(1, math.floor(self._full * self._share_now()) - self._others - self._processes)

    @property
    def ticket_limit(self) -> int:
        """Requests to tickets and messages a minute that are allowed now."""
        return max(1, math.floor(self._full_tickets * self._share_now()) - self._others_tickets - self._processes)

    @property
    def paused_until(self) -> datetime | None:
        """When requests go on after a 429; None while they flow."""
        rest = self._pause_end - self._clock.monotonic()
        return self._clock.now() + timedelta(seconds=rest) if rest > 0 else None

    @property
    def waiting(self) -> int:
        """Requests that wait to be let through."""
        return len(self._queue)

    @property
    def holds_up_the_user(self) -> bool:
        """Whether what somebody asked for waits because the requests of this minute are spent."""
        now = self._clock.monotonic()
        users = (waiter for waiter in self._queue if waiter.errand.lane is Lane.USER)
        return any(self._until_room(waiter, now) > 0 for waiter in users)

    def used(self) -> int:
        """Requests let through in the last 60 seconds."""
        return self._used(self._sent)

    def used_for_tickets(self) -> int:
        """Those among them to tickets and messages."""
        return self._used(self._sent_tickets)

    def _used(self, moments: deque[float]) -> int:
        since = self._clock.monotonic() - MINUTE
        return sum(1 for moment in moments if moment > since)

    def steady_rate(self) -> tuple[float, float]:
        """Requests a minute that can be kept up without the reserve: of all kinds, and to tickets and messages."""
        in_a_minute = MINUTE / _WINDOW
        return (
            self._usable(self.limit, Lane.VISIBLE) * in_a_minute,
            self._usable(self.ticket_limit, Lane.VISIBLE) * in_a_minute,
        )

    @asynccontextmanager
    async def passing(self, path: str) -> AsyncIterator[None]:
        """Entered when one request to ``path`` may be sent, left when it was answered."""
        await self.admit(path)
        try:
            yield
        finally:
            self._answered()

    def told(self, remaining: int, seconds: float) -> None:
        """Gleap said that so many more requests are allowed within that many seconds. Answers overtake each other:
        while one holds, a later one can only lower it."""
        now = self._clock.monotonic()
        if now < self._told_until:
            remaining = min(remaining, self._told_remaining)
        self._told_remaining, self._told_until = remaining, now + min(seconds, _LONGEST_PAUSE)

    def spent_by_others(self, requests: int, tickets: int, processes: int = 1) -> None:
        """So many other processes on the same budget sent so many requests in the last minute; to be told about once a
        second, after what was sent here was told to them.

        What they send meanwhile is not known here, nor who else begins to. So each sends, until it is told again, its
        part of half of what is left, as if there were one more of them; the other half is what they may have sent and
        not told."""
        self._others, self._others_tickets, self._processes = requests, tickets, processes
        now, parts = self._clock.monotonic(), 2 * (processes + 2)
        self._forget(now - _WINDOW)
        self._part = max(1, (self.limit - len(self._sent)) // parts) if processes else math.inf
        left = self.ticket_limit - len(self._sent_tickets)
        self._part_for_tickets = max(1, left // parts) if processes else math.inf
        self.reconsider()

    async def admit(self, path: str) -> None:
        """Return when one request to ``path`` may be sent now: by lane, within a lane one of each errand in turn, so
        that a feed of one request does not queue behind one of forty, nor that for ever behind many of one; then in
        the order of asking."""
        errand = current_errand()
        errand.round = max(errand.round, self._round) + 1
        tickets = path.lstrip("/").split("/", 1)[0] in _TICKET_PATHS
        waiter = _Waiter(errand, tickets, errand.round, next(self._order), asyncio.get_running_loop().create_future())
        self._queue.append(waiter)
        errand.queued(self._clock.monotonic())
        self.reconsider()
        try:
            await waiter.admitted
        except asyncio.CancelledError:
            # One that was let through and then cancelled stays counted: nobody knows here whether it was sent.
            if waiter in self._queue:
                self._leave(waiter)
                self._alarm.ring()
            elif waiter.admitted.done() and not waiter.admitted.cancelled():
                self._answered()
            raise

    def _answered(self) -> None:
        self._on_their_way -= 1
        if self._queue:
            self.reconsider()

    def throttled(self, seconds: float | None) -> None:
        """Gleap answered 429: halve the limit and let nothing through for that long, 30 seconds where it did not say.
        Answers to requests that were on their way together count as one."""
        now = self._clock.monotonic()
        if now >= self._pause_end:
            self._share = max(_LOWEST_SHARE, self._share_now() / 2)
        wait = _PAUSE if seconds is None else min(max(seconds, 1.0), _LONGEST_PAUSE)
        self._pause_end = max(self._pause_end, now + wait)

    def reconsider(self) -> None:
        """Look at the queue again, because a request came or an errand changed its lane."""
        self._serve()
        if not self._queue:
            return
        if self._porter is None or self._porter.done():
            self._porter = asyncio.get_running_loop().create_task(self._attend(), name="budget")
        else:
            self._alarm.ring()

    async def _attend(self) -> None:
        while self._queue:
            await self._alarm.wait(self._serve())

    def _serve(self) -> float:
        """Let through whoever may go; seconds until it is worth looking again."""
        now = self._clock.monotonic()
        self._forget(now - _WINDOW)
        if now < self._pause_end:
            return self._pause_end - now
        soonest = _RECOVERY_STEP
        for waiter in sorted(self._queue, key=_turn):
            if waiter.admitted.cancelled():
                continue
            delay = self._delay(waiter, now)
            if delay > 0:
                soonest = min(soonest, delay)
                continue
            self._leave(waiter)
            self._count(waiter, now)
            waiter.admitted.set_result(None)
        return soonest

    def _count(self, waiter: _Waiter, now: float) -> None:
        self._sent.append(now)
        self._part -= 1
        self._on_their_way += 1
        self._told_remaining -= 1
        self.total += 1
        self._round = max(self._round, waiter.round)
        waiter.errand.requests += 1
        if waiter.tickets:
            self._sent_tickets.append(now)
            self._part_for_tickets -= 1
            self.total_for_tickets += 1
            waiter.errand.ticket_requests += 1

    def _leave(self, waiter: _Waiter) -> None:
        self._queue.remove(waiter)
        waiter.errand.left(self._clock.monotonic())

    def _forget(self, before: float) -> None:
        for moments in (self._sent, self._sent_tickets):
            while moments and moments[0] <= before:
                moments.popleft()

    def _delay(self, waiter: _Waiter, now: float) -> float:
        delay = self._until_room(waiter, now)
        if self._part < 1 or (waiter.tickets and self._part_for_tickets < 1):
            # Being told looks at the queue itself.
            delay = max(delay, _RECOVERY_STEP)
        if now < self._told_until and self._told_remaining <= 0:
            delay = max(delay, self._told_until - now)
        if self._places is not None:
            places = self._places if waiter.errand.lane is Lane.USER else self._places - _USERS_PLACES
            if self._on_their_way >= places:
                # An answer makes room and looks at the queue itself.
                delay = max(delay, _RECOVERY_STEP)
        return delay

    def _until_room(self, waiter: _Waiter, now: float) -> float:
        """Seconds until the last minute holds few enough requests."""
        lane = waiter.errand.lane
        delay = _until_room(self._sent, self._usable(self.limit, lane), now)
        if waiter.tickets:
            delay = max(delay, _until_room(self._sent_tickets, self._usable(self.ticket_limit, lane), now))
        return delay

    def _usable(self, limit: int, lane: Lane) -> int:
        return limit if lane is Lane.USER else limit - math.floor(limit * self._reserve)

    def _share_now(self) -> float:
        since = self._clock.monotonic() - self._pause_end
        if self._share >= 1.0 or since < 0:
            return self._share
        return min(1.0, self._share + _RECOVERY_SHARE * math.floor(since / _RECOVERY_STEP))


def _turn(waiter: _Waiter) -> tuple[int, int, int]:
    return waiter.errand.lane, waiter.round, waiter.order


def _until_room(moments: deque[float], limit: int, now: float) -> float:
    """Seconds until fewer than ``limit`` of the moments lie in the window."""
    if len(moments) < limit:
        return 0.0
    return moments[len(moments) - limit] + _WINDOW - now
