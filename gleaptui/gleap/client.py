"""The one way to Gleap. It can only read: there is no method here that sends anything but GET."""

import asyncio
import json
import logging
import random
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import httpx

from gleaptui.clock import Clock
from gleaptui.gleap import decode, query
from gleaptui.gleap.credentials import Credentials
from gleaptui.gleap.errors import (
    BackendTimeout,
    BadParameter,
    GleapError,
    MalformedQuery,
    MissingProject,
    NotFound,
    NotGleap,
    NotPermitted,
    RateLimited,
    ServerTrouble,
)
from gleaptui.gleap.gate import Gate
from gleaptui.gleap.models import (
    Activity,
    BarChart,
    Event,
    Fact,
    Heatmap,
    MessagePage,
    Permissions,
    Person,
    StatList,
    Team,
    TeamPerformance,
    Ticket,
    TicketPage,
    Unit,
)
from gleaptui.gleap.periods import Period
from gleaptui.gleap.query import TicketQuery
from gleaptui.gleap.retry import MOST_ATTEMPTS, retry_after, wait_before, worth_repeating
from gleaptui.gleap.transport import Answer, Transport
from gleaptui.text import clean, clean_block

DEFAULT_BASE_URL = "https://api.gleap.io/v3"
_LARGE = 256 * 1024
"""An answer larger than this is decoded in a thread, so that keys are answered meanwhile."""

Value = TypeVar("Value")
log = logging.getLogger("gleaptui.gleap")


class GleapClient:
    """Reads one project. Every method raises a `GleapError` and nothing else."""

    def __init__(
        self,
        credentials: Credentials,
        *,
        gate: Gate,
        clock: Clock,
        base_url: str = DEFAULT_BASE_URL,
        transport: httpx.AsyncBaseTransport | None = None,
        ca_bundle: Path | None = None,
        chance: random.Random | None = None,
    ) -> None:
        self._credentials = credentials
        self._gate = gate
        self._clock = clock
        self._chance = chance or random.Random()
        self._transport = Transport(base_url, credentials.headers(), transport=transport, ca_bundle=ca_bundle)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._transport.aclose()

    async def fact(self, chart_type: str, period: Period, *, unit: Unit = "count") -> Fact:
        """One figure of the period (API.md, "Facts")."""
        pairs = query.statistics(chart_type, period, unit=unit)
        return await self._read("/statistics/facts", pairs, lambda body: decode.fact(body, unit=unit))

    async def bar_chart(
        self, chart_type: str, period: Period, *, unit: Unit = "count", interval: str = "day"
    ) -> BarChart:
        """One figure over time, by ``day``, ``month`` or ``year`` (API.md, "Bar charts")."""
        pairs = query.statistics(chart_type, period, unit=unit, extra=[("groupInterval", interval)])
        return await self._read(
            "/statistics/bar-chart",
            pairs,
            lambda body: decode.bar_chart(body, first=period.first, last=period.last, unit=unit),
        )

    async def stat_list(self, chart_type: str, period: Period) -> StatList:
        """A table of the period (API.md, "Lists")."""
        pairs = query.statistics(chart_type, period, extra=[("useWorkingHours", "false")])
        return await self._read("/statistics/lists", pairs, decode.stat_list)

    async def list_export(self, chart_type: str, period: Period) -> str:
        """The same table as Gleap's own CSV, as cleaned text (API.md, "Lists")."""
        pairs = query.statistics(chart_type, period, extra=[("useWorkingHours", "false")])
        return await self._read("/statistics/lists/export", pairs, _csv)

    async def team_performance(self, period: Period, *, team: str = "") -> TeamPerformance:
        """The leaderboard (API.md, "Team performance")."""
        extra = [("useWorkingHours", "false"), ("aggsType", "MEDIAN"), *([("team", team)] if team else [])]
        pairs = query.statistics("TEAM_PERFORMANCE_LIST", period, extra=extra)
        return await self._read("/statistics/lists", pairs, decode.team_performance)

    async def heatmap(self, chart_type: str, period: Period) -> Heatmap:
        """Weekday by hour (API.md, "Heatmap")."""
        return await self._read("/statistics/heatmap", query.statistics(chart_type, period), decode.heatmap)

    async def events(
        self, start: datetime, end: datetime, *, zone: str, limit: int = 500, skip: int = 0
    ) -> tuple[Event, ...]:
        """Entries of the raw log, oldest first within this page (API.md, "Raw data")."""
        pairs = [*query.window(start, end, zone), ("limit", str(limit)), ("skip", str(skip))]
        return await self._read("/statistics/raw-data", pairs, decode.events)

    async def tickets(self, question: TicketQuery, *, skip: int = 0, limit: int = 100) -> TicketPage:
        """A page of tickets (API.md, "Tickets")."""
        return await self._read("/tickets", question.pairs(skip, limit), decode.ticket_page)

    async def ticket(self, ticket: str) -> Ticket:
        """One ticket with its form (API.md, "Ticket")."""
        return await self._read(f"/tickets/{quote(ticket, safe='')}", (), decode.ticket)

    async def messages(self, ticket: str, *, before: str = "", customer_email: str = "") -> MessagePage:
        """The latest messages of a ticket, or those before a page (API.md, "Messages")."""
        pairs = [("ticket", ticket), ("paginated", "true"), *([("before", before)] if before else [])]
        return await self._read("/messages", pairs, lambda body: decode.messages(body, customer_email=customer_email))

    async def activities(self, ticket: str) -> tuple[Activity, ...]:
        """A ticket's log; an older address is tried where the documented one is not there (API.md, "Activity log")."""
        path = f"/tickets/{quote(ticket, safe='')}"
        try:
            return await self._read(f"{path}/activity-logs", (), decode.activities)
        except NotFound:
            return await self._read(f"{path}/history", (), decode.activities)

    async def search(self, words: str) -> TicketPage:
        """Tickets that Gleap's own search finds (API.md, "Search")."""
        return await self._read("/tickets/search", [("searchTerm", words)], decode.ticket_page)

    async def ticket_count(self) -> int | None:
        """How many tickets there are, if the answer can be read (API.md, "Ticket count")."""
        return await self._read("/tickets/ticketscount", (), decode.ticket_count)

    async def people(self) -> tuple[Person, ...]:
        """The members of the project (API.md, "People")."""
        return await self._read("/projects/users", (), decode.people)

    async def teams(self) -> tuple[Team, ...]:
        """The teams of the project (API.md, "People")."""
        return await self._read("/teams", (), decode.teams)

    async def me(self) -> Person:
        """Whose key this is: the cheapest test of it (API.md, "People")."""
        return await self._read("/users/me", (), decode.me)

    async def permissions(self) -> Permissions:
        """What the key may do (API.md, "People")."""
        return await self._read("/users/me/permissions", (), decode.permissions)

    async def _read(self, path: str, pairs: Iterable[tuple[str, str]], read: Callable[[bytes], Value]) -> Value:
        answer = await self._get(path, query.encode(pairs))
        try:
            if decode.is_error(answer.body):
                raise NotGleap(self._said(answer))
            if len(answer.body) > _LARGE:
                return await asyncio.to_thread(read, answer.body)
            return read(answer.body)
        except decode.ShapeError as error:
            raise NotGleap(f"something that is not {error}") from None

    async def _get(self, path: str, encoded: str) -> Answer:
        """The answer, after as many attempts as it deserves. Each one asks the gate first."""
        for attempt in range(1, MOST_ATTEMPTS + 1):
            await self._gate.admit(path)
            started = self._clock.monotonic()
            try:
                answer = await self._transport.get(path, encoded)
                log.debug("%s %d %.0f ms", path, answer.status, (self._clock.monotonic() - started) * 1000)
                if 200 <= answer.status < 300:
                    return answer
                raise self._failure(answer)
            except GleapError as error:
                if not worth_repeating(error) or attempt == MOST_ATTEMPTS:
                    raise
                if not isinstance(error, RateLimited):
                    await self._clock.sleep(wait_before(attempt, self._chance))
        raise AssertionError("unreachable")

    def _failure(self, answer: Answer) -> GleapError:
        """The class of a status and its body (API.md, "Errors")."""
        said, status = self._said(answer), answer.status
        if status == 429:
            seconds = retry_after(answer.headers.get("retry-after"), self._clock.now())
            self._gate.throttled(seconds)
            return RateLimited(said, retry_after=seconds)
        if status == 409:
            return self._conflict(answer, said)
        if status == 401:
            return self._credentials.refusal(self._clock.now(), said)
        if status == 400 and "project" in said.lower() and "header" in said.lower():
            return MissingProject(said)
        classes: dict[int, type[GleapError]] = {400: BadParameter, 422: BadParameter, 403: NotPermitted, 404: NotFound}
        kind = classes.get(status, ServerTrouble if status >= 500 else NotGleap)
        return kind(said or f"status {status}")

    @staticmethod
    def _conflict(answer: Answer, said: str) -> GleapError:
        code = decode.error_code(answer.body)
        if code == "CastError" or "cast to" in said.lower():
            return MalformedQuery(said)
        return BackendTimeout(said)

    def _said(self, answer: Answer) -> str:
        return clean(self._credentials.token.redact(decode.error_text(answer.body)), 300).rstrip(".")


def _csv(body: bytes) -> str:
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    return clean_block(found if isinstance(found, str) else body.decode("utf-8", "replace"))
