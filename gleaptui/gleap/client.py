"""The one way to Gleap. It can only read: there is no method here that sends anything but GET."""

import asyncio
import logging
import random
import re
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from traceback import extract_tb
from types import MappingProxyType
from typing import TypeVar

import httpx
from msgspec import structs

from gleaptui.clock import Clock
from gleaptui.gleap import decode, query, statuses
from gleaptui.gleap.address import DEFAULT_BASE_URL
from gleaptui.gleap.credentials import Credentials
from gleaptui.gleap.decode.events import in_order
from gleaptui.gleap.errors import GleapError, NetworkTrouble, NotFound, NotGleap, Unreadable
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
from gleaptui.gleap.retry import Attempts, allowance, retry_after, server_time
from gleaptui.gleap.transport import Answer, Transport

_LARGE = 4 * 1024
"""An answer larger than this is decoded in a thread, so that keys are answered meanwhile. What a customer wrote in it
can take a thousand times as long to read as a figure."""
_MOST_REDIRECTS = 3
_DEAD_LINE = 6
"""After so many attempts in a row that did not get through, none is repeated at once."""
_IDENTIFIER = re.compile(r"[0-9A-Za-z_-]{1,64}\Z")

Value = TypeVar("Value")
log = logging.getLogger("gleaptui.gleap")


class GleapClient:
    """Reads one project. Making one raises a `GleapError` for settings that cannot work; every method raises a
    `GleapError` and nothing else. Each request passes the gate first, also when it is repeated or redirected."""

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
        status_names: Mapping[str, str] = MappingProxyType({}),
        closed_statuses: Collection[str] = (),
        witness: Callable[[Answer], None] | None = None,
    ) -> None:
        """``status_names`` are names for statuses of the project's own by their ids, ``closed_statuses`` the ids among
        them that mean closed: Gleap tells neither. A ``witness`` is shown each answer as it came, of whatever status;
        no question is asked again then."""
        self.clock = clock
        self._status_names = status_names
        self._closed_statuses = frozenset(closed_statuses)
        self._witness = witness
        self._credentials = credentials
        self._gate = gate
        self.ahead = timedelta(0)
        """By how much the clock here is ahead of the one there, as of the last answer that told."""
        self._cut_off = 0
        """Attempts in a row that did not get through."""
        self._chance = chance or random.Random()
        self._transport = Transport(base_url, credentials, transport=transport, ca_bundle=ca_bundle)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._transport.aclose()

    async def fact(self, chart_type: str, period: Period, *, unit: Unit = "count") -> Fact:
        """One figure of the period (API.md, "Facts")."""
        pairs = query.statistics(chart_type, period, unit=unit)
        return await self._read("/statistics/facts", pairs, lambda body: decode.fact(_or_null(body), unit=unit))

    async def bar_chart(
        self, chart_type: str, period: Period, *, unit: Unit = "count", interval: str = "day"
    ) -> BarChart:
        """One figure over time, by ``day``, ``month`` or ``year`` (API.md, "Bar charts")."""
        pairs = query.statistics(chart_type, period, unit=unit, extra=[("groupInterval", interval)])
        return await self._read(
            "/statistics/bar-chart",
            pairs,
            lambda body: decode.bar_chart(
                _or_null(body), first=period.first, last=period.last, unit=unit, zone=period.zone
            ),
        )

    async def stat_list(self, chart_type: str, period: Period) -> StatList:
        """A table of the period (API.md, "Lists")."""
        pairs = query.statistics(chart_type, period, extra=[("useWorkingHours", "false")])
        return await self._read("/statistics/lists", pairs, decode.stat_list)

    async def list_export(self, chart_type: str, period: Period) -> str:
        """The same table as Gleap's own CSV, as cleaned text (API.md, "Lists")."""
        pairs = query.statistics(chart_type, period, extra=[("useWorkingHours", "false")])
        return await self._read("/statistics/lists/export", pairs, decode.exported)

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
        return await self._understood("/statistics/raw-data", pairs, _events)

    async def tickets(self, question: TicketQuery, *, skip: int = 0, limit: int = 100) -> TicketPage:
        """A page of tickets (API.md, "Tickets")."""
        return self._named(await self._read("/tickets", question.pairs(skip, limit), decode.ticket_page))

    async def ticket(self, ticket: str) -> Ticket:
        """One ticket with its form (API.md, "Ticket"). An id that cannot be one raises `NotFound`."""
        found = await self._read(f"/tickets/{_identifier(ticket)}", (), decode.ticket)
        return self._named(TicketPage(tickets=(found,))).tickets[0]

    async def messages(self, ticket: str, *, before: str = "", customer_email: str = "") -> MessagePage:
        """The latest messages of a ticket, or those before a page (API.md, "Messages")."""
        pairs = [("ticket", _identifier(ticket)), ("paginated", "true"), *([("before", before)] if before else [])]
        return await self._read("/messages", pairs, lambda body: decode.messages(body, customer_email=customer_email))

    async def activities(self, ticket: str) -> tuple[Activity, ...]:
        """A ticket's log; an older address is tried where the documented one is not there (API.md, "Activity log")."""
        path = f"/tickets/{_identifier(ticket)}"
        try:
            return await self._read(f"{path}/activity-logs", (), decode.activities)
        except NotFound:
            return await self._read(f"{path}/history", (), decode.activities)

    async def search(self, words: str) -> TicketPage:
        """Tickets that Gleap's own search finds (API.md, "Search")."""
        return self._named(await self._read("/tickets/search", [("searchTerm", words)], decode.ticket_page))

    def _named(self, page: TicketPage) -> TicketPage:
        names = self._status_names
        if not any(ticket.status in names for ticket in page.tickets):
            return page
        tickets = (
            structs.replace(
                ticket,
                status_label=names.get(ticket.status, ticket.status_label),
                closed_own=ticket.status in self._closed_statuses,
            )
            for ticket in page.tickets
        )
        return structs.replace(page, tickets=tuple(tickets))

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
        async def decoded(body: bytes) -> Value:
            return await asyncio.to_thread(read, body) if len(body) > _LARGE else read(body)

        return await self._understood(path, pairs, decoded)

    async def _understood(
        self, path: str, pairs: Iterable[tuple[str, str]], decoded: Callable[[bytes], Awaitable[Value]]
    ) -> Value:
        answer = await self._get(path, query.encode(pairs))
        if (error := statuses.pretended(answer, self._credentials)) is not None:
            raise error
        failure: GleapError
        try:
            return await decoded(answer.body)
        except decode.ShapeError as shape:
            failure = statuses.misshapen(answer, self._credentials, shape)
            log.info("%s is not what it should be", path)
        except Exception as mistake:  # noqa: BLE001 - a decoder's mistake must cost no more than this answer
            failure = Unreadable()
            # Its text is left out: what a customer wrote may stand in it.
            place = extract_tb(mistake.__traceback__)[-1]
            log.error("%s: %s at %s:%s", path, type(mistake).__name__, Path(place.filename).name, place.lineno)
        raise failure

    async def _get(self, path: str, encoded: str) -> Answer:
        """The answer, after as many attempts as it deserves."""
        attempts = Attempts(self._chance)
        while True:
            started = self.clock.monotonic()
            try:
                answer = await self._attempt(path, encoded)
                self._cut_off = 0
                return answer
            except GleapError as error:
                failure = error
            log.info("%s: %s after %.0f ms", path, failure.kind, (self.clock.monotonic() - started) * 1000)
            wait = attempts.wait_after(failure)
            self._cut_off = self._cut_off + 1 if isinstance(failure, NetworkTrouble) else 0
            # On a dead line every question would be asked three times, and none be left for when it is back.
            if wait is None or self._cut_off > _DEAD_LINE or self._witness is not None:
                raise failure
            if wait > 0:
                await self.clock.sleep(wait)

    async def _attempt(self, path: str, encoded: str) -> Answer:
        url = self._transport.address(path, encoded)
        for _ in range(_MOST_REDIRECTS + 1):
            async with self._gate.passing(path):
                started = self.clock.monotonic()
                answer = await self._transport.get(url)
                # Before this place is free for the next one.
                self._heed(answer)
            log.debug("%s %d %.0f ms", path, answer.status, (self.clock.monotonic() - started) * 1000)
            onward = self._transport.onward(url, answer)
            if onward is None:
                if 200 <= answer.status < 300:
                    return answer
                raise statuses.failure(answer, self._credentials, self.clock.now())
            url = onward
        raise NotGleap(note="It redirects in circles.")

    def _heed(self, answer: Answer) -> None:
        """Tell the gate what the answer says of the limit."""
        now = self.clock.now()
        moment = server_time(answer.headers, now)
        if answer.headers.get("date"):
            self.ahead = now - moment
        if (left := allowance(answer.headers, moment)) is not None:
            self._gate.told(*left)
        if answer.status == 429:
            self._gate.throttled(retry_after(answer.headers.get("retry-after"), moment))
        if self._witness is not None:
            self._witness(answer)


def _or_null(body: bytes) -> bytes:
    """Nothing at all may be what Gleap has to say of a chart type that it does not know (API.md, "Facts")."""
    return body if body.strip() else b"null"


def _identifier(text: str) -> str:
    if not _IDENTIFIER.match(text):
        raise NotFound(note="No ticket has such an id.")
    return text


async def _events(body: bytes) -> tuple[Event, ...]:
    """The log is the longest of all answers: it is read in pieces, which keep others waiting less than a thread that
    wants the interpreter for itself."""
    found: list[Event] = []
    for piece in decode.events_in_pieces(body):
        found += piece
        await asyncio.sleep(0)
    return in_order(found)
