"""Answers of /statistics in both shapes that are known (API.md, "Facts", "Bar charts", "Heatmap", "Raw data")."""

from collections import Counter
from collections.abc import Sequence

from gleaptui.demo import kinds
from gleaptui.demo.answers import BARS, FACTS, MEASURES, TAGGED, Measure, Number, progress
from gleaptui.demo.desk import Desk
from gleaptui.demo.people import AGENTS, customer
from gleaptui.demo.phrases import spoken
from gleaptui.demo.windows import Bucket, Window, buckets, tally, week_hours
from gleaptui.demo.wire import (
    EVENT,
    NOTHING,
    TICKET,
    Document,
    Json,
    adaptive,
    agent_id,
    identity,
    instant,
    rating_text,
)
from gleaptui.demo.words import TOPICS

HEATMAPS = {"BUSIEST_HOURS_PER_WEEKDAY": "created", "BUSIEST_COMMENTS_PER_WEEKDAY": "comment"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EMPTY = Window(0, 0)
"""The window of a question whose filters match nothing."""


def fact(desk: Desk, name: str, window: Window, average: bool, other: bool) -> Document:
    """One figure. In the other shape a duration is bare seconds and a rating carries a face."""
    measure = MEASURES[name]
    value = measure.of(desk, window, average)
    moved = progress(desk, measure, window, average)
    if measure.now:
        return {"title": measure.title, "value": value, "valueUnit": ""}
    body: Document = {"title": measure.title}
    if measure.unit == "seconds" and other:
        return {**body, "value": NOTHING if value is None else value, "progressValue": moved}
    if measure.unit == "seconds":
        shown, unit = (NOTHING, "") if value is None else adaptive(value)
        body |= {"value": shown, "rawValue": value, "valueUnit": unit, "progressLabel": measure.title}
    elif measure.unit == "rating":
        shown = rating_text(value) if other or value is None else round(value, 1)
        body |= {"value": shown, "valueUnit": ""}
    elif measure.unit == "percent":
        body |= {"value": NOTHING if value is None else round(value, 1), "valueUnit": "%"}
    else:
        body |= {"value": value, "valueUnit": "", "progressLabel": "Document Count"}
    return {**body, "progressUnit": "%", "progressValue": moved}


def fact_name(chart: str, lenient: bool) -> str | None:
    """The measure behind a chart type on /statistics/facts; a lenient server knows those of bar charts too."""
    return FACTS.get(chart) or (BARS.get(chart) if lenient else None)


def bar_chart(desk: Desk, chart: str, window: Window, zone: str, interval: str, average: bool, other: bool) -> Document:
    """A metric by day, month or year, newest first; the other shape is oldest first with ISO dates."""
    span = Window(window.begin, min(window.end, max(desk.now + 1, window.begin)))
    edges = buckets(span, zone, interval)
    if chart == TAGGED:
        title = "Tickets by tag"
        lines = [
            (tag, [_point(bucket, count, None, interval) for bucket, count in zip(edges, counts, strict=True)])
            for tag, counts in _by_tag(desk, span, edges).items()
        ]
    else:
        measure = MEASURES[BARS[chart]]
        title = measure.title
        lines = [(title, [_bar(desk, measure, bucket, average, interval) for bucket in edges])]
    if other:
        return {
            "series": [
                {"name": name, "data": [{"x": p["x"], "y": p["value"]} for p in points]} for name, points in lines
            ]
        }
    return {
        "title": title,
        "dataSets": [
            {"label": name, "data": [{k: v for k, v in point.items() if k != "x"} for point in reversed(points)]}
            for name, points in lines
        ],
    }


def _bar(desk: Desk, measure: Measure, bucket: Bucket, average: bool, interval: str) -> Document:
    span = Window(bucket.begin, bucket.end)
    value = measure.of(desk, span, average)
    samples = measure.samples(desk, span) if measure.samples else None
    return _point(bucket, value, samples, interval)


def _point(bucket: Bucket, value: Number | None, samples: int | None, interval: str) -> Document:
    day = bucket.first
    label = f"{day:%b} {day.day}" if interval == "day" else f"{day:%b %Y}" if interval == "month" else f"{day.year}"
    iso = day.isoformat() if interval == "day" else f"{day:%Y-%m}" if interval == "month" else f"{day.year}"
    point: Document = {"x": iso, "label": label, "value": round(value, 2) if isinstance(value, float) else value}
    if samples is not None:
        point["count"] = samples
    return point


def _by_tag(desk: Desk, window: Window, edges: tuple[Bucket, ...]) -> dict[str, list[int]]:
    track = desk.log.track("created")
    moments: dict[str, list[int]] = {}
    first, last = track.span(*window)
    for at, number in zip(track.at[first:last], track.number[first:last], strict=True):
        case = desk.case(number)
        if case:
            moments.setdefault(TOPICS[case.traits.topic].tags[0], []).append(at)
    ranked = sorted(moments, key=lambda tag: (-len(moments[tag]), tag))[:6]
    return {tag: tally(moments[tag], edges) for tag in ranked}


def heatmap(desk: Desk, chart: str, window: Window, zone: str) -> Document:
    """Totals by weekday and hour of that zone, Monday first, zeros included."""
    track = desk.log.track(HEATMAPS[chart])
    first, last = track.span(*window)
    cells = Counter(map(week_hours(zone), track.at[first:last]))
    return {
        "series": [
            {"name": name, "data": [{"x": str(hour), "y": cells[day * 24 + hour]} for hour in range(24)]}
            for day, name in enumerate(WEEKDAYS)
        ]
    }


def raw_data(
    desk: Desk, window: Window, skip: int, limit: int, action: str | None = None, other: bool = False
) -> list[Json]:
    """Events of the window without the ones that are skipped, newest first; in the other shape oldest first."""
    first, last = desk.log.span(*window)
    places: Sequence[int] = range(first, last) if other else range(last - 1, first - 1, -1)
    if action is not None:
        places = [place for place in places if kinds.ACTIONS[desk.log.kind[place]] == action]
    return [_event(desk, place) for place in places[skip : skip + limit]]


def _event(desk: Desk, index: int) -> Document:
    at, number, place, kind, agent, value, old = desk.log.event(index)
    case = desk.case(number)
    data: Document = {}
    born = 0
    actor: Document | None = None
    if case:
        born = case.traits.at
        data["ticket"] = identity(TICKET, born, number)
        person = customer(case.traits.customer)
        if agent == kinds.NOBODY and kind not in _BY_MACHINE:
            actor = {"name": person.name, "email": person.email}
    if agent >= 0:
        actor = None if kind in _BY_MACHINE else _person(agent)
    if kind == kinds.CREATED and case:
        data |= {"contact": actor, "type": kinds.TYPES[case.traits.type], "status": "OPEN", "bugId": number}
    elif kind in (kinds.ASSIGNED_FIRST, kinds.ASSIGNED, kinds.UNASSIGNED):
        data |= {"processingUser": _person(agent), "timeToAssignmentInSec": value}
    elif kind in (kinds.REPLY, kinds.REPLY_FIRST):
        open_seconds = min(value, desk.rhythm.open_seconds(at - value * 1000, at))
        data |= {"processingUser": agent_id(agent), "replyTimeInSec": value, "workingHourReplyTimeInSec": open_seconds}
    elif kind == kinds.STATUS:
        data |= {"oldStatus": kinds.STATUSES[old], "newStatus": kinds.STATUSES[value]}
    elif kind in (kinds.CLOSED, kinds.CLOSED_FIRST):
        data |= {"oldStatus": kinds.STATUSES[old], "newStatus": "DONE", "timeToCloseInSec": value}
    elif kind in (kinds.COMMENT, kinds.COMMENT_AFTER_CLOSE) and case:
        data["comment"] = spoken(desk.seed, case.traits, kind, place, agent, value, old)
    elif kind == kinds.RATED:
        data["rating"] = value
    elif kind == kinds.SLA_STARTED:
        data["dueInSec"] = value
    return {
        "_id": identity(EVENT, at, number, place),
        "action": kinds.ACTIONS[kind],
        "createdAt": instant(at),
        "actionUser": actor,
        "data": data,
    }


_BY_MACHINE = frozenset(
    {
        kinds.ASSIGNED_FIRST,
        kinds.ASSIGNED,
        kinds.UNASSIGNED,
        kinds.KAI_INVOLVED,
        kinds.KAI_ANSWERED,
        kinds.KAI_NO_ANSWER,
        kinds.SLA_STARTED,
        kinds.SLA_BREACHED,
        kinds.ARCHIVED,
    }
)


def _person(index: int) -> Document:
    person = AGENTS[index]
    return {"_id": agent_id(index), "firstName": person.first, "lastName": person.last, "email": person.email}
