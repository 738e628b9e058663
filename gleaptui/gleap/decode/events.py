"""The raw log: ten thousand entries at a time, so the usual ones are read by a compiled decoder."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec
from msgspec import Struct

from gleaptui.gleap.decode.envelope import ShapeError, mapping, objects, parse, rows
from gleaptui.gleap.decode.people import full_name, identifier
from gleaptui.gleap.models import Event
from gleaptui.gleap.values import moment, number
from gleaptui.text import clean

_NAME = 120
_DETAIL = 300
_TICKET_KEYS = ("ticket", "ticketId", "ticketID", "bug", "bugId", "feedback")
_TIME_KEYS = ("replyTimeInSec", "timeToAssignmentInSec", "workingHourReplyTimeInSec")
SLICE = 500
"""How many entries are read at a time where others must get a turn in between."""


class _Who(Struct):
    id: str = ""
    mongo: str = msgspec.field(default="", name="_id")
    firstName: str = ""  # noqa: N815 - as Gleap spells it
    lastName: str = ""  # noqa: N815
    name: str = ""
    email: str = ""


class _Data(Struct):
    processingUser: _Who | str | None = None  # noqa: N815
    ticket: str | None = None
    oldStatus: str | None = None  # noqa: N815
    newStatus: str | None = None  # noqa: N815
    replyTimeInSec: float | None = None  # noqa: N815
    timeToAssignmentInSec: float | None = None  # noqa: N815
    workingHourReplyTimeInSec: float | None = None  # noqa: N815
    comment: str | None = None
    type: str | None = None
    ticketId: str | None = None  # noqa: N815
    bug: str | None = None


class _Entry(Struct):
    action: str
    createdAt: datetime  # noqa: N815
    id: str = ""
    mongo: str = msgspec.field(default="", name="_id")
    actionUser: _Who | None = None  # noqa: N815
    data: _Data | None = None
    ticket: str | None = None
    ticketId: str | None = None  # noqa: N815


_ITEMS = msgspec.json.Decoder(list[msgspec.Raw])
_WRAPPED = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ENTRY = msgspec.json.Decoder(_Entry)


def events(body: bytes) -> tuple[Event, ...]:
    """The entries, oldest first; those without a time last (API.md, "Raw data")."""
    return in_order([event for batch in events_in_slices(body) for event in batch])


def in_order(found: list[Event]) -> tuple[Event, ...]:
    """The entries by time, those without one last."""
    return tuple(sorted(found, key=lambda event: (event.at is None, event.at.timestamp() if event.at else 0.0)))


def events_in_slices(body: bytes) -> Iterator[list[Event]]:
    """The same as `events` in the order of the answer, a few hundred at a time."""
    items = _split(body)
    for start in range(0, len(items), SLICE):
        yield [event for item in items[start : start + SLICE] if (event := _event(item)) is not None]


def _split(body: bytes) -> list[msgspec.Raw]:
    try:
        if body.lstrip()[:1] == b"[":
            return _ITEMS.decode(body)
        for key in ("data", "items", "list", "results"):
            wrapped = _WRAPPED.decode(body)
            if key in wrapped:
                return _ITEMS.decode(wrapped[key])
    except (msgspec.DecodeError, msgspec.ValidationError, RecursionError, UnicodeDecodeError):
        pass
    items = rows(parse(body), expected="events")
    return [msgspec.Raw(encoded) for item in items if (encoded := _encoded(item)) is not None]


def _encoded(item: object) -> bytes | None:
    try:
        return msgspec.json.encode(item)
    except (UnicodeEncodeError, RecursionError, OverflowError, TypeError):
        return msgspec.json.encode(_plain(mapping(item))) if isinstance(item, dict) else None


def _plain(item: Mapping[str, object]) -> dict[str, object]:
    """What can be said of an entry whose text cannot be encoded."""
    return {key: clean(value, _DETAIL) for key, value in item.items() if key.isascii() and isinstance(value, str)}


def _event(item: msgspec.Raw) -> Event | None:
    try:
        entry = _ENTRY.decode(item)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError):
        return _odd(item)
    data = entry.data or _Data()
    if entry.createdAt.tzinfo is None:
        return _odd(item)
    return Event(
        id=clean(entry.mongo or entry.id, _NAME) or _digest(item),
        action=clean(entry.action, _NAME),
        at=entry.createdAt,
        actor=_who(entry.actionUser),
        agent=_who(data.processingUser),
        ticket=clean(entry.ticket or entry.ticketId or data.ticket or data.ticketId or data.bug, _NAME),
        old_status=clean(data.oldStatus, _NAME),
        new_status=clean(data.newStatus, _NAME),
        seconds=_first(data.replyTimeInSec, data.timeToAssignmentInSec, data.workingHourReplyTimeInSec),
        detail=clean(data.comment or data.type, _DETAIL),
    )


def _first(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)


def _who(value: _Who | str | None) -> str:
    if value is None or isinstance(value, str):
        return clean(value, _NAME)
    name = " ".join(part for part in (clean(value.firstName, _NAME), clean(value.lastName, _NAME)) if part)
    return name or clean(value.name, _NAME) or clean(value.email, _NAME) or clean(value.mongo or value.id, _NAME)


def _odd(item: msgspec.Raw) -> Event | None:
    """An entry with a field of an unexpected kind: read key by key, leaving out what does not fit."""
    try:
        entry = objects([parse(bytes(item))])
    except ShapeError:
        return None
    if not entry or not any(entry[0].get(key) for key in ("action", "type", "createdAt")):
        return None
    found, data = entry[0], mapping(entry[0].get("data"))
    times = (number(data.get(key)) for key in _TIME_KEYS)
    return Event(
        id=identifier(found) or _digest(item),
        action=clean(found.get("action") or found.get("type"), _NAME),
        at=moment(found.get("createdAt") or found.get("date") or found.get("timestamp")),
        actor=_anybody(found.get("actionUser") or found.get("user")),
        agent=_anybody(data.get("processingUser") or found.get("processingUser")),
        ticket=_ticket(found) or _ticket(data),
        old_status=clean(data.get("oldStatus"), _NAME),
        new_status=clean(data.get("newStatus"), _NAME),
        seconds=_first(*times),
        detail=clean(data.get("comment") or data.get("type"), _DETAIL),
    )


def _anybody(value: object) -> str:
    if isinstance(value, dict):
        return full_name(value) or clean(value.get("email"), _NAME) or identifier(value)
    return clean(value, _NAME)


def _ticket(value: Mapping[str, object]) -> str:
    for key in _TICKET_KEYS:
        found = value.get(key)
        if isinstance(found, dict):
            found = identifier(found)
        if isinstance(found, str) and found:
            return clean(found, _NAME)
    return ""


def _digest(item: msgspec.Raw) -> str:
    return hashlib.blake2b(bytes(item), digest_size=12).hexdigest()
