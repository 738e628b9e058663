"""Trouble on demand: what a test or a person makes the simulated server do wrong, and what it was asked."""

import asyncio
from dataclasses import dataclass, field
from typing import Literal

Mode = Literal["answer", "truncated", "hang", "down"]
_REMEMBERED = 5_000


@dataclass(frozen=True, slots=True)
class Request:
    """One request that arrived. The value of the key is not kept, only whether one was sent."""

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Trouble:
    """What happens in place of an answer to paths that begin with ``prefix`` (without /v3), ``times`` more times."""

    mode: Mode = "answer"
    prefix: str = ""
    status: int = 500
    body: str = '{"error": {"message": "Internal server error"}}'
    headers: dict[str, str] = field(default_factory=dict)
    times: int | None = None


class Control:
    """The switches of one simulated server. All of them may be changed while it runs."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        """What was asked, oldest first; the last few thousand."""
        self.delay = 0.0
        """Seconds before each answer."""
        self.delays: dict[str, float] = {}
        """Seconds before each answer to paths with that prefix, instead."""
        self.hostile = False
        """Whether texts carry markup, escape sequences and other attacks."""
        self.frozen = False
        """Whether the desk's time stands still."""
        self.limit: int | None = 1000
        """Requests allowed in a minute, None for any number."""
        self.ticket_limit: int | None = 200
        """Of those, requests below /tickets."""
        self.encoded_colons = True
        """Whether date comparisons with ``%3A`` are understood; the evidence is divided."""
        self._troubles: list[Trouble] = []
        self._healed = asyncio.Event()

    def fail(
        self,
        status: int = 500,
        body: str = '{"error": {"message": "Internal server error"}}',
        *,
        headers: dict[str, str] | None = None,
        prefix: str = "",
        times: int | None = None,
    ) -> None:
        """Answer with that status and body; JSON unless the headers say otherwise."""
        self._troubles.append(Trouble("answer", prefix, status, body, headers or {}, times))

    def html(self, status: int = 502, *, prefix: str = "", times: int | None = None) -> None:
        """Answer with a page, as proxies do."""
        page = (
            f"<html><head><title>{status} Bad Gateway</title></head><body><h1>{status} Bad Gateway</h1></body></html>"
        )
        kind = {"content-type": "text/html; charset=utf-8"}
        self._troubles.append(Trouble("answer", prefix, status, page, kind, times))

    def truncate(self, *, prefix: str = "", times: int | None = None) -> None:
        """Answer 200 with the first half of the right body."""
        self._troubles.append(Trouble("truncated", prefix, times=times))

    def hang(self, *, prefix: str = "", times: int | None = None) -> None:
        """Take the request and say nothing until `heal` or until the client leaves."""
        self._troubles.append(Trouble("hang", prefix, times=times))

    def down(self, *, prefix: str = "", times: int | None = None) -> None:
        """Break the connection off. In-process the caller gets a `ConnectionResetError`."""
        self._troubles.append(Trouble("down", prefix, times=times))

    def heal(self) -> None:
        """End all trouble, and let what hangs go on."""
        self._troubles.clear()
        self.delay = 0.0
        self.delays.clear()
        self._healed.set()
        self._healed = asyncio.Event()

    def delay_of(self, path: str) -> float:
        """Seconds that an answer to the path takes."""
        return next((seconds for prefix, seconds in self.delays.items() if path.startswith(prefix)), self.delay)

    def trouble_for(self, path: str) -> Trouble | None:
        """The trouble that the path runs into, the latest that was asked for first; it is counted down."""
        for trouble in reversed(self._troubles):
            if not path.startswith(trouble.prefix) or trouble.times == 0:
                continue
            if trouble.times is not None:
                trouble.times -= 1
            return trouble
        return None

    async def until_healed(self) -> None:
        """Return with the next `heal`."""
        await self._healed.wait()

    def record(self, request: Request) -> None:
        """Remember a request, and forget the oldest ones."""
        self.requests.append(request)
        if len(self.requests) > _REMEMBERED:
            del self.requests[: _REMEMBERED // 10]
