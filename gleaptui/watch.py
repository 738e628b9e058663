"""One project being watched: client, budget, feeds and scheduler put together, without a screen."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import httpx

from gleaptui.clock import Clock
from gleaptui.config import Settings
from gleaptui.feeds import Desk
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.credentials import Credentials
from gleaptui.gleap.errors import GleapError
from gleaptui.gleap.models import MessagePage, Ticket
from gleaptui.gleap.periods import Period
from gleaptui.refresh.budget import Budget
from gleaptui.refresh.lane import Lane, in_lane
from gleaptui.refresh.problems import describe
from gleaptui.refresh.scheduler import Scheduler
from gleaptui.refresh.snapshot import Snapshot
from gleaptui.secret import Secret

Value = TypeVar("Value")

DEMO_URL = "https://demo.invalid/v3"
DEMO_PROJECT = "a00000000000000000000001"
DEMO_TOKEN = "demo-token"

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
    if settings.demo:
        client = GleapClient(
            Credentials(Secret(DEMO_TOKEN), DEMO_PROJECT),
            gate=budget,
            clock=clock,
            base_url=DEMO_URL,
            transport=await asyncio.to_thread(_demo_transport, settings.timezone, clock),
        )
    else:
        client = GleapClient(
            Credentials(settings.token, settings.project),
            gate=budget,
            clock=clock,
            base_url=settings.base_url,
            ca_bundle=settings.ca_bundle,
        )
    return Watch(client, budget, settings, clock=clock, period=period, publish=publish)


def _demo_transport(zone: str, clock: Clock) -> httpx.ASGITransport:
    from gleaptui.demo import desk as simulation
    from gleaptui.demo import server

    desk = simulation.Desk(now=clock.now(), zone=zone)
    return httpx.ASGITransport(app=server.create_app(desk, clock=clock, token=DEMO_TOKEN, project=DEMO_PROJECT))
