"""What a command that asks once and ends goes through: the budget, and an end of patience."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from gleaptui.clock import Clock
from gleaptui.config import Settings
from gleaptui.gleap.errors import GleapError, NetworkTrouble, RateLimited
from gleaptui.refresh.budget import Budget

_CONCURRENCY = 8
_DEAD_LINE = 6
"""After so many questions in a row that nobody answered, no other is asked."""
_HUNG = 5.0
"""Seconds after which one is enough, where nobody ever answered any."""
_PAUSES_IN_VAIN = 2
"""As many pauses with no answer between them are no passing rush."""


class OneShot:
    """The gate of one run (`gleaptui.gleap.gate.Gate`): what the budget asks to wait is waited, while a pause that
    Gleap asks for is not when it is longer than ``patience`` or follows another that was in vain, nor is a dead line
    asked on. Then every question fails at once, for that reason."""

    def __init__(self, settings: Settings, clock: Clock, *, patience: float) -> None:
        """``patience`` is in seconds, and may be changed while it runs."""
        self.patience = patience
        self._clock = clock
        self._budget = Budget(
            clock,
            requests_per_minute=settings.refresh.requests_per_minute,
            ticket_requests_per_minute=settings.refresh.ticket_requests_per_minute,
            concurrency=_CONCURRENCY,
        )
        self._held: set[asyncio.Timeout] = set()
        self._given_up: GleapError | None = None
        self._answered = False
        self._unanswered = 0
        self._pauses = 0
        self._refused = False
        """Whether the answer that just came was a 429."""

    @asynccontextmanager
    async def passing(self, path: str) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await self._let_in(stack, path)
            try:
                yield
            except NetworkTrouble as error:
                self._unanswered += 1
                if self._unanswered >= _DEAD_LINE or (not self._answered and error.waited > _HUNG):
                    self._give_up(error)
                raise
            self._answered, self._unanswered = True, 0
            self._pauses, self._refused = self._pauses if self._refused else 0, False

    def throttled(self, seconds: float | None) -> None:
        self._refused = True
        if self._pause() <= 0:
            self._pauses += 1
        self._budget.throttled(seconds)
        if self._pauses >= _PAUSES_IN_VAIN:
            self._give_up(RateLimited(retry_after=self._pause()))
        self._weigh(self._pause())

    def told(self, remaining: int, seconds: float) -> None:
        self._budget.told(remaining, seconds)
        if remaining <= 0:
            self._weigh(seconds)

    async def _let_in(self, stack: AsyncExitStack, path: str) -> None:
        self._weigh(self._pause())
        if self._given_up is not None:
            raise self._given_up
        wait = asyncio.timeout(None)
        self._held.add(wait)
        try:
            async with wait:
                await stack.enter_async_context(self._budget.passing(path))
        except TimeoutError:
            assert self._given_up is not None, "nothing else ends a wait"
            raise self._given_up from None
        finally:
            self._held.discard(wait)

    def _pause(self) -> float:
        end = self._budget.paused_until
        return (end - self._clock.now()).total_seconds() if end is not None else 0.0

    def _weigh(self, pause: float) -> None:
        if pause > self.patience:
            self._give_up(RateLimited(retry_after=pause))

    def _give_up(self, reason: GleapError) -> None:
        if self._given_up is None:
            self._given_up = reason
            for held in self._held:
                held.reschedule(asyncio.get_running_loop().time())
