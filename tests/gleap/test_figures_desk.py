"""The catalogue against the demo desk: every figure is what the desk's own log of events says."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from gleaptui.demo.desk import Desk
from gleaptui.demo.people import PROJECT
from gleaptui.demo.routes import EnumMode, Shape
from gleaptui.demo.server import TOKEN, create_app
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.credentials import Credentials
from gleaptui.gleap.figures import FigureReader
from gleaptui.gleap.gate import OpenGate
from gleaptui.gleap.metrics import METRICS
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
        page = await asked.events(period.start, period.end, zone=period.zone, limit=5_000, skip=len(found))
        if not page:
            return found
        found += [event.action for event in page]


@pytest.mark.parametrize("zone", ["Europe/Paris", "Asia/Kolkata", "America/Los_Angeles"])
@pytest.mark.parametrize("name", ["today", "yesterday", "7d", "30d", "2026-10-25..2026-10-25"])
async def test_counts_agree_with_the_log(name: str, zone: str) -> None:
    period = resolve(name, NOW, zone)
    log = await actions(client(), period)
    servers: tuple[tuple[Shape, EnumMode], ...] = (("likelier", "strict"), ("other", "lenient"))
    for shape, enum in servers:
        asked = client(shape, enum)
        figures = {figure.metric: figure for figure in await FigureReader(asked).figures(COUNTED, period)}
        for metric, action in COUNTED.items():
            assert figures[metric].value == log.count(action), (metric, shape, enum)


async def test_both_shapes_and_both_enumerations_give_the_same_figures() -> None:
    period = resolve("7d", NOW, "Europe/Paris")
    ids = [metric.id for metric in METRICS]
    shapes: tuple[Shape, ...] = ("likelier", "other")
    enums: tuple[EnumMode, ...] = ("strict", "lenient")
    first, *others = [
        {figure.metric: figure.value for figure in await FigureReader(client(shape, enum)).figures(ids, period)}
        for shape in shapes
        for enum in enums
    ]
    assert None not in first.values()
    for other in others:
        # The other shape sends ratings with a face and without a fraction.
        assert other == pytest.approx(first, abs=0.5)


async def test_a_trend_adds_up_to_its_figure() -> None:
    period = resolve("30d", NOW, "Europe/Paris")
    reader = FigureReader(client())
    figure, series = await reader.figure("new_tickets", period), await reader.trend("new_tickets", period)
    assert series is not None
    assert sum(bar.value or 0 for bar in series.bars) == figure.value
    assert [bar.start for bar in series.bars] == sorted(period.first + timedelta(days=day) for day in range(30))
