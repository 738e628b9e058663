"""Which tickets a query means: every property is a filter (API.md, "Unknown parameters are filters")."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from gleaptui.demo import kinds
from gleaptui.demo.case import Case
from gleaptui.demo.desk import Desk, epoch_ms
from gleaptui.demo.people import customer
from gleaptui.demo.phrases import title_of
from gleaptui.demo.tickets import due, snoozed_until, tags, team_of, ticket_id, upvotes
from gleaptui.demo.wire import Json, agent_id, session, team_id

Pairs = Sequence[tuple[str, str]]
Getter = Callable[[Desk, Case], Json]


class CastError(ValueError):
    """A value cannot be read as a date; Gleap answers 409 (API.md, "Date comparisons")."""

    def __init__(self, path: str, value: str) -> None:
        super().__init__(f'Cast to date failed for value "{value}" (type string) at path "{path}"')
        self.path = path
        self.value = value


class NumberError(ValueError):
    """A number was expected; Gleap's validation answers 422. The argument names the parameter."""


_PROPERTIES: dict[str, Getter] = {
    "_id": lambda desk, case: ticket_id(case),
    "id": lambda desk, case: ticket_id(case),
    "bugId": lambda desk, case: case.traits.number,
    "type": lambda desk, case: kinds.TYPES[case.traits.type],
    "status": lambda desk, case: kinds.STATUSES[case.status],
    "statusLabel": lambda desk, case: kinds.STATUS_LABELS[case.status],
    "priority": lambda desk, case: kinds.PRIORITIES[case.traits.priority],
    "title": lambda desk, case: title_of(desk.seed, case.traits),
    "archived": lambda desk, case: case.archived_at > 0,
    "isSpam": lambda desk, case: case.traits.spam,
    "tags": lambda desk, case: tags(case),
    "slaBreached": lambda desk, case: case.breached,
    "hasAgentReply": lambda desk, case: case.replied,
    "noHumanInteraction": lambda desk, case: not case.replied,
    "snoozed": lambda desk, case: snoozed_until(desk, case) > 0,
    "queued": lambda desk, case: case.queued,
    "processingUser": lambda desk, case: agent_id(case.agent) if case.agent >= 0 else None,
    "processingTeam": lambda desk, case: team_id(team_of(case)),
    "session": lambda desk, case: session(customer(case.traits.customer))["_id"],
    "session.email": lambda desk, case: customer(case.traits.customer).email,
    "session.name": lambda desk, case: customer(case.traits.customer).name,
    "session.plan": lambda desk, case: customer(case.traits.customer).plan,
    "session.companyName": lambda desk, case: customer(case.traits.customer).company,
    "channel.type": lambda desk, case: kinds.CHANNELS[case.traits.channel],
    "conversationRating": lambda desk, case: case.rating or None,
    "upvotesCount": lambda desk, case: upvotes(desk, case) if case.traits.type == kinds.FEATURE_REQUEST else None,
    "trackerTicket": lambda desk, case: case.traits.type == kinds.FOR_RELEASE,
}
_INSTANTS: dict[str, Callable[[Desk, Case], int]] = {
    "createdAt": lambda desk, case: case.traits.at,
    "updatedAt": lambda desk, case: case.updated,
    "lastNotification": lambda desk, case: case.latest,
    "firstAssignmentAt": lambda desk, case: case.assigned_at,
    "archivedAt": lambda desk, case: case.archived_at,
    "dueDate": lambda desk, case: due(case),
    "snoozedUntil": lambda desk, case: snoozed_until(desk, case),
}
_CONTROLS = frozenset({"skip", "limit", "sort", "ignoreArchived"})
_OPERATOR = re.compile(r"^([A-Za-z_.]+)(>=|<=|!=|>|<|!)(.*)$", re.DOTALL)


def select(desk: Desk, pairs: Pairs) -> list[Case]:
    """The tickets that match, oldest first. Raises `CastError`.

    Archived tickets are left out unless ``archived`` or ``ignoreArchived=true`` asks for them.
    """
    named = dict(pairs)
    found: Iterable[Case] = desk.cases
    if "archived" not in named and named.get("ignoreArchived") != "true":
        found = [case for case in found if not case.archived_at]
    for name, value in sorted(pairs, key=lambda pair: pair[0] not in ("status", "createdAt>", "createdAt<")):
        if name not in _CONTROLS:
            found = _narrowed(desk, list(found), name.removesuffix("[]"), value)
    return list(found)


def _narrowed(desk: Desk, cases: list[Case], name: str, value: str) -> list[Case]:
    match = _OPERATOR.match(name)
    if match is None:
        return _equal(desk, cases, name, value)
    path, operator, rest = match.groups()
    if operator in (">=", "<=") and not rest:
        raise CastError(path, f"={value}") if path in _INSTANTS else CastError(path, value)
    if operator == "!":
        wanted = set(map(id, _equal(desk, cases, path, value)))
        return [case for case in cases if id(case) not in wanted]
    if not rest:  # the equals sign of >= and <= parted name and value
        operator, rest = operator + "=", value
    return _compared(desk, cases, path, operator, rest)


def _compared(desk: Desk, cases: list[Case], path: str, operator: str, text: str) -> list[Case]:
    get = _INSTANTS.get(path)
    if get is None:
        return []
    at = read_instant(text)
    if at is None:
        raise CastError(path, text)
    if operator == ">=":
        return [case for case in cases if get(desk, case) >= at]
    if operator == ">":
        return [case for case in cases if get(desk, case) > at]
    if operator == "<=":
        return [case for case in cases if 0 < get(desk, case) <= at]
    if operator == "<":
        return [case for case in cases if 0 < get(desk, case) < at]
    return [case for case in cases if get(desk, case) != at]


def _equal(desk: Desk, cases: list[Case], name: str, value: str) -> list[Case]:
    instants = _INSTANTS.get(name)
    if instants is not None:
        at = read_instant(value)
        if at is None:
            raise CastError(name, value)
        return [case for case in cases if instants(desk, case) == at]
    get = _PROPERTIES.get(name)
    if get is None:
        return []
    if len(value) > 2 and value[0] == "/" and value.rfind("/") > 0:
        return _matching(desk, cases, get, value)
    wanted = {_typed(cast(part)) for part in value.split(",")}
    found: list[Case] = []
    for case in cases:
        actual = get(desk, case)
        hit = any(_typed(item) in wanted for item in actual) if isinstance(actual, list) else _typed(actual) in wanted
        if hit:
            found.append(case)
    return found


def _typed(value: Json) -> tuple[type, object]:
    """The value with its type, so that 1 is not true."""
    return type(value), value


def _matching(desk: Desk, cases: list[Case], get: Getter, value: str) -> list[Case]:
    end = value.rfind("/")
    try:
        pattern = re.compile(value[1:end], re.IGNORECASE if "i" in value[end:] else 0)
    except re.error:
        return []
    return [case for case in cases if isinstance(text := get(desk, case), str) and pattern.search(text)]


def _key(value: Json) -> tuple[str, str]:
    return type(value).__name__, str(value)


def cast(text: str) -> Json:
    """A value of the query as the database sees it: true, false, null and numbers are not strings."""
    plain: dict[str, Json] = {"true": True, "false": False, "null": None}
    if text in plain:
        return plain[text]
    return int(text) if re.fullmatch(r"-?\d{1,15}", text) else text


def read_instant(text: str) -> int | None:
    """Epoch milliseconds of an ISO instant or day, None if it is neither."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return epoch_ms(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def ordered(desk: Desk, cases: list[Case], sort: str) -> list[Case]:
    """The tickets in the order asked for; oldest first without one."""
    name, backwards = sort.removeprefix("-"), sort.startswith("-")
    if name == "priority":
        return sorted(cases, key=lambda case: case.traits.priority, reverse=backwards)
    instants = _INSTANTS.get(name)
    if instants is not None and name != "createdAt":
        return sorted(cases, key=lambda case: instants(desk, case), reverse=backwards)
    if name == "createdAt" or name not in _PROPERTIES:
        return cases[::-1] if backwards else cases
    get = _PROPERTIES[name]
    return sorted(cases, key=lambda case: _key(get(desk, case)), reverse=backwards)


def whole_number(pairs: Pairs, name: str, default: int) -> int:
    """A count from the query. Raises `NumberError`."""
    text = dict(pairs).get(name)
    if text is None:
        return default
    try:
        return max(0, int(float(text)))
    except (ValueError, OverflowError) as error:
        raise NumberError(name) from error
