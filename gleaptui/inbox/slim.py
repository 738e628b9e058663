"""Tickets as a list needs them: without what only the reading pane shows, and with each person kept once."""

from collections.abc import Iterable
from sys import intern
from typing import TypeVar

from msgspec import structs

from gleaptui.gleap.models import Customer, Person, Ticket

_MOST_KEPT = 4_000
_LONGEST_TITLE = 200

Kept = TypeVar("Kept", Person, Customer, tuple[str, ...])


class Slimmer:
    """Makes tickets slim. People, customers and sets of tags that come again share one object."""

    def __init__(self) -> None:
        self._people: dict[Person, Person] = {}
        self._customers: dict[Customer, Customer] = {}
        self._tags: dict[tuple[str, ...], tuple[str, ...]] = {}

    def slim(self, tickets: Iterable[Ticket]) -> list[Ticket]:
        """The tickets, each id once."""
        return list({ticket.id: self._slim(ticket) for ticket in tickets}.values())

    def _slim(self, ticket: Ticket) -> Ticket:
        return structs.replace(
            ticket,
            title=ticket.title[:_LONGEST_TITLE],
            type=intern(ticket.type),
            status=intern(ticket.status),
            status_label=intern(ticket.status_label),
            priority=intern(ticket.priority),
            channel=intern(ticket.channel),
            team=intern(ticket.team),
            tags=_once(self._tags, ticket.tags),
            assignee=None if ticket.assignee is None else _once(self._people, ticket.assignee),
            customer=None if ticket.customer is None else _once(self._customers, ticket.customer),
            summary="",
            sentiment="",
            latest_comment="",
            linked=(),
            form=(),
            attachments=(),
        )


def _once(kept: dict[Kept, Kept], value: Kept) -> Kept:
    if len(kept) > _MOST_KEPT:
        kept.clear()
    return kept.setdefault(value, value)
