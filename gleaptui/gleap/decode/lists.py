"""Lists: any table by its columns, and the team's performance by its known keys."""

from collections.abc import Mapping
from contextlib import suppress

from msgspec import structs

from gleaptui.gleap.decode.envelope import ShapeError, mapping, objects, parse, rows, sequence
from gleaptui.gleap.decode.people import full_name, identifier, is_service_account, person
from gleaptui.gleap.models import Agent, Cell, Column, StatList, TeamPerformance, Unit
from gleaptui.gleap.values import exact, measure, number, rated, seconds_in, written_duration
from gleaptui.text import clean, clean_block

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
    answer, items = _table(body, "rows")
    columns = _columns(answer.get("columns")) or _columns_of(items)
    return StatList(
        title=clean(answer.get("title"), _TEXT),
        columns=tuple(columns.values()),
        rows=tuple(tuple(_generic(item.get(key)) for key in columns) for item in items),
    )


def _table(body: bytes, expected: str) -> tuple[Mapping[str, object], list[Mapping[str, object]]]:
    """The answer with its rows; one that says what its columns are and has no rows is empty."""
    value = parse(body)
    answer = mapping(value)
    if value == {} or ("columns" in answer and "data" not in answer and "list" not in answer):
        return answer, []
    return answer, objects(rows(value, expected=expected))


def _columns(value: object) -> dict[str, Column]:
    """The columns by their keys as they stand in the rows."""
    found: dict[str, Column] = {}
    for item in sequence(value)[:_MOST_COLUMNS]:
        key = mapping(item).get("key") if isinstance(item, dict) else item
        if isinstance(key, str):
            name = clean(key, _TEXT)
            found[key] = Column(key=name, label=clean(mapping(item).get("label"), _TEXT) or name)
    return found


def _columns_of(items: list[Mapping[str, object]]) -> dict[str, Column]:
    keys = dict.fromkeys(key for item in items for key in item if not key.startswith("_"))
    return _columns(list(keys))


def _generic(value: object) -> Cell:
    if not isinstance(value, dict):
        return Cell(value=_figure(value), text=_text(value))
    if "value" not in value and "rawValue" not in value:
        return Cell(text=(named.name if (named := person(value)) else ""))
    exactly, scale, plain = (
        number(value.get("rawValue")),
        seconds_in(value.get("valueUnit")),
        number(value.get("value")),
    )
    shown = plain * scale if plain is not None and scale is not None else _figure(value.get("value"))
    # A zero beside a value that says nothing is what nothing adds up to.
    return Cell(value=exactly or shown, text=_shown(value), change_pct=number(value.get("progressValue")))


def _figure(value: object) -> float | None:
    found = rated(value)
    return found if found is not None else written_duration(value)


def _shown(cell: Mapping[str, object]) -> str:
    """A cell as Gleap would show it."""
    if display := _text(cell.get("displayValue")):
        return display
    value = cell.get("value")
    unit = clean(cell.get("valueUnit"), 20)
    return f"{_text(value)} {unit}" if unit and number(value) is not None else _text(value)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return exact(value) if number(value) is not None else ""
    return clean(value, _TEXT)


def team_performance(body: bytes) -> TeamPerformance:
    """The agents and, apart from them, Gleap's own average (API.md, "Team performance")."""
    _, items = _table(body, "agents")
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
    known = identifier(user) or clean(item.get("processingUser"), _TEXT)
    return Agent(
        name=full_name(user) or _name(item) or email or known,
        id=known,
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


def _given(item: Mapping[str, object], keys: tuple[str, ...]) -> Mapping[str, object]:
    """A cell under the first of the names that is there; a plain value is the value of one."""
    value = next((item[key] for key in keys if item.get(key) is not None), None)
    return value if isinstance(value, dict) else {"value": value}


def _cell(item: Mapping[str, object], keys: tuple[str, ...], unit: Unit) -> Cell:
    cell = _given(item, keys)
    found, assumed = measure(cell.get("value"), cell.get("rawValue"), cell.get("valueUnit"), unit)
    return Cell(
        # A bare number in a column of durations has no unit, so it is not taken for one.
        value=None if assumed else found,
        text=_shown(cell),
        change_pct=number(cell.get("progressValue")),
    )


def _hours(item: Mapping[str, object]) -> Cell:
    """Time active: its column is called hours, so that a bare number is hours."""
    given = _given(item, _HOURS)
    if number(given.get("value")) is not None and not given.get("valueUnit"):
        item = {_HOURS[0]: {**given, "valueUnit": "h"}}
    cell = _cell(item, _HOURS, "seconds")
    return structs.replace(cell, text=_shown(given))


def exported(body: bytes) -> str:
    """The lines of an exported list as cleaned text: CSV as it is, or within a JSON text (API.md, "Lists")."""
    text = body.decode("utf-8-sig", "replace")
    start = text[:500].lstrip()[:1]
    if start in ("", "<", "{", "[") or text.strip() == "null":
        raise ShapeError("CSV")
    if start == '"':
        # CSV whose first cell is quoted begins like a JSON text too.
        with suppress(ShapeError):
            text = str(parse(body))
    return clean_block(text, limit=len(text))
