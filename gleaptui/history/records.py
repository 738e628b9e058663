"""An event as the bytes that are kept of it, and back."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import msgspec
from msgspec import Struct

from gleaptui.gleap.models import Event
from gleaptui.history.words import kind_tag, person_tag, ticket_tag, words
from gleaptui.text import clean

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TIES = 8
"""Bits for events of the same millisecond."""
HOUR = 3_600_000
_MICROSECOND = timedelta(microseconds=1)
_EARLIEST = -(2**46)
_LATEST = 2**46
_SHORTEST_HEX, _LONGEST_HEX = 16, 32

Id = str | bytes
"""An id; one that is pairs of hexadecimal digits takes half the room as bytes."""


class _Record(Struct, array_like=True):
    """As `body` writes it."""

    at: int | None
    actor: str
    agent: str
    ticket: bytes
    old_status: str
    new_status: str
    seconds: float | None
    detail: str


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_Record)


def microseconds(moment: datetime) -> int:
    """Since 1970."""
    return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - EPOCH) // _MICROSECOND


def moment(microseconds: int) -> datetime:
    """The instant so many microseconds after 1970; the last there is for one beyond."""
    try:
        return EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def first_key(at: datetime) -> int:
    """The lowest key that an event of this millisecond can have."""
    return max(_EARLIEST, min(microseconds(at) // 1000, _LATEST)) << TIES


def hour_of(key: int) -> int:
    """The hour since 1970 that a key lies in."""
    return (key >> TIES) // HOUR


def hour_start(hour: int) -> int:
    """The lowest key of an hour."""
    return (hour * HOUR) << TIES


def packed(identifier: str) -> Id:
    """An id as it is kept."""
    if _SHORTEST_HEX <= len(identifier) <= _LONGEST_HEX:
        with suppress(ValueError):
            found = bytes.fromhex(identifier)
            if found.hex() == identifier:
                return found
    return encodable(identifier)


def unpacked(identifier: Id) -> str:
    """An id as it was."""
    return identifier.hex() if isinstance(identifier, bytes) else identifier


def encodable(text: str) -> str:
    """The text, with what no file can hold replaced."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def body(event: Event) -> bytes:
    """What is kept of an event besides its id and kind."""
    at, ticket = event.at, packed(event.ticket)
    kept = b"x" + ticket if isinstance(ticket, bytes) else b"t" + ticket.encode() if ticket else b""
    texts = event.actor, event.agent, kept, event.old_status, event.new_status
    record = (None if at is None else microseconds(at), *texts, event.seconds, event.detail)
    try:
        return _ENCODER.encode(record)
    except UnicodeEncodeError:
        return _ENCODER.encode(tuple(encodable(field) if isinstance(field, str) else field for field in record))


def event(identifier: Id, action: str, kept: bytes, inert: Callable[[str], str] = clean) -> Event:
    """The event that was kept; of one that cannot be read any more, what it was and its id. Its texts are cleaned once
    more, because the file may have been written by another member of a group; ``inert=str`` leaves them."""
    try:
        record = _DECODER.decode(kept)
    except (msgspec.DecodeError, UnicodeDecodeError, TypeError):
        return Event(id=inert(unpacked(identifier)), action=inert(action))
    return Event(
        id=inert(unpacked(identifier)),
        action=inert(action),
        at=None if record.at is None else moment(record.at),
        actor=inert(record.actor),
        agent=inert(record.agent),
        ticket=inert(_read_ticket(record.ticket)),
        old_status=inert(record.old_status),
        new_status=inert(record.new_status),
        seconds=record.seconds,
        detail=inert(record.detail),
    )


def _read_ticket(kept: bytes) -> str:
    return kept[1:].hex() if kept[:1] == b"x" else kept[1:].decode("utf-8", "replace")


def event_words(event: Event) -> list[str]:
    """The words that a search finds an event by, besides its ticket's id."""
    return [*_usual(event.actor, event.agent, event.old_status, event.new_status)[1], *words(event.detail)]


def indexed(event: Event, kind: int) -> str:
    """Words and tags of an event, as the index takes them. It must give the same again when the event is removed."""
    tags, unique = _usual(event.actor, event.agent, event.old_status, event.new_status)
    if event.detail:
        unique = unique | dict.fromkeys(words(event.detail))
    return " ".join((kind_tag(kind), *tags, ticket_tag(event.ticket), *unique))


@lru_cache(maxsize=2_048)
def _usual(actor: str, agent: str, old_status: str, new_status: str) -> tuple[tuple[str, ...], dict[str, None]]:
    """The tags and the words of what the same few people do again and again."""
    said = words(" ".join((actor, agent, old_status, new_status)))
    return tuple(map(person_tag, _people(actor, agent))), dict.fromkeys(said)


def people(event: Event) -> tuple[str, ...]:
    """Who has to do with an event: the one who acted and the agent concerned."""
    return _people(event.actor, event.agent)


def _people(actor: str, agent: str) -> tuple[str, ...]:
    both = (actor, agent) if agent != actor else (actor,)
    return tuple([encodable(name) for name in both if name])


def agents(events: Iterable[Event]) -> set[str]:
    """The agents that events name: those concerned, and those who acted in an event that concerns an agent. An id is
    no name (API.md, "Raw data")."""
    named = {event.agent for event in events} | {event.actor for event in events if event.agent}
    return {encodable(name) for name in named if name and isinstance(packed(name), str)}


def events_of(
    rows: Iterable[tuple[int, Id, int, bytes]], kinds: Mapping[int, str], inert: Callable[[str], str] = clean
) -> list[tuple[int, Event]]:
    """Keys and events from rows of the table."""
    return [(key, event(identifier, kinds.get(kind, ""), kept, inert)) for key, identifier, kind, kept in rows]
