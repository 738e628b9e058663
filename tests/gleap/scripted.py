"""Servers that answer what a test tells them to, and remember what they were asked."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import httpx
from starlette.types import Receive, Scope, Send

from gleaptui.clock import SystemClock
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.credentials import Credentials
from gleaptui.gleap.periods import Period, resolve
from gleaptui.secret import Secret

PAYLOADS = Path(__file__).parents[1] / "payloads"
KEY = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0LXBhcnQtb2YtdGhlLWtleQ.Zm9yLXRlc3RzLW9ubHktbmV2ZXItcmVhbA"
PROJECT = "a00000000000000000000001"
NOW = datetime(2026, 9, 16, 12, 5, tzinfo=UTC)
WEEK: Period = resolve("7d", NOW, "Europe/Paris")


@dataclass(frozen=True)
class Reply:
    """What a server says."""

    body: bytes | str | object = b"{}"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def content(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Seen:
    """What a server was asked."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters in their order, decoded."""
        parts = (part.partition("=") for part in self.query.split("&") if part)
        return [(unquote(name), unquote(value)) for name, _, value in parts]

    @property
    def chart(self) -> str:
        return dict(self.pairs).get("chartType", "")


Script = Callable[[Seen], Reply]


class Scripted:
    """An ASGI application that answers each request by asking the script."""

    def __init__(self, script: Script | Reply | list[Reply]) -> None:
        self.seen: list[Seen] = []
        if isinstance(script, Reply):
            self._script: Script = lambda _: script
        elif isinstance(script, list):
            replies = iter(script)
            self._script = lambda _: next(replies)
        else:
            self._script = script

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        seen = Seen(scope["method"], scope["path"], scope["query_string"].decode("latin-1"), headers)
        self.seen.append(seen)
        reply = self._script(seen)
        sent = [(name.lower().encode(), value.encode()) for name, value in reply.headers.items()]
        await send({"type": "http.response.start", "status": reply.status, "headers": sent})
        await send({"type": "http.response.body", "body": reply.content()})


class PatientClock(SystemClock):
    """Waits no time at all and remembers how long it should have."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.passed = 0.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        return self.passed

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed += seconds
        await asyncio.sleep(0)


class CountingGate:
    """Lets everything through and keeps the account."""

    def __init__(self) -> None:
        self.admitted: list[str] = []
        self.throttles: list[float | None] = []
        self.allowances: list[tuple[int, float]] = []

    @asynccontextmanager
    async def passing(self, path: str) -> AsyncIterator[None]:
        self.admitted.append(path)
        yield

    def told(self, remaining: int, seconds: float) -> None:
        self.allowances.append((remaining, seconds))

    def throttled(self, seconds: float | None) -> None:
        self.throttles.append(seconds)


class Desk:
    """A client and the scripted server that it asks."""

    def __init__(
        self, script: Script | Reply | list[Reply], *, token: str = KEY, project: str = PROJECT, debug: bool = True
    ) -> None:
        self.server = Scripted(script)
        self.gate = CountingGate()
        self.clock = PatientClock()
        self.client = GleapClient(
            Credentials(Secret(token), project),
            gate=self.gate,
            clock=self.clock,
            base_url="https://desk.invalid/v3",
            transport=httpx.ASGITransport(app=self.server, raise_app_exceptions=debug),
        )

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for, without the version."""
        return [seen.path.removeprefix("/v3") for seen in self.server.seen]


def payload(name: str) -> bytes:
    """The body of an example answer."""
    return (PAYLOADS / name).read_bytes()


def error_reply(name: str) -> Reply:
    """An example of an error with its status and headers."""
    envelope = json.loads(payload(name))
    return Reply(envelope["body"], envelope["status"], envelope["headers"])


CLOSE = b"(close)"


@dataclass
class Line:
    """A socket that answers with prepared bytes, and keeps what it received."""

    port: int
    connections: int = 0
    received: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v3"


@asynccontextmanager
async def socket_server(
    *answers: bytes, tls: ssl.SSLContext | None = None, greeting: bytes = b""
) -> AsyncIterator[Line]:
    """A real socket that gives each request the next answer, the last one again and again. One that ends with `CLOSE`
    closes the connection, and so does a greeting, which is sent without being asked."""
    line = Line(0)
    waiting = list(answers)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line.connections += 1
        try:
            writer.write(greeting)
            while not greeting:
                line.received.append(await reader.readuntil(b"\r\n\r\n"))
                answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
                writer.write(answer.removesuffix(CLOSE))
                await writer.drain()
                if answer.endswith(CLOSE):
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        server.close()


def http_answer(body: bytes = b"{}", status: str = "200 OK", *headers: str) -> bytes:
    """An answer as it stands on the wire."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def real_client(base_url: str, gate: CountingGate | None = None, *, ca_bundle: Path | None = None) -> GleapClient:
    """A client that really opens connections."""
    return GleapClient(
        Credentials(Secret(KEY), PROJECT),
        gate=gate or CountingGate(),
        clock=PatientClock(),
        base_url=base_url,
        ca_bundle=ca_bundle,
    )
