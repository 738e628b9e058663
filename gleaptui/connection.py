"""From settings to a client: a real project, or the demo desk in the same process."""

import asyncio
from collections.abc import Callable

import httpx

from gleaptui.clock import Clock
from gleaptui.config import Settings
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.credentials import Credentials
from gleaptui.gleap.gate import Gate
from gleaptui.gleap.transport import Answer
from gleaptui.secret import Secret

DEMO_URL = "https://demo.invalid/v3"
DEMO_PROJECT = "a00000000000000000000001"
DEMO_TOKEN = "demo-token"


async def open_client(
    settings: Settings, *, gate: Gate, clock: Clock, witness: Callable[[Answer], None] | None = None
) -> GleapClient:
    """A client for the project of the settings, or for the demo desk, whose answers the ``witness`` sees. Raises
    `GleapError` for settings that cannot work, such as a base URL that is not https."""
    if not settings.demo:
        return GleapClient(
            Credentials(settings.token, settings.project),
            gate=gate,
            clock=clock,
            base_url=settings.base_url,
            ca_bundle=settings.ca_bundle,
            status_names=settings.statuses,
            closed_statuses=settings.closed_statuses,
            witness=witness,
        )
    return GleapClient(
        Credentials(Secret(DEMO_TOKEN), DEMO_PROJECT),
        gate=gate,
        clock=clock,
        base_url=DEMO_URL,
        transport=await asyncio.to_thread(_demo_transport, settings.timezone, clock),
        status_names=settings.statuses,
        closed_statuses=settings.closed_statuses,
        witness=witness,
    )


def _demo_transport(zone: str, clock: Clock) -> httpx.ASGITransport:
    from gleaptui.demo.desk import Desk
    from gleaptui.demo.server import create_app

    desk = Desk(now=clock.now(), zone=zone)
    # The desk's past is made here, in a thread, and not at the first request, in the way of the keys.
    desk.advance(clock.now())
    return httpx.ASGITransport(app=create_app(desk, clock=clock, token=DEMO_TOKEN, project=DEMO_PROJECT))
