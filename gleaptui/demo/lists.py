"""Answers of /statistics/lists: the smaller tables, and any table as CSV (API.md, "Lists")."""

import csv
import io
from collections import Counter

from gleaptui.demo import kinds
from gleaptui.demo.answers import agents_online, last_seen, mean
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
    table,
    text_cell,
)
from gleaptui.demo.words import TOPICS


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
    return table("Ticket snapshot", columns, rows, other)


def live_agents(desk: Desk, other: bool) -> Document:
    rows: list[Json] = [
        {
            "processingUserREF": AGENTS[index].name,
            "processingUser": agent(index, last_seen(desk, index), True),
            "status": text_cell("online"),
        }
        for index in agents_online(desk)
    ]
    return table("Live agents", [("Agent", "processingUserREF"), ("Status", "status")], rows, other)


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
    return table("Open tickets per agent", [("Agent", "processingUserREF"), ("Open", "openCount")], rows, other)


def rating_per_agent(desk: Desk, window: Window, other: bool) -> Document:
    rows: list[Json] = []
    for index, person in enumerate(AGENTS):
        values = desk.log.track_of("rated", index).values(*window)
        found = mean(values)
        if found is not None:
            rows.append(
                {
                    "processingUserREF": person.name,
                    "averageRating": text_cell(rating_text(found * 10)),
                    "count": count_cell(len(values)),
                }
            )
    columns = [("Agent", "processingUserREF"), ("Rating", "averageRating"), ("Count", "count")]
    return table("Average rating", columns, rows, other)


def rated_tickets(desk: Desk, window: Window, skip: int, limit: int, other: bool) -> Document:
    track = desk.log.track("rated")
    first, last = track.span(*window)
    rows: list[Json] = []
    for index in range(last - 1 - skip, max(first - 1, last - 1 - skip - limit), -1):
        rows.append({"ticket": _stub(desk, track.number[index]), "rating": count_cell(track.value[index])})
    return table("Rated tickets", [("Ticket", "ticket"), ("Rating", "rating")], rows, other)


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
                "sla": text_cell("First response"),
                "breached": text_cell("yes"),
            }
        )
    columns = [("Ticket", "ticket"), ("Agent", "processingUserREF"), ("SLA", "sla"), ("Breached", "breached")]
    return table("SLA reports", columns, rows, other)


def negative_feedback(desk: Desk, window: Window, skip: int, limit: int, other: bool) -> Document:
    """Tickets whose customer found an answer of the assistant not helpful, newest first."""
    track = desk.log.track("kai_feedback")
    first, last = track.span(*window)
    chosen = [index for index in range(last - 1, first - 1, -1) if not track.value[index]]
    rows: list[Json] = [
        {"ticket": _stub(desk, track.number[index]), "feedback": text_cell("negative")}
        for index in chosen[skip : skip + limit]
    ]
    return table("Latest negative AI feedback", [("Ticket", "ticket"), ("Feedback", "feedback")], rows, other)


def article_views(desk: Desk, title: str, views: int, other: bool) -> Document:
    """The pages of the help centre, the views shared out among them."""
    pages = sorted({topic.article for topic in TOPICS})
    weights = [len(pages) - place for place in range(len(pages))]
    rows: list[Json] = [
        {"title": page.replace("-", " ").capitalize(), "count": count_cell(views * weight // sum(weights))}
        for page, weight in zip(pages, weights, strict=True)
    ]
    return table(title, [("Article", "title"), ("Count", "count")], rows, other)


def _stub(desk: Desk, number: int) -> Document:
    case = desk.case(number)
    if case is None:
        return {"bugId": number}
    traits = case.traits
    return {"_id": identity(TICKET, traits.at, number), "bugId": number, "title": title_of(desk.seed, traits)}


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
