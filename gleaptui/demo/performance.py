"""TEAM_PERFORMANCE_LIST: what each agent did in a window (API.md, "Team performance")."""

from collections.abc import Callable, Sequence

from gleaptui.demo.answers import agents_online, change, last_seen, mean, median
from gleaptui.demo.desk import Desk
from gleaptui.demo.people import AGENTS
from gleaptui.demo.windows import Window
from gleaptui.demo.wire import NOTHING, Document, Json, agent, count_cell, rating_text, table, text_cell, time_cell

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
            body.append({"user": text_cell(AGENTS[index].name), **cells})
        else:
            seen = last_seen(desk, index)
            user = agent(index, seen, index in online)
            body.append({"processingUserREF": AGENTS[index].name, **cells, "processingUser": user})
    if rows:
        cells = _cells(_average(desk, window, [index for index, _ in rows], rows, average), {}, other)
        body.append(
            {"user": text_cell(_TEAM_AVERAGE), **cells} if other else {"processingUserREF": _TEAM_AVERAGE, **cells}
        )
    columns = [("User", "processingUserREF", "user"), *_COLUMNS]
    return table("Team performance", [(label, alias if other else key) for label, key, alias in columns], body, other)


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
