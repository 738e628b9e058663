"""One GET over HTTP: safe addresses, limits, and failures told apart."""

import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from gleaptui import __version__
from gleaptui.gleap.errors import (
    ConnectionRefused,
    ForeignRedirect,
    GleapError,
    InsecureUrl,
    NameNotFound,
    NetworkTrouble,
    NotGleap,
    ProxyTrouble,
    TimedOut,
    TlsTrouble,
    TooLarge,
)
from gleaptui.text import clean

LARGEST_ANSWER = 32 * 2**20
_MOST_REDIRECTS = 3
_TIMEOUT = httpx.Timeout(60.0, connect=10.0)
_LIMITS = httpx.Limits(max_connections=8, max_keepalive_connections=8, keepalive_expiry=90.0)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, of any status."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _NoAuth(httpx.Auth):
    """Keeps httpx from replacing our header with what a .netrc file says."""

    def auth_flow(self, request: httpx.Request):  # type: ignore[no-untyped-def] # a generator of requests
        yield request


class Transport:
    """Sends GET to one origin and nothing else anywhere."""

    def __init__(
        self,
        base_url: str,
        headers: Mapping[str, str],
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        ca_bundle: Path | None = None,
    ) -> None:
        self._base = checked_url(base_url)
        self._http = httpx.AsyncClient(
            headers={**headers, "Accept": "application/json", "User-Agent": f"gleaptui/{__version__}"},
            auth=_NoAuth(),
            timeout=_TIMEOUT,
            limits=_LIMITS,
            transport=transport,
            verify=_trust(ca_bundle) if transport is None else True,
            follow_redirects=False,
            # A transport of our own must never be passed by for a proxy that the environment names.
            trust_env=transport is None,
        )

    async def get(self, path: str, query: str) -> Answer:
        """The answer of whatever status. Raises a `NetworkTrouble` where nothing came, and a `NotGleap` for an answer
        without end or a redirect to another origin."""
        url = httpx.URL(f"{self._base}{path}?{query}" if query else f"{self._base}{path}")
        for _ in range(_MOST_REDIRECTS + 1):
            try:
                answer = await self._once(url)
            except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
                raise told_apart(error) from None
            target = answer.headers.get("location")
            if not 300 <= answer.status < 400 or target is None:
                return answer
            url = self._same_origin(url, target)
        raise NotGleap("too many redirects")

    async def aclose(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def _once(self, url: httpx.URL) -> Answer:
        async with self._http.stream("GET", url) as response:
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > LARGEST_ANSWER:
                    raise TooLarge
            return Answer(response.status_code, response.headers, bytes(body))

    @staticmethod
    def _same_origin(url: httpx.URL, target: str) -> httpx.URL:
        try:
            there = url.join(target)
        except httpx.InvalidURL:
            raise ForeignRedirect from None
        if (there.scheme, there.host, there.port) != (url.scheme, url.host, url.port):
            raise ForeignRedirect(clean(f"go to {there.scheme}://{there.host}", 120))
        return there


def checked_url(base_url: str) -> str:
    """The base URL without a slash at its end. Raises `InsecureUrl` for one that would give the key away."""
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL:
        raise InsecureUrl from None
    if not url.host or url.userinfo or url.query or url.fragment:
        raise InsecureUrl
    if url.scheme != "https" and not (url.scheme == "http" and _is_loopback(url.host)):
        raise InsecureUrl
    return base_url.rstrip("/")


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _trust(ca_bundle: Path | None) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=str(ca_bundle) if ca_bundle else None)
    except (OSError, ssl.SSLError):
        raise TlsTrouble("the ca_bundle cannot be read") from None
    if ca_bundle:
        context.load_default_certs()
    return context


def told_apart(error: BaseException) -> GleapError:
    """A failure of the network as the class that says what to do. The cause is looked for behind httpx's own."""
    if isinstance(error, GleapError):
        return error
    causes: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and len(causes) < 10:
        causes.append(cause)
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ProxyError):
        return ProxyTrouble()
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return TlsTrouble()
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return NameNotFound()
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes) or _all_refused(error):
        return ConnectionRefused()
    if isinstance(error, httpx.TimeoutException):
        return TimedOut()
    if isinstance(error, httpx.DecodingError):
        return NotGleap("an answer that cannot be unpacked")
    return NetworkTrouble()


def _all_refused(error: BaseException) -> bool:
    return isinstance(error, httpx.ConnectError) and "all connection attempts failed" in str(error).lower()
