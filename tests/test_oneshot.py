"""A command that asks once keeps the budget and does not wait for ever."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import pytest

from gleaptui.commands.oneshot import OneShot
from gleaptui.config import Refresh, Settings
from gleaptui.gleap.errors import RateLimited, TimedOut
from tests.virtual_clock import VirtualClock


def silence() -> None:
    raise TimedOut


def long_silence() -> None:
    error = TimedOut()
    error.waited = 60.0
    raise error


class Line:
    """Questions that go through the gate, and what became of them."""

    def __init__(self, requests_per_minute: int = 120) -> None:
        self.clock = VirtualClock()
        settings = Settings(refresh=Refresh(requests_per_minute=requests_per_minute))
        self.gate = OneShot(settings, self.clock, patience=90)
        self.sent: list[int] = []

    async def ask(self, number: int = 0, answer: Callable[[], object] = lambda: None) -> None:
        async with self.gate.passing("/statistics/facts"):
            self.sent.append(number)
            answer()


async def test_a_small_budget_is_waited_for_however_long_it_takes() -> None:
    line = Line(requests_per_minute=10)
    asking = [asyncio.ensure_future(line.ask(number)) for number in range(25)]
    await line.clock.advance(1)
    assert len(line.sent) == 10
    await line.clock.advance(200)
    await asyncio.gather(*asking)
    assert len(line.sent) == 25


@pytest.mark.parametrize("seconds", [20.0, None, 90.0])
async def test_a_pause_that_can_be_borne_is_borne(seconds: float | None) -> None:
    line = Line()
    line.gate.throttled(seconds)
    asking = asyncio.ensure_future(line.ask())
    await line.clock.advance(10)
    assert not line.sent
    await line.clock.advance(90)
    await asking
    assert line.sent


async def test_a_longer_one_ends_every_wait_at_once_and_says_how_long_it_is() -> None:
    line = Line()
    line.gate.throttled(60)
    asking = [asyncio.ensure_future(line.ask(number)) for number in range(5)]
    await line.clock.advance(0)
    line.gate.throttled(600)
    results = await asyncio.gather(*asking, line.ask(), return_exceptions=True)
    assert {type(result) for result in results} == {RateLimited}
    assert "10m" in str(results[0])
    assert not line.sent


async def test_a_pause_that_was_in_vain_is_not_followed_by_another() -> None:
    line = Line()
    for number in range(2):
        asking = asyncio.ensure_future(line.ask(number, lambda: line.gate.throttled(5)))
        await line.clock.advance(6)
        await asking
    with pytest.raises(RateLimited):
        await line.ask()
    assert line.sent == [0, 1]


async def test_refusals_of_one_moment_are_one_pause_and_an_answer_ends_it() -> None:
    line = Line()

    def refuse_five_times() -> None:
        for _ in range(5):
            line.gate.throttled(5)

    for _ in range(3):
        await line.ask(1, refuse_five_times)
        asking = asyncio.ensure_future(line.ask(2))
        await line.clock.advance(6)
        await asking
    assert line.sent == [1, 2] * 3


async def test_nothing_left_for_long_is_such_a_pause_and_nothing_left_for_a_moment_is_not() -> None:
    line = Line()
    line.gate.told(0, 20)
    asking = asyncio.ensure_future(line.ask())
    await line.clock.advance(21)
    await asking
    line.gate.told(0, 600)
    with pytest.raises(RateLimited):
        await line.ask()


async def test_patience_may_become_less_while_a_pause_lasts() -> None:
    line = Line()
    line.gate.throttled(60)
    line.gate.patience = 10
    with pytest.raises(RateLimited):
        await line.ask()


async def test_on_a_dead_line_the_rest_is_not_asked() -> None:
    line = Line()
    for number in range(6):
        with pytest.raises(TimedOut):
            await line.ask(number, silence)
    with pytest.raises(TimedOut):
        await line.ask(6)
    assert line.sent == [0, 1, 2, 3, 4, 5]


async def test_where_nobody_ever_answered_one_long_silence_is_enough() -> None:
    line, other = Line(), Line()
    await other.ask()
    for each, sent in ((line, [1]), (other, [0, 1, 2])):
        with pytest.raises(TimedOut):
            await each.ask(1, long_silence)
        with suppress(TimedOut):
            await each.ask(2)
        assert each.sent == sent


async def test_any_answer_shows_that_the_line_lives() -> None:
    line = Line()
    for number in range(20):
        if number % 6:
            with pytest.raises(TimedOut):
                await line.ask(number, silence)
        else:
            await line.ask(number)
    assert line.sent == list(range(20))


async def test_one_who_leaves_frees_the_place() -> None:
    line = Line()
    line.gate.throttled(60)
    leaving = asyncio.ensure_future(line.ask())
    await line.clock.advance(0)
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    line.gate.throttled(600)
    assert not line.sent
