"""What stands between the client and the network: every attempt of every request asks here first."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol


class Gate(Protocol):
    """Spends a budget that the client knows nothing of."""

    def passing(self, path: str) -> AbstractAsyncContextManager[None]:
        """Entered when one request to ``path`` (such as ``/tickets``) may be sent, left when it was answered."""
        ...

    def throttled(self, seconds: float | None) -> None:
        """Gleap answered 429: the whole project waits, for that long where Gleap said so."""
        ...

    def told(self, remaining: int, seconds: float) -> None:
        """An answer said that so many more requests are allowed within that many seconds."""
        ...


class OpenGate:
    """Lets everything through at once: for a single call by hand, and for tests."""

    @asynccontextmanager
    async def passing(self, path: str) -> AsyncIterator[None]:
        yield

    def throttled(self, seconds: float | None) -> None:
        return None

    def told(self, remaining: int, seconds: float) -> None:
        return None
