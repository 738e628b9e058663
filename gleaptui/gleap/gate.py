"""What stands between the client and the network: every attempt of every request asks here first."""

from typing import Protocol


class Gate(Protocol):
    """Spends a budget that the client knows nothing of."""

    async def admit(self, path: str) -> None:
        """Return when one request to ``path`` (such as ``/tickets``) may be sent now."""
        ...

    def throttled(self, seconds: float | None) -> None:
        """Gleap answered 429: the whole project waits, for that long where Gleap said so."""
        ...


class OpenGate:
    """Lets everything through at once: for a single call by hand, and for tests."""

    async def admit(self, path: str) -> None:
        return None

    def throttled(self, seconds: float | None) -> None:
        return None
