"""What is kept of a feed's value: its kind, the form it was written in, and no more of a customer than a list needs."""

import re
from typing import Any

import msgspec
from msgspec import structs

from gleaptui.gleap.backlog import Backlog
from gleaptui.gleap.models import Customer, Figure, Heatmap, Person, Series, TeamPerformance, Ticket, TicketPage
from gleaptui.text import clean

FORM = 1
"""Grows when a model changes so that what was written before would be misread."""

_ENCODER = msgspec.msgpack.Encoder()
_KINDS: dict[str, Any] = {
    "figures": tuple[Figure, ...],
    "series": dict[str, Series],
    "team": TeamPerformance,
    "heatmap": Heatmap,
    "tickets": TicketPage,
    "backlog": Backlog,
}
_TAGS = {f"{name}/{FORM}": kind for name, kind in _KINDS.items()}

KEPT_OF_A_TICKET = (
    "id",
    "number",
    "title",
    "type",
    "status",
    "status_label",
    "priority",
    "created_at",
    "updated_at",
    "last_notification",
    "first_assignment_at",
    "archived_at",
    "snoozed_until",
    "due_at",
    "archived",
    "spam",
    "snoozed",
    "queued",
    "sla_breached",
    "has_agent_reply",
    "tags",
    "team",
    "channel",
    "sentiment",
    "rating",
    "upvotes",
    "tracker",
)
"""Fields of a ticket that may be stored as they are. Whatever is added to the model is not, until it stands here."""

_ADDRESS = re.compile(r"\S+@\S+")


def encode(value: object) -> tuple[str, bytes] | None:
    """The kind and the bytes of a value; an empty kind for no value, None for a kind that is not kept."""
    if value is None:
        return "", b""
    kind = _kind(value)
    if kind is None:
        return None
    if isinstance(value, TicketPage):
        value = structs.replace(value, tickets=tuple(kept_ticket(ticket) for ticket in value.tickets))
    try:
        return f"{kind}/{FORM}", _ENCODER.encode(value)
    except (UnicodeEncodeError, OverflowError):
        return None


def decode(tag: str, kept: bytes) -> object | None:
    """The value; None where it is of another form or cannot be read. Its texts are cleaned once more, because the file
    may have been written by another member of a group."""
    kind = _TAGS.get(tag)
    if kind is None:
        return None
    try:
        value: object = msgspec.convert(_cleaned(msgspec.msgpack.decode(kept)), kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, TypeError):
        return None
    return value


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    return value


def _kind(value: object) -> str | None:
    if isinstance(value, Backlog):
        return "backlog"
    if isinstance(value, TeamPerformance):
        return "team"
    if isinstance(value, Heatmap):
        return "heatmap"
    if isinstance(value, TicketPage):
        return "tickets"
    if isinstance(value, tuple):
        return "figures" if all(isinstance(item, Figure) for item in value) else None
    if isinstance(value, dict):
        return "series" if all(isinstance(item, Series) for item in value.values()) else None
    return None


def kept_ticket(ticket: Ticket) -> Ticket:
    """The ticket with the fields that may be stored: nothing that was written in it but its title, and no address."""
    fields = {name: getattr(ticket, name) for name in KEPT_OF_A_TICKET}
    fields["title"] = _ADDRESS.sub("…", ticket.title)
    assignee, customer = ticket.assignee, ticket.customer
    if assignee is not None:
        fields["assignee"] = Person(
            id=assignee.id, name=_ADDRESS.sub("…", assignee.name), service_account=assignee.service_account
        )
    if customer is not None:
        fields["customer"] = Customer(
            name=_ADDRESS.sub("", customer.name), plan=customer.plan, company=_ADDRESS.sub("", customer.company)
        )
    return Ticket(**fields)
