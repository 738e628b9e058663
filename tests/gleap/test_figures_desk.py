"""The catalogue against the demo desk in the same process, which other tests ask too."""

from datetime import UTC, datetime, timedelta

import httpx

from gleaptui.demo.desk import Desk
from gleaptui.demo.people import PROJECT
from gleaptui.demo.routes import EnumMode, Shape
from gleaptui.demo.server import TOKEN, create_app
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.credentials import Credentials
from gleaptui.gleap.figures import FigureReader
from gleaptui.gleap.gate import OpenGate
from gleaptui.gleap.periods import Period, resolve
from gleaptui.secret import Secret
from tests.virtual_clock import VirtualClock

NOW = datetime(2026, 10, 27, 15, 5, tzinfo=UTC)
"""Two days after clocks went back in Europe."""
DESK = Desk(now=NOW, days=40, tickets_per_day=30, zone="Europe/Paris")

COUNTED = {
    "new_tickets": "CREATE_TICKET",
    "replies": "TICKET_REPLY",
    "ai_involved": "KAI_INVOLVED",
    "ai_answered": "KAI_ANSWERED",
    "ai_unanswered": "KAI_ANSWERED_WITH_NO_ANSWER",
    "escalations": "CUSTOMER_SUPPORT_REQUESTED",
}


def client(shape: Shape = "likelier", enum: EnumMode = "strict") -> GleapClient:
    clock = VirtualClock(NOW)
    app = create_app(DESK, clock=clock, shape=shape, enum=enum)
    app.state.control.limit = app.state.control.ticket_limit = None
    return GleapClient(
        Credentials(Secret(TOKEN), PROJECT),
        gate=OpenGate(),
        clock=clock,
        base_url="https://demo.invalid/v3",
        transport=httpx.ASGITransport(app=app),
    )


async def actions(asked: GleapClient, period: Period) -> list[str]:
    """Every action of the log in the period, page by page."""
    found: list[str] = []
    while True:
        page = await asked.events(period.start, period.end, zone=period.zone, limit=1_000, skip=len(found))
        if not page:
            return found
        found += [event.action for event in page]


async def test_figures_count_what_stands_in_the_log_that_is_read_page_by_page() -> None:
    period = resolve("7d", NOW, "America/Los_Angeles")
    log = await actions(client(), period)
    figures = await FigureReader(client()).figures(COUNTED, period)
    assert {figure.metric: figure.value for figure in figures} == {
        metric: log.count(action) for metric, action in COUNTED.items()
    }


async def test_a_trend_adds_up_to_its_figure() -> None:
    period = resolve("30d", NOW, "Europe/Paris")
    reader = FigureReader(client())
    figure, series = await reader.figure("new_tickets", period), await reader.trend("new_tickets", period)
    assert series is not None
    assert sum(bar.value or 0 for bar in series.bars) == figure.value
    assert [bar.start for bar in series.bars] == sorted(period.first + timedelta(days=day) for day in range(30))
