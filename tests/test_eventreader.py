"""Reading the raw log from its end, over a log that behaves as its writer wants."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import httpx

from gleaptui.demo.people import PROJECT
from gleaptui.feeds import EventReader
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.credentials import Credentials
from gleaptui.gleap.periods import Period, resolve
from gleaptui.refresh.budget import Budget
from gleaptui.secret import Secret
from tests.virtual_clock import VirtualClock


class Log(httpx.AsyncBaseTransport):
    """Events that can be asked for by their time, and those without one, which every window has."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.events: list[tuple[str, datetime | None]] = []
        self.asked: list[timedelta] = []
        """How long each window was that was asked for."""
        client = GleapClient(
            Credentials(Secret("key"), PROJECT),
            gate=Budget(self.clock, 600),
            clock=self.clock,
            base_url="https://log.invalid/v3",
            transport=self,
        )
        self.reader = EventReader(client, self.clock)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        query = {name: values[0] for name, values in parse_qs(request.url.query.decode()).items()}
        start, end = (datetime.fromisoformat(query[name]) for name in ("startDate", "endDate"))
        self.asked.append(min(end, self.clock.now()) - start)
        found = [(name, at) for name, at in self.events if at is None or start <= at <= end]
        page = found[int(query["skip"]) :][: int(query["limit"])]
        body = [{"_id": name, "action": "X", **({"createdAt": at.isoformat()} if at else {})} for name, at in page]
        return httpx.Response(200, content=json.dumps(body), request=request)

    def happened(self, name: str, ago: float = 0) -> None:
        self.events.append((name, self.clock.now() - timedelta(seconds=ago)))

    def period(self) -> Period:
        return resolve("7d", self.clock.now(), "UTC")

    async def read(self) -> list[str]:
        return [event.id for event in await self.reader.read(self.period())]

    async def look(self) -> list[str]:
        """The same eight seconds later."""
        await self.clock.advance(8)
        return await self.read()


async def test_an_event_of_the_future_hides_none_that_comes_after_it() -> None:
    log = Log()
    log.happened("a", ago=60)
    log.happened("of tomorrow", ago=-5 * 3_600)
    assert await log.read() == ["a", "of tomorrow"]
    for name in "bcd":
        await log.clock.advance(400)
        log.happened(name)
        assert name in await log.look()


async def test_where_all_events_are_of_the_future_new_ones_are_found() -> None:
    log = Log()
    log.happened("of tomorrow", ago=-5 * 3_600)
    await log.read()
    await log.clock.advance(3_600)
    log.happened("a")
    assert "a" in await log.look()


async def test_an_empty_log_is_read_whole_once_and_then_in_one_small_request() -> None:
    log = Log()
    assert await log.read() == []
    assert len(log.asked) == 4
    for _ in range(30):
        await log.look()
    assert len(log.asked) == 34
    assert max(log.asked[4:]) <= timedelta(hours=1, minutes=5)
    log.happened("a")
    assert await log.look() == ["a"]


async def test_events_without_a_time_are_no_reason_to_read_all_again() -> None:
    log = Log()
    log.events = [("undated", None)]
    assert await log.read() == ["undated"]
    asked = len(log.asked)
    assert await log.look() == ["undated"]
    assert len(log.asked) == asked + 1


async def test_an_event_that_comes_an_hour_late_is_found_within_ten_minutes_and_put_in_its_place() -> None:
    log = Log()
    log.happened("a", ago=7_000)
    log.happened("c")
    await log.read()
    log.happened("b", ago=3_000)
    await log.clock.advance(600)
    assert await log.look() == ["a", "b", "c"]


async def test_where_nothing_is_new_the_same_object_is_given() -> None:
    log = Log()
    log.happened("a")
    before = await log.reader.read(log.period())
    assert await log.reader.read(log.period()) is before


async def test_another_day_begins_anew() -> None:
    log = Log()
    log.happened("old", ago=6.4 * 86_400)
    assert await log.read() == ["old"]
    await log.clock.advance(86_400)
    log.happened("a")
    assert await log.read() == ["a"]
    assert log.reader.whole_from == datetime(2026, 9, 10, tzinfo=UTC)
