"""The raw log: ten thousand entries at a time, so they are read by a compiled decoder, a piece at a time."""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from operator import attrgetter

import msgspec
from msgspec import Struct

from gleaptui.gleap.decode.longarray import pieces
from gleaptui.gleap.models import Event
from gleaptui.gleap.values import moment, number
from gleaptui.text import clean

_NAME = 120
_DETAIL = 300

_Plain = str | int | float | bool | list[object] | None
"""What may stand where an object is expected. A field of any kind is read; one that does not fit is left out."""


class _Who(Struct, gc=False):
    mongo: object = msgspec.field(default=None, name="_id")
    id: object = None
    firstName: object = None  # noqa: N815 - as Gleap spells it
    lastName: object = None  # noqa: N815
    name: object = None
    email: object = None


class _Data(Struct, gc=False):
    processingUser: _Who | _Plain = None  # noqa: N815
    ticket: _Who | _Plain = None
    ticketId: _Who | _Plain = None  # noqa: N815
    ticketID: _Who | _Plain = None  # noqa: N815
    bug: _Who | _Plain = None
    bugId: _Who | _Plain = None  # noqa: N815
    feedback: _Who | _Plain = None
    oldStatus: object = None  # noqa: N815
    newStatus: object = None  # noqa: N815
    replyTimeInSec: object = None  # noqa: N815
    timeToAssignmentInSec: object = None  # noqa: N815
    workingHourReplyTimeInSec: object = None  # noqa: N815
    comment: object = None
    type: object = None


class _Entry(Struct, gc=False):
    mongo: object = msgspec.field(default=None, name="_id")
    id: object = None
    action: object = None
    type: object = None
    createdAt: object = None  # noqa: N815
    date: object = None
    timestamp: object = None
    actionUser: _Who | _Plain = None  # noqa: N815
    user: _Who | _Plain = None
    processingUser: _Who | _Plain = None  # noqa: N815
    data: _Data | _Plain = None
    ticket: _Who | _Plain = None
    ticketId: _Who | _Plain = None  # noqa: N815
    ticketID: _Who | _Plain = None  # noqa: N815
    bug: _Who | _Plain = None
    bugId: _Who | _Plain = None  # noqa: N815
    feedback: _Who | _Plain = None


_DECODER = msgspec.json.Decoder(list[_Entry | _Plain])
_NOTHING = _Data()


def events(body: bytes) -> tuple[Event, ...]:
    """The entries, oldest first; those without a time last (API.md, "Raw data")."""
    return in_order([event for piece in events_in_pieces(body) for event in piece])


def in_order(found: list[Event]) -> tuple[Event, ...]:
    """The entries by time, those without one last."""
    dated = sorted((event for event in found if event.at is not None), key=attrgetter("at"))
    return (*dated, *(event for event in found if event.at is None))


def events_in_pieces(body: bytes) -> Iterator[list[Event]]:
    """The same as `events` in the order of the answer, about a hundred at a time (API.md, "Raw data")."""
    for piece in pieces(body, _DECODER.decode, _converted, expected="events"):
        yield [event for entry in piece if isinstance(entry, _Entry) and (event := _event(entry)) is not None]


def _converted(item: object) -> _Entry | _Plain:
    return msgspec.convert(item, _Entry) if isinstance(item, dict) else None


def _event(entry: _Entry) -> Event | None:
    data = entry.data if isinstance(entry.data, _Data) else _NOTHING
    written = entry.createdAt or entry.date or entry.timestamp
    action = _name(entry.action or entry.type)
    if not action and not written:
        return None
    actor, agent = _who(entry.actionUser or entry.user), _who(data.processingUser or entry.processingUser)
    ticket, detail = _ticket(entry, data), _detail(data.comment or data.type)
    old_status, new_status = _name(data.oldStatus), _name(data.newStatus)
    return Event(
        id=clean(entry.mongo or entry.id, _NAME)
        or _digest(
            f"{written}\n{data.replyTimeInSec}\n{data.timeToAssignmentInSec}\n{action}\n{actor}\n{agent}\n{ticket}\n"
            f"{old_status}\n{new_status}\n{detail}"
        ),
        action=action,
        at=moment(written),
        actor=actor,
        agent=agent,
        ticket=ticket,
        old_status=old_status,
        new_status=new_status,
        seconds=_seconds(data),
        detail=detail,
    )


def _name(value: object) -> str:
    return _known(value) if isinstance(value, str) else ""


@lru_cache(maxsize=4_096)
def _known(text: str) -> str:
    """The same few names and words stand in all entries."""
    return clean(text, _NAME)


def _detail(value: object) -> str:
    return clean(value.strip(), _DETAIL) if isinstance(value, str) else ""


@lru_cache(maxsize=4_096)
def _known_person(first: str, last: str) -> str:
    return " ".join(part for part in (clean(first, _NAME), clean(last, _NAME)) if part)


def _who(value: _Who | _Plain) -> str:
    if isinstance(value, str):
        return _known(value)
    if not isinstance(value, _Who):
        return ""
    first, last = value.firstName, value.lastName
    named = _known_person(first if isinstance(first, str) else "", last if isinstance(last, str) else "")
    return named or _name(value.name) or _name(value.email) or _identity(value)


def _identity(value: _Who | _Plain) -> str:
    return clean(value.mongo or value.id if isinstance(value, _Who) else value, _NAME)


def _ticket(entry: _Entry, data: _Data) -> str:
    """Where an entry names its ticket is not known."""
    named = entry.ticket or entry.ticketId or data.ticket or data.ticketId or entry.ticketID or data.ticketID
    named = named or entry.bug or data.bug or entry.feedback or data.feedback or entry.bugId or data.bugId
    return _identity(named) if named else ""


def _seconds(data: _Data) -> float | None:
    for time in (data.replyTimeInSec, data.timeToAssignmentInSec, data.workingHourReplyTimeInSec):
        if time is not None and (found := number(time)) is not None:
            return found
    return None


def _digest(said: str) -> str:
    """An id made of what an entry says and will say again. Not of all that it holds: the people in it also carry when
    they were last seen."""
    return blake2b(said.encode("utf-8", "replace"), digest_size=12).hexdigest()
