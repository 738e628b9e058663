"""One project being watched: client, budget, feeds and scheduler put together, without a screen."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from gleaptui.clock import Clock
from gleaptui.config import Settings
from gleaptui.connection import open_client
from gleaptui.feeds import Desk
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.models import MessagePage, Ticket
from gleaptui.gleap.periods import Period
from gleaptui.refresh.budget import Budget
from gleaptui.refresh.lane import Lane, in_lane
from gleaptui.refresh.problems import describe
from gleaptui.refresh.scheduler import Scheduler
from gleaptui.refresh.snapshot import Snapshot

Value = TypeVar("Value")

WATCHED = {
    "Overview": ("overview", "trends"),
    "Trends": ("trends", "overview"),
    "Agents": ("agents",),
    "Heatmap": ("heatmap",),
    "Events": ("events",),
    "Tickets": ("tickets",),
}
"""Which feeds each pane shows, the most wanted first."""


class Watch:
    """Reads one project in the background and publishes snapshots."""

    def __init__(
        self,
        client: GleapClient,
        budget: Budget,
        settings: Settings,
        *,
        clock: Clock,
        period: Callable[[], Period],
        publish: Callable[[Snapshot[object]], None],
    ) -> None:
        self._client = client
        self._clock = clock
        self.budget = budget
        self.desk = Desk(client, clock)
        self.scheduler = Scheduler(
            self.desk.feeds(settings.refresh.intervals),
            clock=clock,
            budget=budget,
            period=period,
            publish=publish,
        )

    async def run(self) -> None:
        """Read until cancelled."""
        try:
            await self.scheduler.run()
        finally:
            await self._client.aclose()

    async def ticket(self, ticket: str) -> Snapshot[Ticket]:
        """The ticket of that id, asked for because somebody opened it."""
        return await self._once("ticket", self._client.ticket(ticket))

    async def conversation(self, ticket: str, customer_email: str) -> Snapshot[MessagePage]:
        """The latest messages of that ticket."""
        return await self._once("conversation", self._client.messages(ticket, customer_email=customer_email))

    async def _once(self, name: str, read: Awaitable[Value]) -> Snapshot[Value]:
        try:
            with in_lane(Lane.USER):
                value = await read
        except GleapError as error:
            return Snapshot(name, problem=describe(error))
        return Snapshot(name, value=value, fetched_at=self._clock.now())


async def open_watch(
    settings: Settings,
    *,
    clock: Clock,
    period: Callable[[], Period],
    publish: Callable[[Snapshot[object]], None],
) -> Watch:
    """A watch over the project of the settings, or over the demo desk. Raises `GleapError` for settings that cannot
    work, such as a base URL that is not https."""
    budget = Budget(clock, requests_per_minute=settings.refresh.requests_per_minute)
    client = await open_client(settings, gate=budget, clock=clock)
    return Watch(client, budget, settings, clock=clock, period=period, publish=publish)
