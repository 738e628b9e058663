"""Reading the raw log from its end, over a log that behaves as its writer wants."""

from datetime import UTC, datetime, timedelta

import pytest

from gleaptui.feeds import EventReader
from tests.rawlog import Log as RawLog


class Log(RawLog):
    """A log, and somebody who reads it from its end."""

    def __init__(self, *, cut_at: int = 10_000, can_skip: bool = True) -> None:
        super().__init__(cut_at=cut_at, can_skip=can_skip)
        self.reader = EventReader(self.raw, self.clock)

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


@pytest.mark.parametrize("cut_at", [20, 64, 100, 500])
async def test_a_server_that_cuts_its_pages_is_asked_on_and_quiet_times_still_cost_one_request(cut_at: int) -> None:
    log = Log(cut_at=cut_at)
    log.happened_every(25, days=0.1)
    assert len(await log.read()) == 289
    assert log.reader.whole_from == log.clock.now() - timedelta(hours=2)
    await log.look()
    asked = len(log.asked)
    for _ in range(5):
        await log.look()
    assert len(log.asked) == asked + 5


async def test_what_cannot_be_had_whole_is_not_called_so_until_less_is_asked_for() -> None:
    log = Log(can_skip=False)
    log.happened_every(6, days=0.1)
    assert len(await log.read()) == 500
    assert log.reader.whole_from is None
    await log.look()
    assert log.reader.whole_from == log.clock.now() - timedelta(seconds=128)
    await log.look()
    assert log.reader.whole_from == log.clock.now() - timedelta(seconds=136)


async def test_more_than_anybody_reads_is_not_called_whole() -> None:
    log = Log()
    log.happened_every(1, days=0.1)
    assert len(await log.read()) == EventReader.MOST_EVENTS
    assert log.reader.whole_from is None
