"""Tickets, from lists and alone. Only the fields named here are read; a ticket also carries secret tokens."""

import re
from collections.abc import Mapping

from gleaptui.gleap import richtext
from gleaptui.gleap.decode.authors import author_of
from gleaptui.gleap.decode.envelope import ShapeError, mapping, objects, parse, rows, sequence
from gleaptui.gleap.decode.people import identifier, person
from gleaptui.gleap.markup import unescaped
from gleaptui.gleap.models import Activity, Attachment, AuthorKind, Customer, LinkedTicket, Person, Ticket, TicketPage
from gleaptui.gleap.values import exact, moment, number, whole
from gleaptui.text import clean

_TITLE = 300
_TEXT = 2_000
_NAME = 200
_MOST_TAGS = 50
_MOST_FIELDS = 100


def ticket_page(body: bytes) -> TicketPage:
    """A page of tickets in any envelope; ``total`` only where it was said (API.md, "Tickets")."""
    value = parse(body)
    items = rows(value, expected="tickets")
    found = (_ticket(item) for item in objects(items))
    return TicketPage(
        tickets=tuple(ticket for ticket in found if ticket is not None),
        total=whole(mapping(value).get("totalCount")),
    )


def ticket(body: bytes) -> Ticket:
    """One ticket, bare or wrapped (API.md, "Ticket")."""
    value = mapping(parse(body))
    found = _ticket(mapping(value.get("ticket"))) or _ticket(value) or _ticket(mapping(value.get("data")))
    if found is None:
        raise ShapeError("a ticket")
    return found


def _ticket(item: Mapping[str, object]) -> Ticket | None:
    known = identifier(item)
    if not known:
        return None
    return Ticket(
        id=known,
        number=whole(item.get("bugId")),
        title=_title(item),
        type=clean(item.get("type"), _NAME),
        status=clean(item.get("status"), _NAME),
        status_label=clean(item.get("statusLabel"), _NAME),
        priority=clean(item.get("priority"), _NAME),
        created_at=moment(item.get("createdAt")),
        updated_at=moment(item.get("updatedAt")),
        last_notification=moment(item.get("lastNotification")),
        first_assignment_at=moment(item.get("firstAssignmentAt")),
        archived_at=moment(item.get("archivedAt")),
        snoozed_until=moment(item.get("snoozedUntil")),
        due_at=moment(item.get("dueDate")),
        archived=item.get("archived") is True,
        spam=item.get("isSpam") is True,
        snoozed=item.get("snoozed") is True,
        queued=item.get("queued") is True,
        sla_breached=_truth(item.get("slaBreached")),
        has_agent_reply=_truth(item.get("hasAgentReply")),
        tags=tuple(tag for raw in sequence(item.get("tags"))[:_MOST_TAGS] if (tag := clean(raw, _NAME))),
        assignee=person(item.get("processingUser")),
        team=_team(item.get("processingTeam")),
        customer=_customer(item.get("session")) or _customer(item.get("contact")),
        channel=clean(mapping(item.get("channel")).get("type") or item.get("channel"), _NAME),
        summary=clean(item.get("aiSummary"), _TEXT),
        sentiment=clean(item.get("sentiment"), _NAME),
        rating=number(item.get("conversationRating")),
        latest_comment=_comment(item.get("latestComment")),
        latest_author=_latest_author(item),
        upvotes=whole(item.get("upvotesCount")),
        linked=_linked(item.get("linkedTickets")),
        tracker=item.get("trackerTicket") is True,
        form=_form(item),
        attachments=attachments(item.get("attachments")),
    )


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _title(item: Mapping[str, object]) -> str:
    """The title or, as it is often empty, the best words there are (API.md, "Tickets")."""
    description = mapping(mapping(item.get("form")).get("description")).get("value")
    candidates = (
        item.get("title"),
        item.get("plainContent"),
        _unescaped(mapping(item.get("formData")).get("description")),
        _unescaped(description),
    )
    return next((title for raw in candidates if (title := clean(raw, _TITLE))), "") or _comment(
        item.get("latestComment"), _TITLE
    )


def _unescaped(value: object) -> str:
    return unescaped(value[:20_000]) if isinstance(value, str) else ""


def _comment(value: object, limit: int = _TEXT) -> str:
    lines = richtext.of_message(value) if isinstance(value, dict) else richtext.lines(value)
    return clean(" ".join("".join(span.text for span in line.spans) for line in lines[:20]), limit)


def _latest_author(item: Mapping[str, object]) -> AuthorKind:
    latest = item.get("latestComment")
    if not isinstance(latest, dict):
        return "unknown"
    contact = mapping(item.get("session")) or mapping(item.get("contact"))
    return author_of(latest, clean(contact.get("email"), _NAME).lower())


def _team(value: object) -> str:
    return clean(mapping(value).get("name") if isinstance(value, dict) else value, _NAME)


def _customer(value: object) -> Customer | None:
    if not isinstance(value, dict):
        return None
    found = Customer(
        name=clean(value.get("name"), _NAME),
        email=clean(value.get("email"), _NAME),
        plan=clean(value.get("plan"), _NAME),
        company=clean(value.get("companyName"), _NAME),
        phone=clean(value.get("phone"), _NAME),
    )
    return found if found != Customer() else None


def _linked(value: object) -> tuple[LinkedTicket, ...]:
    found: list[LinkedTicket] = []
    for item in sequence(value)[:200]:
        if isinstance(item, str) and (known := clean(item, _NAME)):
            found.append(LinkedTicket(id=known))
        elif isinstance(item, dict) and (known := identifier(item)):
            number_ = whole(item.get("bugId"))
            found.append(LinkedTicket(id=known, number=number_, title=clean(item.get("title"), _TITLE)))
    return tuple(found)


def _form(item: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Names and values of the form; HTML entities occur in them (API.md, "Text safety")."""
    form, data = mapping(item.get("form")), mapping(item.get("formData"))
    fields = [_named(key, raw) for key, raw in (form or data).items()]
    return tuple((name, value) for name, value in fields if name and value)[:_MOST_FIELDS]


def _named(key: str, raw: object) -> tuple[str, str]:
    if not isinstance(raw, dict):
        return clean(key, _NAME), _field(raw)
    return clean(raw.get("title"), _NAME) or clean(raw.get("name"), _NAME) or clean(key, _NAME), _field(
        raw.get("value")
    )


def _field(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return exact(value) if number(value) is not None else ""
    if isinstance(value, list):
        return ", ".join(part for item in value[:50] if not isinstance(item, list) and (part := _field(item)))
    return clean(_unescaped(value), _TEXT)


def attachments(value: object) -> tuple[Attachment, ...]:
    """Files by name; never fetched."""
    found: list[Attachment] = []
    for item in objects(sequence(value))[:100]:
        url = clean(item.get("url"))
        name = clean(item.get("name"), _NAME) or clean(url.split("?")[0].rpartition("/")[2], _NAME)
        if name or url:
            found.append(Attachment(name=name or "file", url=url, kind=clean(item.get("type"), _NAME)))
    return tuple(found)


def activities(body: bytes) -> tuple[Activity, ...]:
    """A ticket's log, oldest first, whatever its items hold (API.md, "Activity log")."""
    found = [_activity(item) for item in objects(rows(parse(body), expected="activities"))]
    said = [activity for activity in found if activity.what or activity.who]
    return tuple(sorted(said, key=_when))


def _when(activity: Activity) -> tuple[bool, float]:
    return (activity.at is None, activity.at.timestamp() if activity.at else 0.0)


def _activity(item: Mapping[str, object]) -> Activity:
    who, data = person(item.get("user") or item.get("actionUser")), item.get("data")
    parts = [item.get(name) for name in ("action", "type", "event", "field", "value")]
    words = list(dict.fromkeys(_field(part) for part in (*parts, data)))
    words += [_detail(key, value) for key, value in list(mapping(data).items())[:5]]
    return Activity(
        at=moment(item.get("createdAt") or item.get("date") or item.get("timestamp")),
        who=who.name if who else "",
        what=clean(" ".join(word for word in words if word), _TEXT),
    )


def _detail(key: str, value: object) -> str:
    named: Person | None = person(value) if isinstance(value, dict) else None
    shown = named.name if named else _field(value)
    return f"{clean(key, _NAME)}: {shown}" if shown else ""


_CLOSED_SETS = (
    frozenset({"BUG", "INQUIRY", "FEATURE_REQUEST", "CRASH", "BOT"}),
    frozenset({"OPEN", "INPROGRESS", "DONE"}),
)
"""Types and statuses: a ticket has one of each, so that counts by both cannot be added up."""
_KIND = re.compile(r"[A-Z][A-Z0-9_-]{1,40}\Z")
_ALL = ("ALL", "TOTAL")


def ticket_count(body: bytes) -> int | None:
    """How many tickets, from any of the four shapes it may have; None where it is none of them (API.md, "Ticket
    count")."""
    value = parse(body)
    if not isinstance(value, dict | list):
        return whole(value)
    for key in ("count", "totalCount", "total"):
        if (found := whole(mapping(value).get(key))) is not None:
            return found
    if isinstance(value, list):
        counts = {clean(item.get("_id") or item.get("type"), _NAME): item.get("count") for item in objects(value)}
        return _sum_of_kinds(counts) if len(counts) == len(value) else None
    return _sum_of_kinds(value)


def _sum_of_kinds(counts: Mapping[str, object]) -> int | None:
    """The sum of counts by type, or the one that says that it is the sum."""
    for key in _ALL:
        if key in counts:
            return whole(counts[key])
    parts = [whole(part) for part in counts.values()]
    known = [part for part in parts if part is not None]
    kinds = all(_KIND.match(key) for key in counts) and not all(counts.keys() & names for names in _CLOSED_SETS)
    return sum(known) if known and kinds and len(known) == len(parts) else None
