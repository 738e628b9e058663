"""Answers of /statistics/lists: the team's performance and the smaller tables (API.md, "Lists", "Team performance")."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence

from gleaptui.demo import kinds
from gleaptui.demo.answers import agents_online, change, mean, median
from gleaptui.demo.desk import Desk
from gleaptui.demo.people import AGENTS
from gleaptui.demo.phrases import title_of
from gleaptui.demo.windows import Window
from gleaptui.demo.wire import (
    NOTHING,
    TICKET,
    Document,
    Json,
    agent,
    count_cell,
    identity,
    rating_text,
    time_cell,
)
from gleaptui.demo.words import TOPICS

Numbers = dict[str, float | None]

_SPAN_ACTIVE = 1_800_000
_COLUMNS = (
    ("Assigned to", "totalCountForUser", "assignedTo"),
    ("Replies sent", "commentCount", "repliesSent"),
    ("First closed", "rawClosed", "firstClosed"),
    ("Median reply time", "medianReplyTime", "medianReplyTime"),
    ("Median first reply time", "medianTimeToFirstReplyInSec", "medianFirstReplyTime"),
    ("Median first assignment reply time", "medianFirstAssignmentReplyTime", "medianFirstAssignmentReplyTime"),
    ("Median time to close", "timeToLastCloseInSec", "medianTimeToClose"),
    ("Tickets worked on", "ticketActivityCount", "ticketsWorkedOn"),
    ("Hours active", "hoursActive", "hoursActive"),
    ("Conversation rating", "averageRating", "conversationRating"),
)
_COUNTS = frozenset({"totalCountForUser", "commentCount", "rawClosed", "ticketActivityCount"})
_TEAM_AVERAGE = "Team average"


def agent_numbers(desk: Desk, index: int, window: Window, average: bool = False) -> Numbers:
    """What one agent did in the window, by the keys of the likelier shape; seconds, counts, ratings to 100."""
    middle: Callable[[Sequence[int]], float | None] = mean if average else median

    def count(name: str) -> int:
        return desk.log.track_of(name, index).count(*window)

    def values(name: str) -> list[int]:
        return list(desk.log.track_of(name, index).values(*window))

    activity = desk.log.track_of("activity", index)
    first, last = activity.span(*window)
    rated = mean(values("rated"))
    return {
        "totalCountForUser": count("assigned"),
        "commentCount": count("reply"),
        "rawClosed": count("closed"),
        "medianReplyTime": middle(values("reply")),
        "medianTimeToFirstReplyInSec": middle(values("reply_first")),
        "medianFirstAssignmentReplyTime": middle(_after_assignment(desk, index, window)),
        "timeToLastCloseInSec": middle(values("closed")),
        "ticketActivityCount": len(set(activity.number[first:last])),
        "hoursActive": len({at // _SPAN_ACTIVE for at in activity.at[first:last]}) * _SPAN_ACTIVE / 1000 or None,
        "averageRating": None if rated is None else rated * 10,
    }


def _after_assignment(desk: Desk, index: int, window: Window) -> list[int]:
    track = desk.log.track_of("reply_first", index)
    first, last = track.span(*window)
    found: list[int] = []
    for at, number in zip(track.at[first:last], track.number[first:last], strict=True):
        case = desk.case(number)
        if case and case.assigned_at and not case.reassigned:
            found.append((at - case.assigned_at) // 1000)
    return found


def team_performance(
    desk: Desk, window: Window, members: Sequence[int], average: bool = False, other: bool = False
) -> Document:
    """A row for each agent with any work and, last, the team average."""
    before = window.previous()
    compare = before.begin >= desk.begins
    rows: list[tuple[int, Numbers]] = []
    body: list[Json] = []
    online = agents_online(desk)
    for index in members:
        numbers = agent_numbers(desk, index, window, average)
        if not any(numbers.values()):
            continue
        rows.append((index, numbers))
        earlier = agent_numbers(desk, index, before, average) if compare else {}
        cells = _cells(numbers, {key: change(value, earlier.get(key)) for key, value in numbers.items()}, other)
        if other:
            body.append({"user": count_or_text(AGENTS[index].name), **cells})
        else:
            seen = last_seen(desk, index)
            user = agent(index, seen, index in online)
            body.append({"processingUserREF": AGENTS[index].name, **cells, "processingUser": user})
    if rows:
        cells = _cells(_average(desk, window, [index for index, _ in rows], rows, average), {}, other)
        body.append(
            {"user": count_or_text(_TEAM_AVERAGE), **cells} if other else {"processingUserREF": _TEAM_AVERAGE, **cells}
        )
    columns = [("User", "processingUserREF", "user"), *_COLUMNS]
    return _table("Team performance", [(label, alias if other else key) for label, key, alias in columns], body, other)


def count_or_text(text: str) -> Document:
    """A cell that holds a text."""
    return {"value": text, "rawValue": None, "progressValue": None}


def _average(
    desk: Desk, window: Window, members: Sequence[int], rows: Sequence[tuple[int, Numbers]], average: bool
) -> Numbers:
    """Counts are averaged over the agents; medians are taken over all samples, for medians do not add."""
    middle: Callable[[Sequence[int]], float | None] = mean if average else median

    def pooled(name: str) -> list[int]:
        return [value for index in members for value in desk.log.track_of(name, index).values(*window)]

    def per_agent(key: str) -> float:
        return round(sum(numbers[key] or 0 for _, numbers in rows) / len(rows), 1)

    rated = mean(pooled("rated"))
    waits = [value for index in members for value in _after_assignment(desk, index, window)]
    return {
        **{key: per_agent(key) for key in _COUNTS},
        "medianReplyTime": middle(pooled("reply")),
        "medianTimeToFirstReplyInSec": middle(pooled("reply_first")),
        "medianFirstAssignmentReplyTime": middle(waits),
        "timeToLastCloseInSec": middle(pooled("closed")),
        "hoursActive": per_agent("hoursActive"),
        "averageRating": None if rated is None else rated * 10,
    }


def _cells(numbers: Numbers, moved: dict[str, float | None], other: bool) -> Document:
    cells: Document = {}
    for _, key, alias in _COLUMNS:
        value, progress = numbers[key], moved.get(key)
        name = alias if other else key
        if key in _COUNTS:
            cells[name] = count_cell(value or 0, progress)
        elif key == "averageRating":
            shown: Json = rating_text(value)
            if other and value is not None:
                shown = round(value, 1)
            cells[name] = {"value": shown, "rawValue": None, "progressValue": progress}
        elif key == "hoursActive":
            shown = NOTHING if value is None else f"{value / 3600:.1f}h"
            cells[name] = {"value": shown, "rawValue": value, "progressValue": progress}
        else:
            cells[name] = time_cell(value, progress)
    return cells


def last_seen(desk: Desk, index: int) -> int:
    """When the agent last did anything, or the beginning of the log."""
    if index in agents_online(desk):
        return desk.now - desk.now % 60_000
    activity = desk.log.track_of("activity", index)
    return activity.at[-1] if len(activity.at) else desk.begins


def snapshot_tickets(desk: Desk, other: bool) -> Document:
    """How many tickets of each type are open, closed or neither now, archived and spam ones left out."""
    rows: list[Json] = []
    for kind, name in enumerate(kinds.TYPES):
        counts: Counter[str] = Counter()
        for (type_, status, archived, spam, queued), count in desk.boxes.items():
            if type_ != kind or archived or spam:
                continue
            state = {kinds.OPEN: "openCount", kinds.DONE: "closedCount"}.get(status, "otherStatusCount")
            counts[state] += count
            counts["queuedCount"] += count if queued else 0
        keys = ("openCount", "otherStatusCount", "closedCount", "queuedCount")
        rows.append({"type": name, **{key: counts[key] for key in keys}})
    columns = [
        ("Type", "type"),
        ("Open", "openCount"),
        ("Other status", "otherStatusCount"),
        ("Closed", "closedCount"),
        ("Queued", "queuedCount"),
    ]
    return _table("Ticket snapshot", columns, rows, other)


def live_agents(desk: Desk, other: bool) -> Document:
    rows: list[Json] = [
        {
            "processingUserREF": AGENTS[index].name,
            "processingUser": agent(index, last_seen(desk, index), True),
            "status": count_or_text("online"),
        }
        for index in agents_online(desk)
    ]
    return _table("Live agents", [("Agent", "processingUserREF"), ("Status", "status")], rows, other)


def open_per_agent(desk: Desk, other: bool) -> Document:
    counts: Counter[int] = Counter()
    for number in desk.open:
        case = desk.case(number)
        if case and case.status == kinds.OPEN and not case.traits.spam and not case.archived_at:
            counts[case.agent] += 1
    online = agents_online(desk)
    rows: list[Json] = []
    for index, count in sorted(counts.items(), key=lambda item: (item[0] < 0, -item[1], item[0])):
        nobody = index == kinds.NOBODY
        rows.append(
            {
                "processingUserREF": None if nobody else AGENTS[index].name,
                "processingUser": None if nobody else agent(index, last_seen(desk, index), index in online),
                "openCount": count_cell(count),
            }
        )
    return _table("Open tickets per agent", [("Agent", "processingUserREF"), ("Open", "openCount")], rows, other)


def rating_per_agent(desk: Desk, window: Window, other: bool) -> Document:
    rows: list[Json] = []
    for index, person in enumerate(AGENTS):
        values = desk.log.track_of("rated", index).values(*window)
        found = mean(values)
        if found is not None:
            rows.append(
                {
                    "processingUserREF": person.name,
                    "averageRating": count_or_text(rating_text(found * 10)),
                    "count": count_cell(len(values)),
                }
            )
    columns = [("Agent", "processingUserREF"), ("Rating", "averageRating"), ("Count", "count")]
    return _table("Average rating", columns, rows, other)


def rated_tickets(desk: Desk, window: Window, skip: int, limit: int, other: bool) -> Document:
    track = desk.log.track("rated")
    first, last = track.span(*window)
    rows: list[Json] = []
    for index in range(last - 1 - skip, max(first - 1, last - 1 - skip - limit), -1):
        rows.append({"ticket": _stub(desk, track.number[index]), "rating": count_cell(track.value[index])})
    return _table("Rated tickets", [("Ticket", "ticket"), ("Rating", "rating")], rows, other)


def sla_reports(desk: Desk, window: Window, skip: int, limit: int, other: bool) -> Document:
    track = desk.log.track("sla_breached")
    first, last = track.span(*window)
    rows: list[Json] = []
    for index in range(last - 1 - skip, max(first - 1, last - 1 - skip - limit), -1):
        case = desk.case(track.number[index])
        agent_name = AGENTS[case.agent].name if case and case.agent >= 0 else None
        rows.append(
            {
                "ticket": _stub(desk, track.number[index]),
                "processingUserREF": agent_name,
                "sla": count_or_text("First response"),
                "breached": count_or_text("yes"),
            }
        )
    columns = [("Ticket", "ticket"), ("Agent", "processingUserREF"), ("SLA", "sla"), ("Breached", "breached")]
    return _table("SLA reports", columns, rows, other)


def negative_feedback(desk: Desk, window: Window, skip: int, limit: int, other: bool) -> Document:
    """Tickets whose customer found an answer of the assistant not helpful, newest first."""
    track = desk.log.track("kai_feedback")
    first, last = track.span(*window)
    chosen = [index for index in range(last - 1, first - 1, -1) if not track.value[index]]
    rows: list[Json] = [
        {"ticket": _stub(desk, track.number[index]), "feedback": count_or_text("negative")}
        for index in chosen[skip : skip + limit]
    ]
    return _table("Latest negative AI feedback", [("Ticket", "ticket"), ("Feedback", "feedback")], rows, other)


def article_views(desk: Desk, title: str, views: int, other: bool) -> Document:
    """The pages of the help centre, the views shared out among them."""
    pages = sorted({topic.article for topic in TOPICS})
    weights = [len(pages) - place for place in range(len(pages))]
    rows: list[Json] = [
        {"title": page.replace("-", " ").capitalize(), "count": count_cell(views * weight // sum(weights))}
        for page, weight in zip(pages, weights, strict=True)
    ]
    return _table(title, [("Article", "title"), ("Count", "count")], rows, other)


def _stub(desk: Desk, number: int) -> Document:
    case = desk.case(number)
    if case is None:
        return {"bugId": number}
    traits = case.traits
    return {"_id": identity(TICKET, traits.at, number), "bugId": number, "title": title_of(desk.seed, traits)}


def _table(title: str, columns: Sequence[tuple[str, str]], rows: list[Json], other: bool) -> Document:
    head: list[Json] = [{"label": label, "key": key} for label, key in columns]
    return {"title": title, "columns": head, "list" if other else "data": rows}


def as_csv(table: Document) -> str:
    """The table as Gleap exports it: a line of labels, then a line for each row."""
    columns, rows = table["columns"], table.get("data") or table.get("list") or []
    if not isinstance(columns, list) or not isinstance(rows, list):
        return ""
    keys = [(column["label"], column["key"]) for column in columns if isinstance(column, dict)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([label for label, _ in keys])
    for row in rows:
        if isinstance(row, dict):
            writer.writerow([_shown(row.get(str(key))) for _, key in keys])
    return out.getvalue()


def _shown(cell: Json) -> str:
    if isinstance(cell, dict):
        value = cell.get("title") if "bugId" in cell else cell.get("value")
        unit = cell.get("valueUnit")
        return f"{NOTHING if value is None else value}{unit or ''}"
    return NOTHING if cell is None else str(cell)
