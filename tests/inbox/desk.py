"""A demo desk over HTTP to ask with the program's own client, and tickets made by hand."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

import httpx

from gleaptui.demo import tickets as documents
from gleaptui.demo.control import Control
from gleaptui.demo.desk import Desk
from gleaptui.demo.people import PROJECT
from gleaptui.demo.server import TOKEN, create_app
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.credentials import Credentials
from gleaptui.gleap.decode.tickets import ticket_page
from gleaptui.gleap.models import Customer, Person, Ticket
from gleaptui.inbox.compiling import Compiled
from gleaptui.inbox.filters import Vocabulary
from gleaptui.secret import Secret
from tests.demo.site import NOW, small_desk
from tests.gleap.scripted import CountingGate
from tests.virtual_clock import VirtualClock

ZONE = "Europe/Paris"
VOCABULARY = Vocabulary(now=NOW, zone=ZONE, aliases={"waiting for engineering": "cz0aa"})
ANNA = Person(id="a0000000000000000000000b", name="Anna Kowalska", email="anna@example.test")
MORNING = datetime(2026, 9, 16, 9, tzinfo=UTC)


def ticket(number: int = 1042, **more: object) -> Ticket:
    """An open ticket, created at nine in the morning."""
    fields: dict[str, object] = {
        "id": f"{number:024x}",
        "number": number,
        "title": "Export fails on large tables",
        "type": "BUG",
        "status": "OPEN",
        "priority": "MEDIUM",
        "created_at": MORNING,
        "updated_at": MORNING + timedelta(hours=1),
        "last_notification": MORNING + timedelta(hours=2),
        "customer": Customer(name="Noor Vale", email="noor@example.test", company="Harbour & Vine"),
    }
    return Ticket(**(fields | more))  # type: ignore[arg-type]  # the tests know which field is of which type


@cache
def busy_desk() -> Desk:
    """Two weeks with late tickets among the open ones. Nothing may change it."""
    return small_desk(days=14, tickets_per_day=90)


@asynccontextmanager
async def demo_client() -> AsyncIterator[GleapClient]:
    """That desk behind a client without limits."""
    clock, control = VirtualClock(NOW), Control()
    control.limit = control.ticket_limit = None
    app = create_app(busy_desk(), clock=clock, control=control)
    client = GleapClient(
        Credentials(Secret(TOKEN), PROJECT),
        gate=CountingGate(),
        clock=clock,
        base_url="http://127.0.0.1/v3",
        transport=httpx.ASGITransport(app=app),
        chance=Random(1),
    )
    try:
        yield client
    finally:
        await client.aclose()


@cache
def everything() -> tuple[Ticket, ...]:
    """Every ticket of that desk, archived and spam too."""
    desk = busy_desk()
    body = {"tickets": [documents.ticket(desk, case) for case in desk.cases]}
    return ticket_page(json.dumps(body).encode()).tickets


async def matching(client: GleapClient, asked: Compiled) -> list[Ticket]:
    """The tickets of a compiled view, told apart as far as it says."""
    found: list[Ticket] = []
    while True:
        page = await client.tickets(asked.question, skip=len(found), limit=1_000)
        found += page.tickets
        if not page.tickets or len(found) >= (page.total or 0):
            return [one for one in found if asked.keep is None or asked.keep(one)]
