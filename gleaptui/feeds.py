"""The six feeds: which of Gleap's answers make up what each pane shows."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from msgspec import structs

from gleaptui.board import Trends
from gleaptui.clock import Clock
from gleaptui.config import Intervals
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.figures import FigureReader
from gleaptui.gleap.metrics import METRICS
from gleaptui.gleap.models import Event, Figure, Heatmap, TeamPerformance, TicketPage
from gleaptui.gleap.periods import Period
from gleaptui.gleap.query import TicketQuery
from gleaptui.refresh.feed import Feed

TICKETS_A_PAGE = 100
_IDLE_FACTOR = 5
"""A feed that nobody watches is asked this many times less often."""


class EventReader:
    """Reads the raw log of a period from its end: only what is new is asked for again.

    The order of raw-data is not documented and it has no cursor, so a window of time is read whole; the first window
    is as short as brings enough lines (API.md, "Raw data")."""

    MOST_EVENTS = 5_000
    ENOUGH = 200
    PAGE = 500
    MOST_PAGES = 10
    OVERLAP = timedelta(minutes=2)
    FIRST_WINDOWS = (timedelta(hours=2), timedelta(hours=12), timedelta(hours=48))

    def __init__(self, client: GleapClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._period = ""
        self._events: dict[str, Event] = {}
        self._last: datetime | None = None

    async def read(self, period: Period) -> tuple[Event, ...]:
        """The latest events of the period, oldest first, at most `MOST_EVENTS`."""
        if period.key != self._period:
            self._period, self._events, self._last = period.key, {}, None
        end = min(period.end, self._clock.now())
        if self._last is None:
            found = await self._first(period, end)
        else:
            found = await self._window(max(period.start, self._last - self.OVERLAP), period.end, period)
        if period.key == self._period:
            self._keep(found)
        return tuple(self._events.values())

    async def _first(self, period: Period, end: datetime) -> list[Event]:
        for length in self.FIRST_WINDOWS:
            if end - length <= period.start:
                break
            found = await self._window(end - length, period.end, period)
            if len(found) >= self.ENOUGH:
                return found
        return await self._window(period.start, period.end, period)

    async def _window(self, start: datetime, end: datetime, period: Period) -> list[Event]:
        found: dict[str, Event] = {}
        for page in range(self.MOST_PAGES):
            events = await self._client.events(start, end, zone=period.zone, limit=self.PAGE, skip=page * self.PAGE)
            fresh = {event.id: event for event in events if event.id not in found}
            found |= fresh
            if len(events) < self.PAGE or not fresh:
                break
        return list(found.values())

    def _keep(self, found: list[Event]) -> None:
        self._events |= {event.id: event for event in found}
        ordered = sorted(self._events.values(), key=_when)[-self.MOST_EVENTS :]
        self._events = {event.id: event for event in ordered}
        dated = [event.at for event in ordered if event.at is not None]
        self._last = dated[-1] if dated else None


def _when(event: Event) -> float:
    return event.at.timestamp() if event.at else 0.0


class TicketList:
    """The page of the ticket list that is looked at."""

    def __init__(self, client: GleapClient) -> None:
        self._client = client
        self.skip = 0
        self.query = TicketQuery()

    async def read(self, _period: Period) -> TicketPage:
        """The page at `skip`, newest tickets first."""
        skip = self.skip
        page = await self._client.tickets(self.query, skip=skip, limit=TICKETS_A_PAGE)
        return structs.replace(page, skip=skip)


class Desk:
    """What is read from one project, as feeds for the scheduler."""

    def __init__(self, client: GleapClient, clock: Clock) -> None:
        self._client = client
        self._figures = FigureReader(client)
        self._events = EventReader(client, clock)
        self.tickets = TicketList(client)

    def feeds(self, intervals: Intervals) -> tuple[Feed, ...]:
        """The six feeds with their intervals, in the order of the panes."""

        def feed(
            name: str,
            fetch: Callable[[Period], Awaitable[object]],
            interval: float,
            requests: int = 1,
            periodic: bool = True,
        ) -> Feed:
            return Feed(name, fetch, interval, interval * _IDLE_FACTOR, requests=requests, periodic=periodic)

        return (
            feed("overview", self._overview, intervals.overview, requests=24),
            feed("trends", self._trends, intervals.trends, requests=16),
            feed("agents", self._agents, intervals.agents),
            feed("heatmap", self._heatmap, intervals.heatmap),
            feed("events", self._events.read, intervals.events),
            feed("tickets", self.tickets.read, intervals.tickets, periodic=False),
        )

    async def _overview(self, period: Period) -> tuple[Figure, ...]:
        return await self._figures.figures(tuple(metric.id for metric in METRICS), period)

    async def _trends(self, period: Period) -> Trends:
        return await self._figures.trends(tuple(metric.id for metric in METRICS), period)

    async def _agents(self, period: Period) -> TeamPerformance:
        return await self._client.team_performance(period)

    async def _heatmap(self, period: Period) -> Heatmap:
        return await self._client.heatmap("BUSIEST_HOURS_PER_WEEKDAY", period)
