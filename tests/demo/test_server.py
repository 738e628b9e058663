"""The desk over HTTP: keys, errors, limits, filters, and the second shape of everything."""

import asyncio
import json

import httpx
import pytest

from tests.demo.site import HEADERS, NOW, WEEK, as_dict, as_list, number, open_site, strings

PATHS = (
    "/users/me",
    "/users/me/permissions",
    "/projects/users",
    "/teams",
    "/tickets",
    "/tickets/ticketscount",
    "/tickets/search?searchTerm=export",
    f"/statistics/facts?chartType=NEW_TICKETS_COUNT&{WEEK}",
    f"/statistics/bar-chart?chartType=NEW_TICKETS_COUNT&{WEEK}",
    f"/statistics/lists?chartType=TEAM_PERFORMANCE_LIST&{WEEK}",
    f"/statistics/heatmap?chartType=BUSIEST_COMMENTS_PER_WEEKDAY&{WEEK}",
    f"/statistics/raw-data?{WEEK}",
)


@pytest.mark.parametrize("path", PATHS)
async def test_every_path_needs_both_headers(path: str) -> None:
    async with open_site() as site:
        http = site.http
        assert (await http.get(path)).status_code == 200
        http.headers = httpx.Headers({"Authorization": HEADERS["Authorization"]})
        missing = await http.get(path)
        assert (missing.status_code, missing.text) == (400, "Project header is required")
        assert missing.headers["content-type"].startswith("text/plain")
        http.headers = httpx.Headers({"Project": HEADERS["Project"]})
        assert as_dict(await site.get(path, 401)) == {"error": {"message": "Unauthorized"}}
        http.headers = httpx.Headers(HEADERS | {"Authorization": "Bearer wrong"})
        assert as_dict(await site.get(path, 401)) == {"error": {"message": "Unauthorized"}}
        http.headers = httpx.Headers(HEADERS | {"Project": "b00000000000000000000002"})
        await site.get(path, 403)


async def test_it_answers_below_the_root_as_well_as_below_v3() -> None:
    async with open_site() as site:
        root = await site.http.get("http://desk.test/users/me")
        assert root.json() == await site.get("/users/me")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
async def test_nothing_but_get_is_let_in(method: str) -> None:
    async with open_site() as site:
        assert (await site.http.request(method, "/tickets")).status_code == 405


async def test_unknown_paths_and_tickets_are_not_found() -> None:
    async with open_site() as site:
        real = str((await site.tickets("limit=1"))[0]["_id"])
        for path in (
            "/nope",
            "/tickets/xyz",
            "/tickets/" + "0" * 24,
            f"/tickets/{real[:-1]}1",
            "/tickets/zz/activity-logs",
        ):
            assert as_dict(await site.get(path, 404)) == {"error": {"message": "Not found"}}


async def test_a_wrong_parameter_is_named() -> None:
    async with open_site() as site:
        for query, name in (
            ("chartType=NOPE", "chartType"),
            ("", "chartType"),
            ("chartType=NEW_TICKETS_COUNT&timezone=Mars/Base", "timezone"),
            ("chartType=NEW_TICKETS_COUNT&startDate=soon", "startDate"),
        ):
            body = as_dict(await site.get(f"/statistics/facts?{query}", 400))
            assert list(as_dict(body["fields"])) == [name]


async def test_bar_chart_names_on_facts_are_refused_or_agree() -> None:
    async with open_site() as strict, open_site(enum="lenient") as lenient:
        for name, fact in (
            ("REPLIES_COUNT", "TICKET_REPLIES_COUNT"),
            ("MEDIAN_REPLY_TIME", "TICKET_MEDIAN_REPLY_TIME"),
        ):
            await strict.get(f"/statistics/facts?chartType={name}&{WEEK}", 400)
            assert await lenient.value(name) == await strict.value(fact)
        assert "value" not in await lenient.fact("NO_SUCH_METRIC")


async def test_a_speculative_parameter_matches_nothing() -> None:
    async with open_site() as site:
        window = f"{WEEK}&businessHours=true"
        assert await site.value("NEW_TICKETS_COUNT", window) == 0
        assert await site.value("MEDIAN_TIME_TO_CLOSE", window) == "--"
        assert await site.events(window) == []
        assert await site.events(f"{WEEK}&chartType=CREATE_TICKET") == []
        assert await site.rows("TEAM_PERFORMANCE_LIST", window) == []
        assert await site.total("ticketNumber=2001") == 0
        assert number(await site.total("bugId=2101&ignoreArchived=true")) == 1


async def test_limits_answer_429_with_the_time_to_wait() -> None:
    async with open_site() as site:
        site.control.limit, site.control.ticket_limit = 8, 3
        tickets = [(await site.http.get("/tickets?limit=1")).status_code for _ in range(4)]
        assert tickets == [200, 200, 200, 429]
        others = [await site.http.get("/users/me") for _ in range(6)]
        assert [answer.status_code for answer in others] == [200] * 5 + [429]
        assert others[-1].headers["retry-after"] == "60"
        await site.clock.advance(45)
        assert (await site.http.get("/users/me")).headers["retry-after"] == "15"
        await site.clock.advance(16)
        assert (await site.http.get("/tickets?limit=1")).status_code == 200


async def test_date_comparisons_work_on_the_wire_as_gleap_reads_them() -> None:
    async with open_site() as site:
        since = "2026-09-14T00:00:00.000Z"
        for name in ("createdAt", "updatedAt"):
            newer = await site.tickets(f"{name}%3E={since}&ignoreArchived=true")
            older = await site.total(f"{name}%3C={since}&ignoreArchived=true")
            assert newer
            assert all(str(ticket[name]) >= since for ticket in newer)
            assert number(older) + len(newer) == await site.total("ignoreArchived=true")
        body = as_dict(await site.get(f"/tickets?createdAt%3E%3D={since}", 409))
        assert body["name"] == "CastError"
        assert (await site.http.get("/tickets?createdAt%3E=soon")).status_code == 409


async def test_encoded_colons_are_refused_when_asked_for() -> None:
    async with open_site() as site:
        query = "/tickets?createdAt%3E=2026-09-14T00%3A00%3A00.000Z"
        assert (await site.http.get(query)).status_code == 200
        site.control.encoded_colons = False
        assert (await site.http.get(query)).status_code == 409
        assert (await site.http.get("/tickets?createdAt%3E=2026-09-14T00:00:00.000Z")).status_code == 200


async def test_archived_tickets_come_only_when_asked_for() -> None:
    async with open_site() as site:
        kept, gone = await site.total("archived=false"), await site.total("archived=true")
        assert number(gone) > 0
        assert await site.total("") == kept
        assert await site.total("ignoreArchived=true") == number(kept) + number(gone)


async def test_filters_narrow_the_list() -> None:
    async with open_site() as site:
        done = await site.tickets("status=DONE")
        assert done
        assert {ticket["status"] for ticket in done} == {"DONE"}
        both = await site.tickets("status=INPROGRESS,cz0aa&ignoreArchived=true")
        assert {ticket["status"] for ticket in both} == {"INPROGRESS", "cz0aa"}
        assert await site.total("status=CZ0AA") == 0
        bugs = await site.tickets("type[]=BUG")
        assert {ticket["type"] for ticket in bugs} == {"BUG"}
        rated = await site.tickets("conversationRating=2&ignoreArchived=true")
        assert {ticket["conversationRating"] for ticket in rated} == {2}
        agent = as_dict(done[0]["processingUser"])["_id"]
        owned = await site.tickets(f"processingUser={agent}")
        assert {as_dict(ticket["processingUser"])["_id"] for ticket in owned} == {agent}
        free = await site.tickets("processingUser=null")
        assert free
        assert all(ticket["processingUser"] is None for ticket in free)
        spam = await site.tickets("isSpam=true&ignoreArchived=true")
        assert spam
        assert all(ticket["isSpam"] is True for ticket in spam)
        email = as_dict(done[0]["session"])["email"]
        assert all(as_dict(t["session"])["email"] == email for t in await site.tickets(f"session.email={email}"))


@pytest.mark.parametrize("field", ["createdAt", "updatedAt", "lastNotification"])
async def test_sorting_goes_both_ways(field: str) -> None:
    async with open_site() as site:
        up = [ticket[field] for ticket in await site.tickets(f"sort={field}")]
        down = [ticket[field] for ticket in await site.tickets(f"sort=-{field}")]
        assert up == sorted(up, key=str)
        assert down == up[::-1]


async def test_pages_join_without_gap_or_overlap() -> None:
    async with open_site() as site:
        whole = [ticket["_id"] for ticket in await site.tickets("sort=-createdAt")]
        pages: list[object] = []
        while True:
            body = as_dict(await site.get(f"/tickets?sort=-createdAt&limit=70&skip={len(pages)}"))
            page = as_list(body["tickets"])
            assert body["count"] == len(page)
            assert body["totalCount"] == len(whole)
            if not page:
                break
            pages += [as_dict(ticket)["_id"] for ticket in page]
        assert pages == whole
        assert (await site.http.get("/tickets?limit=x")).status_code == 422


async def test_raw_data_honours_window_skip_and_limit() -> None:
    async with open_site() as site:
        whole = await site.events()
        assert all(str(event["createdAt"]) >= "2026-09-09T22" for event in whole)
        part = [as_dict(event) for event in as_list(await site.get(f"/statistics/raw-data?skip=10&limit=25&{WEEK}"))]
        assert part == whole[10:35]
        assert len({event["_id"] for event in whole}) == len(whole)


async def test_paginated_messages_lead_back_to_the_first_one() -> None:
    async with open_site() as site:
        long = ""
        for ticket in await site.tickets("type=BUG"):
            whole = as_list(await site.get(f"/messages?ticket={ticket['_id']}"))
            if len(whole) > 6:
                long = str(ticket["_id"])
                break
        assert long
        found: list[object] = []
        before = ""
        while True:
            body = as_dict(await site.get(f"/messages?ticket={long}&paginated=true&limit=2{before}"))
            found += [as_dict(item)["_id"] for item in as_list(body["items"])]
            if not body["hasMore"]:
                assert body["nextBefore"] is None
                break
            before = f"&before={body['nextBefore']}"
        assert found[::-1] == [as_dict(item)["_id"] for item in whole]


async def test_the_other_shape_says_the_same_in_other_words() -> None:
    async with open_site() as site, open_site("other") as other:
        for chart in ("NEW_TICKETS_COUNT", "MEDIAN_REPLY_TIME"):
            body = as_dict(await other.get(f"/statistics/bar-chart?chartType={chart}&{WEEK}"))
            points = [as_dict(point) for point in as_list(as_dict(as_list(body["series"])[0])["data"])]
            assert points[0]["x"] == "2026-09-10"
            assert [point["y"] for point in points] == [point["value"] for point in await site.bars(chart)][::-1]
        fact = await other.fact("MEDIAN_TIME_TO_CLOSE")
        assert fact["value"] == (await site.fact("MEDIAN_TIME_TO_CLOSE"))["rawValue"]
        assert "valueUnit" not in fact
        events = as_list(as_dict(await other.get(f"/statistics/raw-data?limit=10000&{WEEK}"))["data"])
        assert events == (await site.events())[::-1]
        table = as_dict(await other.get(f"/statistics/lists?chartType=TEAM_PERFORMANCE_LIST&{WEEK}"))
        sent = [as_dict(as_dict(row)["repliesSent"])["value"] for row in as_list(table["list"])]
        assert sent == [as_dict(row["commentCount"])["value"] for row in await site.rows("TEAM_PERFORMANCE_LIST")]
        ticket = (await site.tickets("hasAgentReply=true&sort=-createdAt"))[0]["_id"]
        assert as_dict(as_dict(await other.get(f"/tickets/{ticket}"))["ticket"])["_id"] == ticket
        plain = as_list(await site.get(f"/messages?ticket={ticket}"))
        wrapped = as_list(as_dict(await other.get(f"/messages?ticket={ticket}"))["messages"])
        assert [as_dict(as_dict(item)["data"])["content"] for item in plain] == [
            as_dict(item)["comment"] for item in wrapped
        ]


async def test_labels_are_newest_first_and_months_and_years_have_their_own() -> None:
    async with open_site() as site:
        assert [point["label"] for point in await site.bars("NEW_TICKETS_COUNT")][:2] == ["Sep 16", "Sep 15"]
        months = "startDate=2026-08-17T22:00:00.000Z&endDate=2026-09-16T21:59:59.999Z&timezone=Europe/Paris"
        by_month = await site.bars("NEW_TICKETS_COUNT", f"{months}&groupInterval=month")
        assert [point["label"] for point in by_month] == ["Sep 2026", "Aug 2026"]
        assert sum(number(point["value"]) for point in by_month) == await site.value("NEW_TICKETS_COUNT", months)


async def test_the_desk_lives_on_with_the_clock_unless_it_is_frozen() -> None:
    async with open_site() as site:
        before = number(await site.total("ignoreArchived=true"))
        await site.clock.advance(3_600)
        after = number(await site.total("ignoreArchived=true"))
        assert after > before
        site.control.frozen = True
        await site.clock.advance(3_600)
        assert await site.total("ignoreArchived=true") == after


async def test_the_export_is_csv_with_a_line_for_each_row() -> None:
    async with open_site() as site:
        answer = await site.http.get(f"/statistics/lists/export?chartType=TEAM_PERFORMANCE_LIST&{WEEK}")
        assert answer.headers["content-type"].startswith("text/csv")
        lines = answer.text.splitlines()
        assert lines[0].startswith("User,Assigned to,Replies sent")
        assert len(lines) == 1 + len(await site.rows("TEAM_PERFORMANCE_LIST"))


async def test_trouble_comes_and_goes_as_asked_for() -> None:
    async with open_site() as site:
        control, http = site.control, site.http
        control.fail(503, "{}", prefix="/tickets", times=2)
        assert [(await http.get("/tickets")).status_code for _ in range(3)] == [503, 503, 200]
        control.html(502)
        page = await http.get("/users/me")
        assert page.status_code == 502
        assert page.headers["content-type"].startswith("text/html")
        control.heal()
        control.truncate(prefix="/teams")
        cut = await http.get("/teams")
        assert cut.status_code == 200
        with pytest.raises(json.JSONDecodeError):
            cut.json()
        control.down(prefix="/teams")
        with pytest.raises(ConnectionResetError):
            await http.get("/teams")
        control.heal()
        assert (await http.get("/teams")).status_code == 200


async def test_a_request_that_hangs_is_answered_once_the_trouble_is_over() -> None:
    async with open_site() as site:
        site.control.hang(prefix="/teams")
        waiting = asyncio.ensure_future(site.http.get("/teams"))
        await site.clock.settle()
        assert not waiting.done()
        site.control.heal()
        assert (await waiting).status_code == 200


async def test_a_slow_server_takes_its_time_on_the_clock() -> None:
    async with open_site() as site:
        site.control.delays["/teams"] = 5
        waiting = asyncio.ensure_future(site.http.get("/teams"))
        await site.clock.advance(4.9)
        assert not waiting.done()
        await site.clock.advance(0.2)
        assert (await waiting).status_code == 200


async def test_requests_are_remembered_without_the_key() -> None:
    async with open_site() as site:
        await site.get("/tickets?limit=1&sort=-createdAt")
        request = site.control.requests[-1]
        assert (request.method, request.path, request.query) == ("GET", "/v3/tickets", "limit=1&sort=-createdAt")
        assert dict(request.headers)["project"] == HEADERS["Project"]
        assert "demo-token" not in repr(site.control.requests)
        for _ in range(5_200):
            site.control.record(request)
        assert len(site.control.requests) <= 5_000


async def test_hostile_texts_reach_every_place_that_people_write_in() -> None:
    async with open_site() as site:
        site.control.hostile = True
        ticket = (await site.tickets("hasAgentReply=true"))[0]["_id"]
        paths = (
            "/tickets?limit=50",
            f"/messages?ticket={ticket}",
            f"/tickets/{ticket}",
            f"/statistics/raw-data?limit=200&{WEEK}",
            f"/statistics/lists?chartType=TEAM_PERFORMANCE_LIST&{WEEK}",
            "/projects/users",
        )
        for path in paths:
            text = "".join(strings(await site.get(path)))
            assert any(attack in text for attack in ("\x1b", "[/foo]", "\u202e", "\x9b", "[bold red")), path
        rows = await site.rows("TEAM_PERFORMANCE_LIST")
        assert rows[-1]["processingUserREF"] == "Team average"


async def test_instants_carry_milliseconds_and_utc() -> None:
    async with open_site() as site:
        ticket = (await site.tickets("limit=1&sort=-createdAt"))[0]
        assert str(ticket["createdAt"])[10] == "T"
        assert str(ticket["createdAt"])[19] == "."
        assert str(ticket["createdAt"]).endswith("Z")
        assert str(ticket["createdAt"]) <= NOW.isoformat()
