"""What stands before the answers: the record of requests, trouble on demand, keys, and limits (API.md, "Errors")."""

import asyncio
import hmac
from collections import deque

import msgspec
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gleaptui.clock import Clock
from gleaptui.demo.control import Control, Request, Trouble

_WINDOW = 60.0
_KEYS = frozenset({"authorization", "cookie"})


class Door:
    """ASGI middleware that lets a request in only with both headers, within the limits, and with GET."""

    def __init__(self, app: ASGIApp, clock: Clock, token: str, project: str, control: Control) -> None:
        self._app = app
        self._clock = clock
        self._token = token
        self._project = project
        self._control = control
        self._arrivals: dict[str, deque[float]] = {"all": deque(), "tickets": deque()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix("/v3")
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        self._control.record(_recorded(scope, headers))
        delay = self._control.delay_of(path)
        if delay > 0:
            await self._clock.sleep(delay)
        trouble = self._control.trouble_for(path)
        if trouble is not None and trouble.mode == "hang":
            if not await self._hang(receive):
                return
            trouble = None
        if trouble is not None and trouble.mode == "down":
            await _break_off(send)
        if trouble is not None and trouble.mode == "answer":
            await _prepared(trouble)(scope, receive, send)
            return
        refusal = self._refusal(scope["method"], headers) or self._too_many(path)
        if refusal is not None:
            await refusal(scope, receive, send)
        elif trouble is not None:
            await _truncated(self._app, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _refusal(self, method: str, headers: dict[str, str]) -> Response | None:
        if method != "GET":
            return _json(405, {"error": {"message": "Method not allowed"}}, {"allow": "GET"})
        project = headers.get("project", "")
        if not project:
            return PlainTextResponse("Project header is required", 400)
        scheme, _, key = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(key.encode(), self._token.encode()):
            return _json(401, {"error": {"message": "Unauthorized"}})
        if project != self._project:
            return _json(403, {"message": "Forbidden"})
        return None

    def _too_many(self, path: str) -> Response | None:
        now = self._clock.monotonic()
        limits = [("all", self._control.limit)]
        if path.startswith("/tickets"):
            limits.append(("tickets", self._control.ticket_limit))
        for name, limit in limits:
            arrivals = self._arrivals[name]
            while arrivals and arrivals[0] <= now - _WINDOW:
                arrivals.popleft()
            if limit is not None and len(arrivals) >= limit:
                wait = arrivals[0] + _WINDOW - now if arrivals else _WINDOW
                headers = {"retry-after": str(max(1, int(wait + 0.999)))}
                return PlainTextResponse("Too many requests, please try again later.", 429, headers)
        for name, _ in limits:
            self._arrivals[name].append(now)
        return None

    async def _hang(self, receive: Receive) -> bool:
        """Wait; whether the request is to be answered after all."""
        healed = asyncio.ensure_future(self._control.until_healed())
        left = asyncio.ensure_future(_until_gone(receive))
        try:
            await asyncio.wait({healed, left}, return_when=asyncio.FIRST_COMPLETED)
            return healed.done()
        finally:
            healed.cancel()
            left.cancel()


def _recorded(scope: Scope, headers: dict[str, str]) -> Request:
    kept = tuple((name, "(kept out)" if name in _KEYS else value) for name, value in headers.items())
    return Request(scope["method"], scope["path"], scope["query_string"].decode("latin-1"), kept)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _break_off(send: Send) -> None:
    """Promise an answer and leave: a server on a socket then closes the connection."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
    raise ConnectionResetError("the demo desk is down, as asked for")


def _prepared(trouble: Trouble) -> Response:
    headers = {name.lower(): value for name, value in trouble.headers.items()}
    headers.setdefault("content-type", "application/json; charset=utf-8")
    return Response(trouble.body, trouble.status, headers)


async def _truncated(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the first half of the body."""
    started: list[Message] = []
    parts: list[bytes] = []

    async def collect(message: Message) -> None:
        if message["type"] == "http.response.start":
            started.append(message)
        else:
            parts.append(message.get("body", b""))

    await app(scope, receive, collect)
    body = b"".join(parts)
    await Response(body[: len(body) // 2], started[0]["status"], {"content-type": "application/json"})(
        scope, receive, send
    )


def _json(status: int, body: dict[str, object], headers: dict[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(body), status, headers, media_type="application/json")
