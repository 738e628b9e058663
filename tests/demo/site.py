"""A small demo desk and a way to ask it over HTTP, without the program's own client."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx

from gleaptui.demo.control import Control
from gleaptui.demo.desk import Desk
from gleaptui.demo.people import PROJECT
from gleaptui.demo.routes import EnumMode, Shape
from gleaptui.demo.server import TOKEN, create_app
from tests.virtual_clock import VirtualClock

NOW = datetime(2026, 9, 16, 12, 5, tzinfo=UTC)
HEADERS = {"Authorization": f"Bearer {TOKEN}", "Project": PROJECT}
WEEK = "startDate=2026-09-09T22:00:00.000Z&endDate=2026-09-16T21:59:59.999Z&timezone=Europe/Paris"

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def small_desk(**changes: int | float | str) -> Desk:
    """Thirty days of a desk, at `NOW`."""
    settings: dict[str, int | float | str] = {"days": 30, "tickets_per_day": 30}
    settings |= changes
    return Desk(now=NOW, **settings)  # type: ignore[arg-type]  # the tests know which setting is of which type


class Site:
    """Asks one server."""

    def __init__(self, http: httpx.AsyncClient, desk: Desk, control: Control, clock: VirtualClock) -> None:
        self.http = http
        self.desk = desk
        self.control = control
        self.clock = clock

    async def get(self, path: str, status: int = 200) -> Json:
        """The JSON body of an answer that must have that status."""
        response = await self.http.get(path)
        assert response.status_code == status, response.text
        body: Json = json.loads(response.text)
        return body

    async def fact(self, chart: str, window: str = WEEK) -> dict[str, Json]:
        return as_dict(await self.get(f"/statistics/facts?chartType={chart}&{window}"))

    async def value(self, chart: str, window: str = WEEK) -> Json:
        return (await self.fact(chart, window))["value"]

    async def bars(self, chart: str, window: str = WEEK) -> list[dict[str, Json]]:
        """The points of the first line, newest first."""
        body = as_dict(await self.get(f"/statistics/bar-chart?chartType={chart}&{window}"))
        line = as_dict(as_list(body["dataSets"])[0])
        return [as_dict(point) for point in as_list(line["data"])]

    async def rows(self, chart: str, window: str = WEEK) -> list[dict[str, Json]]:
        body = as_dict(await self.get(f"/statistics/lists?chartType={chart}&{window}"))
        return [as_dict(row) for row in as_list(body["data"])]

    async def events(self, window: str = WEEK) -> list[dict[str, Json]]:
        """The whole raw log of a window."""
        body = await self.get(f"/statistics/raw-data?limit=10000&{window}")
        return [as_dict(event) for event in as_list(body)]

    async def tickets(self, query: str) -> list[dict[str, Json]]:
        body = as_dict(await self.get(f"/tickets?limit=1000&{query}"))
        return [as_dict(ticket) for ticket in as_list(body["tickets"])]

    async def total(self, query: str) -> Json:
        return as_dict(await self.get(f"/tickets?limit=1&{query}"))["totalCount"]


@asynccontextmanager
async def open_site(
    shape: Shape = "likelier", enum: EnumMode = "strict", **changes: int | float | str
) -> AsyncIterator[Site]:
    """A server over a desk of its own, asked in-process."""
    desk, control, clock = small_desk(**changes), Control(), VirtualClock(NOW)
    control.limit = control.ticket_limit = None
    app = create_app(desk, clock=clock, shape=shape, enum=enum, control=control)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test/v3", headers=HEADERS) as http:
        yield Site(http, desk, control, clock)


def as_dict(value: Json) -> dict[str, Json]:
    assert isinstance(value, dict)
    return value


def as_list(value: Json) -> list[Json]:
    assert isinstance(value, list)
    return value


def number(value: Json) -> float:
    assert isinstance(value, (int, float))
    assert not isinstance(value, bool)
    return value


def strings(value: Json) -> Iterator[str]:
    """Every text within a body."""
    if isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value
