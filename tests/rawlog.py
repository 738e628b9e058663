"""A raw log that behaves as its writer wants, behind a client of its own."""

import json
from datetime import datetime, timedelta
from urllib.parse import parse_qs

import httpx

from gleaptui.demo.people import PROJECT
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.credentials import Credentials
from gleaptui.gleap.periods import Period, resolve
from gleaptui.gleap.rawlog import RawLog
from gleaptui.refresh.budget import Budget
from gleaptui.secret import Secret
from tests.virtual_clock import VirtualClock


class Log(httpx.AsyncBaseTransport):
    """Events that can be asked for by their time, and those without one, which every window has."""

    def __init__(self, *, cut_at: int = 10_000, can_skip: bool = True) -> None:
        self.clock = VirtualClock()
        self.events: list[tuple[str, datetime | None]] = []
        self.asked: list[timedelta] = []
        """How long each window was that was asked for."""
        self.refuses = False
        self._cut_at = cut_at
        self._can_skip = can_skip
        client = GleapClient(
            Credentials(Secret("key"), PROJECT),
            gate=Budget(self.clock, 600),
            clock=self.clock,
            base_url="https://log.invalid/v3",
            transport=self,
        )
        self.raw = RawLog(client)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        query = {name: values[0] for name, values in parse_qs(request.url.query.decode()).items()}
        start, end = (datetime.fromisoformat(query[name]) for name in ("startDate", "endDate"))
        self.asked.append(min(end, self.clock.now()) - start)
        if self.refuses:
            return httpx.Response(403, request=request)
        found = [(name, at) for name, at in self.events if at is None or start <= at <= end]
        skip = int(query["skip"]) if self._can_skip else 0
        page = found[skip:][: min(int(query["limit"]), self._cut_at)]
        body = [{"_id": name, "action": "X", **({"createdAt": at.isoformat()} if at else {})} for name, at in page]
        return httpx.Response(200, content=json.dumps(body), request=request)

    def happened(self, name: str, ago: float = 0) -> None:
        self.events.append((name, self.clock.now() - timedelta(seconds=ago)))

    def happened_every(self, seconds: float, days: float) -> None:
        """Something, again and again, until now."""
        for number in range(int(days * 86_400 / seconds)):
            self.happened(f"n{number}", ago=number * seconds)

    def period(self) -> Period:
        return resolve("7d", self.clock.now(), "UTC")
