"""The feeds: which of Gleap's answers make up what each pane shows."""

from bisect import insort
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from msgspec import structs

from gleaptui.board import Trends
from gleaptui.clock import Clock
from gleaptui.config import Refresh
from gleaptui.gleap.backlogreader import BacklogReader
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.comparison import Comparison
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.figures import FigureReader
from gleaptui.gleap.metrics import METRICS
from gleaptui.gleap.models import Event, Figure, Heatmap, Interval, TeamPerformance, TicketPage
from gleaptui.gleap.periods import Period, partial, resolve, young
from gleaptui.gleap.rawlog import RawLog
from gleaptui.inbox.waiting import waiting_since, waits
from gleaptui.plan import NEWS, PLANS, FeedPlan
from gleaptui.refresh.feed import Feed

_PERIODS = 6
_IDLE_FACTOR = 5
"""A feed that nobody watches is asked this many times less often."""


class EventReader:
    """Reads the raw log of a period from its end: only what is new is asked for again.

    The order of raw-data is not documented and it has no cursor, so a window of time is read whole; the first window
    is as short as brings enough lines (API.md, "Raw data")."""

    MOST_EVENTS = 5_000
    ENOUGH = 200
    OVERLAP = timedelta(minutes=2)
    LATE = timedelta(hours=1)
    """How far back it looks now and then, for events that came late."""
    LATE_EVERY = timedelta(minutes=10)
    FIRST_WINDOWS = (timedelta(hours=2), timedelta(hours=12), timedelta(hours=48))

    def __init__(self, log: RawLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        self._period = ""
        self._events: tuple[Event, ...] = ()
        self._known: frozenset[str] = frozenset()
        self._last: datetime | None = None
        """The moment from which on there may be something new."""
        self._looked_back: datetime | None = None
        self.whole_from: datetime | None = None
        """From which moment on its reads have left nothing out."""

    async def read(self, period: Period) -> tuple[Event, ...]:
        """The latest events of the period, oldest first, at most `MOST_EVENTS`; the same object where none is new."""
        if period.key != self._period:
            self._period, self._events, self._known = period.key, (), frozenset()
            self._last = self.whole_from = None
        end = min(period.end, self._clock.now())
        if self._last is None:
            found, since = await self._first(period, end)
            self._looked_back = self._clock.now()
        else:
            found, since = await self._window(max(period.start, self._last - self._overlap()), period)
        if period.key == self._period:
            # Where some are missing, what is whole begins anew with the next window that is.
            self.whole_from = since and min(since, self.whole_from or since)
            self._keep(found, end)
        return self._events

    def _overlap(self) -> timedelta:
        now = self._clock.now()
        if self._looked_back is None or not timedelta(0) <= now - self._looked_back < self.LATE_EVERY:
            self._looked_back = now
            return self.LATE
        return self.OVERLAP

    async def _first(self, period: Period, end: datetime) -> tuple[list[Event], datetime | None]:
        for length in self.FIRST_WINDOWS:
            if end - length <= period.start:
                break
            found, since = await self._window(end - length, period)
            if len(found) >= self.ENOUGH:
                return found, since
        return await self._window(period.start, period)

    async def _window(self, start: datetime, period: Period) -> tuple[list[Event], datetime | None]:
        """The events from then on, and from when on those are all; None where some are missing."""
        found, whole = await self._log.read(start, period.end, period.zone)
        return found, start if whole else None

    def _keep(self, found: list[Event], end: datetime) -> None:
        if fresh := [event for event in found if event.id not in self._known]:
            events = list(self._events)
            for event in fresh:
                insort(events, event, key=_when)
            self._known = (self._known | {event.id for event in fresh}) - {
                one.id for one in events[: -self.MOST_EVENTS]
            }
            self._events = tuple(events[-self.MOST_EVENTS :])
        # Whatever an event of the future says, the next one comes after this moment.
        past = (event.at for event in reversed(self._events) if event.at is not None and event.at <= end)
        self._last = next(past, self._last or end)


def _when(event: Event) -> float:
    return event.at.timestamp() if event.at else 0.0


class Desk:
    """What is read from one project, as feeds for the scheduler."""

    def __init__(
        self, client: GleapClient, clock: Clock, read_tickets: Callable[[Period], Awaitable[TicketPage]]
    ) -> None:
        """``read_tickets`` reads the list that somebody looks at."""
        self._client = client
        self._clock = clock
        self._read_tickets = read_tickets
        self._figures = FigureReader(client)
        self.log = RawLog(client)
        self.events = EventReader(self.log, clock)
        self.news = EventReader(self.log, clock)
        self._comparison = Comparison(client)
        self._backlog = BacklogReader(client, lambda ticket: (waits(ticket), waiting_since(ticket)))
        self._latest: OrderedDict[str, dict[str, Figure]] = OrderedDict()
        """The figures of the last few periods, by their keys."""
        self.grouping: Interval = "day"
        """What each point of a trend stands for."""

    def feeds(self, refresh: Refresh) -> tuple[Feed, ...]:
        """All feeds with their intervals, in the order of the plan."""
        feeds = [self._feed(plan, refresh) for plan in PLANS]
        looks = refresh.intervals.events
        # Never by itself: it is wanted where the events on the screen are of a past that brings none.
        return (*feeds, Feed(NEWS, self._read_news, looks, idle_interval=None, periodic=False))

    def _feed(self, plan: FeedPlan, refresh: Refresh) -> Feed:
        interval: float = refresh.intervals.of(plan.pane)
        if interval:
            interval = max(interval, plan.least)
        return Feed(
            plan.name,
            self._fetch(plan),
            interval,
            interval * _IDLE_FACTOR if refresh.background and not plan.only_watched else None,
            max(plan.slow, interval) if plan.slow is not None else None,
            periodic=not plan.now,
            requests=plan.requests,
            floor=plan.floor,
            idle_floor=plan.idle_floor,
        )

    def _fetch(self, plan: FeedPlan) -> Callable[[Period], Awaitable[object]]:
        if plan.metrics:
            return lambda period: self._read_figures(plan.metrics, period)
        fetches: dict[str, Callable[[Period], Awaitable[object]]] = {
            "comparison": self._compare,
            "whole_before": self._whole_before,
            "backlog": self._backlog.read,
            "trends": self._trends,
            "trends_before": self._trends_before,
            "agents": self._team,
            "heatmap": self._heatmap,
            "heatmap_comments": self._heatmap_comments,
            "events": self.events.read,
            "tickets": self._read_tickets,
        }
        return fetches[plan.name]

    async def _read_figures(self, metrics: tuple[str, ...], period: Period) -> tuple[Figure, ...]:
        found = await self._figures.figures(metrics, period)
        self._latest.setdefault(period.key, {}).update({figure.metric: figure for figure in found})
        self._latest.move_to_end(period.key)
        while len(self._latest) > _PERIODS:
            self._latest.popitem(last=False)
        return found

    async def _compare(self, period: Period) -> tuple[Figure, ...]:
        return await self._comparison.read(self._figures_of(period), period)

    async def _whole_before(self, period: Period) -> tuple[Figure, ...]:
        """The figures of the whole period before, while this one is so young that it may have nothing yet."""
        if not young(period, self._clock.now()):
            return ()
        before = period.previous()
        found = await self._figures.figures((metric.id for metric in METRICS if not metric.now), before)
        return tuple(structs.replace(figure, span=before.key, before_label=before.label) for figure in found)

    def wants_comparison(self, period: Period) -> bool:
        """Whether there are figures whose earlier values were not asked for yet."""
        return self._comparison.wants(self._figures_of(period), period)

    def _figures_of(self, period: Period) -> tuple[Figure, ...]:
        return tuple(self._latest.get(period.key, {}).values())

    async def _trends(self, period: Period) -> Trends:
        return await self._figures.trends(tuple(metric.id for metric in METRICS), period, self.grouping)

    async def _trends_before(self, period: Period) -> Trends:
        return await self._trends(period.previous())

    async def _team(self, period: Period) -> TeamPerformance:
        """The team; where it has no figures yet, with the one of the period before."""
        team = await self._client.team_performance(period)
        if not (team.all_zero or (not team.agents and partial(period, self._clock.now()))):
            return team
        try:
            earlier = await self._client.team_performance(period.previous())
        except GleapError:
            # What was asked for is known.
            return team
        return team if earlier.all_zero or not earlier.agents else structs.replace(team, earlier=earlier)

    async def _heatmap(self, period: Period) -> Heatmap:
        return await self._client.heatmap("BUSIEST_HOURS_PER_WEEKDAY", period)

    async def _heatmap_comments(self, period: Period) -> Heatmap:
        return await self._client.heatmap("BUSIEST_COMMENTS_PER_WEEKDAY", period)

    async def _read_news(self, period: Period) -> tuple[Event, ...]:
        return await self.news.read(resolve("today", self._clock.now(), period.zone))
