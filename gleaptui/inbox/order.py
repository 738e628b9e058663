"""The value that a list is sorted by, as far as a ticket shows it."""

import math
from collections.abc import Callable, Iterable
from datetime import datetime

from gleaptui.gleap.models import Ticket

UNKNOWN = math.nan
_MOMENTS: dict[str, Callable[[Ticket], datetime | None]] = {
    "createdAt": lambda ticket: ticket.created_at,
    "updatedAt": lambda ticket: ticket.updated_at,
    "lastNotification": lambda ticket: ticket.last_notification,
    "archivedAt": lambda ticket: ticket.archived_at,
}
_PRIORITIES = {"LOW": 0.0, "MEDIUM": 1.0, "HIGH": 2.0}


class Order:
    """One way of sorting. Keys rise from the top of the list to its end; unknown ones prove nothing."""

    def __init__(self, sort: str) -> None:
        name = sort.removeprefix("-")
        self._moment = _MOMENTS.get(name)
        self._sign = -1.0 if sort.startswith("-") else 1.0
        self._by_priority = name == "priority"
        self.comparable = self._moment is not None
        """Whether keys tell which of two tickets comes first; priorities only tell whether one has changed."""

    def key(self, ticket: Ticket) -> float:
        """The ticket's key, NaN where it has none."""
        if self._moment is not None:
            moment = self._moment(ticket)
            return UNKNOWN if moment is None else moment.timestamp() * self._sign
        return _PRIORITIES.get(ticket.priority, 3.0) if self._by_priority else UNKNOWN

    def keys(self, tickets: Iterable[Ticket]) -> list[float]:
        """The keys of all these tickets, if they tell of any two which comes first."""
        keys = [self.key(ticket) for ticket in tickets] if self.comparable else []
        return keys if all(key == key for key in keys) else []

    def before(self, one: float, other: float) -> bool:
        """Whether the first certainly comes before the other."""
        return self.comparable and one < other


def unchanged(one: float, other: float) -> bool:
    """Whether both keys are the same, two unknown ones among them."""
    return one == other or (one != one and other != other)
