"""The read endpoints of Gleap over the simulated desk (API.md): each is a plain function from a query to a body."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from gleaptui.demo import lists, performance, statistics, tickets
from gleaptui.demo.answers import BARS, TAGGED, agents_online, last_seen
from gleaptui.demo.asked import BadParameterError, read_asked
from gleaptui.demo.case import Case
from gleaptui.demo.desk import Desk
from gleaptui.demo.filters import CastError, Pairs, read_instant, select, whole_number
from gleaptui.demo.listing import Listings
from gleaptui.demo.messages import conversation, wrapped
from gleaptui.demo.people import AGENTS, TEAMS
from gleaptui.demo.visits import visits
from gleaptui.demo.wire import TEAM_OF_ID, Document, Json, agent, number_of, team

Shape = Literal["likelier", "other"]
EnumMode = Literal["strict", "lenient"]

_ARTICLE_LISTS = {
    "ARTICLE_VIEW_STATISTICS_LIST": ("Article views", "HELP_CENTER_ARTICLE_VIEW"),
    "ARTICLE_SEARCH_RESULT_LIST": ("Article searches", "HELP_CENTER_ARTICLE_VIEW"),
    "ARTICLE_SEARCH_WITH_NO_RESULT_LIST": ("Searches without result", "CHANGELOG_VIEW"),
    "HOME_MENU_CLICKS_LIST": ("Home menu clicks", "HOME_MENU_CLICK"),
}
_LISTS = frozenset(
    {
        "TEAM_PERFORMANCE_LIST",
        "SNAPSHOT_TICKETS",
        "LIVE_AGENTS_TEAM",
        "OPEN_TICKETS_PER_AGENT",
        "AVERAGE_RATING_PER_USER_RESULT_LIST",
        "TICKETS_WITH_RATING_LIST",
        "SLA_REPORTS_LIST",
        "LATEST_NEGATIVE_AI_FEEDBACK",
        *_ARTICLE_LISTS,
    }
)
_MOST_TICKETS = 1_000
_MOST_MESSAGES = 10_000


class NotFoundError(LookupError):
    """No such ticket or path; 404."""


@dataclass(frozen=True, slots=True)
class Site:
    """A desk and how it speaks."""

    desk: Desk
    shape: Shape = "likelier"
    enum: EnumMode = "strict"
    listings: Listings = field(default_factory=Listings)

    @property
    def other(self) -> bool:
        return self.shape == "other"


Handler = Callable[[Site, Pairs, str], Json]


def facts(site: Site, pairs: Pairs, _: str) -> Json:
    asked = read_asked(site.desk, pairs, "outbound")
    name = statistics.fact_name(asked.chart, site.enum == "lenient")
    if name is None and site.enum == "lenient":
        return {"title": asked.chart}
    if name is None:
        raise BadParameterError("chartType", asked.chart)
    return statistics.fact(site.desk, name, asked.window, asked.average, site.other)


def bar_chart(site: Site, pairs: Pairs, _: str) -> Json:
    asked = read_asked(site.desk, pairs, "outbound")
    if asked.chart not in BARS and asked.chart != TAGGED:
        if site.enum == "strict":
            raise BadParameterError("chartType", asked.chart)
        return {"series": []} if site.other else {"title": asked.chart, "dataSets": []}
    return statistics.bar_chart(
        site.desk, asked.chart, asked.window, asked.zone, asked.interval, asked.average, site.other
    )


def heatmap(site: Site, pairs: Pairs, _: str) -> Json:
    asked = read_asked(site.desk, pairs)
    if asked.chart not in statistics.HEATMAPS:
        if site.enum == "strict":
            raise BadParameterError("chartType", asked.chart)
        return {"series": []}
    return statistics.heatmap(site.desk, asked.chart, asked.window, asked.zone)


def stat_list(site: Site, pairs: Pairs, _: str) -> Document:
    asked = read_asked(site.desk, pairs, "useWorkingHours", "team")
    desk, other, window = site.desk, site.other, asked.window
    if asked.chart not in _LISTS:
        if site.enum == "strict":
            raise BadParameterError("chartType", asked.chart)
        return {"title": asked.chart, "columns": [], "list" if other else "data": []}
    if asked.chart == "TEAM_PERFORMANCE_LIST":
        return performance.team_performance(desk, window, _members(asked.team), asked.average, other)
    if asked.chart == "SNAPSHOT_TICKETS":
        return lists.snapshot_tickets(desk, other)
    if asked.chart == "LIVE_AGENTS_TEAM":
        return lists.live_agents(desk, other)
    if asked.chart == "OPEN_TICKETS_PER_AGENT":
        return lists.open_per_agent(desk, other)
    if asked.chart == "AVERAGE_RATING_PER_USER_RESULT_LIST":
        return lists.rating_per_agent(desk, window, other)
    if asked.chart == "TICKETS_WITH_RATING_LIST":
        return lists.rated_tickets(desk, window, asked.skip, asked.limit, other)
    if asked.chart == "SLA_REPORTS_LIST":
        return lists.sla_reports(desk, window, asked.skip, asked.limit, other)
    if asked.chart == "LATEST_NEGATIVE_AI_FEEDBACK":
        return lists.negative_feedback(desk, window, asked.skip, asked.limit, other)
    title, name = _ARTICLE_LISTS[asked.chart]
    return lists.article_views(desk, title, visits(desk, name, *window), other)


def _members(team_id: str) -> Sequence[int]:
    if not team_id:
        return range(len(AGENTS))
    index = TEAM_OF_ID.get(team_id)
    return () if index is None else TEAMS[index][1]


def export(site: Site, pairs: Pairs, _: str) -> str:
    """The list as CSV."""
    return lists.as_csv(stat_list(site, pairs, ""))


def raw_data(site: Site, pairs: Pairs, _: str) -> Json:
    asked = read_asked(site.desk, pairs, "type", chart=False)
    action = dict(pairs).get("type")
    events = statistics.raw_data(site.desk, asked.window, asked.skip, asked.limit, action, site.other)
    return {"data": events} if site.other else events


def ticket_list(site: Site, pairs: Pairs, _: str) -> Json:
    desk = site.desk
    skip = whole_number(pairs, "skip", 0)
    limit = min(whole_number(pairs, "limit", 50), _MOST_TICKETS)
    found = site.listings.matching(desk, pairs)
    page: list[Json] = [tickets.ticket(desk, case) for case in found[skip : skip + limit]]
    return {"tickets": page, "count": len(page), "totalCount": len(found)}


def one_ticket(site: Site, pairs: Pairs, ticket_id: str) -> Json:
    body = tickets.detail(site.desk, _case(site.desk, ticket_id))
    return {"ticket": body} if site.other else body


def activity_logs(site: Site, pairs: Pairs, ticket_id: str) -> Json:
    entries = tickets.activity(site.desk, _case(site.desk, ticket_id))
    return {"activities": entries} if site.other else entries


def _case(desk: Desk, ticket_id: str) -> Case:
    case = desk.case(number_of(ticket_id))
    if case is None or tickets.ticket_id(case) != ticket_id:
        raise NotFoundError(ticket_id)
    return case


def search(site: Site, pairs: Pairs, _: str) -> Json:
    """Tickets whose title, first message, customer or number has the words, newest first."""
    desk = site.desk
    found = site.listings.holding(desk, dict(pairs).get("searchTerm", ""))
    page: list[Json] = [tickets.ticket(desk, case) for case in found[:50]]
    return page if site.other else {"tickets": page, "count": len(page), "totalCount": len(found)}


def tickets_count(site: Site, pairs: Pairs, _: str) -> Json:
    count = len(select(site.desk, pairs))
    return count if site.other else {"count": count}


def messages(site: Site, pairs: Pairs, _: str) -> Json:
    named = dict(pairs)
    case = site.desk.case(number_of(named.get("ticket", "")))
    found = conversation(site.desk, case) if case and tickets.ticket_id(case) == named["ticket"] else []
    if "type" in named:
        found = [body for body in found if body["type"] in named["type"].split(",")]
    if "bot" in named:
        found = [body for body in found if body["bot"] is (named["bot"] == "true")]
    if named.get("sort", "").startswith("-"):
        found.reverse()
    skip = whole_number(pairs, "skip", 0)
    limit = min(whole_number(pairs, "limit", _MOST_MESSAGES), _MOST_MESSAGES)
    if site.other:
        found = [wrapped(body) for body in found]
    if named.get("paginated") == "true":
        return _message_page(found, named.get("before"), min(limit, 50) if "limit" not in named else limit)
    page: list[Json] = list(found[skip : skip + limit])
    return {"messages": page} if site.other else page


def _message_page(found: list[Document], before: str | None, limit: int) -> Document:
    """The newest messages before an instant, newest first; ``nextBefore`` is the instant of the last one."""
    newest = sorted(found, key=lambda body: (str(body["createdAt"]), str(body["_id"])), reverse=True)
    if before is not None:
        if read_instant(before) is None:
            raise CastError("createdAt", before)
        newest = [body for body in newest if str(body["createdAt"]) < before]
    more = len(newest) > limit
    while more and limit < len(newest) and newest[limit]["createdAt"] == newest[limit - 1]["createdAt"]:
        limit += 1  # messages of one millisecond stay together, or the next page would lose one
    more = len(newest) > limit
    items: list[Json] = list(newest[:limit])
    return {"items": items, "hasMore": more, "nextBefore": newest[limit - 1]["createdAt"] if more else None}


def users(site: Site, pairs: Pairs, _: str) -> Json:
    online = agents_online(site.desk)
    found: list[Json] = [agent(index, last_seen(site.desk, index), index in online) for index in range(len(AGENTS))]
    return {"users": found} if site.other else found


def teams(site: Site, pairs: Pairs, _: str) -> Json:
    found: list[Json] = [team(index) for index in range(len(TEAMS))]
    return {"teams": found} if site.other else found


def me(site: Site, pairs: Pairs, _: str) -> Json:
    body = agent(len(AGENTS) - 1, site.desk.now, True)
    secret = "synthetic-must-never-be-shown"
    return {**body, "firstName": "Wallboard", "password": secret, "serviceAccountApiToken": secret, "otp": "000000"}


def permissions(site: Site, pairs: Pairs, _: str) -> Json:
    return {"permissions": ["tickets:read", "statistics:read"], "roles": ["VIEWER"]}


HANDLERS: dict[str, Handler] = {
    "/statistics/facts": facts,
    "/statistics/bar-chart": bar_chart,
    "/statistics/lists": stat_list,
    "/statistics/lists/export": export,
    "/statistics/heatmap": heatmap,
    "/statistics/raw-data": raw_data,
    "/tickets": ticket_list,
    "/tickets/search": search,
    "/tickets/ticketscount": tickets_count,
    "/tickets/{ticket_id}": one_ticket,
    "/tickets/{ticket_id}/activity-logs": activity_logs,
    "/messages": messages,
    "/projects/users": users,
    "/teams": teams,
    "/users/me": me,
    "/users/me/permissions": permissions,
}
