"""All endpoints tell the same story."""

from collections import Counter
from statistics import median

import pytest

from tests.demo.site import Json, Site, as_dict, as_list, number, open_site

DAY = "startDate=2026-09-14T22:00:00.000Z&endDate=2026-09-15T21:59:59.999Z&timezone=Europe/Paris"

COUNTED = {
    "NEW_TICKETS_COUNT": ("CREATE_TICKET", "NEW_TICKETS_COUNT"),
    "TICKET_REPLIES_COUNT": ("TICKET_REPLY", "REPLIES_COUNT"),
    "KAI_ROUTED_TO_AGENT_COUNT": ("CUSTOMER_SUPPORT_REQUESTED", "CUSTOMER_SUPPORT_REQUESTED"),
    "AI_QUESTIONS_ASKED_COUNT": ("KAI_QUESTION", "AI_QUESTIONS_ASKED_COUNT"),
    "SLA_BREACHES_COUNT": ("SLA_BREACHED", "SLA_BREACHES_COUNT"),
}
ACTIONS_WITH_A_MESSAGE = {
    "CREATE_TICKET",
    "COMMENT_CREATED",
    "TICKET_REPLY",
    "KAI_ANSWERED",
    "KAI_ANSWERED_WITH_NO_ANSWER",
    "CUSTOMER_SUPPORT_REQUESTED",
    "CONVERSATION_RATED",
}


async def raw_counts(site: Site) -> Counter[Json]:
    return Counter(str(event["action"]) for event in await site.events())


@pytest.mark.parametrize("chart", COUNTED)
async def test_a_count_is_that_of_its_events_and_the_sum_of_its_days(chart: str) -> None:
    action, bars = COUNTED[chart]
    async with open_site() as site:
        value = await site.value(chart)
        assert value == (await raw_counts(site))[action]
        assert value == sum(number(point["value"]) for point in await site.bars(bars))
        if chart != "SLA_BREACHES_COUNT":
            assert number(value) > 0


async def test_closings_are_the_changes_to_done_and_those_of_all_agents_together() -> None:
    async with open_site() as site:
        closings = [event for event in await site.events() if as_dict(event["data"]).get("newStatus") == "DONE"]
        agents = [row for row in await site.rows("TEAM_PERFORMANCE_LIST") if "processingUser" in row]
        assert await site.value("TICKET_CLOSE_COUNT") == len(closings) > 0
        assert sum(number(as_dict(row["rawClosed"])["value"]) for row in agents) == len(closings)


async def test_replies_of_all_agents_are_the_replies_of_the_team() -> None:
    async with open_site() as site:
        rows = await site.rows("TEAM_PERFORMANCE_LIST")
        assert rows[-1]["processingUserREF"] == "Team average"
        assert "processingUser" not in rows[-1]
        sent = sum(number(as_dict(row["commentCount"])["value"]) for row in rows[:-1])
        assert sent == await site.value("TICKET_REPLIES_COUNT")


async def test_the_median_first_response_is_the_median_over_first_replies_in_the_raw_log() -> None:
    async with open_site() as site:
        first: dict[str, float] = {}
        replied_before = await replied_tickets(
            site, "startDate=2026-08-17T00:00:00.000Z&endDate=2026-09-09T21:59:59.999Z"
        )
        for event in sorted(await site.events(), key=lambda entry: str(entry["createdAt"])):
            data = as_dict(event["data"])
            ticket = str(data["ticket"])
            if event["action"] == "TICKET_REPLY" and ticket not in replied_before:
                first.setdefault(ticket, number(data["replyTimeInSec"]))
        fact = await site.fact("MEDIAN_FIRST_RESPONSE_TIME")
        assert fact["rawValue"] == median(first.values())
        points = await site.bars("MEDIAN_FIRST_RESPONSE_TIME")
        assert sum(number(point["count"]) for point in points) == len(first)


async def replied_tickets(site: Site, window: str) -> set[str]:
    events = await site.events(window)
    return {str(as_dict(event["data"])["ticket"]) for event in events if event["action"] == "TICKET_REPLY"}


async def test_a_bar_of_one_day_is_the_fact_of_that_day() -> None:
    async with open_site() as site:
        points = {point["label"]: point for point in await site.bars("MEDIAN_REPLY_TIME")}
        assert points["Sep 15"]["value"] == (await site.fact("TICKET_MEDIAN_REPLY_TIME", DAY))["rawValue"]
        agents = await site.bars("MEDIAN_CONVERSATION_RATING")
        assert all(point["count"] or point["value"] is None for point in agents)


async def test_new_tickets_are_the_tickets_created_in_the_window() -> None:
    async with open_site() as site:
        query = "ignoreArchived=true&createdAt%3E=2026-09-09T22:00:00.000Z&createdAt%3C=2026-09-16T21:59:59.999Z"
        assert await site.total(query) == await site.value("NEW_TICKETS_COUNT")


async def test_the_heatmap_has_every_new_ticket_and_the_hours_of_the_zone_asked_for() -> None:
    async with open_site() as site:
        peaks: list[Json] = []
        for zone in ("Europe/Paris", "Asia/Kolkata", "America/Los_Angeles"):
            window = f"startDate=2026-09-09T22:00:00.000Z&endDate=2026-09-16T21:59:59.999Z&timezone={zone}"
            body = as_dict(await site.get(f"/statistics/heatmap?chartType=BUSIEST_HOURS_PER_WEEKDAY&{window}"))
            rows = [as_list(as_dict(row)["data"]) for row in as_list(body["series"])]
            cells = [[number(as_dict(cell)["y"]) for cell in row] for row in rows]
            assert [len(row) for row in cells] == [24] * 7
            assert sum(map(sum, cells)) == await site.value("NEW_TICKETS_COUNT")
            hours = [sum(row[hour] for row in cells) for hour in range(24)]
            peaks.append(sum(hour * count for hour, count in enumerate(hours)) / sum(hours))
        assert len(set(map(str, peaks))) == 3


async def test_open_tickets_are_the_same_in_the_fact_the_snapshot_the_agents_and_the_ticket_list() -> None:
    async with open_site() as site:
        listed = await site.total("status=OPEN&archived=false&isSpam=false")
        snapshot = await site.rows("SNAPSHOT_TICKETS")
        agents = await site.rows("OPEN_TICKETS_PER_AGENT")
        assert number(listed) > 0
        assert await site.value("SNAPSHOT_OPEN_TICKETS") == listed
        assert sum(number(row["openCount"]) for row in snapshot) == listed
        assert sum(number(as_dict(row["openCount"])["value"]) for row in agents) == listed


async def test_agents_online_are_those_of_the_live_list_and_of_the_project() -> None:
    async with open_site() as site:
        users = [as_dict(user) for user in as_list(await site.get("/projects/users"))]
        online = [user for user in users if user["available"]]
        assert online
        assert await site.value("SNAPSHOT_AGENTS_ONLINE_COUNT") == len(online)
        assert len(await site.rows("LIVE_AGENTS_TEAM")) == len(online)


async def test_messages_are_counted_as_they_are_in_the_conversations() -> None:
    async with open_site() as site:
        counts = await raw_counts(site)
        expected = sum(counts[action] for action in ACTIONS_WITH_A_MESSAGE)
        assert await site.value("MESSAGE_COUNT") == expected
        found = 0
        for ticket in await site.tickets("ignoreArchived=true&updatedAt%3E=2026-09-09T22:00:00.000Z"):
            for message in as_list(await site.get(f"/messages?ticket={ticket['_id']}")):
                entry = as_dict(message)
                found += entry["type"] != "NOTE" and str(entry["createdAt"]) >= "2026-09-09T22:00:00.000Z"
        assert found == expected


async def test_the_latest_comment_of_a_ticket_is_the_last_message_of_its_conversation() -> None:
    async with open_site() as site:
        for ticket in (await site.tickets("sort=-updatedAt"))[:30]:
            messages = [as_dict(item) for item in as_list(await site.get(f"/messages?ticket={ticket['_id']}"))]
            spoken = [message for message in messages if message["type"] != "NOTE"]
            assert ticket["latestComment"] == spoken[-1]
            assert as_dict(await site.get(f"/tickets/{ticket['_id']}"))["status"] == ticket["status"]


async def test_every_event_names_a_ticket_that_can_be_opened() -> None:
    async with open_site(tickets_per_day=5) as site:
        events = await site.events()
        assert events
        for ticket in {str(as_dict(event["data"])["ticket"]) for event in events}:
            assert as_dict(await site.get(f"/tickets/{ticket}"))["_id"] == ticket


async def test_shares_are_made_of_the_counts() -> None:
    async with open_site() as site:
        breached, kept = (
            number(await site.value("SLA_BREACHES_COUNT")),
            number(await site.value("SLA_NO_BREACHES_COUNT")),
        )
        total = sum(number(point["value"]) for point in await site.bars("SLA_STARTED_COUNT"))
        assert breached + kept == total
        assert await site.value("SLA_COMPLIANCE") == pytest.approx(100 * kept / total, abs=0.06)
        involved = sum(number(point["value"]) for point in await site.bars("KAI_INVOLVED"))
        routed = number(await site.value("KAI_ROUTED_TO_AGENT_COUNT"))
        assert await site.value("KAI_DEFLECTION_COUNT") == involved - routed
        assert await site.value("KAI_DEFLECTION_RATE") == pytest.approx(100 * (1 - routed / involved), abs=0.06)


async def test_the_change_compares_with_the_window_before_and_is_absent_where_the_log_ends() -> None:
    before = "startDate=2026-09-02T22:00:00.000Z&endDate=2026-09-09T21:59:59.999Z"
    async with open_site() as site:
        now, then = number(await site.value("NEW_TICKETS_COUNT")), number(await site.value("NEW_TICKETS_COUNT", before))
        fact = await site.fact("NEW_TICKETS_COUNT")
        assert fact["progressValue"] == pytest.approx((now - then) / then * 100, abs=0.006)
        month = "startDate=2026-08-17T22:00:00.000Z&endDate=2026-09-16T21:59:59.999Z"
        assert (await site.fact("NEW_TICKETS_COUNT", month))["progressValue"] is None


async def test_visits_of_single_days_add_up_to_those_of_the_week() -> None:
    async with open_site() as site:
        for fact, bars in (
            ("WIDGET_OPENED_COUNT", "WIDGET_OPENED_COUNT_BY_DATE"),
            ("NEWS_VIEW_COUNT", "NEWS_VIEW_COUNT"),
        ):
            assert await site.value(fact) == sum(number(point["value"]) for point in await site.bars(bars))
