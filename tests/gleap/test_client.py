"""What the client asks, and how it reads what comes."""

import asyncio
import gzip
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from gleaptui.gleap import errors
from gleaptui.gleap.address import checked_url
from gleaptui.gleap.client import GleapClient
from gleaptui.gleap.query import TicketQuery
from gleaptui.gleap.transport import LARGEST_ANSWER
from tests.gleap.scripted import (
    KEY,
    PROJECT,
    WEEK,
    CountingGate,
    Desk,
    Reply,
    Seen,
    http_answer,
    payload,
    real_client,
    socket_server,
)

TICKET = "64f0000000000000000000a1"
Call = Callable[[GleapClient], Awaitable[object]]

COMMON = {"chartType", "startDate", "endDate", "timezone"}
CALLS: dict[str, tuple[Call, str, set[str], str]] = {
    "fact": (
        lambda client: client.fact("MEDIAN_TIME_TO_CLOSE", WEEK, unit="seconds"),
        "/statistics/facts",
        COMMON | {"aggsType"},
        "facts_count.json",
    ),
    "bar chart": (
        lambda client: client.bar_chart("NEW_TICKETS_COUNT", WEEK),
        "/statistics/bar-chart",
        COMMON | {"groupInterval"},
        "bar_chart_series_xy.json",
    ),
    "list": (
        lambda client: client.stat_list("SNAPSHOT_TICKETS", WEEK),
        "/statistics/lists",
        COMMON | {"useWorkingHours"},
        "lists_snapshot_tickets_plain.json",
    ),
    "export": (
        lambda client: client.list_export("SNAPSHOT_TICKETS", WEEK),
        "/statistics/lists/export",
        COMMON | {"useWorkingHours"},
        "lists_export_team_performance.csv",
    ),
    "team": (
        lambda client: client.team_performance(WEEK, team="t1"),
        "/statistics/lists",
        COMMON | {"useWorkingHours", "aggsType", "team"},
        "lists_team_performance_live.json",
    ),
    "heatmap": (
        lambda client: client.heatmap("BUSIEST_HOURS_PER_WEEKDAY", WEEK),
        "/statistics/heatmap",
        COMMON,
        "heatmap_series.json",
    ),
    "events": (
        lambda client: client.events(WEEK.start, WEEK.end, zone=WEEK.zone, limit=50, skip=100),
        "/statistics/raw-data",
        {"startDate", "endDate", "timezone", "limit", "skip"},
        "raw_data_array.json",
    ),
    "tickets": (
        lambda client: client.tickets(TicketQuery()),
        "/tickets",
        {"sort", "skip", "limit", "ignoreArchived", "archived", "isSpam"},
        "tickets_list_live.json",
    ),
    "ticket": (lambda client: client.ticket(TICKET), f"/tickets/{TICKET}", set(), "ticket_detail_live.json"),
    "messages": (
        lambda client: client.messages(TICKET, before="b1"),
        "/messages",
        {"ticket", "paginated", "before"},
        "messages_paginated.json",
    ),
    "activities": (
        lambda client: client.activities(TICKET),
        f"/tickets/{TICKET}/activity-logs",
        set(),
        "activity_logs_array.json",
    ),
    "search": (lambda client: client.search("login"), "/tickets/search", {"searchTerm"}, "tickets_search_array.json"),
    "count": (lambda client: client.ticket_count(), "/tickets/ticketscount", set(), "tickets_ticketscount_number.json"),
    "people": (lambda client: client.people(), "/projects/users", set(), "projects_users_array.json"),
    "teams": (lambda client: client.teams(), "/teams", set(), "teams_array.json"),
    "me": (lambda client: client.me(), "/users/me", set(), "users_me.json"),
    "permissions": (
        lambda client: client.permissions(),
        "/users/me/permissions",
        set(),
        "users_me_permissions.json",
    ),
}


@pytest.mark.parametrize("name", CALLS)
async def test_every_question_is_one_get_with_both_headers_and_only_known_parameters(name: str) -> None:
    call, path, parameters, answer = CALLS[name]
    desk = Desk(Reply(payload(answer)))
    assert await call(desk.client) is not None
    (seen,) = desk.server.seen
    assert seen.method == "GET"
    assert seen.path == f"/v3{path}"
    assert {key for key, _ in seen.pairs} == parameters
    assert seen.headers["authorization"] == f"Bearer {KEY}"
    assert seen.headers["project"] == PROJECT
    assert desk.gate.admitted == [path]


@pytest.mark.parametrize("name", CALLS)
async def test_every_question_says_so_when_it_is_answered_with_a_page(name: str) -> None:
    with pytest.raises(errors.NotGleap):
        await CALLS[name][0](Desk(Reply("<!doctype html><title>Sign in</title>")).client)


async def test_a_comparison_stands_on_the_wire_as_gleap_wants_it() -> None:
    async with socket_server(http_answer(payload("tickets_list_empty.json"))) as line:
        client = real_client(line.url)
        await client.tickets(TicketQuery(created_from=datetime(2026, 9, 1, tzinfo=UTC)), limit=1)
        await client.aclose()
    first = line.received[0].split(b"\r\n")[0]
    assert first.startswith(b"GET /v3/tickets?sort=-createdAt&skip=0&limit=1&")
    assert first.endswith(b"&createdAt%3E=2026-09-01T00:00:00.000Z HTTP/1.1")


async def test_one_connection_serves_several_questions() -> None:
    async with socket_server(http_answer(payload("users_me.json"), "200 OK", "Connection: keep-alive")) as line:
        client = real_client(line.url)
        await client.me()
        await client.me()
        await client.aclose()
    assert len(line.received) == 2
    assert line.connections == 1


async def test_packed_answers_are_asked_for_and_read() -> None:
    body = gzip.compress(payload("users_me.json"))
    async with socket_server(http_answer(body, "200 OK", "Content-Encoding: gzip")) as line:
        client = real_client(line.url)
        assert (await client.me()).email
        await client.aclose()
    assert b"accept-encoding: gzip" in line.received[0].lower()


async def test_an_answer_without_end_is_cut_off() -> None:
    desk = Desk(Reply(b" " * (LARGEST_ANSWER + 1)))
    with pytest.raises(errors.TooLarge):
        await desk.client.me()
    assert len(desk.asked) == 1


async def test_a_small_answer_that_unpacks_into_a_huge_one_is_cut_off() -> None:
    body = gzip.compress(b" " * (LARGEST_ANSWER * 2), 1)
    async with socket_server(http_answer(body, "200 OK", "Content-Encoding: gzip")) as line:
        client = real_client(line.url)
        with pytest.raises(errors.TooLarge):
            await client.me()
        await client.aclose()


async def test_an_answer_that_is_packed_twice_is_not_unpacked() -> None:
    body = gzip.compress(gzip.compress(payload("users_me.json")))
    async with socket_server(http_answer(body, "200 OK", "Content-Encoding: gzip, gzip")) as line:
        client = real_client(line.url)
        with pytest.raises(errors.NotGleap, match="unpacked"):
            await client.me()
        await client.aclose()
    assert len(line.received) == 1


async def test_a_redirect_within_the_origin_is_followed_and_paid_for() -> None:
    def script(seen: Seen) -> Reply:
        if seen.path == "/v3/users/me":
            return Reply(b"", 307, {"location": "/v4/users/me"})
        return Reply(payload("users_me.json"))

    desk = Desk(script)
    assert (await desk.client.me()).id
    assert desk.asked == ["/users/me", "/v4/users/me"]
    assert desk.gate.admitted == ["/users/me", "/users/me"]


async def test_redirects_in_a_circle_end() -> None:
    desk = Desk(Reply(b"", 302, {"location": "/v3/users/me"}))
    with pytest.raises(errors.NotGleap):
        await desk.client.me()
    assert len(desk.asked) == 4


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.invalid/v3/users/me",
        "http://desk.invalid/v3/users/me",
        "//evil.invalid/",
        "https://desk.invalid:8443/v3/users/me",
        "https://desk.invalid@evil.invalid/",
        "https://user:word@desk.invalid/v3/users/me",
        "https://desk.invalid.evil.invalid/",
        "javascript:alert(1)",
        "https://[::1",
    ],
)
async def test_the_key_never_follows_a_redirect_to_another_origin(target: str) -> None:
    desk = Desk(Reply(b"", 302, {"location": target}))
    with pytest.raises(errors.ForeignRedirect) as caught:
        await desk.client.me()
    assert len(desk.asked) == 1
    assert "word" not in caught.value.message


async def test_a_foreign_server_is_named_and_hears_nothing() -> None:
    async with (
        socket_server(http_answer(payload("users_me.json"))) as other,
        socket_server(http_answer(b"", "302 Found", f"Location: {other.url}/users/me")) as line,
    ):
        client = real_client(line.url)
        with pytest.raises(errors.ForeignRedirect, match=f"http://127.0.0.1:{other.port}"):
            await client.me()
        await client.aclose()
    assert other.received == []


@pytest.mark.parametrize(
    "url",
    [
        "http://api.gleap.io/v3",
        "http://localhost.evil.invalid/v3",
        "ftp://api.gleap.io",
        "api.gleap.io/v3",
        "",
        "https://",
        "https://user:word@api.gleap.io/v3",
        "https://api.gleap.io/v3?x=1",
        "https://api.gleap.io/v3#x",
        "https://[::1",
        "http://10.0.0.1/v3",
        "https://api.gleap.io:99999/v3",
        "https://api.gleap.io:0/v3",
        "https://api.gleap.io:port/v3",
        "https://api.gle\nap.io/v3",
        "https://api gleap.io/v3",
        "https://evil.invalid\\.api.gleap.io/v3",
        "https://api.gleap.io/v3 /x",
        "https://[fe80::1%25eth0]/v3",
        "https://a..b/v3",
    ],
)
def test_an_address_that_would_give_the_key_away_is_refused(url: str) -> None:
    with pytest.raises(errors.InsecureUrl) as caught:
        real_client(url)
    assert caught.value.exit_status == 78
    assert "word" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "used"),
    [
        (" https://api.gleap.io/v3/ ", "https://api.gleap.io/v3"),
        ("HTTPS://API.Gleap.io:8443/V3", "https://api.gleap.io:8443/V3"),
        ("http://127.0.0.1:1/v3", "http://127.0.0.1:1/v3"),
        ("http://[::1]:1", "http://[::1]:1"),
        ("Http://LocalHost", "http://localhost"),
        ("https://b\u00fccher.example/v3", "https://xn--bcher-kva.example/v3"),
    ],
)
def test_https_and_this_machine_are_good_addresses_and_written_in_one_way(url: str, used: str) -> None:
    assert checked_url(url) == used
    assert real_client(url) is not None


async def test_the_activity_log_falls_back_only_where_it_is_not_found() -> None:
    def script(seen: Seen) -> Reply:
        return Reply(payload("ticket_history_array.json")) if seen.path.endswith("/history") else Reply(b"", status)

    status = 404
    desk = Desk(script)
    assert await desk.client.activities(TICKET)
    assert [path.rsplit("/", 1)[1] for path in desk.asked] == ["activity-logs", "history"]
    status = 403
    desk = Desk(script)
    with pytest.raises(errors.NotPermitted):
        await desk.client.activities(TICKET)
    assert len(desk.asked) == 1


@pytest.mark.parametrize("ticket", ["", ".", "..", "../users/me", "a/b", "a?b", "a b", "é", "x" * 65])
async def test_what_is_no_id_is_not_asked_for(ticket: str) -> None:
    desk = Desk(Reply())
    for call in (desk.client.ticket, desk.client.messages, desk.client.activities):
        with pytest.raises(errors.NotFound):
            await call(ticket)
    assert desk.asked == []


async def test_messages_are_read_from_both_envelopes() -> None:
    page = await Desk(Reply(payload("messages_paginated.json"))).client.messages(TICKET)
    assert page.messages
    assert page.before
    bare = await Desk(Reply(payload("messages_array_live.json"))).client.messages(TICKET)
    assert bare.messages
    assert not bare.before


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b'"a,b\\n1,2"', "a,b\n1,2"),
        (b"a,b\n1,2", "a,b\n1,2"),
        (b'"first","second"\n1,2', '"first","second"\n1,2'),
        (b"a,\x1b[31mb", "a,[31mb"),
        (b"\xef\xbb\xbfa,b", "a,b"),
        (b"a,b\n" * 100_000, "a,b\n" * 100_000),
    ],
)
async def test_an_export_is_read_as_csv_or_within_json(body: bytes, text: str) -> None:
    assert await Desk(Reply(body)).client.list_export("X", WEEK) == text


async def test_a_large_answer_leaves_the_loop_free() -> None:
    event = json.loads(payload("raw_data_array.json"))[0]
    body = json.dumps([{**event, "createdAt": f"2026-09-14T10:00:{n % 60:02}.{n % 1000:03}Z"} for n in range(10_000)])
    desk = Desk(Reply(body))
    turns = 0
    reading = asyncio.ensure_future(desk.client.events(WEEK.start, WEEK.end, zone=WEEK.zone, limit=10_000))
    while not reading.done():
        turns += 1
        await asyncio.sleep(0)
    assert len(await reading) > 0
    assert turns > 20


async def test_a_large_page_leaves_the_loop_free() -> None:
    page = json.loads(payload("tickets_list_live.json"))
    desk = Desk(Reply({**page, "tickets": page["tickets"] * 150}))
    turns = 0
    reading = asyncio.ensure_future(desk.client.tickets(TicketQuery(), limit=1_000))
    while not reading.done():
        turns += 1
        await asyncio.sleep(0)
    assert (await reading).tickets
    assert turns > 20


async def test_the_log_names_path_status_and_time_and_no_words_of_anybody(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    desk = Desk(Reply(payload("tickets_search_array.json")))
    await desk.client.search("secret customer")
    assert "/tickets/search 200 0 ms" in caplog.text
    for word in ("secret", "customer", KEY, PROJECT, "searchTerm"):
        assert word not in caplog.text


async def test_a_netrc_file_does_not_replace_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1\nlogin somebody\npassword else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("HOME", str(tmp_path))
    async with socket_server(http_answer(payload("users_me.json"))) as line:
        client = real_client(line.url)
        await client.me()
        await client.aclose()
    assert f"Bearer {KEY}".encode() in line.received[0]
    assert b"Basic" not in line.received[0]


async def test_nothing_is_opened_before_the_first_question(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(httpx.AsyncClient, "__init__", lambda *_, **__: opened.append(1))
    client = real_client("https://api.gleap.io/v3", CountingGate())
    await client.aclose()
    assert opened == []
