"""Lists: any table by its columns, and the team's performance by its known keys."""

from collections.abc import Mapping

from gleaptui.gleap.decode.envelope import mapping, objects, parse, rows, sequence
from gleaptui.gleap.decode.people import full_name, identifier, is_service_account, person
from gleaptui.gleap.models import Agent, Cell, Column, StatList, TeamPerformance, Unit
from gleaptui.gleap.values import first_number, measure, number, seconds_in
from gleaptui.text import clean

_TEXT = 300
_MOST_COLUMNS = 60

_ASSIGNED = ("totalCountForUser", "assignedTo")
_WORKED_ON = ("ticketActivityCount", "ticketsWorkedOn")
_REPLIES = ("commentCount", "repliesSent")
_CLOSED = ("rawClosed", "firstClosed")
_REPLY_TIME = ("medianReplyTime", "medianResponseTime")
_FIRST_REPLY = ("medianTimeToFirstReplyInSec", "medianFirstReplyTime")
_FIRST_ASSIGNMENT = ("medianFirstAssignmentReplyTime",)
_CLOSE_TIME = ("timeToLastCloseInSec", "medianTimeToClose")
_HOURS = ("hoursActive", "activeHours")
_RATING = ("averageRating", "medianConversationRating", "conversationRating")


def stat_list(body: bytes) -> StatList:
    """Any list, from its columns or, where it names none, from the keys of its rows (API.md, "Lists")."""
    value = parse(body)
    answer = mapping(value)
    items = objects(rows(value if value != {} else [], expected="rows"))
    columns = _columns(answer.get("columns")) or _columns_of(items)
    return StatList(
        title=clean(answer.get("title"), _TEXT),
        columns=columns,
        rows=tuple(tuple(_generic(item.get(column.key)) for column in columns) for item in items),
    )


def _columns(value: object) -> tuple[Column, ...]:
    found = (
        Column(key=key, label=clean(item.get("label"), _TEXT) or key)
        for item in objects(sequence(value))[:_MOST_COLUMNS]
        if isinstance(item.get("key"), str) and (key := str(item["key"])[:_TEXT])
    )
    return tuple(found)


def _columns_of(items: list[Mapping[str, object]]) -> tuple[Column, ...]:
    keys = dict.fromkeys(key for item in items for key in item if not key.startswith("_"))
    return tuple(Column(key=key, label=clean(key, _TEXT)) for key in list(keys)[:_MOST_COLUMNS])


def _generic(value: object) -> Cell:
    if not isinstance(value, dict):
        return Cell(value=number(value), text=_text(value))
    if "value" not in value and "rawValue" not in value:
        return Cell(text=(named.name if (named := person(value)) else ""))
    shown = value.get("displayValue") or value.get("value")
    raw = number(value.get("rawValue"))
    scale = seconds_in(value.get("valueUnit"))
    plain = first_number(value.get("value"))
    if raw is None and plain is not None and scale is not None:
        raw = plain * scale
    return Cell(
        value=raw if raw is not None else plain,
        text=_text(shown),
        change_pct=number(value.get("progressValue")),
    )


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:g}" if number(value) is not None else ""
    return clean(value, _TEXT)


def team_performance(body: bytes) -> TeamPerformance:
    """The agents and, apart from them, Gleap's own average (API.md, "Team performance")."""
    value = parse(body)
    items = objects(rows(value if value != {} else [], expected="agents"))
    average = _average_row(items)
    agents = tuple(_agent(item) for item in items if item is not average)
    return TeamPerformance(
        agents=tuple(agent for agent in agents if agent.name),
        average=_agent(average) if average is not None else None,
        all_zero=bool(agents) and all(_idle(agent) for agent in agents),
    )


def _average_row(items: list[Mapping[str, object]]) -> Mapping[str, object] | None:
    """The last row named "Team average" that belongs to nobody: a person may bear that name."""
    found = [item for item in items if not item.get("processingUser") and _name(item).lower() == "team average"]
    return found[-1] if found else None


def _idle(agent: Agent) -> bool:
    counts = (agent.assigned, agent.worked_on, agent.replies, agent.closed)
    known = [cell.value for cell in counts if cell.value is not None]
    return bool(known) and not any(known)


def _agent(item: Mapping[str, object]) -> Agent:
    user = mapping(item.get("processingUser"))
    email = clean(user.get("email"), _TEXT)
    reference = item.get("processingUser")
    return Agent(
        name=full_name(user) or _name(item) or email or clean(reference, _TEXT),
        id=identifier(user) or clean(reference, _TEXT),
        email=email,
        service_account=is_service_account(user, email),
        assigned=_cell(item, _ASSIGNED, "count"),
        worked_on=_cell(item, _WORKED_ON, "count"),
        replies=_cell(item, _REPLIES, "count"),
        closed=_cell(item, _CLOSED, "count"),
        reply_time=_cell(item, _REPLY_TIME, "seconds"),
        first_reply_time=_cell(item, _FIRST_REPLY, "seconds"),
        first_assignment_reply_time=_cell(item, _FIRST_ASSIGNMENT, "seconds"),
        time_to_close=_cell(item, _CLOSE_TIME, "seconds"),
        hours_active=_hours(item),
        rating=_cell(item, _RATING, "rating"),
    )


def _name(item: Mapping[str, object]) -> str:
    for key in ("processingUserREF", "user", "name"):
        value = item.get(key)
        if isinstance(value, dict):
            value = value.get("value") or full_name(value)
        if name := clean(value, _TEXT):
            return name
    return ""


def _cell(item: Mapping[str, object], keys: tuple[str, ...], unit: Unit) -> Cell:
    value = next((item[key] for key in keys if item.get(key) is not None), None)
    if not isinstance(value, dict):
        # A bare number in a column of durations has no unit, so it is not taken for one.
        bare = None if unit == "seconds" else measure(value, None, None, unit)[0]
        return Cell(value=bare, text=_text(value))
    found, assumed = measure(value.get("value"), value.get("rawValue"), value.get("valueUnit"), unit)
    return Cell(
        value=None if assumed else found,
        text=_text(value.get("displayValue") or value.get("value")),
        change_pct=number(value.get("progressValue")),
    )


def _hours(item: Mapping[str, object]) -> Cell:
    """Time active: its column is called hours, so that a bare number is hours."""
    cell = _cell(item, _HOURS, "seconds")
    if cell.value is not None:
        return cell
    bare = number(cell.text)
    return Cell(value=bare * 3_600 if bare is not None else None, text=cell.text, change_pct=cell.change_pct)
