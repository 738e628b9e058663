"""When a question is asked again, and who pays for it."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from gleaptui.gleap import errors
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.credentials import Credentials
from gleaptui.gleap.retry import MOST_ATTEMPTS, Attempts, allowance, retry_after, wait_before
from gleaptui.secret import Secret
from tests.gleap.scripted import KEY, NOW, PROJECT, Desk, PatientClock, Reply, error_reply, payload

ME = Reply(payload("users_me.json"))


@pytest.mark.parametrize(
    "name",
    ["error_500_json.json", "error_502_html.json", "error_409_maxtime.json", "error_429_retry_after_seconds.json"],
)
async def test_trouble_that_may_pass_is_asked_again_and_every_attempt_passes_the_gate(name: str) -> None:
    desk = Desk([error_reply(name), error_reply(name), ME])
    assert (await desk.client.me()).id
    assert desk.gate.admitted == ["/users/me"] * 3


async def test_it_is_given_up_after_three_attempts() -> None:
    desk = Desk(error_reply("error_500_json.json"))
    with pytest.raises(errors.ServerTrouble):
        await desk.client.me()
    assert len(desk.asked) == len(desk.gate.admitted) == MOST_ATTEMPTS == 3
    assert len(desk.clock.slept) == 2


@pytest.mark.parametrize(
    "name",
    [
        "error_400_fields.json",
        "error_400_missing_project_text.json",
        "error_401_text.json",
        "error_403_message.json",
        "error_404_json.json",
        "error_409_cast.json",
        "error_422_fields.json",
        "error_200_html_login.json",
    ],
)
async def test_what_will_not_change_is_asked_once(name: str) -> None:
    desk = Desk(error_reply(name))
    with pytest.raises(errors.GleapError):
        await desk.client.me()
    assert len(desk.asked) == 1
    assert desk.clock.slept == []


async def test_a_429_goes_to_the_gate_which_makes_everybody_wait() -> None:
    desk = Desk([error_reply("error_429_retry_after_seconds.json"), ME])
    await desk.client.me()
    assert desk.gate.throttles == [7.0]
    assert desk.clock.slept == []


async def test_a_429_without_a_time_leaves_the_wait_to_the_gate() -> None:
    desk = Desk([Reply(b"", 429), ME])
    await desk.client.me()
    assert desk.gate.throttles == [None]


async def test_a_wait_that_is_too_long_for_anybody_is_told_at_once() -> None:
    desk = Desk(Reply(b"", 429, {"retry-after": "240"}))
    with pytest.raises(errors.RateLimited) as caught:
        await desk.client.me()
    assert len(desk.asked) == 1
    assert caught.value.retry_after == 240
    assert "4m" in caught.value.message
    assert desk.gate.throttles == [240.0]


async def test_a_server_in_trouble_that_names_a_time_is_given_it() -> None:
    desk = Desk([Reply(b"", 503, {"retry-after": "15"}), ME])
    await desk.client.me()
    assert len(desk.clock.slept) == 1
    assert 15 <= desk.clock.slept[0] < 16


async def test_a_server_that_names_a_long_time_is_left_alone() -> None:
    desk = Desk(Reply(b"", 503, {"retry-after": "120"}))
    with pytest.raises(errors.ServerTrouble) as caught:
        await desk.client.me()
    assert caught.value.retry_after == 120
    assert len(desk.asked) == 1


async def test_a_network_that_comes_back_is_noticed() -> None:
    calls = 0

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        nonlocal calls
        calls += 1
        if calls < 3:
            raise httpx.ConnectError("")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": payload("users_me.json")})

    desk = Desk(ME)
    client = GleapClient(
        Credentials(Secret(KEY), PROJECT),
        gate=desk.gate,
        clock=desk.clock,
        base_url="https://desk.invalid",
        transport=httpx.ASGITransport(app=app),
    )
    assert (await client.me()).id
    assert desk.gate.admitted == ["/users/me"] * 3


def test_one_who_hangs_for_long_is_not_asked_again_at_once() -> None:
    for waited, again in ((10.0, True), (60.0, False)):
        error = errors.TimedOut()
        error.waited = waited
        assert (Attempts(random.Random(1)).wait_after(error) is not None) is again


async def test_one_who_leaves_takes_the_question_back() -> None:
    class ClosedGate:
        @asynccontextmanager
        async def passing(self, path: str) -> AsyncIterator[None]:
            await asyncio.Event().wait()
            yield

        def throttled(self, seconds: float | None) -> None:
            raise AssertionError

        def told(self, remaining: int, seconds: float) -> None:
            raise AssertionError

    desk = Desk(ME)
    client = GleapClient(
        Credentials(Secret(KEY), PROJECT),
        gate=ClosedGate(),
        clock=PatientClock(),
        base_url="https://desk.invalid",
        transport=httpx.ASGITransport(app=desk.server),
    )
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(client.me(), 0.01)
    assert desk.asked == []


def test_waits_grow_and_are_spread_over_their_whole_range() -> None:
    chance = random.Random(1)
    for attempt, longest in ((1, 1.0), (2, 2.0), (3, 4.0), (9, 20.0)):
        waits = [wait_before(attempt, chance) for _ in range(500)]
        assert 0 <= min(waits) < longest * 0.05
        assert longest * 0.95 < max(waits) <= longest


def test_the_same_chance_gives_the_same_waits() -> None:
    assert wait_before(2, random.Random(7)) == wait_before(2, random.Random(7))


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("7", 7.0),
        (" 7 ", 7.0),
        ("1.5", 1.5),
        ("-3", 0.0),
        ("600", 600.0),
        ("999999", 900.0),
        ("nan", None),
        ("inf", None),
        ("soon", None),
        ("Wed, 16 Sep 2026 12:06:00 GMT", 60.0),
        ("Wed, 16 Sep 2026 12:06:00 -0000", 60.0),
        ("Wed, 16 Sep 2026 14:06:00 +0200", 60.0),
        ("Wed, 16 Sep 2026 11:00:00 GMT", 0.0),
        ("Wed, 16 Sep 2099 11:00:00 GMT", 900.0),
        ("Wed, 99 Sep 2026 11:00:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", None),
    ],
)
def test_a_time_to_wait_is_read_as_seconds_or_as_a_date_and_capped(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds


def test_dates_are_compared_with_the_clock() -> None:
    later = datetime(2026, 9, 16, 12, 5, 30, tzinfo=UTC)
    assert retry_after("Wed, 16 Sep 2026 12:06:00 GMT", later) == 30.0


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ({}, None),
        ({"ratelimit-remaining": "7", "ratelimit-reset": "30"}, (7, 30.0)),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW.timestamp()) + 12)}, (0, 12.0)),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW.timestamp()) * 1000 + 12_500)}, (0, 12.5)),
        ({"x-rate-limit-remaining": "7", "x-rate-limit-reset": "30"}, (7, 30.0)),
        ({"ratelimit": "limit=100, remaining=7, reset=30"}, (7, 30.0)),
        ({"ratelimit": '"default";r=0;t=30'}, (0, 30.0)),
        ({"ratelimit": '"burst";r=3;t=1, "day";r=500;t=40000'}, (3, 1.0)),
        ({"ratelimit": "soon"}, None),
        ({"ratelimit-remaining": "7", "ratelimit-reset": "1800"}, (7, 900.0)),
        ({"x-ratelimit-remaining": "0"}, (0, 60.0)),
        ({"x-ratelimit-remaining": "0", "retry-after": "12"}, (0, 12.0)),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "-1"}, None),
        ({"x-ratelimit-remaining": "7"}, None),
        ({"x-ratelimit-remaining": "many", "x-ratelimit-reset": "30"}, None),
        ({"x-ratelimit-remaining": "nan", "x-ratelimit-reset": "30"}, None),
        ({"x-ratelimit-remaining": "-3", "x-ratelimit-reset": "30"}, None),
        ({"x-ratelimit-remaining": "7", "x-ratelimit-reset": "-1"}, None),
    ],
)
def test_headers_about_the_limit_are_read_where_they_make_sense(
    headers: dict[str, str], found: tuple[int, float] | None
) -> None:
    assert allowance(headers, NOW) == found


@pytest.mark.parametrize("ahead", [-600, 0, 600])
async def test_the_clock_of_the_server_tells_how_long_it_means_to_wait(ahead: int) -> None:
    theirs = NOW + timedelta(seconds=ahead)
    headers = {
        "date": format_datetime(theirs, usegmt=True),
        "retry-after": format_datetime(theirs + timedelta(seconds=30), usegmt=True),
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": str(int(theirs.timestamp()) + 30),
    }
    desk = Desk([Reply(b"", 429, headers), ME])
    await desk.client.me()
    assert desk.gate.throttles == [30.0]
    assert desk.gate.allowances == [(0, 30.0)]


async def test_what_headers_say_of_the_limit_goes_to_the_gate() -> None:
    desk = Desk([Reply(payload("users_me.json"), 200, {"X-RateLimit-Remaining": "3", "X-RateLimit-Reset": "20"})])
    await desk.client.me()
    assert desk.gate.allowances == [(3, 20.0)]
