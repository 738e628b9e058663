"""One GET over HTTP: safe addresses, limits, and failures told apart."""

import asyncio
import logging
import socket
import ssl
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import getproxies, proxy_bypass

import httpx

from gleaptui import __version__
from gleaptui.gleap.address import checked_url
from gleaptui.gleap.credentials import Credentials
from gleaptui.gleap.errors import (
    ConnectionRefused,
    ForeignRedirect,
    GleapError,
    NameNotFound,
    NetworkTrouble,
    ProxyTrouble,
    TimedOut,
    TlsTrouble,
    UnreadableBundle,
    UntrustedCertificate,
    UnusableProxy,
)
from gleaptui.gleap.unpacking import Unpacking

LARGEST_ANSWER = 32 * 2**20
LONGEST_ANSWER = 180.0
"""Seconds for one whole answer. Each read has its own limit too, which one byte a minute would never reach."""
# No limit on waiting for a free connection: it is our own crowd, and no failure of Gleap.
_TIMEOUT = httpx.Timeout(60.0, connect=10.0, pool=None)
_LIMITS = httpx.Limits(max_connections=8, max_keepalive_connections=8, keepalive_expiry=90.0)

# Both write every address, and so what people search for, to the log.
for _noisy in ("httpx", "httpcore"):
    logging.getLogger(_noisy).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, of any status, with nothing of the key in its body."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    seconds: float = 0.0
    """How long it took from the first byte sent to the last one read, a new connection included."""


class _Key(httpx.Auth):
    """Puts the key on a request at the last moment, so that it lies open nowhere else."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        for name, value in self._credentials.headers():
            request.headers[name] = value
        yield request


class Transport:
    """Sends GET to one origin and nothing else anywhere. Raises `InsecureUrl`, `UnusableKey`, `UnreadableBundle` or
    `UnusableProxy` for settings that cannot work. Connections are made when the first question is asked."""

    def __init__(
        self,
        base_url: str,
        credentials: Credentials,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        ca_bundle: Path | None = None,
    ) -> None:
        self._base = checked_url(base_url)
        credentials.check()
        self._credentials = credentials
        self._given = transport
        # Read at once, because a wrong setting is told best before anything runs.
        self._trust = _trust(ca_bundle) if ca_bundle and transport is None else None
        self._proxy = _proxy_for(self._base) if transport is None else None
        self._opening = asyncio.Lock()
        self._http: httpx.AsyncClient | None = None

    def address(self, path: str, query: str) -> httpx.URL:
        """The address of a path below the base, with a query that is already encoded."""
        return httpx.URL(f"{self._base}{path}?{query}" if query else f"{self._base}{path}")

    async def get(self, url: httpx.URL) -> Answer:
        """The answer of whatever status. Raises a `NetworkTrouble` where nothing came, and `TooLarge` for an answer
        without end."""
        http = await self._client()
        now = asyncio.get_running_loop().time
        started = now()
        try:
            async with asyncio.timeout(LONGEST_ANSWER):
                status, headers, body = await _read(http, url)
            return Answer(status, headers, self._credentials.token.redact_bytes(body), now() - started)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError) as error:
            failure = told_apart(error, proxied=self._proxy is not None)
            failure.waited = now() - started
        # Raised out here so that it does not hold on to the request, in which the key stands.
        raise failure

    def onward(self, url: httpx.URL, answer: Answer) -> httpx.URL | None:
        """Where the answer sends to; None where it is final. Raises `ForeignRedirect` for any other origin."""
        found = _destination(url, answer)
        if isinstance(found, str):
            raise ForeignRedirect(note=self._credentials.redact(found))
        return found

    async def aclose(self) -> None:
        """Close all connections."""
        if self._http is not None:
            await self._http.aclose()

    async def _client(self) -> httpx.AsyncClient:
        if self._http is None:
            async with self._opening:
                # The certificate store takes tens of milliseconds to read: keys are answered meanwhile.
                if self._http is None and self._given is None and self._base.startswith("https:"):
                    self._trust = self._trust or await asyncio.to_thread(_trust, None)
                self._http = self._http or self._open()
        return self._http

    def _open(self) -> httpx.AsyncClient:
        headers = {
            "Accept": "application/json, text/csv;q=0.9, */*;q=0.1",
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": f"gleaptui/{__version__}",
        }
        # Nobody's certificate is good where none is expected: on plain http, which is for this machine alone.
        trust = self._trust or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        proxy = self._proxy
        return httpx.AsyncClient(
            headers=headers,
            auth=_Key(self._credentials),
            timeout=_TIMEOUT,
            limits=_LIMITS,
            transport=self._given,
            verify=trust,
            proxy=httpx.Proxy(proxy, ssl_context=trust if proxy.scheme == "https" else None) if proxy else None,
            follow_redirects=False,
            # The environment was asked for the one address that matters; .netrc must never replace the key.
            trust_env=False,
        )


def _destination(url: httpx.URL, answer: Answer) -> httpx.URL | str | None:
    """Where the answer sends to; a sentence about it where that is another origin. Given, not raised: the address may
    hold anything, and an error holds on to what is around it."""
    target = answer.headers.get("location")
    if answer.status not in (301, 302, 303, 307, 308) or target is None:
        return None
    try:
        there = url.join(target)
    except (httpx.InvalidURL, UnicodeError):
        return "Where to cannot be read."
    if (there.scheme, there.host, there.port, there.userinfo) != (url.scheme, url.host, url.port, b""):
        return f"It was {there.scheme}://{there.netloc.decode('ascii', 'replace')}."
    return there


async def _read(http: httpx.AsyncClient, url: httpx.URL) -> tuple[int, httpx.Headers, bytes]:
    async with http.stream("GET", url) as response:
        assert isinstance(response.stream, httpx.AsyncByteStream)
        body = Unpacking(response.headers.get("content-encoding", ""), LARGEST_ANSWER)
        # Not by httpx, which unpacks as often as the header says, into whatever that makes.
        async for chunk in response.stream:
            body.add(chunk)
        return response.status_code, response.headers, body.whole()


def _proxy_for(base_url: str) -> httpx.URL | None:
    """The proxy that the environment names for this address. Plain http is for this machine alone, and a proxy could
    read the key in it. Raises `UnusableProxy`."""
    url = httpx.URL(base_url)
    if url.scheme != "https" or proxy_bypass(url.host):
        return None
    proxies = getproxies()
    written = proxies.get("https") or proxies.get("all")
    if not written:
        return None
    try:
        proxy = httpx.URL(written if "://" in written else f"http://{written}")
    except (httpx.InvalidURL, UnicodeError):
        raise UnusableProxy from None
    if proxy.scheme not in ("http", "https") or not proxy.host or proxy.port not in (None, *range(1, 2**16)):
        raise UnusableProxy
    return proxy


def _trust(ca_bundle: Path | None) -> ssl.SSLContext:
    """The system's certificate store and, on top, the given file."""
    context = ssl.create_default_context()
    if ca_bundle is not None:
        try:
            context.load_verify_locations(cafile=str(ca_bundle))
        except (OSError, ssl.SSLError):
            raise UnreadableBundle from None
    return context


def told_apart(error: BaseException, *, proxied: bool = False) -> GleapError:
    """A failure of the network as the class that says what to do. The cause is looked for behind httpx's own error;
    through a proxy, it is the proxy whose name is looked up and who is called."""
    causes = list(_causes(error))
    # Our own addresses are known to be good, so that it is the one of a redirect, which httpx reads unasked.
    if isinstance(error, httpx.InvalidURL) or "location header" in str(error):
        return ForeignRedirect(note="Where to cannot be read.")
    if isinstance(error, httpx.ProxyError):
        return ProxyTrouble(note=str(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return UntrustedCertificate(note=f"It was refused: {cause.verify_message}.")
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return TlsTrouble()
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return ProxyTrouble(note="Its name could not be looked up.") if proxied else NameNotFound()
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return ProxyTrouble(note="It refused the connection.") if proxied else ConnectionRefused()
    if any(isinstance(cause, httpx.TimeoutException | TimeoutError) for cause in causes):
        return TimedOut()
    return NetworkTrouble()


def _causes(error: BaseException) -> Generator[BaseException, None, None]:
    """The error and whatever lies behind it, a few levels deep."""
    waiting: list[BaseException | None] = [error]
    for _ in range(30):
        cause = waiting.pop(0) if waiting else None
        if cause is None:
            if not waiting:
                return
            continue
        yield cause
        waiting += [cause.__cause__, cause.__context__ if cause.__cause__ is None else None]
        if isinstance(cause, BaseExceptionGroup):
            waiting += cause.exceptions
